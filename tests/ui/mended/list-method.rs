use differentiate::differentiate;

#[differentiate]
fn without_the_negative(xs: &[f64]) -> f64 {
    let (negative, rest): (Vec<f64>, Vec<f64>) = xs.iter().partition(|x| **x < 0.0);
    rest[0] * negative[0]
}

fn main() {
    assert_eq!(without_the_negative(&[5.0, -1.0, 3.0]), -5.0);
    assert_eq!(without_the_negative_grad(&[5.0, -1.0, 3.0]), [-1.0, 5.0, 0.0]);
}
