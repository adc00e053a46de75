use differentiate::differentiate;

#[differentiate(pullback)]
fn power(x: f64, n: u32) -> f64 {
    let mut product = 1.0;
    for _ in 0..n {
        product *= x;
    }
    product
}

fn main() {
    let (value, pull) = power_pullback(2.0, 3);
    assert_eq!((value, pull(1.0)), (8.0, 12.0));
}
