use differentiate::differentiate;

#[differentiate]
fn without_the_negative(xs: &[f64]) -> f64 {
    let mut rest = xs.to_vec();
    let negative: Vec<f64> = rest.extract_if(.., |x| *x < 0.0).collect();
    rest[0] * negative[0]
}

fn main() {}
