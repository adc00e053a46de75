//! Dual numbers: how the functions of this crate get their tangents. A function that is generic over [`Float`] and the pullback of
//! its rule, run over dual numbers, give the tangent of the value and the derivative of the gradient in the direction of the slopes.

use crate::Float;
use crate::differentiable::{Fundamental, FundamentalTangent};
use core::cmp::Ordering;
use core::fmt::{self, Display};
use core::iter::{Product, Sum};
use core::ops::{Add, AddAssign, Div, DivAssign, Mul, MulAssign, Neg, Rem, RemAssign, Sub, SubAssign};

/// A number and its derivative in one direction.
///
/// Two are equal if both parts are, so that nothing is taken for zero that changes; the order is that of the numbers.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Dual<T> {
    /// The number.
    pub value: T,
    /// Its derivative.
    pub slope: T,
}

impl<T: Float> Dual<T> {
    fn constant(value: T) -> Self {
        Dual { value, slope: T::ZERO }
    }

    /// The value of a function and its derivative at the number.
    fn by(self, value: T, derivative: T) -> Self {
        Dual { value, slope: chain(self.slope, derivative) }
    }

    /// The same of two numbers.
    fn with(self, other: Self, value: T, derivatives: [T; 2]) -> Self {
        Dual { value, slope: chain(self.slope, derivatives[0]) + chain(other.slope, derivatives[1]) }
    }
}

/// What does not change has no part in the derivative, also where that is infinite.
fn chain<T: Float>(slope: T, derivative: T) -> T {
    if slope == T::ZERO { slope } else { slope * derivative }
}

impl<T: Float> PartialOrd for Dual<T> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        self.value.partial_cmp(&other.value)
    }
}

impl<T: Float> Display for Dual<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        Display::fmt(&self.value, f)
    }
}

impl<T: Float> From<f32> for Dual<T> {
    fn from(value: f32) -> Self {
        Dual::constant(T::from(value))
    }
}

impl<T: Float> Neg for Dual<T> {
    type Output = Self;
    fn neg(self) -> Self {
        Dual { value: -self.value, slope: -self.slope }
    }
}

macro_rules! operators {
    ($($trait:ident $method:ident $assign:ident $assign_method:ident |$a:ident, $b:ident, $y:ident| $value:expr, $left:expr, $right:expr;)*) => {$(
        impl<T: Float> $trait for Dual<T> {
            type Output = Self;
            fn $method(self, other: Self) -> Self {
                let ($a, $b) = (self.value, other.value);
                let $y = $value;
                self.with(other, $y, [$left, $right])
            }
        }

        impl<T: Float> $assign for Dual<T> {
            fn $assign_method(&mut self, other: Self) {
                *self = $trait::$method(*self, other);
            }
        }
    )*};
}

operators! {
    Add add AddAssign add_assign |a, b, _y| a + b, T::ONE, T::ONE;
    Sub sub SubAssign sub_assign |a, b, _y| a - b, T::ONE, -T::ONE;
    Mul mul MulAssign mul_assign |a, b, _y| a * b, b, a;
    Div div DivAssign div_assign |a, b, y| a / b, T::ONE / b, -(y / b);
    Rem rem RemAssign rem_assign |a, b, y| a % b, T::ONE, -((a - y) / b).round();
}

impl<T: Float> Sum for Dual<T> {
    fn sum<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Dual::ZERO, Add::add)
    }
}

impl<T: Float> Product for Dual<T> {
    fn product<I: Iterator<Item = Self>>(numbers: I) -> Self {
        numbers.fold(Dual::ONE, Mul::mul)
    }
}

// Dual numbers stand in for numbers inside of this crate only.
impl<T: Float> FundamentalTangent for Dual<T> {
    fn fundamental_accumulate(&mut self, other: &Self) {
        *self += *other;
    }
    fn fundamental_is_zero(&self) -> bool {
        *self == Dual::ZERO
    }
    fn fundamental_scale(&mut self, factor: f64) {
        *self *= Dual::from_f64(factor);
    }
    fn fundamental_dot(&self, other: &Self) -> f64 {
        (self.value * other.value + self.slope * other.slope).to_f64()
    }
}

impl<T: Float> Fundamental for Dual<T> {
    type TangentOf = Self;

    fn fundamental_zero(&self) -> Self {
        Dual::ZERO
    }
    fn fundamental_step(&mut self, scale: f64, tangent: &Self) {
        *self += Dual::from_f64(scale) * *tangent;
    }
    fn fundamental_flat_len(&self) -> usize {
        1
    }
    fn fundamental_write_flat(&self, floats: &mut [f64]) {
        floats[0] = self.value.to_f64();
    }
    fn fundamental_read_flat(&mut self, floats: &[f64]) {
        *self = Dual::from_f64(floats[0]);
    }
}

macro_rules! constants {
    ($($name:ident)*) => {$(
        const $name: Self = Dual { value: T::$name, slope: T::ZERO };
    )*};
}

/// Functions of one number: the value is that of the method.
macro_rules! functions {
    ($($name:ident |$x:ident, $y:ident| $derivative:expr;)*) => {$(
        fn $name(self) -> Self {
            let $x = self.value;
            let $y = $x.$name();
            self.by($y, $derivative)
        }
    )*};
}

impl<T: Float> Float for Dual<T> {
    constants! { ZERO ONE PI LN_2 LN_10 EPSILON INFINITY NEG_INFINITY NAN MAX MIN_POSITIVE }

