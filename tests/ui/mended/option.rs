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
fn checked(x: f64) -> Option<f64> {
    (x > 0.0).then_some(x)
}

#[differentiate]
fn root(x: f64) -> f64 {
    match checked(x) {
        Some(y) => y.sqrt(),
        None => 0.0,
    }
}

fn main() {
    assert_eq!(largest_grad(&[1.0, 3.0, 2.0]), [0.0, 1.0, 0.0]);
    assert_eq!(root_grad(4.0), 0.25);
    assert_eq!(checked_grad(-1.0), None);
}
