//! Parts of the gradient or of the tangent of a field by reference, and zeros of it. The field may be held constant: then all of these are `()`, as
//! methods of [`Fields`] of its own say, which go before those of the traits.

use crate::entry::{FieldEntry, WantedEntry};
use crate::still::{Still, StillSlot};

/// The gradient of a field, or its tangent, of which a field is wanted.
#[derive(Debug)]
pub struct Fields<R>(pub R);

impl<'a> Fields<&'a mut ()> {
    /// Of what is held constant each field is, and it has those that are asked for.
    #[inline]
    pub fn or<A>(self, absent: impl FnOnce() -> A) -> A {
        absent()
    }

    /// What is in an `Option` that is held constant.
    #[inline]
    pub fn inside(self) -> &'a mut () {
        self.0
    }

    /// And so is each element.
    #[inline]
    pub fn element(self, _: usize) -> &'a mut () {
        self.0
    }

    /// And so is each slice.
    #[inline]
    pub fn slice(self, _: core::ops::Range<usize>) -> &'a mut () {
        self.0
    }
}

impl<'a> Fields<&'a ()> {
    /// What is in an `Option` that is held constant.
    #[inline]
    pub fn inside(self) -> &'a () {
        self.0
    }

    /// Of what is held constant each field is, and it has those that are asked for.
    #[inline]
    pub fn or<A>(self, absent: impl FnOnce() -> A) -> A {
        absent()
    }

    /// And so is its zero.
    #[inline]
    pub fn zero_of<T: ?Sized>(self, _: &T) {}

    /// And so is each element.
    #[inline]
    pub fn at(self, _: usize) -> &'a () {
        self.0
    }

    /// And so is each slice.
    #[inline]
    pub fn slice(self, _: core::ops::Range<usize>) -> &'a () {
        self.0
    }
}

impl Fields<&()> {
    /// The tangent of an argument, as the callee takes that of what does not vary.
    #[inline]
    pub fn argument<'o, A: ?Sized, S: Still<'o, A, How>, How>(
        self,
        argument: &A,
        owner: &'o mut S::Owner,
    ) -> S {
        S::still(argument, owner)
    }

    /// The same of an argument by reference.
    #[inline]
    pub fn referred<'o, A: ?Sized, S: Still<'o, A, How>, How>(
        self,
        argument: &A,
        owner: &'o mut S::Owner,
    ) -> S {
        self.argument(argument, owner)
    }

    /// The slot for such a tangent, whose gradient is not wanted.
    #[inline]
    pub fn slot<'o, A: ?Sized, S: StillSlot<'o, A, How>, How>(
        self,
        argument: &A,
        owner: &'o mut S::Owner,
    ) -> S {
        S::still_slot(argument, owner)
    }

    /// The same where that of what is not held constant would be.
    #[inline]
    pub fn slot_for<'o, A: ?Sized, D: ?Sized, S: StillSlot<'o, A, How>, How>(
        self,
        argument: &A,
        _: &mut D,
        owner: &'o mut S::Owner,
    ) -> S {
        self.slot(argument, owner)
    }
}

/// A reference to a tangent, as a callee takes it that takes one to a `T`.
pub trait TakenAs<T: ?Sized> {
    /// That reference.
    fn taken(&self) -> &T;
}

impl<G: ?Sized> TakenAs<G> for G {
    #[inline]
    fn taken(&self) -> &G {
        self
    }
}

impl<G, const N: usize> TakenAs<[G]> for [G; N] {
    #[inline]
    fn taken(&self) -> &[G] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<G> TakenAs<[G]> for alloc::vec::Vec<G> {
    #[inline]
    fn taken(&self) -> &[G] {
        self
    }
}

#[cfg(feature = "alloc")]
impl<G: ?Sized> TakenAs<G> for alloc::boxed::Box<G> {
    #[inline]
    fn taken(&self) -> &G {
        self
    }
}

/// The tangent of what is not held constant is an argument as it is.
pub trait OwnArgument<'a> {
    /// The tangent.
    type Tangent: ?Sized;
    /// It, by value.
    fn argument<A: ?Sized>(self, argument: &A, owner: &mut ()) -> Self::Tangent
    where
        Self::Tangent: Clone;
    /// It, by reference.
    fn referred<A: ?Sized>(self, argument: &A, owner: &mut ()) -> &'a Self::Tangent;
    /// It, whose gradient is not wanted.
    fn slot<A: ?Sized, T: ?Sized + 'a, W: Default>(self, argument: &A, owner: &mut ()) -> (&'a T, W)
    where
        Self::Tangent: TakenAs<T>;
    /// It, and what its gradient is added to.
    fn slot_for<'d, A: ?Sized, D: ?Sized, T: ?Sized + 'a>(
        self,
        argument: &A,
        gradient: &'d mut D,
        owner: &mut (),
    ) -> (&'a T, Option<&'d mut T>)
    where
        Self::Tangent: TakenAs<T>,
        FieldEntry<'d, D>: WantedEntry<'d, T>;
}

