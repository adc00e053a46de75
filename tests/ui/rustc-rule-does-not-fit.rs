use differentiate::differentiate;

// A gradient too many.
#[differentiate(vjp = product_rule)]
fn product(x: f64, n: usize) -> f64 {
    x * n as f64
}

fn product_rule(_x: f64, n: usize, d_value: f64) -> (f64, f64) {
    (n as f64 * d_value, 0.0)
}

// No argument for the cotangent.
#[differentiate(vjp = square_rule)]
fn square(x: f64) -> f64 {
    x * x
}

fn square_rule(x: f64) -> f64 {
    2.0 * x
}

// A derivative of another type.
#[differentiate(of = f32::exp, partial(x) = f64::from(value))]
fn exponential(x: f32) -> f32;

// The tangent is missing.
#[differentiate(vjp = cube_rule, jvp = cube_tangent)]
fn cube(x: f64) -> f64 {
    x * x * x
}

fn cube_rule(x: f64, d_value: f64) -> f64 {
    3.0 * x * x * d_value
}

fn cube_tangent(x: f64) -> (f64, f64) {
    (cube(x), 3.0 * x * x)
}

fn main() {}
