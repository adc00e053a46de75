//! Calls that change what stands beside them in the same expression.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[cfg(any())] // FOUND
#[differentiate]
fn z0(x: &[f64], y: &[f64]) -> f64 {
    match (x, y) {
        ([a, ..], [b, ..]) => a * b,
        _ => 0.0,
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_z0() {
    every!(nums(4); |p| z0, z0_value_and_grad, z0_grad, z0_vjp; (&p[..2], &p[2..]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn z1(x: &[f64], y: &[f64]) -> f64 {
    match (x, y) {
        ([a, s @ ..], [b, t @ ..]) => a * b + s[0] * t[0],
        _ => 0.0,
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_z1() {
    every!(nums(4); |p| z1, z1_value_and_grad, z1_grad, z1_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn g(h: &mut [f64]) -> f64 {
    h[0] *= 2.0;
    h[1] += h[0];
    h[1]
}
#[differentiate]
fn gs(h: &mut f64) -> f64 {
    *h *= 2.0;
    *h + 1.0
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    if g(&mut h) > 0.0 && h[0] > 0.0 { h[0] * h[1] } else { h[1] }
}
#[test]
fn t_a1() {
    every!([0.3, 0.4]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[test]
fn t_a12() {
    every!([-0.3, 0.4]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let y = h[0] * g(&mut h) + h[0] * h[1];
    y * h[0]
}
#[test]
fn t_a2() {
    every!([0.3, 0.4]; |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let v = [h[1], g(&mut h), h[1], g(&mut h), h[0]];
    v[0] * v[1] + v[2] * v[3] * v[4]
}
#[test]
fn t_a3() {
    every!([0.3, 0.4]; |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] = g(&mut h) * h[0];
    h[1] -= h[0];
    h[0] * h[1]
}
#[test]
fn t_a4() {
    every!([0.3, 0.4]; |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut s = 0.0;
    while g(&mut h) < 3.0 {
        s += h[0] * h[1];
    }
    s * h[1]
}
#[test]
fn t_a5() {
    every!([0.3, 0.4]; |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let f = |a: f64, b: f64| a - 2.0 * b;
    f(g(&mut h), h[0]) * f(h[1], g(&mut h))
}
#[test]
fn t_a6() {
    every!([0.3, 0.4]; |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let mut h = x;
    let y = if gs(&mut h) > 1.5 { h } else { gs(&mut h) * h };
    y * h
}
#[test]
fn t_a7() {
    every!([0.3]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[test]
fn t_a72() {
    every!([0.1]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64) -> f64 {
    let mut h = x;
    let t = (h, gs(&mut h), h);
    let (a, b, c) = t;
    a * b * c + h
}
#[test]
fn t_a8() {
    every!([0.3]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0]));
}
#[differentiate]
fn a9(x: f64) -> f64 {
    let mut h = x;
    let mut k = 1.0;
    for i in 0..3 {
        k = k * gs(&mut h) + if i % 2 == 0 { gs(&mut h) } else { h };
    }
    k
}
#[test]
fn t_a9() {
    every!(1e-6, [0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0]));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let mut s = 0.0;
    for i in 0..2 {
        s += g(&mut m[i]) * m[1 - i][0];
    }
    s * m[0][1]
}
#[test]
fn t_b1() {
    every!([0.3, 0.4]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[1], x[0]]];
    let mut s = 0.0;
    for i in 0..2 {
        s += g(&mut m[i]) * m[1 - i][0];
    }
    s * m[0][1]
}
#[test]
fn t_b2() {
    every!([0.3, 0.4]; |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut t = (x[0], [x[1], 0.5]);
    let a = gs(&mut t.0);
    let b = g(&mut t.1);
    a * b + t.0 * t.1[0]
}
#[test]
fn t_b3() {
    every!([0.3, 0.4]; |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for w in v.chunks_mut(2) {
        g(w);
    }
    for p in v.iter_mut() {
        gs(p);
    }
    v.iter().product()
}
#[test]
fn t_b4() {
    every!([0.3, 0.4, 0.5, 0.6]; |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s: f64 = v.iter_mut().map(|p| gs(p)).sum();
    s * v[0]
}
#[test]
fn t_b5() {
    every!([0.3, 0.4]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(1);
    let s = gs(&mut a[0]) * gs(&mut b[0]);
    s + v[0] * v[1]
}
#[test]
fn t_b6() {
    every!([0.3, 0.4]; |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b8(x: [f64; 2]) -> f64 {
    let mut v = x;
    let [a, b] = &mut v;
    *a *= *b;
    gs(b);
    v[0] * v[1]
}
#[test]
fn t_b8() {
    every!([0.3, 0.4]; |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (arr(p)));
}
#[differentiate]
fn b9(x: [f64; 2]) -> f64 {
    let mut t = (x[0], x[1]);
    let (a, b) = &mut t;
    *a *= *b;
    gs(b);
    t.0 * t.1
}
#[test]
fn t_b9() {
    every!([0.3, 0.4]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (arr(p)));
}
#[differentiate]
fn c1(h: &mut [f64], n: usize) {
    if n == 0 {
        return;
    }
    g(h);
    c1(h, n - 1);
    h[0] += 0.1;
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    c1(&mut v, 3);
    v[0] * v[1]
}
#[test]
fn t_c2() {
    every!([0.3, 0.4]; |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c3(h: &mut [f64], k: f64) -> f64 {
    let n = h.len();
    if n == 1 {
        h[0] *= k;
        return h[0];
    }
    let (a, b) = h.split_at_mut(n / 2);
    let l = c3(a, k);
    let r = c3(b, l);
    a[0] += r;
    l * r
}
#[differentiate]
fn c4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = c3(&mut v, 1.1);
    v.iter().sum::<f64>() * r
}
#[test]
fn t_c4() {
    every!([0.3, 0.4, 0.5]; |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p));
}
#[differentiate]
fn c5(s: &mut [f64; 2], out: &mut Vec<f64>, x: f64) {
    s[0] += x;
    s[1] *= s[0];
    for (o, v) in out.iter_mut().zip(s.iter()) {
        *o += v;
    }
}
#[differentiate]
fn c6(x: &[f64]) -> f64 {
    let mut s = [0.0, 1.0];
    let mut out = vec![0.0; 2];
    for &v in x {
        c5(&mut s, &mut out, v);
    }
    out[0] * out[1]
}
#[test]
fn t_c6() {
    every!([0.3, 0.4, 0.5]; |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (p));
}
#[differentiate]
fn c7(grid: &mut [[f64; 3]; 3], i: usize, j: usize, v: f64) {
    if i >= 3 || j >= 3 || grid[i][j] != 0.0 {
        return;
    }
    grid[i][j] = v;
    c7(grid, i + 1, j, v * 0.9);
    c7(grid, i, j + 1, v * v);
    if i > 0 {
        c7(grid, i - 1, j, v.sin());
    }
}
#[differentiate]
fn c8(x: f64) -> f64 {
    let mut g = [[0.0; 3]; 3];
    g[1][1] = -1.0;
    c7(&mut g, 0, 0, x);
    g.iter().flatten().sum()
}
#[test]
fn t_c8() {
    every!([0.8]; |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (p[0]));
}
