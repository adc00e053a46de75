use differentiate::differentiate;

struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
fn norm(x: f64, y: f64) -> f64 {
    let mut p = Point { x, y };
    p.x *= 2.0;
    p.x * p.x + p.y * p.y
}

fn main() {}
