use differentiate::differentiate;

#[differentiate]
fn largest(xs: &[f64]) -> f64 {
    let mut best = 0.0;
    let mut found = false;
    for x in xs {
        if !found || *x > best {
            best = *x;
            found = true;
        }
    }
    best
}

/// Where the `Option` is made and taken apart in one place, it can stay.
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
