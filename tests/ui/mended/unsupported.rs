use differentiate::differentiate;

#[differentiate]
fn labelled(x: f64) -> f64 {
    if x > 0.0 {
        return x * x;
    }
    -x
}

fn main() {
    assert_eq!(labelled_grad(3.0), 6.0);
}
