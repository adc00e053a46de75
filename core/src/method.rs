//! The contract between a differentiated function and the differentiated methods that it calls.
//!
//! The rule of a method is a method beside it, so it is found as the method is. Only rustc knows whether a method takes its receiver
//! by value, by `&` or by `&mut`: the caller asks for the slot of the receiver by [`receiver`] and takes its entry by [`returned`].
//!
//! | receiver | slot | entry |
//! | --- | --- | --- |
//! | by value, differentiated | `()` | its gradient |
//! | by value, not differentiated | `()` | `HeldConstantByWrtSoNameItThereOrPassStopGradient` |
//! | by `&`, differentiated | `(the reference again, Option<&mut gradient>)`; the pullback adds to the gradient | [`ByReference`] |
//! | by `&`, not differentiated | `(the reference again, HeldConstantByWrtSoNameItThereOrPassStopGradient)` | [`ByReference`] |
//! | by `&`, of a method whose result has no derivative | [`Unaffected`] | [`ByReference`] |
//! | by `&mut`, differentiated | `&mut gradient` | [`ByReference`] |

/// The type of the pullback of a method in an `impl` of which the attribute does not see the generics: it holds on to the type parameters
/// in scope, and to no lifetime. It is a macro of this crate because the edition of the token `impl` decides that.
#[doc(hidden)]
#[macro_export]
macro_rules! pullback_of_method {
    ($($bounds:tt)*) => {
        impl $($bounds)*
    };
}

use crate::Tangent;
use crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient;

/// What may hold on to a type, or to a lifetime as in `&'a ()`: the bound of an opaque type that names it.
pub trait HoldsOnTo<T: ?Sized> {}

impl<H: ?Sized, T: ?Sized> HoldsOnTo<T> for H {}

/// Stands in place of the gradient of a receiver that is passed by reference.
#[derive(Clone, Copy, Default, Debug)]
pub struct ByReference;

/// A slot for the receiver of a method, whose gradient is wanted.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through the receiver of this method, whose `#[differentiate]` holds `self` constant",
    label = "the gradient with respect to this receiver would be lost",
    note = "name the receiver in the attribute of the method: `#[differentiate(wrt(self, …))]`",
    note = "if the method belongs to a type behind a smart pointer, dereference the receiver: `(*x).method()`"
)]
pub trait Receiver<'a, R: ?Sized, G: ?Sized> {
    /// The slot, from a reference to the receiver and the accumulator of its gradient.
    fn receiver(receiver: &'a R, gradient: &'a mut G) -> Self;
}

impl<'a, R: ?Sized, G: ?Sized> Receiver<'a, R, G> for () {
    fn receiver(_: &'a R, _: &'a mut G) {}
}

impl<'a, R: ?Sized, G: ?Sized> Receiver<'a, R, G> for (&'a R, Option<&'a mut G>) {
    fn receiver(receiver: &'a R, gradient: &'a mut G) -> Self {
        (receiver, Some(gradient))
    }
}

impl<'a, R: ?Sized, G: ?Sized> Receiver<'a, &R, G> for (&'a R, Option<&'a mut G>) {
    fn receiver(receiver: &'a &R, gradient: &'a mut G) -> Self {
        (receiver, Some(gradient))
    }
}

// Nothing is lost of a value that has no derivative.
impl<'a, R: ?Sized> Receiver<'a, R, ()> for (&'a R, HeldConstantByWrtSoNameItThereOrPassStopGradient) {
    fn receiver(receiver: &'a R, (): &'a mut ()) -> Self {
        (receiver, HeldConstantByWrtSoNameItThereOrPassStopGradient)
    }
}

impl<'a, R: ?Sized> Receiver<'a, &R, ()> for (&'a R, HeldConstantByWrtSoNameItThereOrPassStopGradient) {
    fn receiver(receiver: &'a &R, (): &'a mut ()) -> Self {
        (receiver, HeldConstantByWrtSoNameItThereOrPassStopGradient)
    }
}

/// The slot for the receiver of a method whose result has no derivative: nothing is passed back.
#[derive(Debug)]
pub struct Unaffected;

