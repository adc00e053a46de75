use differentiate::differentiate;

#[differentiate(wrt(weight))]
fn scaled(x: f64, weight: f64) -> f64 {
    x * weight
}

fn main() {
    let weight = Some(2.0);
    assert_eq!(weight.map(|weight| scaled_grad(3.0, weight)), Some(3.0));
}
