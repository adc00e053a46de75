//! The rules of methods that change the length of a `Vec` in a field, whose type only rustc knows.

use crate::Differentiable;
use crate::method::ByReference;
use alloc::vec::Vec;

/// A list that becomes longer or shorter.
pub trait Resized<T: Differentiable>: Sized {
    /// Pushes the value, and returns the pullback, which takes the last entry of the gradient off.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_push_with_differentiate(
        &mut self,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, T::Tangent) + use<Self, T>);

    /// Removes what is behind `length`, and returns the pullback, which appends zeros to the gradient.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_truncate_with_differentiate(
        &mut self,
        length: usize,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<Self, T>);

    /// Removes everything, and returns the pullback, which appends zeros to the gradient.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_clear_with_differentiate(
        &mut self,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>) -> (ByReference,) + use<Self, T>);
}

/// Asserts that a gradient is as long as the list that a function leaves.
#[track_caller]
fn check(gradient: usize, list: usize) {
    assert!(
        gradient == list,
        "the gradient with respect to a list must be as long as the list that is left, {list}, not {gradient}"
    );
}

#[allow(refining_impl_trait, reason = "the pullback holds on to no operand")]
impl<T: Differentiable> Resized<T> for Vec<T> {
    fn annotate_push_with_differentiate(
        &mut self,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, T::Tangent) + use<T>) {
        self.push(value);
        let length = self.len();
        ((), move |(), gradient: &mut Vec<T::Tangent>, ()| {
            check(gradient.len(), length);
            (ByReference, gradient.swap_remove(length - 1))
        })
    }

    fn annotate_truncate_with_differentiate(
        &mut self,
        length: usize,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<T>) {
        let zeros: Vec<_> = self.iter().skip(length).map(T::zero).collect();
        self.truncate(length);
        let length = self.len();
        ((), move |(), gradient: &mut Vec<T::Tangent>, ()| {
            check(gradient.len(), length);
            gradient.extend(zeros);
            (ByReference, ())
        })
    }

    fn annotate_clear_with_differentiate(
        &mut self,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>) -> (ByReference,) + use<T>) {
        let ((), pullback) = self.annotate_truncate_with_differentiate(0);
        ((), move |(), gradient: &mut Vec<T::Tangent>| {
            pullback((), gradient, ());
            (ByReference,)
        })
    }
}
