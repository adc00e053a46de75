//! One test a row of the table of kinks in README.md.

use differentiate::{differentiate, leaky_relu, relu, softplus};

const INF: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

/// Differentiates an expression in one variable.
macro_rules! at {
    (|$x:ident| $body:expr, $point:expr) => {{
        #[differentiate(grad, value_and_grad, vjp)]
        fn f($x: f64) -> f64 {
            $body
        }
        let gradient = f_grad($point);
        assert!(same(f_value_and_grad($point).1, gradient) && same(f_vjp($point, 1.0), gradient));
        gradient
    }};
}

/// Differentiates an expression in two variables.
macro_rules! at2 {
    (|$x:ident, $y:ident| $body:expr, $point:expr) => {{
        #[differentiate(grad, value_and_grad, vjp)]
        fn f($x: f64, $y: f64) -> f64 {
            $body
        }
        let (x, y) = $point;
        let (a, b) = f_grad(x, y);
        let (c, d) = f_vjp(x, y, 1.0);
        assert!(same(a, c) && same(b, d));
        (a, b)
    }};
}

fn same(a: f64, b: f64) -> bool {
    a == b || a.is_nan() && b.is_nan()
}

#[test]
fn relu_at_zero() {
    assert_eq!(at!(|x| x.max(0.0), 0.0), 0.0);
    assert_eq!(at!(|x| 0.0_f64.max(x), 0.0), 0.0);
    assert_eq!(at!(|x| f64::max(0.0, x), 0.0), 0.0);
    assert_eq!(at!(|x| relu(x), 0.0), 0.0);
    assert_eq!(at!(|x| x.max(0.0), -0.0), 0.0);
    assert_eq!(at!(|x| leaky_relu(x, 0.1), 0.0), 0.1);
    assert_eq!(at!(|x| softplus(x), 0.0), 0.5);
}

const LIMIT: f64 = 2.0;

#[test]
fn extrema_against_constants() {
    assert_eq!(at!(|x| x.max(LIMIT), 2.0), 0.0);
    assert_eq!(at!(|x| LIMIT.max(x), 2.5), 1.0);
    assert_eq!(at!(|x| x.min(LIMIT), 2.0), 0.0);
    assert_eq!(at!(|x| x.min(LIMIT), 1.0), 1.0);
    assert_eq!(at!(|x| LIMIT.min(x), 3.0), 0.0);
}

#[test]
fn extrema_of_two_varying_operands_share_a_tie() {
    assert_eq!(at2!(|x, y| x.max(y), (1.0, 1.0)), (0.5, 0.5));
    assert_eq!(at2!(|x, y| x.min(y), (1.0, 1.0)), (0.5, 0.5));
    assert_eq!(at2!(|x, y| x.max(y), (2.0, 1.0)), (1.0, 0.0));
    assert_eq!(at2!(|x, y| x.min(y), (2.0, 1.0)), (0.0, 1.0));
    assert_eq!(at!(|x| x.max(x), 1.0), 1.0);
    assert_eq!(at!(|x| x.min(x), 1.0), 1.0);
}

#[test]
fn wrt_does_not_change_the_convention() {
    #[differentiate(grad, wrt(a))]
    fn part(a: f64, b: f64) -> f64 {
        a.max(b)
    }
    assert_eq!(part_grad(1.0, 1.0), 0.5);
}

#[test]
fn extrema_with_nan_follow_the_operand_that_rust_returns() {
    assert_eq!(at2!(|x, y| x.max(y), (NAN, 1.0)), (0.0, 1.0));
    assert_eq!(at2!(|x, y| x.max(y), (1.0, NAN)), (1.0, 0.0));
    assert_eq!(at2!(|x, y| x.min(y), (NAN, 1.0)), (0.0, 1.0));
    assert_eq!(at!(|x| x.max(0.0), NAN), 0.0);
    assert_eq!(at!(|x| x.max(f64::NAN), 1.0), 1.0);
}

#[test]
fn abs_and_copysign_at_zero() {
    assert_eq!([-2.0, -0.0, 0.0, 2.0].map(|x| at!(|x| x.abs(), x)), [-1.0, 0.0, 0.0, 1.0]);
    assert!(at!(|x| x.abs(), NAN).is_nan());
    assert_eq!(at2!(|x, s| x.copysign(s), (0.0, 1.0)), (0.0, 0.0));
    assert_eq!(at2!(|x, s| x.copysign(s), (-2.0, -1.0)), (1.0, 0.0));
    assert_eq!(at2!(|x, s| x.copysign(s), (2.0, -1.0)), (-1.0, 0.0));
}

#[test]
fn clamp_at_its_bounds() {
    assert_eq!([-1.0, 0.0, 0.5, 1.0, 2.0].map(|x| at!(|x| x.clamp(0.0, 1.0), x)), [0.0, 0.0, 1.0, 0.0, 0.0]);
    assert_eq!([0.0, 3.0].map(|x| at!(|x| x.clamp(0.0, f64::INFINITY), x)), [0.0, 1.0]);
    assert_eq!(at2!(|x, low| x.clamp(low, 5.0), (1.0, 2.0)), (0.0, 1.0));
    assert_eq!(at2!(|x, low| x.clamp(low, 5.0), (2.0, 2.0)), (0.0, 1.0));
    assert_eq!(at2!(|x, high| x.clamp(-5.0, high), (3.0, 2.0)), (0.0, 1.0));
}

