//! What stands for the value of an `Option` that has none: the default value of its type, or what the derive makes of those of its fields.

use core::marker::PhantomData;

/// A type of which only rustc knows whether there is such a value.
#[derive(Debug)]
pub struct Blank<T: ?Sized>(PhantomData<T>);

impl<T: ?Sized> Blank<T> {
    /// The type.
    #[allow(clippy::new_without_default, reason = "only generated code makes one")]
    #[inline]
    #[must_use]
    pub const fn new() -> Self {
        Blank(PhantomData)
    }
}

impl<T: Default> Blank<T> {
    /// There is one.
    pub const BY_DEFAULT: bool = true;

    /// The default value.
    #[inline]
    #[must_use]
    pub fn blank(&self) -> T {
        T::default()
    }
}

/// A type that the derive makes such a value of, if it can.
pub trait Blanks: Sized {
    /// Can it?
    const KNOWN: bool;
    /// The value.
    fn made() -> Self;
}

impl<T: Blanks> Blank<T> {
    /// Is there one?
    pub const BY_PARTS: bool = T::KNOWN;
}

impl<T: Blanks, const N: usize> Blanks for [T; N] {
    const KNOWN: bool = T::KNOWN;
    fn made() -> Self {
        core::array::from_fn(|_| T::made())
    }
}

/// Of any other type there is none.
pub trait NoBlank {
    /// It has no default value.
    const BY_DEFAULT: bool = false;
    /// Its parts are not known.
    const BY_PARTS: bool = false;
}

impl<T: ?Sized> NoBlank for Blank<T> {}

/// The value of what has no default.
pub trait BlankByParts {
    /// Its type.
    type Value;
    /// The value.
    fn blank(&self) -> Self::Value;
}

impl<T: Blanks> BlankByParts for Blank<T> {
    type Value = T;
    #[inline]
    fn blank(&self) -> T {
        T::made()
    }
}

impl<T: Default> Blank<T> {
    /// A part of it.
    #[inline]
    #[must_use]
    pub fn blank_part<F>(&self, part: impl FnOnce(T) -> F) -> F {
        part(T::default())
    }
}

/// A part of the value of what has no default.
pub trait BlankPart {
    /// Its type.
    type Value;
    /// The part.
    fn blank_part<F>(&self, part: impl FnOnce(Self::Value) -> F) -> F;
}

impl<T: Blanks> BlankPart for Blank<T> {
    type Value = T;
    #[inline]
    fn blank_part<F>(&self, part: impl FnOnce(T) -> F) -> F {
        const {
            assert!(
                T::KNOWN,
                "nothing can stand for the value of an `Option` where it has none: put `#[derive(Default)]` on its type"
            )
        };
        part(T::made())
    }
}

/// A part of what has no such value: its own default.
pub trait PartByDefault {
    /// The type of the whole.
    type Value;
    /// The part.
    fn blank_part<F: Default>(&self, part: impl FnOnce(Self::Value) -> F) -> F;
}

impl<T> PartByDefault for &Blank<T> {
    type Value = T;
    #[inline]
    fn blank_part<F: Default>(&self, _: impl FnOnce(T) -> F) -> F {
        F::default()
    }
}

/// The value of what has none: it is not asked for.
pub trait BlankOfNothing {
    /// Its type.
    type Value;
    /// The value.
    fn blank(&self) -> Self::Value;
}

impl<T> BlankOfNothing for &Blank<T> {
    type Value = T;
    fn blank(&self) -> T {
        unreachable!("it has been asked before whether there is one")
    }
}

impl<T: Default> Blank<T> {
    /// The default value.
    #[inline]
    #[must_use]
    pub fn blank_like(&self) -> T {
        T::default()
    }
}

/// The value of what has no default, where nothing has asked whether there is one.
pub trait BlankLike {
    /// Its type.
    type Value;
    /// The value.
    fn blank_like(&self) -> Self::Value;
}

impl<T: Blanks> BlankLike for Blank<T> {
    type Value = T;
    #[inline]
    fn blank_like(&self) -> T {
        const {
            assert!(
                T::KNOWN,
                "nothing can stand for the value of an `Option` where it has none: put `#[derive(Default)]` on its type"
            )
        };
        T::made()
    }
}

/// Of what has none rustc says that it has no default value.
pub trait LikeByDefault {
    /// Its type.
    type Value;
    /// The value.
    fn blank_like(&self) -> Self::Value
    where
        Self::Value: Default;
}

impl<T> LikeByDefault for &Blank<T> {
    type Value = T;
    #[inline]
    fn blank_like(&self) -> T
    where
        T: Default,
    {
        T::default()
    }
}

/// The type of what a function would give, which is not called.
#[inline]
pub fn type_of_result<T>(_: impl FnOnce() -> T) -> Blank<T> {
    Blank::new()
}

/// What stands for a value of the same type as another one, which is not evaluated.
///
/// ```
/// # use differentiate_core::private::blank_like;
/// assert_eq!(blank_like!(3_u8), 0);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! blank_like {
    ($value:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::{BlankLike as _, LikeByDefault as _};
        (&$crate::private::type_of_result(|| $value)).blank_like()
    }};
}

/// Is there a value that can stand where an `Option` of that type has none?
#[doc(hidden)]
#[macro_export]
macro_rules! has_blank {
    ($of:ty) => {{
        #[allow(unused_imports)]
        use $crate::private::NoBlank as _;
        $crate::private::Blank::<$of>::BY_DEFAULT || $crate::private::Blank::<$of>::BY_PARTS
    }};
}

/// The value, where there is one.
#[doc(hidden)]
#[macro_export]
macro_rules! blank_of {
    ($of:ty) => {{
        #[allow(unused_imports)]
        use $crate::private::{BlankByParts as _, BlankOfNothing as _};
        (&$crate::private::Blank::<$of>::new()).blank()
    }};
}

/// A field of the value that stands for a struct.
///
/// ```
/// # use differentiate_core::private::blank_part;
/// struct Line(String, u8);
/// assert_eq!(blank_part!(Line, 0), "");
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! blank_part {
    ($of:ty, $member:tt) => {{
        #[allow(unused_imports)]
        use $crate::private::{BlankPart as _, PartByDefault as _};
        (&$crate::private::Blank::<$of>::new()).blank_part(|whole| whole.$member)
    }};
}

/// The same in generated code, in which there must be one.
///
/// ```
/// # use differentiate_core::private::blank;
/// assert_eq!(blank!((f64, usize)), (0.0, 0));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! blank {
    ($of:ty) => {{
        const _: () = ::core::assert!($crate::private::has_blank!($of), $crate::no_blank!($of));
        $crate::private::blank_of!($of)
    }};
    // It is known where code is generated.
    ($of:ty, which may be generic) => {{
        const { ::core::assert!($crate::private::has_blank!($of), $crate::no_blank!($of)) };
        $crate::private::blank_of!($of)
    }};
}

#[doc(hidden)]
#[macro_export]
macro_rules! no_blank {
    ($of:ty) => {
        ::core::concat!(
            "an `Option<",
            ::core::stringify!($of),
            ">` is assigned, and nothing can stand for the value where it has none: put `#[derive(Default)]` on `",
            ::core::stringify!($of),
            "`"
        )
    };
}
