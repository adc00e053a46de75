//! Parts of the gradient of a field, which may be held constant: then the gradient is `()`, and so is each of its parts.

use crate::Tangent;
use crate::method::{ConstantReceiver, Receiver, Returned};

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

    /// The slot for a receiver that is held constant.
    #[inline]
    pub fn receiver<'a, R: ?Sized, S: ConstantReceiver<'a, R>>(self, receiver: &'a R) -> S {
        S::constant_receiver(receiver)
    }

    /// Nothing: the receiver is held constant.
    #[inline]
    pub fn returned<E>(self, _: E) {}
}

/// A slot for an argument of which no gradient is wanted.
pub trait Unwanted {
    /// The slot.
    fn unwanted() -> Self;
}

impl Unwanted for crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient {
    #[inline]
    fn unwanted() -> Self {
        crate::rule::HeldConstantByWrtSoNameItThereOrPassStopGradient
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

impl<'a, G: ?Sized> WantedEntry<'a, G> for FieldEntry<'a, G> {
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

/// The slot for a receiver whose gradient is wanted, and what comes back for it.
pub trait ReceiverEntry<'a, G: ?Sized> {
    /// The slot.
    fn receiver<R: ?Sized, S: Receiver<'a, R, G>>(self, receiver: &'a R) -> S;
    /// Adds what comes back.
    fn returned<E: Returned<G>>(self, entry: E);
}

impl<'a, G: ?Sized> ReceiverEntry<'a, G> for FieldEntry<'a, G> {
    #[inline]
    fn receiver<R: ?Sized, S: Receiver<'a, R, G>>(self, receiver: &'a R) -> S {
        S::receiver(receiver, self.0)
    }
    #[inline]
    fn returned<E: Returned<G>>(self, entry: E) {
        entry.returned(self.0);
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

/// A method of the gradient of a field, which is a `&mut`: that of `()`, or else that of a trait.
#[doc(hidden)]
#[macro_export]
macro_rules! entry {
    ($field:expr, $of:ident, $method:ident($($argument:expr)?)) => {{
        #[allow(unused_imports)]
        use $crate::private::$of as _;
        $crate::private::FieldEntry($field).$method($($argument)?)
    }};
}

/// Adds a gradient to that of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! add_to_field {
    ($field:expr, $gradient:expr) => {
        $crate::entry!($field, IntoEntry, accumulate($gradient))
    };
}

/// Assigns the gradient of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! set_field {
    ($field:expr, $gradient:expr) => {
        $crate::entry!($field, SetEntry, set($gradient))
    };
}

/// The slot for a field as an argument, of which the gradient is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! wanted {
    ($field:expr) => {
        $crate::entry!($field, WantedEntry, wanted())
    };
}

/// Assigns `None` to the gradient of a field, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! clear_field {
    ($field:expr) => {
        $crate::entry!($field, ClearEntry, clear())
    };
}

/// The slot for a field as a receiver, of which the gradient is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! receiver_of_field {
    ($field:expr, $receiver:expr) => {
        $crate::entry!($field, ReceiverEntry, receiver($receiver))
    };
}

/// Adds what comes back for a field as a receiver to its gradient, which is a `&mut`.
#[doc(hidden)]
#[macro_export]
macro_rules! returned_to_field {
    ($field:expr, $entry:expr) => {
        $crate::entry!($field, ReceiverEntry, returned($entry))
    };
}

/// Adds a slice of gradients to those of the elements of a field.
#[doc(hidden)]
#[macro_export]
macro_rules! add_slice_to_field {
    ($field:expr, $gradients:expr) => {
        $crate::entry!($field, IntoEntries, accumulate_slice($gradients))
    };
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
