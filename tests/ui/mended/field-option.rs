use differentiate::Differentiable;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    #[differentiate(constant)]
    rate: f64,
}
