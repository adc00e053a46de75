use differentiate::differentiate;

#[differentiate]
fn later(x: f64) -> f64 {
    let (a, .., b): (f64, f64, f64);
    (a, b) = (x, x * x);
    a * b
}

fn main() {}
