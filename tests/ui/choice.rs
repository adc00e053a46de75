use differentiate::differentiate;

struct Spring {
    stiffness: f64,
}

#[differentiate]
fn energy(x: f64, spring: &Spring) -> f64 {
    0.5 * spring.stiffness * x * x
}

fn main() {}
