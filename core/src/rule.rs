//! The contract between differentiated functions that call each other.
//!
//! Beside a differentiated function `f` stands a hidden braced struct of the same name, its rule; an import of `f` imports
//! both. The rule has one associated function, `forward(arguments, f) -> (value, pullback)`. It takes the function `f` itself for the check in
//! [`paired`]. The pullback takes the cotangent of the value and one slot for each parameter, and returns a tuple with one entry for
//! each parameter:
//!
//! | parameter | slot | entry |
//! | --- | --- | --- |
//! | by value, differentiated | `()` | its gradient |
//! | reference, differentiated | `(the reference again, Option<&mut gradient>)`; the pullback adds to the gradient | `()` |
//! | reference, not differentiated | `(the reference again, ())` | `()` |
//! | one function, also by reference | `()` | `()` |
//! | anything else | `()` | `()` |
//!
//! A rule with parameters passed by reference also has `EXCHANGES: [bool; PARAMETERS]`, which says which parameters are passed by `&mut`, and
//! `OVERWRITES: [bool; PARAMETERS]`, which says whether the function overwrites the whole of a parameter without reading its initial value. Then
//! a loop of the caller may pass a fresh buffer in each iteration.
//!
//! Every rule has `RUNS_OPAQUE_CODE: bool`, which says whether the function may run code that the engine does not understand. A caller
//! must not run that more often than it is written.

use crate::Differentiable;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::any::type_name;

/// The identity, with derivative zero: the result counts as a constant.
///
/// # Examples
///
/// ```
/// assert_eq!(differentiate_core::stop_gradient(2.5), 2.5);
/// ```
pub fn stop_gradient<T>(x: T) -> T {
    x
}

/// What the pullback of a function with tangents does whose second derivatives nobody has asked for: it is not compiled.
pub fn no_second_derivative<T>() -> T {
    const {
        panic!(
            "second derivatives go through a function with a rule of its own that has none: ask for `hvp` in the attribute of that \
             function, `#[differentiate(hvp, …)]`; there are none through the `f_grad` of `order = 2`"
        )
    }
}

/// Compiles only if both arguments are the same function.
pub const fn known_by_its_name<Function: Copy>(_: Function, _: Function) {}

/// Is a type the one of the standard library that has its name?
#[diagnostic::on_unimplemented(
    message = "a type called like `{Known}` is another one here",
    label = "`differentiate` knows types by their names, and takes this for `{Known}`",
    note = "give the type another name"
)]
pub trait OfStd<Known> {}

impl<Known> OfStd<Known> for Known {}

/// Is compiled only where both are the same type.
pub const fn type_of_std<Named: OfStd<Known>, Known>() {}

/// Is a type another name of a `Vec`?
#[cfg(feature = "alloc")]
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no `Vec`",
    label = "differentiated values are collected into it",
    note = "collect them into a `Vec`, and make of that what you need"
)]
pub trait AnotherVec {}

#[cfg(feature = "alloc")]
impl<T> AnotherVec for Vec<T> {}

/// Is compiled only where a type is a `Vec`.
#[cfg(feature = "alloc")]
pub const fn another_vec<Named: AnotherVec>() {}

/// Imports a macro of the standard library. Where its name means another one, that is ambiguous, which rustc reports.
#[doc(hidden)]
#[macro_export]
macro_rules! macro_of_std {
    (std $name:ident) => {
        use ::std::$name;
    };
    ($name:ident) => {
        use $crate::private::macros::$name;
    };
}

/// Checks that the called function is the one to which the rule belongs.
///
/// Rust looks up functions and types in separate namespaces: if a function of the user hides a function of the same name that `use other::*`
/// imports, its name still refers to the rule of the imported function.
///
/// # Panics
///
/// If they are two functions.
#[inline]
pub fn paired<Called, Own>(_: &Called, _: &Own) {
    let (called, own) = (type_name::<Called>(), type_name::<Own>());
    assert!(
        called == own,
        "`{called}` is called, which has no gradient, but a glob import brings the gradient of `{own}` under its name: annotate \
         `{called}` with `#[differentiate]`, or import what is needed by name"
    );
}

