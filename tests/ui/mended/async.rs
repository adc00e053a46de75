use differentiate::differentiate;

async fn load() -> f64 {
    3.0
}

async fn load_and_square() -> f64 {
    square(load().await)
}

#[differentiate]
fn square(x: f64) -> f64 {
    x * x
}

fn main() {
    let _ = load_and_square();
    assert_eq!(square_grad(3.0), 6.0);
}
