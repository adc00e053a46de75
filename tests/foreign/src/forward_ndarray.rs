//! Forward mode and second derivatives through the operators and methods of `ndarray`'s arrays.

use crate::forward::forward;
use differentiate::differentiate;
use ndarray::{Array1, Array2, Axis, arr1, arr2, s};

#[differentiate(grad, jvp, hvp, wrt(x, y))]
fn operators(x: &Array1<f64>, y: &Array1<f64>) -> f64 {
    let z = x * y + x / y - 2.0 * y;
    let w = (&z * 3.0 - 1.0) / x[0] + 1.0 / &z - (-&z) * (2.0 - &z) + (&z + 1.0) * x[1];
    (&w * &w).sum() * w.mean().unwrap()
}

#[differentiate(grad, jvp, hvp, wrt(m, x))]
fn broadcast(m: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let z = m * x + m / x - x;
    (&z * m).sum() + (x / m).sum_axis(Axis(0))[0].powi(2)
}

#[differentiate(grad, jvp, hvp, wrt(m, x))]
fn products(m: &Array2<f64>, x: &Array1<f64>) -> f64 {
    let g = m.t().dot(m);
    let y = g.dot(x);
    y.dot(x) * m.row(0).dot(&m.row(1)) + x.dot(m)[0] * m.column(1).sum() + (&g.diag() * x).sum() + m.dot(&g)[(0, 1)]
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn functions(x: &Array1<f64>) -> f64 {
    let a = x.exp() * x.sin() + x.ln() / x.cos();
    let b = x.sqrt() * x.tanh() + x.abs() * x.recip() + x.pow2() - x.powi(3);
    (a * b).sum() + x.mapv(|x| x.atan()).fold(0.0, |s: f64, x| s + s * x + x)
}

#[differentiate(grad, jvp, hvp, wrt(m))]
fn parts(m: &Array2<f64>) -> f64 {
    let d = &m.slice(s![1.., ..]) - &m.slice(s![..-1, ..]);
    let c = m.index_axis(Axis(1), 0).insert_axis(Axis(0));
    (&d * &d).sum() * c.sum() + c.dot(m)[(0, 0)] + m.clone().reversed_axes()[(1, 0)] * m.view().sum()
}

#[differentiate(grad, jvp, hvp, wrt(x))]
fn changed(x: &Array1<f64>) -> f64 {
    let mut y = Array1::from_vec(vec![x[0] * x[1], x[1]]);
    y += x;
    y *= x;
    y -= &Array1::from_elem(2, x[0]);
    y /= &(x + 1.0);
    y *= x[1];
    y += 2.0;
    y /= x[0];
    let mut z = Array1::from(vec![x[0], 1.0]);
    z.assign(&(&y * x));
    z[0] = x[1] * z[1];
    y.fill(x[0] * x[0]);
    z.dot(&y)
}

#[differentiate(vjp, jvp, jacobian_into, wrt(x))]
fn scaled(x: &Array1<f64>, a: &Array2<f64>) -> Array1<f64> {
    a.dot(x) * x
}

fn x() -> Array1<f64> {
    arr1(&[0.3, 0.7])
}

fn m() -> Array2<f64> {
    arr2(&[[0.3, 0.7], [0.2, -0.4]])
}

forward! {
    operators operators_grad operators_jvp operators_hvp (p: x(), arr1(&[1.0, -0.5]); q: arr1(&[1.2, -0.4]), x());
    broadcast broadcast_grad broadcast_jvp broadcast_hvp (p: m(), arr2(&[[1.0, -0.5], [0.4, 0.3]]); q: x(), arr1(&[1.0, -0.5]));
    products products_grad products_jvp products_hvp (p: m(), arr2(&[[1.0, -0.5], [0.4, 0.3]]); q: x(), arr1(&[1.0, -0.5]));
    functions functions_grad functions_jvp functions_hvp (p: x(), arr1(&[1.0, -0.5]));
    parts parts_grad parts_jvp parts_hvp (p: m(), arr2(&[[1.0, -0.5], [0.4, 0.3]]));
    changed changed_grad changed_jvp changed_hvp (p: x(), arr1(&[1.0, -0.5]));
}

#[test]
fn jacobian_of_an_array() {
    // ((x + 2 y) x, 3 y²) at (1, 2): [[6, 2], [0, 12]]
    let mut rows = [0.0; 4];
    scaled_jacobian_into(&arr1(&[1.0, 2.0]), &arr2(&[[1.0, 2.0], [0.0, 3.0]]), &mut rows);
    assert_eq!(rows, [6.0, 2.0, 0.0, 12.0]);
}
