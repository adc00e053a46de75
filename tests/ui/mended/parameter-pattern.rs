use differentiate::differentiate;

#[differentiate]
fn product(pair: (f64, f64)) -> f64 {
    let (x, y) = pair;
    x * y
}

fn main() {
    assert_eq!(product_grad((3.0, 4.0)), (4.0, 3.0));
}
