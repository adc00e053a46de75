//! The option `aux` with tangents, second derivatives, Jacobians and kept pullbacks.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate(aux, grad, value_and_grad, jvp, hvp, hessian, hessian_into, pullback, grad_into)]
fn loss(x: &[f64]) -> (f64, Vec<f64>) {
    let r: Vec<f64> = x.iter().map(|x| x * x - 1.0).collect();
    let l = r.iter().map(|r| r.powi(3)).sum();
    (l, r)
}
#[differentiate(aux, jvp, jacobian, pullback)]
fn stepped(x: [f64; 2], n: usize) -> ([f64; 2], usize) {
    let mut s = x;
    for _ in 0..n {
        s = [s[0] * s[1], s[1].sin()];
    }
    (s, n * 2)
}
#[derive(Clone, Debug, PartialEq)]
struct Log {
    name: String,
    last: f64,
}
#[differentiate(aux, grad, jvp, hvp)]
fn logged(x: f64, n: usize) -> (f64, Log) {
    if x > 2.0 {
        return (x * x, Log { name: "big".into(), last: x });
    }
    (x.powi(n as i32), Log { name: format!("{n}"), last: x * 2.0 })
}
#[differentiate(grad, jvp, hvp)]
fn total(x: &[f64]) -> f64 {
    let (l, r) = loss(x);
    let (s, _) = stepped([l, x[0]], 2);
    let q = x[1];
    l * s[0] + s[1] * q + r.len() as f64 * x[0]
}
#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn auxes() {
    let x = [0.7, 1.2];
    let t = [1.0, -0.5];
    let e = 1e-5;
    let m = |h: f64| [x[0] + h * t[0], x[1] + h * t[1]];
    let ((l, r), tl) = loss_jvp(&x, &t);
    assert_eq!((l, r), loss(&x));
    near(tl, (loss(&m(e)).0 - loss(&m(-e)).0) / (2.0 * e));
    let (_, g) = loss_value_and_grad(&x);
    let ((l, r), pull) = loss_pullback(&x);
    assert_eq!((l, r), loss(&x));
    assert_eq!(pull(1.0), g);
    assert_eq!(pull(1.0), g);
    let h = loss_hessian(&x);
    let v = loss_hvp(&x, &t);
    for i in 0..2 {
        near(v[i], h[i][0] * t[0] + h[i][1] * t[1]);
        near(h[i][i], 6.0 * (x[i] * x[i] - 1.0).powi(2) + 24.0 * x[i] * x[i] * (x[i] * x[i] - 1.0));
    }
    let j = stepped_jacobian(x, 3);
    let ((s, n), ts) = stepped_jvp(x, 3, t);
    assert_eq!((s, n), stepped(x, 3));
    for i in 0..2 {
        near(ts[i], j[i][0] * t[0] + j[i][1] * t[1]);
        near(ts[i], (stepped(m(e), 3).0[i] - stepped(m(-e), 3).0[i]) / (2.0 * e));
    }
    let (_, pull) = stepped_pullback(x, 3);
    near(pull([0.0, 1.0])[1], j[1][1]);
    assert_eq!(logged_jvp(3.0, 2, 0.5), ((9.0, Log { name: "big".into(), last: 3.0 }), 3.0));
    let (v, tv) = total_jvp(&x, &t);
    assert_eq!(v, total(&x));
    let g = total_grad(&x);
    near(tv, g[0] * t[0] + g[1] * t[1]);
    let h = total_hvp(&x, &t);
    let (u, d) = (total_grad(&m(e)), total_grad(&m(-e)));
    for i in 0..2 {
        near(h[i], (u[i] - d[i]) / (2.0 * e));
    }
}
// What comes with the value is constant for the caller, at every order.
#[differentiate(grad, jvp, hvp)]
fn held(x: &[f64]) -> f64 {
    let (l, r) = loss(x);
    l * x[0] + r[0] * x[0]
}
#[test]
fn what_comes_with_it_is_constant() {
    let x = [0.7, 1.2];
    let (r, l, d) = (x[0] * x[0] - 1.0, loss(&x).0, 6.0 * x[0] * (x[0] * x[0] - 1.0).powi(2));
    near(held_jvp(&x, &[1.0, 0.0]).1, l + d * x[0] + r);
    near(held_hvp(&x, &[1.0, 0.0])[0], 2.0 * d + x[0] * loss_hessian(&x)[0][0]);
}
