use differentiate::differentiate;

#[differentiate]
fn widened(x: f32) -> f64 {
    square(x.into())
}

#[differentiate]
fn square(y: f64) -> f64 {
    y * y
}

fn main() {}
