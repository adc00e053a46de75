use differentiate::differentiate;

#[differentiate]
fn scaled(c: (&[f64; 2], f64)) -> f64 {
    c.0[0] * c.0[1] * c.1
}

#[differentiate]
fn indexed<'a>(x: &[f64], at: (usize, &'a [usize])) -> f64 {
    x[at.1[at.0]] * x[0]
}

/// Nothing of it is kept.
#[differentiate]
fn named(x: f64, name: (&str, f64)) -> f64 {
    x * x + name.0.len() as f64
}

fn main() {}
