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
