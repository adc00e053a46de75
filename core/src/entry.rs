//! Parts of the gradient of a field, which may be held constant: then the gradient is `()`, and so is each of its parts.

use crate::Tangent;

/// The gradient of a field, to which another is added: as a method of its own, where it is `()`, else as one of [`IntoEntry`].
#[derive(Debug)]
pub struct FieldEntry<'a, G: ?Sized>(pub &'a mut G);

impl FieldEntry<'_, ()> {
    /// Nothing: the field is held constant.
    #[inline]
    pub fn accumulate<V: ?Sized>(self, _: &V) {}

    /// Nothing: the field is held constant.
    #[inline]
    pub fn accumulate_slice<V: ?Sized>(self, _: &V) {}

    /// Nothing: the field is held constant.
    #[inline]
    pub fn set<V>(self, _: V) {}

    /// Nothing: the field is held constant.
    #[inline]
    pub fn clear(self) {}

    /// The slot for an argument that is held constant.
    #[inline]
    pub fn wanted<S: Unwanted>(self) -> S {
        S::unwanted()
    }
}

/// A slot for an argument of which no gradient is wanted.
pub trait Unwanted {
    /// The slot.
    fn unwanted() -> Self;
}

impl Unwanted for crate::rule::HeldConstantByWrt {
    #[inline]
    fn unwanted() -> Self {
        crate::rule::HeldConstantByWrt
    }
}

impl<T: ?Sized> Unwanted for Option<&mut T> {
    #[inline]
    fn unwanted() -> Self {
        None
    }
}

/// The slot for an argument whose gradient is wanted, as a callee takes it that wants a `T`.
pub trait WantedEntry<'a, T: ?Sized> {
    /// The slot.
    fn wanted(self) -> Option<&'a mut T>;
}

impl<'a, G> WantedEntry<'a, G> for FieldEntry<'a, G> {
    #[inline]
    fn wanted(self) -> Option<&'a mut G> {
        Some(self.0)
    }
}

impl<'a, G, const N: usize> WantedEntry<'a, [G]> for FieldEntry<'a, [G; N]> {
    #[inline]
    fn wanted(self) -> Option<&'a mut [G]> {
        Some(self.0)
    }
}

#[cfg(feature = "alloc")]
impl<'a, G> WantedEntry<'a, [G]> for FieldEntry<'a, alloc::vec::Vec<G>> {
    #[inline]
    fn wanted(self) -> Option<&'a mut [G]> {
        Some(self.0)
    }
}

#[cfg(feature = "alloc")]
impl<'a, G: ?Sized> WantedEntry<'a, G> for FieldEntry<'a, alloc::boxed::Box<G>> {
    #[inline]
    fn wanted(self) -> Option<&'a mut G> {
        Some(self.0)
    }
}

/// Making the gradient of an `Option` that of none.
pub trait ClearEntry {
    /// Makes it none.
    fn clear(self);
}

impl<G> ClearEntry for FieldEntry<'_, Option<G>> {
    #[inline]
    fn clear(self) {
        *self.0 = None;
    }
}

/// Assigning the gradient of a field.
pub trait SetEntry<V> {
    /// Assigns it.
    fn set(self, to: V);
}

impl<G> SetEntry<G> for FieldEntry<'_, G> {
    #[inline]
    fn set(self, to: G) {
        *self.0 = to;
    }
}

/// Adding to the gradient of a field.
pub trait IntoEntry<V: ?Sized> {
    /// Adds a gradient.
    fn accumulate(self, from: &V);
}

impl<G: Tangent> IntoEntry<G> for FieldEntry<'_, G> {
    #[inline]
    fn accumulate(self, from: &G) {
        self.0.accumulate(from);
    }
}

/// Adding to the gradients of the elements of a field.
pub trait IntoEntries<G> {
    /// Adds a slice of gradients.
    fn accumulate_slice(self, from: &[G]);
}

impl<G: Tangent> IntoEntries<G> for FieldEntry<'_, [G]> {
    #[inline]
    fn accumulate_slice(self, from: &[G]) {
        crate::differentiable::accumulate_slice(self.0, from);
    }
}

impl<G: Tangent, const N: usize> IntoEntries<G> for FieldEntry<'_, [G; N]> {
    #[inline]
    fn accumulate_slice(self, from: &[G]) {
        crate::differentiable::accumulate_slice(self.0, from);
    }
}

#[cfg(feature = "alloc")]
impl<G: Tangent> IntoEntries<G> for FieldEntry<'_, alloc::vec::Vec<G>> {
    #[inline]
    fn accumulate_slice(self, from: &[G]) {
        crate::differentiable::accumulate_slice(self.0, from);
    }
}

