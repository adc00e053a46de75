use differentiate::differentiate;

#[differentiate]
fn double(x: &mut f64) {
    *x *= 2.0;
}

#[differentiate]
fn doubled(x: f64) -> f64 {
    let mut y = x + 1.0;
    double(&mut y);
    y
}

fn main() {
    assert_eq!(doubled_grad(3.0), 2.0);
}
