use differentiate::differentiate;

#[differentiate]
fn larger(x: f64, y: f64) -> f64 {
    2.0 * x.max(y)
}

fn main() {
    assert_eq!(larger_grad(3.0, 1.0), (2.0, 0.0));
}
