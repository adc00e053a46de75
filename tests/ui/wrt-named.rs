use differentiate::differentiate;
use std::collections::BTreeMap;

#[differentiate(wrt(weights))]
fn scaled(x: f64, weights: &BTreeMap<u32, f64>) -> f64 {
    x * weights[&1]
}

fn main() {}
