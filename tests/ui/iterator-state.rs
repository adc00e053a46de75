use differentiate::differentiate;

#[differentiate]
fn first_by_next(x: &[f64]) -> f64 {
    let mut it = x.iter().flat_map(|v| [*v, v * v]);
    let first = it.next().unwrap_or(1.0);
    first * it.sum::<f64>()
}

fn main() {}
