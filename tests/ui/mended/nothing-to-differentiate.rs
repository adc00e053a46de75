use differentiate::differentiate;

#[differentiate]
fn half(n: f64) -> f64 {
    n / 2.0
}

fn main() {
    assert_eq!(half_grad(3.0), 0.5);
}
