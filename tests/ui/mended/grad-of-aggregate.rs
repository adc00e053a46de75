use differentiate::differentiate;

#[differentiate(vjp)]
fn both(x: f64) -> [f64; 2] {
    [x.sin(), x.cos()]
}

fn main() {
    // The gradient of the first part, and of the second.
    assert_eq!(both_vjp(0.0, [1.0, 0.0]), 1.0);
    assert_eq!(both_vjp(0.0, [0.0, 1.0]), 0.0);
}
