// exponents that are integers.
// Generated; see macros/engine/src/tests/golden.rs.

fn everything<T: differentiate::Float>(x: T, y: T) -> T {
    let (s, c) = x.sin_cos();
    s * c.tanh() + x.powi(3) * y.powi(-2) + x % y - (y.exp() + x.sqrt()).ln()
}
///The gradient of [`everything`] with respect to `x` and `y`.
///
///The gradients are a tuple in the order of the parameters, each in the shape of its parameter.
///Costs about 120 operations where the function costs 98 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn everything_grad<T: differentiate::Float>(x: T, y: T) -> (T, T) {
    let s = x.sin();
    let c = x.cos();
    let d_s = c.tanh();
    let powi = y.powi(-2);
    let exp = y.exp();
    let sqrt = x.sqrt();
    let quotient = T::FLOAT_ONE / (exp + sqrt);
    let difference = (if quotient == T::FLOAT_ZERO {
        T::FLOAT_ZERO
    } else {
        -(quotient * (T::float_from(0.5) / sqrt.float_abs()))
    }) + T::FLOAT_ONE + powi * (T::float_from(3.0) * x.float_powi(2))
        - s * ::differentiate::__private::tanh_slope(c, d_s) * s;
    (
        difference + d_s * c,
        -(quotient * exp) - ((x - x % y) / y).float_round()
            + -T::float_from(2.0) * (powi * (x.powi(3) / y)),
    )
}
