use differentiate::differentiate;

enum Trouble {
    Negative(f64),
}

#[differentiate]
fn root(x: f64) -> Result<f64, Trouble> {
    if x < 0.0 { Err(Trouble::Negative(x)) } else { Ok(x.sqrt()) }
}

#[differentiate]
fn mirrored(x: f64) -> f64 {
    match root(x) {
        Ok(root) => root,
        Err(Trouble::Negative(x)) => 2.0 * x,
    }
}

fn main() {}
