use differentiate::differentiate;

type Checked<T> = Result<T, String>;

#[differentiate]
fn root(x: f64) -> Checked<f64> {
    if x < 0.0 { Err(format!("{x} is negative")) } else { Ok(x.sqrt()) }
}

fn main() {}
