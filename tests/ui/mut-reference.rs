use differentiate::differentiate;

#[differentiate]
fn update(x: f64, state: &mut f64) -> f64 {
    x * *state
}

fn main() {}
