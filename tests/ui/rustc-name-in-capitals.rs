use differentiate::differentiate;

// By Rust's conventions a name in capitals in a pattern is a constant.
#[differentiate]
fn scaled(x: [f64; 2]) -> f64 {
    match (x[0], x[1]) {
        (A, B) if A > 0.0 => A * B,
        _ => 0.0,
    }
}

fn main() {}
