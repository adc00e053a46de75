use differentiate::{Differentiable, differentiate};

#[derive(Differentiable)]
struct Spring {
    stiffness: f64,
}

#[differentiate]
impl Spring {
    fn softened(stiffness: f64) -> Self {
        Spring { stiffness: rounded(stiffness) }
    }
    #[differentiate(wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

fn rounded(x: f64) -> f64 {
    x.sqrt()
}

#[differentiate]
fn energy(k: f64, x: f64) -> f64 {
    Spring::softened(k).energy(x)
}

fn main() {}
