use differentiate::differentiate;

#[differentiate]
fn widened(x: f32) -> f64 {
    let y: f64 = x.into();
    y * y
}

fn main() {}
