//! Generators of numbers, permutations, gathers and lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let mut state = 1u64;
    let mut rng = || {
        state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
        (state >> 33) as f64 / 2147483648.0
    };
    let mut s = 0.0;
    for _ in 0..4 {
        s += (x * rng()).sin();
    }
    s
}
#[test]
fn t_a1() {
    every!([0.3]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
fn next(state: &mut u64) -> f64 {
    *state = state.wrapping_mul(6364136223846793005).wrapping_add(1);
    (*state >> 33) as f64 / 2147483648.0
}
struct Rng(u64);
impl Rng {
    fn next(&mut self) -> f64 {
        next(&mut self.0)
    }
}
#[differentiate]
fn a6(x: f64) -> f64 {
    let noise: Vec<f64> = (0..4).map(|i| ((i * 7919) % 13) as f64 / 13.0).collect();
    noise.iter().map(|n| (x * n).sin()).sum()
}
#[test]
fn t_a6() {
    every!([0.3]; |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0]));
}
fn make(n: usize, seed: u64) -> Vec<f64> {
    let mut s = seed;
    (0..n).map(|_| next(&mut s)).collect()
}
#[differentiate]
fn a7(x: &[f64], seed: u64) -> f64 {
    let w = make(x.len(), seed);
    x.iter().zip(&w).map(|(a, b)| a * b).sum::<f64>() * w[0]
}
#[test]
fn t_a7() {
    every!([0.3, 0.4]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p, 7));
}
#[differentiate]
fn a8(x: &[f64], seed: u64) -> f64 {
    let mut mask = vec![false; x.len()];
    let mut s = seed;
    for m in mask.iter_mut() {
        s = s.wrapping_mul(1103515245).wrapping_add(12345) % 2147483648;
        *m = s % 3 != 0;
    }
    x.iter().zip(&mask).filter(|(_, m)| **m).map(|(v, _)| v * v / 0.67).sum()
}
#[test]
fn t_a8() {
    every!([0.3, 0.4, 0.5]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p, 8));
}
#[differentiate]
fn a9(x: &[f64], seed: u32) -> f64 {
    let mut s = seed;
    let mut idx: Vec<usize> = (0..x.len()).collect();
    for i in (1..x.len()).rev() {
        s = s.wrapping_mul(1664525).wrapping_add(1013904223);
        let j = s as usize % (i + 1);
        idx.swap(i, j);
    }
    idx.iter().enumerate().map(|(k, &i)| x[i] * k as f64).sum()
}
#[test]
fn t_a9() {
    every!([0.3, 0.4, 0.5]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p, 8));
}
#[differentiate]
fn b1(x: &[f64], perm: &[usize]) -> Vec<f64> {
    perm.iter().map(|&i| x[i] * x[i]).collect()
}
#[test]
fn t_b1() {
    vjp!([0.3, 0.4, 0.5]; |p| b1, b1_vjp; (p, &[2, 0, 1]));
}
#[differentiate]
fn b2(x: &[f64], idx: &[(usize, usize)]) -> Vec<f64> {
    let mut out = vec![0.0; x.len()];
    for &(i, j) in idx {
        out[i] += x[j];
        out[j] -= x[i] * x[i];
    }
    out
}
#[test]
fn t_b2() {
    vjp!([0.3, 0.4, 0.5]; |p| b2, b2_vjp; (p, &[(0, 1), (1, 2)]));
}
#[differentiate]
fn b3(x: &[f64], groups: &[Vec<usize>]) -> f64 {
    groups.iter().map(|g| g.iter().map(|&i| x[i]).product::<f64>()).sum()
}
#[test]
fn t_b3() {
    every!([0.3, 0.4, 0.5]; |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p, &[vec![0, 1], vec![2]]));
}
#[differentiate]
fn b5(x: &[f64], t: Option<usize>) -> f64 {
    match t {
        Some(i) => x[i],
        None => x.iter().sum(),
    }
}
#[test]
fn t_b5() {
    every!([0.3, 0.4, 0.5]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p, Some(1)));
}
#[test]
fn t_b52() {
    every!([0.3, 0.4, 0.5]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p, None));
}
#[differentiate]
fn b9(x: &[f64], k: usize) -> f64 {
    let mut w = [0.0; 5];
    w[..x.len()].copy_from_slice(x);
    w[x.len()..].fill(x[0]);
    w.iter().skip(k).map(|v| v * v).sum()
}
#[test]
fn t_b9() {
    every!([0.3, 0.4, 0.5]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p, 1));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut i = x.len();
    while i > 0 {
        i -= 1;
        if x[i] < 0.0 {
            continue;
        }
        sum = sum * 0.5 + x[i];
    }
    sum
}
#[test]
fn t_c2() {
    every!([0.3, -0.4, 0.5]; |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
    let mut i = 0usize;
    let mut j = x.len() - 1;
    let mut s = 0.0;
    while i < j {
        s += x[i] * x[j];
        i += 1;
        j -= 1;
    }
    s
}
#[test]
fn t_c3() {
    every!([0.3, -0.4, 0.5, 0.7]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(x: f64) -> f64 {
    let mut y = x;
    let mut n: i32 = 10;
    while n > 0 {
        if n & 1 == 1 {
            y *= x;
        }
        y += 0.01 * n as f64;
        n >>= 1;
    }
    y
}
#[test]
fn t_c4() {
    every!([0.3]; |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0]));
}
#[differentiate]
fn c5(base: f64, exp: u32) -> f64 {
    let (mut b, mut e, mut acc) = (base, exp, 1.0);
    while e > 0 {
        if e % 2 == 1 {
            acc *= b;
        }
        b *= b;
        e /= 2;
    }
    acc
}
#[test]
fn t_c5() {
    every!([1.3]; |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p[0], 11));
}
#[differentiate]
fn d2(x: f64, n: usize) -> f64 {
    let mut v = Vec::with_capacity(n);
    for i in 0..n {
        v.push(x * i as f64);
    }
    let total: f64 = v.iter().sum();
    let v = v.into_iter().map(|e| e / total).collect::<Vec<_>>();
    v.iter().map(|p| if *p > 0.0 { -p * p.ln() } else { 0.0 }).sum()
}
#[test]
fn t_d2() {
    every!([1.3]; |p| d2, d2_value_and_grad, d2_grad, d2_vjp; (p[0], 4));
}
#[differentiate]
fn d3(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v.extend(x.iter().map(|a| a * a));
    v.extend_from_slice(&x[..1]);
    v.truncate(4);
    v.push(1.0);
    v.resize(7, x[0]);
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_d3() {
    every!([1.3, 0.3]; |p| d3, d3_value_and_grad, d3_grad, d3_vjp; (p));
}
#[differentiate]
fn d5(x: &[f64]) -> f64 {
    let n = x.len();
    let idx = |i: isize| ((i + n as isize) % n as isize) as usize;
    (0..n as isize).map(|i| x[idx(i - 1)] * x[idx(i + 1)] - x[idx(i)].powi(2)).sum()
}
#[test]
fn t_d5() {
    every!([1.3, 0.3, 0.4, 0.8]; |p| d5, d5_value_and_grad, d5_grad, d5_vjp; (p));
}
