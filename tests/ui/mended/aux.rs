use differentiate::differentiate;

#[differentiate(aux)]
fn alone(x: f64) -> (f64, &'static str) {
    (x * x, "a square")
}

fn main() {
    assert_eq!(alone_value_and_grad(3.0), ((9.0, "a square"), 6.0));
}
