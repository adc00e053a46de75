//! Differentiable types, and the arithmetic of their gradients.

mod collections;
mod fundamental;

#[cfg(feature = "alloc")]
use alloc::{string::String, vec::Vec};
use core::marker::PhantomData;
#[cfg(any(feature = "std", feature = "libm"))]
pub use fundamental::{Fundamental, FundamentalTangent};

/// A type with respect to whose values a gradient can be taken.
///
/// The tangent type of a float is the float type itself; that of an array, a tuple or a reference has the same shape, made of the tangent types of its parts; that of integers, `bool`s and
/// strings is `()`, since they cannot change by arbitrarily small amounts. `#[derive(Differentiable)]` implements the trait for a struct or an enum.
///
/// Only [`Tangent`](Differentiable::Tangent) and [`zero`](Differentiable::zero) must be implemented. The other methods serve optimizers and solvers; by default they panic.
///
/// # Examples
///
/// ```
/// use differentiate_core::Differentiable;
/// assert_eq!((1.5, [2.0, 3.0], 7_i32).zero(), (0.0, [0.0, 0.0], ()));
///
/// let mut weights = [1.0, 2.0];
/// weights.step(-0.5, &[2.0, 4.0]);
/// assert_eq!(weights, [0.0, 0.0]);
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no gradient",
    label = "`{Self}` is not `Differentiable`",
    note = "write `#[derive(Differentiable)]` on a type of yours; the fields are `f64`, `f32`, arrays, tuples and `Vec`s of them, and other `Differentiable` types",
    note = "a generic type `Model<K>` also needs the bound `K: Differentiable` here, and no bounds on `K` where it is declared",
    note = "or hold the value constant: a parameter with `#[differentiate(wrt(…))]`, a field with `#[differentiate(constant)]`"
)]
pub trait Differentiable {
    /// The type of a gradient with respect to a value of this type.
    type Tangent: Tangent;

    /// The gradient zero, in the shape of the value.
    fn zero(&self) -> Self::Tangent;

    /// Adds `scale` times a tangent to the value.
    ///
    /// # Panics
    ///
    /// If the shapes differ, if the value stands behind `&`, or if an implementation by hand leaves the method out.
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        let _ = (scale, tangent);
        missing::<Self>("Differentiable::step")
    }

    /// The number of floats in the value.
    ///
    /// # Panics
    ///
    /// If an implementation by hand leaves the method out.
    fn flat_len(&self) -> usize {
        missing::<Self>("Differentiable::flat_len")
    }

    /// Writes the floats in the value to a slice, in the order of declaration.
    ///
    /// # Panics
    ///
    /// If the slice does not have the length [`flat_len`](Differentiable::flat_len), or if an implementation by hand leaves the method out.
    fn write_flat(&self, floats: &mut [f64]) {
        let _ = floats;
        missing::<Self>("Differentiable::write_flat")
    }

    /// Reads the floats in the value from a slice, in the order of declaration.
    ///
    /// # Panics
    ///
    /// If the slice does not have the length [`flat_len`](Differentiable::flat_len), if the value stands behind `&`, or if an implementation by hand leaves the method out.
    fn read_flat(&mut self, floats: &[f64]) {
        let _ = floats;
        missing::<Self>("Differentiable::read_flat")
    }
}

/// A gradient. Gradients of the same type can be added.
///
/// Only [`accumulate`](Tangent::accumulate) must be implemented.
///
/// # Examples
///
/// ```
/// use differentiate_core::Tangent;
/// let mut total = [1.0, 2.0];
/// total.accumulate(&[10.0, 20.0]);
/// assert_eq!(total, [11.0, 22.0]);
/// total.scale(2.0);
/// assert_eq!(total.dot(&[1.0, 0.5]), 44.0);
/// ```
pub trait Tangent {
    /// Adds another gradient, element by element.
    ///
    /// # Panics
    ///
    /// If the two have different lengths or variants, which is possible only for `Vec`s and enums.
    fn accumulate(&mut self, other: &Self);

    /// Is it zero in all its parts? Nothing is passed back from what is; `false` is an answer that is always right.
    fn is_zero(&self) -> bool {
        false
    }

    /// Multiplies all its parts by a number.
    ///
    /// # Panics
    ///
    /// If an implementation by hand leaves the method out.
    fn scale(&mut self, factor: f64) {
        let _ = factor;
        missing::<Self>("Tangent::scale")
    }

    /// The sum of the products of its parts and those of another gradient.
    ///
    /// # Panics
    ///
    /// If the two have different lengths or variants, or if an implementation by hand leaves the method out.
    fn dot(&self, other: &Self) -> f64 {
        let _ = other;
        missing::<Self>("Tangent::dot")
    }
}

/// An implementation by hand leaves out a method that is called.
#[cold]
#[track_caller]
fn missing<T: ?Sized>(method: &str) -> ! {
    panic!("`{}` does not implement `{method}`", core::any::type_name::<T>())
}

/// What stands behind `&` cannot be changed.
#[cold]
#[track_caller]
fn shared<T: ?Sized>(method: &str) -> ! {
    panic!("`{method}` cannot change what `{}` refers to", core::any::type_name::<T>())
}

/// Panics where two gradients, or a value and a gradient, have different variants.
#[cold]
#[track_caller]
pub fn different_variants() -> ! {
    panic!("gradients of different variants cannot be added")
}

/// Panics unless a slice has as many floats as a value.
#[inline]
#[track_caller]
fn flat(floats: usize, value: usize) {
    assert!(floats == value, "the value has {value} floats, the slice {floats}");
}

