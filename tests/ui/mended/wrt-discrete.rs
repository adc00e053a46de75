use differentiate::differentiate;

#[differentiate(wrt(x))]
fn power(x: f64, n: i32) -> f64 {
    x.powi(n)
}

fn main() {
    assert_eq!(power_grad(3.0, 2), 6.0);
}
