//! The trait `Float`, the bound of generic differentiated functions, and the bound that generated code adds.

use crate::differentiable::{Fundamental, FundamentalTangent};
use crate::{Differentiable, Tangent};
use core::cmp::Ordering;
use core::fmt::{Debug, Display};
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

/// Defines the traits and their implementations from one table: a method, its name in [`Real`], its arguments, and the
/// functions that implement it without `std`, for `f64` and for `f32`.
macro_rules! float {
    ($($name:ident, $hidden:ident($($arg:ident),*) $double:path, $single:path;)*) => {
/// `f64` or `f32`: the bound of a generic differentiated function.
///
/// The methods are those of the floats in `std`, with the same names and the same results. With the feature
/// `libm` and without `std`, the crate `libm` implements them.
///
/// # Examples
///
/// ```
/// use differentiate_core::Float;
///
/// fn area<T: Float>(radius: T) -> T {
///     T::PI * radius.powi(2)
/// }
/// assert_eq!(area(2.0_f32), 12.566371);
/// ```
pub trait Float:
    Real
    + Copy
    + PartialOrd
    + Debug
    + Display
    + Default
    + From<f32>
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + Sum
    + Product
    + Differentiable<Tangent = Self>
    + Tangent
    + 'static
{
    /// 0
    const ZERO: Self;
    /// 1
    const ONE: Self;
    /// π
    const PI: Self;
    /// ln 2
    const LN_2: Self;
    /// ln 10
    const LN_10: Self;
    /// The difference between 1 and the next larger number.
    const EPSILON: Self;
    /// ∞
    const INFINITY: Self;
    /// -∞
    const NEG_INFINITY: Self;
    /// Not a number.
    const NAN: Self;
    /// The largest finite number.
    const MAX: Self;
    /// The smallest positive number of full precision.
    const MIN_POSITIVE: Self;

    /// The nearest number of this type.
    fn from_f64(value: f64) -> Self;
    /// The nearest number of this type.
    fn from_i32(value: i32) -> Self;
    /// The nearest number of this type.
    fn from_usize(value: usize) -> Self;
    /// The number as an `f64`.
    fn to_f64(self) -> f64;

    /// A function that is known for `f64`, and its derivative.
    #[doc(hidden)]
    fn known(self, f: fn(f64) -> f64, slope: fn(f64) -> f64) -> Self {
        let _ = slope;
        Self::from_f64(f(self.to_f64()))
    }
    /// As in `std`.
    fn sin_cos(self) -> (Self, Self);
    /// As in `std`.
    fn powi(self, exponent: i32) -> Self;
    /// As in `std`.
    fn total_cmp(&self, other: &Self) -> Ordering;
    /// As in `std`.
    fn is_nan(self) -> bool;
    /// As in `std`.
    fn is_finite(self) -> bool;
    /// As in `std`.
    fn is_infinite(self) -> bool;
    /// As in `std`.
    fn is_normal(self) -> bool;
    /// As in `std`.
    fn is_sign_positive(self) -> bool;
    /// As in `std`.
    fn is_sign_negative(self) -> bool;
    $(
        #[doc = concat!("As `f64::", stringify!($name), "` in `std`.")]
        fn $name(self $(, $arg: Self)*) -> Self;
    )*
}

/// `f64` or `f32`: the bound that generated code adds to a type parameter. A user's bounds stand beside it, of which the macro knows
/// nothing. So nothing in this trait has a name that another trait of floats has: a method that the user calls stays that of the user's bound.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not a float",
    label = "derivatives with respect to `{Self}` are not known",
    note = "a type parameter with which a differentiated function calculates stands for `f64` or `f32`",
    note = "a function that calls this one and is generic itself needs the bound `{Self}: differentiate::Float`, or `#[differentiate]`"
)]
pub trait Real:
    Fundamental<TangentOf = Self>
    + FundamentalTangent
    + crate::stacked::Stacked
    + Copy
    + PartialOrd
    + Add<Output = Self>
    + Sub<Output = Self>
    + Mul<Output = Self>
    + Div<Output = Self>
    + Rem<Output = Self>
    + Neg<Output = Self>
    + AddAssign
    + SubAssign
    + MulAssign
    + DivAssign
    + RemAssign
    + Sum
    + Product
    + 'static
{
    /// 0
    const FLOAT_ZERO: Self;
    /// 1
    const FLOAT_ONE: Self;
    /// ∞
    const FLOAT_INFINITY: Self;
    /// Not a number.
    const FLOAT_NAN: Self;

    /// The nearest number of this type.
    fn float_from(value: f64) -> Self;
    /// The number as an `f64`.
    fn float_to_f64(self) -> f64;
    /// As in `std`.
    fn float_powi(self, exponent: i32) -> Self;
    /// As in `std`.
    fn float_total_cmp(&self, other: &Self) -> Ordering;
    /// As in `std`.
    fn float_is_nan(self) -> bool;
    /// As in `std`.
    fn float_is_finite(self) -> bool;
    /// As in `std`.
    fn float_is_infinite(self) -> bool;
    /// As in `std`.
    fn float_is_normal(self) -> bool;
    /// As in `std`.
    fn float_is_sign_positive(self) -> bool;
    /// As in `std`.
    fn float_is_sign_negative(self) -> bool;
    /// The method of this name, of as many of the arguments as it takes, or with the exponent.
    fn float_by_name(name: &str, arguments: [Self; 3], exponent: i32) -> Self;
    $(
        #[doc = concat!("As `f64::", stringify!($name), "` in `std`.")]
        fn $hidden(self $(, $arg: Self)*) -> Self;
    )*
}