    fn from_f64(value: f64) -> Self {
        Dual::constant(T::from_f64(value))
    }
    fn from_i32(value: i32) -> Self {
        Dual::constant(T::from_i32(value))
    }
    fn from_usize(value: usize) -> Self {
        Dual::constant(T::from_usize(value))
    }
    fn to_f64(self) -> f64 {
        self.value.to_f64()
    }
    fn known(self, f: fn(f64) -> f64, slope: fn(f64) -> f64) -> Self {
        self.by(self.value.known(f, slope), T::from_f64(slope(self.value.to_f64())))
    }
    fn sin_cos(self) -> (Self, Self) {
        (self.sin(), self.cos())
    }
    fn powi(self, exponent: i32) -> Self {
        let slope = match exponent {
            0 => T::ZERO,
            n => T::from_i32(n) * self.value.powi(n.saturating_sub(1)),
        };
        self.by(self.value.powi(exponent), slope)
    }
    fn total_cmp(&self, other: &Self) -> Ordering {
        self.value.total_cmp(&other.value)
    }
    fn is_nan(self) -> bool {
        self.value.is_nan()
    }
    fn is_finite(self) -> bool {
        self.value.is_finite()
    }
    fn is_infinite(self) -> bool {
        self.value.is_infinite()
    }
    fn is_normal(self) -> bool {
        self.value.is_normal()
    }
    fn is_sign_positive(self) -> bool {
        self.value.is_sign_positive()
    }
    fn is_sign_negative(self) -> bool {
        self.value.is_sign_negative()
    }

    functions! {
        sqrt |_x, y| T::from_f64(0.5) / y;
        cbrt |_x, y| T::ONE / (T::from_f64(3.0) * y * y);
        exp |_x, y| y;
        exp2 |_x, y| y * T::LN_2;
        exp_m1 |x, _y| x.exp();
        ln |x, _y| T::ONE / x;
        ln_1p |x, _y| T::ONE / (T::ONE + x);
        log2 |x, _y| T::ONE / (x * T::LN_2);
        log10 |x, _y| T::ONE / (x * T::LN_10);
        sin |x, _y| x.cos();
        cos |x, _y| -x.sin();
        tan |_x, y| T::ONE + y * y;
        asin |x, _y| T::ONE / ((T::ONE - x) * (T::ONE + x)).sqrt();
        acos |x, _y| -(T::ONE / ((T::ONE - x) * (T::ONE + x)).sqrt());
        atan |x, _y| T::ONE / (T::ONE + x * x);
        sinh |x, _y| x.cosh();
        cosh |x, _y| x.sinh();
        tanh |x, _y| x.cosh().powi(-2);
        asinh |x, _y| T::ONE / x.hypot(T::ONE);
        acosh |x, _y| T::ONE / ((x - T::ONE).sqrt() * (x + T::ONE).sqrt());
        atanh |x, _y| T::ONE / ((T::ONE - x) * (T::ONE + x));
        floor |_x, _y| T::ZERO;
        ceil |_x, _y| T::ZERO;
        round |_x, _y| T::ZERO;
        round_ties_even |_x, _y| T::ZERO;
        trunc |_x, _y| T::ZERO;
        fract |_x, _y| T::ONE;
        abs |x, _y| if x == T::ZERO { x } else { x.signum() };
        signum |_x, _y| T::ZERO;
        recip |_x, y| -(y * y);
        to_degrees |_x, _y| T::ONE.to_degrees();
        to_radians |_x, _y| T::ONE.to_radians();
    }

    fn log(self, base: Self) -> Self {
        self.ln() / base.ln()
    }
    fn powf(self, exponent: Self) -> Self {
        let (x, p) = (self.value, exponent.value);
        let y = x.powf(p);
        self.with(exponent, y, [chain(p, x.powf(p - T::ONE)), chain(y, x.ln())])
    }
    fn hypot(self, other: Self) -> Self {
        let (a, b) = (self.value, other.value);
        let y = a.hypot(b);
        let slopes = if y == T::ZERO { [y, y] } else { [a / y, b / y] };
        self.with(other, y, slopes)
    }
    fn atan2(self, other: Self) -> Self {
        let (a, b) = (self.value, other.value);
        let size = a.hypot(b);
        self.with(other, a.atan2(b), [b / size / size, -(a / size / size)])
    }
    fn mul_add(self, factor: Self, term: Self) -> Self {
        let slope = (self * factor + term).slope;
        Dual { value: self.value.mul_add(factor.value, term.value), slope }
    }
    fn rem_euclid(self, other: Self) -> Self {
        let (a, b) = (self.value, other.value);
        let y = a.rem_euclid(b);
        self.with(other, y, [T::ONE, -((a - y) / b).round()])
    }
    fn div_euclid(self, other: Self) -> Self {
        Dual::constant(self.value.div_euclid(other.value))
    }
    fn copysign(self, sign: Self) -> Self {
        let same = self.value.is_sign_negative() == sign.value.is_sign_negative();
        self.by(self.value.copysign(sign.value), if same { T::ONE } else { -T::ONE })
    }
    fn max(self, other: Self) -> Self {
        if self.value >= other.value || other.value.is_nan() { self } else { other }
    }
    fn min(self, other: Self) -> Self {
        if self.value <= other.value || other.value.is_nan() { self } else { other }
    }
    fn clamp(self, low: Self, high: Self) -> Self {
        self.max(low).min(high)
    }
    fn midpoint(self, other: Self) -> Self {
        let half = T::from_f64(0.5);
        self.with(other, self.value.midpoint(other.value), [half, half])
    }
}
