use differentiate::differentiate;

#[differentiate]
fn decayed(x: f64) -> f64 {
    let decay = 2.0 * x;
    decay * x
}

fn main() {
    assert_eq!(decayed_grad(3.0), 12.0);
}
