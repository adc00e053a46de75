use differentiate::differentiate;

#[differentiate]
fn shifted(x: f64) -> f64 {
    x * 4.0
}

fn main() {
    assert_eq!(shifted_grad(3.0), 4.0);
}
