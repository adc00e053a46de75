//! Pullbacks of functions that take functions, and of methods in blocks whose generics the attribute does not see.

use crate::common::assert_close;
use differentiate::{Differentiable, differentiate};

#[differentiate(grad, pullback, wrt(x))]
fn weighted(x: &[f64], weight: impl Fn(usize) -> f64) -> f64 {
    let mut sum = 0.0;
    for (i, v) in x.iter().enumerate() {
        sum = sum * v + weight(i) * v;
    }
    sum
}

#[differentiate(grad, pullback, wrt(x))]
fn changing(x: &[f64], mut weight: impl FnMut(usize) -> f64) -> f64 {
    x[0] * weight(0) * x[1] * weight(0)
}

#[differentiate(vjp, pullback, wrt(x))]
fn listed<T: differentiate::Float>(x: &[T], keep: impl Fn(usize) -> bool, by: &str) -> Vec<T> {
    let mut out = Vec::new();
    for (i, v) in x.iter().enumerate() {
        if keep(i) && by.len() > i {
            out.push(*v * *v);
        }
    }
    out
}

#[differentiate(grad, pullback, wrt(x))]
fn by_reference(x: &[f64], weight: &dyn Fn(usize) -> f64) -> f64 {
    x[0] * weight(0) * x[1]
}

#[differentiate(grad, pullback, wrt(x))]
fn through(x: &[f64], shift: f64) -> f64 {
    weighted(x, |i| i as f64 + shift) * x[0] + by_reference(x, &|i| i as f64 - shift)
}

#[test]
fn functions_that_take_functions() {
    let shift = 0.5;
    let weight = |i: usize| i as f64 + shift;
    let x = [1.5, 2.0];
    let (value, pull) = weighted_pullback(&x, weight);
    assert_eq!(value, weighted(&x, weight));
    assert_eq!(pull(1.0), weighted_grad(&x, weight));
    assert_eq!(pull(2.0), [2.0, 4.5]);
    let mut calls = 0;
    let (value, pull) = changing_pullback(&x, |_| {
        calls += 1;
        f64::from(calls)
    });
    assert_eq!((value, pull(1.0), pull(1.0)), (6.0, vec![4.0, 3.0], vec![4.0, 3.0]));
    let (value, pull) = listed_pullback(&[3.0f32, 4.0, 5.0], |i| i != 1, "abc");
    assert_eq!((value, pull(vec![1.0, 10.0])), (vec![9.0, 25.0], vec![6.0, 0.0, 100.0]));
    let (value, pull) = through_pullback(&x, shift);
    assert_eq!((value, pull(1.0)), (through(&x, shift), through_grad(&x, shift)));
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Polynomial<const N: usize> {
    coefficients: [f64; N],
}

impl<const N: usize> Polynomial<N> {
    #[differentiate(grad, pullback, wrt(self, x))]
    fn at(&self, x: f64) -> f64 {
        let mut sum = 0.0;
        for c in self.coefficients {
            sum = sum * x + c;
        }
        sum
    }

    #[differentiate(vjp, pullback, wrt(self))]
    fn both(self, x: f64) -> [f64; 2] {
        [self.at(x), self.at(-x)]
    }
}

struct Table<'t, K> {
    rows: &'t [f64],
    key: K,
}

impl<K: Fn(f64) -> usize> Table<'_, K> {
    #[differentiate(grad, pullback, wrt(x))]
    fn interpolated(&self, x: f64, scale: &f64) -> f64 {
        let at = (self.key)(1.0);
        self.rows[at] * x * x * scale
    }
}

#[test]
fn methods_in_blocks_with_generics() {
    let p = Polynomial { coefficients: [1.0, 2.0, 3.0] };
    let (value, pull) = p.at_pullback(2.0);
    assert_eq!((value, pull(1.0)), (11.0, (Polynomial { coefficients: [4.0, 2.0, 1.0] }, 6.0)));
    assert_eq!(pull(0.5).1, 3.0);
    let (value, pull) = p.clone().both_pullback(2.0);
    assert_eq!((value, pull([1.0, 1.0]).coefficients), ([11.0, 3.0], [8.0, 0.0, 2.0]));
    let rows = vec![0.5, 4.0];
    let table = Table { rows: &rows, key: |v: f64| v as usize };
    let pull = {
        let scale = 2.0;
        let (value, pull) = table.interpolated_pullback(3.0, &scale);
        assert_close([value, pull(1.0)], [72.0, 48.0]);
        pull(0.5)
    };
    assert_eq!(pull, 24.0);
}
