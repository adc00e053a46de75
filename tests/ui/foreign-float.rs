use differentiate::differentiate;

trait Float: Copy + std::ops::Mul<Output = Self> {
    fn from_f64(value: f64) -> Option<Self>;
}

#[differentiate]
fn doubled<T: Float>(x: T) -> T {
    let two = T::from_f64(2.0).unwrap();
    two * x
}

fn main() {}
