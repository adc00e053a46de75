use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy)]
struct State {
    x: f64,
    y: f64,
}

#[differentiate(jacobian, wrt(s))]
fn step(s: State) -> State {
    State { x: s.y, y: s.x * s.y }
}

#[differentiate(hessian, wrt(s))]
fn energy(s: &State) -> f64 {
    s.x * s.y
}

fn main() {}
