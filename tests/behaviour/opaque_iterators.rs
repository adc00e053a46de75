//! Loops and chains over what opaque code gives, where only rustc knows whether that is a list, a range or an iterator.

use crate::common::assert_close;
use differentiate::differentiate;
use std::collections::BTreeMap;
use std::ops::{Range, RangeInclusive};

fn weights(n: usize) -> impl Iterator<Item = f64> {
    (0..n).map(|i| i as f64 + 1.0)
}

fn evens(n: usize) -> impl Iterator<Item = usize> {
    (0..n).filter(|i| i % 2 == 0)
}

fn pairs(n: usize) -> impl Iterator<Item = (usize, f64)> {
    (0..n).map(|i| (i, 0.5))
}

fn list(n: usize) -> Vec<f64> {
    vec![0.5; n]
}

fn by_key() -> BTreeMap<usize, f64> {
    [(0, 2.0), (1, 3.0)].into()
}

fn noise() -> impl Iterator<Item = f64> {
    std::iter::repeat(0.5)
}

struct Own(Vec<usize>);

impl IntoIterator for Own {
    type Item = usize;
    type IntoIter = std::vec::IntoIter<usize>;
    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

fn own() -> Own {
    Own(vec![0, 1])
}

struct Graph {
    adjacent: Vec<Vec<usize>>,
    weights: Vec<f64>,
}

impl Graph {
    fn neighbours(&self, i: usize) -> &[usize] {
        &self.adjacent[i]
    }
    fn edges(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.adjacent.iter().enumerate().flat_map(|(i, ends)| ends.iter().map(move |&j| (i, j)))
    }
    fn nodes(&self) -> Range<usize> {
        0..self.weights.len()
    }
    fn weights(&self) -> Vec<f64> {
        self.weights.clone()
    }
    fn borrowed(&self) -> &Vec<f64> {
        &self.weights
    }
    fn ends(&self) -> [bool; 3] {
        [true, false, true]
    }
}

fn graph() -> Graph {
    Graph { adjacent: vec![vec![1, 2], vec![2], vec![]], weights: vec![0.5, 2.0, 1.5] }
}

struct Steps {
    range: Range<i8>,
    closed: RangeInclusive<usize>,
}

fn steps() -> Steps {
    Steps { range: -2..3, closed: 0..=1 }
}

macro_rules! functions {
    ($($name:ident $grad:ident $jvp:ident $hessian:ident: |$x:ident| $body:block)*) => {
        $(
            #[differentiate(grad, jvp, hessian)]
            fn $name($x: &[f64]) -> f64 $body
        )*

        mod tests {
            $(
                #[test]
                fn $name() {
                    let at = [0.7, 1.3, 0.4];
                    let theirs = crate::common::gradient(|x: [f64; 3]| super::$name(&x), at);
                    crate::common::assert_close(super::$grad(&at).try_into().unwrap(), theirs);
                    let t = [0.5, -1.0, 2.0];
                    let along = theirs.iter().zip(t).map(|(d, t)| d * t).sum();
                    crate::common::assert_close([super::$jvp(&at, &t).1], [along]);
                    for (i, row) in super::$hessian(&at).into_iter().enumerate() {
                        let theirs = crate::common::gradient(|x: [f64; 3]| super::$grad(&x)[i], at);
                        crate::common::assert_close(row.try_into().unwrap(), theirs);
                    }
                }
            )*
        }
    };
}

functions! {
    zipped zipped_grad zipped_jvp zipped_hessian: |x| {
        x.iter().zip(weights(x.len())).map(|(a, w)| a * a * w).sum()
    }
    looped looped_grad looped_jvp looped_hessian: |x| {
        let mut sum = 0.0;
        for i in evens(3) {
            sum += sum * x[i] + x[i];
        }
        sum
    }
    of_pairs of_pairs_grad of_pairs_jvp of_pairs_hessian: |x| {
        let mut sum = 0.0;
        for (i, w) in pairs(2) {
            sum += sum * x[i] + x[i] * w;
        }
        sum
    }
    of_map of_map_grad of_map_jvp of_map_hessian: |x| {
        let mut sum = 0.0;
        for (i, w) in by_key() {
            sum += sum * x[i] + x[i] * w;
        }
        sum
    }
    of_own_type of_own_type_grad of_own_type_jvp of_own_type_hessian: |x| {
        let mut sum = 0.0;
        for i in own() {
            sum += sum * x[i] + x[i];
        }
        sum
    }
    counted counted_grad counted_jvp counted_hessian: |x| {
        let mut sum = 0.0;
        for (i, w) in weights(2).enumerate() {
            sum += sum * x[i] + x[i] * w;
        }
        sum
    }
    left_early left_early_grad left_early_jvp left_early_hessian: |x| {
        let mut sum = 0.0;
        for i in evens(9).take(2) {
            if sum > 9.0 {
                break;
            }
            sum += sum * x[i] + x[i];
        }
        sum
    }
    in_local in_local_grad in_local_jvp in_local_hessian: |x| {
        let mut sum = 0.0;
        let indices = evens(3);
        for i in indices {
            sum += sum * x[i] + x[i];
        }
        sum
    }
    range_in_field range_in_field_grad range_in_field_jvp range_in_field_hessian: |x| {
        let steps = steps();
        let mut y = 1.0;
        for k in steps.range.clone() {
            y = y * x[0] + k as f64;
        }
        for k in steps.closed.clone() {
            y = y * x[k] + k as f64;
        }
        y
    }
    of_list of_list_grad of_list_jvp of_list_hessian: |x| {
        let mut y = 1.0;
        for (a, k) in x.iter().zip(list(2)) {
            y = y * a + k;
        }
        y
    }
    part_of_it part_of_it_grad part_of_it_jvp part_of_it_hessian: |x| {
        x.iter().chain(x.iter()).zip(weights(4).step_by(2)).map(|(a, w)| a * a * w).sum()
    }
    of_slice_of_method of_slice_of_method_grad of_slice_of_method_jvp of_slice_of_method_hessian: |x| {
        let g = graph();
        let mut sum = 0.0;
        for &j in g.neighbours(0) {
            sum += sum * x[j] + x[j];
        }
        sum + g.neighbours(1).iter().map(|&j| x[j] * x[j]).sum::<f64>()
    }
    of_array_of_method of_array_of_method_grad of_array_of_method_jvp of_array_of_method_hessian: |x| {
        let g = graph();
        let mut sum = 0.0;
        for (i, end) in g.ends().into_iter().enumerate() {
            if end {
                sum += sum * x[i] + x[i];
            }
        }
        sum
    }
    zipped_with_methods zipped_with_methods_grad zipped_with_methods_jvp zipped_with_methods_hessian: |x| {
        let g = graph();
        let owned: f64 = x.iter().zip(g.weights()).map(|(a, w)| a * a * w).sum();
        let shared: f64 = x.iter().zip(g.borrowed()).map(|(a, w)| a * a * a * w).sum();
        owned * shared
    }
    of_iterator_of_method of_iterator_of_method_grad of_iterator_of_method_jvp of_iterator_of_method_hessian: |x| {
        let g = graph();
        let mut sum = 0.0;
        for (i, j) in g.edges() {
            sum += sum * x[i] + x[j];
        }
        for (k, (i, j)) in g.edges().enumerate().skip(1) {
            sum += x[i] * x[j] * k as f64;
        }
        for i in g.nodes() {
            sum += sum * x[i];
        }
        sum
    }
    chains_of_methods chains_of_methods_grad chains_of_methods_jvp chains_of_methods_hessian: |x| {
        let g = graph();
        let products: Vec<f64> = g.edges().map(|(i, j)| x[i] * x[j]).collect();
        let to_the_last: f64 = g.edges().filter(|(_, j)| *j == 2).map(|(i, j)| x[i] * x[j]).sum();
        let squares = g.nodes().map(|i| x[i] * x[i]).fold(1.0, |a, b| a + b * b);
        products[1] * to_the_last * squares
            + g.edges().zip(x).map(|((i, j), a)| x[i] * x[j] * a).product::<f64>()
    }
    chains_of_functions chains_of_functions_grad chains_of_functions_jvp chains_of_functions_hessian: |x| {
        let sum: f64 = weights(2).map(|w| w * x[0] * x[1]).sum();
        evens(3).map(|i| x[i]).product::<f64>() * sum
    }
    nested nested_grad nested_jvp nested_hessian: |x| {
        let mut sum = 0.0;
        for (i, v) in x.iter().enumerate() {
            for w in weights(i + 1) {
                sum += sum * v * w + v;
            }
        }
        sum
    }
}

#[differentiate(grad, wrt(x))]
fn closed(x: f64, range: RangeInclusive<i8>) -> f64 {
    let mut y = 1.0;
    for k in range {
        y = y * x + f64::from(k);
    }
    y
}

#[differentiate(grad, wrt(x))]
fn given(x: &[f64], weights: impl IntoIterator<Item = f64>) -> f64 {
    x.iter().zip(weights).map(|(a, b)| a * b * a).sum()
}

#[differentiate(grad, wrt(x))]
fn indexed<I: Iterator<Item = usize>>(x: &[f64], indices: I) -> f64 {
    let mut product = 1.0;
    for i in indices {
        product *= x[i];
    }
    product
}

#[differentiate]
fn endless(x: &[f64]) -> f64 {
    x.iter().zip(noise()).map(|(a, b)| a * b).sum()
}

#[test]
fn parameters_that_are_run_over() {
    // ((x - 1) x + 0) x + 1
    assert_close([closed_grad(2.0, -1..=1)], [8.0]);
    assert_eq!(given_grad(&[1.0, 2.0], [3.0, 4.0]), [6.0, 16.0]);
    assert_eq!(given_grad(&[1.0, 2.0], weights(2)), [2.0, 8.0]);
    assert_eq!(given_grad(&[1.0, 2.0], vec![0.5]), [1.0, 0.0]);
    assert_eq!(indexed_grad(&[2.0, 3.0, 5.0], evens(3)), [5.0, 0.0, 2.0]);
}

/// It does not say how many items it has.
fn doubled() -> impl Iterator<Item = i32> {
    std::iter::successors(Some(1), |k| (*k < 8).then_some(2 * k))
}

#[differentiate]
fn without_a_count(x: f64) -> f64 {
    doubled().map(|k| x.powi(k)).sum()
}

#[test]
fn that_do_not_say_where_they_end() {
    assert_close([without_a_count_grad(2.0)], [1.0 + 4.0 + 4.0 * 8.0 + 8.0 * 128.0]);
}

#[test]
#[should_panic(expected = "how many items it has at most")]
fn without_an_end() {
    let _ = endless_grad(&[1.0, 2.0]);
}

/// A method called `iter` of a type of the user's gives what that says.
struct Bag(Vec<(f64, usize)>);

impl Bag {
    fn iter(&self) -> std::slice::Iter<'_, (f64, usize)> {
        self.0.iter()
    }
    fn len(&self) -> usize {
        self.0.len()
    }
}

