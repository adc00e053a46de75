use differentiate::differentiate;

#[differentiate]
fn area(x: f64, y: f64) -> f64 {
    2.0 * (x * y)
}

fn main() {
    assert_eq!(area_grad(3.0, 1.0), (2.0, 6.0));
}