#[test]
fn roots_and_logarithms_at_zero() {
    assert_eq!(at!(|x| x.sqrt(), 0.0), INF);
    assert_eq!(at!(|x| x.sqrt(), -0.0), INF);
    assert_eq!(at!(|x| x.cbrt(), 0.0), INF);
    assert_eq!(at!(|x| x.ln(), 0.0), INF);
    assert_eq!(at!(|x| x.sqrt() * x, 0.0), 0.0);
    assert!(at!(|x| x.sqrt(), -1.0).is_nan());
}

#[test]
fn powers_at_zero() {
    assert_eq!(at!(|x| x.powi(0), 0.0), 0.0);
    assert_eq!(at!(|x| x.powi(1), 0.0), 1.0);
    assert_eq!(at!(|x| x.powi(2), 0.0), 0.0);
    assert_eq!(at!(|x| x.powf(0.0), 0.0), 0.0);
    assert_eq!(at!(|x| x.powf(2.0), -3.0), -6.0);
    assert_eq!(at!(|x| x.powf(0.5), 0.0), INF);
    assert_eq!(at2!(|x, p| x.powf(p), (0.0, 2.0)), (0.0, 0.0));
    assert_eq!(at2!(|x, p| x.powf(p), (0.0, 0.0)), (0.0, 0.0));
    assert_eq!(at!(|p| 0.0_f64.powf(p), 1.5), 0.0);
    #[differentiate]
    fn exponent(x: f64, n: i32) -> f64 {
        x.powi(n)
    }
    assert_eq!([-1, 0, 1, 2].map(|n| exponent_grad(2.0, n)), [-0.25, 0.0, 1.0, 4.0]);
    assert_eq!(exponent_grad(0.0, 0), 0.0);
}

#[test]
fn angles_and_lengths_at_the_origin() {
    assert_eq!(at2!(|x, y| x.hypot(y), (0.0, 0.0)), (0.0, 0.0));
    let (dy, dx) = at2!(|y, x| y.atan2(x), (0.0, 0.0));
    assert!(dy.is_nan() && dx.is_nan());
    assert_eq!(at2!(|y, x| y.atan2(x), (0.0, 1e-200)), (1e200, 0.0));
}

/// Sums of squares that are seen to be such; the other rows are in `extremes.rs`, those of `symmetric` in `symmetric.rs`.
#[test]
fn roots_of_squares_at_zero() {
    assert_eq!(at2!(|x, y| (x * x + y * y).sqrt(), (0.0, 0.0)), (0.0, 0.0));
    assert_eq!(at!(|x| x.powi(2).sqrt(), 0.0), 0.0);
    assert_eq!(at2!(|x, y| differentiate::norm_squared(&[x, y]).sqrt(), (0.0, 0.0)), (0.0, 0.0));
    assert_eq!(at2!(|x, y| differentiate::dot(&[x, y], &[x, y]).sqrt(), (0.0, 0.0)), (0.0, 0.0));
    // What is below 0 for some arguments is no sum of squares.
    let (dx, dy) = at2!(|x, y| (x * x - y * y).sqrt(), (1.0, 1.0));
    assert_eq!((dx, dy), (INF, -INF));
    assert!(at2!(|w, x| (w * x * x).sqrt(), (1.0, 0.0)).1.is_nan());
}

#[test]
fn exponentials_that_overflow() {
    assert_eq!(at!(|x| 1.0 / (1.0 + (-x).exp()), -800.0), 0.0);
    assert_eq!(at!(|x| x.exp().min(10.0), 800.0), 0.0);
    assert_eq!(at!(|x| (-2.0 * (-x).exp()).exp(), -800.0), 0.0);
    assert!(at!(|x| x.exp().ln(), 800.0).is_nan(), "the value is infinite");
    assert_eq!(at!(|x| 1.0 / x.cosh(), 800.0), 0.0);
}

#[test]
fn steps_have_derivative_zero() {
    assert_eq!(
        at!(|x| x.floor() + x.ceil() + x.round() + x.trunc() + x.signum() + x.round_ties_even(), 1.5),
        0.0
    );
    assert_eq!(at!(|x| x * x.floor(), 2.5), 2.0);
    assert_eq!(at!(|x| x.fract(), 2.5), 1.0);
}

#[test]
fn saturation_gives_zero_and_not_nan() {
    assert_eq!(at!(|x| x.tanh(), 800.0), 0.0);
    assert_eq!(at!(|x| differentiate::sigmoid(x), -800.0), 0.0);
    assert_eq!(at!(|x| differentiate::softplus(x), 800.0), 1.0);
}

#[test]
fn a_factor_that_is_not_taken_passes_no_nan_on() {
    // 0 · ∞: the cotangent is infinite, and the operand takes no part.
    assert_eq!(at!(|x| x.max(0.0).sqrt(), -1.0), 0.0);
    assert_eq!(at!(|x| x.max(0.0).ln(), -1.0), 0.0);
}
