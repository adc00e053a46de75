use differentiate::{differentiate, stop_gradient};

#[differentiate]
fn bits(x: f64) -> f64 {
    x * f64::from_bits(stop_gradient(x).to_bits())
}

fn main() {
    assert_eq!(bits_grad(3.0), 3.0);
}
