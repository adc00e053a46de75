use differentiate::differentiate;

#[differentiate]
fn ends(xs: &[f64]) -> f64 {
    let copy = xs.to_vec();
    match copy[..] {
        [first, .., last] if first < last => first * last,
        _ => 0.0,
    }
}

fn main() {
    assert_eq!(ends_grad(&[3.0, 1.0, 4.0]), [4.0, 0.0, 3.0]);
}
