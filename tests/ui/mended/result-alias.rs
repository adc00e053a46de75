use differentiate::differentiate;

#[differentiate]
fn root(x: f64) -> Result<f64, String> {
    if x < 0.0 { Err(format!("{x} is negative")) } else { Ok(x.sqrt()) }
}

fn main() {
    assert_eq!(root_grad(4.0), Ok(0.25));
    assert!(root_grad(-1.0).is_err());
}
