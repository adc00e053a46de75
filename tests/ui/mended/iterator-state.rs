use differentiate::differentiate;

#[differentiate]
fn first_by_next(x: &[f64]) -> f64 {
    let items: Vec<_> = x.iter().flat_map(|v| [*v, v * v]).collect();
    let mut it = items.iter().copied();
    let first = it.next().unwrap_or(1.0);
    first * it.sum::<f64>()
}

fn main() {
    // x (x²)
    assert_eq!(first_by_next_grad(&[3.0]), [27.0]);
}
