//! What a pullback keeps of a value that borrows. What it borrows from may be gone when the pullback runs, so the pullback keeps a copy, and borrows
//! from that.

use crate::stack::Stack;
use alloc::{boxed::Box, string::String, vec::Vec};

/// A value that a pullback keeps; only rustc knows whether it borrows.
#[derive(Debug)]
pub struct Borrowed<T>(Option<T>);

impl<T> Borrowed<T> {
    /// What it is of.
    #[inline]
    pub fn new(value: T) -> Self {
        Borrowed(Some(value))
    }

    /// The value, once.
    fn into_inner(self) -> T {
        self.0.expect("taken once")
    }
}

impl<T: Borrows> Borrowed<T> {
    /// A copy of what it borrows.
    #[inline]
    pub fn kept(self) -> T::Copy {
        self.into_inner().copied()
    }
}

/// Values that can be copied.
#[diagnostic::on_unimplemented(
    message = "`differentiate` keeps a copy of what this function looks up, and `{Self}` is not `Clone`",
    label = "a reference to a `{Self}` is needed again in the reverse sweep, when what it borrows from may be gone",
    note = "put `#[derive(Clone)]` on `{Self}`"
)]
pub trait CanBeKept: Clone {}

impl<T: Clone> CanBeKept for T {}

/// References to values that are not `Clone`: with those that are, `Borrowed` itself goes before this.
pub trait KeptIfCloned {
    /// The type of the references.
    type Value;
    /// What they refer to.
    type Referent;
    /// Is there a copy?
    fn kept(self) -> AsItIs<Self::Value>
    where
        Self::Referent: CanBeKept;
}

macro_rules! referring {
    ($($references:ty)*) => {$(
        impl<'a, T> KeptIfCloned for Borrowed<$references> {
            type Value = $references;
            type Referent = T;
            fn kept(self) -> AsItIs<$references>
            where
                T: CanBeKept,
            {
                AsItIs(self.0)
            }
        }
    )*};
}

referring!(&'a T &'a [T] Option<&'a T> Vec<&'a T> Vec<&'a [T]>);

/// What a function with tangents returned: a reference and the tangent of what it is to.
pub trait KeptWithTangent {
    /// Copies of both.
    type Copy;
    /// Makes the copies.
    fn kept(self) -> Self::Copy;
}

macro_rules! with_tangent {
    ($($references:ty)*) => {$(
        impl<'a, T: Clone, G> KeptWithTangent for Borrowed<($references, G)> {
            type Copy = (<$references as Part>::Copy, AsItIs<G>);
            #[inline]
            fn kept(self) -> Self::Copy {
                let (value, tangent) = self.into_inner();
                (value.copied(), AsItIs(Some(tangent)))
            }
        }
    )*};
}

with_tangent!(&'a T &'a [T]);

/// A value that does not borrow, or of which no copy can be made, is kept as it is.
pub trait KeptAsItIs {
    /// The value.
    type Value;
    /// Keeps it.
    fn kept(self) -> AsItIs<Self::Value>;
}

// Found by reference, so after those that are found by value.
impl<T> KeptAsItIs for &mut Borrowed<T> {
    type Value = T;
    #[inline]
    fn kept(self) -> AsItIs<T> {
        AsItIs(self.0.take())
    }
}

/// What is kept of each of some values, of which some may borrow, and others may be pullbacks.
///
/// ```
/// # use differentiate_core::private::{kept_each, value_of};
/// let list = vec![0.5, 2.0];
/// let mut kept = vec![kept_each!(|cotangent: f64| cotangent + 1.0, &list[..])];
/// drop(list);
/// let (pullback, part) = value_of(&mut kept).pop().unwrap();
/// assert_eq!((pullback(2.0), part), (3.0, &[0.5, 2.0][..]));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! kept_each {
    ($($value:expr),+) => {{
        #[allow(unused_imports)]
        use $crate::private::{KeptAsItIs as _, KeptIfCloned as _, KeptWithTangent as _};
        ($($crate::private::Borrowed::new($value).kept()),+)
    }};
}

