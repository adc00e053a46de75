//! Methods of lists and slices.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn truncated_and_extended(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    let mut k = 0;
    v.iter_mut().for_each(|e| {
        *e *= 2.0;
        k += 1;
    });
    v.truncate(n - 1);
    let t = v.clone();
    v.clear();
    v.extend(t.iter().rev().map(|e| e * k as f64));
    v[0] * v[1]
}
#[test]
fn t_truncated_and_extended() {
    every!(nums(3); |p| truncated_and_extended, truncated_and_extended_value_and_grad, truncated_and_extended_grad, truncated_and_extended_vjp; (p));
}
#[differentiate]
fn scaled_by_the_largest(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let m = v.iter().cloned().fold(0.0, f64::max);
        v[i] = m * v[i] + 0.1;
    }
    v.iter().sum()
}
#[test]
fn t_scaled_by_the_largest() {
    every!(nums(5); |p| scaled_by_the_largest, scaled_by_the_largest_value_and_grad, scaled_by_the_largest_grad, scaled_by_the_largest_vjp; (p));
}
#[differentiate]
fn prefix_sums_squared(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let s: f64 = v[..i].iter().sum();
        v[i] += s * s;
    }
    v[v.len() - 1]
}
#[test]
fn t_prefix_sums_squared() {
    every!(nums(5); |p| prefix_sums_squared, prefix_sums_squared_value_and_grad, prefix_sums_squared_grad, prefix_sums_squared_vjp; (p));
}
#[differentiate]
fn split_at_each(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for w in (1..v.len()).rev() {
        let (l, r) = v.split_at_mut(w);
        for (a, b) in l.iter_mut().zip(r.iter()) {
            *a += 0.5 * b;
        }
        r[0] *= l[0];
    }
    v.iter().product()
}
#[test]
fn t_split_at_each() {
    every!(nums(5); |p| split_at_each, split_at_each_value_and_grad, split_at_each_grad, split_at_each_vjp; (p));
}
#[differentiate]
fn exact_chunks(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_exact_mut(2) {
        let t = c[0];
        c[0] = t * c[1];
        c[1] = t + c[0];
    }
    v.iter().product()
}
#[test]
fn t_exact_chunks() {
    every!(nums(4); |p| exact_chunks, exact_chunks_value_and_grad, exact_chunks_grad, exact_chunks_vjp; (p));
}
#[differentiate]
fn swapped_copied_filled_reversed(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    v[1..n - 1].swap(0, 1);
    v[..2].copy_from_slice(&[x[2], x[1] * x[0]]);
    v[2..].fill(x[0]);
    v[1..].reverse();
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_swapped_copied_filled_reversed() {
    every!(nums(5); |p| swapped_copied_filled_reversed, swapped_copied_filled_reversed_value_and_grad, swapped_copied_filled_reversed_grad, swapped_copied_filled_reversed_vjp; (p));
}
#[differentiate]
fn rows_copied_and_reversed(x: &[f64]) -> f64 {
    let mut m = vec![vec![0.0; 2]; 2];
    m[0].copy_from_slice(&x[..2]);
    m[1][..1].copy_from_slice(&x[1..2]);
    for r in &mut m {
        r.reverse();
    }
    let t = m[0].clone();
    for (a, b) in m[1].iter_mut().zip(&t) {
        *a += b;
    }
    m[1].iter().product::<f64>() * m[0][0]
}
#[test]
fn t_rows_copied_and_reversed() {
    every!(nums(2); |p| rows_copied_and_reversed, rows_copied_and_reversed_value_and_grad, rows_copied_and_reversed_grad, rows_copied_and_reversed_vjp; (p));
}
#[differentiate]
fn rows_swapped_and_multiplied(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 2];
    for (r, c) in m.iter_mut().zip(x.chunks(3)) {
        r.copy_from_slice(c);
    }
    m.swap(0, 1);
    m.reverse();
    m[0].swap(0, 2);
    let [a, b] = m;
    a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>() * m[0][0]
}
#[test]
fn t_rows_swapped_and_multiplied() {
    every!(nums(6); |p| rows_swapped_and_multiplied, rows_swapped_and_multiplied_value_and_grad, rows_swapped_and_multiplied_grad, rows_swapped_and_multiplied_vjp; (p));
}
#[differentiate]
fn row_by_reference(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 2];
    for i in 0..2 {
        let row = &mut m[i];
        for j in 0..3 {
            row[j] = x[i * 3 + j];
        }
        row[0] *= row[2];
    }
    for j in 0..3 {
        for r in m.iter_mut() {
            r[j] += 1.0;
        }
    }
    m[0][0] * m[1][2]
}
#[test]
fn t_row_by_reference() {
    every!(nums(6); |p| row_by_reference, row_by_reference_value_and_grad, row_by_reference_grad, row_by_reference_vjp; (p));
}
#[differentiate]
fn pairs_changed(x: &[f64]) -> f64 {
    let mut t = vec![(0.0, 0.0); 3];
    for (i, q) in t.iter_mut().enumerate() {
        q.0 = x[i];
        q.1 = x[i] * x[(i + 1) % 3];
    }
    for (a, b) in t.iter_mut() {
        *a += *b;
        *b *= 2.0;
    }
    t.swap(0, 2);
    t.iter().map(|&(a, b)| a * b).sum()
}
#[test]
fn t_pairs_changed() {
    every!(nums(3); |p| pairs_changed, pairs_changed_value_and_grad, pairs_changed_grad, pairs_changed_vjp; (p));
}
#[differentiate]
fn tuples_with_arrays(x: &[f64]) -> f64 {
    let mut t = [(0.0, [0.0; 2]); 2];
    for (i, (a, b)) in t.iter_mut().enumerate() {
        *a = x[i];
        b[i] = *a * 2.0;
    }
    t[0].1[1] = t[1].0;
    t[1].0 = 7.0;
    t[0].1.iter().sum::<f64>() * t[1].1[1] + t[0].0 * t[1].0
}
#[test]
fn t_tuples_with_arrays() {
    every!(nums(3); |p| tuples_with_arrays, tuples_with_arrays_value_and_grad, tuples_with_arrays_grad, tuples_with_arrays_vjp; (p));
}
#[differentiate]
fn chunks_from_behind(x: &[f64]) -> f64 {
    x.rchunks(2).map(|c| c[0] * c[c.len() - 1]).sum()
}
#[test]
fn t_chunks_from_behind() {
    every!(nums(5); |p| chunks_from_behind, chunks_from_behind_value_and_grad, chunks_from_behind_grad, chunks_from_behind_vjp; (p));
}
