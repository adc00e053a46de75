use differentiate::{differentiate, stop_gradient};

#[differentiate]
fn truncated(x: f64) -> f64 {
    (stop_gradient(x) as i64) as f64 * x
}

/// The same, since the derivative of `trunc` is zero wherever there is one.
#[differentiate]
fn in_floats(x: f64) -> f64 {
    x.trunc() * x
}

fn main() {
    assert_eq!(truncated_grad(3.5), 3.0);
    assert_eq!(in_floats_grad(3.5), 3.0);
}