/// A value of its own instead of a reference: what it is to may change before the value is needed again.
///
/// ```
/// # use differentiate_core::private::owned;
/// let mut list = vec![0.5, 2.0];
/// let part = owned!(&list[1..]);
/// list[1] = 3.0;
/// assert_eq!((part, owned!(list)), (vec![2.0], vec![0.5, 3.0]));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! owned {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::OwnedAsItIs as _;
        $crate::private::MayBorrow::new($value).owned()
    }};
}

/// A value of which only rustc knows whether it is a reference.
#[derive(Debug)]
pub struct MayBorrow<T>(Option<T>);

impl<T> MayBorrow<T> {
    /// What it is of.
    #[inline]
    pub fn new(value: T) -> Self {
        MayBorrow(Some(value))
    }
}

impl<T: Clone> MayBorrow<&T> {
    /// A copy of what it refers to.
    #[inline]
    pub fn owned(self) -> T {
        self.0.expect("asked for once").clone()
    }
}

impl<T: Clone> MayBorrow<&[T]> {
    /// A copy of the elements.
    #[inline]
    pub fn owned(self) -> Vec<T> {
        self.0.expect("asked for once").to_vec()
    }
}

impl<T: Clone, G> MayBorrow<(&T, G)> {
    /// The same with a tangent.
    #[inline]
    pub fn owned(self) -> (T, G) {
        let (value, tangent) = self.0.expect("asked for once");
        (value.clone(), tangent)
    }
}

impl<T: Clone, G> MayBorrow<(&[T], G)> {
    /// The same with a tangent.
    #[inline]
    pub fn owned(self) -> (Vec<T>, G) {
        let (value, tangent) = self.0.expect("asked for once");
        (value.to_vec(), tangent)
    }
}

/// What is no reference, or refers to what has no copy.
pub trait OwnedAsItIs {
    /// Its type.
    type Value;
    /// The value itself.
    fn owned(self) -> Self::Value;
}

// Found by reference, so after those that are found by value.
impl<T> OwnedAsItIs for &mut MayBorrow<T> {
    type Value = T;
    #[inline]
    fn owned(self) -> T {
        self.0.take().expect("asked for once")
    }
}

/// What a pullback keeps.
pub trait Copied {
    /// The value as it was.
    type Value<'a>
    where
        Self: 'a;
    /// The value, which borrows from the copy. It is asked for once.
    fn value(&mut self) -> Self::Value<'_>;
}

/// What may be a part of a value that borrows.
pub trait Part {
    /// A copy that does not borrow.
    type Copy: Copied;
    /// Makes the copy.
    fn copied(self) -> Self::Copy;
}

/// A value that borrows, of which a copy can be made.
pub trait Borrows: Part {}

/// The value that a pullback kept.
#[inline]
pub fn value_of<C: Copied>(kept: &mut C) -> C::Value<'_> {
    kept.value()
}

/// A value itself.
#[derive(Clone, Debug)]
pub struct AsItIs<T>(Option<T>);

impl<T> Copied for AsItIs<T> {
    type Value<'a>
        = T
    where
        T: 'a;
    #[inline]
    fn value(&mut self) -> T {
        self.0.take().expect("asked for once")
    }
}

macro_rules! parts {
    ($($part:ty)*) => {$(
        impl Part for $part {
            type Copy = AsItIs<$part>;
            #[inline]
            fn copied(self) -> AsItIs<$part> {
                AsItIs(Some(self))
            }
        }
    )*};
}

parts!(() f32 f64 i8 i16 i32 i64 i128 isize u8 u16 u32 u64 u128 usize bool char String);

/// What a reference refers to.
#[derive(Clone, Debug)]
pub struct Referent<T>(T);

impl<T> Copied for Referent<T> {
    type Value<'a>
        = &'a T
    where
        T: 'a;
    #[inline]
    fn value(&mut self) -> &T {
        &self.0
    }
}