/// The same for a generic function, which only its rule's path names: the two are declared side by side.
///
/// # Panics
///
/// If they are two functions.
#[inline]
pub fn paired_with_rule<Called, Rule>(_: &Called) {
    let (called, own) = (type_name::<Called>(), type_name::<Rule>());
    assert!(
        called.strip_prefix(own).is_some_and(|rest| rest.is_empty() || rest.starts_with('<')),
        "`{called}` is called, which has no gradient, but a glob import brings the gradient of `{own}` under its name: annotate \
         `{called}` with `#[differentiate]`, or import what is needed by name"
    );
}

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

/// The cotangent of the operand of `as`, from that of the result. It is `()` if the operand is an integer.
pub trait Converted<After> {
    /// The cotangent.
    fn converted(after: After) -> Self;
}

impl<After> Converted<After> for () {
    fn converted(_: After) {}
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<After: crate::float::Real, Before: crate::float::Real> Converted<After> for Before {
    fn converted(after: After) -> Before {
        Before::float_from(after.float_to_f64())
    }
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod conversion {
    use super::Converted;

    macro_rules! converted {
        ($($after:ident as $before:ident),*) => {
            $(impl Converted<$after> for $before {
                fn converted(after: $after) -> $before {
                    after as $before
                }
            })*
        };
    }

    converted!(f64 as f64, f64 as f32, f32 as f64, f32 as f32);
}

/// An integer that is a factor of a float, of which only rustc knows the type.
#[derive(Clone, Copy)]
pub struct IntegerFactor(pub i32);

macro_rules! factor {
    ($($float:ident)*) => {
        $(
            impl core::ops::Mul<$float> for IntegerFactor {
                type Output = $float;
                #[inline]
                fn mul(self, other: $float) -> $float {
                    self.0 as $float * other
                }
            }
        )*
    };
}

factor!(f64 f32);

/// A tangent of which only rustc knows the type, as that of a float.
pub trait ConvertedTangent<Before> {
    /// Converts it.
    fn converted_tangent(before: Before) -> Self;
}

impl<After: Factor> ConvertedTangent<()> for After {
    fn converted_tangent((): ()) -> After {
        After::NOTHING
    }
}

macro_rules! converted_tangent {
    ($($before:ident as $after:ident),*) => {
        $(impl ConvertedTangent<$before> for $after {
            fn converted_tangent(before: $before) -> $after {
                before as $after
            }
        })*
    };
}

converted_tangent!(f64 as f64, f64 as f32, f32 as f64, f32 as f32);

/// The tangent of the value of `as`, of which only rustc knows the type of the operand.
#[inline]
pub fn converted_tangent<Before, After: ConvertedTangent<Before>>(before: Before) -> After {
    After::converted_tangent(before)
}

/// The cotangent of the operand of `as`, whose type only rustc knows.
#[inline]
pub fn converted<After, Before: Converted<After>>(after: After) -> Before {
    Before::converted(after)
}

/// What generated code takes for a float, or for a reference to one, without having seen its type: an operand beside differentiated
/// numbers. Operators and methods of any other type could compute anything.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is calculated with as if it were a float, which it is not",
    label = "`differentiate` knows the operators and methods of `f64` and `f32`, not those of `{Self}`",
    note = "calculate with the floats in it, or move this into a function of its own with `#[differentiate]` that does",
    note = "of a type of yours whose operators and methods have `#[differentiate]`, name the type: `let v: {Self} = …;`"
)]
pub trait Operand<Float> {}

#[cfg(any(feature = "std", feature = "libm"))]
mod operand {
    use super::Operand;
    use crate::float::Real;

    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &&F {}
    #[diagnostic::do_not_recommend]
    impl<F: Real> Operand<F> for &mut F {}
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod operand {
    use super::Operand;

    macro_rules! operand {
        ($($float:ident)*) => {
            $(
                impl Operand<$float> for $float {}
                impl Operand<$float> for &$float {}
                impl Operand<$float> for &&$float {}
                impl Operand<$float> for &mut $float {}
            )*
        };
    }

    operand!(f64 f32);
}

/// The operand itself, where it is a float.
#[inline]
pub fn float<Float, Number: Operand<Float>>(operand: Number) -> Number {
    operand
}

/// What generated code takes for a value without a gradient, without having seen its type: an integer, a `bool`, a string, a field whose type enumerates.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has a gradient, which would be lost here",
    label = "`differentiate` takes this for a value without a gradient, such as an integer",
    note = "to treat it as a constant, write `stop_gradient(…)` around it"
)]
pub trait Discrete {}

#[diagnostic::do_not_recommend]
impl<D: Differentiable<Tangent = ()>> Discrete for D {}

