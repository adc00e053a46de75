//! Functions of whole vectors, each with its pullback.
//!
//! A pullback holds no reference, since generated code may overwrite the vector before it calls the pullback. So no rule
//! is generic over a type that could be a reference, which the returned closure would capture.

#![allow(clippy::type_complexity, reason = "closures cannot be named")]

use crate::Float;
use crate::rule::paired;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use sealed::Storage;

/// Declares the hidden rule of a function.
macro_rules! rule {
    ($name:ident, $parameters:literal) => {
        #[doc(hidden)]
        #[allow(
            non_camel_case_types,
            reason = "the rule has the function's name, so that an import brings both"
        )]
        pub struct $name {}

        impl $name {
            #[doc(hidden)]
            pub const EXCHANGES: [bool; $parameters] = [false; $parameters];
            #[doc(hidden)]
            pub const OVERWRITES: [bool; $parameters] = [false; $parameters];
            #[doc(hidden)]
            pub const RUNS_OPAQUE_CODE: bool = false;
        }
    };
}

/// The reference, passed a second time, and the buffer to which its gradient is added.
type Slot<'s, V> = (&'s V, Option<&'s mut V>);

/// Adds a gradient to a buffer, if there is one.
///
/// The lengths are compared, so that no part of the gradient is lost in a shorter buffer.
#[inline]
fn give<T: Float>(into: Option<&mut [T]>, gradient: impl ExactSizeIterator<Item = T>) {
    if let Some(into) = into {
        assert_eq!(into.len(), gradient.len(), "a gradient and its buffer differ in length");
        into.iter_mut().zip(gradient).for_each(|(a, b)| *a += b);
    }
}

fn largest<T: Float>(numbers: &[T]) -> T {
    numbers.iter().fold(T::NEG_INFINITY, |a, b| a.max(*b))
}

/// The scalar product `Σ a[i] · b[i]`, summed from the left. The value is NaN if one of the numbers is.
///
/// Its gradient with respect to `a` is `b`, and with respect to `b` it is `a`.
///
/// # Panics
///
/// If the lengths differ.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::dot(&[1.0, -2.0, 3.0], &[-3.0, -1.0, 2.0]), 5.0);
/// ```
#[inline]
pub fn dot<T: Float>(a: &[T], b: &[T]) -> T {
    assert_eq!(a.len(), b.len(), "dot takes vectors of the same length");
    a.iter().zip(b).fold(T::ZERO, |sum, (x, y)| sum + *x * *y)
}

rule!(dot, 2);

impl dot {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(&[T], &[T]) -> T>(
        a: &[T],
        b: &[T],
        primal: Primal,
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>, Slot<'s, [T]>) -> ((), ()) + use<T, Primal>) {
        paired(&primal, &dot::<T>);
        let pullback = |d: T, (a, into_a): Slot<'_, [T]>, (b, into_b): Slot<'_, [T]>| {
            give(into_a, b.iter().map(|y| d * *y));
            give(into_b, a.iter().map(|x| d * *x));
            ((), ())
        };
        (dot(a, b), pullback)
    }
}

/// The sum of squares `Σ a[i]²`, summed from the left. The value is NaN if one of the numbers is.
///
/// Its gradient is `2a`.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::norm_squared(&[3.0, 4.0]), 25.0);
/// ```
#[inline]
pub fn norm_squared<T: Float>(a: &[T]) -> T {
    a.iter().fold(T::ZERO, |sum, x| sum + *x * *x)
}

rule!(norm_squared, 1);

impl norm_squared {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(&[T]) -> T>(
        a: &[T],
        primal: Primal,
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + use<T, Primal>) {
        paired(&primal, &norm_squared::<T>);
        let pullback = |d: T, (a, into): Slot<'_, [T]>| {
            let twice = T::from_f64(2.0) * d;
            (give(into, a.iter().map(|x| twice * *x)),)
        };
        (norm_squared(a), pullback)
    }
}

/// `ln Σ exp(a[i])`, without overflow.
///
/// The value is -∞ if there are no numbers or all are -∞, and NaN if one is NaN. Its gradient is [`softmax`].
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::logsumexp(&[800.0, 800.0]), 800.0 + 2.0_f64.ln());
/// ```
#[inline]
pub fn logsumexp<T: Float>(a: &[T]) -> T {
    let (top, total) = top_and_total(a);
    value_of(a, top, total)
}

/// The largest number, and `Σ exp(a[i] - top)`.
#[inline]
fn top_and_total<T: Float>(a: &[T]) -> (T, T) {
    let top = largest(a);
    (top, a.iter().map(|x| (*x - top).exp()).sum())
}

#[inline]
fn value_of<T: Float>(a: &[T], top: T, total: T) -> T {
    // If `top` is infinite, the total is NaN because of ∞ - ∞.
    if top.is_infinite() && !a.iter().any(|x| x.is_nan()) { top } else { top + total.ln() }
}

rule!(logsumexp, 1);

