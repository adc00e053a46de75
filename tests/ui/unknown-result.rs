use differentiate::differentiate;

struct Point {
    x: f64,
}

#[differentiate]
fn point(x: f64) -> Point {
    Point { x: 2.0 * x }
}

fn main() {}
