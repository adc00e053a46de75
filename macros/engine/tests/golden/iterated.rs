// a recurrence: what is kept of each iteration.
// Generated; see macros/engine/src/tests/golden.rs.

fn iterated(x: f64, n: usize) -> f64 {
    let mut y = x;
    for _ in 0..n {
        y = (y * x).sin() + y;
    }
    y
}
///The gradient of [`iterated`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 43 operations where the function costs 18 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores one value for each iteration of a loop.
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
fn iterated_grad(x: f64, n: usize) -> f64 {
    let mut kept_y = ::differentiate::__private::Vec::new();
    let mut y: f64 = x;
    kept_y.reserve(n);
    for _ in 0..n {
        let y_2 = (y * x).sin() + y;
        kept_y.push(y);
        y = y_2;
    }
    let mut d_y = 1.0;
    let mut d_x = 0.0;
    for _ in 0..n {
        let y_3 = kept_y.pop().unwrap();
        let product = d_y * (y_3 * x).cos();
        d_y += product * x;
        d_x += product * y_3;
    }
    d_x + d_y
}