float!(@implement f64, $($name, $hidden($($arg),*) $double;)*);
float!(@implement f32, $($name, $hidden($($arg),*) $single;)*);
float!(@real [T: Float] crate::dual::Dual<T>, $($name, $hidden($($arg),*);)*);
    };
    (@real [$($generics:tt)*] $float:ty, $($name:ident, $hidden:ident($($arg:ident),*);)*) => {
        impl<$($generics)*> Real for $float {
            const FLOAT_ZERO: Self = <Self as Float>::ZERO;
            const FLOAT_ONE: Self = <Self as Float>::ONE;
            const FLOAT_INFINITY: Self = <Self as Float>::INFINITY;
            const FLOAT_NAN: Self = <Self as Float>::NAN;

            #[inline]
            fn float_from(value: f64) -> Self {
                Float::from_f64(value)
            }
            #[inline]
            fn float_to_f64(self) -> f64 {
                Float::to_f64(self)
            }
            #[inline]
            fn float_powi(self, exponent: i32) -> Self {
                Float::powi(self, exponent)
            }
            #[inline]
            fn float_total_cmp(&self, other: &Self) -> Ordering {
                Float::total_cmp(self, other)
            }
            float!(
                @asked
                float_is_nan is_nan, float_is_finite is_finite, float_is_infinite is_infinite,
                float_is_normal is_normal, float_is_sign_positive is_sign_positive,
                float_is_sign_negative is_sign_negative
            );
            #[allow(unused_mut, reason = "one text for any number of arguments")]
            fn float_by_name(name: &str, arguments: [Self; 3], exponent: i32) -> Self {
                match name {
                    "powi" => Float::powi(arguments[0], exponent),
                    $(stringify!($name) => {
                        let [x, rest @ ..] = arguments;
                        let mut rest = rest.into_iter();
                        $(let $arg = rest.next().unwrap_or(x);)*
                        let _ = rest;
                        Float::$name(x $(, $arg)*)
                    })*
                    _ => <Self as Float>::NAN,
                }
            }
            $(
                #[inline]
                fn $hidden(self $(, $arg: Self)*) -> Self {
                    Float::$name(self $(, $arg)*)
                }
            )*
        }
    };
    (@implement $float:ident, $($name:ident, $hidden:ident($($arg:ident),*) $other:path;)*) => {
        float!(@real [] $float, $($name, $hidden($($arg),*);)*);

        impl Float for $float {
            const ZERO: Self = 0.0;
            const ONE: Self = 1.0;
            const PI: Self = core::$float::consts::PI;
            const LN_2: Self = core::$float::consts::LN_2;
            const LN_10: Self = core::$float::consts::LN_10;
            const EPSILON: Self = $float::EPSILON;
            const INFINITY: Self = $float::INFINITY;
            const NEG_INFINITY: Self = $float::NEG_INFINITY;
            const NAN: Self = $float::NAN;
            const MAX: Self = $float::MAX;
            const MIN_POSITIVE: Self = $float::MIN_POSITIVE;

            #[inline]
            fn from_f64(value: f64) -> Self {
                value as $float
            }
            #[inline]
            fn from_i32(value: i32) -> Self {
                value as $float
            }
            #[inline]
            fn from_usize(value: usize) -> Self {
                value as $float
            }
            #[inline]
            #[allow(clippy::unnecessary_cast, clippy::cast_lossless, reason = "one text for both types")]
            fn to_f64(self) -> f64 {
                self as f64
            }
            #[inline]
            fn sin_cos(self) -> (Self, Self) {
                (Float::sin(self), Float::cos(self))
            }
            #[inline]
            fn powi(self, exponent: i32) -> Self {
                #[cfg(feature = "std")]
                return $float::powi(self, exponent);
                #[cfg(not(feature = "std"))]
                return without_std::powi(self, exponent);
            }
            #[inline]
            fn total_cmp(&self, other: &Self) -> Ordering {
                $float::total_cmp(self, other)
            }
            float!(@ask $float is_nan is_finite is_infinite is_normal is_sign_positive is_sign_negative);
            $(
                #[inline]
                fn $name(self $(, $arg: Self)*) -> Self {
                    #[cfg(feature = "std")]
                    return $float::$name(self $(, $arg)*);
                    #[cfg(not(feature = "std"))]
                    return $other(self $(, $arg)*);
                }
            )*
        }
    };
    (@asked $($hidden:ident $name:ident),*) => {$(
        #[inline]
        fn $hidden(self) -> bool {
            Float::$name(self)
        }
    )*};
    (@ask $float:ident $($name:ident)*) => {$(
        #[inline]
        fn $name(self) -> bool {
            $float::$name(self)
        }
    )*};
}

