// a list that grows.
// Generated; see macros/engine/src/tests/golden.rs.

fn pushed(x: &[f64]) -> f64 {
    let mut powers = Vec::new();
    let mut p = 1.0;
    for v in x {
        p *= v;
        powers.push(p * p);
    }
    powers[1] = powers[0] * powers[2];
    powers.iter().sum::<f64>() + powers.len() as f64 * powers[1]
}
///The gradient of [`pushed`] with respect to `x`.
///
///The gradient has the shape of the parameter.
///Costs about 20 operations where the function costs 8 (an addition or a product counts 1, a quotient or a root 4, any other function 16; a loop counts as one iteration), and stores 2 values for each iteration of its loops.
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
fn pushed_grad(x: &[f64]) -> ::differentiate::__private::Vec<f64> {
    use ::core::iter::Iterator as _;
    let mut kept = ::differentiate::__private::Vec::new();
    let mut powers: ::differentiate::__private::Vec<f64> = ::differentiate::__private::Vec::<
        f64,
    >::new();
    let length = x.len();
    let mut p: f64 = 1.0;
    kept.reserve(length);
    for i in 0..length {
        let v = x[i];
        let p_2 = p * v;
        powers.push(p_2 * p_2);
        kept.push((p_2, p));
        p = p_2;
    }
    let part = powers[0];
    let part_2 = powers[2];
    powers[1] = part * part_2;
    let length_2 = powers.len();
    let length_3 = powers.len();
    let length_4 = powers.len();
    let mut d_x = ::differentiate::__private::zero(&x);
    let mut d_powers = ::differentiate::__private::vec![0.0; length_4];
    d_powers[1] += length_3 as f64;
    for i_2 in 0..length_2 {
        d_powers[i_2] += 1.0;
    }
    let part_3 = d_powers[1];
    d_powers[1] = 0.0;
    d_powers[2] += part_3 * part;
    d_powers[0] += part_3 * part_2;
    let mut d_p = 0.0;
    for i in (0..length).rev() {
        let (p_3, p_4) = kept.pop().unwrap();
        let d_last = d_powers.pop().unwrap();
        let product = d_last * p_3;
        let d_p_2 = d_p + product + product;
        let v_2 = x[i];
        d_x[i] += d_p_2 * p_4;
        d_p = d_p_2 * v_2;
    }
    d_x
}
