//! `map` of an array in a field, whose length only rustc sees, to elements of another type.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy, Debug, Differentiable)]
struct Rotation([[f64; 3]; 3]);

#[differentiate]
impl Rotation {
    #[differentiate(wrt(self, v), vjp, jvp, pullback)]
    fn act(&self, v: &[f64; 3]) -> [f64; 3] {
        self.0.map(|row| row[0] * v[0] + row[1] * v[1] + row[2] * v[2])
    }

    #[differentiate(wrt(self), grad)]
    fn squares(&self) -> f64 {
        let lengths: [f64; 3] = self.0.map(|row| row.iter().map(|x| x * x).sum::<f64>());
        lengths[0] * lengths[1] + lengths[2].sqrt()
    }
}

#[derive(Clone, Debug, Differentiable)]
struct Points<const N: usize> {
    at: [(f64, f64); N],
    weights: [f64; N],
}

#[differentiate]
fn weighted(x: &[f64; 2], y: &[f64; 2]) -> f64 {
    x[0] * y[0] + x[1] * y[1] * y[0]
}

#[differentiate(wrt(points), grad)]
fn products(points: &Points<2>) -> f64 {
    let products: [f64; 2] = points.at.map(|(x, y)| x * y);
    let doubled = points.weights.map(|w| 2.0 * w);
    weighted(&products, &doubled)
}

#[differentiate(wrt(points), vjp)]
fn pairs<const N: usize>(points: &Points<N>) -> [[f64; 2]; N] {
    points.weights.map(|w| [w, w * w])
}

#[test]
fn rows_to_numbers() {
    let at = [0.5, 1.5, 2.5, -1.0, 0.3, 0.2, 0.7, 0.9, 1.1];
    let of = |at: [f64; 9]| Rotation([[at[0], at[1], at[2]], [at[3], at[4], at[5]], [at[6], at[7], at[8]]]);
    let (v, d) = ([1.0, 2.0, 3.0], [1.0, 0.5, 0.25]);
    let value = |at| of(at).act(&v).iter().zip(&d).map(|(y, d)| y * d).sum::<f64>();
    let (d_rotation, d_v) = of(at).act_vjp(&v, d);
    assert_close(d_rotation.0.concat().try_into().unwrap(), gradient(value, at));
    assert_close(d_v, std::array::from_fn(|j| (0..3).map(|i| of(at).0[i][j] * d[i]).sum()));
    assert_close(of(at).act_jvp(&v, &d_rotation, &[0.0; 3]).1, d_rotation.act(&v));
    assert_close(of(at).act_pullback(&v).1(d).1, d_v);
    assert_close(of(at).squares_grad().0.concat().try_into().unwrap(), gradient(|at| of(at).squares(), at));
}

#[test]
fn pairs_to_numbers_and_back() {
    let of = |at: [f64; 6]| Points { at: [(at[0], at[1]), (at[2], at[3])], weights: [at[4], at[5]] };
    let at = [0.5, 1.5, 2.5, -1.0, 0.3, 0.2];
    let d = products_grad(&of(at));
    let ours = [d.at[0].0, d.at[0].1, d.at[1].0, d.at[1].1, d.weights[0], d.weights[1]];
    assert_close(ours, gradient(|at| products(&of(at)), at));
    let d = pairs_vjp(&of(at), [[1.0, 2.0], [3.0, 4.0]]);
    assert_close(d.weights, [1.0 + 4.0 * 0.3, 3.0 + 8.0 * 0.2]);
}
