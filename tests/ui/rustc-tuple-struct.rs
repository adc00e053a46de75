use differentiate::differentiate;

struct Point(f64, f64);

#[differentiate]
fn norm_squared(x: f64, y: f64) -> f64 {
    let p = Point(x, 2.0 * y);
    p.0 * p.0 + p.1 * p.1
}

fn main() {}
