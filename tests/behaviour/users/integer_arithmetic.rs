//! Arithmetic of integers beside differentiated values.

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
