use differentiate::differentiate;

#[differentiate]
fn largest(xs: &[f64]) -> f64 {
    let mut best = None;
    for x in xs {
        if best.is_none_or(|best| *x > best) {
            best = Some(*x);
        }
    }
    best.unwrap_or(0.0)
}

#[differentiate]
fn first(xs: &[f64]) -> f64 {
    match xs.first() {
        Some(x) => x * x,
        None => 0.0,
    }
}

fn main() {
    assert_eq!(largest_grad(&[1.0, 3.0, 2.0]), [0.0, 1.0, 0.0]);
    assert_eq!(first_grad(&[3.0, 2.0]), [6.0, 0.0]);
}
