use differentiate::{differentiate, stop_gradient};

#[derive(Clone, Copy)]
enum Activation {
    Relu,
    Tanh,
}

#[differentiate]
fn apply(activation: Activation, x: f64) -> f64 {
    match activation {
        Activation::Relu => x.max(0.0),
        Activation::Tanh => x.tanh(),
    }
}

#[differentiate(wrt(x))]
fn twice(activation: Activation, x: f64) -> f64 {
    apply(activation, apply(activation, x))
}

#[differentiate]
fn constant(weight: impl Fn(f64) -> f64, x: f64) -> f64 {
    weight(stop_gradient(x)) * x
}

fn main() {
    assert_eq!(twice_grad(Activation::Relu, 3.0), 1.0);
    assert_eq!(twice_grad(Activation::Tanh, 0.0), 1.0);
    assert_eq!(constant_grad(|t| t * t, 3.0), 9.0);
}
