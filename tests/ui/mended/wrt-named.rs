use differentiate::differentiate;

#[differentiate(wrt(weights))]
fn scaled(x: f64, weights: &[f64]) -> f64 {
    x * weights[1]
}

fn main() {
    assert_eq!(scaled_grad(3.0, &[1.0, 2.0]), [0.0, 3.0]);
}
