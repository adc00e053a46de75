use differentiate::differentiate;

#[differentiate]
fn added(total: f64, x: f64) -> f64 {
    total + x
}

fn main() {
    assert_eq!(added_grad(1.0, 3.0), (1.0, 1.0));
}
