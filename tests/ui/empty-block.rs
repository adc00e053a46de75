use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    k: f64,
}

#[differentiate]
impl Spring {
    fn doubled(&self) -> f64 {
        2.0 * self.k
    }
}

fn main() {}
