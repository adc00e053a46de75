use differentiate::{Differentiable, differentiate};
use std::iter::Product;

#[derive(Differentiable)]
struct Meters(f64);

#[differentiate]
impl Product for Meters {
    fn product<I: Iterator<Item = Meters>>(all: I) -> Meters {
        all.fold(Meters(1.0), |a, b| Meters(a.0 * b.0))
    }
}

fn main() {}
