use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
}

#[differentiate(wrt(x))]
fn energy(spring: &Spring, x: f64) -> f64 {
    spring.stiffness * x * x
}

#[differentiate(wrt(x))]
fn first(springs: &[Spring], x: f64) -> f64 {
    springs[0].stiffness * x
}

#[differentiate(wrt(spring))]
fn by_reference(spring: &Spring) -> f64 {
    energy(spring, 2.0)
}

// The gradient with respect to `spring` was lost here, without an error.
#[differentiate(wrt(spring, x))]
fn by_mut(spring: &mut Spring, x: f64) -> f64 {
    spring.stiffness *= 2.0;
    energy(spring, x)
}

#[differentiate(wrt(springs, x))]
fn of_many(springs: &mut [Spring], x: f64) -> f64 {
    springs[0].stiffness *= 2.0;
    first(springs, x)
}

fn main() {}
