use differentiate::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn powers(x: f64) -> VecDeque<f64> {
    VecDeque::from([x, x * x])
}

#[differentiate]
fn where_positive(x: f64) -> (f64, Option<f64>) {
    (x, (x > 0.0).then_some(x * x))
}

fn main() {}
