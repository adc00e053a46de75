use differentiate::differentiate;

/// While a function is being written, rustc says what is missing and nothing else is said.
#[differentiate]
fn square(x: f64) -> f64 {
    let y = x * x
    y
}

fn main() {
    let _ = square_grad(1.0) + square(2.0);
}
