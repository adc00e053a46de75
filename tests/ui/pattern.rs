use differentiate::differentiate;

fn positive(x: f64) -> Option<f64> {
    (x > 0.0).then_some(x)
}

#[differentiate]
fn root(x: f64) -> f64 {
    match positive(x) {
        Some(y) => y.sqrt(),
        None => 0.0,
    }
}

fn main() {}
