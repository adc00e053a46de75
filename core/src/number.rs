//! Numbers of which only rustc knows the type, and their cotangents and tangents: nothing, where the number is an integer or a field that
//! is held constant.

use crate::Differentiable;

/// The cotangent of the operand of `as`, from that of the result. It is `()` if the operand is an integer.
pub trait Converted<After> {
    /// The cotangent.
    fn converted(after: After) -> Self;
}

impl<After> Converted<After> for () {
    fn converted(_: After) {}
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<After: crate::float::Real, Before: crate::float::Real> Converted<After> for Before {
    fn converted(after: After) -> Before {
        Before::float_from(after.float_to_f64())
    }
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod conversion {
    use super::Converted;

    macro_rules! converted {
        ($($after:ident as $before:ident),*) => {
            $(impl Converted<$after> for $before {
                fn converted(after: $after) -> $before {
                    after as $before
                }
            })*
        };
    }

    converted!(f64 as f64, f64 as f32, f32 as f64, f32 as f32);
}

/// An integer that is a factor of a float, of which only rustc knows the type.
#[derive(Clone, Copy)]
pub struct IntegerFactor(pub i32);

macro_rules! factor {
    ($($float:ident)*) => {
        $(
            impl core::ops::Mul<$float> for IntegerFactor {
                type Output = $float;
                #[inline]
                fn mul(self, other: $float) -> $float {
                    self.0 as $float * other
                }
            }
        )*
    };
}

factor!(f64 f32);

/// A tangent of which only rustc knows the type, as that of a float.
pub trait ConvertedTangent<Before> {
    /// Converts it.
    fn converted_tangent(before: Before) -> Self;
}

impl<After: Factor> ConvertedTangent<()> for After {
    fn converted_tangent((): ()) -> After {
        After::NOTHING
    }
}

macro_rules! converted_tangent {
    ($($before:ident as $after:ident),*) => {
        $(impl ConvertedTangent<$before> for $after {
            fn converted_tangent(before: $before) -> $after {
                before as $after
            }
        })*
    };
}

converted_tangent!(f64 as f64, f64 as f32, f32 as f64, f32 as f32);

/// The tangent of the value of `as`, of which only rustc knows the type of the operand.
#[inline]
pub fn converted_tangent<Before, After: ConvertedTangent<Before>>(before: Before) -> After {
    After::converted_tangent(before)
}

/// The cotangent of the operand of `as`, whose type only rustc knows.
#[inline]
pub fn converted<After, Before: Converted<After>>(after: After) -> Before {
    Before::converted(after)
}

/// What generated code takes for a float, or for a reference to one, without having seen its type: an operand beside differentiated
/// numbers. Operators and methods of any other type could compute anything.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is calculated with as if it were a float, which it is not",
    label = "`differentiate` knows the operators and methods of `f64` and `f32`, not those of `{Self}`",
    note = "calculate with the floats in it, or move this into a function of its own with `#[differentiate]` that does",
    note = "of a type of yours whose operators and methods have `#[differentiate]`, name the type: `let v: {Self} = …;`"
)]
pub trait Operand<Float> {}

#[cfg(any(feature = "std", feature = "libm"))]
mod operand {
    use super::Operand;
    use crate::float::Real;

    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &&F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &mut F {}
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod operand {
    use super::Operand;

    macro_rules! operand {
        ($($float:ident)*) => {
            $(
                impl Operand<$float> for $float {}
                impl Operand<$float> for &$float {}
                impl Operand<$float> for &&$float {}
                impl Operand<$float> for &mut $float {}
            )*
        };
    }

    operand!(f64 f32);
}

/// The operand itself, where it is a float.
#[inline]
pub fn float<Float, Number: Operand<Float>>(operand: Number) -> Number {
    operand
}

/// What generated code takes for a value without a gradient, without having seen its type: an integer, a `bool`, a string, a field whose type enumerates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has a gradient, which would be lost here",
    label = "`differentiate` takes this for a value without a gradient, such as an integer",
    note = "to treat it as a constant, write `stop_gradient(…)` around it"
)]
pub trait Discrete {}

#[diagnostic::do_not_recommend]
impl<D: Differentiable<Tangent = ()>> Discrete for D {}

