use differentiate::differentiate;

#[differentiate]
fn counts(x: f64) -> f64 {
    let mut seen = 0.0;
    let mut next = |y: f64| {
        seen += x;
        seen * y
    };
    next(1.0) + next(2.0)
}

#[differentiate]
fn called_here(x: f64) -> f64 {
    let line = |t: f64| t * x;
    line(0.5)
}

fn main() {
    assert_eq!(called_here_grad(3.0), 0.5);
    // x · 1 + 2 x · 2
    assert_eq!(counts_grad(3.0), 5.0);
}
