use differentiate::differentiate;
use std::collections::BTreeMap;

#[differentiate]
fn total(x: f64, weights: &BTreeMap<u32, f64>) -> f64 {
    let mut total = 0.0;
    for (_, weight) in weights.range(2..) {
        total += weight * x;
    }
    total
}

fn main() {}
