use differentiate::differentiate;

mod mem {
    pub fn swap<T: Copy>(a: &mut T, b: &mut T) {
        *a = *b;
    }
}

fn stop_gradient<T>(x: T) -> T {
    x
}

#[differentiate]
fn swapped(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    mem::swap(&mut a, &mut b);
    a * a * b + stop_gradient(x)
}

fn main() {}
