use differentiate::differentiate;

#[differentiate(vjp = square_rule, jvp = square_tangent, grad, hvp)]
fn square(x: f64) -> f64 {
    x * x
}

fn square_rule(x: f64, d_value: f64) -> f64 {
    2.0 * x * d_value
}

// For second derivatives it is differentiated itself.
#[differentiate]
fn square_tangent(x: f64, t_x: f64) -> (f64, f64) {
    (x * x, 2.0 * x * t_x)
}

fn main() {
    assert_eq!(square_hvp(3.0, 1.0), 2.0);
}
