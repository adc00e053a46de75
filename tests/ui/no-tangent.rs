use differentiate::differentiate;

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate(pullback)]
fn fourth(x: f64) -> f64 {
    square(square(x))
}

fn main() {}
