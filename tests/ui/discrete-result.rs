use differentiate::differentiate;

#[differentiate]
fn rounded(x: f64) -> i64 {
    (x * 2.0).round() as i64
}

fn main() {}
