//! How differentiated functions call each other.
//!
//! A differentiable function `f` comes with a hidden braced struct of the same name, so that an import of `f` imports
//! both, with one associated function `forward(arguments) -> (value, pullback)`. The pullback takes the cotangent of
//! the value and a slot for each parameter, and gives a tuple with an entry for each parameter:
//!
//! | parameter | slot | entry |
//! | --- | --- | --- |
//! | by value, differentiated | `()` | its gradient |
//! | reference, differentiated | `(the reference again, Option<&mut gradient>)`, added to | `()` |
//! | reference, not differentiated | `(the reference again, ())` | `()` |
//! | anything else | `()` | `()` |
//!
//! A rule with parameters by `&mut` also has `OVERWRITES: [bool; PARAMETERS]`: whether the function overwrites all of a
//! parameter and never looks at what it held, so that a caller's loop may give it a fresh one each time.

/// The identity, with derivative zero: what is computed from the result counts as constant.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::stop_gradient(2.5), 2.5);
/// ```
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// A slot for an argument whose gradient nobody asks for.
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

/// The slot for an argument of which only rustc knows whether it is a reference.
#[inline]
pub fn unwanted<A, S: for<'a> Lent<&'a A>>(argument: &A) -> S {
    S::lent(argument)
}

/// The gradient of a parameter that a called function holds constant by its `wrt`: there is none.
#[derive(Clone, Copy, Default, Debug)]
pub struct HeldConstantByWrt;