impl<'a, R: ?Sized, G: ?Sized> Receiver<'a, R, G> for Unaffected {
    fn receiver(_: &'a R, _: &'a mut G) -> Self {
        Unaffected
    }
}

impl<'a, R: ?Sized> ConstantReceiver<'a, R> for Unaffected {
    fn constant_receiver(_: &'a R) -> Self {
        Unaffected
    }
}

impl<'a, R: ?Sized, G: ?Sized> ChangedReceiver<'a, R, G> for Unaffected {
    fn changed_receiver(_: &'a R, _: &'a mut G) -> Self {
        Unaffected
    }
}

/// The slot for the receiver of a method that is called on a differentiated value.
#[inline]
pub fn receiver<'a, R: ?Sized, G: ?Sized, S: Receiver<'a, R, G>>(receiver: &'a R, gradient: &'a mut G) -> S {
    S::receiver(receiver, gradient)
}

/// A slot for the receiver of a method, whose gradient is not wanted.
#[diagnostic::on_unimplemented(
    message = "`differentiate` does not see the value on which this method is called",
    note = "dereference the receiver: `(*x).method()`, `x.as_ref().method()`"
)]
pub trait ConstantReceiver<'a, R: ?Sized> {
    /// The slot.
    fn constant_receiver(receiver: &'a R) -> Self;
}

impl<'a, R: ?Sized> ConstantReceiver<'a, R> for () {
    fn constant_receiver(_: &'a R) {}
}

impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, R> for (&'a R, G) {
    fn constant_receiver(receiver: &'a R) -> Self {
        (receiver, G::default())
    }
}

impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, &R> for (&'a R, G) {
    fn constant_receiver(receiver: &'a &R) -> Self {
        (receiver, G::default())
    }
}

impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, &&R> for (&'a R, G) {
    fn constant_receiver(receiver: &'a &&R) -> Self {
        (receiver, G::default())
    }
}

impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, &mut R> for (&'a R, G) {
    fn constant_receiver(receiver: &'a &mut R) -> Self {
        (receiver, G::default())
    }
}

#[cfg(feature = "alloc")]
mod pointers {
    use super::ConstantReceiver;
    use alloc::{boxed::Box, rc::Rc, sync::Arc};

    macro_rules! pointers {
        ($($pointer:ident)*) => {$(
            impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, $pointer<R>> for (&'a R, G) {
                fn constant_receiver(receiver: &'a $pointer<R>) -> Self {
                    (receiver, G::default())
                }
            }

            impl<'a, R: ?Sized, G: Default> ConstantReceiver<'a, &$pointer<R>> for (&'a R, G) {
                fn constant_receiver(receiver: &'a &$pointer<R>) -> Self {
                    (receiver, G::default())
                }
            }
        )*};
    }

    pointers!(Box Rc Arc);
}

/// The slot for the receiver of a method that is called on a constant.
#[inline]
pub fn constant_receiver<'a, R: ?Sized, S: ConstantReceiver<'a, R>>(receiver: &'a R) -> S {
    S::constant_receiver(receiver)
}

/// What a pullback returns for the receiver of a method: its gradient, or nothing if it has added that to the accumulator.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through the receiver of this method, whose `#[differentiate]` holds `self` constant",
    label = "the gradient with respect to this receiver would be lost",
    note = "name the receiver in the attribute of the method: `#[differentiate(wrt(self, …))]`"
)]
pub trait Returned<G: ?Sized> {
    /// Adds the gradient.
    fn returned(self, into: &mut G);
}

impl<G: ?Sized> Returned<G> for ByReference {
    fn returned(self, _: &mut G) {}
}

impl<G: Tangent> Returned<G> for G {
    fn returned(self, into: &mut G) {
        into.accumulate(&self);
    }
}

impl Returned<()> for HeldConstantByWrtSoNameItThereOrPassStopGradient {
    fn returned(self, (): &mut ()) {}
}

/// Adds the gradient of a receiver that was passed by value.
#[inline]
pub fn returned<G: ?Sized, E: Returned<G>>(entry: E, into: &mut G) {
    entry.returned(into);
}