float! {
    sqrt, float_sqrt() libm::sqrt, libm::sqrtf;
    cbrt, float_cbrt() libm::cbrt, libm::cbrtf;
    exp, float_exp() libm::exp, libm::expf;
    exp2, float_exp2() libm::exp2, libm::exp2f;
    exp_m1, float_exp_m1() libm::expm1, libm::expm1f;
    ln, float_ln() libm::log, libm::logf;
    ln_1p, float_ln_1p() libm::log1p, libm::log1pf;
    log2, float_log2() libm::log2, libm::log2f;
    log10, float_log10() libm::log10, libm::log10f;
    log, float_log(base) without_std::log, without_std::log;
    powf, float_powf(exponent) libm::pow, libm::powf;
    hypot, float_hypot(other) libm::hypot, libm::hypotf;
    sin, float_sin() libm::sin, libm::sinf;
    cos, float_cos() libm::cos, libm::cosf;
    tan, float_tan() libm::tan, libm::tanf;
    asin, float_asin() libm::asin, libm::asinf;
    acos, float_acos() libm::acos, libm::acosf;
    atan, float_atan() libm::atan, libm::atanf;
    atan2, float_atan2(other) libm::atan2, libm::atan2f;
    sinh, float_sinh() libm::sinh, libm::sinhf;
    cosh, float_cosh() libm::cosh, libm::coshf;
    tanh, float_tanh() libm::tanh, libm::tanhf;
    asinh, float_asinh() libm::asinh, libm::asinhf;
    acosh, float_acosh() libm::acosh, without_std::acoshf;
    atanh, float_atanh() libm::atanh, libm::atanhf;
    mul_add, float_mul_add(factor, term) libm::fma, libm::fmaf;
    floor, float_floor() libm::floor, libm::floorf;
    ceil, float_ceil() libm::ceil, libm::ceilf;
    round, float_round() libm::round, libm::roundf;
    round_ties_even, float_round_ties_even() libm::roundeven, libm::roundevenf;
    trunc, float_trunc() libm::trunc, libm::truncf;
    fract, float_fract() without_std::fract, without_std::fract;
    rem_euclid, float_rem_euclid(other) without_std::rem_euclid, without_std::rem_euclid;
    div_euclid, float_div_euclid(other) without_std::div_euclid, without_std::div_euclid;
    abs, float_abs() f64::abs, f32::abs;
    signum, float_signum() f64::signum, f32::signum;
    copysign, float_copysign(sign) f64::copysign, f32::copysign;
    max, float_max(other) f64::max, f32::max;
    min, float_min(other) f64::min, f32::min;
    clamp, float_clamp(low, high) f64::clamp, f32::clamp;
    recip, float_recip() f64::recip, f32::recip;
    to_degrees, float_to_degrees() f64::to_degrees, f32::to_degrees;
    to_radians, float_to_radians() f64::to_radians, f32::to_radians;
    midpoint, float_midpoint(other) f64::midpoint, f32::midpoint;
}

/// Functions that neither `core` nor `libm` provides, as `std` defines them.
#[cfg(not(feature = "std"))]
mod without_std {
    use super::Float;

    pub(super) fn powi<T: Float>(base: T, exponent: i32) -> T {
        let (mut result, mut square, mut left) = (T::ONE, base, exponent.unsigned_abs());
        while left > 0 {
            if left & 1 == 1 {
                result *= square;
            }
            square *= square;
            left >>= 1;
        }
        if exponent < 0 { T::ONE / result } else { result }
    }

    /// `libm::acoshf` (0.2.16) returns numbers outside of the domain, such as 3.648 at -800.
    pub(super) fn acoshf(x: f32) -> f32 {
        if x < 1.0 { f32::NAN } else { libm::acoshf(x) }
    }

    pub(super) fn log<T: Float>(x: T, base: T) -> T {
        x.ln() / base.ln()
    }

    pub(super) fn fract<T: Float>(x: T) -> T {
        x - x.trunc()
    }

    pub(super) fn rem_euclid<T: Float>(a: T, b: T) -> T {
        let r = a % b;
        if r < T::ZERO { r + b.abs() } else { r }
    }

    pub(super) fn div_euclid<T: Float>(a: T, b: T) -> T {
        let q = (a / b).trunc();
        if a % b >= T::ZERO {
            q
        } else if b > T::ZERO {
            q - T::ONE
        } else {
            q + T::ONE
        }
    }
}
