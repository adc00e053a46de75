use differentiate::differentiate;

#[differentiate(wrt(w))]
fn scaled(x: f64, weight: f64) -> f64 {
    x * weight
}

fn main() {}
