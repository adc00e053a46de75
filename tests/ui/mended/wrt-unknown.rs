use differentiate::differentiate;

#[differentiate(wrt(weight))]
fn scaled(x: f64, weight: f64) -> f64 {
    x * weight
}

fn main() {
    assert_eq!(scaled_grad(3.0, 2.0), 3.0);
}
