//! Conversions, annotations that decide a type, wide integers.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a0<T: Float + From<f32>>(x: T) -> T {
    let half: T = 0.5f32.into();
    half * x * x
}
#[differentiate]
fn a1(x: f64) -> f64 {
    let half: f64 = 0.5f32.into();
    half * x * x
}
#[test]
fn t_a1() {
    every!(nums(1); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a2(x: f64, n: u8) -> f64 {
    let m: usize = n.into();
    let k: f64 = n.into();
    x.powi(m as i32) * k
}
#[test]
fn t_a2() {
    every!(nums(1); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p[0], 3));
}
#[differentiate]
fn a3(x: f64, n: i64) -> f64 {
    let m: i32 = n.try_into().unwrap();
    x.powi(m)
}
#[test]
fn t_a3() {
    every!(nums(1); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p[0], 3));
}
#[differentiate]
fn a4(x: f64, s: &str) -> f64 {
    let m: i32 = s.parse().unwrap();
    x.powi(m)
}
#[test]
fn t_a4() {
    every!(nums(1); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0], "3"));
}
#[differentiate]
fn a5(x: f64, s: &str) -> f64 {
    let m: f64 = s.parse().unwrap();
    x * m
}
#[test]
fn t_a5() {
    every!(nums(1); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p[0], "3.5"));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let v: Vec<usize> = Vec::new();
    let mut n: usize = Default::default();
    n += v.len();
    x * n as f64 + x
}
#[test]
fn t_a7() {
    every!(nums(1); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64) -> f64 {
    let v: Vec<i32> = (0..5).collect();
    let w: Vec<i32> = v.iter().map(|k| k * k).collect();
    x * w[2] as f64 + w.iter().map(|k| x.powi(*k)).sum::<f64>()
}
#[test]
fn t_a8() {
    every!(nums(1); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0]));
}
#[differentiate]
fn a9(x: f64) -> f64 {
    let v: Vec<f32> = vec![0.1; 3];
    let mut s = 0.0;
    for k in &v {
        s += x * f64::from(*k);
    }
    s
}
#[test]
fn t_a9() {
    every!(nums(1); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0]));
}
#[differentiate]
fn b1(x: f64) -> f64 {
    let k: i128 = 1 << 70;
    x / k as f64
}
#[test]
fn t_b1() {
    every!(nums(1); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0]));
}
#[differentiate]
fn b2(x: f64) -> f64 {
    let n = u64::pow(10, 12);
    let m = 10u64.pow(12);
    x / n as f64 + x * (m as f64).ln()
}
#[test]
fn t_b2() {
    every!(nums(1); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0]));
}
#[differentiate]
fn b3(x: f64) -> f64 {
    let (q, r) = (17 / 5, 17 % 5);
    let k: usize = q * 2 + r;
    x * k as f64
}
#[test]
fn t_b3() {
    every!(nums(1); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0]));
}
#[differentiate]
fn b4(x: f64, n: usize) -> f64 {
    let half = n as i64 / 2;
    (-half..=half).map(|k| x * (k * k) as f64).sum()
}
#[test]
fn t_b4() {
    every!(nums(1); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p[0], 5));
}
#[differentiate]
fn b5(x: f64, n: usize) -> f64 {
    let mut s = 0.0;
    for k in (-(n as i32)..).take(n) {
        s += x * k as f64;
    }
    s
}
#[test]
fn t_b5() {
    every!(nums(1); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0], 5));
}
#[differentiate]
fn b6(x: f64) -> f64 {
    let t = [1, 2, 3_i64];
    let u: i64 = t[0] << 33;
    x * u as f64
}
#[test]
fn t_b6() {
    every!(nums(1); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p[0]));
}
#[differentiate]
fn b7(x: f64) -> f64 {
    let big = i64::MAX / 2;
    let mut c = big;
    c -= 5;
    x * (big - c) as f64
}
#[test]
fn t_b7() {
    every!(nums(1); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p[0]));
}
#[differentiate]
fn b8(x: f64) -> f64 {
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
fn t_b8() {
    every!(nums(1); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p[0]));
}
#[differentiate]
fn b9(x: f64) -> f64 {
    let mut n = 27u64;
    let mut c = 0;
    while n != 1 {
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
        c += 1;
    }
    x * c as f64
}
#[test]
fn t_b9() {
    every!(nums(1); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p[0]));
}
#[differentiate]
fn c1(x: f64) -> f64 {
    let mut h: u32 = 2166136261;
    for b in "abc".bytes() {
        h ^= b as u32;
        h = h.wrapping_mul(16777619);
    }
    x * (h % 1000) as f64
}
#[test]
fn t_c1() {
    every!(nums(1); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p[0]));
}
#[differentiate]
fn c2(x: f64) -> f64 {
    let n: i32 = 7;
    let m: i32 = -(n / 2);
    let r = n.min(m).max(-2).clamp(-5, 5).pow(2);
    x * r as f64
}
#[test]
fn t_c2() {
    every!(nums(1); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p[0]));
}
#[differentiate]
fn c3(x: f64) -> f64 {
    let t: (i64, f32) = (5_000_000_000, 0.1);
    x * t.0 as f64 + x * f64::from(t.1)
}
#[test]
fn t_c3() {
    every!(nums(1); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[differentiate]
fn c4(x: f64) -> f64 {
    let v = vec![0u64; 3];
    let mut w = v.clone();
    w[1] = 1 << 40;
    x * w[1] as f64
}
#[test]
fn t_c4() {
    every!(nums(1); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0]));
}
#[differentiate]
fn c5(x: f64) -> f64 {
    let mut w: [u64; 2] = [0; 2];
    w[1] = 1 << 40;
    x * w[1] as f64
}
#[test]
fn t_c5() {
    every!(nums(1); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p[0]));
}
#[differentiate]
fn c6(x: f64) -> f64 {
    let mut w: Vec<u64> = vec![];
    w.push(1 << 40);
    x * w[0] as f64
}
#[test]
fn t_c6() {
    every!(nums(1); |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (p[0]));
}
#[differentiate]
fn c7(x: f64) -> f64 {
    let f = |n: u64| -> u64 { n * 3_000_000_000 };
    x * f(2) as f64
}
#[test]
fn t_c7() {
    every!(nums(1); |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0]));
}
#[differentiate]
fn c8(x: f64, on: bool) -> f64 {
    let k: u64 = if on { 1 } else { 2 };
    let m = k << 40;
    x * m as f64
}
#[test]
fn t_c8() {
    every!(nums(1); |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (p[0], true));
}
#[differentiate]
fn c9(x: f64, kind: u8) -> f64 {
    let k: u64 = match kind {
        0 => 1,
        _ => 7,
    };
    x * (k << 35) as f64
}
#[test]
fn t_c9() {
    every!(nums(1); |p| c9, c9_value_and_grad, c9_grad, c9_vjp; (p[0], 0));
}
#[differentiate]
fn d1(x: f32) -> f64 {
    let k = 0.1;
    let y = x * k;
    y as f64
}
#[differentiate]
fn d2(x: f64) -> f64 {
    let k = 0.1;
    let y = (x as f32) * k;
    y as f64
}
#[test]
fn t_d1() {
    let (v, g) = d1_value_and_grad(0.7);
    assert_eq!(v, d1(0.7));
    assert_eq!(g, 0.1f32);
    let (v, g) = d2_value_and_grad(0.7);
    assert_eq!(v, d2(0.7));
}
