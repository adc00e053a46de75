use differentiate::differentiate;

#[differentiate]
fn half(x: f64) -> f64 {
    0.5 * x
}

#[differentiate]
fn angle(x: f64) -> f64 {
    half(x).atan2(1.0)
}

fn main() {
    assert_eq!(angle_grad(0.0), 0.5);
}
