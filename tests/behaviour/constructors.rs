//! Tuple structs that are called like functions: by a name in capitals, and among values that are taken for floats.

#![allow(clippy::all, non_snake_case, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul};

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct S(f64);

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct RGB(f64, f64, f64);

#[derive(Clone, Debug, Differentiable)]
struct LIST(Vec<f64>, usize);

#[derive(Clone, Copy, Debug, Differentiable)]
struct V<const N: usize>([f64; N]);

#[derive(Clone, Copy, Debug, Differentiable)]
struct W<T>([T; 2]);

/// A function whose name is in capitals.
#[differentiate(grad, jvp, hvp, pullback)]
fn F(t: f64) -> f64 {
    t * t * t
}

#[differentiate(grad, jvp, hvp, pullback)]
fn one_field(x: f64) -> f64 {
    let s = S(x * x);
    s.0 * x.sin()
}

#[differentiate(grad, jvp, pullback)]
fn three_fields(x: f64, y: f64) -> f64 {
    let color = RGB(x * y, 2.0, y.sin());
    color.0 * color.2 + color.1 * x
}

#[differentiate]
fn a_list_and_a_count(x: f64, n: usize) -> f64 {
    let list = LIST(vec![x, x * x], n);
    list.0[1] * list.0[0] * list.1 as f64
}

#[differentiate]
fn of_any_length(x: f64) -> f64 {
    let v = V([x, x * x]);
    v.0[0] * v.0[1]
}

#[differentiate]
fn of_any_type(x: f64) -> f64 {
    let v = W([x, x * x]);
    v.0[0] * v.0[1]
}

#[differentiate(grad, jvp, hvp)]
fn beside_a_function(x: f64) -> f64 {
    let mut sum = 0.0;
    for k in 0..3 {
        sum += F(x) * S(x + k as f64).0;
    }
    sum
}

#[test]
fn names_in_capitals() {
    let x = 0.7;
    assert_close([one_field_grad(x)], [derivative(one_field, x)]);
    assert_close([one_field_jvp(x, 2.0).1], [2.0 * derivative(one_field, x)]);
    assert_close([one_field_hvp(x, 1.0)], [derivative(one_field_grad, x)]);
    assert_eq!(one_field_pullback(x).1(1.0), one_field_grad(x));
    let (dx, dy) = three_fields_grad(x, 0.3);
    assert_close([dx, dy], gradient(|[x, y]| three_fields(x, y), [x, 0.3]));
    assert_close([three_fields_jvp(x, 0.3, 1.0, 2.0).1], [dx + 2.0 * dy]);
    assert_eq!(three_fields_pullback(x, 0.3).1(1.0), (dx, dy));
    assert_close([a_list_and_a_count_grad(x, 3)], [9.0 * x * x]);
    assert_close([of_any_type_grad(x)], [3.0 * x * x]);
    assert_close([of_any_length_grad(x)], [3.0 * x * x]);
    assert_close([beside_a_function_grad(x)], [derivative(beside_a_function, x)]);
    assert_close([beside_a_function_jvp(x, 1.0).1], [derivative(beside_a_function, x)]);
    assert_close([beside_a_function_hvp(x, 1.0)], [derivative(beside_a_function_grad, x)]);
}

#[derive(Clone, Copy, Debug, Differentiable)]
struct Matrix<const N: usize>([f64; N]);

#[differentiate(vjp, jvp)]
impl<const N: usize> Mul for Matrix<N> {
    type Output = Self;
    fn mul(self, other: Self) -> Self {
        Matrix(std::array::from_fn(|i| self.0[i] * other.0[i]))
    }
}

#[differentiate(vjp, jvp)]
impl<const N: usize> Add for Matrix<N> {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Matrix(std::array::from_fn(|i| self.0[i] + other.0[i]))
    }
}

struct Filter {
    state: Matrix<2>,
}

#[differentiate(wrt(q), grad)]
fn filtered(filter: &Filter, q: f64) -> f64 {
    let noise = Matrix([q, q * q]);
    let f = filter.state;
    let mut p = filter.state;
    for _ in 0..3 {
        p = f * p + noise;
    }
    p.0[0] * p.0[1]
}

#[differentiate(wrt(q), grad)]
fn chosen(filter: &Filter, q: f64, more: bool) -> f64 {
    let mut p = filter.state;
    if more {
        p = p * Matrix([q, 2.0]) + filter.state;
    }
    p.0[0] + p.0[1]
}

#[test]
fn among_constants_of_a_field() {
    let filter = Filter { state: Matrix([1.0, 2.0]) };
    assert_close([filtered_grad(&filter, 0.5)], [derivative(|q| filtered(&filter, q), 0.5)]);
    assert_eq!(chosen_grad(&filter, 0.5, true), 1.0);
    assert_eq!(chosen_grad(&filter, 0.5, false), 0.0);
}
