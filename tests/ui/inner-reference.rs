use differentiate::differentiate;

#[differentiate]
fn scaled(c: (&[f64; 2], f64)) -> f64 {
    c.0[0] * c.0[1] * c.1
}

/// Nothing of it is kept.
#[differentiate]
fn named(x: f64, name: (&str, f64)) -> f64 {
    x * x + name.0.len() as f64
}

fn main() {}