impl<T: Clone> Part for &T {
    type Copy = Referent<T>;
    #[inline]
    fn copied(self) -> Referent<T> {
        Referent(self.clone())
    }
}

/// The elements of a slice.
#[derive(Clone, Debug)]
pub struct Elements<T>(Box<[T]>);

impl<T> Copied for Elements<T> {
    type Value<'a>
        = &'a [T]
    where
        T: 'a;
    #[inline]
    fn value(&mut self) -> &[T] {
        &self.0
    }
}

impl<T: Clone> Part for &[T] {
    type Copy = Elements<T>;
    #[inline]
    fn copied(self) -> Elements<T> {
        Elements(self.into())
    }
}

/// A text.
#[derive(Clone, Debug)]
pub struct Text(Box<str>);

impl Copied for Text {
    type Value<'a> = &'a str;
    #[inline]
    fn value(&mut self) -> &str {
        &self.0
    }
}

impl Part for &str {
    type Copy = Text;
    #[inline]
    fn copied(self) -> Text {
        Text(self.into())
    }
}

impl<C: Copied> Copied for Vec<C> {
    type Value<'a>
        = Vec<C::Value<'a>>
    where
        C: 'a;
    #[inline]
    fn value(&mut self) -> Vec<C::Value<'_>> {
        self.iter_mut().map(C::value).collect()
    }
}

impl<P: Part> Part for Vec<P> {
    type Copy = Vec<P::Copy>;
    #[inline]
    fn copied(self) -> Vec<P::Copy> {
        self.into_iter().map(P::copied).collect()
    }
}

impl<C: Copied, const N: usize> Copied for Stack<C, N> {
    type Value<'a>
        = Vec<C::Value<'a>>
    where
        C: 'a;
    #[inline]
    fn value(&mut self) -> Vec<C::Value<'_>> {
        self.iter_mut().map(C::value).collect()
    }
}

impl<P: Part, const N: usize> Part for Stack<P, N> {
    type Copy = Vec<P::Copy>;
    #[inline]
    fn copied(mut self) -> Vec<P::Copy> {
        let mut values: Vec<P::Copy> = core::iter::from_fn(|| self.pop()).map(P::copied).collect();
        values.reverse();
        values
    }
}

impl<C: Copied> Copied for Option<C> {
    type Value<'a>
        = Option<C::Value<'a>>
    where
        C: 'a;
    #[inline]
    fn value(&mut self) -> Option<C::Value<'_>> {
        self.as_mut().map(C::value)
    }
}

impl<P: Part> Part for Option<P> {
    type Copy = Option<P::Copy>;
    #[inline]
    fn copied(self) -> Option<P::Copy> {
        self.map(P::copied)
    }
}

impl<T: Clone> Borrows for &T {}
impl<T: Clone> Borrows for &[T] {}
impl Borrows for &str {}
impl<B: Borrows> Borrows for Vec<B> {}
impl<B: Borrows> Borrows for Option<B> {}
impl<B: Borrows, const N: usize> Borrows for Stack<B, N> {}

macro_rules! tuples {
    ($(($($part:ident $at:tt),*))*) => {$(
        impl<$($part: Copied),*> Copied for ($($part,)*) {
            type Value<'a>
                = ($($part::Value<'a>,)*)
            where
                Self: 'a;
            #[inline]
            fn value(&mut self) -> Self::Value<'_> {
                ($(self.$at.value(),)*)
            }
        }

        impl<$($part: Part),*> Part for ($($part,)*) {
            type Copy = ($($part::Copy,)*);
            #[inline]
            fn copied(self) -> Self::Copy {
                ($(self.$at.copied(),)*)
            }
        }

        impl<$($part: Part),*> Borrows for ($($part,)*) {}
    )*};
}

tuples! {
    (A 0, B 1)
    (A 0, B 1, C 2)
    (A 0, B 1, C 2, D 3)
    (A 0, B 1, C 2, D 3, E 4)
    (A 0, B 1, C 2, D 3, E 4, F 5)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10)
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11)
}
