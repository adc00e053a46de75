use differentiate::differentiate;

#[differentiate]
fn half_of_the_first(xs: &[f64]) -> f64 {
    let half = |at: usize| {
        let x = xs.get(at)?;
        let made: Option<f64> = Some(x / 2.0);
        made
    };
    half(0).unwrap_or(0.0)
}

fn main() {}
