use differentiate::differentiate;
use std::collections::BTreeMap;

#[differentiate(wrt(x))]
fn total(x: f64, weights: &BTreeMap<u32, f64>) -> f64 {
    let chosen: Vec<f64> = weights.range(2..).map(|(_, weight)| *weight).collect();
    let mut total = 0.0;
    for weight in chosen {
        total += weight * x;
    }
    total
}

fn main() {
    let weights = BTreeMap::from([(1, 2.0), (2, 4.0), (3, 1.0)]);
    assert_eq!(total_grad(3.0, &weights), 5.0);
}
