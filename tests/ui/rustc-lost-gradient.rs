use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Model {
    weight: f64,
    steps: usize,
}

#[differentiate(wrt(model))]
fn rounded(model: &Model, x: f64) -> f64 {
    let steps = model.steps as f64;
    let cells = model.weight as usize;
    x * steps * cells as f64
}

fn main() {}
