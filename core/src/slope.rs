//! Slopes of functions, from the argument and the value.

use crate::float::Real;

/// The slope of the hyperbolic tangent. Where the value is near ±1, `1 - tanh²` has no digits left.
#[inline]
pub fn tanh_slope<F: Real>(x: F, tanh: F) -> F {
    if tanh.float_abs() < F::float_from(0.9) {
        F::FLOAT_ONE - tanh * tanh
    } else {
        x.float_cosh().float_powi(-2)
    }
}

/// The slope of `exp(x) - 1`. Where the value is near -1, `exp_m1 + 1` has no digits left.
#[inline]
pub fn exp_m1_slope<F: Real>(x: F, exp_m1: F) -> F {
    if exp_m1 > F::float_from(-0.5) { exp_m1 + F::FLOAT_ONE } else { x.float_exp() }
}

/// The slope of a power by its exponent: 0 where the power is 0, and at 0⁰.
#[inline]
pub fn powf_slope<F: Real>(x: F, p: F, powf: F, ln: F) -> F {
    let zero = F::FLOAT_ZERO;
    if powf == zero || x == zero && p == zero { zero } else { powf * ln }
}