struct Table {
    rows: Vec<[f64; 2]>,
    labels: Vec<bool>,
}

impl Table {
    fn iter(&self) -> impl Iterator<Item = (&[f64; 2], bool)> + '_ {
        self.rows.iter().zip(self.labels.iter().copied())
    }
}

type Weights = Vec<f64>;

#[differentiate(wrt(x))]
fn weighed_by_a_bag(x: &[f64], bag: &Bag) -> f64 {
    let large = bag.iter().filter(|&&(w, _)| w > 0.5).map(|&(w, i)| x[i] * x[i] * w).sum::<f64>();
    bag.iter().map(|(w, i)| w * x[*i]).sum::<f64>() / bag.len() as f64 + large
}
#[differentiate(wrt(x))]
fn over_labelled_rows(x: [f64; 2], table: &Table) -> f64 {
    let mut loss = 0.0;
    for (row, label) in table.iter() {
        let z = row[0] * x[0] + row[1] * x[1];
        loss += if label { z * z } else { -z };
    }
    loss
}
#[differentiate(wrt(x))]
fn weighed_by_another_name(x: f64, weights: &Weights) -> f64 {
    let mut sum = 0.0;
    for (i, w) in weights.iter().enumerate() {
        sum += x * w * i as f64;
    }
    sum + weights.iter().zip(weights.iter().skip(1)).map(|(v, w)| x * v * w).sum::<f64>()
}
#[test]
fn an_iter_of_ones_own() {
    let bag = Bag(vec![(0.3, 0), (0.7, 1), (1.0, 0)]);
    // (1.3 x₀ + 0.7 x₁) / 3 + 0.7 x₁² + x₀²
    assert_close(
        weighed_by_a_bag_grad(&[1.0, 2.0], &bag).try_into().unwrap(),
        [1.3 / 3.0 + 2.0, 0.7 / 3.0 + 2.8],
    );
    let table = Table { rows: vec![[1.0, 2.0], [3.0, 5.0]], labels: vec![true, false] };
    // (x₀ + 2 x₁)² - 3 x₀ - 5 x₁
    assert_eq!(over_labelled_rows_value_and_grad([1.0, 2.0], &table), (12.0, [7.0, 15.0]));
    // x (3 + 2 · 5) + x (2 · 3 + 3 · 5)
    assert_eq!(weighed_by_another_name_value_and_grad(2.0, &vec![2.0, 3.0, 5.0]), (68.0, 34.0));
}

