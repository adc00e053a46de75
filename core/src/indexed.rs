//! Elements of values of a user's type with an operator `Index` of its own, whose gradient need not have that operator: where an element is, is
//! found out once, and serves the value and its gradient.

/// A type with an annotated `Index`.
#[diagnostic::on_unimplemented(
    message = "the gradient of `{Self}` has no elements by this index",
    label = "a differentiated value goes through this index",
    note = "put `#[differentiate]` on the `impl` of `Index`, and on that of `IndexMut`, whose functions end in the element: `&self.data[i * self.columns + j]`"
)]
pub trait Indexed<I> {
    /// An element.
    type Element: ?Sized;
    /// Where an element is.
    type Place: Copy;
    /// The gradient of the whole.
    type Gradient: ?Sized;
    /// The gradient of an element.
    type Entry: ?Sized;

    /// Where the element with that index is.
    fn differentiate_at(&self, index: I) -> At<Self, I>;
    /// The element there.
    fn differentiate_element(&self, at: At<Self, I>) -> &Self::Element;
    /// The gradient of the element there, to be read.
    fn differentiate_gradient(gradient: &Self::Gradient, at: At<Self, I>) -> &Self::Entry;
    /// The gradient of the element there.
    fn differentiate_entry(gradient: &mut Self::Gradient, at: At<Self, I>) -> &mut Self::Entry;
}

/// The same, with an annotated `IndexMut`.
#[diagnostic::on_unimplemented(
    message = "an element of `{Self}` that is changed is not known by its place",
    label = "this element is changed",
    note = "put `#[differentiate]` on the `impl` of `IndexMut`"
)]
pub trait IndexedMut<I>: Indexed<I> {
    /// The element there.
    fn differentiate_element_mut(&mut self, at: At<Self, I>) -> &mut Self::Element;
}

/// Where an element of a value is.
pub struct At<M: Indexed<I> + ?Sized, I> {
    /// As the type says it.
    pub place: M::Place,
}

impl<M: Indexed<I> + ?Sized, I> Clone for At<M, I> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<M: Indexed<I> + ?Sized, I> Copy for At<M, I> {}

impl<M: Indexed<I> + ?Sized, I> core::fmt::Debug for At<M, I> {
    fn fmt(&self, f: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        f.write_str("At")
    }
}

impl<M: Indexed<I> + ?Sized, I> At<M, I> {
    /// The gradient of the element, to be read.
    #[inline]
    pub fn of_gradient(self, gradient: &M::Gradient) -> &M::Entry {
        M::differentiate_gradient(gradient, self)
    }

    /// The gradient of the element.
    #[inline]
    pub fn entry(self, gradient: &mut M::Gradient) -> &mut M::Entry {
        M::differentiate_entry(gradient, self)
    }
}
