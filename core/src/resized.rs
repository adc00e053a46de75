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

    /// The same of one that `extend` adds, which a list alone has by this name.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_push_on_vec_with_differentiate(
        &mut self,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, T::Tangent) + use<Self, T>);

    /// Inserts the value, and returns the pullback, which takes its entry out of the gradient.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_insert_with_differentiate(
        &mut self,
        at: usize,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, (), ()) -> (ByReference, (), T::Tangent) + use<Self, T>);

    /// Removes an element, and returns the pullback, which puts its entry back into the gradient.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_remove_with_differentiate(
        &mut self,
        at: usize,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<Self, T>);

    /// The same, where the last element takes its place.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_swap_remove_with_differentiate(
        &mut self,
        at: usize,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<Self, T>);

    /// Removes the last element, if there is one, as a statement.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_pop_with_differentiate(
        &mut self,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>) -> (ByReference,) + use<Self, T>);

    /// The same of the last element, which there is.
    #[allow(clippy::type_complexity, reason = "the contract")]
    fn annotate_pop_of_vec_with_differentiate(
        &mut self,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>) -> (ByReference,) + use<Self, T>);

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

/// What generated code calls on a `Vec` in a field that is held constant.
pub trait ResizedConstant<T>: Sized {
    /// `push`
    fn push_on_vec(&mut self, value: T);

    /// The last element, which there is.
    fn pop_of_vec(&mut self) -> T;
}

impl<T> ResizedConstant<T> for Vec<T> {
    fn push_on_vec(&mut self, value: T) {
        self.push(value);
    }

    fn pop_of_vec(&mut self) -> T {
        self.remove(self.len() - 1)
    }
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

    fn annotate_push_on_vec_with_differentiate(
        &mut self,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, ()) -> (ByReference, T::Tangent) + use<T>) {
        self.annotate_push_with_differentiate(value)
    }

    fn annotate_insert_with_differentiate(
        &mut self,
        at: usize,
        value: T,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>, (), ()) -> (ByReference, (), T::Tangent) + use<T>) {
        self.insert(at, value);
        let length = self.len();
        ((), move |(), gradient: &mut Vec<T::Tangent>, (), ()| {
            check(gradient.len(), length);
            (ByReference, (), gradient.remove(at))
        })
    }

    fn annotate_remove_with_differentiate(
        &mut self,
        at: usize,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<T>) {
        let value = self.remove(at);
        let length = self.len();
        (value, move |d_value, gradient: &mut Vec<T::Tangent>, ()| {
            check(gradient.len(), length);
            gradient.insert(at, d_value);
            (ByReference, ())
        })
    }

    fn annotate_swap_remove_with_differentiate(
        &mut self,
        at: usize,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>, ()) -> (ByReference, ()) + use<T>) {
        let value = self.swap_remove(at);
        let length = self.len();
        (value, move |d_value, gradient: &mut Vec<T::Tangent>, ()| {
            check(gradient.len(), length);
            gradient.push(d_value);
            gradient.swap(at, length);
            (ByReference, ())
        })
    }

    fn annotate_pop_with_differentiate(
        &mut self,
    ) -> ((), impl FnOnce((), &mut Vec<T::Tangent>) -> (ByReference,) + use<T>) {
        let ((), pullback) = self.annotate_truncate_with_differentiate(self.len().saturating_sub(1));
        ((), move |(), gradient: &mut Vec<T::Tangent>| {
            pullback((), gradient, ());
            (ByReference,)
        })
    }

    fn annotate_pop_of_vec_with_differentiate(
        &mut self,
    ) -> (T, impl FnOnce(T::Tangent, &mut Vec<T::Tangent>) -> (ByReference,) + use<T>) {
        let (value, pullback) = self.annotate_remove_with_differentiate(self.len() - 1);
        (value, move |d_value, gradient: &mut Vec<T::Tangent>| {
            pullback(d_value, gradient, ());
            (ByReference,)
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