/// Writes the floats in a value to the beginning of a slice and returns the rest.
///
/// # Panics
///
/// If the slice is too short.
#[inline]
pub fn write_part<'a, D: Differentiable + ?Sized>(value: &D, floats: &'a mut [f64]) -> &'a mut [f64] {
    let count = value.flat_len();
    assert!(count <= floats.len(), "the value has at least {count} floats, the slice {}", floats.len());
    let (part, rest) = floats.split_at_mut(count);
    value.write_flat(part);
    rest
}

/// Reads the floats in a value from the beginning of a slice and returns the rest.
///
/// # Panics
///
/// If the slice is too short.
#[inline]
pub fn read_part<'a, D: Differentiable + ?Sized>(value: &mut D, floats: &'a [f64]) -> &'a [f64] {
    let count = value.flat_len();
    assert!(count <= floats.len(), "the value has at least {count} floats, the slice {}", floats.len());
    let (part, rest) = floats.split_at(count);
    value.read_flat(part);
    rest
}

/// Panics unless all floats of a slice have been used.
///
/// # Panics
///
/// If there are some left.
#[inline]
#[track_caller]
pub fn none_left(floats: &[f64]) {
    assert!(floats.is_empty(), "the slice has {} floats more than the value", floats.len());
}

/// The zero of a value's tangent type.
pub fn zero<D: Differentiable + ?Sized>(value: &D) -> D::Tangent {
    value.zero()
}

/// The number of floats in a value.
pub fn flat_len<D: Differentiable + ?Sized>(value: &D) -> usize {
    value.flat_len()
}

/// Writes the floats in a value to a slice.
pub fn write_flat<D: Differentiable + ?Sized>(value: &D, floats: &mut [f64]) {
    value.write_flat(floats);
}

/// The floats in a value.
#[cfg(feature = "alloc")]
pub fn floats_of<D: Differentiable + ?Sized>(value: &D) -> alloc::vec::Vec<f64> {
    let mut floats = alloc::vec![0.0; value.flat_len()];
    value.write_flat(&mut floats);
    floats
}

/// Reads the floats in a value from a slice.
pub fn read_flat<D: Differentiable + ?Sized>(value: &mut D, floats: &[f64]) {
    value.read_flat(floats);
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

/// Implements the trait for what carries no derivative.
macro_rules! discrete {
    ($([$($generics:tt)*] $discrete:ty;)*) => {$(
        impl<$($generics)*> Differentiable for $discrete {
            type Tangent = ();
            fn zero(&self) {}
            fn step(&mut self, _: f64, (): &()) {}
            fn flat_len(&self) -> usize {
                0
            }
            fn write_flat(&self, floats: &mut [f64]) {
                flat(floats.len(), 0);
            }
            fn read_flat(&mut self, floats: &[f64]) {
                flat(floats.len(), 0);
            }
        }
    )*};
}

discrete! { [] i8; [] i16; [] i32; [] i64; [] i128; [] isize; [] u8; [] u16; [] u32; [] u64; [] u128; [] usize; [] bool; }
discrete! { [] char; [] str; [] (); [T: ?Sized] PhantomData<T>; }

#[cfg(feature = "alloc")]
discrete! { [] String; }

discrete! { [R] fn() -> R; [A, R] fn(A) -> R; [A, B, R] fn(A, B) -> R; [A, B, C, R] fn(A, B, C) -> R; }
discrete! { [A, B, C, D, R] fn(A, B, C, D) -> R; }

impl Tangent for () {
    fn accumulate(&mut self, (): &Self) {}
    fn is_zero(&self) -> bool {
        true
    }
    fn scale(&mut self, _: f64) {}
    fn dot(&self, (): &Self) -> f64 {
        0.0
    }
}

#[cfg(feature = "alloc")]
impl<T: Differentiable> Differentiable for Vec<T> {
    type Tangent = Vec<T::Tangent>;
    fn zero(&self) -> Self::Tangent {
        <[T]>::zero(self)
    }
    fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
        <[T]>::step(self, scale, tangent);
    }
    fn flat_len(&self) -> usize {
        <[T]>::flat_len(self)
    }
    fn write_flat(&self, floats: &mut [f64]) {
        <[T]>::write_flat(self, floats);
    }
    fn read_flat(&mut self, floats: &[f64]) {
        <[T]>::read_flat(self, floats);
    }
}

macro_rules! tuples {
    ($(($($T:ident $i:tt),+))*) => {$(
        impl<$($T: Differentiable),+> Differentiable for ($($T,)+) {
            type Tangent = ($($T::Tangent,)+);
            fn zero(&self) -> Self::Tangent {
                ($(self.$i.zero(),)+)
            }
            fn step(&mut self, scale: f64, tangent: &Self::Tangent) {
                $(self.$i.step(scale, &tangent.$i);)+
            }
            fn flat_len(&self) -> usize {
                0 $(+ self.$i.flat_len())+
            }
            fn write_flat(&self, floats: &mut [f64]) {
                $(let floats = write_part(&self.$i, floats);)+
                none_left(floats);
            }
            fn read_flat(&mut self, floats: &[f64]) {
                $(let floats = read_part(&mut self.$i, floats);)+
                none_left(floats);
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
            fn scale(&mut self, factor: f64) {
                $(self.$i.scale(factor);)+
            }
            fn dot(&self, other: &Self) -> f64 {
                0.0 $(+ self.$i.dot(&other.$i))+
            }
        }
    )*};
}

crate::tuples::each_tuple! { tuples: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7 }
