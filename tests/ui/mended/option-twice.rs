use differentiate::differentiate;

#[differentiate(grad, wrt(x))]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    assert_eq!(square_grad(3.0), 6.0);
}
