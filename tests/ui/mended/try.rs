use differentiate::differentiate;

fn is_fine(x: f64) -> bool {
    x.is_finite()
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

/// What may fail stands around what is differentiated.
fn slope(x: f64) -> Option<f64> {
    is_fine(x).then(|| square_grad(x))
}

fn main() {
    assert_eq!(slope(3.0), Some(6.0));
    assert_eq!(slope(f64::NAN), None);
}
