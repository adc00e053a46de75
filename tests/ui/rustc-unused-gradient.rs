#![deny(unused_must_use)]

use differentiate::differentiate;

#[must_use]
#[differentiate(grad, value_and_grad, vjp, accumulate_grad)]
fn square(x: f64) -> f64 {
    x * x
}

#[differentiate]
fn scale(v: &mut [f64], x: f64) {
    for v in v.iter_mut() {
        *v *= x;
    }
}

fn main() {
    square_grad(1.0);
    square_value_and_grad(1.0);
    square_vjp(1.0, 1.0);
    // These also change a buffer.
    square_accumulate_grad(1.0, &mut 0.0);
    scale_vjp(&mut [1.0], 2.0, &mut [1.0]);
}
