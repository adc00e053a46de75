//! Lists that are moved, and arrays run over by value.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let mut v = u.clone();
    v[1] += u[0];
    v[1] * u[1]
}
#[test]
fn t_a1() {
    every!(nums(2); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    u[0] * u[1]
}
#[test]
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let mut u = w;
    u[0] *= u[1];
    u[0] * u[1]
}
#[test]
fn t_a3() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let v = u.clone();
    v[1] * u[1]
}
#[test]
fn t_a4() {
    every!(nums(2); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let s: f64 = u.iter().sum();
    s * u[0]
}
#[test]
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let mut s = 1.0;
    for v in &u {
        s *= v;
    }
    for i in 0..u.len() {
        s += u[i];
    }
    s
}
#[test]
fn t_a6() {
    every!(nums(2); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn tot(v: &[f64]) -> f64 {
    v.iter().product()
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    tot(&u) * tot(&u[..1])
}
#[test]
fn t_a7() {
    every!(nums(2); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let mut keep = vec![];
    keep.push(w);
    keep[0][0] * keep[0][1]
}
#[test]
fn t_a8() {
    every!(nums(2); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let t = (w, x[0]);
    t.0[0] * t.1
}
#[test]
fn t_a9() {
    every!(nums(2); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> (Vec<f64>, f64) {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let s = w[0] * w[1];
    (w, s)
}
#[test]
fn t_b1() {
    vjp!(nums(2); |p| b1, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> Vec<f64> {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    u
}
#[test]
fn t_b2() {
    vjp!(nums(2); |p| b2, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> Vec<Vec<f64>> {
    let mut rows = vec![];
    for i in 0..2 {
        let mut r = x.to_vec();
        r[i] *= 2.0;
        rows.push(r);
    }
    rows
}
#[test]
fn t_b3() {
    vjp!(nums(2); |p| b3, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let mut n = w.clone();
        n[0] *= n[1];
        w = n;
    }
    w[0]
}
#[test]
fn t_b4() {
    every!(nums(2); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let mut n = vec![0.0; 2];
        for i in 0..2 {
            n[i] = w[i] * w[1 - i];
        }
        w = n;
    }
    w[0]
}
#[test]
fn t_b5() {
    every!(nums(2); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let w = {
        let mut t = x.to_vec();
        t[0] += t[1];
        t
    };
    let u = if w[0] > 0.0 {
        let mut t = w.clone();
        t[1] = 2.0 * w[0];
        t
    } else {
        w.clone()
    };
    u[1] * w[0]
}
#[test]
fn t_b6() {
    every!(nums(2); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w[0] *= 2.0;
    let u = w;
    let w = u;
    let u = &w;
    u[0] * w[1]
}
#[test]
fn t_b7() {
    every!(nums(2); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    w.push(2.0);
    let v = w;
    let mut u = v.to_vec();
    u.push(v[0]);
    u.iter().product()
}
#[test]
fn t_b8() {
    every!(nums(2); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn c1(x: [f64; 3]) -> f64 {
    let mut a = x;
    let mut s = 0.0;
    for v in a {
        s += v * a[0];
        a[0] += 1.0;
    }
    s
}
#[test]
fn t_c1() {
    every!(nums(3); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (arr(p)));
}
#[differentiate]
fn c2(x: [f64; 3]) -> f64 {
    let mut a = x;
    for (v, w) in a.into_iter().zip(x) {
        a[2] += v * w;
    }
    a[2]
}
#[test]
fn t_c2() {
    every!(nums(3); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (arr(p)));
}
#[differentiate]
fn c3(x: [f64; 3]) -> f64 {
    let mut a = x;
    a.into_iter().enumerate().for_each(|(i, v)| a[2 - i] += v);
    a[2] * a[0]
}
#[test]
fn t_c3() {
    every!(nums(3); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (arr(p)));
}
#[differentiate]
fn c4(x: [f64; 3]) -> f64 {
    let mut a = x;
    a = a.map(|v| v * a[0]);
    a[2] * a[0]
}
#[test]
fn t_c4() {
    every!(nums(3); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (arr(p)));
}
#[differentiate]
fn c5(x: [f64; 3]) -> f64 {
    let mut t = (x, 1.0);
    for v in t.0 {
        t.0[1] *= v;
        t.1 += t.0[1];
    }
    t.1
}
#[test]
fn t_c5() {
    every!(nums(3); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (arr(p)));
}
#[differentiate]
fn c6(x: [f64; 3]) -> f64 {
    let mut m = [x, x];
    for v in m[0] {
        m[0][1] *= v;
        m[1][0] += v;
    }
    m[1][0] * m[0][1]
}
#[test]
fn t_c6() {
    every!(nums(3); |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (arr(p)));
}
#[differentiate]
fn c7(x: &mut [f64; 3]) {
    for v in *x {
        x[0] += v;
    }
}
#[differentiate]
fn c7u(x: [f64; 3]) -> f64 {
    let mut a = x;
    c7(&mut a);
    a[0] * a[1]
}
#[test]
fn t_c7u() {
    every!(nums(3); |p| c7u, c7u_value_and_grad, c7u_grad, c7u_vjp; (arr(p)));
}
#[differentiate]
fn c8(x: [f64; 3]) -> f64 {
    let mut a = x;
    let s: f64 = a
        .into_iter()
        .map(|v| {
            a[1] *= 2.0;
            v * a[1]
        })
        .sum();
    s * a[1]
}
#[test]
fn t_c8() {
    every!(nums(3); |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (arr(p)));
}
