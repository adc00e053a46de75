use differentiate::differentiate;

#[differentiate]
fn replaced(x: [f64; 2]) -> f64 {
    let pair = ([x[0], 2.0 * x[1]], 1.0);
    pair.0[1] * pair.1
}

fn main() {
    assert_eq!(replaced_grad([3.0, 4.0]), [0.0, 2.0]);
}
