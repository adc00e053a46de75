use differentiate::differentiate;

#[differentiate(wrt(weight))]
fn scaled(x: f64, weight: Option<f64>) -> f64 {
    match weight {
        Some(weight) => x * weight,
        None => x,
    }
}

fn main() {}
