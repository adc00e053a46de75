use differentiate::differentiate;

#[differentiate]
fn twice(x: f64) -> f64 {
    let early = |y: f64| {
        if y > 0.0 {
            return x;
        }
        x * y
    };
    early(x)
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
