use differentiate::differentiate;

#[differentiate(grad, hessian)]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
