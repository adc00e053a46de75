//! `powi` with an exponent that is not written, of a base whose type only rustc sees.

#![allow(clippy::all, reason = "people write it")]

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Q {
    w: f64,
    v: [f64; 2],
    t: (f64, f64),
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Small {
    w: f32,
}

#[differentiate]
impl Q {
    #[differentiate(wrt(self), vjp, jvp, pullback)]
    fn power(&self, n: i32) -> Q {
        Q { w: self.w.powi(n), v: [self.v[0].powi(n + 1), self.v[1]], t: (self.t.0.powi(2 * n), 0.0) }
    }
}

#[differentiate(wrt(q))]
fn of_a_local(q: &Q, n: i32) -> Q {
    let w = q.w.powi(n);
    Q { w, v: q.v, t: q.t }
}

#[differentiate(wrt(s))]
fn of_an_f32(s: &Small, n: i32) -> Small {
    Small { w: s.w.powi(n) }
}

#[differentiate(grad, hvp)]
fn square(x: f64, by: f64) -> f64 {
    x * x * by
}

#[differentiate(wrt(q), grad, hvp)]
fn as_an_argument(q: &Q, n: i32) -> f64 {
    square(q.w.powi(n), q.v[0].powi(n - 1)) + square(q.t.1.powi(-n), 1.0)
}

#[differentiate]
fn in_an_array(x: f64, n: i32) -> [f64; 2] {
    [x.powi(n), x]
}

#[test]
fn powers_of_fields() {
    let q = Q { w: 3.0, v: [2.0, 5.0], t: (1.5, 0.5) };
    let one = Q { w: 1.0, v: [1.0, 1.0], t: (1.0, 1.0) };
    let slopes = Q { w: 6.0, v: [12.0, 1.0], t: (4.0 * 1.5f64.powi(3), 0.0) };
    assert_eq!(q.power_vjp(2, one), slopes);
    assert_eq!(q.power_jvp(2, &one).1, slopes);
    assert_eq!(q.power_pullback(2).1(one), slopes);
    assert_eq!(of_a_local_vjp(&q, 3, one).w, 27.0);
    assert_eq!(of_a_local_vjp(&q, -1, one).w, -1.0 / 9.0);
    assert_eq!(of_a_local_vjp(&q, 0, one).w, 0.0);
    assert_eq!(of_an_f32_vjp(&Small { w: 3.0 }, 2, Small { w: 1.0 }).w, 6.0);
    assert_eq!(in_an_array_vjp(3.0, 2, [1.0, 1.0]), 7.0);
    // w⁴ v + t⁻⁴
    let d = as_an_argument_grad(&q, 2);
    assert_close([d.w, d.v[0], d.t.1], [4.0 * 27.0 * 2.0, 81.0, -4.0 * 0.5f64.powi(-5)]);
    let d = as_an_argument_hvp(&q, 2, &Q { w: 1.0, v: [0.0; 2], t: (0.0, 1.0) });
    assert_close([d.w, d.v[0], d.t.1], [12.0 * 9.0 * 2.0, 4.0 * 27.0, 20.0 * 0.5f64.powi(-6)]);
}

#[differentiate(wrt(q), grad, hvp, jvp)]
fn in_products(q: &Q, n: i32) -> f64 {
    let mut sum = 2.0 * q.w.powi(n) * q.v[0];
    for k in 1..n {
        let p = q.t.0.powi(k);
        let s = Small { w: 1.0 };
        sum -= 3.0 * (p * p - q.w * p) / q.w.powi(k) * s.w as f64;
    }
    -sum
}

#[test]
fn products_of_powers() {
    let of = |[a, b, c]: [f64; 3]| Q { w: a, v: [b, 5.0], t: (c, 0.5) };
    let at = [1.3, 0.7, 1.1];
    let d = in_products_grad(&of(at), 4);
    let ours = [d.w, d.v[0], d.t.0];
    assert_close(ours, crate::common::gradient(|at| in_products(&of(at), 4), at));
    let along = Q { w: 1.0, v: [2.0, 0.0], t: (-1.0, 0.0) };
    let d = in_products_hvp(&of(at), 4, &along);
    let slope = |h: f64| {
        let d = in_products_grad(&of([at[0] + h, at[1] + 2.0 * h, at[2] - h]), 4);
        [d.w, d.v[0], d.t.0]
    };
    let theirs = std::array::from_fn(|i| crate::common::derivative(|h| slope(h)[i], 0.0));
    assert_close([d.w, d.v[0], d.t.0], theirs);
    assert_close([in_products_jvp(&of(at), 4, &along).1], [ours[0] + 2.0 * ours[1] - ours[2]]);
}