/// The operand itself, where it has no gradient.
#[inline]
pub fn discrete<D: Discrete>(operand: D) -> D {
    operand
}

/// The default of the struct that a literal makes of another one, which the function says without being called.
#[inline]
pub fn default_base<S: Default>(_: impl FnOnce(S) -> S) -> S {
    S::default()
}

/// The entry of a gradient for a field that is a float, or is held constant.
pub trait Entry<Float> {
    /// Adds to it.
    fn add(&mut self, value: Float);
}

impl<Float> Entry<Float> for () {
    #[inline]
    fn add(&mut self, _: Float) {}
}

#[cfg(any(feature = "std", feature = "libm"))]
#[diagnostic::do_not_recommend]
impl<F: crate::float::Real> Entry<F> for F {
    #[inline]
    fn add(&mut self, value: F) {
        *self += value;
    }
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod entry {
    use super::Entry;

    macro_rules! entry {
        ($($float:ident)*) => {
            $(impl Entry<$float> for $float {
                #[inline]
                fn add(&mut self, value: $float) {
                    *self += value;
                }
            })*
        };
    }

    entry!(f64 f32);
}

/// Adds to the entry of a gradient for a field.
#[inline]
pub fn add<Float, E: Entry<Float>>(entry: &mut E, value: Float) {
    entry.add(value);
}

/// A float, or a reference to one.
pub trait Number {
    /// The float type.
    type Float;
    /// The number.
    fn number(self) -> Self::Float;
}

impl Number for f64 {
    type Float = f64;
    fn number(self) -> f64 {
        self
    }
}

impl Number for f32 {
    type Float = f32;
    fn number(self) -> f32 {
        self
    }
}

impl<N: Number + Copy> Number for &N {
    type Float = N::Float;
    fn number(self) -> N::Float {
        (*self).number()
    }
}

impl<N: Number + Copy> Number for &mut N {
    type Float = N::Float;
    fn number(self) -> N::Float {
        (*self).number()
    }
}

/// The float behind an operand that may be a reference to it; only rustc knows.
#[inline]
pub fn number<N: Number>(operand: N) -> N::Float {
    operand.number()
}

/// What a closure captures by value that captures it by reference in the user's function. It has the size of a reference, so that the
/// closure has its own size.
#[inline]
pub fn captured<T: Copy>(value: T) -> T {
    const {
        assert!(
            size_of::<T>() == size_of::<&T>(),
            "a closure captures a number whose type is not written: annotate the local that it captures"
        );
    }
    value
}

/// What can be zero and multiplied.
pub trait Factor: Copy + PartialEq + core::ops::Mul<Output = Self> {
    /// 0
    const NOTHING: Self;
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<F: crate::float::Real> Factor for F {
    const NOTHING: F = F::FLOAT_ZERO;
}

#[cfg(not(any(feature = "std", feature = "libm")))]
impl Factor for f64 {
    const NOTHING: f64 = 0.0;
}

#[cfg(not(any(feature = "std", feature = "libm")))]
impl Factor for f32 {
    const NOTHING: f32 = 0.0;
}

/// The tangent of a field: zero, where the field is held constant.
pub trait TangentOf<F> {
    /// The tangent.
    fn tangent_of(self) -> F;
}

impl<F: Factor> TangentOf<F> for F {
    #[inline]
    fn tangent_of(self) -> F {
        self
    }
}

impl<F: Factor> TangentOf<F> for () {
    #[inline]
    fn tangent_of(self) -> F {
        F::NOTHING
    }
}

/// The tangent of a number in a field, as a number of the same type.
#[inline]
pub fn tangent_of<F, T: TangentOf<F>>(_: F, tangent: T) -> F {
    tangent.tangent_of()
}

/// The gradient of a number in a field: 0 where that is held constant.
#[inline]
pub fn gradient_of<F, G: TangentOf<F>>(gradient: G) -> F {
    gradient.tangent_of()
}

/// A product: 0 where the first factor is, also where the second is infinite.
#[inline]
pub fn guarded_mul<F: Factor>(first: F, second: F) -> F {
    if first == F::NOTHING { F::NOTHING } else { first * second }
}
