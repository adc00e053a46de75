use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Debug, PartialEq)]
struct Spring {
    stiffness: f64,
}

#[differentiate(wrt(x))]
fn energy(x: f64, spring: &Spring) -> f64 {
    0.5 * spring.stiffness * x * x
}

/// Or, where the gradient with respect to the spring is wanted too:
#[differentiate(wrt(x, spring))]
fn energy_of(x: f64, spring: &Spring) -> f64 {
    0.5 * spring.stiffness * x * x
}

fn main() {
    let spring = Spring { stiffness: 4.0 };
    assert_eq!(energy_grad(3.0, &spring), 12.0);
    assert_eq!(energy_of_grad(3.0, &spring), (12.0, Spring { stiffness: 4.5 }));
}
