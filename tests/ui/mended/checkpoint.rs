use differentiate::differentiate;

#[differentiate]
fn early(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(every = 10)]
    for _ in 0..n {
        if y > 100.0 {
            continue;
        }
        y = y.sin() + x;
    }
    y
}

fn main() {
    assert_eq!(early_grad(0.0, 25), 26.0);
}
