use differentiate::differentiate;

#[differentiate(aux)]
fn alone(x: f64) -> f64 {
    x * x
}

#[differentiate(aux)]
fn perhaps(x: f64) -> Option<(f64, usize)> {
    Some((x, 1))
}

fn main() {}
