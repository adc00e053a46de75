use differentiate::differentiate;

#[differentiate(hessian)]
fn area(size: (f64, f64)) -> f64 {
    size.0 * size.1
}

fn main() {}
