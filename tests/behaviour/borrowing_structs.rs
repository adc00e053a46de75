//! Structs that borrow: `impl`s for them, and parameters of their types.

use crate::common::derivative;
use differentiate::differentiate;

struct Weights<'a> {
    q: &'a [f64],
}

#[differentiate]
trait Penalty {
    #[differentiate(wrt(r))]
    fn penalty(&self, r: f64) -> f64;
}

#[differentiate]
impl Weights<'_> {
    #[differentiate(wrt(us))]
    fn cost(&self, us: &[f64]) -> f64 {
        self.q.iter().zip(us).map(|(q, u)| q * u * u).sum()
    }

    #[differentiate(wrt(u))]
    fn first<'elided>(&self, u: f64, of: &'elided [f64]) -> f64 {
        self.q[0] * of[0] * u.sin()
    }
}

#[differentiate]
impl Penalty for Weights<'_> {
    #[differentiate(wrt(r))]
    fn penalty(&self, r: f64) -> f64 {
        self.q.iter().map(|q| (q * r).sin()).sum()
    }
}

#[test]
fn weights_of_an_anonymous_lifetime() {
    let q = [0.5, 1.5];
    let weights = Weights { q: &q };
    assert_eq!(weights.cost_grad(&[1.0, 2.0]), [1.0, 6.0]);
    assert_eq!(weights.penalty_grad(0.0), 2.0);
    let theirs = derivative(|u| weights.first(u, &[3.0]), 0.7);
    assert!((weights.first_grad(0.7, &[3.0]) - theirs).abs() < 1e-9);
}

#[derive(Clone, Copy)]
struct Data<'a> {
    q: &'a [f64],
    n: usize,
}

#[differentiate(wrt(w))]
fn first(w: f64, d: Data<'_>) -> f64 {
    d.q[0] * w * w
}

#[differentiate(wrt(w))]
fn named<'a>(w: f64, d: Data<'a>) -> f64 {
    d.q.iter().take(d.n).map(|q| (q * w).sin()).sum()
}

#[differentiate(wrt(w))]
fn of_two<'held>(w: f64, d: Data<'held>, e: Data<'_>, k: &[f64]) -> f64 {
    d.q[0] * w * e.q[1] * w * k[0]
}

/// The pullbacks of callees hold on to what this function is passed.
#[differentiate(wrt(w))]
fn called(w: f64, d: Data<'_>) -> f64 {
    first(w * w, d) * named(w, d) + of_two(w, d, d, &[2.0])
}

/// Nothing of it is kept.
#[differentiate(wrt(w))]
fn counted(w: f64, d: Data) -> f64 {
    w * w * d.n as f64
}

#[differentiate(wrt(w))]
fn of_local(w: f64) -> f64 {
    let q = [1.0, 2.0];
    counted(w * w, Data { q: &q, n: 2 })
}

#[differentiate]
impl<'b> Weights<'b> {
    #[differentiate(wrt(u))]
    fn with(&self, u: f64, d: Data<'_>) -> f64 {
        u * u * d.q[0] * self.q[0]
    }

    #[differentiate(wrt(u))]
    fn with_own(&self, u: f64, d: Data<'b>) -> f64 {
        u * u * d.q[1] * self.q[0]
    }
}

#[test]
fn parameters_that_borrow() {
    let q = [0.5, 1.5];
    let d = Data { q: &q, n: 2 };
    assert_eq!(first_grad(3.0, d), 3.0);
    assert_eq!(of_two_grad(3.0, d, d, &[2.0]), 9.0);
    assert_eq!(of_local_grad(2.0), 64.0);
    let theirs = derivative(|w| called(w, d), 0.7);
    assert!((called_grad(0.7, d) - theirs).abs() < 1e-9);
    let weights = Weights { q: &q };
    assert_eq!(weights.with_own_grad(2.0, d), 3.0);
    assert_eq!(weights.with_grad(2.0, d), 1.0);
}
