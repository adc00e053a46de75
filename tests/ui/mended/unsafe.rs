use differentiate::differentiate;

#[differentiate]
fn first(x: [f64; 2]) -> f64 {
    x[0]
}

fn main() {
    assert_eq!(first_grad([3.0, 4.0]), [1.0, 0.0]);
}
