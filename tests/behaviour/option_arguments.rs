//! `Option`s of differentiated values as arguments by reference, and one in a local whose type is not written.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate(wrt(w))]
fn product(w: &Option<Vec<f64>>) -> f64 {
    w.as_ref().map_or(1.0, |w| w[0] * w[1])
}

#[differentiate]
fn products(x: &[f64]) -> f64 {
    let w = Some(x.to_vec());
    product(&w) + product(&Some(x.to_vec())) * x[2]
}

#[differentiate(wrt(w, s))]
fn scaled(w: &Option<f64>, s: f64) -> f64 {
    match w {
        Some(w) => w * w * s,
        None => s,
    }
}

#[differentiate]
fn by_reference(x: &[f64]) -> f64 {
    let mut y = 0.0;
    for v in x {
        let large = if *v > 1.0 { Some(v * 2.0) } else { None };
        y += scaled(&large, *v);
    }
    let last = x.last().copied();
    y + scaled(&last, 3.0) * scaled(&None, x[0])
}

#[differentiate]
fn best_at(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, v) in x.iter().enumerate() {
        best = match best {
            None => Some((i, *v)),
            Some((_, s)) if *v > s => Some((i, *v)),
            other => other,
        };
    }
    best.map(|(i, s)| s * x[i]).unwrap_or_default()
}

#[differentiate]
fn best_square(x: &[f64]) -> f64 {
    let mut best = None;
    for (i, v) in x.iter().enumerate() {
        match best {
            Some((_, s)) if s >= v * v => {}
            _ => best = Some((i, v * v)),
        }
    }
    if let Some((i, s)) = best { s * x[i] } else { 0.0 }
}

#[test]
fn gradients_through_options() {
    for x in [[3.0, 0.5, 1.5], [0.5, 4.0, -2.0]] {
        assert_close(products_grad(&x).try_into().unwrap(), gradient(|x| products(&x), x));
        assert_close(by_reference_grad(&x).try_into().unwrap(), gradient(|x| by_reference(&x), x));
        assert_close(best_at_grad(&x).try_into().unwrap(), gradient(|x| best_at(&x), x));
        assert_close(best_square_grad(&x).try_into().unwrap(), gradient(|x| best_square(&x), x));
    }
    assert_eq!((best_at(&[]), best_at_grad(&[])), (0.0, vec![]));
}
