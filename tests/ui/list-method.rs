use differentiate::differentiate;

#[differentiate]
fn without_the_first(xs: &[f64]) -> f64 {
    let mut rest = xs.to_vec();
    rest.drain(..2);
    rest[0] * rest[1]
}

fn main() {}
