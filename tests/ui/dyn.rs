use differentiate::differentiate;

#[differentiate]
fn twice(x: f64, f: &dyn Fn(f64) -> f64) -> f64 {
    f(f(x))
}

fn main() {}
