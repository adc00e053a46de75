use differentiate::differentiate;

#[differentiate(jacobian)]
fn square(x: &[f64]) -> f64 {
    x[0] * x[0]
}

#[differentiate(jacobian)]
fn in_place(y: &mut [f64]) {
    y[0] *= y[1];
}

fn main() {}
