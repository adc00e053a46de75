//! References to references, and lists that are taken apart to be changed.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::differentiate;

#[differentiate]
fn of_a_reference(u: &[f64]) -> f64 {
    let a = &u;
    let product = |a: &[f64]| a[0] * a[1];
    a[0] * product(&u)
}

#[differentiate]
fn of_a_reference_to_a_local(u: [f64; 2], i: usize) -> f64 {
    let a = &u;
    let b = &a;
    let c = b[i];
    let d = &c;
    (c * d).sin() * b[i + 1]
}

#[differentiate]
fn of_rows(u: &[[f64; 2]]) -> f64 {
    let mut product = 1.0;
    for row in u {
        let row = &row;
        let last = &row[1];
        product *= row[0] + *last;
    }
    product
}

/// The hidden rules are compiled and run, too.
#[differentiate]
fn all(x: [f64; 2]) -> f64 {
    of_a_reference(&x) + of_a_reference_to_a_local(x, 0) + of_rows(&[x, x])
}

#[test]
fn references_to_references() {
    let at = [0.7, -1.2];
    assert_close(all_grad(at), gradient(all, at));
    assert_eq!(of_a_reference_grad(&[3.0, 5.0]), [30.0, 9.0]);
}

#[differentiate]
fn add_squares(x: &[f64], out: &mut [f64]) {
    for (out, x) in out.iter_mut().zip(x) {
        *out += x * x;
    }
}

#[differentiate]
fn split(x: [f64; 4], at: usize) -> f64 {
    let mut m = x;
    let (front, back) = m.split_at_mut(at);
    for b in back.iter_mut() {
        *b -= 2.0 * front[0];
    }
    front[0] *= back[0];
    add_squares(&x, back);
    m[0] * m[1] + m[2] * m[3]
}

#[differentiate]
fn in_chunks(x: [f64; 5], size: usize) -> f64 {
    let mut sums = vec![0.0; x.len()];
    for (row, out) in x.chunks(size).zip(sums.chunks_mut(size)) {
        add_squares(row, out);
    }
    for (i, out) in sums.chunks_exact_mut(2).enumerate() {
        for o in out.iter_mut() {
            *o *= i as f64 + x[0];
        }
        out[0] += x[1];
        add_squares(&x, &mut out[..1]);
    }
    sums.iter().product()
}

/// Gaussian elimination, as it is written with `split_at_mut`.
#[differentiate]
fn eliminate(m: &mut [f64], n: usize) {
    for i in 0..n - 1 {
        let (top, bottom) = m.split_at_mut((i + 1) * n);
        let pivot = &top[i * n..];
        for row in bottom.chunks_mut(n) {
            let factor = row[i] / pivot[i];
            for j in 0..n {
                row[j] -= factor * pivot[j];
            }
        }
    }
}

#[differentiate]
fn determinant(x: [f64; 9]) -> f64 {
    let mut m = x;
    eliminate(&mut m, 3);
    m[0] * m[4] * m[8]
}

#[test]
fn parts_that_are_changed() {
    let at = [0.7, -1.2, 0.4, 2.0];
    for part in 1..4 {
        assert_close(split_grad(at, part), gradient(|x| split(x, part), at));
    }
    let at = [0.7, -1.2, 0.4, 2.0, 0.9];
    for size in 1..4 {
        assert_close(in_chunks_grad(at, size), gradient(|x| in_chunks(x, size), at));
    }
    let at = [4.0, 1.0, 0.5, -1.0, 3.0, 0.7, 0.2, 0.9, 5.0];
    assert_close(determinant_grad(at), gradient(determinant, at));
}

/// Of both lists, twice.
#[differentiate]
fn lists_in_an_array(a: &[f64], b: &[f64]) -> f64 {
    let mut s = a[0];
    for list in [a, b] {
        for v in list {
            s *= v + 2.0;
        }
    }
    s
}

#[differentiate]
fn pairs_in_an_array(a: &[f64], b: &[f64]) -> f64 {
    let mut s = 0.0;
    for (l, m) in [(a, b), (b, a)] {
        for (v, w) in l.iter().zip(m) {
            s += v * v * w;
        }
    }
    s
}

#[differentiate]
fn sum_of_products(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}

#[differentiate]
fn lent_from_an_array(a: &[f64; 2], b: &[f64; 2]) -> f64 {
    let mut s = 1.0;
    for list in [a, b] {
        s *= sum_of_products(list, a);
    }
    s
}

#[differentiate]
fn lists_in_a_tuple(a: &[f64], b: &[f64]) -> f64 {
    let both = (a, b);
    let mut s = 1.0;
    for i in 0..2 {
        s *= both.0[i] * both.1[i] + s;
    }
    s
}

#[differentiate]
fn rows_in_an_array(m: &[Vec<f64>], w: &[f64]) -> f64 {
    let rows = [&m[0], &m[1]];
    let mut s = 0.0;
    for (i, row) in rows.iter().enumerate() {
        for v in row.iter() {
            s += v * w[i];
        }
    }
    s
}

#[differentiate]
fn numbers_in_an_array(a: f64, b: f64) -> f64 {
    let mut s = a;
    for v in [&a, &b] {
        s *= *v + 1.0;
    }
    s
}

/// All of them, through their rules.
#[differentiate]
fn in_arrays(x: &[f64]) -> f64 {
    let (a, b) = x.split_at(2);
    let lent = lent_from_an_array(&[x[0], x[1]], &[x[2], x[3]]);
    let rows = rows_in_an_array(&[vec![x[0], x[1]], vec![x[2]]], b);
    lists_in_an_array(a, b)
        + 2.0 * pairs_in_an_array(a, b)
        + 3.0 * lent
        + 5.0 * lists_in_a_tuple(a, b)
        + 7.0 * rows
        + 11.0 * numbers_in_an_array(x[0], x[3])
}

mod against_central_differences {
    by_differences! {
        [[0.4, 1.1, -0.7, 0.9], [0.1, 1.3, 0.7, -0.9]];
        in_arrays in_arrays_value_and_grad,
    }
}

#[test]
fn references_in_arrays_by_hand() {
    // x1² x2 + x2² x1
    let (d_a, d_b) = pairs_in_an_array_grad(&[2.0], &[3.0]);
    assert_eq!((d_a, d_b), (vec![12.0 + 9.0], vec![4.0 + 12.0]));
    // a (a + 1) (b + 1)
    assert_eq!(numbers_in_an_array_grad(2.0, 3.0), (20.0, 6.0));
    let (d_a, d_b) = lent_from_an_array_grad(&[1.0, 2.0], &[3.0, 5.0]);
    // (a · a) (b · a)
    assert_eq!((d_a, d_b), ([2.0 * 13.0 + 5.0 * 3.0, 4.0 * 13.0 + 5.0 * 5.0], [5.0, 10.0]));
}
