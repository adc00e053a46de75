//! What a caller hands to a pullback for each argument, where only rustc knows whether the argument is a reference, and what the callee takes.

use crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// A slot for an argument whose gradient is not needed.
pub trait Lent<A: ?Sized> {
    /// The slot.
    fn lent(argument: A) -> Self;
}

impl<A> Lent<&A> for () {
    fn lent(_: &A) {}
}

impl<'a, T: ?Sized, D: Default> Lent<&&'a T> for (&'a T, D) {
    fn lent(argument: &&'a T) -> Self {
        (*argument, D::default())
    }
}

// A reference to what owns a list, a text or a value goes where the callee takes what is owned.
impl<'a, T, D: Default, const N: usize> Lent<&&'a [T; N]> for (&'a [T], D) {
    fn lent(argument: &&'a [T; N]) -> Self {
        (*argument, D::default())
    }
}

#[cfg(feature = "alloc")]
impl<'a, T, D: Default> Lent<&&'a Vec<T>> for (&'a [T], D) {
    fn lent(argument: &&'a Vec<T>) -> Self {
        (*argument, D::default())
    }
}

#[cfg(feature = "alloc")]
impl<'a, T: ?Sized, D: Default> Lent<&&'a alloc::boxed::Box<T>> for (&'a T, D) {
    fn lent(argument: &&'a alloc::boxed::Box<T>) -> Self {
        (*argument, D::default())
    }
}

#[cfg(feature = "alloc")]
impl<'a, D: Default> Lent<&&'a alloc::string::String> for (&'a str, D) {
    fn lent(argument: &&'a alloc::string::String) -> Self {
        (*argument, D::default())
    }
}

/// An argument of which the callee gets a copy. As the receiver of a method it is not of the parameter's type before it is copied, so that
/// the copy of a reference to a `Vec` becomes a reference to a slice as that of the user does.
#[derive(Debug)]
pub struct Passed<'a, T>(pub &'a T);

impl<T: Clone> Passed<'_, T> {
    /// The copy.
    #[inline]
    #[must_use]
    pub fn copy(self) -> T {
        self.0.clone()
    }
}

/// The slot for an argument that may be a reference; only rustc knows.
#[inline]
pub fn unwanted<A, S: for<'a> Lent<&'a A>>(argument: &A) -> S {
    S::lent(argument)
}

/// The slot for an argument that a method returned, if the callee takes it by value.
#[diagnostic::on_unimplemented(
    message = "the called function takes by reference what a method returned here, and the attribute does not see that it is a reference",
    label = "an argument of this call is a reference that a method returned",
    note = "write its type where it is bound, and pass that: `let row: &[f64] = matrix.row(i);`"
)]
pub trait ByValue {
    /// The slot.
    fn by_value() -> Self;
}

impl ByValue for () {
    #[inline]
    fn by_value() {}
}

/// The slot for such an argument.
#[inline]
#[must_use]
pub fn by_value<S: ByValue>() -> S {
    S::by_value()
}

/// A slot for an argument by reference whose type only rustc knows and whose gradient is needed.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through an argument that the called function holds constant",
    label = "the gradient with respect to an argument of this call would be lost",
    note = "name the parameter in the attribute of the called function: `#[differentiate(wrt(…))]`",
    note = "or hold the argument constant here too: `stop_gradient(…)`"
)]
pub trait AddedBy<'a, D: ?Sized> {
    /// The slot, from the accumulator of the gradient.
    fn added_by(gradient: &'a mut D) -> Self;
}

impl<'a, D: ?Sized> AddedBy<'a, D> for Option<&'a mut D> {
    #[inline]
    fn added_by(gradient: &'a mut D) -> Self {
        Some(gradient)
    }
}

impl<'a, D, const N: usize> AddedBy<'a, [D; N]> for Option<&'a mut [D]> {
    #[inline]
    fn added_by(gradient: &'a mut [D; N]) -> Self {
        Some(gradient)
    }
}

#[cfg(feature = "alloc")]
impl<'a, D> AddedBy<'a, Vec<D>> for Option<&'a mut [D]> {
    #[inline]
    fn added_by(gradient: &'a mut Vec<D>) -> Self {
        Some(gradient)
    }
}

#[cfg(feature = "alloc")]
impl<'a, D: ?Sized> AddedBy<'a, alloc::boxed::Box<D>> for Option<&'a mut D> {
    #[inline]
    fn added_by(gradient: &'a mut alloc::boxed::Box<D>) -> Self {
        Some(gradient)
    }
}

impl<D: Nothing + ?Sized> AddedBy<'_, D> for HeldConstantByWrtSoNameItThereOrPassStopGradient {
    #[inline]
    fn added_by(_: &mut D) -> Self {
        HeldConstantByWrtSoNameItThereOrPassStopGradient
    }
}

/// The slot for such an argument.
#[inline]
pub fn added_by<'a, D: ?Sized, S: AddedBy<'a, D>>(gradient: &'a mut D) -> S {
    S::added_by(gradient)
}

/// A slot for a `&mut` that is passed on as it is, to a callee that may take it by `&mut` or by `&`.
#[diagnostic::on_unimplemented(
    message = "`differentiate` does not know how the callee takes this argument",
    note = "if the called function holds the parameter constant, name it in the attribute of that function: `#[differentiate(wrt(…))]`",
    note = "else write the reference out: `&mut *x`, `&*x`, or `&x[..]`"
)]
pub trait Handed<'a, P: ?Sized, D: ?Sized> {
    /// The slot, from the value of the argument before the call and the accumulator of its gradient.
    fn handed(before: &'a P, gradient: &'a mut D) -> Self;
}

