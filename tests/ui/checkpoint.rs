use differentiate::differentiate;

#[differentiate]
fn early(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(every = 10)]
    for _ in 0..n {
        y = y.sin() + x;
        if y > 100.0 {
            break;
        }
    }
    y
}

#[differentiate]
fn endless(x: f64) -> f64 {
    let mut y = x;
    #[checkpoint(every = 10)]
    while y < 10.0 {
        y = y * y + x;
    }
    y
}

fn noise(step: usize) -> f64 {
    step as f64
}

#[differentiate]
fn opaque(x: f64, n: usize) -> f64 {
    let mut y = x;
    #[checkpoint(every = 10)]
    for i in 0..n {
        y = y.sin() + noise(i);
    }
    y
}

fn main() {}