/// Adds a gradient to that of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! add_to_field {
    ($field:expr, $gradient:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::IntoEntry as _;
        $crate::private::FieldEntry($field).accumulate($gradient)
    }};
}

/// Assigns the gradient of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! set_field {
    ($field:expr, $gradient:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::SetEntry as _;
        $crate::private::FieldEntry($field).set($gradient)
    }};
}

/// The slot for a field as an argument, of which the gradient is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! wanted {
    ($field:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::WantedEntry as _;
        $crate::private::FieldEntry($field).wanted()
    }};
}

/// Assigns `None` to the gradient of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! clear_field {
    ($field:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::ClearEntry as _;
        $crate::private::FieldEntry($field).clear()
    }};
}

/// The gradient of a field, or its tangent, of which a field is wanted.
#[derive(Debug)]
pub struct Fields<R>(pub R);

impl Fields<&mut ()> {
    /// Of what is held constant each field is, and it has those that are asked for.
    #[inline]
    pub fn or<A>(self, absent: impl FnOnce() -> A) -> A {
        absent()
    }
}

impl<'a> Fields<&'a mut ()> {
    /// What is in an `Option` that is held constant.
    #[inline]
    pub fn inside(self) -> &'a mut () {
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

/// Adds a slice of gradients to those of the elements of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! add_slice_to_field {
    ($field:expr, $gradients:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::IntoEntries as _;
        $crate::private::FieldEntry($field).accumulate_slice($gradients)
    }};
}

/// The gradient of what has elements.
pub trait Elements {
    /// The gradient of an element.
    type Element;
    /// That of the element at an index.
    fn element(&mut self, index: usize) -> &mut Self::Element;
}

impl Elements for () {
    type Element = ();
    #[inline]
    fn element(&mut self, _: usize) -> &mut () {
        self
    }
}

impl<G> Elements for [G] {
    type Element = G;
    #[inline]
    fn element(&mut self, index: usize) -> &mut G {
        &mut self[index]
    }
}

impl<G, const N: usize> Elements for [G; N] {
    type Element = G;
    #[inline]
    fn element(&mut self, index: usize) -> &mut G {
        &mut self[index]
    }
}

#[cfg(feature = "alloc")]
impl<G> Elements for alloc::vec::Vec<G> {
    type Element = G;
    #[inline]
    fn element(&mut self, index: usize) -> &mut G {
        &mut self[index]
    }
}

impl<G: Elements + ?Sized> Elements for &mut G {
    type Element = G::Element;
    #[inline]
    fn element(&mut self, index: usize) -> &mut G::Element {
        (**self).element(index)
    }
}

/// The gradient of an element of a field.
#[inline]
pub fn element<G: Elements + ?Sized>(gradient: &mut G, index: usize) -> &mut G::Element {
    gradient.element(index)
}

/// The gradient of a tuple, or of a tuple struct, with a part at the position `AT`.
pub trait Parts<const AT: usize> {
    /// The gradient of the part.
    type Part;
    /// That part.
    fn part(&mut self) -> &mut Self::Part;
    /// The same, to be read.
    fn part_of(&self) -> &Self::Part;
}

impl<const AT: usize> Parts<AT> for () {
    type Part = ();
    #[inline]
    fn part(&mut self) -> &mut () {
        self
    }
    #[inline]
    fn part_of(&self) -> &() {
        self
    }
}

macro_rules! parts {
    ($($at:tt $part:ident [$($all:ident)*];)*) => {$(
        impl<$($all),*> Parts<$at> for ($($all,)*) {
            type Part = $part;
            #[inline]
            fn part(&mut self) -> &mut $part {
                &mut self.$at
            }
            #[inline]
            fn part_of(&self) -> &$part {
                &self.$at
            }
        }
    )*};
}

parts! {
    0 A [A];
    0 A [A B]; 1 B [A B];
    0 A [A B C]; 1 B [A B C]; 2 C [A B C];
    0 A [A B C D]; 1 B [A B C D]; 2 C [A B C D]; 3 D [A B C D];
    0 A [A B C D E]; 1 B [A B C D E]; 2 C [A B C D E]; 3 D [A B C D E]; 4 E [A B C D E];
    0 A [A B C D E F]; 1 B [A B C D E F]; 2 C [A B C D E F]; 3 D [A B C D E F]; 4 E [A B C D E F]; 5 F [A B C D E F];
}

/// The gradient of a part of a field that is a tuple or a tuple struct.
#[inline]
pub fn part<const AT: usize, G: Parts<AT> + ?Sized>(gradient: &mut G) -> &mut G::Part {
    gradient.part()
}

/// The same, to be read: a part of the tangent of a field.
#[inline]
pub fn part_of<const AT: usize, G: Parts<AT> + ?Sized>(tangent: &G) -> &G::Part {
    tangent.part_of()
}
