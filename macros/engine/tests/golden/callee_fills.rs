// a buffer that each iteration fills anew: both bodies, and rustc chooses.
// Generated; see macros/engine/src/tests/golden.rs.

fn callee_fills(x: &[f64]) -> f64 {
    let mut h = vec![0.0; x.len()];
    let mut sum = 0.0;
    for i in 0..x.len() {
        fill(x, x[i], &mut h);
        sum += product(&h) * x[i];
    }
    sum
}
///The gradient of [`callee_fills`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 67 operations where the function costs 36 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores nothing.
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
fn callee_fills_grad(x: &[f64]) -> ::differentiate::__private::Vec<f64> {
    use fill as annotate_fill_with_differentiate;
    use product as annotate_product_with_differentiate;
    use ::core::iter::Iterator as _;
    if annotate_fill_with_differentiate::OVERWRITES[2] {
        let length = x.len();
        let mut d_x = ::differentiate::__private::zero(&x);
        let mut h = ::differentiate::__private::vec![0.0; length];
        let mut d_h = ::differentiate::__private::vec![0.0; length];
        for i in 0..length {
            let d_product_value = x[i];
            let (fill_value, fill_pullback) = annotate_fill_with_differentiate::forward(
                x,
                d_product_value,
                &mut h,
                fill,
            );
            let (product_value, product_pullback) = annotate_product_with_differentiate::forward(
                &h,
                product,
            );
            d_x[i] += product_value;
            product_pullback(
                d_product_value,
                (&h, ::core::option::Option::Some(&mut d_h)),
            );
            let (_, d_x_2, _) = fill_pullback(
                ::differentiate::__private::zero(&fill_value),
                (x, ::core::option::Option::Some(&mut d_x)),
                (),
                &mut d_h,
            );
            d_x[i] += d_x_2;
        }
        d_x
    } else {
        let mut kept = ::differentiate::__private::Vec::new();
        let mut kept_2 = ::differentiate::__private::Lists::new();
        let length = x.len();
        let mut h = ::differentiate::__private::vec![0.0; length];
        kept.reserve(length);
        for i in 0..length {
            let (fill_value, fill_pullback) = annotate_fill_with_differentiate::forward(
                x,
                x[i],
                &mut h,
                fill,
            );
            let (product_value, product_pullback) = annotate_product_with_differentiate::forward(
                &h,
                product,
            );
            kept.push((product_value, product_pullback, fill_value, fill_pullback));
            kept_2.push(&h);
        }
        let mut d_x = ::differentiate::__private::zero(&x);
        let mut d_h = ::differentiate::__private::vec![0.0; length];
        let mut d_sum = 1.0;
        for i in (0..length).rev() {
            let (product_value_2, product_pullback_2, fill_value_2, fill_pullback_2) = kept
                .pop()
                .unwrap();
            let chosen = kept_2.pop();
            d_x[i] += d_sum * product_value_2;
            let mut own = ::differentiate::__private::Vec::new();
            product_pullback_2(
                d_sum * x[i],
                (
                    ::differentiate::__private::kept(chosen, &mut own),
                    ::core::option::Option::Some(&mut d_h),
                ),
            );
            let (_, d_x_2, _) = fill_pullback_2(
                ::differentiate::__private::zero(&fill_value_2),
                (x, ::core::option::Option::Some(&mut d_x)),
                (),
                &mut d_h,
            );
            d_x[i] += d_x_2;
        }
        d_x
    }
}
