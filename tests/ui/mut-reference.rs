use differentiate::differentiate;

#[differentiate]
fn double(x: &mut f64) {
    *x *= 2.0;
}

#[differentiate]
fn temporary(x: f64) -> f64 {
    double(&mut (x + 1.0));
    x
}

fn main() {}
