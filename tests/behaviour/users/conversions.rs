//! Conversions, annotations that decide a type, wide integers.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn half_into_generic<T: Float + From<f32>>(x: T) -> T {
    let half: T = 0.5f32.into();
    half * x * x
}
#[differentiate]
fn half_into_double(x: f64) -> f64 {
    let half: f64 = 0.5f32.into();
    half * x * x
}
#[test]
fn t_half_into_double() {
    every!(nums(1); |p| half_into_double, half_into_double_value_and_grad, half_into_double_grad, half_into_double_vjp; (p[0]));
}
#[differentiate]
fn byte_into_count_and_float(x: f64, n: u8) -> f64 {
    let m: usize = n.into();
    let k: f64 = n.into();
    x.powi(m as i32) * k
}
#[test]
fn t_byte_into_count_and_float() {
    every!(nums(1); |p| byte_into_count_and_float, byte_into_count_and_float_value_and_grad, byte_into_count_and_float_grad, byte_into_count_and_float_vjp; (p[0], 3));
}
#[differentiate]
fn power_by_try_into(x: f64, n: i64) -> f64 {
    let m: i32 = n.try_into().unwrap();
    x.powi(m)
}
#[test]
fn t_power_by_try_into() {
    every!(nums(1); |p| power_by_try_into, power_by_try_into_value_and_grad, power_by_try_into_grad, power_by_try_into_vjp; (p[0], 3));
}
#[differentiate]
fn power_by_parse(x: f64, s: &str) -> f64 {
    let m: i32 = s.parse().unwrap();
    x.powi(m)
}
#[test]
fn t_power_by_parse() {
    every!(nums(1); |p| power_by_parse, power_by_parse_value_and_grad, power_by_parse_grad, power_by_parse_vjp; (p[0], "3"));
}
#[differentiate]
fn factor_by_parse(x: f64, s: &str) -> f64 {
    let m: f64 = s.parse().unwrap();
    x * m
}
#[test]
fn t_factor_by_parse() {
    every!(nums(1); |p| factor_by_parse, factor_by_parse_value_and_grad, factor_by_parse_grad, factor_by_parse_vjp; (p[0], "3.5"));
}
#[differentiate]
fn default_count(x: f64) -> f64 {
    let v: Vec<usize> = Vec::new();
    let mut n: usize = Default::default();
    n += v.len();
    x * n as f64 + x
}
#[test]
fn t_default_count() {
    every!(nums(1); |p| default_count, default_count_value_and_grad, default_count_grad, default_count_vjp; (p[0]));
}
#[differentiate]
fn powers_of_collected_integers(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    let w: Vec<i32> = v.iter().map(|k| k * k).collect();
    x * w[2] as f64 + w.iter().map(|k| x.powi(*k)).sum::<f64>()
}
#[test]
fn t_powers_of_collected_integers() {
    every!(nums(1); |p| powers_of_collected_integers, powers_of_collected_integers_value_and_grad, powers_of_collected_integers_grad, powers_of_collected_integers_vjp; (p[0]));
}
#[differentiate]
fn single_list(x: f64) -> f64 {
    let v: Vec<f32> = vec![0.1; 3];
    let mut s = 0.0;
    for k in &v {
        s += x * f64::from(*k);
    }
    s
}
#[test]
fn t_single_list() {
    every!(nums(1); |p| single_list, single_list_value_and_grad, single_list_grad, single_list_vjp; (p[0]));
}
#[differentiate]
fn two_to_the_seventy(x: f64) -> f64 {
    let k: i128 = 1 << 70;
    x / k as f64
}
#[test]
fn t_two_to_the_seventy() {
    every!(nums(1); |p| two_to_the_seventy, two_to_the_seventy_value_and_grad, two_to_the_seventy_grad, two_to_the_seventy_vjp; (p[0]));
}
#[differentiate]
fn powers_of_ten(x: f64) -> f64 {
    let n = u64::pow(10, 12);
    let m = 10u64.pow(12);
    x / n as f64 + x * (m as f64).ln()
}
#[test]
fn t_powers_of_ten() {
    every!(nums(1); |p| powers_of_ten, powers_of_ten_value_and_grad, powers_of_ten_grad, powers_of_ten_vjp; (p[0]));
}
#[differentiate]
fn quotient_and_remainder(x: f64) -> f64 {
    let (q, r) = (17 / 5, 17 % 5);
    let k: usize = q * 2 + r;
    x * k as f64
}
#[test]
fn t_quotient_and_remainder() {
    every!(nums(1); |p| quotient_and_remainder, quotient_and_remainder_value_and_grad, quotient_and_remainder_grad, quotient_and_remainder_vjp; (p[0]));
}
#[differentiate]
fn symmetric_range(x: f64, n: usize) -> f64 {
    let half = n as i64 / 2;
    (-half..=half).map(|k| x * (k * k) as f64).sum()
}
#[test]
fn t_symmetric_range() {
    every!(nums(1); |p| symmetric_range, symmetric_range_value_and_grad, symmetric_range_grad, symmetric_range_vjp; (p[0], 5));
}
#[differentiate]
fn open_range_from_below(x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for k in (-(n as i32)..).take(n) {
        s += x * k as f64;
    }
    s
}
#[test]
fn t_open_range_from_below() {
    every!(nums(1); |p| open_range_from_below, open_range_from_below_value_and_grad, open_range_from_below_grad, open_range_from_below_vjp; (p[0], 5));
}
#[differentiate]
fn shifted_wide_element(x: f64) -> f64 {
    let t = [1, 2, 3_i64];
    let u: i64 = t[0] << 33;
    x * u as f64
}
#[test]
fn t_shifted_wide_element() {
    every!(nums(1); |p| shifted_wide_element, shifted_wide_element_value_and_grad, shifted_wide_element_grad, shifted_wide_element_vjp; (p[0]));
}
#[differentiate]
fn steps_below_a_limit(x: f64) -> f64 {
    let big = i64::MAX / 2;
    let mut c = big;
    c -= 5;
    x * (big - c) as f64
}
#[test]
fn t_steps_below_a_limit() {
    every!(nums(1); |p| steps_below_a_limit, steps_below_a_limit_value_and_grad, steps_below_a_limit_grad, steps_below_a_limit_vjp; (p[0]));
}
#[differentiate]
fn checked_until_it_overflows(x: f64) -> f64 {
    let mut k = 0u8;
    loop {
        k = match k.checked_add(100) {
            Some(v) => v,
            None => break,
        };
    }
    x * k as f64
}
#[test]
fn t_checked_until_it_overflows() {
    every!(nums(1); |p| checked_until_it_overflows, checked_until_it_overflows_value_and_grad, checked_until_it_overflows_grad, checked_until_it_overflows_vjp; (p[0]));
}
#[differentiate]
fn collatz_steps(x: f64) -> f64 {
    let mut n = 27u64;
    let mut c = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        c += 1;
    }
    x * c as f64
}
#[test]
fn t_collatz_steps() {
    every!(nums(1); |p| collatz_steps, collatz_steps_value_and_grad, collatz_steps_grad, collatz_steps_vjp; (p[0]));
}
#[differentiate]
fn fnv_hash(x: f64) -> f64 {
    let mut h: u32 = 2166136261;
    for b in "abc".bytes() {
        h ^= b as u32;
        h = h.wrapping_mul(16777619);
    }
    x * (h % 1000) as f64
}
#[test]
fn t_fnv_hash() {
    every!(nums(1); |p| fnv_hash, fnv_hash_value_and_grad, fnv_hash_grad, fnv_hash_vjp; (p[0]));
}
#[differentiate]
fn methods_of_a_signed_integer(x: f64) -> f64 {
    let n: i32 = 7;
    let m: i32 = -(n / 2);
    let r = n.min(m).max(-2).clamp(-5, 5).pow(2);
    x * r as f64
}
#[test]
fn t_methods_of_a_signed_integer() {
    every!(nums(1); |p| methods_of_a_signed_integer, methods_of_a_signed_integer_value_and_grad, methods_of_a_signed_integer_grad, methods_of_a_signed_integer_vjp; (p[0]));
}
#[differentiate]
fn wide_and_single_in_a_tuple(x: f64) -> f64 {
    let t: (i64, f32) = (5_000_000_000, 0.1);
    x * t.0 as f64 + x * f64::from(t.1)
}
#[test]
fn t_wide_and_single_in_a_tuple() {
    every!(nums(1); |p| wide_and_single_in_a_tuple, wide_and_single_in_a_tuple_value_and_grad, wide_and_single_in_a_tuple_grad, wide_and_single_in_a_tuple_vjp; (p[0]));
}
#[differentiate]
fn cloned_wide_list(x: f64) -> f64 {
    let v = vec![0u64; 3];
    let mut w = v.clone();
    w[1] = 1 << 40;
    x * w[1] as f64
}
#[test]
fn t_cloned_wide_list() {
    every!(nums(1); |p| cloned_wide_list, cloned_wide_list_value_and_grad, cloned_wide_list_grad, cloned_wide_list_vjp; (p[0]));
}
#[differentiate]
fn wide_array(x: f64) -> f64 {
    let mut w: [u64; 2] = [0; 2];
    w[1] = 1 << 40;
    x * w[1] as f64
}
#[test]
fn t_wide_array() {
    every!(nums(1); |p| wide_array, wide_array_value_and_grad, wide_array_grad, wide_array_vjp; (p[0]));
}
#[differentiate]
fn pushed_wide(x: f64) -> f64 {
    let mut w: Vec<u64> = vec![];
    w.push(1 << 40);
    x * w[0] as f64
}
#[test]
fn t_pushed_wide() {
    every!(nums(1); |p| pushed_wide, pushed_wide_value_and_grad, pushed_wide_grad, pushed_wide_vjp; (p[0]));
}
#[differentiate]
fn closure_with_a_wide_result(x: f64) -> f64 {
    let f = |n: u64| -> u64 { n * 3_000_000_000 };
    x * f(2) as f64
}
#[test]
fn t_closure_with_a_wide_result() {
    every!(nums(1); |p| closure_with_a_wide_result, closure_with_a_wide_result_value_and_grad, closure_with_a_wide_result_grad, closure_with_a_wide_result_vjp; (p[0]));
}
#[differentiate]
fn wide_by_decision(x: f64, on: bool) -> f64 {
    let k: u64 = if on { 1 } else { 2 };
    let m = k << 40;
    x * m as f64
}
#[test]
fn t_wide_by_decision() {
    every!(nums(1); |p| wide_by_decision, wide_by_decision_value_and_grad, wide_by_decision_grad, wide_by_decision_vjp; (p[0], true));
}
#[differentiate]
fn wide_by_match(x: f64, kind: u8) -> f64 {
    let k: u64 = match kind {
        0 => 1,
        _ => 7,
    };
    x * (k << 35) as f64
}
#[test]
fn t_wide_by_match() {
    every!(nums(1); |p| wide_by_match, wide_by_match_value_and_grad, wide_by_match_grad, wide_by_match_vjp; (p[0], 0));
}
#[differentiate]
fn single_times_literal(x: f32) -> f64 {
    let k = 0.1;
    let y = x * k;
    y as f64
}
#[differentiate]
fn cast_times_literal(x: f64) -> f64 {
    let k = 0.1;
    let y = (x as f32) * k;
    y as f64
}
#[test]
fn t_single_times_literal() {
    let (v, g) = single_times_literal_value_and_grad(0.7);
    assert_eq!(v, single_times_literal(0.7));
    assert_eq!(g, 0.1f32);
    let (v, g) = cast_times_literal_value_and_grad(0.7);
    assert_eq!(v, cast_times_literal(0.7));
}
