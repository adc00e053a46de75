//! What an annotation, a parameter or the other arm of a branch converts on its own: arrays to slices, `Vec`s to slices and
//! back, boxes to what is in them.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{self, assert_close, derivative};
use differentiate::{differentiate, logsumexp, softmax};

/// Each also with its hidden rule, through a caller.
#[differentiate]
fn all_of_two(x: &[f64]) -> f64 {
    slice_or_array(x, 0)
        + slice_or_array(x, 2)
        + arrays_or_slice(x, 0)
        + arrays_or_slice(x, 1)
        + arrays_or_slice(x, 2)
        + vec_or_slice(x, 2)
        + vec_or_slice(x, 1)
        + grown_vec_by_reference(x)
        + collected_vec_by_reference(x)
        + vec_of_changing_length(x)
        + vec_of_changing_length_by_reference(x)
}

#[differentiate]
fn slice_or_array(x: &[f64], n: usize) -> f64 {
    let pair = [x[0] * x[0], 1.0];
    let chosen: &[f64] = if n > 1 { x } else { &pair };
    chosen[0] * chosen[chosen.len() - 1]
}

#[differentiate]
fn arrays_or_slice(x: &[f64], n: usize) -> f64 {
    let weights: &[f64] = match n {
        0 => &[1.0],
        1 => &[1.0, x[0]],
        _ => x,
    };
    weights.iter().map(|w| w * w).sum::<f64>() * x[1]
}

#[differentiate]
fn vec_or_slice(x: &[f64], n: usize) -> f64 {
    let doubled = vec![x[0], x[0] * 2.0];
    let chosen: &[f64] = if n == 2 { &doubled } else { x };
    chosen[0] * chosen[1]
}

const COARSE: [f64; 2] = [1.0, -2.0];
const FINE: [f64; 3] = [1.0, -2.0, 0.5];

#[differentiate]
fn table_of_a_branch(x: f64) -> f64 {
    let table: &[f64] = if x > 1.0 { &COARSE } else { &FINE };
    let mut s = 0.0;
    for c in table {
        s = s * x + c;
    }
    s
}

#[differentiate]
fn table_of_a_match(x: f64, n: usize) -> f64 {
    let table: &[f64] = match n {
        2 => &COARSE,
        _ => &FINE,
    };
    let (first, more): (&[f64], f64) = if n > 5 { (&COARSE, x) } else { (&[2.0], 1.0) };
    table.iter().rev().fold(first[0] * more, |s, c| s * x + c)
}

#[differentiate]
fn integers_of_a_branch(x: f64, n: usize) -> f64 {
    let steps: &[i32] = if n == 2 { &[1, 2] } else { &[3] };
    let mut s = x;
    for k in steps {
        s = s * x + *k as f64;
    }
    s
}

enum Term {
    X,
    Neg(Box<Term>),
    Sum(Box<Term>, Box<Term>),
    Scaled { by: f64, term: Box<Term> },
}

#[differentiate(wrt(x))]
fn evaluate(term: &Term, x: f64) -> f64 {
    match term {
        Term::X => x * x,
        Term::Neg(inner) => -evaluate(inner, x),
        Term::Sum(a, b) => evaluate(a, x) + evaluate(b, x) * x,
        Term::Scaled { by, term } => *by * evaluate(term, x),
    }
}

struct Layer {
    weight: f64,
    next: Option<Box<Layer>>,
}

#[differentiate(wrt(x))]
fn through_layers(layer: &Layer, x: f64) -> f64 {
    match &layer.next {
        Some(next) => through_layers(next, (x * layer.weight).sin()),
        None => x * layer.weight,
    }
}

#[differentiate]
fn of_a_vec(v: &Vec<f64>) -> f64 {
    v[0] * v[1]
}

#[differentiate]
fn of_a_slice(v: &[f64]) -> f64 {
    v[0] * v[1]
}

#[differentiate]
fn grown_vec_by_reference(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let mut v = vec![x[i]];
        v.push(x[0] * 2.0);
        s += of_a_vec(&v) * of_a_slice(&v);
    }
    s
}

#[differentiate]
fn collected_vec_by_reference(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for a in x {
        let v: Vec<f64> = x.iter().map(|b| a * b).collect();
        s *= of_a_vec(&v) + of_a_slice(&v);
    }
    s
}

#[differentiate]
fn vec_of_changing_length(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    let mut s = 0.0;
    for a in x {
        v.push(a * 2.0);
        let p = softmax(&v);
        s = s * 0.5 + p[0];
    }
    s
}

#[differentiate]
fn vec_of_changing_length_by_reference(x: &[f64]) -> f64 {
    let mut v = vec![0.0];
    let mut s = 0.0;
    for a in x {
        v.push(a * a);
        s += logsumexp(&v) * of_a_vec(&v);
        if v.len() > 2 {
            v.pop();
        }
    }
    s
}

mod differences {
    by_differences! {
        [[0.7, 0.3], [-0.4, 1.3]];
        all_of_two all_of_two_value_and_grad,
        grown_vec_by_reference grown_vec_by_reference_value_and_grad,
        collected_vec_by_reference collected_vec_by_reference_value_and_grad,
        vec_of_changing_length vec_of_changing_length_value_and_grad,
        vec_of_changing_length_by_reference vec_of_changing_length_by_reference_value_and_grad,
    }
}

