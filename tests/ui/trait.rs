use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Meters(f64);

#[differentiate]
impl From<f64> for Meters {
    fn from(x: f64) -> Meters {
        Meters(2.0 * x)
    }
}

fn main() {}
