//! `Float` gives what the floats of `std` give: bit for bit with the feature `std`, nearly with `libm`.
#![cfg(any(feature = "std", feature = "libm"))]

use differentiate_core::Float;

/// Zeros, kinks, extremes and ordinary numbers.
const AT: [f64; 22] = [
    0.0,
    -0.0,
    0.3,
    -0.3,
    0.5,
    -0.5,
    1.0,
    -1.0,
    1.5,
    -1.5,
    2.5,
    -2.5,
    7.0,
    -7.25,
    800.0,
    -800.0,
    1e300,
    1e-310,
    f64::INFINITY,
    f64::NEG_INFINITY,
    f64::NAN,
    -1e-5,
];

/// Whether two results are the same: the sign and payload of a NaN are not Rust's to promise.
fn same(ours: f64, theirs: f64) -> bool {
    let exact = ours.to_bits() == theirs.to_bits() || (ours.is_nan() && theirs.is_nan());
    // Half of `f32`'s digits, as its numbers come here as well.
    exact || (cfg!(not(feature = "std")) && (ours - theirs).abs() <= 1e-5 * theirs.abs().max(1e-30))
}

macro_rules! compare {
    ($float:ident: $($name:ident($($arg:ident),*))*) => {$(
        for x in AT {
            compare!(@with $float $name x $($arg)*);
        }
    )*};
    (@with $float:ident $name:ident $x:ident) => {
        let x = $x as $float;
        check(stringify!($name), Float::$name(x) as f64, $float::$name(x) as f64, &[$x]);
    };
    (@with $float:ident $name:ident $x:ident $a:ident) => {
        for a in AT {
            let (x, b) = ($x as $float, a as $float);
            check(stringify!($name), Float::$name(x, b) as f64, $float::$name(x, b) as f64, &[$x, a]);
        }
    };
    (@with $float:ident $name:ident $x:ident $a:ident $b:ident) => {
        for (a, b) in [(0.5, 2.0), (-3.0, 0.25), (-1e30, 1e30)] {
            let (x, y, z) = ($x as $float, a as $float, b as $float);
            check(stringify!($name), Float::$name(x, y, z) as f64, $float::$name(x, y, z) as f64, &[$x, a, b]);
        }
    };
}

fn check(name: &str, ours: f64, theirs: f64, at: &[f64]) {
    assert!(same(ours, theirs), "{name} at {at:?}: {ours:e}, not {theirs:e}");
}

macro_rules! like_std {
    ($($float:ident)*) => {$(mod $float {
        use super::*;

        #[test]
        fn numbers() {
            compare! { $float:
                sqrt() cbrt() exp() exp2() exp_m1() ln() ln_1p() log2() log10() log(base) powf(exponent)
                hypot(other) sin() cos() tan() asin() acos() atan() atan2(other) sinh() cosh() tanh() asinh() acosh()
                atanh() mul_add(factor, term) floor() ceil() round() round_ties_even() trunc() fract()
                rem_euclid(other) div_euclid(other) abs() signum() copysign(sign) max(other) min(other)
                recip() to_degrees() to_radians() midpoint(other)
            }
            // `clamp` takes its bounds in order only.
            for x in AT.map(|x| x as $float) {
                let (ours, theirs) = (Float::clamp(x, -0.3, 0.5), x.clamp(-0.3, 0.5));
                check("clamp", ours as f64, theirs as f64, &[x as f64]);
            }
        }

        #[test]
        fn the_rest() {
            for x in AT.map(|x| x as $float) {
                for n in [0, 1, -1, 2, 3, -4, 17] {
                    check("powi", Float::powi(x, n) as f64, x.powi(n) as f64, &[x as f64, n as f64]);
                }
                let ((s, c), (s_std, c_std)) = (Float::sin_cos(x), x.sin_cos());
                check("sin_cos", s as f64, s_std as f64, &[x as f64]);
                check("sin_cos", c as f64, c_std as f64, &[x as f64]);
                assert_eq!(Float::is_nan(x), x.is_nan());
                assert_eq!(Float::is_finite(x), x.is_finite());
                assert_eq!(Float::is_infinite(x), x.is_infinite());
                assert_eq!(Float::is_normal(x), x.is_normal());
                assert_eq!(Float::is_sign_positive(x), x.is_sign_positive());
                assert_eq!(Float::is_sign_negative(x), x.is_sign_negative());
                for y in AT.map(|y| y as $float) {
                    assert_eq!(Float::total_cmp(&x, &y), x.total_cmp(&y));
                }
            }
        }

        #[test]
        fn constants_and_conversions() {
            use core::$float::consts;
            type F = $float;
            assert_eq!((<F as Float>::ZERO, <F as Float>::ONE), (0.0, 1.0));
            assert_eq!(<F as Float>::PI, consts::PI);
            assert_eq!((<F as Float>::LN_2, <F as Float>::LN_10), (consts::LN_2, consts::LN_10));
            assert_eq!(<F as Float>::EPSILON, F::EPSILON);
            assert_eq!((<F as Float>::MAX, <F as Float>::MIN_POSITIVE), (F::MAX, F::MIN_POSITIVE));
            assert_eq!((<F as Float>::INFINITY, <F as Float>::NEG_INFINITY), (F::INFINITY, F::NEG_INFINITY));
            assert!(<F as Float>::NAN.is_nan());
            assert_eq!(F::from_f64(0.1), 0.1);
            assert_eq!(F::from_i32(-3), -3.0);
            assert_eq!(F::from_usize(7), 7.0);
            assert_eq!((0.25 as F).to_f64(), 0.25);
        }

        /// Everything that a generic function may ask of the bound.
        #[test]
        fn generic() {
            fn f<T: Float>(x: T) -> T {
                let mut y = -(x + T::ONE) * x / T::from(2.0) - x % T::from(2.0);
                y += x;
                y -= T::default();
                y *= x;
                y /= T::from(4.0);
                y %= T::from(100.0);
                let parts = [y, T::ONE];
                let (sum, product): (T, T) = (parts.into_iter().sum(), parts.into_iter().product());
                if x > T::ZERO && x != T::ONE { sum + product } else { T::NAN }
            }
            // y = (-(4 · 3) / 2 - 1 + 3) · 3 / 4 = -3
            assert_eq!(f::<$float>(3.0), -5.0);
        }
    })*};
}

like_std! { f64 f32 }
