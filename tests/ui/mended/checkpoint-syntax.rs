use differentiate::differentiate;

#[differentiate]
fn number(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(every = 10)]
    for _ in 0..n {
        y = y.sin() + x;
    }
    y
}

fn main() {
    assert_eq!(number_grad(0.0, 25), 26.0);
}
