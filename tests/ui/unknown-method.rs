use differentiate::differentiate;

#[differentiate]
fn smooth(x: f64) -> f64 {
    x.erf() + 1.0
}

fn main() {}
