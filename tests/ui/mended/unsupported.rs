use differentiate::differentiate;

#[differentiate]
fn guarded(x: f64, n: usize) -> f64 {
    let mut y = x;
    if n == 1 && {
        y *= x;
        y > 1.0
    } {
        2.0 * y
    } else {
        y
    }
}

fn main() {
    assert_eq!(guarded_grad(3.0, 1), 12.0);
}
