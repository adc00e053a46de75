//! Functions of whole vectors, each with its pullback.
//!
//! A pullback holds no reference, since generated code may overwrite the vector before it calls the pullback. So no rule
//! is generic over a type that could be a reference, which the returned closure would capture.

#![allow(clippy::type_complexity, reason = "closures cannot be named")]

use crate::Float;
use crate::activation::times;
use crate::rule::paired;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use sealed::Storage;

mod kept;
#[cfg(feature = "alloc")]
mod tangents;

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
            /// No parameter is differentiated by `&mut`.
            pub const DIFFERENTIATES: [bool; $parameters] = [false; $parameters];
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

/// The numbers times a cotangent. Where it is infinite, as that of a root at the origin, nothing flows to a zero.
#[inline]
fn scaled<T: Float>(cotangent: T, numbers: &[T]) -> impl ExactSizeIterator<Item = T> + use<'_, T> {
    let finite = cotangent.is_finite();
    numbers.iter().map(move |x| if finite { cotangent * *x } else { times(cotangent, *x) })
}

/// `exp(a[i] - top)`, where `top` is the largest of them.
///
/// Where that is infinite, the limit is 1 for the only number that is, and 0 for the others. For more than one there is none.
#[derive(Clone, Copy)]
struct Exponentials<T> {
    top: T,
    /// Of the largest.
    one: T,
    /// Their sum, except for the first largest.
    rest: T,
}

impl<T: Float> Exponentials<T> {
    #[inline]
    fn of(a: &[T]) -> Self {
        let top = a.iter().fold(T::NEG_INFINITY, |a, b| a.max(*b));
        if top.is_finite() {
            // Without the first largest, whose exponential is exactly 1, small ones keep their digits.
            let first = a.iter().position(|x| *x == top).unwrap_or(0);
            let (before, after) = (&a[..first], &a[first + 1..]);
            let rest = before.iter().chain(after).map(|x| (*x - top).exp()).sum();
            return Exponentials { top, one: T::ONE, rest };
        }
        let known = !a.iter().any(|x| x.is_nan());
        let alone = known && a.iter().filter(|x| **x == top).count() == 1;
        let one = if alone { T::ONE } else { T::NAN };
        Exponentials { top, one, rest: if known { T::ZERO } else { T::NAN } }
    }

    #[inline]
    fn total(self) -> T {
        self.one + self.rest
    }

    #[inline]
    fn at(self, x: T) -> T {
        if self.top.is_finite() {
            return (x - self.top).exp();
        }
        if x == self.top || x.is_nan() || self.rest.is_nan() { self.one } else { T::ZERO }
    }

    /// `ln Σ exp(a[i] - top)`
    #[inline]
    fn logarithm(self) -> T {
        // Only where one of the numbers is NaN there is no value.
        self.rest.ln_1p()
    }
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
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>, Slot<'s, [T]>) -> ((), ()) + Clone + use<T, Primal>) {
        paired(&primal, &dot::<T>);
        let pullback = |d: T, (a, into_a): Slot<'_, [T]>, (b, into_b): Slot<'_, [T]>| {
            give(into_a, scaled(d, b));
            give(into_b, scaled(d, a));
            ((), ())
        };
        (dot(a, b), pullback)
    }
}

/// The sum of squares `Σ a[i]²`, summed from the left. The value is NaN if one of the numbers is.
///
/// Its gradient is `2a`; its root's at the origin is 0.
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
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + Clone + use<T, Primal>) {
        paired(&primal, &norm_squared::<T>);
        let pullback = |d: T, (a, into): Slot<'_, [T]>| (give(into, scaled(T::from_f64(2.0) * d, a)),);
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
    let of = Exponentials::of(a);
    of.top + of.logarithm()
}

rule!(logsumexp, 1);

impl logsumexp {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(&[T]) -> T>(
        a: &[T],
        primal: Primal,
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + Clone + use<T, Primal>) {
        paired(&primal, &logsumexp::<T>);
        let of = Exponentials::of(a);
        // By `top` and not by the value, whose rounding error would be one of the exponent. The exponentials are
        // computed again, because a slice of them cannot be kept without allocating.
        let pullback = move |d: T, (a, into): Slot<'_, [T]>| {
            let scale = d / of.total();
            (give(into, a.iter().map(|x| scale * of.at(*x))),)
        };
        (of.top + of.logarithm(), pullback)
    }
}

/// The cross entropy of `softmax(logits)` when the right class is `index`: `logsumexp(logits) - logits[index]`, without overflow.
///
/// NaN where a number is NaN, or where the right logit and another one are ∞. Its gradient is [`softmax`] less 1 at `index`, with all
/// digits where the loss is small.
///
/// # Panics
///
/// If there is no such logit.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::cross_entropy(&[0.0, 800.0], 0), 800.0);
/// assert_eq!(differentiate_core::cross_entropy(&[-3.0, -3.0], 1), 2.0_f64.ln());
/// ```
#[inline]
pub fn cross_entropy<T: Float>(logits: &[T], index: usize) -> T {
    Exponentials::of(logits).loss(logits[index])
}

impl<T: Float> Exponentials<T> {
    /// How much more the logarithm of the sum is than `x`.
    #[inline]
    fn loss(self, x: T) -> T {
        // ∞ - ∞ is 0 for the only one that is.
        let more = if x == self.top { self.one - T::ONE } else { self.top - x };
        more + self.logarithm()
    }
}

