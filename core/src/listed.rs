//! What a loop or a chain runs over by value, where only rustc knows what that is: a list as it is, and of everything else that can be
//! iterated over a list of its items.

use crate::items::InOrder;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;
use core::cell::Cell;

/// What is run over, until it is taken out.
#[allow(missing_debug_implementations, reason = "it is used up where it is made")]
pub struct Listed<S>(Cell<Option<S>>);

impl<S> Listed<S> {
    /// What it holds.
    #[inline]
    pub fn new(of: S) -> Self {
        Listed(Cell::new(Some(of)))
    }
}

impl<S: InOrder> Listed<S> {
    /// What has its items in the order of their indices is left as it is.
    ///
    /// # Panics
    ///
    /// Not where it is called once.
    #[inline]
    pub fn listed(self) -> S {
        let Some(list) = self.0.into_inner() else { unreachable!("a list is taken out once") };
        list
    }
}

/// Numbers, of which a list holds copies where an iterator gives references: a pullback may keep it.
#[cfg(feature = "alloc")]
pub trait Number: Copy {}

#[cfg(feature = "alloc")]
macro_rules! numbers {
    ($($number:ty)*) => {$( impl Number for $number {} )*};
}

#[cfg(feature = "alloc")]
numbers! { f64 f32 bool usize u8 u16 u32 u64 u128 isize i8 i16 i32 i64 i128 }

/// References to numbers.
#[cfg(feature = "alloc")]
pub trait ListedNumbers {
    /// The type of the numbers.
    type Number;
    /// All of them.
    fn listed(self) -> Vec<Self::Number>;
}

#[cfg(feature = "alloc")]
impl<'a, N: Number + 'a, S: IntoIterator<Item = &'a N>> ListedNumbers for Listed<S> {
    type Number = N;
    #[track_caller]
    fn listed(self) -> Vec<N> {
        self.0.into_inner().map(|items| all(items.into_iter().copied())).unwrap_or_default()
    }
}

/// Without an allocator there is no list of what else can be run over.
#[cfg(not(feature = "alloc"))]
pub trait ListedItems {}

/// What else can be run over.
#[cfg(feature = "alloc")]
pub trait ListedItems {
    /// What it gives.
    type Item;
    /// All of its items.
    fn listed(self) -> Vec<Self::Item>;
}

// Found by reference, so after those that are found by value.
#[cfg(feature = "alloc")]
impl<S: IntoIterator> ListedItems for &Listed<S> {
    type Item = S::Item;
    #[track_caller]
    fn listed(self) -> Vec<S::Item> {
        self.0.take().map(|items| all(items.into_iter())).unwrap_or_default()
    }
}

/// All items.
#[cfg(feature = "alloc")]
#[track_caller]
fn all<T>(items: impl Iterator<Item = T>) -> Vec<T> {
    /// So many items an iterator may have that does not say that it ends, such as one by `flat_map`.
    const MOST: usize = 1 << 24;
    let (least, most) = items.size_hint();
    let list: Vec<T> = match most {
        Some(_) => items.collect(),
        None if least > MOST => Vec::new(),
        None => items.take(MOST + 1).collect(),
    };
    assert!(
        most.is_some() || least <= MOST && list.len() <= MOST,
        "an iterator that does not say how many items it has at most is run over by a differentiated function: give it an end by `take`, \
         or `collect` it where it is made"
    );
    list
}

/// A list of what a loop runs over.
///
/// ```
/// # use differentiate_core::private::listed;
/// let list: [i32; 2] = listed!([1, 2]);
/// assert_eq!(listed!((0..6).step_by(2)), [0, 2, 4]);
/// assert_eq!(listed!(Some(7)), [7]);
/// assert_eq!(listed!([0.5, 2.0].iter().rev()), [2.0, 0.5]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! listed {
    ($of:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::{ListedItems as _, ListedNumbers as _};
        $crate::private::Listed::new($of).listed()
    }};
}

/// An item, or a part of one, of which only rustc knows whether it is a reference.
#[derive(Debug)]
pub struct MayRefer<'a, T>(pub &'a T);

impl<T: Copy> MayRefer<'_, &T> {
    /// What it refers to.
    #[inline]
    pub fn behind(&self) -> T {
        **self.0
    }
}

/// What is no reference.
pub trait IsBehind {
    /// Its type.
    type Value;
    /// The value itself.
    fn behind(&self) -> Self::Value;
}

impl<T: Copy> IsBehind for MayRefer<'_, T> {
    type Value = T;
    #[inline]
    fn behind(&self) -> T {
        *self.0
    }
}

/// What a dereferenced name in a pattern means: behind a reference to a tuple the name is a reference, and the part is not.
///
/// ```
/// # use differentiate_core::private::behind;
/// let items = [(1, &2)];
/// assert_eq!((behind!(items[0].0), behind!(items[0].1)), (1, 2));
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! behind {
    ($of:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::IsBehind as _;
        $crate::private::MayRefer(&$of).behind()
    }};
}

/// A list of which only rustc knows whether what runs over it gets references to its items.
#[derive(Debug)]
pub struct ItemOf<'a, S: ?Sized>(pub &'a S);

impl<S: ?Sized> ItemOf<'_, &S> {
    /// A reference to the item.
    #[inline]
    #[must_use]
    pub fn item<'i, T: ?Sized>(&self, item: &'i T) -> &'i T {
        item
    }
}

/// A list by value.
pub trait OwnedItem {
    /// A copy of the item.
    fn item<T: Clone>(&self, item: &T) -> T;
}

impl<S: ?Sized> OwnedItem for ItemOf<'_, S> {
    #[inline]
    fn item<T: Clone>(&self, item: &T) -> T {
        item.clone()
    }
}

/// What a loop over a list, or over a reference to one, gets as an item.
///
/// ```
/// # use differentiate_core::private::item;
/// let list = ["a".to_string()];
/// let by_reference = &list;
/// let (owned, lent): (String, &String) = (item!(&list, &list[0]), item!(&by_reference, &by_reference[0]));
/// assert_eq!(&owned, lent);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! item {
    ($list:expr, $item:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::OwnedItem as _;
        // A reference to it may become one to a slice.
        let item = $crate::private::ItemOf($list).item($item);
        item
    }};
}
