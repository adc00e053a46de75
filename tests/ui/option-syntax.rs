use differentiate::differentiate;

#[differentiate(grad wrt(x))]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(order = 2)]
fn checked(x: f64) -> Option<f64> {
    Some(x * x)
}

fn main() {}
