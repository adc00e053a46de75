use differentiate::differentiate;

#[differentiate]
fn half(x: f64) -> f64 {
    0.5 * x
}

#[differentiate]
fn angle(x: f64) -> f64 {
    half(x) + x.atan2()
}

fn main() {}
