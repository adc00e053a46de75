//! What a loop or a chain runs over by value, where only rustc knows what that is: a list as it is, and of everything else that can be
//! iterated over a list of its items.

use crate::rule::InOrder;
#[cfg(feature = "alloc")]
use alloc::vec::Vec;

/// What is run over.
#[derive(Debug)]
pub struct Listed<S>(pub S);

impl<S: InOrder> Listed<S> {
    /// What has its items in the order of their indices is left as it is.
    #[inline]
    pub fn listed(self) -> S {
        self.0
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

#[cfg(feature = "alloc")]
impl<S: IntoIterator> ListedItems for Listed<S> {
    type Item = S::Item;
    #[track_caller]
    fn listed(self) -> Vec<S::Item> {
        /// So many items an iterator may have that does not say that it ends, such as one by `flat_map`.
        const MOST: usize = 1 << 24;
        let items = self.0.into_iter();
        let (least, most) = items.size_hint();
        let list: Vec<S::Item> = match most {
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
}

/// A list of what a loop runs over.
///
/// ```
/// # use differentiate_core::private::listed;
/// let list: [i32; 2] = listed!([1, 2]);
/// assert_eq!(listed!((0..6).step_by(2)), [0, 2, 4]);
/// assert_eq!(listed!(Some(7)), [7]);
/// ```
#[doc(hidden)]
#[macro_export]
macro_rules! listed {
    ($of:expr) => {{
        #[allow(unused_imports)]
        use $crate::private::ListedItems as _;
        $crate::private::Listed($of).listed()
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
