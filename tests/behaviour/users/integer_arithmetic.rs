//! Arithmetic of integers beside differentiated values.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let y: f64 = 3.0;
    let n = y as i32;
    x.powi(n)
}
#[test]
fn t_a1() {
    every!([0.3]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a3(x: f64) -> f64 {
    let a: [f32; 3] = [0.1, 0.2, 0.3];
    a.iter().map(|v| *v as f64 * x).sum()
}
#[test]
fn t_a3() {
    every!([0.3]; |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p[0]));
}
#[differentiate]
fn a4(x: f64) -> f64 {
    const K: f32 = 0.1;
    x * K as f64
}
#[test]
fn t_a4() {
    every!([0.3]; |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0]));
}
#[differentiate]
fn a5(x: f64) -> f64 {
    let k = 0.1f32;
    let k2 = k * k;
    x * k2 as f64
}
#[test]
fn t_a5() {
    every!([0.3]; |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p[0]));
}
#[differentiate]
fn a6(x: f64) -> f64 {
    let k = 0.1f32 + 0.2;
    x * f64::from(k)
}
#[test]
fn t_a6() {
    every!([0.3]; |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0]));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let k: f32 = 1.0 / 3.0;
    x * f64::from(k)
}
#[test]
fn t_a7() {
    every!([0.3]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64) -> f64 {
    let i: i32 = -7;
    x * (i / 2) as f64 + x * (i % 3) as f64 + x.powi(i.rem_euclid(4))
}
#[test]
fn t_a8() {
    every!([0.3]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0]));
}
#[differentiate]
fn a9(x: f64, n: usize) -> f64 {
    let h = n / 2 * 2;
    let r = (n - 1) / 3;
    x * h as f64 + x.powi(r as i32)
}
#[test]
fn t_a9() {
    every!([0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], 7));
}
#[differentiate]
fn b1(x: f64) -> f64 {
    let a = (x as f32) as f64;
    a * a
}
#[differentiate]
fn b2(x: f64) -> f64 {
    let n: usize = 3;
    let m: i32 = n as i32 - 5;
    x.powi(m) + m.abs() as f64 * x
}
#[test]
fn t_b2() {
    every!([0.3]; |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0]));
}
#[differentiate]
fn b3(x: f64) -> f64 {
    let big: i64 = 3_000_000_000;
    x * big as f64
}
#[test]
fn t_b3() {
    every!([0.3]; |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0]));
}
#[differentiate]
fn b5(x: f64) -> f64 {
    let m: u64 = 0xFFFF_FFFF_FFFF;
    let s: u64 = 0x5DEECE66D;
    let t = (s * 11 + 5) & m;
    x * t as f64
}
#[test]
fn t_b5() {
    every!([0.3]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0]));
}
#[differentiate]
fn b6(x: f64, n: u8) -> f64 {
    let m = n.wrapping_add(200);
    let k = n.saturating_sub(250);
    x * m as f64 + k as f64 * x
}
#[test]
fn t_b6() {
    every!([0.3]; |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p[0], 100));
}
#[differentiate]
fn b7(x: f64) -> f64 {
    let mut c: u32 = 0;
    for i in 0..10 {
        if i % 3 == 0 {
            c += 1;
        }
    }
    x / c as f64
}
#[test]
fn t_b7() {
    every!([0.3]; |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p[0]));
}
#[differentiate]
fn b8(x: f64) -> f64 {
    let v: i32 = 5;
    let half = v as f64 / 2.0;
    let int = (v / 2) as f64;
    x * half + int * x * x
}
#[test]
fn t_b8() {
    every!([0.3]; |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p[0]));
}
#[differentiate]
fn b9(x: f64) -> f64 {
    let n: i8 = 100;
    let m = n as i32 + 100;
    x * m as f64
}
#[test]
fn t_b9() {
    every!([0.3]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p[0]));
}
#[differentiate]
fn c1(x: f64) -> f64 {
    let n: u8 = 200;
    let m = n as i8;
    x * m as f64
}
#[test]
fn t_c1() {
    every!([0.3]; |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p[0]));
}
#[differentiate]
fn c2(x: f64) -> f64 {
    let n: i64 = -1;
    let m = n as u32;
    x * m as f64
}
#[test]
fn t_c2() {
    every!([0.3]; |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p[0]));
}
#[differentiate]
fn c3(x: f64) -> f64 {
    let mut t: i64 = 1;
    let mut y = 0.0;
    for k in 1..=15 {
        t *= k;
        y += x / t as f64;
    }
    y
}
#[test]
fn t_c3() {
    every!([0.3]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[differentiate]
fn c4(x: f64) -> f64 {
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
fn t_c4() {
    every!([0.3]; |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0]));
}
#[differentiate]
fn c7(x: f64) -> f64 {
    let mut k: i64 = 1;
    while k < 5_000_000_000 {
        k *= 10;
    }
    x * k as f64
}
#[test]
fn t_c7() {
    every!([0.3]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0]));
}
#[differentiate]
fn c8(x: f64) -> f64 {
    let mut s: usize = 17;
    let mut y = 0.0;
    for _ in 0..5 {
        s = (s * 1103515245 + 12345) % 2147483648;
        y += x * (s % 100) as f64;
    }
    y
}
#[test]
fn t_c8() {
    every!([0.3]; |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (p[0]));
}
#[differentiate]
fn c9(x: f64) -> f64 {
    let mut s = 17u32;
    let mut y = 0.0;
    for _ in 0..5 {
        s = s.wrapping_mul(1103515245).wrapping_add(12345);
        y += x * ((s >> 16) & 0x7fff) as f64;
    }
    y
}
#[test]
fn t_c9() {
    every!([0.3]; |p| c9, c9_value_and_grad, c9_grad, c9_vjp; (p[0]));
}
#[differentiate]
fn d1(x: f64) -> f64 {
    let a = [1u8, 2, 250];
    let s: u32 = a.iter().map(|&v| v as u32).sum();
    x * s as f64
}
#[test]
fn t_d1() {
    every!([0.3]; |p| d1, d1_value_and_grad, d1_grad, d1_vjp; (p[0]));
}
#[differentiate]
fn d2(x: f64) -> f64 {
    let bits: [u8; 4] = [1, 0, 1, 1];
    let n = bits.iter().fold(0u32, |a, &b| a << 1 | b as u32);
    x.powi(n as i32)
}
#[test]
fn t_d2() {
    every!([0.9]; |p| d2, d2_value_and_grad, d2_grad, d2_vjp; (p[0]));
}
#[differentiate]
fn d3(x: f64) -> f64 {
    let n: u32 = "abc".len() as u32;
    let b = b"az"[1] - b'a';
    x * n.pow(2) as f64 + b as f64 * x
}
#[test]
fn t_d3() {
    every!([0.9]; |p| d3, d3_value_and_grad, d3_grad, d3_vjp; (p[0]));
}
#[differentiate]
fn d4(x: f64) -> f64 {
    let n: i32 = i32::MAX;
    let k = n as f64 + 1.0;
    let z = u64::MAX as f64;
    x * k / z
}
#[test]
fn t_d4() {
    every!([0.9]; |p| d4, d4_value_and_grad, d4_grad, d4_vjp; (p[0]));
}
