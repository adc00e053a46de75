use differentiate::differentiate;

#[differentiate]
fn counts(x: f64) -> f64 {
    let mut seen = 0.0;
    let mut next = move |y: f64| {
        seen += x;
        seen * y
    };
    next(1.0) + next(2.0)
}

fn midpoint<F: Fn(f64) -> f64>(f: F) -> f64 {
    f(0.5)
}

#[differentiate]
fn passed_on(x: f64) -> f64 {
    let line = |t: f64| t * x;
    midpoint(line)
}

fn main() {}