/// The operand itself, where it has no gradient.
#[inline]
pub fn discrete<D: Discrete>(operand: D) -> D {
    operand
}

/// The default of the struct that a literal makes of another one, which the function says without being called.
#[inline]
pub fn default_base<S: Default>(_: impl FnOnce(S) -> S) -> S {
    S::default()
}

/// The entry of a gradient for a field that is a float, or is held constant.
pub trait Entry<Float> {
    /// Adds to it.
    fn add(&mut self, value: Float);
}

impl<Float> Entry<Float> for () {
    #[inline]
    fn add(&mut self, _: Float) {}
}

#[cfg(any(feature = "std", feature = "libm"))]
#[diagnostic::do_not_recommend]
impl<F: crate::float::Real> Entry<F> for F {
    #[inline]
    fn add(&mut self, value: F) {
        *self += value;
    }
}

#[cfg(not(any(feature = "std", feature = "libm")))]
mod entry {
    use super::Entry;

    macro_rules! entry {
        ($($float:ident)*) => {
            $(impl Entry<$float> for $float {
                #[inline]
                fn add(&mut self, value: $float) {
                    *self += value;
                }
            })*
        };
    }

    entry!(f64 f32);
}

/// Adds to the entry of a gradient for a field.
#[inline]
pub fn add<Float, E: Entry<Float>>(entry: &mut E, value: Float) {
    entry.add(value);
}

/// What is iterated in the order of its indices.
#[diagnostic::on_unimplemented(
    message = "whether `{Self}` is iterated in the order of its indices is not known",
    label = "this is run over by index",
    note = "run over a slice of it, such as `as_slice()` gives, or loop over the indices"
)]
pub trait InOrder {}

impl<T> InOrder for [T] {}
impl<T, const N: usize> InOrder for [T; N] {}
// A text has a length, and its parts are texts.
impl InOrder for str {}
impl<S: InOrder + ?Sized> InOrder for &S {}
impl<S: InOrder + ?Sized> InOrder for &mut S {}

#[cfg(feature = "alloc")]
mod in_order {
    use super::InOrder;
    use alloc::borrow::{Cow, ToOwned};
    use alloc::{boxed::Box, collections::VecDeque, rc::Rc, string::String, sync::Arc, vec::Vec};

    impl InOrder for String {}
    impl<T> InOrder for Vec<T> {}
    impl<T> InOrder for VecDeque<T> {}
    impl<S: InOrder + ?Sized> InOrder for Box<S> {}
    impl<S: InOrder + ?Sized> InOrder for Rc<S> {}
    impl<S: InOrder + ?Sized> InOrder for Arc<S> {}
    impl<S: InOrder + ToOwned + ?Sized> InOrder for Cow<'_, S> {}
}

/// What is iterated in the order of a slice of it, also where it is an `Option`.
#[diagnostic::on_unimplemented(
    message = "whether `{Self}` is iterated in the order of its indices is not known",
    label = "this is run over by index",
    note = "run over a slice of it, such as `as_slice()` gives, or loop over the indices"
)]
pub trait Items {
    /// An item.
    type Item;
    /// All of them.
    fn items(&self) -> &[Self::Item];
}

impl<T> Items for [T] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T, const N: usize> Items for [T; N] {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self
    }
}

impl<T> Items for Option<T> {
    type Item = T;
    #[inline]
    fn items(&self) -> &[T] {
        self.as_slice()
    }
}

impl<S: Items + ?Sized> Items for &S {
    type Item = S::Item;
    #[inline]
    fn items(&self) -> &[S::Item] {
        (**self).items()
    }
}

#[cfg(feature = "alloc")]
mod items {
    use super::Items;
    use alloc::{boxed::Box, rc::Rc, sync::Arc, vec::Vec};

    impl<T> Items for Vec<T> {
        type Item = T;
        #[inline]
        fn items(&self) -> &[T] {
            self
        }
    }

    macro_rules! pointers {
        ($($pointer:ident)*) => {$(
            impl<S: Items + ?Sized> Items for $pointer<S> {
                type Item = S::Item;
                #[inline]
                fn items(&self) -> &[S::Item] {
                    (**self).items()
                }
            }
        )*};
    }

    pointers!(Box Rc Arc);
}

/// A slice of what is iterated in that order.
#[inline]
pub fn items<S: Items + ?Sized>(of: &S) -> &[S::Item] {
    of.items()
}

