//! Copies of arrays, and closures that keep what they had.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let k = 2.0;
    let f = |v: f64| v * k;
    let k = x;
    f(x) * k
}
#[test]
fn t_a1() {
    every!(nums(1); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a2(x: [f64; 3]) -> f64 {
    let mut a = x;
    for v in a {
        a[1] += v * a[0];
    }
    a[1] * a[2]
}
#[test]
fn t_a2() {
    every!(nums(3); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (arr(p)));
}
#[differentiate]
fn a3(x: [f64; 3]) -> f64 {
    let mut a = x;
    for (i, v) in a.into_iter().enumerate() {
        a[(i + 1) % 3] += v;
    }
    a[0] * a[1] * a[2]
}
#[test]
fn t_a3() {
    every!(nums(3); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (arr(p)));
}
#[differentiate]
fn a4(x: [f64; 3]) -> f64 {
    let mut a = x;
    let old = a;
    for i in 0..3 {
        a[i] = old[2 - i] * old[i];
    }
    a[0] * a[1] - old[2]
}
#[test]
fn t_a4() {
    every!(nums(3); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (arr(p)));
}
#[differentiate]
fn a5(x: [f64; 2]) -> f64 {
    let mut a = x;
    let [p, q] = a;
    a[0] = q * q;
    a[1] = p * a[0];
    a[0] + a[1] * p
}
#[test]
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (arr(p)));
}
#[differentiate]
fn a6(x: [[f64; 2]; 2]) -> f64 {
    let mut m = x;
    let row = m[0];
    m[0][1] = 5.0 * m[1][0];
    m[1] = row;
    m[0][0] = 3.0;
    row[1] * m[1][0] + m[0][1] * row[0]
}
#[test]
fn t_a6() {
    every!(nums(4); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (mat(p)));
}
#[differentiate]
fn a7(x: [[f64; 2]; 2]) -> f64 {
    let mut m = x;
    for row in m {
        m[0][0] += row[1] * m[1][1];
        m[1][1] *= row[0];
    }
    m[0][0] * m[1][1]
}
#[test]
fn t_a7() {
    every!(nums(4); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (mat(p)));
}
#[differentiate]
fn a8(x: [f64; 2]) -> f64 {
    let mut a = x;
    let t = (a, a[0]);
    a[0] = 2.0 * a[1];
    t.0[0] * a[0] + t.1 * t.0[1]
}
#[test]
fn t_a8() {
    every!(nums(2); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (arr(p)));
}
#[differentiate]
fn a9(x: [f64; 2]) -> f64 {
    let mut a = x;
    let s = a;
    let f = |i: usize| s[i] * 2.0;
    a[0] = 3.0 * f(1);
    f(0) * a[0]
}
#[test]
fn t_a9() {
    every!(nums(2); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (arr(p)));
}
#[differentiate]
fn b1(x: [f64; 2]) -> f64 {
    let mut a = x;
    let old = std::mem::replace(&mut a, [1.0, 2.0]);
    a[0] += old[1];
    let b = std::mem::take(&mut a[1]);
    old[0] * a[0] + b + a[1]
}
#[test]
fn t_b1() {
    every!(nums(2); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (arr(p)));
}
#[differentiate]
fn h(mut a: [f64; 2]) -> [f64; 2] {
    a[0] *= a[1];
    a[1] += 1.0;
    a
}
#[differentiate]
fn b2(x: [f64; 2]) -> f64 {
    let mut a = x;
    let b = h(a);
    a = h(b);
    let c = h(h(a));
    a[0] * b[0] + c[0] * c[1]
}
#[test]
fn t_b2() {
    every!(nums(2); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (arr(p)));
}
#[differentiate]
fn b3(x: [f64; 2]) -> f64 {
    let mut a = x;
    let mut hist = Vec::new();
    for i in 0..3 {
        hist.push((i, a));
        a = h(a);
        a[0] -= hist[i].1[0];
    }
    hist.iter().map(|(i, v)| *i as f64 * v[0] * v[1]).sum()
}
#[test]
fn t_b3() {
    every!(nums(2); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (arr(p)));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let v = x.to_vec();
    let mut w = v.clone();
    w[0] = v[1] * v[1];
    let u = w;
    let mut v = u.clone();
    v[1] += u[0];
    v[1] * u[1] * v[0]
}
#[test]
fn t_b4() {
    every!(nums(2); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let head = v[..2].to_vec();
    v[0] = 4.0 * head[1];
    v[1] = head[0];
    let tail = &v[1..];
    head[0] * tail[0] + v[0]
}
#[test]
fn t_b5() {
    every!(nums(3); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: (f64, [f64; 2])) -> f64 {
    let mut t = x;
    let u = t;
    t.0 = u.1[0] * 2.0;
    t.1[1] = u.0;
    u.0 * t.0 + t.1[0] * u.1[1] * t.1[1]
}
#[test]
fn t_b6() {
    every!(nums(3); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; ((p[0], arr(&p[1..]))));
}
#[differentiate]
fn b7(x: f64) -> f64 {
    let f = |a: f64| {
        let x = a * 2.0;
        x + 1.0
    };
    let x = f(x) * x;
    let f = |b: f64| f(b) * x;
    f(x)
}
#[test]
fn t_b7() {
    every!(nums(1); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p[0]));
}
#[differentiate]
fn b8(x: f64) -> f64 {
    let g = |n: usize, y: f64| {
        let mut s = y;
        for i in 0..n {
            s = s * y + i as f64;
        }
        s
    };
    g(2, x) * g(3, x * x) + g(0, x)
}
#[test]
fn t_b8() {
    every!(nums(1); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p[0]));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let norm = |v: &[f64]| v.iter().map(|a| a * a).sum::<f64>().sqrt();
    let scale = |v: &mut [f64], k: f64| {
        for a in v.iter_mut() {
            *a *= k;
        }
    };
    let mut w = x.to_vec();
    let n = norm(&w);
    scale(&mut w, 1.0 / n);
    scale(&mut w[1..], n);
    norm(&w) * w[0]
}
#[test]
fn t_b9() {
    every!(nums(3); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
    let mut w = x.to_vec();
    let mut step = |lr: f64| {
        let g: Vec<f64> = w.iter().map(|v| 2.0 * v).collect();
        for (a, b) in w.iter_mut().zip(&g) {
            *a -= lr * b;
        }
        w.iter().map(|v| v * v).sum::<f64>()
    };
    let l1 = step(0.1);
    let l2 = step(0.2);
    l1 * l2 + w[0]
}
#[test]
fn t_c1() {
    every!(nums(3); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
    let mut log = Vec::new();
    let mut total = 0.0;
    let mut note = |v: f64| {
        log.push(v * v);
        total += v;
    };
    for v in x {
        note(*v);
    }
    note(1.0);
    log.iter().sum::<f64>() * total
}
#[test]
fn t_c2() {
    every!(nums(3); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c7(x: f64, y: f64) -> f64 {
    let f = |(a, b): (f64, f64)| a * b;
    let g = |[a, b]: [f64; 2]| a - b;
    let k = |&a: &f64| a * a;
    f((x, y)) * g([x, y]) + k(&x)
}
#[test]
fn t_c7() {
    every!(nums(2); |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0], p[1]));
}
#[differentiate]
fn c8(x: f64) -> f64 {
    let f = |n: u32| -> f64 { if n == 0 { x } else { x.sin() } };
    [0, 1, 2].iter().map(|&n| f(n)).sum::<f64>() * (0..3).map(f).product::<f64>()
}
#[test]
fn t_c8() {
    every!(nums(1); |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (p[0]));
}
