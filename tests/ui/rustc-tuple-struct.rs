use differentiate::differentiate;

#[allow(non_snake_case)]
fn Point(x: f64, y: f64) -> (f64, f64) {
    (x, y)
}

#[differentiate]
fn norm_squared(x: f64, y: f64) -> f64 {
    let p = Point(x, 2.0 * y);
    p.0 * p.0 + p.1 * p.1
}

fn main() {}
