use differentiate::Differentiable;

#[derive(Differentiable)]
struct Model {
    weight: f64,
    #[differentiate(skip)]
    rate: f64,
}

fn main() {}
