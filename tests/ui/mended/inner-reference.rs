use differentiate::differentiate;

#[differentiate]
fn scaled(c: &(&[f64; 2], f64)) -> f64 {
    c.0[0] * c.0[1] * c.1
}

fn main() {
    assert_eq!(scaled_grad(&(&[2.0, 3.0], 5.0)), ([15.0, 10.0], 6.0));
}
