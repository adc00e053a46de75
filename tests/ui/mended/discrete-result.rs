use differentiate::differentiate;

#[differentiate]
fn doubled(x: f64) -> f64 {
    x * 2.0
}

fn main() {
    assert_eq!(doubled(3.2).round() as i64, 6);
    assert_eq!(doubled_grad(3.2), 2.0);
}
