//! `Option`s and `Result`s of differentiated values, which are pairs of a status and a value in generated code.

use crate::differentiable::Differentiable;

/// The status of an `Option` or a `Result`: is there a value?
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Option` or a `Result` of a differentiated value",
    note = "a method such as `unwrap` is called on it, by which `differentiate` takes it for one"
)]
pub trait Status {
    /// Is there a value?
    fn holds(&self) -> bool;
}

impl Status for bool {
    #[inline]
    fn holds(&self) -> bool {
        *self
    }
}

impl<E> Status for Result<(), E> {
    #[inline]
    fn holds(&self) -> bool {
        self.is_ok()
    }
}

/// Does a status say that there is a value?
#[inline]
pub fn holds<S: Status>(status: &S) -> bool {
    status.holds()
}

/// Why a slice is no array.
#[must_use]
pub fn wrong_length() -> core::array::TryFromSliceError {
    <[(); 1]>::try_from([].as_slice()).expect_err("an empty slice is no array of one")
}

/// An `Option` or a `Result`, which opaque code gave.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is not an `Option` or a `Result`",
    note = "a method such as `map_or` is called on it, by which `differentiate` takes it for one"
)]
pub trait Parts {
    /// Is there a value?
    type Status: Status;
    /// What is there.
    type Value;
    /// Both of them.
    fn parts(self) -> (Self::Status, Option<Self::Value>);
}

impl<T> Parts for Option<T> {
    type Status = bool;
    type Value = T;
    #[inline]
    fn parts(self) -> (bool, Option<T>) {
        (self.is_some(), self)
    }
}

impl<T, E> Parts for Result<T, E> {
    type Status = Result<(), E>;
    type Value = T;
    #[inline]
    fn parts(self) -> (Result<(), E>, Option<T>) {
        match self {
            Ok(value) => (Ok(()), Some(value)),
            Err(error) => (Err(error), None),
        }
    }
}

/// What a method is called on may be a reference to one that is `Copy`.
impl<P: Parts + Clone> Parts for &P {
    type Status = P::Status;
    type Value = P::Value;
    #[inline]
    fn parts(self) -> (P::Status, Option<P::Value>) {
        self.clone().parts()
    }
}

/// The status of an `Option` or a `Result`, and what is there.
#[inline]
pub fn parts<O: Parts>(of: O) -> (O::Status, Option<O::Value>) {
    of.parts()
}

/// What is there, where something is.
///
/// # Panics
///
/// Where nothing is.
#[inline]
pub fn inside<T: Clone>(of: &Option<T>) -> T {
    of.clone().expect("there is a value")
}

/// The gradient with respect to an `Option`, which a differentiated function gave.
#[diagnostic::on_unimplemented(
    message = "the function that is called takes an `Option` as a constant, and a differentiated value is in it",
    note = "name the parameter in the `wrt(…)` of that function, or pass a constant: `Some(stop_gradient(x))`"
)]
pub trait OfOption {
    /// The gradient with respect to what is in it.
    type Inside;
    /// That gradient.
    fn inside(&self) -> Self::Inside;
}

impl<G: Clone> OfOption for Option<G> {
    type Inside = G;
    #[inline]
    fn inside(&self) -> G {
        self.clone().expect("there is a gradient where there is a value")
    }
}

/// The gradient with respect to what is in an `Option`.
#[inline]
pub fn inside_of_gradient<G: OfOption>(gradient: &G) -> G::Inside {
    gradient.inside()
}

/// The status of a `Result` has no derivative.
impl<E> Differentiable for Result<(), E> {
    type Tangent = ();

    fn zero(&self) {}
}