impl<'a, G: ?Sized> OwnArgument<'a> for Fields<&'a G> {
    type Tangent = G;
    #[inline]
    fn argument<A: ?Sized>(self, _: &A, (): &mut ()) -> G
    where
        G: Clone,
    {
        self.0.clone()
    }
    #[inline]
    fn referred<A: ?Sized>(self, _: &A, (): &mut ()) -> &'a G {
        self.0
    }
    #[inline]
    fn slot<A: ?Sized, T: ?Sized + 'a, W: Default>(self, _: &A, (): &mut ()) -> (&'a T, W)
    where
        G: TakenAs<T>,
    {
        (self.0.taken(), W::default())
    }
    #[inline]
    fn slot_for<'d, A: ?Sized, D: ?Sized, T: ?Sized + 'a>(
        self,
        _: &A,
        gradient: &'d mut D,
        (): &mut (),
    ) -> (&'a T, Option<&'d mut T>)
    where
        G: TakenAs<T>,
        FieldEntry<'d, D>: WantedEntry<'d, T>,
    {
        (self.0.taken(), FieldEntry(gradient).wanted())
    }
}

/// What is not held constant has its own fields.
pub trait OwnFields<R> {
    /// What has the fields.
    fn or<A>(self, absent: impl FnOnce() -> A) -> R;
}

impl<R> OwnFields<R> for Fields<R> {
    #[inline]
    fn or<A>(self, _: impl FnOnce() -> A) -> R {
        self.0
    }
}

/// An `Option` that is not held constant has a gradient where there is a value.
pub trait OwnInside {
    /// That gradient.
    type Inside;
    /// That gradient.
    fn inside(self) -> Self::Inside;
}

impl<'a, G> OwnInside for Fields<&'a mut Option<G>> {
    type Inside = &'a mut G;
    #[inline]
    fn inside(self) -> &'a mut G {
        self.0.as_mut().expect("there is a gradient where there is a value")
    }
}

impl<'a, G> OwnInside for Fields<&'a Option<G>> {
    type Inside = &'a G;
    #[inline]
    fn inside(self) -> &'a G {
        self.0.as_ref().expect("there is a gradient where there is a value")
    }
}

/// A value of which a zero is wanted: of a type that has gradients, else `()`.
#[derive(Debug)]
pub struct ZeroOf<'a, T: ?Sized>(pub &'a T);

/// The zero of what has a gradient.
pub trait OwnZero {
    /// The type of the gradient.
    type Zero;
    /// The zero.
    fn zero_of(&self) -> Self::Zero;
}

impl<T: crate::Differentiable + ?Sized> OwnZero for ZeroOf<'_, T> {
    type Zero = T::Tangent;
    #[inline]
    fn zero_of(&self) -> T::Tangent {
        self.0.zero()
    }
}

/// The zero of what has none.
pub trait NoZero {
    /// Nothing.
    fn zero_of(&self);
}

impl<T: ?Sized> NoZero for &ZeroOf<'_, T> {
    #[inline]
    fn zero_of(&self) {}
}

/// The zero of a field, which may be of a type without a gradient.
#[doc(hidden)]
#[macro_export]
macro_rules! zero_of_field {
    ($field:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::{NoZero as _, OwnZero as _};
        (&$crate::private::ZeroOf($field)).zero_of()
    }};
}

/// What is not held constant has a zero of its own.
pub trait OwnZeroOf<T: ?Sized> {
    /// The type of the zero.
    type Zero;
    /// The zero.
    fn zero_of(self, of: &T) -> Self::Zero;
}

