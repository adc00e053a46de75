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

/// The status of a `Result` has no derivative.
impl<E> Differentiable for Result<(), E> {
    type Tangent = ();

    fn zero(&self) {}
}
