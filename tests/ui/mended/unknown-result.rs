use differentiate::differentiate;

#[differentiate]
fn powers(x: f64) -> [f64; 2] {
    [x, x * x]
}

fn main() {
    // By how much `1 · x + 10 · (x · x)` changes with `x`.
    assert_eq!(powers_vjp(3.0, [1.0, 10.0]), 61.0);
}
