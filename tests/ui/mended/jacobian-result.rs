use differentiate::differentiate;

#[differentiate(jacobian)]
fn square(x: &[f64]) -> [f64; 1] {
    [x[0] * x[0]]
}

fn main() {
    assert_eq!(square_jacobian(&[3.0]), [[6.0]]);
}
