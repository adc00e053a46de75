use differentiate::differentiate;

#[differentiate]
fn first([x, ..]: &mut [f64; 2]) {
    *x *= 2.0;
}

fn main() {}
