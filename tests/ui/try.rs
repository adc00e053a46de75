use differentiate::differentiate;

fn checked(x: f64) -> Option<f64> {
    Some(x)
}

#[differentiate]
fn or_nothing(x: f64) -> f64 {
    let y = checked(x)?;
    y * x
}

fn main() {}
