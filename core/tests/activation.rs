//! Activations: values by formula, rules against central differences and by hand at kinks and extremes.
#![cfg(any(feature = "std", feature = "libm"))]

use differentiate_core::{Float, gelu, leaky_relu, relu, sigmoid, silu, softplus, step};

const SMOOTH: [f64; 9] = [-7.0, -2.5, -1.0, -0.3, 0.01, 0.5, 1.0, 2.5, 7.0];
const INFINITY: f64 = f64::INFINITY;
const NAN: f64 = f64::NAN;

fn difference(f: impl Fn(f64) -> f64, x: f64) -> f64 {
    let h = 1e-5;
    (f(x + h) - f(x - h)) / (2.0 * h)
}

#[track_caller]
fn close(a: f64, b: f64, tolerance: f64) {
    assert!((a - b).abs() <= tolerance * b.abs().max(1.0), "{a:e} and {b:e}");
}

/// The rule of a function at `x`, after its value is checked to be the function's own, in `f64` or `f32`.
macro_rules! slope {
    ($f:ident, $x:expr) => {{
        let (value, back) = $f::forward($x, $f);
        assert!(Float::total_cmp(&value, &$f($x)).is_eq());
        back(1.0, ()).0
    }};
}

macro_rules! against_differences {
    ($($f:ident)*) => {$(
        for x in SMOOTH {
            let expected = difference($f, x);
            close(slope!($f, x), expected, 1e-9);
            close(slope!($f, x as f32) as f64, expected, 1e-6);
            // The chain rule, with a cotangent that is not 1.
            close($f::forward(x, $f).1(-3.0, ()).0, -3.0 * expected, 1e-9);
        }
    )*};
}

#[test]
fn rules_against_differences() {
    against_differences! { relu step sigmoid softplus silu gelu }
}

#[test]
fn leaky_relu_against_differences() {
    for x in SMOOTH {
        for slope in [-0.5, 0.0, 0.1, 2.0] {
            let (value, back) = leaky_relu::forward(x, slope, leaky_relu);
            assert_eq!(value, leaky_relu(x, slope));
            let (dx, dslope) = back(2.0, (), ());
            close(dx, 2.0 * difference(|x| leaky_relu(x, slope), x), 1e-9);
            close(dslope, 2.0 * difference(|slope| leaky_relu(x, slope), slope), 1e-9);
            let single = leaky_relu::forward(x as f32, slope as f32, leaky_relu).1(2.0, (), ());
            close(single.0 as f64, dx, 1e-6);
            close(single.1 as f64, dslope, 1e-6);
        }
    }
}

#[test]
fn values() {
    for x in SMOOTH {
        let logistic = 1.0 / (1.0 + (-x).exp());
        close(sigmoid(x), logistic, 1e-15);
        close(silu(x), x * logistic, 1e-15);
        close(softplus(x), (1.0 + x.exp()).ln(), 1e-14);
        close(
            gelu(x),
            x / 2.0 * (1.0 + ((2.0 / std::f64::consts::PI).sqrt() * (x + 0.044715 * x.powi(3))).tanh()),
            1e-15,
        );
        close(sigmoid(x as f32) as f64, logistic, 1e-6);
    }
    assert_eq!((relu(-2.0), relu(2.0), step(-2.0), step(2.0)), (0.0, 2.0, 0.0, 1.0));
    assert_eq!((leaky_relu(-2.0, 0.5), leaky_relu(2.0, 0.5)), (-1.0, 2.0));
}

#[test]
fn kinks() {
    for zero in [0.0, -0.0] {
        assert_eq!((relu(zero), slope!(relu, zero)), (0.0, 0.0));
        assert_eq!((step(zero), slope!(step, zero)), (0.0, 0.0));
        assert_eq!(leaky_relu::forward(zero, 0.1, leaky_relu).1(1.0, (), ()), (0.1, 0.0));
        assert_eq!((sigmoid(zero), slope!(sigmoid, zero)), (0.5, 0.25));
        assert_eq!((softplus(zero), slope!(softplus, zero)), (std::f64::consts::LN_2, 0.5));
        assert_eq!((silu(zero), slope!(silu, zero)), (0.0, 0.5));
        assert_eq!((gelu(zero), slope!(gelu, zero)), (0.0, 0.5));
        assert_eq!(slope!(relu, zero as f32), 0.0);
    }
    assert_eq!(slope!(relu, f64::MIN_POSITIVE), 1.0);
}

macro_rules! far {
    ($x:expr, $($f:ident $value:expr, $slope:expr;)*) => {$(
        assert_eq!(($f($x), slope!($f, $x)), ($value, $slope), "{} at {}", stringify!($f), $x);
    )*};
}

#[test]
fn extremes() {
    far! { 800.0, relu 800.0, 1.0; step 1.0, 0.0; sigmoid 1.0, 0.0; softplus 800.0, 1.0; silu 800.0, 1.0; gelu 800.0, 1.0; }
    far! { -800.0, relu 0.0, 0.0; step 0.0, 0.0; sigmoid 0.0, 0.0; softplus 0.0, 0.0; silu 0.0, 0.0; gelu 0.0, 0.0; }
    far! { 800.0_f32, sigmoid 1.0, 0.0; softplus 800.0, 1.0; silu 800.0, 1.0; gelu 800.0, 1.0; }
    far! { -800.0_f32, sigmoid 0.0, 0.0; softplus 0.0, 0.0; silu 0.0, 0.0; gelu 0.0, 0.0; }
    // x² is infinite here.
    far! { 1e200, softplus 1e200, 1.0; silu 1e200, 1.0; gelu 1e200, 1.0; }
    far! { -1e200, softplus 0.0, 0.0; silu 0.0, 0.0; gelu 0.0, 0.0; }
    far! { 1e30_f32, gelu 1e30, 1.0; }
    far! { INFINITY, relu INFINITY, 1.0; sigmoid 1.0, 0.0; softplus INFINITY, 1.0; }
    far! { -INFINITY, relu 0.0, 0.0; sigmoid 0.0, 0.0; softplus 0.0, 0.0; }
    assert!(silu(-INFINITY).is_nan() && gelu(-INFINITY).is_nan(), "as documented");
    assert_eq!(leaky_relu::forward(-800.0, 0.1, leaky_relu).1(1.0, (), ()), (0.1, -800.0));
    assert_eq!(leaky_relu::forward(800.0, 0.1, leaky_relu).1(1.0, (), ()), (1.0, 0.0));
}

#[test]
fn nan() {
    assert_eq!((relu(NAN), slope!(relu, NAN)), (NAN.max(0.0), 0.0));
    assert_eq!((step(NAN), slope!(step, NAN)), (0.0, 0.0));
    macro_rules! stays {
        ($($f:ident)*) => {$(
            assert!($f(NAN).is_nan() && slope!($f, NAN).is_nan(), stringify!($f));
            assert!($f(f32::NAN).is_nan() && slope!($f, f32::NAN).is_nan(), stringify!($f));
        )*};
    }
    stays! { sigmoid softplus silu gelu }
    assert!(leaky_relu(NAN, 0.1).is_nan());
    // What no value reaches gets no NaN.
    assert_eq!(leaky_relu::forward(1.0, NAN, leaky_relu).1(1.0, (), ()), (1.0, 0.0));
}
