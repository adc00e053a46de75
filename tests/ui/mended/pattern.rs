use differentiate::differentiate;

#[differentiate]
fn ends(xs: &[f64]) -> f64 {
    if xs.len() < 2 {
        return 0.0;
    }
    xs[0] * xs[xs.len() - 1]
}

fn main() {
    assert_eq!(ends_grad(&[3.0, 1.0, 4.0]), [4.0, 0.0, 3.0]);
}
