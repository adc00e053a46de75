//! References chosen by a condition.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s[0] * l[1]
}
#[test]
fn t_a1() {
    every!(nums(5); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn a2(x: &[f64], y: &[f64]) -> f64 {
    let s = if x.len() < y.len() { x } else { y };
    s.iter().zip(&s[1..]).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_a2() {
    every!(nums(5); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn a3(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s.iter().zip(l).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_a3() {
    every!(nums(5); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn a4(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    let mut t = 0.0;
    for i in 0..s.len() {
        t += s[i] * l[i + 1];
    }
    t
}
#[test]
fn t_a4() {
    every!(nums(5); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn a5(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    p * p
}
#[test]
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p[0], p[1]));
}
#[differentiate]
fn a6(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    let q = p;
    *q * *p
}
#[test]
fn t_a6() {
    every!(nums(2); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0], p[1]));
}
#[differentiate]
fn a7(x: [f64; 2], y: [f64; 2]) -> f64 {
    let p = if x[0] > y[0] { &x } else { &y };
    let q = &p[..];
    q[0] * p[1]
}
#[test]
fn t_a7() {
    every!(nums(4); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (arr(p), arr(&p[2..])));
}
#[differentiate]
fn a8(x: &[f64], k: usize) -> f64 {
    let w = match k {
        0 => &x[..2],
        1 => &x[1..3],
        _ => x,
    };
    w.iter().map(|v| v * v).sum::<f64>() * w[0]
}
#[test]
fn t_a8() {
    every!(nums(4); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p, 0));
}
#[test]
fn t_a82() {
    every!(nums(4); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p, 1));
}
#[test]
fn t_a83() {
    every!(nums(4); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p, 2));
}
#[cfg(any())] // FOUND
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let a = [x[0] * 2.0, x[1]];
    let b = vec![x[1] * x[0], 1.0, x[2]];
    let r: &[f64] = if x[0] > 0.0 { &a } else { &b };
    r.iter().sum::<f64>() * r[1]
}
#[cfg(any())] // FOUND
#[test]
fn t_a9() {
    every!(nums(4); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[cfg(any())] // FOUND
#[test]
fn t_a92() {
    every!([-0.3, 0.4, 0.6]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let (lo, hi) = if x[0] < x[1] { (&x[0], &x[1]) } else { (&x[1], &x[0]) };
    hi / lo
}
#[test]
fn t_b1() {
    every!(nums(2); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut best = &x[0];
    for v in &x[1..] {
        if v > best {
            best = v;
        }
    }
    best * best
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[[f64; 2]]) -> f64 {
    let mut best = &x[0];
    for v in x {
        if v[0] > best[0] {
            best = v;
        }
    }
    best[1] * best[0]
}
#[test]
fn t_b3() {
    every!(nums(6); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (&mat::<3, 2>(p)));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let m = x.iter().max_by(|a, b| a.total_cmp(b)).unwrap();
    let n = x.iter().min_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    m / n
}
#[test]
fn t_b4() {
    every!(nums(4); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[[f64; 2]]) -> f64 {
    let m = x.iter().max_by(|a, b| a[1].total_cmp(&b[1])).unwrap();
    m[0] * m[1]
}
#[test]
fn t_b5() {
    every!(nums(6); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (&mat::<3, 2>(p)));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let i = (0..x.len()).max_by(|&i, &j| x[i].total_cmp(&x[j])).unwrap();
    x[i] * x[i]
}
#[test]
fn t_b6() {
    every!(nums(4); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let i = (0..x.len()).min_by(|i, j| x[*i].partial_cmp(&x[*j]).unwrap()).unwrap_or(0);
    x[i] * x[i]
}
#[test]
fn t_b7() {
    every!(nums(4); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(p: &[(f64, f64)]) -> f64 {
    let far = p.iter().map(|q| q.0.hypot(q.1)).max_by(|a, b| a.partial_cmp(b).unwrap()).unwrap();
    far * p.len() as f64
}
#[test]
fn t_b8() {
    every!(nums(6); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (&p.chunks(2).map(|c| (c[0], c[1])).collect::<Vec<_>>()));
}