/// What is run over by index, where it is iterated in that order.
#[inline]
pub fn in_order<S: InOrder + ?Sized>(list: &S) -> &S {
    list
}

/// A float, or a reference to one.
pub trait Number {
    /// The float type.
    type Float;
    /// The number.
    fn number(self) -> Self::Float;
}

impl Number for f64 {
    type Float = f64;
    fn number(self) -> f64 {
        self
    }
}

impl Number for f32 {
    type Float = f32;
    fn number(self) -> f32 {
        self
    }
}

impl<N: Number + Copy> Number for &N {
    type Float = N::Float;
    fn number(self) -> N::Float {
        (*self).number()
    }
}

impl<N: Number + Copy> Number for &mut N {
    type Float = N::Float;
    fn number(self) -> N::Float {
        (*self).number()
    }
}

/// The float behind an operand that may be a reference to it; only rustc knows.
#[inline]
pub fn number<N: Number>(operand: N) -> N::Float {
    operand.number()
}

/// What a closure captures by value that captures it by reference in the user's function. It has the size of a reference, so that the
/// closure has its own size.
#[inline]
pub fn captured<T: Copy>(value: T) -> T {
    const {
        assert!(
            size_of::<T>() == size_of::<&T>(),
            "a closure captures a number whose type is not written: annotate the local that it captures"
        );
    }
    value
}

/// Stands in place of a gradient that does not exist: that of a parameter which the `wrt` of the called function leaves out.
#[derive(Clone, Copy, Default, Debug)]
pub struct HeldConstantByWrtSoNameItThereOrPassStopGradient;

/// What a function with a rule satisfies; `Unmarked` never does.
#[diagnostic::on_unimplemented(
    message = "a differentiated value flows through this function, which has no `#[differentiate]` of its own",
    label = "this function needs the attribute",
    note = "the attribute on its `impl` does not hold for it: write `#[differentiate(wrt(…))]` on the function, with `self` and the parameters to differentiate with respect to",
    note = "`stop_gradient(…)` around what is passed makes that a constant"
)]
pub trait HasRule {}

/// Stands for a function of a block with the attribute that has no rule.
pub struct Unmarked;

/// Panics where two lengths differ, as `copy_from_slice` does.
#[inline]
#[track_caller]
pub fn same_length(destination: usize, source: usize) {
    assert!(
        destination == source,
        "source slice length ({source}) does not match destination slice length ({destination})"
    );
}

/// Panics where a number of elements is zero, as `windows` and `step_by` do.
#[inline]
#[track_caller]
pub fn nonzero(count: usize) {
    assert!(count != 0, "a size and a step must be non-zero");
}

/// What can be zero and multiplied.
pub trait Factor: Copy + PartialEq + core::ops::Mul<Output = Self> {
    /// 0
    const NOTHING: Self;
}

#[cfg(any(feature = "std", feature = "libm"))]
impl<F: crate::float::Real> Factor for F {
    const NOTHING: F = F::FLOAT_ZERO;
}

#[cfg(not(any(feature = "std", feature = "libm")))]
impl Factor for f64 {
    const NOTHING: f64 = 0.0;
}

#[cfg(not(any(feature = "std", feature = "libm")))]
impl Factor for f32 {
    const NOTHING: f32 = 0.0;
}

/// The tangent of a field: zero, where the field is held constant.
pub trait TangentOf<F> {
    /// The tangent.
    fn tangent_of(self) -> F;
}

impl<F: Factor> TangentOf<F> for F {
    #[inline]
    fn tangent_of(self) -> F {
        self
    }
}

impl<F: Factor> TangentOf<F> for () {
    #[inline]
    fn tangent_of(self) -> F {
        F::NOTHING
    }
}

/// The tangent of a number in a field, as a number of the same type.
#[inline]
pub fn tangent_of<F, T: TangentOf<F>>(_: F, tangent: T) -> F {
    tangent.tangent_of()
}

/// The gradient of a number in a field: 0 where that is held constant.
#[inline]
pub fn gradient_of<F, G: TangentOf<F>>(gradient: G) -> F {
    gradient.tangent_of()
}

/// A product: 0 where the first factor is, also where the second is infinite.
#[inline]
pub fn guarded_mul<F: Factor>(first: F, second: F) -> F {
    if first == F::NOTHING { F::NOTHING } else { first * second }
}
