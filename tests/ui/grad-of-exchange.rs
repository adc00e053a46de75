use differentiate::differentiate;

#[differentiate(grad)]
fn update(x: f64, state: &mut f64) -> f64 {
    *state *= x;
    *state
}

fn main() {}
