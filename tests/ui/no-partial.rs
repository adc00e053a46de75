use differentiate::differentiate;

#[differentiate(of = f64::powf, partial(x) = y * x.powf(y - 1.0))]
fn power(x: f64, y: f64) -> f64;

fn main() {}
