use differentiate::differentiate;

#[differentiate]
fn angle(x: f64, y: f64) -> f64 {
    x.atan2() + y.sin(x)
}

fn main() {}
