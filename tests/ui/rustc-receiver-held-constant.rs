use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

impl Spring {
    #[differentiate(wrt(x))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }
}

#[differentiate(wrt(spring, x))]
fn total(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {}
