use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Meters(f64);

#[differentiate]
impl Meters {
    fn of(x: f64) -> Meters {
        Meters(2.0 * x)
    }
}

impl From<f64> for Meters {
    fn from(x: f64) -> Meters {
        Meters::of(x)
    }
}

fn main() {
    assert_eq!(Meters::from(1.0).0, 2.0);
    assert_eq!(Meters::of_vjp(1.0, Meters(1.0)), 2.0);
}
