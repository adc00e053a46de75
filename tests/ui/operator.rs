use differentiate::differentiate;

#[differentiate]
fn shifted(x: f64) -> f64 {
    x << 2
}

fn main() {}
