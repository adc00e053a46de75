use differentiate::differentiate;
use std::ops::{Add, Mul};

#[differentiate]
fn cubed<T: Copy + Add<Output = T> + Mul<Output = T>>(x: T) -> T {
    x * x * x + x
}

#[derive(Clone, Copy)]
struct Pixel(u8);

impl Add for Pixel {
    type Output = Pixel;
    fn add(self, other: Pixel) -> Pixel {
        Pixel(self.0 + other.0)
    }
}

impl Mul for Pixel {
    type Output = Pixel;
    fn mul(self, other: Pixel) -> Pixel {
        Pixel(self.0 * other.0)
    }
}

// Without the attribute, which would add the bound.
fn slope<T: Copy + Add<Output = T> + Mul<Output = T>>(x: T) -> T {
    cubed_grad(x)
}

fn main() {
    cubed_grad(Pixel(3));
    slope(3.0);
}
