use differentiate::differentiate;

#[differentiate]
fn largest(xs: &[f64]) -> f64 {
    let mut best = Err("there is none");
    for x in xs {
        if best.is_err() || best.is_ok_and(|best| *x > best) {
            best = Ok(*x);
        }
    }
    or_zero(best)
}

fn or_zero(x: Result<f64, &str>) -> f64 {
    x.unwrap_or(0.0)
}

fn main() {}
