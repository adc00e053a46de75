use differentiate::differentiate;

#[differentiate]
fn point(x: f64) -> [f64; 2] {
    [2.0 * x, x * x]
}

fn main() {
    // By how much `1 · (2 · x) + 10 · (x · x)` changes with `x`.
    assert_eq!(point_vjp(3.0, [1.0, 10.0]), 62.0);
}
