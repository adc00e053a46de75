use differentiate::differentiate;

#[differentiate]
fn replaced(x: [f64; 2]) -> f64 {
    let mut a = x;
    a[0] = 2.0 * x[1];
    a[0] * a[1]
}

fn main() {}
