//! What floats, references and boxes implement in place of [`Differentiable`] and [`Tangent`], which follow from it.
//!
//! Generated code bounds a type parameter by [`Real`](crate::private::Real). That the parameter is `Differentiable` has to follow, but must not be a
//! bound: a method such as `zero` of a bound would be ambiguous with that of `num_traits::Zero`. So the names in these traits are those of no other.
//! References and boxes are here since a crate may implement any trait for those of its own types, so that an implementation for all `T` of a trait and one
//! for all `&T` would overlap.

use super::{Differentiable, Tangent, flat, shared};
#[cfg(feature = "alloc")]
use alloc::boxed::Box;

/// [`Differentiable`], for floats, references and boxes.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no gradient",
    label = "`{Self}` is not `Differentiable`",
    note = "write `#[derive(Differentiable)]` on a type of yours; the fields are `f64`, `f32`, arrays, tuples and `Vec`s of them, and other `Differentiable` types",
    note = "if it is a type parameter of the `impl` around a function, put `#[differentiate]` on the `impl` as well; one of a trait needs a bound, such as `T: Float`"
)]
pub trait Fundamental {
    /// [`Differentiable::Tangent`]
    type TangentOf: Tangent;
    /// [`Differentiable::zero`]
    fn fundamental_zero(&self) -> Self::TangentOf;
    /// [`Differentiable::step`]
    fn fundamental_step(&mut self, scale: f64, tangent: &Self::TangentOf);
    /// [`Differentiable::flat_len`]
    fn fundamental_flat_len(&self) -> usize;
    /// [`Differentiable::write_flat`]
    fn fundamental_write_flat(&self, floats: &mut [f64]);
    /// [`Differentiable::read_flat`]
    fn fundamental_read_flat(&mut self, floats: &[f64]);
}

/// [`Tangent`], for floats and boxes.
pub trait FundamentalTangent {
    /// [`Tangent::accumulate`]
    fn fundamental_accumulate(&mut self, other: &Self);
    /// [`Tangent::is_zero`]
    fn fundamental_is_zero(&self) -> bool;
    /// [`Tangent::scale`]
    fn fundamental_scale(&mut self, factor: f64);
    /// [`Tangent::dot`]
    fn fundamental_dot(&self, other: &Self) -> f64;
}

#[diagnostic::do_not_recommend]
impl<T: Fundamental> Differentiable for T {
    type Tangent = T::TangentOf;
    #[inline]
    fn zero(&self) -> Self::Tangent {
        self.fundamental_zero()
    }
    #[inline]
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        self.fundamental_step(scale, tangent);
    }
    #[inline]
    fn flat_len(&self) -> usize {
        self.fundamental_flat_len()
    }
    #[inline]
    fn write_flat(&self, floats: &mut [f64]) {
        self.fundamental_write_flat(floats);
    }
    #[inline]
    fn read_flat(&mut self, floats: &[f64]) {
        self.fundamental_read_flat(floats);
    }
}

#[diagnostic::do_not_recommend]
impl<G: FundamentalTangent> Tangent for G {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        self.fundamental_accumulate(other);
    }
    #[inline]
    fn is_zero(&self) -> bool {
        self.fundamental_is_zero()
    }
    #[inline]
    fn scale(&mut self, factor: f64) {
        self.fundamental_scale(factor);
    }
    #[inline]
    fn dot(&self, other: &Self) -> f64 {
        self.fundamental_dot(other)
    }
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Fundamental for $float {
            type TangentOf = $float;
            #[inline]
            fn fundamental_zero(&self) -> $float {
                0.0
            }
            #[inline]
            fn fundamental_step(&mut self, scale: f64, tangent: &$float) {
                *self += scale as $float * tangent;
            }
            fn fundamental_flat_len(&self) -> usize {
                1
            }
            fn fundamental_write_flat(&self, floats: &mut [f64]) {
                flat(floats.len(), 1);
                floats[0] = *self as f64;
            }
            fn fundamental_read_flat(&mut self, floats: &[f64]) {
                flat(floats.len(), 1);
                *self = floats[0] as $float;
            }
        }
        impl FundamentalTangent for $float {
            #[inline]
            fn fundamental_accumulate(&mut self, other: &Self) {
                *self += other;
            }
            #[inline]
            fn fundamental_is_zero(&self) -> bool {
                *self == 0.0
            }
            #[inline]
            fn fundamental_scale(&mut self, factor: f64) {
                *self *= factor as $float;
            }
            #[inline]
            fn fundamental_dot(&self, other: &Self) -> f64 {
                *self as f64 * *other as f64
            }
        }
    )*};
}

floats! { f32 f64 }

impl<T: Differentiable + ?Sized> Fundamental for &T {
    type TangentOf = T::Tangent;
    fn fundamental_zero(&self) -> Self::TangentOf {
        T::zero(self)
    }
    fn fundamental_step(&mut self, _: f64, _: &Self::TangentOf) {
        shared::<Self>("step")
    }
    fn fundamental_flat_len(&self) -> usize {
        T::flat_len(self)
    }
    fn fundamental_write_flat(&self, floats: &mut [f64]) {
        T::write_flat(self, floats);
    }
    fn fundamental_read_flat(&mut self, _: &[f64]) {
        shared::<Self>("read_flat")
    }
}

macro_rules! behind {
    ($(#[$attribute:meta])* $outer:ty, $tangent:ty, |$zero:ident| $wrapped:expr) => {
        $(#[$attribute])*
        impl<T: Differentiable + ?Sized> Fundamental for $outer {
            type TangentOf = $tangent;
            fn fundamental_zero(&self) -> Self::TangentOf {
                let $zero = T::zero(self);
                $wrapped
            }
            fn fundamental_step(&mut self, scale: f64, tangent: &Self::TangentOf) {
                T::step(self, scale, tangent);
            }
            fn fundamental_flat_len(&self) -> usize {
                T::flat_len(self)
            }
            fn fundamental_write_flat(&self, floats: &mut [f64]) {
                T::write_flat(self, floats);
            }
            fn fundamental_read_flat(&mut self, floats: &[f64]) {
                T::read_flat(self, floats);
            }
        }
    };
}

behind! { &mut T, T::Tangent, |zero| zero }
behind! { #[cfg(feature = "alloc")] Box<T>, Box<T::Tangent>, |zero| Box::new(zero) }

#[cfg(feature = "alloc")]
impl<G: Tangent> FundamentalTangent for Box<G> {
    fn fundamental_accumulate(&mut self, other: &Self) {
        G::accumulate(self, other);
    }
    fn fundamental_is_zero(&self) -> bool {
        G::is_zero(self)
    }
    fn fundamental_scale(&mut self, factor: f64) {
        G::scale(self, factor);
    }
    fn fundamental_dot(&self, other: &Self) -> f64 {
        G::dot(self, other)
    }
}
