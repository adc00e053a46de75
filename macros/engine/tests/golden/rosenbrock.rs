// a loop that only adds up: run once, and split in two.
// Generated; see macros/engine/src/tests/golden.rs.

fn rosenbrock(x: &[f64]) -> f64 {
    let mut sum = 0.0;
    for i in 0..x.len() - 1 {
        let a = x[i + 1] - x[i] * x[i];
        let b = 1.0 - x[i];
        sum += 100.0 * a * a + b * b;
    }
    sum
}
///The gradient of [`rosenbrock`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 20 operations where the function costs 11 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
///Panics where the function itself panics, but leaves out what only its value needs.
#[must_use]
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn rosenbrock_grad(x: &[f64]) -> ::differentiate::__private::Vec<f64> {
    let at = x.len() - 1;
    let mut d_x = ::differentiate::__private::zero(&x);
    for i in 0..at {
        let at_2 = i + 1;
        let part = x[i];
        let a = x[at_2] - part * part;
        d_x[at_2] += 2.0 * (100.0 * a);
    }
    for i_2 in 0..at {
        let part_2 = x[i_2];
        let a_2 = x[i_2 + 1] - part_2 * part_2;
        let b = 1.0 - part_2;
        let product = 2.0 * (100.0 * a_2) * part_2;
        d_x[i_2] += -(2.0 * b) - product - product;
    }
    d_x
}
