use differentiate::differentiate;

struct Spring {
    k: f64,
}

impl Spring {
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.k * x * x
    }
}

#[differentiate(wrt(x))]
fn total(spring: &Spring, x: f64) -> f64 {
    spring.energy(x) + spring.energy(2.0 * x)
}

fn main() {}
