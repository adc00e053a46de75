//! Traits with type parameters that stand for numbers in an `impl`, and hold arguments constant.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};

#[differentiate]
trait Covariance<P> {
    #[differentiate(wrt(self), vjp, grad, jvp)]
    fn between(&self, a: &P, b: &P) -> f64;

    #[differentiate(wrt(self), vjp, grad)]
    fn scaled(&self, a: P, by: f64, rows: &[f64]) -> f64;
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct SquaredExponential {
    length: f64,
}

#[differentiate]
impl Covariance<f64> for SquaredExponential {
    #[differentiate(wrt(self), vjp, grad, jvp)]
    fn between(&self, a: &f64, b: &f64) -> f64 {
        ((a - b) / self.length).powi(2)
    }
    #[differentiate(wrt(self), vjp, grad)]
    fn scaled(&self, a: f64, by: f64, rows: &[f64]) -> f64 {
        a * by * rows[0] * self.length * self.length
    }
}

#[differentiate]
impl Covariance<[f64; 2]> for SquaredExponential {
    #[differentiate(wrt(self), vjp, grad, jvp)]
    fn between(&self, a: &[f64; 2], b: &[f64; 2]) -> f64 {
        (((a[0] - b[0]).powi(2) + (a[1] - b[1]).powi(2)) / self.length).exp()
    }
    #[differentiate(wrt(self), vjp, grad)]
    fn scaled(&self, a: [f64; 2], by: f64, rows: &[f64]) -> f64 {
        a[0] * by * rows[1] * self.length
    }
}

struct Label(usize);

#[differentiate]
impl Covariance<Label> for SquaredExponential {
    #[differentiate(wrt(self), vjp, grad, jvp)]
    fn between(&self, a: &Label, b: &Label) -> f64 {
        if a.0 == b.0 { self.length * self.length } else { self.length }
    }
    #[differentiate(wrt(self), vjp, grad)]
    fn scaled(&self, a: Label, by: f64, _: &[f64]) -> f64 {
        a.0 as f64 * by * self.length
    }
}

/// A caller that is generic over the kernel.
#[differentiate(wrt(kernel), grad)]
fn sum<K: Covariance<f64> + Differentiable>(kernel: &K, points: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 1..points.len() {
        sum += kernel.between(&points[i - 1], &points[i]) * kernel.scaled(points[i], 2.0, points);
    }
    sum
}

/// A trait of which an argument takes part.
#[differentiate]
trait Field<State: Differentiable> {
    #[differentiate(wrt(self, y), vjp)]
    fn slope(&self, t: f64, y: &State) -> f64;
}

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Decay {
    rate: f64,
}

#[differentiate]
impl Field<f64> for Decay {
    #[differentiate(wrt(self, y), vjp)]
    fn slope(&self, t: f64, y: &f64) -> f64 {
        -self.rate * y * y * t
    }
}

#[differentiate(wrt(decay, y), grad)]
fn stepped(decay: &Decay, y: f64) -> f64 {
    let y = y + decay.slope(0.5, &y);
    y + decay.slope(1.0, &y)
}

#[test]
fn kernels() {
    let kernel = SquaredExponential { length: 2.0 };
    assert_eq!(kernel.between_grad(&1.0, &2.0).length, -0.25);
    assert_eq!(kernel.between_jvp(&1.0, &2.0, &SquaredExponential { length: 2.0 }).1, -0.5);
    assert_eq!(kernel.scaled_grad(3.0, 2.0, &[5.0]).length, 120.0);
    let of = |length| SquaredExponential { length }.between(&[0.0, 1.0], &[2.0, 0.5]);
    assert_close([kernel.between_grad(&[0.0, 1.0], &[2.0, 0.5]).length], [derivative(of, 2.0)]);
    assert_eq!(kernel.scaled_grad([3.0, 1.0], 2.0, &[5.0, 7.0]).length, 42.0);
    assert_eq!(kernel.between_grad(&Label(1), &Label(1)).length, 4.0);
    assert_eq!(kernel.scaled_grad(Label(3), 2.0, &[]).length, 6.0);
    let points = [0.5, 1.5, 2.0];
    let of = |length| sum(&SquaredExponential { length }, &points);
    assert_close([sum_grad(&kernel, &points).length], [derivative(of, 2.0)]);
}

#[test]
fn steps() {
    let (d_decay, d_y) = stepped_grad(&Decay { rate: 0.3 }, 1.2);
    let of = |[rate, y]: [f64; 2]| stepped(&Decay { rate }, y);
    assert_close([d_decay.rate, d_y], crate::common::gradient(of, [0.3, 1.2]));
}

/// A trait with a name for the type of what is held constant.
#[differentiate]
trait Loss {
    type Target: Copy;
    const WEIGHT: f64;

