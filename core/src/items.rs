//! What is iterated in the order of its indices, and may be run over by index.

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
mod pointers {
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
