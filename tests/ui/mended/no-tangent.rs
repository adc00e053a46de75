use differentiate::differentiate;

#[differentiate(pullback)]
fn fourth(x: f64) -> f64 {
    let square = x * x;
    square * square
}

fn main() {
    let (value, pull) = fourth_pullback(2.0);
    assert_eq!((value, pull(1.0)), (16.0, 32.0));
}
