use differentiate::{Float, differentiate};

#[differentiate]
fn doubled<T: Float>(x: T) -> T {
    let two = T::from_f64(2.0);
    two * x
}

fn main() {
    assert_eq!(doubled_grad(3.0_f32), 2.0);
}
