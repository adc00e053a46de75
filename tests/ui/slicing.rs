use differentiate::differentiate;

#[differentiate]
fn tail(x: [f64; 4]) -> f64 {
    differentiate::norm_squared(&x[1..])
}

fn main() {}