/// A slot for a receiver that the method may change.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through the receiver of this method, whose `#[differentiate]` holds `self` constant",
    label = "the gradient with respect to this receiver would be lost",
    note = "name the receiver in the attribute of the method: `#[differentiate(wrt(self, …))]`"
)]
pub trait ChangedReceiver<'a, R: ?Sized, G: ?Sized> {
    /// The slot, from the value of the receiver before the call and the accumulator of its gradient.
    fn changed_receiver(before: &'a R, gradient: &'a mut G) -> Self;
}

impl<'a, R: ?Sized, G: ?Sized> ChangedReceiver<'a, R, G> for () {
    fn changed_receiver(_: &'a R, _: &'a mut G) {}
}

impl<'a, R: ?Sized, G: ?Sized> ChangedReceiver<'a, R, G> for &'a mut G {
    fn changed_receiver(_: &'a R, gradient: &'a mut G) -> Self {
        gradient
    }
}

impl<'a, R: ?Sized, G: ?Sized> ChangedReceiver<'a, R, G> for (&'a R, Option<&'a mut G>) {
    fn changed_receiver(before: &'a R, gradient: &'a mut G) -> Self {
        (before, Some(gradient))
    }
}

impl<'a, R: ?Sized> ChangedReceiver<'a, R, ()> for (&'a R, HeldConstantByWrtSoNameItThereOrPassStopGradient) {
    fn changed_receiver(before: &'a R, (): &'a mut ()) -> Self {
        (before, HeldConstantByWrtSoNameItThereOrPassStopGradient)
    }
}

/// The slot for a receiver that the method may change.
#[inline]
pub fn changed_receiver<'a, R: ?Sized, G: ?Sized, S: ChangedReceiver<'a, R, G>>(
    before: &'a R,
    gradient: &'a mut G,
) -> S {
    S::changed_receiver(before, gradient)
}

/// Checks that an implementation of a trait does not write a function of which the trait's own rule is called.
///
/// # Panics
///
/// If it does: `without` are the functions that it writes without their rules.
#[inline]
pub fn not_overridden(without: &[&str], function: &str) {
    assert!(
        !without.contains(&function),
        "an `impl` writes `{function}` and not its gradient: annotate `{function}` there with `#[differentiate]`"
    );
}

/// The pullback of a call that a function `begins`, which is not called, out of its box.
///
/// # Panics
///
/// If the box holds another one.
#[cfg(feature = "alloc")]
pub fn begun<P: 'static>(begins: impl FnOnce() -> P, begun: alloc::boxed::Box<dyn core::any::Any>) -> P {
    let _ = begins;
    match begun.downcast::<P>() {
        Ok(pullback) => *pullback,
        Err(_) => unreachable!("the pullback of another method"),
    }
}

/// What a method takes by value, from a reference: its rule is called with that.
#[derive(Debug)]
pub struct Taken<'a, T>(pub &'a T);

impl<T: Clone> Taken<'_, T> {
    /// A copy.
    #[inline]
    pub fn taken(self) -> T {
        self.0.clone()
    }
}

/// The same of a type that is not `Clone`: an error where the rule is called, and only there.
pub trait TakenWithoutClone<T> {
    /// Nothing that can be had.
    fn taken(self) -> T;
}

impl<T> TakenWithoutClone<T> for Taken<'_, T> {
    fn taken(self) -> T {
        const { panic!("a method that takes `self` by value is differentiated through for types that are `Clone`") }
    }
}

/// The first argument of a function that is called by its path: a method's rule takes its receiver by reference.
pub trait Given<'a, T> {
    /// What is passed.
    fn given(value: &'a mut Option<T>) -> Self;
}

impl<'a, T> Given<'a, T> for T {
    #[inline]
    fn given(value: &'a mut Option<T>) -> T {
        value.take().expect("it was given")
    }
}

impl<'a, T> Given<'a, T> for &'a T {
    #[inline]
    fn given(value: &'a mut Option<T>) -> &'a T {
        value.as_ref().expect("it was given")
    }
}

/// The first argument, as the function takes it.
#[inline]
pub fn given<'a, T, S: Given<'a, T>>(value: &'a mut Option<T>) -> S {
    S::given(value)
}
