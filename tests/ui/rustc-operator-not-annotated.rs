use differentiate::{Differentiable, differentiate};
use std::ops::Add;

#[derive(Differentiable, Clone, Copy)]
struct Pair {
    a: f64,
    b: f64,
}

impl Add for Pair {
    type Output = Pair;
    fn add(self, other: Pair) -> Pair {
        Pair { a: self.a + other.a, b: self.b + other.b }
    }
}

#[differentiate(wrt(p, q))]
fn sum(p: Pair, q: Pair) -> f64 {
    let s = p + q;
    s.a * s.b
}

fn main() {}
