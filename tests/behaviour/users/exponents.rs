//! Exponents: small integers in lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

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
