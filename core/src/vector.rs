//! Functions of whole vectors, each with its pullback.

#![allow(clippy::type_complexity, reason = "closures cannot be named")]

use crate::Float;

/// Writes the hidden rule of a function of one slice: what the forward sweep keeps, and the gradient by each element.
macro_rules! rule {
    ($name:ident) => {
        #[doc(hidden)]
        #[allow(
            non_camel_case_types,
            reason = "the rule has the function's name, so that an import brings both"
        )]
        pub struct $name {}
    };
}

/// A reference that is handed over again, and the buffer its gradient is added to.
type Slot<'s, V> = (&'s V, Option<&'s mut V>);

/// Adds to a buffer, if there is one.
#[inline]
fn give<T: Float>(into: Option<&mut [T]>, gradient: impl Iterator<Item = T>) {
    if let Some(into) = into {
        into.iter_mut().zip(gradient).for_each(|(a, b)| *a += b);
    }
}

fn largest<T: Float>(numbers: &[T]) -> T {
    numbers.iter().fold(T::NEG_INFINITY, |a, b| a.max(*b))
}

/// The scalar product `Σ a[i] · b[i]`, added up from the left.
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

rule!(dot);

impl dot {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float>(
        a: &[T],
        b: &[T],
    ) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>, Slot<'s, [T]>) -> ((), ()) + use<T>) {
        let pullback = |d: T, (a, into_a): Slot<'_, [T]>, (b, into_b): Slot<'_, [T]>| {
            give(into_a, b.iter().map(|y| d * *y));
            give(into_b, a.iter().map(|x| d * *x));
            ((), ())
        };
        (dot(a, b), pullback)
    }
}

/// The sum of squares `Σ a[i]²`, added up from the left.
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

rule!(norm_squared);

impl norm_squared {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float>(a: &[T]) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + use<T>) {
        let pullback = |d: T, (a, into): Slot<'_, [T]>| {
            let twice = T::from_f64(2.0) * d;
            (give(into, a.iter().map(|x| twice * *x)),)
        };
        (norm_squared(a), pullback)
    }
}

/// `ln Σ exp(a[i])`, without overflow.
///
/// -∞ for no numbers, or where all are -∞; NaN where one is NaN. Its gradient is [`softmax`].
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::logsumexp(&[800.0, 800.0]), 800.0 + 2.0_f64.ln());
/// ```
#[inline]
pub fn logsumexp<T: Float>(a: &[T]) -> T {
    let top = largest(a);
    if top.is_infinite() && !a.iter().any(|x| x.is_nan()) {
        return top;
    }
    top + a.iter().map(|x| (*x - top).exp()).sum::<T>().ln()
}

rule!(logsumexp);

impl logsumexp {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float>(a: &[T]) -> (T, impl for<'s> FnOnce(T, Slot<'s, [T]>) -> ((),) + use<T>) {
        let value = logsumexp(a);
        let pullback =
            move |d: T, (a, into): Slot<'_, [T]>| (give(into, a.iter().map(|x| d * (*x - value).exp())),);
        (value, pullback)
    }
}

/// `exp(a[i]) / Σ exp(a[j])`, without overflow: numbers between 0 and 1 that add up to 1.
///
/// NaN where a number is NaN or all are -∞.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::softmax(&[800.0, 800.0]), [0.5, 0.5]);
/// ```
#[inline]
pub fn softmax<T: Float, const N: usize>(a: &[T; N]) -> [T; N] {
    let top = largest(a);
    let weights = a.map(|x| (x - top).exp());
    let total = weights.iter().copied().sum::<T>();
    weights.map(|w| w / total)
}

rule!(softmax);

impl softmax {
    #[doc(hidden)]
    #[inline]
    pub fn forward<T: Float, const N: usize>(
        a: &[T; N],
    ) -> ([T; N], impl for<'s> FnOnce([T; N], Slot<'s, [T; N]>) -> ((),) + use<T, N>) {
        let value = softmax(a);
        let pullback = move |d: [T; N], (_, into): Slot<'_, [T; N]>| {
            let mean = value.iter().zip(&d).map(|(y, d)| *y * *d).sum::<T>();
            let gradient = value.iter().zip(&d).map(|(y, d)| *y * (*d - mean));
            (give(into.map(|into| &mut into[..]), gradient),)
        };
        (value, pullback)
    }
}
