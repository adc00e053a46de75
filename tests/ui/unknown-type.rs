use differentiate::differentiate;

type Real = f64;

#[differentiate]
fn widened(x: f32) -> f64 {
    let y: Real = x.into();
    y * y
}

fn main() {}
