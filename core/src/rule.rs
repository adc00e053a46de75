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
