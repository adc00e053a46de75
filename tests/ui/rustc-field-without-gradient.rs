use differentiate::Differentiable;
use std::collections::HashMap;

struct Layer {
    weight: f64,
}

#[derive(Differentiable)]
struct Model {
    weight: f64,
    layers: Vec<Layer>,
    table: HashMap<String, f64>,
}

fn main() {}
