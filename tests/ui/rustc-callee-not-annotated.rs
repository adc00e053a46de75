use differentiate::differentiate;

mod physics {
    pub fn drag(v: f64) -> f64 {
        v * v
    }
}

fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn total(x: f64) -> f64 {
    square(x) + physics::drag(x)
}

fn main() {}
