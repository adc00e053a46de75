use differentiate::Differentiable;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    #[differentiate(constant)]
    rate: f64,
}

fn main() {
    let model = Model { weight: 1.0, rate: 0.1 };
    assert_eq!(model.zero(), ModelGradient { weight: 0.0, rate: () });
    assert_eq!((model.weight, model.rate), (1.0, 0.1));
}
