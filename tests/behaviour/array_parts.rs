//! Arrays that are made of slices, and parts of arrays.

#![allow(clippy::all, reason = "people write it")]

use crate::check::{arr, mat};
use differentiate::differentiate;

#[differentiate]
fn parts_of_known_size(x: &[f64]) -> f64 {
    let first: [f64; 2] = x[..2].try_into().unwrap();
    let last: &[f64; 2] = x.last_chunk().unwrap();
    let Some((head, tail)) = x.split_first_chunk::<1>() else { return 0.0 };
    let middle = <[f64; 2]>::try_from(&x[1..3]).expect("two");
    first[0] * last[1] + head[0] * tail.iter().sum::<f64>() + middle[0] * middle[1]
}
#[test]
fn t_parts_of_known_size() {
    // 2 · 5 + 2 · 8 + 3 · 5
    assert_eq!(parts_of_known_size_value_and_grad(&[2.0, 3.0, 5.0]), (41.0, vec![13.0, 7.0, 7.0]));
    assert!(std::panic::catch_unwind(|| parts_of_known_size_grad(&[2.0])).is_err());
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| parts_of_known_size, parts_of_known_size_value_and_grad, parts_of_known_size_grad, parts_of_known_size_vjp; (p));
}

#[differentiate]
fn curvature(x: &[f64]) -> f64 {
    x.array_windows::<3>().map(|[a, b, c]| (a - 2.0 * b + c).powi(2)).sum()
}
#[test]
fn t_curvature() {
    assert_eq!(curvature_value_and_grad(&[1.0, 2.0, 5.0]), (4.0, vec![4.0, -8.0, 4.0]));
    assert_eq!(curvature_grad(&[1.0, 2.0]), [0.0, 0.0]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| curvature, curvature_value_and_grad, curvature_grad, curvature_vjp; (p));
}

#[differentiate]
fn turned_around(x: [[f64; 2]; 2]) -> f64 {
    let turned: [[f64; 2]; 2] = std::array::from_fn(|i| std::array::from_fn(|j| x[j][i] * (i + 1) as f64));
    let (scaled, by): ([f64; 2], f64) = (std::array::from_fn(|i| turned[i][1] * x[0][i]), x[1][1]);
    scaled[0] * by
        + turned.as_flattened().iter().rev().enumerate().map(|(i, a)| a * i as f64).sum::<f64>()
        + scaled[1]
}
#[test]
fn t_turned_around() {
    // [[1, 3], [4, 8]] of [[1, 2], [3, 4]]; [3, 16]: 3 · 4 + 4 + 6 + 3 + 16.
    assert_eq!(turned_around([[1.0, 2.0], [3.0, 4.0]]), 41.0);
    every!([0.3, 1.4, -0.7, 2.0]; |p| turned_around, turned_around_value_and_grad, turned_around_grad, turned_around_vjp; (mat::<2, 2>(p)));
}

#[differentiate]
fn rest_of_an_array(x: [f64; 4]) -> f64 {
    let [first, rest @ ..] = x;
    let [middle @ .., last] = &rest;
    let all = Vec::from(&rest[..2]);
    first * rest.iter().sum::<f64>() + middle[0] * middle[1] * last + all[1]
}
#[test]
fn t_rest_of_an_array() {
    // 2 · 15 + 3 · 5 · 7 + 5
    assert_eq!(rest_of_an_array_value_and_grad([2.0, 3.0, 5.0, 7.0]), (140.0, [15.0, 37.0, 24.0, 17.0]));
    every!([0.3, 1.4, -0.7, 2.0]; |p| rest_of_an_array, rest_of_an_array_value_and_grad, rest_of_an_array_grad, rest_of_an_array_vjp; (arr::<4>(p)));
}

#[differentiate]
fn product_of_a_pair(pair: &[f64; 2]) -> f64 {
    pair[0] * pair[1]
}
#[test]
fn t_product_of_a_pair() {
    assert_eq!(product_of_a_pair_grad(&[2.0, 3.0]), [3.0, 2.0]);
}

#[differentiate]
fn pairs_are_arrays(x: &[f64]) -> f64 {
    let mut total = x.first_chunk::<2>().map_or(1.0, product_of_a_pair);
    for pair in x.array_windows::<2>() {
        total += product_of_a_pair(pair);
    }
    total
}
#[test]
fn t_pairs_are_arrays() {
    assert_eq!(pairs_are_arrays_value_and_grad(&[2.0, 3.0, 5.0]), (6.0 + 6.0 + 15.0, vec![6.0, 9.0, 3.0]));
    assert_eq!(pairs_are_arrays_grad(&[2.0]), [0.0]);
    every!([1.3, -0.7, 2.1, 0.4, 1.9]; |p| pairs_are_arrays, pairs_are_arrays_value_and_grad, pairs_are_arrays_grad, pairs_are_arrays_vjp; (p));
}

#[differentiate]
fn long_arrays(x: &[f64]) -> f64 {
    let all: [f64; 40] = x.try_into().unwrap();
    all.iter().enumerate().map(|(i, a)| a * a * i as f64).sum::<f64>() * all[39]
}
#[test]
fn t_long_arrays() {
    let x: Vec<f64> = (0..40).map(|i| f64::from(i % 3)).collect();
    let weighted: f64 = x.iter().enumerate().map(|(i, a)| a * a * i as f64).sum();
    let slope = long_arrays_grad(&x);
    assert_eq!((slope[2], slope[38], slope[39]), (0.0, 0.0, weighted));
}

/// What a fold gives is an array, whose `map` runs at once.
#[differentiate]
fn center(points: &[[f64; 2]]) -> f64 {
    let [x, y] =
        points.iter().fold([0.0; 2], |[a, b], [x, y]| [a + x, b + y]).map(|sum| sum / points.len() as f64);
    points.iter().map(|&[a, b]| (a - x) * (b - y)).sum()
}
#[test]
fn t_center() {
    // The center is (2, 1): (−1)(−1) + 1 · 1; the sum of (a − x)(b − y) has the derivatives b − y and a − x.
    assert_eq!(center_value_and_grad(&[[1.0, 0.0], [3.0, 2.0]]), (2.0, vec![[-1.0, -1.0], [1.0, 1.0]]));
    every!([1.3, -0.7, 2.1, 0.4, 1.9, 0.2]; |p| center, center_value_and_grad, center_grad, center_vjp; (&mat::<3, 2>(p)));
}

#[differentiate]
fn doubled(x: &mut f64) {
    *x *= 2.0;
}

/// Parts of a list in a tuple, by `&mut`.
#[differentiate]
fn split_in_a_tuple(x: &[f64]) -> f64 {
    let mut t = (x.to_vec(), x[0]);
    let (a, b) = t.0.split_at_mut(1);
    doubled(&mut a[0]);
    for v in b.iter_mut() {
        doubled(v);
        *v += a[0];
    }
    t.0[0] * t.1 + t.0[1] * t.0[2]
}
#[test]
fn t_split_in_a_tuple() {
    // 2 x₀² + (2 x₁ + 2 x₀) (2 x₂ + 2 x₀)
    let (value, gradient) = split_in_a_tuple_value_and_grad(&[2.0, 3.0, 5.0]);
    assert_eq!((value, gradient), (148.0, vec![8.0 + 28.0 + 20.0, 28.0, 20.0]));
}
