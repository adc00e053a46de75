use differentiate::differentiate;

#[differentiate]
fn twice(activation: impl Fn(f64) -> f64, x: f64) -> f64 {
    activation(activation(x))
}

#[differentiate]
fn generic<F: Fn(f64) -> f64>(activation: F, x: f64) -> f64 {
    activation(x)
}

#[differentiate]
fn pointer(activation: fn(f64) -> f64, x: f64) -> f64 {
    activation(x)
}

fn main() {}
