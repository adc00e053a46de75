use differentiate::differentiate;

#[differentiate]
fn ends(xs: &[f64]) -> f64 {
    match xs.to_vec()[..] {
        [first, .., last] if first < last => first * last,
        _ => 0.0,
    }
}

fn main() {}
