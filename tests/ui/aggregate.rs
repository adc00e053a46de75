use differentiate::differentiate;

struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
fn length(x: f64, y: f64) -> f64 {
    let p = Point { x, y };
    p.x.hypot(p.y)
}

#[differentiate]
fn some(x: f64) -> f64 {
    let kept = Some(x);
    kept.unwrap()
}

fn main() {}
