use differentiate::{Differentiable, differentiate};

#[differentiate]
fn shifted(x: f64) -> f64 {
    x << 2
}

#[derive(Clone, Copy, Differentiable)]
struct Conjugate {
    a: f64,
    b: f64,
}

impl std::ops::Not for Conjugate {
    type Output = Conjugate;
    fn not(self) -> Conjugate {
        Conjugate { b: -self.b, ..self }
    }
}

#[differentiate(wrt(q))]
fn negated(q: Conjugate) -> f64 {
    let c = !q;
    c.a * c.b
}

fn main() {}