    #[differentiate(wrt(p), vjp, grad, jvp)]
    fn loss(p: f64, target: Self::Target) -> f64;

    #[differentiate(wrt(p), vjp, grad, jvp)]
    fn mean(p: &[f64], targets: &[Self::Target]) -> f64 {
        let mut total = 0.0;
        for (p, target) in p.iter().zip(targets) {
            total += Self::loss(*p, *target);
        }
        total * Self::WEIGHT / p.len() as f64
    }

    #[differentiate(wrt(p), vjp, grad)]
    fn nearest(p: f64, targets: &Self::Target, scale: f64) -> f64;
}

struct Squared;
struct CrossEntropy;
struct Quantiles;

#[differentiate]
impl Loss for Squared {
    type Target = f64;
    const WEIGHT: f64 = 0.5;
    #[differentiate(wrt(p), vjp, grad, jvp)]
    fn loss(p: f64, target: f64) -> f64 {
        (p - target) * (p - target)
    }
    #[differentiate(wrt(p), vjp, grad)]
    fn nearest(p: f64, targets: &f64, scale: f64) -> f64 {
        scale * p * targets
    }
}

#[differentiate]
impl Loss for CrossEntropy {
    type Target = bool;
    const WEIGHT: f64 = 1.0;
    #[differentiate(wrt(p), vjp, grad, jvp)]
    fn loss(p: f64, target: bool) -> f64 {
        if target { -p.ln() } else { -(1.0 - p).ln() }
    }
    #[differentiate(wrt(p), vjp, grad)]
    fn nearest(p: f64, targets: &Self::Target, scale: f64) -> f64 {
        if *targets { scale * p } else { p }
    }
}

#[differentiate]
impl Loss for Quantiles {
    type Target = [f64; 2];
    const WEIGHT: f64 = 2.0;
    #[differentiate(wrt(p), vjp, grad, jvp)]
    fn loss(p: f64, [at, level]: [f64; 2]) -> f64 {
        if p > at { (1.0 - level) * (p - at) } else { level * (at - p) }
    }
    #[differentiate(wrt(p), vjp, grad)]
    fn nearest(p: f64, targets: &[f64; 2], scale: f64) -> f64 {
        scale * p * targets[0] * targets[1]
    }
}

#[differentiate(wrt(w), vjp, grad, jvp)]
fn trained<L: Loss>(w: &[f64], xs: &[[f64; 2]], targets: &[L::Target]) -> f64 {
    let p: Vec<f64> = xs.iter().map(|x| 1.0 / (1.0 + (-x[0] * w[0] - x[1] * w[1]).exp())).collect();
    L::mean(&p, targets)
}

#[test]
fn losses() {
    let (w, xs) = ([0.3, -0.5], [[1.0, 0.2], [-0.4, 0.9]]);
    fn agrees<L: Loss>(w: [f64; 2], xs: &[[f64; 2]], targets: &[L::Target]) {
        let theirs = crate::common::gradient(|w| trained::<L>(&w, xs, targets), w);
        let ours: [f64; 2] = trained_grad::<L>(&w, xs, targets).try_into().unwrap();
        assert_close(ours, theirs);
        assert_close([trained_jvp::<L>(&w, xs, targets, &[1.0, 0.0]).1], [ours[0]]);
    }
    agrees::<Squared>(w, &xs, &[0.3, 0.9]);
    agrees::<CrossEntropy>(w, &xs, &[true, false]);
    agrees::<Quantiles>(w, &xs, &[[0.3, 0.9], [0.2, 0.1]]);
    // 2 (p - t), and -1 / p.
    assert_eq!((Squared::loss_grad(3.0, 1.0), CrossEntropy::loss_grad(0.5, true)), (4.0, -2.0));
    assert_eq!(
        (Squared::nearest_grad(3.0, &2.0, 5.0), CrossEntropy::nearest_grad(3.0, &false, 5.0)),
        (10.0, 1.0)
    );
    assert_eq!(Quantiles::nearest_grad(3.0, &[2.0, 3.0], 5.0), 30.0);
}
