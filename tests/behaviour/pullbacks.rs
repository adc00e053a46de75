//! `pullback`: the value, and a closure that is called as often as anybody likes.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
#[differentiate(pullback, vjp)]
fn rosen(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() - 1 {
        s += (1.0 - x[i]).powi(2) + 100.0 * (x[i + 1] - x[i] * x[i]).powi(2);
    }
    s
}
#[differentiate(pullback, vjp)]
fn carried(x: f64, n: usize) -> [f64; 2] {
    let mut s = x;
    for _ in 0..n {
        s = s * x.sin() + 0.1;
    }
    [s, x * s]
}
#[differentiate(pullback, vjp)]
fn inplace(x: Vec<f64>, w: &[f64; 2], k: usize) -> Vec<f64> {
    let mut v = x.clone();
    for i in 1..v.len() {
        v[i] = v[i] * v[i - 1].sin() * w[k];
    }
    v
}
#[differentiate(pullback, vjp)]
fn opt(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln() * x) } else { None }
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Lin {
    w: Vec<f64>,
    b: f64,
}
#[differentiate]
impl Lin {
    #[differentiate(pullback, vjp, wrt(self, x))]
    fn apply(&self, x: &[f64]) -> f64 {
        self.w.iter().zip(x).map(|(w, x)| w * x).sum::<f64>() + self.b
    }
}
#[differentiate(pullback, vjp)]
fn generic<'a, T: differentiate::Float>(x: &'a [T], s: T) -> T {
    let mut p = s;
    for v in x {
        p = p * *v;
    }
    p
}
#[test]
fn called_more_than_once() {
    let x = [0.3, 0.7, -0.2];
    let (v, pull) = rosen_pullback(&x);
    assert_eq!(v, rosen(&x));
    assert_eq!(pull(1.0), rosen_vjp(&x, 1.0));
    assert_eq!(pull(2.0), rosen_vjp(&x, 2.0));
    assert_eq!(pull(2.0), pull(2.0));
    let (v, pull) = carried_pullback(0.4, 5);
    assert_eq!(v, carried(0.4, 5));
    for d in [[1.0, 0.0], [0.0, 1.0], [1.0, 0.0]] {
        assert_eq!(pull(d), carried_vjp(0.4, 5, d));
    }
    let x = vec![0.3, 0.5, 0.9];
    let (v, pull) = inplace_pullback(x.clone(), &[0.5, 2.0], 1);
    assert_eq!(v, inplace(x.clone(), &[0.5, 2.0], 1));
    for i in 0..3 {
        let mut d = vec![0.0; 3];
        d[i] = 1.0;
        assert_eq!(pull(d.clone()), inplace_vjp(x.clone(), &[0.5, 2.0], 1, d));
    }
    assert!(opt_pullback(-1.0).is_none());
    let (v, pull) = opt_pullback(2.0).unwrap();
    assert_eq!(pull(1.0), 1.0 + 2.0f64.ln());
    let l = Lin { w: vec![1.0, 2.0], b: 3.0 };
    let (v, pull) = l.apply_pullback(&[5.0, 7.0]);
    assert_eq!(v, 22.0);
    assert_eq!(pull(1.0), l.apply_vjp(&[5.0, 7.0], 1.0));
    assert_eq!(pull(2.0).0.w, [10.0, 14.0]);
    let (v, pull) = generic_pullback(&[2.0, 3.0], 5.0);
    assert_eq!((v, pull(1.0)), (30.0, (vec![15.0, 10.0], 6.0)));
}
