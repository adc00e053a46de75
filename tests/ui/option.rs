use differentiate::differentiate;

#[differentiate]
fn largest(xs: &[f64]) -> f64 {
    let mut best = None;
    for x in xs {
        if best.is_none_or(|best| *x > best) {
            best = Some(*x);
        }
    }
    or_zero(best)
}

fn or_zero(x: Option<f64>) -> f64 {
    x.unwrap_or(0.0)
}

fn main() {}
