use differentiate::differentiate;
use std::collections::BTreeMap;

#[differentiate]
fn total(x: f64, weights: &[f64]) -> f64 {
    let mut total = 0.0;
    for weight in weights {
        total += weight * x;
    }
    total
}

fn main() {
    let weights = BTreeMap::from([(1, 2.0), (2, 4.0)]);
    let weights: Vec<f64> = weights.into_values().collect();
    assert_eq!(total_grad(3.0, &weights), (6.0, vec![3.0, 3.0]));
}
