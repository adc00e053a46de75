use differentiate::differentiate;

struct Model {
    activation: fn(f64) -> f64,
}

#[differentiate(wrt(x))]
fn apply(x: f64, model: &Model) -> f64 {
    (model.activation)(x)
}

#[derive(differentiate::Differentiable)]
struct Unit {
    weight: f64,
    activation: fn(f64) -> f64,
}

#[differentiate(wrt(unit))]
fn of_a_field(unit: &Unit, x: f64) -> f64 {
    (unit.activation)(unit.weight * x)
}

fn main() {}
