//! Derivatives of what is far out in the range of numbers, where a factor of the derivative has left it and the derivative has not: each function is
//! one of a few numbers through exponentials, with the derivatives by hand.

#![allow(clippy::float_cmp, reason = "some are exact")]

use crate::common::assert_close;
use differentiate::differentiate;

#[differentiate(grad, jvp, hvp)]
fn recip(x: f64) -> f64 {
    x.exp().recip().ln()
}

#[differentiate(grad, jvp, hvp)]
fn quotient(x: f64) -> f64 {
    (1.0 / x.exp()).ln()
}

#[differentiate(grad, jvp, hvp)]
fn integer(x: f64) -> f64 {
    x.exp().powi(-1).ln()
}

#[differentiate(grad, jvp, hvp)]
fn float(x: f64) -> f64 {
    x.exp().powf(-1.0).ln()
}

#[differentiate(grad, jvp, hvp)]
fn root(x: f64) -> f64 {
    x.exp().sqrt().ln()
}

#[differentiate(grad, jvp, hvp)]
fn cube_root(x: f64) -> f64 {
    x.exp().cbrt().ln()
}

#[differentiate(grad, jvp, hvp)]
fn ratio(x: f64) -> f64 {
    (2.0 / (x.exp() + x.exp())).ln()
}

/// Each is its slope times `x`, by way of `exp(x)`.
#[test]
fn straight_lines() {
    type Lines = [(fn(f64) -> f64, fn(f64, f64) -> (f64, f64), fn(f64, f64) -> f64, f64); 7];
    let lines: Lines = [
        (recip_grad, recip_jvp, recip_hvp, -1.0),
        (quotient_grad, quotient_jvp, quotient_hvp, -1.0),
        (integer_grad, integer_jvp, integer_hvp, -1.0),
        (float_grad, float_jvp, float_hvp, -1.0),
        (root_grad, root_jvp, root_hvp, 0.5),
        (cube_root_grad, cube_root_jvp, cube_root_hvp, 1.0 / 3.0),
        (ratio_grad, ratio_jvp, ratio_hvp, -1.0),
    ];
    for (grad, jvp, hvp, slope) in lines {
        for x in [-400.0, -1.0, 0.0, 0.5, 400.0] {
            assert_close([grad(x), jvp(x, 1.0).1, jvp(x, -2.0).1], [slope, slope, -2.0 * slope]);
            assert!(hvp(x, 1.0).abs() < 1e-12, "{}", hvp(x, 1.0));
        }
    }
}

#[differentiate(grad, jvp, hvp, hessian)]
fn log_sum_exp(x: f64, y: f64) -> f64 {
    (x.exp() + y.exp()).ln()
}

#[differentiate(grad, jvp, hvp, hessian)]
fn cross_entropy(x: f64, y: f64) -> f64 {
    let (a, b) = (x.exp(), y.exp());
    -(a / (a + b)).ln()
}

#[differentiate(grad, jvp, hvp, hessian)]
fn in_bits(x: f64, y: f64) -> f64 {
    (x.exp() + y.exp()).log2() * core::f64::consts::LN_2
}

#[differentiate(grad, jvp, hvp, hessian)]
fn log_of_logistic(x: f64, y: f64) -> f64 {
    -(1.0 / (1.0 + (y - x).exp())).ln()
}

/// With `s` the share of `exp(x)`, the first has the gradient `s, 1 - s`, and each the Hessian `[[v, -v], [-v, v]]` with `v = s * (1 - s)`.
#[test]
fn second_derivatives_square_no_operand() {
    let v = |d: f64| {
        let s = 1.0 / (1.0 + (-d).exp());
        s * (1.0 - s)
    };
    for (x, y) in [(400.0, 399.0), (1.0, 0.0), (-400.0, -398.5), (0.25, -0.5), (355.0, 354.0), (700.0, 700.5)]
    {
        let v = v(x - y);
        let s = 1.0 / (1.0 + f64::exp(y - x));
        assert_close([log_sum_exp_grad(x, y).0, log_sum_exp_grad(x, y).1], [s, 1.0 - s]);
        for hessian in [log_sum_exp_hessian, cross_entropy_hessian, in_bits_hessian, log_of_logistic_hessian]
        {
            let ((xx, xy), (yx, yy)) = hessian(x, y);
            assert_close([xx, xy, yx, yy], [v, -v, -v, v]);
        }
        for hvp in [log_sum_exp_hvp, cross_entropy_hvp, in_bits_hvp, log_of_logistic_hvp] {
            let (a, b) = hvp(x, y, 1.0, 3.0);
            assert_close([a, b], [-2.0 * v, 2.0 * v]);
        }
    }
}

#[differentiate(grad, jvp, hessian)]
fn angle(x: f64, y: f64) -> f64 {
    x.exp().atan2(y.exp())
}

