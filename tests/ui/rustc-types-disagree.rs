use differentiate::differentiate;

/// What rustc finds wrong with the function itself is said once, at its own tokens.
#[differentiate]
fn mean(xs: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..xs.len() {
        sum += 2 * xs[i];
    }
    sum / xs.len()
}

#[differentiate]
fn largest(x: f64, y: f32) -> f64 {
    if x > 0.0 { x.max(0) } else { x.powi(2.0) * y }
}

#[differentiate]
fn without_a_value(x: f64) -> f64 {
    x * x;
}

#[differentiate]
fn popped(x: f64, mut xs: Vec<f64>) -> f64 {
    let last = xs.pop();
    x * last + 2.0[0]
}

fn main() {
    let _ = mean_grad(&[1.0]);
}
