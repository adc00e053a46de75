use differentiate::differentiate;

#[differentiate]
fn squares(x: &[f64]) -> Vec<f64> {
    let mut out = Vec::new();
    for x in x {
        out.push(x * x);
    }
    out
}

fn main() {
    assert_eq!(squares_vjp(&[1.0, 3.0], vec![1.0, 1.0]), [2.0, 6.0]);
}
