use differentiate::differentiate;
use std::collections::VecDeque;

#[differentiate]
fn powers(x: f64) -> VecDeque<f64> {
    VecDeque::from([x, x * x])
}

fn main() {}
