// a part of what is given by a function that only rustc knows.
// Generated; see macros/engine/src/tests/golden.rs.

fn weighs_a_part(x: f64) -> f64 {
    weighs_one(x, counted_twice()[0], 2.0) * x
}
///The gradient of [`weighs_a_part`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 33 operations where the function costs 17 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn weighs_a_part_grad(x: f64) -> f64 {
    use weighs_one as annotate_weighs_one_with_differentiate;
    let part = counted_twice();
    let (weighs_one_value, weighs_one_pullback) = annotate_weighs_one_with_differentiate::forward(
        x,
        ::differentiate::__private::Passed(&part[0]).copy(),
        2.0,
        weighs_one,
    );
    let (d_x, _, _) = weighs_one_pullback(
        x,
        (),
        ::differentiate::__private::unwanted(&part[0]),
        (),
    );
    weighs_one_value + d_x
}
