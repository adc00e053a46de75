//! Forward mode and pullbacks that are called more than once need a rule of their own of each callee. rustc shows its name where the
//! callee is not asked for it.

use differentiate::{Differentiable, differentiate};

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(jvp)]
fn forward(x: f64) -> f64 {
    square(x) * x
}

#[differentiate(pullback)]
fn again(x: f64) -> f64 {
    square(x) * x
}

#[derive(Differentiable, Clone)]
struct Spring {
    stiffness: f64,
}

impl Spring {
    #[differentiate(wrt(self, x))]
    fn energy(&self, x: f64) -> f64 {
        0.5 * self.stiffness * x * x
    }
}

#[differentiate(hessian, wrt(x))]
fn through_method(spring: &Spring, x: f64) -> f64 {
    spring.energy(x)
}

fn main() {}
