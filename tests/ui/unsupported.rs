use differentiate::differentiate;

#[differentiate]
fn guarded(x: f64, n: usize) -> f64 {
    let mut y = x;
    match n {
        1 if {
            y *= x;
            y > 1.0
        } =>
        {
            2.0 * y
        }
        _ => y,
    }
}

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