/// What a reference to a type of the user's gives by `IntoIterator`.
struct Points {
    start: f64,
    step: f64,
    n: usize,
}

impl IntoIterator for &Points {
    type Item = f64;
    type IntoIter = std::vec::IntoIter<f64>;
    fn into_iter(self) -> Self::IntoIter {
        (0..self.n).map(|i| self.start + self.step * i as f64).collect::<Vec<_>>().into_iter()
    }
}

#[differentiate(wrt(a))]
fn over_points(a: f64, points: &Points) -> f64 {
    let mut sum = 0.0;
    for x in points {
        sum += a * a * x;
    }
    sum * points.step
}
#[differentiate(wrt(a))]
fn over_points_by_value(a: f64, points: Points) -> f64 {
    let mut sum = 0.0;
    for x in &points {
        sum += a * a * x;
    }
    sum + points.step
}
#[test]
fn a_reference_that_can_be_iterated_over() {
    let points = Points { start: 1.0, step: 2.0, n: 3 };
    // 2 · (1 + 3 + 5) a²
    assert_eq!(over_points_value_and_grad(3.0, &points), (162.0, 108.0));
    assert_eq!(over_points_by_value_value_and_grad(3.0, points), (83.0, 54.0));
}

/// It has lengths and indices, and is iterated in another order.
struct Backwards(Vec<f64>);

