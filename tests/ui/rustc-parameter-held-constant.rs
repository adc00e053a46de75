use differentiate::differentiate;

#[differentiate(wrt(x))]
fn scaled(x: f64, w: f64) -> f64 {
    x * w
}

#[differentiate]
fn total(x: f64, y: f64) -> f64 {
    scaled(x, x * y) + y
}

fn main() {}
