use differentiate::differentiate;

#[differentiate]
fn norm(x: f64, y: f64) -> f64 {
    let mut p = (x, y);
    p.0 *= 2.0;
    p.0 * p.0 + p.1 * p.1
}

fn main() {
    assert_eq!(norm_grad(1.0, 3.0), (8.0, 6.0));
}
