use differentiate::differentiate;

#[differentiate]
fn later(x: f64) -> f64 {
    let (a, b): (f64, f64);
    (a, b) = (x, x * x);
    a * b
}

fn main() {
    assert_eq!(later_grad(2.0), 12.0);
}
