//! Activations: values by formula, rules against central differences and by hand at kinks and extremes.
#![cfg(any(feature = "std", feature = "libm"))]

use differentiate_core::{
    Float, bce_with_logits, elu, gelu, huber, leaky_relu, log_sigmoid, relu, sigmoid, silu, softplus, step,
};

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
    against_differences! { relu step sigmoid log_sigmoid softplus silu gelu }
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
    // Their limits, where 0 · ∞ would be NaN.
    far! { INFINITY, silu INFINITY, 1.0; gelu INFINITY, 1.0; log_sigmoid 0.0, 0.0; }
    far! { -INFINITY, silu 0.0, 0.0; gelu 0.0, 0.0; log_sigmoid -INFINITY, 1.0; }
    far! { f32::INFINITY, silu f32::INFINITY, 1.0; gelu f32::INFINITY, 1.0; }
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
    stays! { sigmoid log_sigmoid softplus silu gelu }
    assert!(leaky_relu(NAN, 0.1).is_nan());
    // What no value reaches gets no NaN.
    assert_eq!(leaky_relu::forward(1.0, NAN, leaky_relu).1(1.0, (), ()), (1.0, 0.0));
}

/// A slope of a function of two numbers.
macro_rules! slopes {
    ($f:ident $(:: $forward:ident)?, $a:expr, $b:expr) => {{
        let (value, back) = slopes!(@rule $f $($forward)?)($a, $b, $f);
        assert!(Float::total_cmp(&value, &$f($a, $b)).is_eq());
        back(1.0, (), ())
    }};
    (@rule $f:ident) => { $f::forward };
    (@rule $f:ident $forward:ident) => { $f::$forward };
}

#[test]
fn functions_of_two_numbers_against_differences() {
    macro_rules! check {
        ($($f:ident)*) => {$(
            for x in SMOOTH {
                for b in [0.2, 0.75, 1.4] {
                    let (dx, db) = slopes!($f, x, b);
                    close(dx, difference(|x| $f(x, b), x), 1e-8);
                    close(db, difference(|b| $f(x, b), b), 1e-8);
                    let (single_x, single_b) = slopes!($f, x as f32, b as f32);
                    close(single_x as f64, dx, 1e-6);
                    close(single_b as f64, db, 1e-6);
                }
            }
        )*};
    }
    check! { elu huber bce_with_logits }
}

#[test]
fn losses_at_kinks_and_extremes() {
    assert_eq!(slopes!(elu, 0.0, 0.5), (0.5, 0.0));
    assert_eq!(slopes!(elu, -INFINITY, 0.5), (0.0, -1.0));
    assert_eq!(slopes!(elu, 800.0, 0.5), (1.0, 0.0));
    assert!(elu(NAN, 1.0).is_nan() && slopes!(elu, NAN, 1.0).0.is_nan());
    // Continuous where the two pieces meet.
    assert_eq!((huber(1.5, 1.5), slopes!(huber, 1.5, 1.5)), (1.125, (1.5, 0.0)));
    assert_eq!((huber(-1.5, 1.5), slopes!(huber, -1.5, 1.5)), (1.125, (-1.5, 0.0)));
    assert_eq!((huber(INFINITY, 2.0), slopes!(huber, -INFINITY, 2.0).0), (INFINITY, -2.0));
    assert_eq!(slopes!(huber, 3.0, INFINITY), (3.0, 0.0));
    assert!(huber(NAN, 1.0).is_nan() && slopes!(huber, NAN, 1.0).0.is_nan());
    assert_eq!(slopes!(bce_with_logits, 0.0, 1.0), (-0.5, -0.0));
    assert_eq!(
        (bce_with_logits(0.0, 0.3), slopes!(bce_with_logits, 0.0, 0.5).0),
        (std::f64::consts::LN_2, 0.0)
    );
    // As many digits on either side: e^-40 to the last.
    let e = (-40.0_f64).exp();
    assert_eq!(slopes!(bce_with_logits, 40.0, 1.0).0, -e);
    assert_eq!(slopes!(bce_with_logits, -40.0, 0.0).0, e);
    for (z, target, value, slope) in
        [(INFINITY, 1.0, 0.0, 0.0), (-INFINITY, 0.0, 0.0, 0.0), (INFINITY, 0.25, INFINITY, 0.75)]
    {
        assert_eq!((bce_with_logits(z, target), slopes!(bce_with_logits, z, target).0), (value, slope));
    }
    assert!(bce_with_logits(NAN, 1.0).is_nan() && bce_with_logits(1.0, NAN).is_nan());
}

/// Where the value is rounded to its limit, the slope is an ordinary number.
#[test]
fn slopes_far_out() {
    for x in [20.0, 38.0, 300.0, 700.0] {
        let e = (-x).exp();
        close(slope!(sigmoid, x) / e, 1.0, 1e-8);
        assert_eq!(slope!(sigmoid, -x), slope!(sigmoid, x));
        close(slope!(log_sigmoid, x) / e, 1.0, 1e-8);
        close(slope!(softplus, -x) / e, 1.0, 1e-8);
    }
    // To 40 digits, rounded.
    close(slope!(silu, -50.0) / -9.450_874_255_023_197e-21, 1.0, 1e-13);
    close(gelu(-8.0) / -3.107_782_937_501_111e-21, 1.0, 1e-13);
    close(slope!(gelu, -8.0) / -4.714_784_504_106_841e-20, 1.0, 1e-13);
}

#[test]
fn ties_that_are_shared() {
    for zero in [0.0, -0.0] {
        assert_eq!(relu::forward_symmetric(zero, relu).1(1.0, ()).0, 0.5);
        assert_eq!(slopes!(leaky_relu::forward_symmetric, zero, 0.5), (0.75, 0.0));
        assert_eq!(slopes!(elu::forward_symmetric, zero, 0.5), (0.75, 0.0));
    }
    for x in SMOOTH {
        assert_eq!(relu::forward_symmetric(x, relu).1(1.0, ()), relu::forward(x, relu).1(1.0, ()));
        assert_eq!(slopes!(leaky_relu::forward_symmetric, x, 0.3), slopes!(leaky_relu, x, 0.3));
        assert_eq!(slopes!(elu::forward_symmetric, x, 0.3), slopes!(elu, x, 0.3));
    }
}
