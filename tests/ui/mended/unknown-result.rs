use differentiate::differentiate;

#[differentiate]
fn powers(x: f64) -> [f64; 2] {
    [x, x * x]
}

#[differentiate]
fn where_positive(x: f64) -> Option<f64> {
    (x > 0.0).then_some(x * x)
}

fn main() {
    assert_eq!(where_positive_grad(3.0), Some(6.0));
    // By how much `1 · x + 10 · (x · x)` changes with `x`.
    assert_eq!(powers_vjp(3.0, [1.0, 10.0]), 61.0);
}
