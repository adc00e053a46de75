// an array that is changed in place.
// Generated; see macros/engine/src/tests/golden.rs.

fn overwritten(x: [f64; 3], i: usize) -> f64 {
    let mut a = x;
    a[0] = a[1] * a[2];
    a[i] = a[i].sin() * a[0];
    a[1] = 2.0;
    a[2] += a[0] * a[1];
    a[0] * a[1] + a[2] * x[1]
}
///The gradient of [`overwritten`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 53 operations where the function costs 23 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn overwritten_grad(x: [f64; 3], i: usize) -> [f64; 3] {
    let mut a: [f64; 3] = x;
    let part = a[1];
    let part_2 = a[2];
    a[0] = part * part_2;
    let part_3 = a[i];
    let sin = part_3.sin();
    let part_4 = a[0];
    a[i] = sin * part_4;
    a[1] = 2.0;
    let part_5 = a[0];
    let part_6 = a[1];
    let part_7 = a[2];
    a[2] = part_7 + part_5 * part_6;
    let part_8 = a[0];
    let part_9 = a[1];
    let part_10 = a[2];
    let mut d_a = [0.0; 3];
    d_a[2] += x[1];
    d_a[1] += part_8;
    d_a[0] += part_9;
    let part_11 = d_a[2];
    d_a[1] += part_11 * part_5;
    d_a[0] += part_11 * part_6;
    d_a[1] = 0.0;
    let part_12 = d_a[i];
    d_a[i] = 0.0;
    d_a[0] += part_12 * sin;
    d_a[i] += part_12 * part_4 * part_3.cos();
    let part_13 = d_a[0];
    d_a[0] = 0.0;
    d_a[2] += part_13 * part;
    d_a[1] += part_13 * part_2;
    let part_14 = d_a;
    [part_14[0], part_14[1] + part_10, part_14[2]]
}
