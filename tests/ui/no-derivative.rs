use differentiate::differentiate;

#[differentiate]
fn bits(x: f64) -> f64 {
    x * f64::from_bits(x.to_bits())
}

fn main() {}
