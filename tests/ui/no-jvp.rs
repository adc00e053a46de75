use differentiate::differentiate;

#[differentiate(vjp = square_rule, grad, hvp)]
fn square(x: f64) -> f64 {
    x * x
}

fn square_rule(x: f64, d_value: f64) -> f64 {
    2.0 * x * d_value
}

fn main() {}
