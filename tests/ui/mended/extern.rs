use differentiate::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

extern "C" fn square_slope(x: f64) -> f64 {
    square_grad(x)
}

fn main() {
    assert_eq!(square_slope(3.0), 6.0);
}
