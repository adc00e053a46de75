use differentiate::differentiate;

#[differentiate]
fn first([x, ..]: &mut [f64; 2]) -> f64 {
    *x
}

fn main() {}
