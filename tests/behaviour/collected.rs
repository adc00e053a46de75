//! Lists that are collected in the middle of a chain, lists and sums of what differentiated functions give in a `Result` or an `Option`, and
//! arrays of `from_fn` whose length a pattern or the variable says.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate]
fn reversed(x: &[f64]) -> f64 {
    let r: Vec<f64> = x.iter().map(|v| v * v).collect::<Vec<f64>>().into_iter().rev().collect();
    r[0] * r[1]
}

#[differentiate]
fn last_two(x: &[f64]) -> f64 {
    x.iter().map(|v| v * v).collect::<Vec<_>>().into_iter().rev().take(2).sum()
}

#[differentiate]
fn in_a_loop(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for v in x.iter().map(|v| v * v).collect::<Vec<_>>() {
        s *= v;
    }
    s
}

#[differentiate]
fn zipped(x: &[f64]) -> f64 {
    x.chunks(2)
        .map(|c| c.iter().sum::<f64>())
        .collect::<Vec<f64>>()
        .into_iter()
        .zip(x)
        .map(|(a, b)| a * b)
        .sum()
}

#[differentiate]
fn flattened(x: &[f64]) -> f64 {
    let pairs = x.windows(2).map(|w| w.to_vec()).collect::<Vec<Vec<f64>>>();
    pairs.into_iter().flatten().enumerate().map(|(i, v)| i as f64 * v * v).sum()
}

#[differentiate]
fn by_a_pattern(x: &[f64]) -> f64 {
    let [a, b, c] = std::array::from_fn(|i| x[i] * x[i]);
    a * b + c
}

#[differentiate]
fn by_a_variable(x: &[f64]) -> f64 {
    let mut c = [0.0; 2];
    for _ in 0..2 {
        c = std::array::from_fn(|i| c[i] + x[i] * x[1 - i]);
    }
    c[0] * c[1]
}

#[test]
fn against_differences() {
    let x = [1.0, 2.0, 3.0];
    macro_rules! check {
        ($($f:ident $grad:ident $value_and_grad:ident;)*) => {$(
            let ours: [f64; 3] = $grad(&x).try_into().unwrap();
            assert_close(ours, gradient(|x: [f64; 3]| $f(&x), x));
            assert_eq!($value_and_grad(&x), ($f(&x), ours.to_vec()));
        )*};
    }
    check! {
        reversed reversed_grad reversed_value_and_grad;
        last_two last_two_grad last_two_value_and_grad;
        in_a_loop in_a_loop_grad in_a_loop_value_and_grad;
        zipped zipped_grad zipped_value_and_grad;
        flattened flattened_grad flattened_value_and_grad;
        by_a_pattern by_a_pattern_grad by_a_pattern_value_and_grad;
        by_a_variable by_a_variable_grad by_a_variable_value_and_grad;
    }
}

#[differentiate]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 { Err("negative".into()) } else { Ok(x.sqrt()) }
}

#[differentiate]
fn logarithm(x: f64) -> Option<f64> {
    if x > 0.0 { Some(x.ln()) } else { None }
}

#[differentiate]
fn sum_of_roots(x: &[f64]) -> Result<f64, String> {
    x.iter().map(|v| root(*v)).sum()
}

#[differentiate]
fn product_of_roots(x: &[f64]) -> Result<f64, String> {
    let roots = x.iter().map(|v| root(*v)).collect::<Result<Vec<_>, _>>()?;
    Ok(roots[0] * roots[1])
}

#[differentiate]
fn sum_of_logarithms(x: &[f64]) -> Option<f64> {
    let sum: Option<f64> = x.iter().map(|v| logarithm(*v)).sum();
    Some(sum? * 2.0)
}

#[differentiate]
fn all_or_nothing(x: &[f64]) -> f64 {
    let roots: Result<Vec<f64>, String> = x.iter().copied().map(root).collect();
    roots.map_or(0.0, |v| v.iter().product())
}

#[test]
fn of_what_differentiated_functions_give() {
    let x = [4.0, 9.0];
    // With respect to v, the root has the slope 1 / (2 root).
    assert_eq!(sum_of_roots_grad(&x), Ok(vec![0.25, 1.0 / 6.0]));
    assert_eq!(product_of_roots_grad(&x), Ok(vec![0.75, 2.0 / 6.0]));
    assert_eq!(sum_of_logarithms_grad(&x), Some(vec![0.5, 2.0 / 9.0]));
    assert_eq!(all_or_nothing_grad(&x), [0.75, 2.0 / 6.0]);
    assert_eq!(sum_of_roots_value_and_grad(&[4.0, -1.0]), Err("negative".into()));
    assert_eq!(sum_of_logarithms_grad(&[4.0, 0.0]), None);
    assert_eq!(all_or_nothing_grad(&[4.0, -1.0]), [0.0, 0.0]);
}
