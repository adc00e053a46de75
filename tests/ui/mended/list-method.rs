use differentiate::differentiate;

#[differentiate]
fn without_the_first(xs: &[f64]) -> f64 {
    let rest = xs[2..].to_vec();
    rest[0] * rest[1]
}

fn main() {
    assert_eq!(without_the_first(&[5.0, 1.0, 3.0, 2.0]), 6.0);
    assert_eq!(without_the_first_grad(&[5.0, 1.0, 3.0, 2.0]), [0.0, 0.0, 2.0, 3.0]);
}
