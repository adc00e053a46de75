//! Methods of a block that answer by an integer, a `bool` or a text, marked or not, called on what is differentiated.

#![allow(clippy::all, reason = "people write it")]

use crate::check::agrees;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Average {
    window: Vec<f64>,
    at: usize,
    sum: f64,
}

#[differentiate]
impl Average {
    fn new(n: usize) -> Self {
        Self { window: vec![0.0; n], at: 0, sum: 0.0 }
    }
    fn len(&self) -> usize {
        self.window.len()
    }
    fn is_full(&self) -> bool {
        self.at + 1 == self.window.len()
    }
    fn name(&self) -> String {
        "average".to_string()
    }
    fn above(&self, least: f64, from: usize) -> usize {
        self.window.iter().skip(from).filter(|x| **x > least).count()
    }
    #[differentiate(wrt(self))]
    fn places(&self) -> usize {
        2 * self.window.len()
    }
    #[differentiate(wrt(self, v))]
    fn push(&mut self, v: f64) -> f64 {
        self.sum += v - self.window[self.at];
        self.window[self.at] = v;
        self.at = (self.at + 1) % self.window.len();
        self.sum / self.len() as f64
    }
}

#[differentiate]
fn cost(x: &[f64]) -> f64 {
    let mut average = Average::new(3);
    let mut cost = 0.0;
    for v in x {
        let mean = average.push(*v);
        cost += (v - mean).powi(2) * average.above(0.5 * v, 1) as f64;
        if average.is_full() {
            cost *= 1.25;
        }
    }
    cost / average.len() as f64 + average.sum * average.places() as f64
}

#[differentiate(wrt(average))]
fn of_parameter(average: &Average, least: f64) -> f64 {
    let n = average.len();
    if average.name().is_empty() || average.is_full() {
        return 0.0;
    }
    average.sum * average.sum / n as f64 + average.window[0] * average.above(least, 0) as f64
}

#[test]
fn by_hand() {
    let average = Average { window: vec![1.0, 5.0, 7.0], at: 0, sum: 6.0 };
    // Two of them are above 2.
    let (value, gradient) = of_parameter_value_and_grad(&average, 2.0);
    assert_eq!((value, gradient.sum, gradient.window), (12.0 + 2.0, 4.0, vec![2.0, 0.0, 0.0]));
}

#[test]
fn in_loops() {
    agrees(&[0.3, 1.4, 0.7, 0.2, 0.5, 1.1, 2.3], cost, cost_value_and_grad, 1e-8);
}

/// Two integers that are exchanged are in no gradient.
#[derive(Differentiable, Clone)]
struct Table {
    shape: (usize, usize),
    data: Vec<f64>,
}

#[differentiate]
impl Table {
    #[differentiate(wrt(self))]
    fn transposed(&self) -> Table {
        let (rows, columns) = self.shape;
        let data = (0..columns)
            .flat_map(|j| (0..rows).map(move |i| (i, j)))
            .map(|(i, j)| self.data[i * self.shape.1 + j])
            .collect();
        Table { shape: (columns, rows), data }
    }
    #[differentiate(wrt(self))]
    fn second(&self) -> f64 {
        let transposed = self.transposed();
        transposed.data[1] * transposed.data[2] * transposed.shape.0 as f64
    }
}

#[test]
fn integers_exchanged() {
    let table = |p: &[f64]| Table { shape: (2, 3), data: p.to_vec() };
    let with_gradient = |p: &[f64]| {
        let (value, gradient) = table(p).second_value_and_grad();
        (value, gradient.data)
    };
    agrees(&[0.5, 2.0, 0.3, 4.0, 1.0, 7.0], |p| table(p).second(), with_gradient, 1e-8);
    // The second of the transposed is the fourth, the third the second: 3 · 4 · 2.
    assert_eq!(table(&[0.0, 2.0, 0.0, 4.0, 0.0, 0.0]).second_grad().data, [0.0, 12.0, 0.0, 6.0, 0.0, 0.0]);
}

#[derive(Differentiable, Clone)]
struct Line {
    slope: f64,
    offset: f64,
}

#[differentiate]
impl Line {
    #[differentiate(wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        self.of_parts((x, 2.0), [x * x, 1.0])
    }
    fn of_parts(&self, (p, q): (f64, f64), [r, s]: [f64; 2]) -> f64 {
        p * q * r * self.slope + s * self.offset
    }
}

#[test]
fn parameters_that_are_patterns() {
    // 2 a x³ + b.
    let (value, (d, d_x)) = Line { slope: 3.0, offset: 5.0 }.energy_value_and_grad(2.0);
    assert_eq!((value, d.slope, d.offset, d_x), (53.0, 16.0, 1.0, 72.0));
    let energy = |p: &[f64]| Line { slope: p[0], offset: p[1] }.energy(p[2]);
    let with_gradient = |p: &[f64]| {
        let (value, (d, d_x)) = Line { slope: p[0], offset: p[1] }.energy_value_and_grad(p[2]);
        (value, vec![d.slope, d.offset, d_x])
    };
    crate::check::agrees(&[0.7, -0.4, 1.3], energy, with_gradient, 1e-8);
}
