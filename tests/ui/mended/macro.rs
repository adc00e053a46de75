use differentiate::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn squared(x: f64) -> f64 {
    square(x)
}

fn main() {
    assert_eq!(squared_grad(3.0), 6.0);
}
