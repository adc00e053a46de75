use differentiate::differentiate;

#[differentiate(vjp = mine)]
fn square(x: f64) -> f64 {
    x * x
}

fn mine(x: f64, d: f64) -> f64 {
    2.0 * x * d
}

fn main() {}
