use differentiate::{Float, differentiate};

#[differentiate]
fn square<T: Float>(x: T) -> T {
    x * x
}

fn main() {
    assert_eq!(square_grad(3.0_f32), 6.0);
}