/// 3² and 1, at which the slope is 2 · 3.
#[test]
fn an_array_instead_of_a_slice_is_chosen() {
    assert_eq!(slice_or_array_grad(&[3.0], 0), [6.0]);
    assert_eq!(slice_or_array_grad(&[3.0, 5.0], 2), [5.0, 3.0]);
    assert_eq!(arrays_or_slice_grad(&[3.0, 5.0], 0), [0.0, 1.0]);
    assert_eq!(arrays_or_slice_grad(&[3.0, 5.0], 1), [30.0, 10.0]);
    // (9 + y²) y at y = 5, and 2 · 3 · 5.
    assert_eq!(arrays_or_slice_grad(&[3.0, 5.0], 2), [30.0, 84.0]);
    assert_eq!(vec_or_slice_grad(&[3.0, 5.0], 2), [12.0, 0.0]);
}

#[test]
fn constants_of_several_lengths_are_chosen() {
    // x² - 2 x + 0.5 below 1, x - 2 above.
    assert_eq!(table_of_a_branch_grad(0.5), -1.0);
    assert_eq!(table_of_a_branch_grad(3.0), 1.0);
    for n in [2, 3, 7] {
        assert_close([table_of_a_match_grad(0.7, n)], [derivative(|x| table_of_a_match(x, n), 0.7)]);
    }
    // (x² + 1) x + 2, x² + 3.
    assert_eq!(integers_of_a_branch_grad(2.0, 2), 13.0);
    assert_eq!(integers_of_a_branch_grad(2.0, 3), 4.0);
}

#[test]
fn boxes_are_looked_through() {
    let x = || Box::new(Term::X);
    assert_eq!(evaluate_grad(&Term::Neg(x()), 3.0), -6.0);
    let term = Term::Sum(Box::new(Term::Neg(x())), Box::new(Term::Scaled { by: 2.0, term: x() }));
    // 2 x³ - x²
    assert_eq!(evaluate_grad(&term, 3.0), 48.0);
    let inner = Layer { weight: 2.0, next: Some(Box::new(Layer { weight: 3.0, next: None })) };
    assert_close([through_layers_grad(&inner, 0.4)], [derivative(|x| through_layers(&inner, x), 0.4)]);
}

#[differentiate]
fn weights_of_a_row(w: &[f64], rows: &[[f64; 2]]) -> f64 {
    let mut loss = 0.0;
    for row in rows {
        let mut scores = Vec::new();
        for k in 0..2 {
            scores.push(w[k] * row[0] + w[k + 2] * row[1]);
        }
        let p = softmax(&scores);
        loss -= p[0].ln();
    }
    loss
}

#[test]
fn scores_made_in_a_loop() {
    let rows = [[1.0, 2.0], [-1.0, 0.5]];
    let (slope, _) = weights_of_a_row_grad(&[0.1, 0.2, 0.3, 0.4], &rows);
    let theirs = common::gradient(|w| weights_of_a_row(&w, &rows), [0.1, 0.2, 0.3, 0.4]);
    assert_close(slope.try_into().unwrap(), theirs);
}

#[differentiate]
fn squared(row: &[f64]) -> Vec<f64> {
    row.iter().map(|v| v * v).collect()
}

#[differentiate]
fn rows_replaced(x: &[Vec<f64>]) -> f64 {
    let mut rows = x.to_vec();
    for row in rows.iter_mut() {
        *row = softmax(row);
    }
    rows[0][0] * rows[1][1]
}

#[differentiate]
fn rows_replaced_by_slices(x: &[Vec<f64>]) -> f64 {
    let mut rows = x.to_vec();
    for row in &mut rows {
        *row = softmax(&row[..]);
    }
    for row in rows.iter_mut() {
        *row = softmax(&*row);
    }
    for row in rows.iter_mut() {
        *row = squared(row);
    }
    for i in 0..rows.len() {
        rows[i] = softmax(&rows[i]);
    }
    rows[0][0] * rows[1][1]
}

#[test]
fn rows_are_replaced_by_what_a_function_makes_of_them() {
    // The derivative of a softmax of [a, -a] at a = 0.5.
    let slope = rows_replaced_grad(&[vec![0.5, -0.5], vec![0.0, 0.0]]);
    assert_close([slope[0][0], slope[0][1]], [0.098305966620740, -0.098305966620740]);
    let rows = |x: [f64; 4]| vec![vec![x[0], x[1]], vec![x[2], x[3]]];
    let at = [0.3, -0.2, 1.1, 0.4];
    for (f, slope) in [
        (rows_replaced as fn(&[Vec<f64>]) -> f64, rows_replaced_grad(&rows(at))),
        (rows_replaced_by_slices, rows_replaced_by_slices_grad(&rows(at))),
    ] {
        let theirs = common::gradient(|x| f(&rows(x)), at);
        assert_close([slope[0][0], slope[0][1], slope[1][0], slope[1][1]], theirs);
    }
}
