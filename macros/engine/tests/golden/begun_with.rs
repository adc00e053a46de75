// the shapes of lists.
// Generated; see macros/engine/src/tests/golden.rs.

/// What a list begins with says in which shape its adjoint does.
fn begun_with(x: &[f64], y: f64) -> f64 {
    let mut copied = x.to_vec();
    let mut listed = vec![y, x[0]];
    copied[0] *= y;
    listed[1] += copied[0] * y;
    listed[0] * listed[1] + copied[1].sin()
}
///The gradient of [`begun_with`] with respect to `x` and `y`.
///
///The gradients are a tuple in the order of the parameters, each in the shape of its parameter.
///Costs about 33 operations where the function costs 21 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn begun_with_grad(x: &[f64], y: f64) -> (::differentiate::__private::Vec<f64>, f64) {
    let mut copied = x.to_vec();
    let mut listed = [y, x[0]].to_vec();
    let part = copied[0];
    copied[0] = part * y;
    let part_2 = copied[0];
    let part_3 = listed[1];
    listed[1] = part_3 + part_2 * y;
    let part_4 = listed[0];
    let part_5 = listed[1];
    let part_6 = copied[1];
    let mut d_x = ::differentiate::__private::zero(&x);
    let mut d_part = [0.0; 2];
    let mut d_copied = ::differentiate::__private::zero(&x);
    let mut d_listed = [0.0; 2].to_vec();
    d_copied[1] += part_6.cos();
    d_listed[1] += part_4;
    d_listed[0] += part_5;
    let part_7 = d_listed[1];
    d_copied[0] += part_7 * y;
    let part_8 = d_copied[0];
    d_copied[0] = 0.0;
    d_copied[0] += part_8 * y;
    ::differentiate::__private::accumulate_slice(&mut d_part, &d_listed);
    d_x[0] += d_part[1];
    ::differentiate::__private::accumulate_slice(&mut d_x, &d_copied);
    (d_x, part_7 * part_2 + part_8 * part + d_part[0])
}
