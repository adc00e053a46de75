use differentiate::differentiate;

#[differentiate(grad, grad, wrt(x, x))]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
