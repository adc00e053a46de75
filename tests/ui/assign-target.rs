use differentiate::differentiate;

static mut TOTAL: f64 = 0.0;

#[differentiate]
fn stored(x: f64) -> f64 {
    TOTAL = x;
    x
}

fn main() {}