/// With `d = x - y` the angle is `atan(exp(d))`, with the derivatives `1 / (2 cosh d)` and `-sinh d / (2 cosh² d)`.
#[test]
fn angles() {
    for (x, y) in [(400.0, 399.0), (1.0, 0.0), (-400.0, -398.5), (0.25, -0.5)] {
        let d: f64 = x - y;
        let (slope, bend) = (0.5 / d.cosh(), -d.sinh() / (2.0 * d.cosh() * d.cosh()));
        let ((xx, xy), (yx, yy)) = angle_hessian(x, y);
        assert_close(
            [angle_grad(x, y).0, angle_grad(x, y).1, angle_jvp(x, y, 1.0, 0.0).1],
            [slope, -slope, slope],
        );
        assert_close([xx, xy, yx, yy], [bend, -bend, -bend, bend]);
    }
}

#[differentiate(grad, jvp, hvp)]
fn power(x: f64, p: f64, n: i32) -> f64 {
    x.exp().powf(p).ln() + x.exp().powi(n).ln()
}

/// `p x + n x`, where the exponents are numbers of the program.
#[test]
fn powers() {
    for (x, p, n) in [(400.0, -1.0, -1), (-400.0, -1.5, -1), (2.0, 3.0, 2), (0.5, 0.5, 0), (300.0, -2.0, -2)]
    {
        let slope = p + f64::from(n);
        let (dx, dp) = power_grad(x, p, n);
        assert_close(
            [dx, dp, power_jvp(x, p, n, 1.0, 0.0).1, power_jvp(x, p, n, 0.0, 1.0).1],
            [slope, x, slope, x],
        );
        let (xx, xp) = power_hvp(x, p, n, 1.0, 0.0);
        assert_close([1.0 + xx, xp], [1.0, 1.0]);
    }
}

#[differentiate(grad, jvp, hvp)]
fn positive_part_of_ln(x: f64) -> f64 {
    x.ln().max(0.0)
}

/// What the extremum did not take is 0 · ∞ in the second derivative.
#[test]
fn what_an_extremum_did_not_take() {
    assert_eq!((positive_part_of_ln_grad(0.0), positive_part_of_ln_jvp(0.0, 1.0).1), (0.0, 0.0));
    assert_eq!(positive_part_of_ln_hvp(0.0, 1.0), 0.0);
    assert_close([positive_part_of_ln_hvp(2.0, 3.0)], [-0.75]);
}

#[differentiate(grad, jvp, hvp)]
fn plain_root(x: f64) -> f64 {
    x.sqrt()
}
#[differentiate(grad, jvp, hvp)]
fn logistic(x: f64) -> f64 {
    1.0 / (1.0 + (-x).exp())
}
#[differentiate(grad, jvp, hvp)]
fn bump(x: f64) -> f64 {
    1.0 / x.cosh()
}
#[differentiate(grad, jvp, hvp)]
fn swish(x: f64) -> f64 {
    x / (1.0 + (-x).exp())
}
#[differentiate(grad, jvp, hvp)]
fn gompertz(x: f64) -> f64 {
    (-(-x).exp()).exp()
}
#[differentiate(grad, jvp, hvp)]
fn planck(x: f64) -> f64 {
    x.powi(3) / (x.exp() - 1.0)
}

/// All derivatives are 0 where an exponential overflows, and the ordinary ones elsewhere.
#[test]
fn saturated_to_second_order() {
    type Of = (fn(f64) -> f64, fn(f64, f64) -> (f64, f64), fn(f64, f64) -> f64);
    let all: [(Of, f64); 5] = [
        ((logistic_grad, logistic_jvp, logistic_hvp), -800.0),
        ((bump_grad, bump_jvp, bump_hvp), 800.0),
        ((swish_grad, swish_jvp, swish_hvp), -800.0),
        ((gompertz_grad, gompertz_jvp, gompertz_hvp), -800.0),
        ((planck_grad, planck_jvp, planck_hvp), 800.0),
    ];
    for ((grad, jvp, hvp), far) in all {
        assert_eq!((grad(far), jvp(far, 1.0).1, hvp(far, 1.0)), (0.0, 0.0, 0.0));
        for x in [0.5, 1.5] {
            assert_close([jvp(x, 1.0).1, hvp(x, 1.0)], [grad(x), crate::common::derivative(grad, x)]);
        }
    }
}

/// The root bends infinitely at 0, also at -0.
#[test]
fn the_root_at_zero() {
    for zero in [0.0, -0.0] {
        assert_eq!(
            (plain_root_grad(zero), plain_root_jvp(zero, 1.0).1, plain_root_hvp(zero, 1.0)),
            (f64::INFINITY, f64::INFINITY, f64::NEG_INFINITY)
        );
    }
    assert_close([plain_root_hvp(4.0, 1.0)], [-1.0 / 32.0]);
}
