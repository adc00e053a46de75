//! What is kept of a call through `dyn Trait` of a method whose rule runs again where the call ends. Only rustc knows whether the types of its
//! arguments and its value are made of numbers, such as those that are written by another name.

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

/// A value made of numbers, which may be compared.
pub trait SameValue {
    /// Is the other one the same, to the bit?
    fn same(&self, other: &Self) -> bool;
}

macro_rules! same {
    ($($number:ident)*) => {$(
        impl SameValue for $number {
            fn same(&self, other: &$number) -> bool {
                self == other
            }
        }
    )*};
}

same!(i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool);

macro_rules! same_floats {
    ($($float:ident)*) => {$(
        impl SameValue for $float {
            fn same(&self, other: &$float) -> bool {
                self.to_bits() == other.to_bits() || self.is_nan() && other.is_nan()
            }
        }
    )*};
}

same_floats!(f32 f64);

impl<T: SameValue> SameValue for [T] {
    fn same(&self, other: &[T]) -> bool {
        self.len() == other.len() && self.iter().zip(other).all(|(one, other)| one.same(other))
    }
}

impl<T: SameValue, const N: usize> SameValue for [T; N] {
    fn same(&self, other: &[T; N]) -> bool {
        self.as_slice().same(other.as_slice())
    }
}

impl<T: SameValue> SameValue for alloc::vec::Vec<T> {
    fn same(&self, other: &alloc::vec::Vec<T>) -> bool {
        self.as_slice().same(other.as_slice())
    }
}

macro_rules! same_tuples {
    ($(($($part:ident $at:tt),*))*) => {$(
        impl<$($part: SameValue),*> SameValue for ($($part,)*) {
            fn same(&self, other: &Self) -> bool {
                $(self.$at.same(&other.$at))&&*
            }
        }
    )*};
}

impl SameValue for () {
    fn same(&self, (): &()) -> bool {
        true
    }
}

crate::tuples::each_tuple! { same_tuples: A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11 }
