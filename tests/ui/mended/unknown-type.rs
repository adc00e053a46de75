use differentiate::differentiate;

type Real = f64;

#[differentiate]
fn widened(x: f32) -> f64 {
    let y: Real = f64::from(x);
    y * y
}

fn main() {
    assert_eq!(widened_grad(3.0), 6.0);
}
