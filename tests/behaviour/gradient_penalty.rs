//! `order = 2`: the gradient is a differentiated function too.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate(order = 2)]
fn critic(w: &[f64], x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (w, x) in w.iter().zip(x) {
        s += (w * x).sin() * w;
    }
    s
}
#[differentiate(grad, jvp)]
fn penalty(w: &[f64], x: &[f64]) -> f64 {
    let (_, g) = critic_grad(w, x);
    let n: f64 = g.iter().map(|g| g * g).sum();
    (n.sqrt() - 1.0).powi(2) + critic(w, x)
}
#[differentiate(order = 2, grad, hessian)]
fn one(x: f64) -> f64 {
    x.powi(4)
}
#[differentiate(grad, jvp)]
fn third(x: f64) -> f64 {
    one_grad(x) * x
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct M {
    k: f64,
}
#[differentiate]
impl M {
    #[differentiate(order = 2, wrt(self, x))]
    fn v(&self, x: f64) -> f64 {
        self.k * x * x * x
    }
    #[differentiate(grad, wrt(self, x))]
    fn force(&self, x: f64) -> f64 {
        let (_, d) = self.v_grad(x);
        d * d
    }
}
#[differentiate(order = 2)]
fn gener<T: Float>(x: [T; 2], y: T) -> T {
    x[0] * x[1] * y * y
}
#[differentiate(grad)]
fn uses(x: [f64; 2], y: f64) -> f64 {
    let (g, h) = gener_grad(x, y);
    g[0] * h
}
#[track_caller]
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
#[test]
fn penalties() {
    let (w, x) = ([0.5, -0.3], [1.2, 0.7]);
    let e = 1e-5;
    let (dw, dx) = penalty_grad(&w, &x);
    for i in 0..2 {
        let at = |h: f64| {
            let mut v = w;
            v[i] += h;
            penalty(&v, &x)
        };
        near(dw[i], (at(e) - at(-e)) / (2.0 * e));
        let at = |h: f64| {
            let mut v = x;
            v[i] += h;
            penalty(&w, &v)
        };
        near(dx[i], (at(e) - at(-e)) / (2.0 * e));
    }
    let (v, t) = penalty_jvp(&w, &x, &[1.0, 0.5], &[0.0, 2.0]);
    assert_eq!(v, penalty(&w, &x));
    near(t, dw[0] + 0.5 * dw[1] + 2.0 * dx[1]);
    assert_eq!(one_grad(2.0), 32.0);
    assert_eq!(one_grad_vjp(2.0, 1.0), 48.0);
    assert_eq!(third_grad(2.0), 128.0);
    assert_eq!(third_jvp(2.0, 0.5).1, 64.0);
    let m = M { k: 2.0 };
    assert_eq!(m.force(3.0), 54.0 * 54.0);
    let (dk, dx) = m.force_grad(3.0);
    assert_eq!((dk.k, dx), (2.0 * 54.0 * 27.0, 2.0 * 54.0 * 36.0));
    // x1 y² · 2 x0 x1 y = 2 x0 x1² y³
    assert_eq!(uses_grad([3.0, 2.0], 1.0), ([8.0, 24.0], 72.0));
}