impl<'a, P: ?Sized, D: ?Sized> Handed<'a, P, D> for &'a mut D {
    fn handed(_: &'a P, gradient: &'a mut D) -> Self {
        gradient
    }
}

impl<'a, P: ?Sized, D: ?Sized> Handed<'a, P, D> for (&'a P, Option<&'a mut D>) {
    fn handed(before: &'a P, gradient: &'a mut D) -> Self {
        (before, Some(gradient))
    }
}

impl<'a, P, D, const N: usize> Handed<'a, [P; N], [D; N]> for &'a mut [D] {
    fn handed(_: &'a [P; N], gradient: &'a mut [D; N]) -> Self {
        gradient
    }
}

impl<'a, P, D, const N: usize> Handed<'a, [P; N], [D; N]> for (&'a [P], Option<&'a mut [D]>) {
    fn handed(before: &'a [P; N], gradient: &'a mut [D; N]) -> Self {
        (before, Some(gradient))
    }
}

// What the callee holds constant.
impl<'a, P: ?Sized, D: Nothing + ?Sized> Handed<'a, P, D>
    for (&'a P, HeldConstantByWrtSoNameItThereOrPassStopGradient)
{
    fn handed(before: &'a P, _: &'a mut D) -> Self {
        (before, HeldConstantByWrtSoNameItThereOrPassStopGradient)
    }
}

impl<'a, P: ?Sized, D: Nothing> Handed<'a, P, [D]> for (&'a P, Option<&'a mut ()>) {
    fn handed(before: &'a P, _: &'a mut [D]) -> Self {
        (before, None)
    }
}

impl<'a, P, D: Nothing, const N: usize> Handed<'a, [P; N], [D; N]> for (&'a [P], Option<&'a mut ()>) {
    fn handed(before: &'a [P; N], _: &'a mut [D; N]) -> Self {
        (before, None)
    }
}

#[cfg(feature = "alloc")]
impl<'a, P, D: Nothing> Handed<'a, Vec<P>, [D]> for (&'a [P], Option<&'a mut ()>) {
    fn handed(before: &'a Vec<P>, _: &'a mut [D]) -> Self {
        (before, None)
    }
}

/// The gradient of what has no derivative.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through an argument that the called function holds constant",
    label = "the gradient with respect to this argument would be lost",
    note = "name the parameter in the attribute of the called function: `#[differentiate(wrt(…))]`",
    note = "or hold the argument constant here too: `stop_gradient(…)`"
)]
pub trait Nothing {}

impl Nothing for () {}
impl<D: Nothing> Nothing for [D] {}
impl<D: Nothing, const N: usize> Nothing for [D; N] {}

#[cfg(feature = "alloc")]
impl<'a, P, D> Handed<'a, Vec<P>, [D]> for (&'a [P], Option<&'a mut [D]>) {
    fn handed(before: &'a Vec<P>, gradient: &'a mut [D]) -> Self {
        (before, Some(gradient))
    }
}

/// The slot for an argument that the callee takes in a way that only rustc knows.
#[inline]
pub fn handed<'a, P: ?Sized, D: ?Sized, S: Handed<'a, P, D>>(before: &'a P, gradient: &'a mut D) -> S {
    S::handed(before, gradient)
}

/// The slot for a function that is passed by `&mut`: the callee may take it so, or as a function of any type.
pub trait FunctionSlot<'a> {
    /// The slot.
    fn slot(nothing: &'a mut ()) -> Self;
}

impl<'a> FunctionSlot<'a> for () {
    fn slot(_: &'a mut ()) -> Self {}
}

impl<'a> FunctionSlot<'a> for &'a mut () {
    fn slot(nothing: &'a mut ()) -> Self {
        nothing
    }
}

/// The slot for a function that is passed by `&mut`.
#[inline]
pub fn function_slot<'a, S: FunctionSlot<'a>>(nothing: &'a mut ()) -> S {
    S::slot(nothing)
}

/// The elements of a `Vec`, which were kept on a stack, as the callee took that `Vec`.
#[cfg(feature = "alloc")]
pub trait Kept<'a, T> {
    /// The slice itself, or a `Vec` of its elements, put into `own`.
    fn kept(slice: &'a [T], own: &'a mut Vec<T>) -> Self;
}

#[cfg(feature = "alloc")]
impl<'a, T> Kept<'a, T> for &'a [T] {
    fn kept(slice: &'a [T], _: &'a mut Vec<T>) -> Self {
        slice
    }
}

#[cfg(feature = "alloc")]
impl<'a, T: Clone> Kept<'a, T> for &'a Vec<T> {
    fn kept(slice: &'a [T], own: &'a mut Vec<T>) -> Self {
        own.clear();
        own.extend_from_slice(slice);
        own
    }
}

/// Elements that were kept, where only rustc knows whether the callee takes a slice or a reference to a `Vec`.
#[cfg(feature = "alloc")]
#[inline]
pub fn kept<'a, T, A: Kept<'a, T>>(slice: &'a [T], own: &'a mut Vec<T>) -> A {
    A::kept(slice, own)
}
