use differentiate::differentiate;

#[differentiate]
fn number(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(10)]
    for _ in 0..n {
        y = y.sin() + x;
    }
    y
}

#[differentiate]
fn nothing(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint]
    for _ in 0..n {
        y = y.sin() + x;
    }
    #[checkpoint(every = 0)]
    for _ in 0..n {
        y = y.sin() + x;
    }
    y
}

fn main() {}
