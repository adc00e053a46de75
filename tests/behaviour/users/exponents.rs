//! Exponents: small integers in lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    x * v[2] as f64 + x.powi(v[1])
}
#[test]
fn t_a1() {
    every!(nums(1); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a2(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    v.iter().map(|k| x.powi(*k)).sum::<f64>()
}
#[test]
fn t_a2() {
    every!(nums(1); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p[0]));
}
#[differentiate]
fn a3(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    let w: Vec<i32> = v.iter().map(|k| k * k).collect();
    x * w[2] as f64
}
#[test]
fn t_a3() {
    every!(nums(1); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p[0]));
}
#[differentiate]
fn a4(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).map(|k| k * k).collect();
    x.powi(v[2])
}
#[test]
fn t_a4() {
    every!(nums(1); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0]));
}
#[differentiate]
fn a5(x: f64) -> f64 {
    let v: [i32; 3] = [1, 2, 3];
    v.iter().map(|&k| x.powi(k)).sum::<f64>()
}
#[test]
fn t_a5() {
    every!(nums(1); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p[0]));
}
#[differentiate]
fn a6(x: f64) -> f64 {
    let n: i32 = 7;
    let m: i32 = -(n / 2);
    x * m as f64
}
#[test]
fn t_a6() {
    every!(nums(1); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0]));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.pow(2);
    x * r as f64
}
#[test]
fn t_a7() {
    every!(nums(1); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.max(-2);
    x * r as f64
}
#[test]
fn t_a8() {
    every!(nums(1); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0]));
}
#[differentiate]
fn a9(x: f64) -> f64 {
    let n = 7_i32;
    let r = n.clamp(-5, 5);
    x * r as f64
}
#[test]
fn t_a9() {
    every!(nums(1); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0]));
}
#[differentiate]
fn b1(x: f64) -> f64 {
    let n: i32 = 7;
    let r = n.abs().min(3);
    x * r as f64
}
#[test]
fn t_b1() {
    every!(nums(1); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0]));
}
#[differentiate]
fn b2(x: f64) -> f64 {
    let m: usize = 5;
    let k = m.min(3).max(1).pow(2);
    x * k as f64
}
#[test]
fn t_b2() {
    every!(nums(1); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0]));
}
