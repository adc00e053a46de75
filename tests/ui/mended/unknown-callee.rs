use differentiate::differentiate;

enum Activation {
    Square,
    Tanh,
}

struct Model {
    activation: Activation,
}

#[differentiate(wrt(x))]
fn apply(x: f64, model: &Model) -> f64 {
    match model.activation {
        Activation::Square => x * x,
        Activation::Tanh => x.tanh(),
    }
}

fn main() {
    assert_eq!(apply_grad(3.0, &Model { activation: Activation::Square }), 6.0);
    assert_eq!(apply_grad(0.0, &Model { activation: Activation::Tanh }), 1.0);
}
