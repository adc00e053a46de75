use differentiate::differentiate;

#[differentiate]
fn total(x: &[f64]) -> f64 {
    let mut total = 0.0;
    for v in x.iter().step_by(2) {
        total += v * v;
    }
    total
}

fn main() {
    assert_eq!(total_grad(&[1.0, 2.0, 3.0]), [2.0, 0.0, 6.0]);
}
