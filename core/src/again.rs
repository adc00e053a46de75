//! What is kept of a call through `dyn Trait` of a method whose rule runs again where the call ends. Only rustc knows whether the types of its
//! arguments and its value are made of numbers, such as those that are written by another name.

use crate::method::SameValue;
use alloc::boxed::Box;
use core::any::Any;
use core::marker::PhantomData;

/// Values of a type that a method of that name is passed or gives.
#[derive(Debug)]
pub struct Again<T> {
    method: &'static str,
    of: PhantomData<T>,
}

impl<T> Again<T> {
    /// Those of a method.
    #[inline]
    pub const fn of(method: &'static str) -> Self {
        Again { method, of: PhantomData }
    }
}

impl<T: SameValue + Clone + 'static> Again<T> {
    /// A copy, for the second call.
    #[inline]
    pub fn copy(&self, value: &T) -> T {
        value.clone()
    }

    /// What the end of the call is handed.
    pub fn keep(&self, kept: T) -> Box<dyn Any> {
        Box::new(kept)
    }

    /// What its beginning has kept.
    ///
    /// # Panics
    ///
    /// If the box holds something else.
    pub fn kept(&self, begun: Box<dyn Any>) -> T {
        match begun.downcast::<T>() {
            Ok(kept) => *kept,
            Err(_) => unreachable!("what another method has kept"),
        }
    }

    /// Compares the values of both calls.
    ///
    /// # Panics
    ///
    /// If they differ.
    pub fn compare(&self, value: &T, again: &T) {
        assert!(
            value.same(again),
            "`{}`, which is called through `dyn`, gives another value each time",
            self.method
        );
    }
}

/// Values of which it is not known that they are made of numbers. A method of [`Again`] itself goes before one of these.
pub trait NeverAgain<T> {
    /// There is none.
    fn copy(&self, value: &T) -> T;
    /// It cannot be kept.
    fn keep(&self, kept: T) -> Box<dyn Any>;
    /// Nothing was.
    fn kept(&self, begun: Box<dyn Any>) -> T;
    /// They cannot be compared.
    fn compare(&self, value: &T, again: &T);
}

impl<T> NeverAgain<T> for Again<T> {
    fn copy(&self, _: &T) -> T {
        never(self.method)
    }
    fn keep(&self, _: T) -> Box<dyn Any> {
        never(self.method)
    }
    fn kept(&self, _: Box<dyn Any>) -> T {
        never(self.method)
    }
    fn compare(&self, _: &T, _: &T) {
        never(self.method)
    }
}

fn never(method: &str) -> ! {
    panic!(
        "`{method}` is differentiated through `dyn` in an `impl` with generics only where what it is passed by value and returns is made of \
         numbers, whose types are no parameters of that `impl`"
    )
}
