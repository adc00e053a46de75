use differentiate::differentiate;

macro_rules! square {
    ($x:expr) => {
        $x * $x
    };
}

#[differentiate]
fn squared(x: f64) -> f64 {
    square!(x)
}

fn main() {}