impl<G, T: crate::Differentiable<Tangent = G> + ?Sized> OwnZeroOf<T> for Fields<&G> {
    type Zero = G;
    #[inline]
    fn zero_of(self, of: &T) -> G {
        of.zero()
    }
}

/// The zero of a field, of which the second is the gradient.
#[doc(hidden)]
#[macro_export]
macro_rules! zero_of_argument {
    ($field:expr, $gradient:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::OwnZeroOf as _;
        $crate::private::Fields($gradient).zero_of($field)
    }};
}

/// What is not held constant has its own elements.
pub trait OwnElements<'a> {
    /// An element.
    type Element: ?Sized;
    /// The element at an index.
    fn at(self, index: usize) -> &'a Self::Element;
}

impl<'a, G: core::ops::Index<usize> + ?Sized> OwnElements<'a> for Fields<&'a G> {
    type Element = G::Output;
    #[inline]
    fn at(self, index: usize) -> &'a G::Output {
        &self.0[index]
    }
}

/// The elements of what is not held constant, to be added to.
pub trait OwnEntries<'a> {
    /// The gradient of an element.
    type Entry: ?Sized;
    /// That of the element at an index.
    fn element(self, index: usize) -> &'a mut Self::Entry;
}

impl<'a, G: core::ops::IndexMut<usize> + ?Sized> OwnEntries<'a> for Fields<&'a mut G> {
    type Entry = G::Output;
    #[inline]
    fn element(self, index: usize) -> &'a mut G::Output {
        &mut self.0[index]
    }
}

/// The slices of what is not held constant.
pub trait OwnSlices {
    /// A reference to a slice of gradients.
    type Slice;
    /// That of the elements in a range.
    fn slice(self, range: core::ops::Range<usize>) -> Self::Slice;
}

impl<'a, G: core::ops::IndexMut<core::ops::Range<usize>> + ?Sized> OwnSlices for Fields<&'a mut G> {
    type Slice = &'a mut G::Output;
    #[inline]
    fn slice(self, range: core::ops::Range<usize>) -> Self::Slice {
        &mut self.0[range]
    }
}

impl<'a, G: core::ops::Index<core::ops::Range<usize>> + ?Sized> OwnSlices for Fields<&'a G> {
    type Slice = &'a G::Output;
    #[inline]
    fn slice(self, range: core::ops::Range<usize>) -> Self::Slice {
        &self.0[range]
    }
}

impl<'a> Fields<&'a mut ()> {
    /// Of what is held constant the list of gradients is too.
    #[inline]
    pub fn whole(self) -> &'a mut () {
        self.0
    }
}

#[cfg(feature = "alloc")]
impl<'a, G> Fields<&'a mut alloc::vec::Vec<G>> {
    /// All of the elements.
    #[inline]
    pub fn whole(self) -> &'a mut [G] {
        self.0
    }
}

/// Any other list.
pub trait OwnWhole<'a> {
    /// Its type.
    type Whole: ?Sized;
    /// The list.
    fn whole(self) -> &'a mut Self::Whole;
}

impl<'a, G: ?Sized> OwnWhole<'a> for Fields<&'a mut G> {
    type Whole = G;
    #[inline]
    fn whole(self) -> &'a mut G {
        self.0
    }
}

/// A list of gradients, where a loop adds to some of its elements.
#[doc(hidden)]
#[macro_export]
macro_rules! whole {
    ($of:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::OwnWhole as _;
        $crate::private::Fields($of).whole()
    }};
}

/// A field of the gradient or of the tangent of a field, which may be held constant, by its reference.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($of:expr, $name:ident) => {
        $crate::private::Fields($of)
            .or(|| {
                struct Absent {
                    $name: (),
                }
                Absent { $name: () }
            })
            .$name
    };
}

/// A part of a variant of the gradient or of the tangent of a field, by its reference. What is held constant has a method of that name here, what is not
/// has one of its own.
#[doc(hidden)]
#[macro_export]
macro_rules! part_of_variant {
    ($of:expr, $part:ident) => {
        match $of {
            of => {
                trait Held: Sized {
                    fn $part(self) -> Self {
                        self
                    }
                }
                impl Held for &() {}
                impl Held for &mut () {}
                of.$part()
            }
        }
    };
}
