// no result, and so no cotangent of it.
// Generated; see macros/engine/src/tests/golden.rs.

/// A call without a value in last place, in a function without a value.
fn hands_on(x: f64, v: &mut [f64]) {
    v[0] += x;
    scaled(x, v)
}
///The vector-Jacobian product of [`hands_on`] with respect to `x`. Each buffer holds the cotangent of a `&mut` parameter: on entry that of its final value, on return that of its initial value.
///
///The gradient has the shape of the parameter.
///Costs about 34 operations where the function costs 17 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
///Panics where the function itself panics, but leaves out what only its value needs.
#[allow(
    unused,
    unused_comparisons,
    invalid_nan_comparisons,
    deprecated,
    arithmetic_overflow,
    unconditional_panic
)]
#[allow(clippy::all, clippy::pedantic, clippy::nursery, clippy::restriction)]
fn hands_on_vjp(x: f64, v: &mut [f64], d_v: &mut [f64]) -> f64 {
    use scaled as annotate_scaled_with_differentiate;
    ::core::assert_eq!(d_v.len(), v.len(), "`d_v` must be as long as `v`");
    let part = v[0];
    v[0] = part + x;
    let before = if annotate_scaled_with_differentiate::EXCHANGES[1] {
        ::differentiate::__private::Vec::new()
    } else {
        v.to_vec()
    };
    let (scaled_value, scaled_pullback) = annotate_scaled_with_differentiate::forward(
        x,
        &mut *v,
        scaled,
    );
    let (d_x, _) = scaled_pullback(
        (),
        (),
        ::differentiate::__private::handed(&before, &mut d_v[..]),
    );
    let part_2 = d_v[0];
    d_x + part_2
}
