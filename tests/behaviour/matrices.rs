//! Jacobians and Hessians, and what overwrites the caller's buffers.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::differentiate;
#[differentiate(hessian, jvp, hvp)]
fn x2y(x: f64, y: f64) -> f64 {
    x * x * y
}
#[test]
fn closed_forms() {
    let (x, y) = (3.0, 5.0);
    assert_eq!(x2y_hessian(x, y), ((2.0 * y, 2.0 * x), (2.0 * x, 0.0)));
    assert_eq!(x2y_jvp(x, y, 1.0, 2.0), (45.0, 30.0 + 18.0));
    assert_eq!(x2y_hvp(x, y, 1.0, 2.0), (10.0 + 12.0, 6.0));
}
#[differentiate(grad, hessian, hessian_into, hvp, grad_into, value_and_grad_into)]
fn rosenbrock(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        let a = 1.0 - x[i];
        let b = x[i + 1] - x[i] * x[i];
        s += a * a + 100.0 * b * b;
    }
    s
}
#[test]
fn of_a_slice() {
    let x = [0.5, -0.3, 1.2];
    let h = rosenbrock_hessian(&x);
    assert_eq!(h[0][0], 2.0 - 400.0 * (x[1] - 3.0 * x[0] * x[0]));
    assert_eq!(h[0][1], -400.0 * x[0]);
    assert_eq!(h[1][0], -400.0 * x[0]);
    assert_eq!(h[2][2], 200.0);
    assert_eq!(h[0][2], 0.0);
    let mut rows = [7.0; 9];
    rosenbrock_hessian_into(&x, &mut rows);
    assert_eq!(rows.to_vec(), h.concat());
    let mut g = [9.0; 3];
    rosenbrock_grad_into(&x, &mut g);
    assert_eq!(g.to_vec(), rosenbrock_grad(&x));
    assert_eq!(rosenbrock_value_and_grad_into(&x, &mut g), rosenbrock(&x));
    assert_eq!(g.to_vec(), rosenbrock_grad(&x));
}
#[differentiate(hessian, jvp)]
fn mixed(a: f64, x: [f64; 2], v: &[f64]) -> f64 {
    a * x[0] * x[1] + a * a * v[0].sin() + v[1] * x[0]
}
#[test]
fn of_several_parameters() {
    let (a, x, v) = (2.0, [3.0, 5.0], [0.5, 0.7]);
    let ((aa, ax, av), (xa, xx, xv), (va, vx, vv)) = mixed_hessian(a, x, &v);
    assert_eq!(aa, 2.0 * v[0].sin());
    assert_eq!(ax, [5.0, 3.0]);
    assert_eq!(av, [2.0 * a * v[0].cos(), 0.0]);
    assert_eq!(xa, [5.0, 3.0]);
    assert_eq!(xx, [[0.0, 2.0], [2.0, 0.0]]);
    assert_eq!(xv, [vec![0.0, 1.0], vec![0.0, 0.0]]);
    assert_eq!(va, av);
    assert_eq!(vx, [[0.0, 0.0], [1.0, 0.0]]);
    assert_eq!(vv, [[-a * a * v[0].sin(), 0.0], [0.0, 0.0]]);
}
#[differentiate(jacobian, jacobian_into, jvp, vjp)]
fn polar(p: [f64; 2]) -> [f64; 2] {
    [p[0] * p[1].cos(), p[0] * p[1].sin()]
}
#[differentiate(jacobian, jacobian_into)]
fn wide(p: [f64; 3]) -> [f64; 2] {
    [p[0] * p[1], p[2] * p[0]]
}
#[differentiate(jacobian, jacobian_into, jvp, wrt(p))]
fn residuals(p: &[f64], t: &[f64]) -> Vec<f64> {
    t.iter().map(|t| p[0] * (p[1] * t).exp()).collect()
}
#[differentiate(jacobian, wrt(p))]
fn res2(p: &[f64], t: &[f64]) -> Vec<f64> {
    t.iter().map(|t| p[0] * (p[1] * t).exp()).collect()
}
#[differentiate(jacobian, jacobian_into, jvp, wrt(y, dy))]
fn lotka(t: f64, y: &[f64], dy: &mut [f64]) {
    dy[0] = y[0] * (1.1 - 0.4 * y[1]);
    dy[1] = y[1] * (0.1 * y[0] - 0.4) + t;
}
#[differentiate(jacobian)]
fn curve(t: f64) -> [f64; 3] {
    [t.cos(), t.sin(), t]
}
#[differentiate(jacobian)]
fn both(a: [f64; 2], s: f64) -> [f64; 2] {
    [a[0] * s, a[1] * a[0] * s * s]
}
#[test]
fn jacobians() {
    let p = [2.0, 0.5];
    let j = polar_jacobian(p);
    assert_eq!(j, [[0.5f64.cos(), -2.0 * 0.5f64.sin()], [0.5f64.sin(), 2.0 * 0.5f64.cos()]]);
    let mut rows = [0.0; 4];
    polar_jacobian_into(p, &mut rows);
    assert_eq!(rows.to_vec(), j.concat());
    assert_eq!(wide_jacobian([2.0, 3.0, 5.0]), [[3.0, 2.0, 0.0], [5.0, 0.0, 2.0]]);
    let mut rows = [0.0; 6];
    wide_jacobian_into([2.0, 3.0, 5.0], &mut rows);
    assert_eq!(rows, [3.0, 2.0, 0.0, 5.0, 0.0, 2.0]);
    let t = [0.0, 1.0, 2.0];
    let j = res2_jacobian(&p, &t);
    for (row, t) in j.iter().zip(t) {
        assert_eq!(row[0], (0.5 * t).exp());
        assert!((row[1] - 2.0 * t * (0.5 * t).exp()).abs() < 1e-14);
    }
    let (y, mut dy) = ([3.0, 2.0], [0.0; 2]);
    let j = lotka_jacobian(0.0, &y, &mut dy);
    assert_eq!(j, [[1.1 - 0.4 * 2.0, -0.4 * 3.0], [0.1 * 2.0, 0.1 * 3.0 - 0.4]]);
    let mut want = [0.0; 2];
    lotka(0.0, &y, &mut want);
    assert_eq!(dy, want);
    assert_eq!(curve_jacobian(0.3), [-(0.3f64.sin()), 0.3f64.cos(), 1.0]);
    assert_eq!(both_jacobian([2.0, 3.0], 5.0), ([[5.0, 0.0], [75.0, 50.0]], [2.0, 60.0]));
}