impl logsumexp {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(&[T]) -> T>(
        a: &[T],
        primal: Primal,
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + use<T, Primal>) {
        paired(&primal, &logsumexp::<T>);
        let (top, total) = top_and_total(a);
        // Relative to `top` and not to the value, whose rounding error would be an error of the exponent. The exponentials are
        // recomputed, because storing a slice of them would allocate.
        let pullback = move |d: T, (a, into): Slot<'_, [T]>| {
            let scale = d / total;
            (give(into, a.iter().map(|x| scale * (*x - top).exp())),)
        };
        (value_of(a, top, total), pullback)
    }
}

/// The argument type of [`softmax`]: `[T; N]`, and with the feature `alloc` also `[T]` and `Vec<T>`, of `f64` or `f32`.
///
/// No other type can implement it.
///
/// # Examples
///
/// ```
/// use differentiate_core::{Vector, softmax};
///
/// fn surest<V: Vector<Elem = f64, Owned = [f64; 2]>>(scores: &V) -> f64 {
///     let [a, b] = softmax(scores);
///     a.max(b)
/// }
/// assert_eq!(surest(&[1.0, 1.0]), 0.5);
/// ```
#[diagnostic::on_unimplemented(
    message = "`softmax` does not take a `&{Self}`",
    label = "not an array, a slice or a `Vec` of floats",
    note = "pass `&[T; N]`, or with the feature `alloc` `&[T]` or `&Vec<T>`, where `T` is `f64` or `f32`"
)]
pub trait Vector: Storage<Self::Elem, Self::Owned> {
    /// The type of the elements.
    type Elem: Float;
    /// The type of a new vector of the same length: `[T; N]` for arrays, otherwise `Vec<T>`.
    type Owned: Vector<Elem = Self::Elem, Owned = Self::Owned>;
    /// The type of the buffer to which a gradient is added: `[T; N]` for arrays, otherwise `[T]`.
    type Buffer: Vector<Elem = Self::Elem, Owned = Self::Owned> + ?Sized;
}

// Apart from `Vector`, so that an import of it brings no methods.
mod sealed {
    pub trait Storage<T, Owned> {
        fn numbers(&self) -> &[T];
        fn numbers_mut(&mut self) -> &mut [T];
        fn own(&self) -> Owned;
    }
}

macro_rules! vector {
    ($([$($bound:tt)*] $vector:ty, $owned:ty, $buffer:ty, $own:expr;)*) => {$(
        impl<T: Float $($bound)*> Vector for $vector {
            type Elem = T;
            type Owned = $owned;
            type Buffer = $buffer;
        }

        impl<T: Float $($bound)*> Storage<T, $owned> for $vector {
            #[inline]
            fn numbers(&self) -> &[T] {
                self
            }
            #[inline]
            fn numbers_mut(&mut self) -> &mut [T] {
                self
            }
            #[inline]
            fn own(&self) -> $owned {
                $own(self)
            }
        }
    )*};
}

vector! { [, const N: usize] [T; N], [T; N], [T; N], |a: &[T; N]| *a; }

#[cfg(feature = "alloc")]
vector! {
    [] [T], Vec<T>, [T], <[T]>::to_vec;
    [] Vec<T>, Vec<T>, [T], Vec::clone;
}

/// `exp(a[i]) / Σ exp(a[j])`, without overflow: numbers between 0 and 1 whose sum is 1.
///
/// All of them are NaN if a number is NaN or ∞, or if all are -∞.
///
/// For an array the result is an array; for a slice or a `Vec`, with the feature `alloc`, it is a `Vec`.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::softmax(&[800.0, 800.0]), [0.5, 0.5]);
/// ```
#[inline]
pub fn softmax<V: Vector + ?Sized>(a: &V) -> V::Owned {
    let mut value = a.own();
    let numbers = value.numbers_mut();
    let top = largest(numbers);
    numbers.iter_mut().for_each(|x| *x = (*x - top).exp());
    let total = numbers.iter().copied().sum::<V::Elem>();
    numbers.iter_mut().for_each(|w| *w /= total);
    value
}

rule!(softmax, 1);

impl softmax {
    #[doc(hidden)]
    #[inline]
    pub fn forward<V: Vector + ?Sized, Primal: Fn(&V) -> V::Owned>(
        a: &V,
        primal: Primal,
    ) -> (V::Owned, impl for<'s> FnOnce(V::Owned, (&'s V, Option<&'s mut V::Buffer>)) -> ((),) + use<V, Primal>)
    {
        paired(&primal, &softmax::<V>);
        let value = softmax(a);
        // The pullback has a copy of its own, since the caller owns the value and may change it.
        let kept = value.own();
        let pullback = move |d: V::Owned, (_, into): (&V, Option<&mut V::Buffer>)| {
            let (y, d) = (kept.numbers(), d.numbers());
            assert_eq!(y.len(), d.len(), "softmax and its cotangent differ in length");
            let mean = y.iter().zip(d).map(|(y, d)| *y * *d).sum::<V::Elem>();
            (give(into.map(V::Buffer::numbers_mut), y.iter().zip(d).map(|(y, d)| *y * (*d - mean))),)
        };
        (value, pullback)
    }
}
