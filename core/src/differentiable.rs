//! Differentiable types, and the arithmetic of their gradients.

#[cfg(feature = "alloc")]
use alloc::{string::String, vec::Vec};

/// A type with respect to whose values a gradient can be taken.
///
/// The tangent type of a float is the float type itself; that of an array, a tuple or a reference has the same shape, made of the tangent types of its parts; that of integers, `bool`s and
/// strings is `()`, since they cannot change by arbitrarily small amounts.
///
/// # Examples
///
/// ```
/// use differentiate_core::Differentiable;
/// assert_eq!((1.5, [2.0, 3.0], 7_i32).zero(), (0.0, [0.0, 0.0], ()));
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no gradient",
    label = "a differentiated value flows through `{Self}`",
    note = "use `f64`, `f32`, arrays and tuples of them, or implement `Differentiable` for `{Self}`",
    note = "or hold the value constant with `#[differentiate(wrt(…))]`"
)]
pub trait Differentiable {
    /// The type of a gradient with respect to a value of this type.
    type Tangent: Tangent;

    /// The gradient zero, in the shape of the value.
    fn zero(&self) -> Self::Tangent;
}

/// A gradient. Gradients of the same type can be added.
///
/// # Examples
///
/// ```
/// use differentiate_core::Tangent;
/// let mut total = [1.0, 2.0];
/// total.accumulate(&[10.0, 20.0]);
/// assert_eq!(total, [11.0, 22.0]);
/// ```
pub trait Tangent {
    /// Adds another gradient, element by element.
    ///
    /// # Panics
    ///
    /// If the two have different lengths, which is possible only for `Vec`s.
    fn accumulate(&mut self, other: &Self);

    /// Is it zero in all its parts? Nothing is passed back from what is; `false` is an answer that is always right.
    fn is_zero(&self) -> bool {
        false
    }
}

/// The zero of a value's tangent type.
pub fn zero<D: Differentiable + ?Sized>(value: &D) -> D::Tangent {
    value.zero()
}

/// Is the cotangent of a call's value zero, so that the pullback need not run?
#[inline]
pub fn is_zero<G: Tangent>(cotangent: &G) -> bool {
    cotangent.is_zero()
}

/// Adds a gradient to another.
#[inline]
pub fn accumulate<G: Tangent>(into: &mut G, from: &G) {
    into.accumulate(from);
}

/// Adds a slice of gradients to another, element by element.
///
/// # Panics
///
/// If the lengths differ.
#[inline]
pub fn accumulate_slice<G: Tangent>(into: &mut [G], from: &[G]) {
    assert_eq!(into.len(), from.len(), "gradients of different lengths cannot be added");
    into.iter_mut().zip(from).for_each(|(a, b)| a.accumulate(b));
}

macro_rules! floats {
    ($($float:ty)*) => {$(
        impl Differentiable for $float {
            type Tangent = $float;
            fn zero(&self) -> $float {
                0.0
            }
        }
        impl Tangent for $float {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                *self += other;
            }
            #[inline]
            fn is_zero(&self) -> bool {
                *self == 0.0
            }
        }
    )*};
}

floats! { f32 f64 }

macro_rules! discrete {
    ($($discrete:ty)*) => {$(
        impl Differentiable for $discrete {
            type Tangent = ();
            fn zero(&self) {}
        }
    )*};
}

discrete! { i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char str }

#[cfg(feature = "alloc")]
discrete! { String }

impl Differentiable for () {
    type Tangent = ();
    fn zero(&self) {}
}

impl Tangent for () {
    fn accumulate(&mut self, (): &Self) {}
    fn is_zero(&self) -> bool {
        true
    }
}

impl<T: Differentiable, const N: usize> Differentiable for [T; N] {
    type Tangent = [T::Tangent; N];
    fn zero(&self) -> Self::Tangent {
        self.each_ref().map(T::zero)
    }
}

impl<G: Tangent, const N: usize> Tangent for [G; N] {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        self.iter_mut().zip(other).for_each(|(a, b)| a.accumulate(b));
    }
    fn is_zero(&self) -> bool {
        self.iter().all(G::is_zero)
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for [T] {
    type Tangent = Vec<T::Tangent>;
    fn zero(&self) -> Self::Tangent {
        self.iter().map(T::zero).collect()
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for Vec<T> {
    type Tangent = Vec<T::Tangent>;
    fn zero(&self) -> Self::Tangent {
        self.as_slice().zero()
    }
}

#[cfg(feature = "alloc")]
impl<G: Tangent> Tangent for Vec<G> {
    #[inline]
    fn accumulate(&mut self, other: &Self) {
        accumulate_slice(self, other);
    }
    fn is_zero(&self) -> bool {
        self.iter().all(G::is_zero)
    }
}

impl<T: Differentiable + ?Sized> Differentiable for &T {
    type Tangent = T::Tangent;
    fn zero(&self) -> Self::Tangent {
        (**self).zero()
    }
}

impl<T: Differentiable + ?Sized> Differentiable for &mut T {
    type Tangent = T::Tangent;
    fn zero(&self) -> Self::Tangent {
        (**self).zero()
    }
}

macro_rules! tuples {
    ($(($($T:ident $i:tt),+))*) => {$(
        impl<$($T: Differentiable),+> Differentiable for ($($T,)+) {
            type Tangent = ($($T::Tangent,)+);
            fn zero(&self) -> Self::Tangent {
                ($(self.$i.zero(),)+)
            }
        }
        impl<$($T: Tangent),+> Tangent for ($($T,)+) {
            #[inline]
            fn accumulate(&mut self, other: &Self) {
                $(self.$i.accumulate(&other.$i);)+
            }
            fn is_zero(&self) -> bool {
                $(self.$i.is_zero())&&+
            }
        }
    )*};
}

tuples! {
    (A 0)
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
}
