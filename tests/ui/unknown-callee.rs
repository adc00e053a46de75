use differentiate::differentiate;

struct Model {
    activation: fn(f64) -> f64,
}

#[differentiate(wrt(x))]
fn apply(x: f64, model: &Model) -> f64 {
    (model.activation)(x)
}

fn main() {}
