//! Sums and products of integers.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let mut f = 1u64;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_a1() {
    every!([0.3]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a2(x: f64) -> f64 {
    let mut f = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_a2() {
    every!([0.3]; |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p[0]));
}
#[differentiate]
fn a3(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1..=15u64 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_a3() {
    every!([0.3]; |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p[0]));
}
#[differentiate]
fn a4(x: f64) -> f64 {
    let mut f: u64 = 1;
    for k in 1u64..16 {
        f *= k;
    }
    x * f as f64
}
#[test]
fn t_a4() {
    every!([0.3]; |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0]));
}
#[differentiate]
fn a5(x: f64) -> f64 {
    let a = [1u8, 2, 250];
    let s = a[0] as f64;
    x * s
}
#[test]
fn t_a5() {
    every!([0.3]; |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p[0]));
}
#[differentiate]
fn a6(x: f64) -> f64 {
    let a = [1u8, 2u8];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_a6() {
    every!([0.3]; |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0]));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let a: [u8; 2] = [1, 2];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_a7() {
    every!([0.3]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_a8() {
    every!([0.3]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn a9(x: f64, a: &[u8]) -> f64 {
    let s = a.iter().map(|&v| v as u32).sum::<u32>();
    x * s as f64
}
#[test]
fn t_a9() {
    every!([0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn b1(x: f64, a: &[u8]) -> f64 {
    let s: u32 = a.iter().map(|&v| u32::from(v) * 2).sum();
    x * f64::from(s)
}
#[test]
fn t_b1() {
    every!([0.3]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn b2(x: f64, a: &[usize]) -> f64 {
    let s: usize = a.iter().sum();
    x * s as f64
}
#[test]
fn t_b2() {
    every!([0.3]; |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn b3(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().sum::<usize>();
    let m = a.iter().max().unwrap();
    x * s as f64 + *m as f64 * x
}
#[test]
fn t_b3() {
    every!([0.3]; |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn b4(x: f64, a: &[usize]) -> f64 {
    let s = a.iter().copied().max().unwrap_or(0);
    x * s as f64
}
#[test]
fn t_b4() {
    every!([0.3]; |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p[0], &[1, 2]));
}
#[differentiate]
fn b5(x: f64, n: usize) -> f64 {
    let s: usize = (1..=n).product();
    x / s as f64
}
#[test]
fn t_b5() {
    every!([0.3]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0], 5));
}
#[differentiate]
fn b6(x: f64, n: u64) -> f64 {
    let s = (1..=n).product::<u64>();
    x / s as f64
}
#[test]
fn t_b6() {
    every!([0.3]; |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p[0], 5));
}
#[differentiate]
fn b7(x: f64) -> f64 {
    let s: u64 = (1..=15).product();
    x / s as f64
}
#[test]
fn t_b7() {
    every!([0.3]; |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p[0]));
}
#[differentiate]
fn b8(x: f64) -> f64 {
    let s = (1..=15).fold(1u64, |a, k| a * k);
    x / s as f64
}
#[test]
fn t_b8() {
    every!([0.3]; |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p[0]));
}
#[differentiate]
fn b9(x: f64) -> f64 {
    (0..15)
        .map(|k| {
            let f: u64 = (1..=k).product();
            x / f as f64
        })
        .sum()
}
#[test]
fn t_b9() {
    every!([0.3]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p[0]));
}
#[differentiate]
fn c1(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).product::<u64>() as f64).sum()
}
#[test]
fn t_c1() {
    every!([0.3]; |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p[0]));
}
#[differentiate]
fn c2(x: f64) -> f64 {
    (0..15u64).map(|k| x / (1..=k).map(|j| j as f64).product::<f64>()).sum()
}
#[test]
fn t_c2() {
    every!([0.3]; |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p[0]));
}
