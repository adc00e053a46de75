use differentiate::differentiate;

trait Float: Copy + std::ops::Add<Output = Self> + std::ops::Mul<Output = Self> {
    fn sqrt(self) -> Self;
}

#[differentiate]
fn hypotenuse<T: Float>(a: T, b: T) -> T {
    (a * a + b * b).sqrt()
}

fn main() {}