impl Backwards {
    fn iter(&self) -> impl Iterator<Item = &f64> {
        self.0.iter().rev()
    }
}

impl std::ops::Index<usize> for Backwards {
    type Output = f64;
    fn index(&self, at: usize) -> &f64 {
        &self.0[at]
    }
}

#[differentiate(wrt(x))]
fn horner(coefficients: &Backwards, x: f64) -> f64 {
    let mut sum = 0.0;
    for c in coefficients.iter() {
        sum = sum * x + c;
    }
    sum
}

/// What the pullback of the hidden rule keeps.
#[differentiate(wrt(x))]
fn squares_of_products(x: &[f64], bag: &Backwards) -> f64 {
    let products: Vec<f64> = bag.iter().map(|w| w * x[0]).collect();
    products.iter().map(|v| v * v).sum::<f64>() + x[1] * products[0]
}

#[test]
fn in_its_own_order() {
    // 3 x² + 2 x + 1
    assert_eq!(horner_value_and_grad(&Backwards(vec![1.0, 2.0, 3.0]), 2.0), (17.0, 14.0));
    // (9 + 1) x₀² + 3 x₀ x₁
    let bag = Backwards(vec![1.0, 3.0]);
    assert_eq!(squares_of_products_value_and_grad(&[2.0, 5.0], &bag), (70.0, vec![40.0 + 15.0, 6.0]));
}
