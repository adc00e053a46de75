use differentiate::differentiate;

#[differentiate]
fn first_two(x: &[f64]) -> f64 {
    x[0] * x[1]
}

fn main() {}
