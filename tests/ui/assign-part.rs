use differentiate::differentiate;

#[differentiate]
fn replaced(x: [f64; 2]) -> f64 {
    let mut pair = (x, 1.0);
    pair.0[1] = 2.0 * x[1];
    pair.0[1] * pair.1
}

fn main() {}
