use differentiate::differentiate;

#[differentiate]
fn first(x: [f64; 2]) -> f64 {
    unsafe { *x.get_unchecked(0) }
}

#[differentiate]
unsafe fn square(x: f64) -> f64 {
    x * x
}

fn main() {}
