// calls that are lent what they change.
// Generated; see macros/engine/src/tests/golden.rs.

fn network(w: &[f64], x: &[f64; 2], b: f64) -> f64 {
    let mut hidden = [0.0; 3];
    let mut out = vec![0.0; 2];
    dense(&w[..6], x, &mut hidden);
    dense(&w[6..12], &hidden, &mut out);
    let mut total = b;
    scale(&mut total, out[0]);
    scale(&mut out[1], total);
    total * out[1] + hidden[2]
}
///The gradient of [`network`] with respect to `w`, `x` and `b`.
///
///The gradients are a tuple in the order of the parameters, each in the shape of its parameter.
///Costs about 133 operations where the function costs 68 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn network_grad(
    w: &[f64],
    x: &[f64; 2],
    b: f64,
) -> (::differentiate::__private::Vec<f64>, [f64; 2], f64) {
    use dense as annotate_dense_with_differentiate;
    use scale as annotate_scale_with_differentiate;
    let mut hidden: [f64; 3] = [0.0; 3];
    let mut out: ::differentiate::__private::Vec<f64> = ::differentiate::__private::vec![
        0.0; 2
    ];
    let part = &w[0..6];
    let (dense_value, dense_pullback) = annotate_dense_with_differentiate::forward(
        part,
        x,
        &mut hidden,
        dense,
    );
    let part_2 = &w[6..12];
    let (dense_value_2, dense_pullback_2) = annotate_dense_with_differentiate::forward(
        part_2,
        &hidden,
        &mut out,
        dense,
    );
    let mut total: f64 = b;
    let part_3 = out[0];
    let (scale_value, scale_pullback) = annotate_scale_with_differentiate::forward(
        &mut total,
        part_3,
        scale,
    );
    let part_4 = total;
    let (scale_value_2, scale_pullback_2) = annotate_scale_with_differentiate::forward(
        &mut out[1],
        part_4,
        scale,
    );
    let part_5 = total;
    let part_6 = out[1];
    let mut d_w = ::differentiate::__private::zero(&w);
    let mut d_x = [0.0; 2];
    let mut d_hidden = [0.0; 3];
    let mut d_out = ::differentiate::__private::vec![0.0; 2];
    let mut d_total = 0.0;
    d_hidden[2] += 1.0;
    d_out[1] += part_5;
    d_total += part_6;
    let (_, chosen) = scale_pullback_2(
        ::differentiate::__private::zero(&scale_value_2),
        &mut d_out[1],
        (),
    );
    d_total += chosen;
    let (_, chosen_2) = scale_pullback(
        ::differentiate::__private::zero(&scale_value),
        &mut d_total,
        (),
    );
    d_out[0] += chosen_2;
    let d_b = d_total;
    dense_pullback_2(
        ::differentiate::__private::zero(&dense_value_2),
        (part_2, ::core::option::Option::Some(&mut d_w[6..12])),
        (&hidden, ::core::option::Option::Some(&mut d_hidden)),
        &mut d_out,
    );
    dense_pullback(
        ::differentiate::__private::zero(&dense_value),
        (part, ::core::option::Option::Some(&mut d_w[0..6])),
        (x, ::core::option::Option::Some(&mut d_x)),
        &mut d_hidden,
    );
    (d_w, d_x, d_b)
}
