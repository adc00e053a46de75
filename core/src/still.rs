//! The tangents of constant arguments. A caller of a function with tangents has one for each argument; of what it holds constant it does
//! not know whether the callee differentiates it, and by which type the callee takes the tangent. The callee's parameter chooses.

use crate::{Differentiable, Tangent};
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// The tangent of a parameter that has none: of an integer, of what the callee holds constant.
#[derive(Clone, Copy, Debug, Default)]
pub struct NoTangent;

impl Tangent for NoTangent {
    fn accumulate(&mut self, _: &Self) {}
    fn is_zero(&self) -> bool {
        true
    }
    fn scale(&mut self, _: f64) {}
    fn dot(&self, _: &Self) -> f64 {
        0.0
    }
}

/// How a callee takes a tangent; inference finds it.
#[derive(Debug)]
pub struct ByValue;
/// By reference.
#[derive(Debug)]
pub struct ByReference;
/// As a slice of that of an array.
#[derive(Debug)]
pub struct OfArray;
/// As a slice of that of a slice or a `Vec`.
#[cfg(feature = "alloc")]
#[derive(Debug)]
pub struct OfList;

/// The tangent of an argument that does not vary: zero, or none.
#[diagnostic::on_unimplemented(
    message = "the callee differentiates an argument of type `{Argument}`, whose tangent is not known here",
    label = "`jvp`, `jacobian`, `hvp` and `hessian` need the tangent of each argument",
    note = "implement `Differentiable` for the type of the argument, or hold the parameter constant in the callee by `wrt(…)`"
)]
pub trait Still<'o, Argument: ?Sized, How>: Sized {
    /// Where the zero is that a reference refers to.
    type Owner: Default;
    /// The tangent.
    fn still(argument: &Argument, owner: &'o mut Self::Owner) -> Self;
}

impl<'o, A: ?Sized> Still<'o, A, NoTangent> for NoTangent {
    type Owner = ();
    fn still(_: &A, (): &'o mut ()) -> Self {
        NoTangent
    }
}

// Of an operand.
impl<'o, A: ?Sized> Still<'o, A, NoTangent> for &'o NoTangent {
    type Owner = Option<NoTangent>;
    fn still(_: &A, owner: &'o mut Option<NoTangent>) -> Self {
        owner.insert(NoTangent)
    }
}

impl<'o, G: Tangent, A: Differentiable<Tangent = G> + ?Sized> Still<'o, A, ByValue> for G {
    type Owner = ();
    fn still(argument: &A, (): &'o mut ()) -> Self {
        argument.zero()
    }
}

impl<'o, G: Tangent, A: Differentiable<Tangent = G> + ?Sized> Still<'o, A, ByReference> for &'o G {
    type Owner = Option<G>;
    fn still(argument: &A, owner: &'o mut Option<G>) -> Self {
        owner.insert(argument.zero())
    }
}

impl<'o, G: Tangent, A: Differentiable<Tangent = [G; N]> + ?Sized, const N: usize> Still<'o, A, OfArray>
    for &'o [G]
{
    type Owner = Option<[G; N]>;
    fn still(argument: &A, owner: &'o mut Option<[G; N]>) -> Self {
        owner.insert(argument.zero())
    }
}

#[cfg(feature = "alloc")]
impl<'o, G: Tangent, A: Differentiable<Tangent = Vec<G>> + ?Sized> Still<'o, A, OfList> for &'o [G] {
    type Owner = Vec<G>;
    fn still(argument: &A, owner: &'o mut Vec<G>) -> Self {
        *owner = argument.zero();
        owner
    }
}

/// The tangent of an argument that does not vary, as the callee takes it.
#[inline]
pub fn still<'o, A: ?Sized, S: Still<'o, A, How>, How>(argument: &A, owner: &'o mut S::Owner) -> S {
    S::still(argument, owner)
}

/// The slot for such a tangent, whose gradient is not wanted.
pub trait StillSlot<'o, Argument: ?Sized, How> {
    /// Where the zero is that a reference refers to.
    type Owner: Default;
    /// The slot.
    fn still_slot(argument: &Argument, owner: &'o mut Self::Owner) -> Self;
}

impl<'o, A: ?Sized> StillSlot<'o, A, NoTangent> for () {
    type Owner = ();
    fn still_slot(_: &A, (): &'o mut ()) -> Self {}
}

impl<'o, A: ?Sized, S: Still<'o, A, How>, D: Default, How> StillSlot<'o, A, How> for (S, D) {
    type Owner = S::Owner;
    fn still_slot(argument: &A, owner: &'o mut S::Owner) -> Self {
        (S::still(argument, owner), D::default())
    }
}

/// The slot for the tangent of an argument that does not vary.
#[inline]
pub fn still_slot<'o, A: ?Sized, S: StillSlot<'o, A, How>, How>(argument: &A, owner: &'o mut S::Owner) -> S {
    S::still_slot(argument, owner)
}
