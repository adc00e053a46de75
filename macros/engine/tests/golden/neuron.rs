// straight-line code: a closed form, no value computed.
// Generated; see macros/engine/src/tests/golden.rs.

fn neuron(x: [f64; 3], w: [f64; 3], b: f64) -> f64 {
    let sum = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b;
    sum.max(0.0)
}
///The gradient of [`neuron`] with respect to `x`, `w` and `b`.
///
///The gradients are a tuple in the order of the parameters, each in the shape of its parameter.
///Costs about 14 operations where the function costs 7 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn neuron_grad(x: [f64; 3], w: [f64; 3], b: f64) -> ([f64; 3], [f64; 3], f64) {
    let sum = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b;
    let d_sum = if sum > 0.0 { 1.0 } else { 0.0 };
    (
        [d_sum * w[0], d_sum * w[1], d_sum * w[2]],
        [d_sum * x[0], d_sum * x[1], d_sum * x[2]],
        d_sum,
    )
}
