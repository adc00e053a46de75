use differentiate::differentiate;

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

fn main() {
    assert_eq!(twice_grad(Activation::Relu, 3.0), 1.0);
    assert_eq!(twice_grad(Activation::Tanh, 0.0), 1.0);
}
