use differentiate::differentiate;

#[differentiate]
fn product(x: f64, y: f64) -> f64 {
    x * y
}

#[differentiate]
fn square(x: f64) -> f64 {
    product(x)
}

enum Activation {
    Relu,
    Tanh,
}

#[differentiate]
fn output(x: f64, activation: &Activation) -> f64 {
    match activation {
        Activation::Relu => x.max(0.0),
    }
}

fn main() {}
