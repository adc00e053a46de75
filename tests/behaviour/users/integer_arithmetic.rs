//! Arithmetic of integers beside differentiated values: sums, products, exponents.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn power_of_a_truncated_float(x: f64) -> f64 {
    let y: f64 = 3.0;
    let n = y as i32;
    x.powi(n)
}
#[test]
fn t_power_of_a_truncated_float() {
    every!([0.3]; |p| power_of_a_truncated_float, power_of_a_truncated_float_value_and_grad, power_of_a_truncated_float_grad, power_of_a_truncated_float_vjp; (p[0]));
}
#[differentiate]
fn single_weights(x: f64) -> f64 {
    let a: [f32; 3] = [0.1, 0.2, 0.3];
    a.iter().map(|v| *v as f64 * x).sum()
}
#[test]
fn t_single_weights() {
    every!([0.3]; |p| single_weights, single_weights_value_and_grad, single_weights_grad, single_weights_vjp; (p[0]));
}
#[differentiate]
fn single_constant(x: f64) -> f64 {
    const K: f32 = 0.1;
    x * K as f64
}
#[test]
fn t_single_constant() {
    every!([0.3]; |p| single_constant, single_constant_value_and_grad, single_constant_grad, single_constant_vjp; (p[0]));
}
#[differentiate]
fn single_squared(x: f64) -> f64 {
    let k = 0.1f32;
    let k2 = k * k;
    x * k2 as f64
}
#[test]
fn t_single_squared() {
    every!([0.3]; |p| single_squared, single_squared_value_and_grad, single_squared_grad, single_squared_vjp; (p[0]));
}
#[differentiate]
fn single_sum(x: f64) -> f64 {
    let k = 0.1f32 + 0.2;
    x * f64::from(k)
}
#[test]
fn t_single_sum() {
    every!([0.3]; |p| single_sum, single_sum_value_and_grad, single_sum_grad, single_sum_vjp; (p[0]));
}
#[differentiate]
fn single_third(x: f64) -> f64 {
    let k: f32 = 1.0 / 3.0;
    x * f64::from(k)
}
#[test]
fn t_single_third() {
    every!([0.3]; |p| single_third, single_third_value_and_grad, single_third_grad, single_third_vjp; (p[0]));
}
#[differentiate]
fn signed_division_and_remainder(x: f64) -> f64 {
    let i: i32 = -7;
    x * (i / 2) as f64 + x * (i % 3) as f64 + x.powi(i.rem_euclid(4))
}
#[test]
fn t_signed_division_and_remainder() {
    every!([0.3]; |p| signed_division_and_remainder, signed_division_and_remainder_value_and_grad, signed_division_and_remainder_grad, signed_division_and_remainder_vjp; (p[0]));
}
#[differentiate]
fn halves_and_thirds_of_a_count(x: f64, n: usize) -> f64 {
    let h = n / 2 * 2;
    let r = (n - 1) / 3;
    x * h as f64 + x.powi(r as i32)
}
#[test]
fn t_halves_and_thirds_of_a_count() {
    every!([0.3]; |p| halves_and_thirds_of_a_count, halves_and_thirds_of_a_count_value_and_grad, halves_and_thirds_of_a_count_grad, halves_and_thirds_of_a_count_vjp; (p[0], 7));
}
#[differentiate]
fn square_through_single(x: f64) -> f64 {
    let a = (x as f32) as f64;
    a * a
}
#[differentiate]
fn negative_power_of_a_difference(x: f64) -> f64 {
    let n: usize = 3;
    let m: i32 = n as i32 - 5;
    x.powi(m) + m.abs() as f64 * x
}
#[test]
fn t_negative_power_of_a_difference() {
    every!([0.3]; |p| negative_power_of_a_difference, negative_power_of_a_difference_value_and_grad, negative_power_of_a_difference_grad, negative_power_of_a_difference_vjp; (p[0]));
}
#[differentiate]
fn three_billion(x: f64) -> f64 {
    let big: i64 = 3_000_000_000;
    x * big as f64
}
#[test]
fn t_three_billion() {
    every!([0.3]; |p| three_billion, three_billion_value_and_grad, three_billion_grad, three_billion_vjp; (p[0]));
}
#[differentiate]
fn step_of_a_generator(x: f64) -> f64 {
    let m: u64 = 0xFFFF_FFFF_FFFF;
    let s: u64 = 0x5DEECE66D;
    let t = (s * 11 + 5) & m;
    x * t as f64
}
#[test]
fn t_step_of_a_generator() {
    every!([0.3]; |p| step_of_a_generator, step_of_a_generator_value_and_grad, step_of_a_generator_grad, step_of_a_generator_vjp; (p[0]));
}
#[differentiate]
fn wrapping_and_saturating_bytes(x: f64, n: u8) -> f64 {
    let m = n.wrapping_add(200);
    let k = n.saturating_sub(250);
    x * m as f64 + k as f64 * x
}
#[test]
fn t_wrapping_and_saturating_bytes() {
    every!([0.3]; |p| wrapping_and_saturating_bytes, wrapping_and_saturating_bytes_value_and_grad, wrapping_and_saturating_bytes_grad, wrapping_and_saturating_bytes_vjp; (p[0], 100));
}
#[differentiate]
fn divided_by_a_count(x: f64) -> f64 {
    let mut c: u32 = 0;
    for i in 0..10 {
        if i % 3 == 0 {
            c += 1;
        }
    }
    x / c as f64
}
#[test]
fn t_divided_by_a_count() {
    every!([0.3]; |p| divided_by_a_count, divided_by_a_count_value_and_grad, divided_by_a_count_grad, divided_by_a_count_vjp; (p[0]));
}
#[differentiate]
fn half_as_float_and_as_integer(x: f64) -> f64 {
    let v: i32 = 5;
    let half = v as f64 / 2.0;
    let int = (v / 2) as f64;
    x * half + int * x * x
}
#[test]
fn t_half_as_float_and_as_integer() {
    every!([0.3]; |p| half_as_float_and_as_integer, half_as_float_and_as_integer_value_and_grad, half_as_float_and_as_integer_grad, half_as_float_and_as_integer_vjp; (p[0]));
}
#[differentiate]
fn widened_byte(x: f64) -> f64 {
    let n: i8 = 100;
    let m = n as i32 + 100;
    x * m as f64
}
#[test]
fn t_widened_byte() {
    every!([0.3]; |p| widened_byte, widened_byte_value_and_grad, widened_byte_grad, widened_byte_vjp; (p[0]));
}
#[differentiate]
fn byte_read_as_signed(x: f64) -> f64 {
    let n: u8 = 200;
    let m = n as i8;
    x * m as f64
}
#[test]
fn t_byte_read_as_signed() {
    every!([0.3]; |p| byte_read_as_signed, byte_read_as_signed_value_and_grad, byte_read_as_signed_grad, byte_read_as_signed_vjp; (p[0]));
}
#[differentiate]
fn negative_read_as_unsigned(x: f64) -> f64 {
    let n: i64 = -1;
    let m = n as u32;
    x * m as f64
}
#[test]
fn t_negative_read_as_unsigned() {
    every!([0.3]; |p| negative_read_as_unsigned, negative_read_as_unsigned_value_and_grad, negative_read_as_unsigned_grad, negative_read_as_unsigned_vjp; (p[0]));
}
#[differentiate]
fn series_with_wide_factorial(x: f64) -> f64 {
    let mut t: i64 = 1;
    let mut y = 0.0;
    for k in 1..=15 {
        t *= k;
        y += x / t as f64;
    }
    y
}
#[test]
fn t_series_with_wide_factorial() {
    every!([0.3]; |p| series_with_wide_factorial, series_with_wide_factorial_value_and_grad, series_with_wide_factorial_grad, series_with_wide_factorial_vjp; (p[0]));
}
#[differentiate]
fn exponential_series(x: f64) -> f64 {
    let mut fact: u64 = 1;
    let mut y = 1.0;
    let mut p = 1.0;
    for k in 1..=15u64 {
        fact *= k;
        p *= x;
        y += p / fact as f64;
    }
    y
}
#[test]
fn t_exponential_series() {
    every!([0.3]; |p| exponential_series, exponential_series_value_and_grad, exponential_series_grad, exponential_series_vjp; (p[0]));
}
#[differentiate]
fn power_of_ten_past_a_limit(x: f64) -> f64 {
    let mut k: i64 = 1;
    while k < 5_000_000_000 {
        k *= 10;
    }
    x * k as f64
}
#[test]
fn t_power_of_ten_past_a_limit() {
    every!([0.3]; |p| power_of_ten_past_a_limit, power_of_ten_past_a_limit_value_and_grad, power_of_ten_past_a_limit_grad, power_of_ten_past_a_limit_vjp; (p[0]));
}
#[differentiate]
fn remainders_of_a_generator(x: f64) -> f64 {
    let mut s: usize = 17;
    let mut y = 0.0;
    for _ in 0..5 {
        s = (s * 1103515245 + 12345) % 2147483648;
        y += x * (s % 100) as f64;
    }
    y
}
#[test]
fn t_remainders_of_a_generator() {
    every!([0.3]; |p| remainders_of_a_generator, remainders_of_a_generator_value_and_grad, remainders_of_a_generator_grad, remainders_of_a_generator_vjp; (p[0]));
}
#[differentiate]
fn bits_of_a_wrapping_generator(x: f64) -> f64 {
    let mut s = 17u32;
    let mut y = 0.0;
    for _ in 0..5 {
        s = s.wrapping_mul(1103515245).wrapping_add(12345);
        y += x * ((s >> 16) & 0x7fff) as f64;
    }
    y
}
#[test]
fn t_bits_of_a_wrapping_generator() {
    every!([0.3]; |p| bits_of_a_wrapping_generator, bits_of_a_wrapping_generator_value_and_grad, bits_of_a_wrapping_generator_grad, bits_of_a_wrapping_generator_vjp; (p[0]));
}
#[differentiate]
fn sum_of_widened_bytes(x: f64) -> f64 {
    let a = [1u8, 2, 250];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_of_widened_bytes() {
    every!([0.3]; |p| sum_of_widened_bytes, sum_of_widened_bytes_value_and_grad, sum_of_widened_bytes_grad, sum_of_widened_bytes_vjp; (p[0]));
}
#[differentiate]
fn power_by_bits(x: f64) -> f64 {
    let bits: [u8; 4] = [1, 0, 1, 1];
    let n = bits.iter().fold(0u32, |a, &b| a << 1 | b as u32);
    x.powi(n as i32)
}
#[test]
fn t_power_by_bits() {
    every!([0.9]; |p| power_by_bits, power_by_bits_value_and_grad, power_by_bits_grad, power_by_bits_vjp; (p[0]));
}
#[differentiate]
fn lengths_and_byte_literals(x: f64) -> f64 {
    let n: u32 = "abc".len() as u32;
    let b = b"az"[1] - b'a';
    x * n.pow(2) as f64 + b as f64 * x
}
#[test]
fn t_lengths_and_byte_literals() {
    every!([0.9]; |p| lengths_and_byte_literals, lengths_and_byte_literals_value_and_grad, lengths_and_byte_literals_grad, lengths_and_byte_literals_vjp; (p[0]));
}
#[differentiate]
fn largest_integers_as_floats(x: f64) -> f64 {
    let n: i32 = i32::MAX;
    let k = n as f64 + 1.0;
    let z = u64::MAX as f64;
    x * k / z
}
#[test]
fn t_largest_integers_as_floats() {
    every!([0.9]; |p| largest_integers_as_floats, largest_integers_as_floats_value_and_grad, largest_integers_as_floats_grad, largest_integers_as_floats_vjp; (p[0]));
}

#[differentiate]
fn factorial_by_suffix(x: f64) -> f64 {
    let mut f = 1u64;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_by_suffix() {
    every!([0.3]; |p| factorial_by_suffix, factorial_by_suffix_value_and_grad, factorial_by_suffix_grad, factorial_by_suffix_vjp; (p[0]));
}
#[differentiate]
fn factorial_told_by_the_range(x: f64) -> f64 {
    let mut f = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_told_by_the_range() {
    every!([0.3]; |p| factorial_told_by_the_range, factorial_told_by_the_range_value_and_grad, factorial_told_by_the_range_grad, factorial_told_by_the_range_vjp; (p[0]));
}
#[differentiate]
fn factorial_by_annotation(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_by_annotation() {
    every!([0.3]; |p| factorial_by_annotation, factorial_by_annotation_value_and_grad, factorial_by_annotation_grad, factorial_by_annotation_vjp; (p[0]));
}
#[differentiate]
fn factorial_of_a_half_open_range(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1u64..16 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_factorial_of_a_half_open_range() {
    every!([0.3]; |p| factorial_of_a_half_open_range, factorial_of_a_half_open_range_value_and_grad, factorial_of_a_half_open_range_grad, factorial_of_a_half_open_range_vjp; (p[0]));
}
#[differentiate]
fn byte_of_a_mixed_array(x: f64) -> f64 {
    let a = [1u8, 2, 250];
    let s = a[0] as f64;
    x * s
}
#[test]
fn t_byte_of_a_mixed_array() {
    every!([0.3]; |p| byte_of_a_mixed_array, byte_of_a_mixed_array_value_and_grad, byte_of_a_mixed_array_grad, byte_of_a_mixed_array_vjp; (p[0]));
}
#[differentiate]
fn sum_of_suffixed_bytes(x: f64) -> f64 {
    let a = [1u8, 2u8];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_of_suffixed_bytes() {
    every!([0.3]; |p| sum_of_suffixed_bytes, sum_of_suffixed_bytes_value_and_grad, sum_of_suffixed_bytes_grad, sum_of_suffixed_bytes_vjp; (p[0]));
}
#[differentiate]
fn sum_of_annotated_bytes(x: f64) -> f64 {
    let a: [u8; 2] = [1, 2];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_of_annotated_bytes() {
    every!([0.3]; |p| sum_of_annotated_bytes, sum_of_annotated_bytes_value_and_grad, sum_of_annotated_bytes_grad, sum_of_annotated_bytes_vjp; (p[0]));
}
#[differentiate]
fn sum_told_by_the_binding(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_sum_told_by_the_binding() {
    every!([0.3]; |p| sum_told_by_the_binding, sum_told_by_the_binding_value_and_grad, sum_told_by_the_binding_grad, sum_told_by_the_binding_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_told_by_a_turbofish(x: f64, a: &[u8]) -> f64 {
    let s = a.iter().map(|&v| v as u32).sum::<u32>();
    x * s as f64
}
#[test]
fn t_sum_told_by_a_turbofish() {
    every!([0.3]; |p| sum_told_by_a_turbofish, sum_told_by_a_turbofish_value_and_grad, sum_told_by_a_turbofish_grad, sum_told_by_a_turbofish_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_of_doubled_bytes(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| u32::from(v) * 2).sum();
    x * f64::from(s)
}
#[test]
fn t_sum_of_doubled_bytes() {
    every!([0.3]; |p| sum_of_doubled_bytes, sum_of_doubled_bytes_value_and_grad, sum_of_doubled_bytes_grad, sum_of_doubled_bytes_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_of_counts(x: f64, a: &[usize]) -> f64 {
    let s: usize = a.iter().sum();
    x * s as f64
}
#[test]
fn t_sum_of_counts() {
    every!([0.3]; |p| sum_of_counts, sum_of_counts_value_and_grad, sum_of_counts_grad, sum_of_counts_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn sum_and_largest_of_counts(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().sum::<usize>();
    let m = a.iter().max().unwrap();
    x * s as f64 + *m as f64 * x
}
#[test]
fn t_sum_and_largest_of_counts() {
    every!([0.3]; |p| sum_and_largest_of_counts, sum_and_largest_of_counts_value_and_grad, sum_and_largest_of_counts_grad, sum_and_largest_of_counts_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn largest_count_or_none(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().copied().max().unwrap_or(0);
    x * s as f64
}
#[test]
fn t_largest_count_or_none() {
    every!([0.3]; |p| largest_count_or_none, largest_count_or_none_value_and_grad, largest_count_or_none_grad, largest_count_or_none_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn product_of_a_range(x: f64, n: usize) -> f64 {
    let s: usize = (1..=n).product();
    x / s as f64
}
#[test]
fn t_product_of_a_range() {
    every!([0.3]; |p| product_of_a_range, product_of_a_range_value_and_grad, product_of_a_range_grad, product_of_a_range_vjp; (p[0], 5));
}
#[differentiate]
fn product_of_a_wide_range(x: f64, n: u64) -> f64 {
    let s = (1..=n).product::<u64>();
    x / s as f64
}
#[test]
fn t_product_of_a_wide_range() {
    every!([0.3]; |p| product_of_a_wide_range, product_of_a_wide_range_value_and_grad, product_of_a_wide_range_grad, product_of_a_wide_range_vjp; (p[0], 5));
}
#[differentiate]
fn factorial_as_a_product(x: f64) -> f64 {
    let s: u64 = (1..=15).product();
    x / s as f64
}
#[test]
fn t_factorial_as_a_product() {
    every!([0.3]; |p| factorial_as_a_product, factorial_as_a_product_value_and_grad, factorial_as_a_product_grad, factorial_as_a_product_vjp; (p[0]));
}
#[differentiate]
fn factorial_as_a_fold(x: f64) -> f64 {
    let s = (1..=15).fold(1u64, |a, k| a * k);
    x / s as f64
}
#[test]
fn t_factorial_as_a_fold() {
    every!([0.3]; |p| factorial_as_a_fold, factorial_as_a_fold_value_and_grad, factorial_as_a_fold_grad, factorial_as_a_fold_vjp; (p[0]));
}
#[differentiate]
fn series_of_products(x: f64) -> f64 {
    (0..15)
        .map(|k| {
            let f: u64 = (1..=k).product();
            x / f as f64
        })
        .sum()
}
#[test]
fn t_series_of_products() {
    every!([0.3]; |p| series_of_products, series_of_products_value_and_grad, series_of_products_grad, series_of_products_vjp; (p[0]));
}
#[differentiate]
fn series_of_wide_products(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).product::<u64>() as f64).sum()
}
#[test]
fn t_series_of_wide_products() {
    every!([0.3]; |p| series_of_wide_products, series_of_wide_products_value_and_grad, series_of_wide_products_grad, series_of_wide_products_vjp; (p[0]));
}
#[differentiate]
fn series_of_float_products(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).map(|j| j as f64).product::<f64>()).sum()
}
#[test]
fn t_series_of_float_products() {
    every!([0.3]; |p| series_of_float_products, series_of_float_products_value_and_grad, series_of_float_products_grad, series_of_float_products_vjp; (p[0]));
}

#[differentiate]
fn collected_exponent_and_factor(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    x * v[2] as f64 + x.powi(v[1])
}
#[test]
fn t_collected_exponent_and_factor() {
    every!(nums(1); |p| collected_exponent_and_factor, collected_exponent_and_factor_value_and_grad, collected_exponent_and_factor_grad, collected_exponent_and_factor_vjp; (p[0]));
}
#[differentiate]
fn sum_of_powers(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    v.iter().map(|k| x.powi(*k)).sum::<f64>()
}
#[test]
fn t_sum_of_powers() {
    every!(nums(1); |p| sum_of_powers, sum_of_powers_value_and_grad, sum_of_powers_grad, sum_of_powers_vjp; (p[0]));
}
#[differentiate]
fn squared_collected(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    let w: Vec<i32> = v.iter().map(|k| k * k).collect();
    x * w[2] as f64
}
#[test]
fn t_squared_collected() {
    every!(nums(1); |p| squared_collected, squared_collected_value_and_grad, squared_collected_grad, squared_collected_vjp; (p[0]));
}
#[differentiate]
fn power_by_a_mapped_list(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).map(|k| k * k).collect();
    x.powi(v[2])
}
#[test]
fn t_power_by_a_mapped_list() {
    every!(nums(1); |p| power_by_a_mapped_list, power_by_a_mapped_list_value_and_grad, power_by_a_mapped_list_grad, power_by_a_mapped_list_vjp; (p[0]));
}
#[differentiate]
fn powers_of_an_array(x: f64) -> f64 {
    let v: [i32; 3] = [1, 2, 3];
    v.iter().map(|&k| x.powi(k)).sum::<f64>()
}
#[test]
fn t_powers_of_an_array() {
    every!(nums(1); |p| powers_of_an_array, powers_of_an_array_value_and_grad, powers_of_an_array_grad, powers_of_an_array_vjp; (p[0]));
}
#[differentiate]
fn negated_half(x: f64) -> f64 {
    let n: i32 = 7;
    let m: i32 = -(n / 2);
    x * m as f64
}
#[test]
fn t_negated_half() {
    every!(nums(1); |p| negated_half, negated_half_value_and_grad, negated_half_grad, negated_half_vjp; (p[0]));
}
#[differentiate]
fn squared_integer(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.pow(2);
    x * r as f64
}
#[test]
fn t_squared_integer() {
    every!(nums(1); |p| squared_integer, squared_integer_value_and_grad, squared_integer_grad, squared_integer_vjp; (p[0]));
}
#[differentiate]
fn larger_of_two_integers(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.max(-2);
    x * r as f64
}
#[test]
fn t_larger_of_two_integers() {
    every!(nums(1); |p| larger_of_two_integers, larger_of_two_integers_value_and_grad, larger_of_two_integers_grad, larger_of_two_integers_vjp; (p[0]));
}
#[differentiate]
fn clamped_integer(x: f64) -> f64 {
    let n = 7_i32;
    let r = n.clamp(-5, 5);
    x * r as f64
}
#[test]
fn t_clamped_integer() {
    every!(nums(1); |p| clamped_integer, clamped_integer_value_and_grad, clamped_integer_grad, clamped_integer_vjp; (p[0]));
}
#[differentiate]
fn methods_chained(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.abs().min(3);
    x * r as f64
}
#[test]
fn t_methods_chained() {
    every!(nums(1); |p| methods_chained, methods_chained_value_and_grad, methods_chained_grad, methods_chained_vjp; (p[0]));
}
#[differentiate]
fn methods_of_a_count(x: f64) -> f64 {
    let m: usize = 5;
    let k = m.min(3).max(1).pow(2);
    x * k as f64
}
#[test]
fn t_methods_of_a_count() {
    every!(nums(1); |p| methods_of_a_count, methods_of_a_count_value_and_grad, methods_of_a_count_grad, methods_of_a_count_vjp; (p[0]));
}
