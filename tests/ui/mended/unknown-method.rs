use differentiate::differentiate;

/// An approximation of the error function.
#[differentiate]
fn erf(x: f64) -> f64 {
    (1.128_379_167 * (x + 0.089_43 * x * x * x)).tanh()
}

#[differentiate]
fn smooth(x: f64) -> f64 {
    erf(x) + 1.0
}

fn main() {
    assert_eq!(smooth_grad(0.0), 1.128_379_167);
}