rule!(cross_entropy, 2);

impl cross_entropy {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, Primal: Fn(&[T], usize) -> T>(
        logits: &[T],
        index: usize,
        primal: Primal,
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>, ()) -> ((), ()) + Clone + use<T, Primal>) {
        paired(&primal, &cross_entropy::<T>);
        let of = Exponentials::of(logits);
        let pullback = move |d: T, (logits, into): Slot<'_, [T]>, ()| {
            let scale = d / of.total();
            let x = logits[index];
            // What the others add up to, with all digits where the right one is the largest.
            let others = if x == of.top { of.rest } else { of.total() - of.at(x) };
            let slopes = logits.iter().enumerate();
            (give(into, slopes.map(|(at, x)| scale * if at == index { -others } else { of.at(*x) })), ())
        };
        (of.loss(logits[index]), pullback)
    }
}

/// What [`softmax`] and [`log_softmax`] take a reference to: `[T; N]`, and with the feature `alloc` also `[T]` and `Vec<T>`, of `f64` or `f32`.
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
    type Owned: Vector<Elem = Self::Elem, Owned = Self::Owned> + Clone;
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
/// All are NaN where a number is NaN, where more than one is ∞, or where more than one is -∞ and none is larger.
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
    let of = Exponentials::of(numbers);
    numbers.iter_mut().for_each(|x| *x = of.at(*x) / of.total());
    value
}

rule!(softmax, 1);

impl softmax {
    #[doc(hidden)]
    #[inline]
    pub fn forward<V: Vector + ?Sized, Primal: Fn(&V) -> V::Owned>(
        a: &V,
        primal: Primal,
    ) -> (
        V::Owned,
        impl for<'s> FnOnce(V::Owned, (&'s V, Option<&'s mut V::Buffer>)) -> ((),) + Clone + use<V, Primal>,
    ) {
        paired(&primal, &softmax::<V>);
        let value = softmax(a);
        // The pullback has a copy of its own, since the caller owns the value and may change it.
        let kept = value.own();
        let pullback = move |d: V::Owned, (_, into): (&V, Option<&mut V::Buffer>)| {
            let (y, d) = (kept.numbers(), d.numbers());
            assert_eq!(y.len(), d.len(), "softmax and its cotangent differ in length");
            // By how much each exceeds the one of the largest weight: the mean of them all may be the same number as that.
            let most = (0..y.len()).fold(0, |most, i| if y[i] > y[most] { i } else { most });
            let base = d.get(most).copied().unwrap_or(V::Elem::ZERO);
            let mean = y.iter().zip(d).map(|(y, d)| times(*d - base, *y)).sum::<V::Elem>();
            (give(
                into.map(V::Buffer::numbers_mut),
                y.iter().zip(d).map(|(y, d)| times(*d - base - mean, *y)),
            ),)
        };
        (value, pullback)
    }
}

/// The logarithm of [`softmax`], `a[i] - logsumexp(a)`, without overflow and with all digits where a weight is nearly 1.
///
/// All are NaN where [`softmax`] is.
///
/// An array gives an array; a slice or a `Vec`, with the feature `alloc`, a `Vec`.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::log_softmax(&[800.0, 0.0]), [0.0, -800.0]);
/// ```
#[inline]
pub fn log_softmax<V: Vector + ?Sized>(a: &V) -> V::Owned {
    let mut value = a.own();
    let numbers = value.numbers_mut();
    let of = Exponentials::of(numbers);
    numbers.iter_mut().for_each(|x| *x = if of.total().is_nan() { V::Elem::NAN } else { -of.loss(*x) });
    value
}

rule!(log_softmax, 1);

impl log_softmax {
    #[doc(hidden)]
    #[inline]
    pub fn forward<V: Vector + ?Sized, Primal: Fn(&V) -> V::Owned>(
        a: &V,
        primal: Primal,
    ) -> (
        V::Owned,
        impl for<'s> FnOnce(V::Owned, (&'s V, Option<&'s mut V::Buffer>)) -> ((),) + Clone + use<V, Primal>,
    ) {
        paired(&primal, &log_softmax::<V>);
        let value = log_softmax(a);
        // A `Vec` is copied: the caller owns the value, and may change it.
        let kept = value.own();
        let pullback = move |d: V::Owned, (_, into): (&V, Option<&mut V::Buffer>)| {
            let (y, d) = (kept.numbers(), d.numbers());
            assert_eq!(y.len(), d.len(), "log_softmax and its cotangent differ in length");
            let most = (0..y.len()).fold(0, |most, i| if y[i] > y[most] { i } else { most });
            // At the largest weight p the slope 1 - p has no digits left where p is nearly 1.
            let others = |i: &usize| *i != most;
            let rest = (0..y.len()).filter(others).map(|i| d[i]).sum::<V::Elem>();
            let total = d.get(most).map_or(V::Elem::ZERO, |d| rest + *d);
            let slopes = (0..y.len()).map(|i| match i == most {
                true => -d[i] * y[i].exp_m1() - rest * y[i].exp(),
                false => d[i] - total * y[i].exp(),
            });
            (give(into.map(V::Buffer::numbers_mut), slopes),)
        };
        (value, pullback)
    }
}
