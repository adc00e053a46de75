//! The order of a list's elements, from which a list is sorted by its gradient's function.

#[cfg(feature = "alloc")]
use alloc::vec::Vec;
#[cfg(feature = "alloc")]
use core::cmp::Ordering;

/// What an item is ordered by.
///
/// ```
/// # use differentiate_core::private::key_of;
/// assert_eq!(key_of(-2.7, |n: &f64| n.abs() as u32), 2);
/// ```
pub fn key_of<T, K>(item: T, key: impl FnOnce(&T) -> K) -> K {
    key(&item)
}

/// The index of the element that comes first, of the one that comes next, and so on, as `sort_by` orders them.
///
/// ```
/// # use differentiate_core::private::order_by;
/// assert_eq!(order_by(&[3.0, 1.0, 2.0], |a: &f64, b: &f64| a.total_cmp(b)), [1, 2, 0]);
/// ```
#[cfg(feature = "alloc")]
pub fn order_by<T>(list: &[T], mut compare: impl FnMut(&T, &T) -> Ordering) -> Vec<usize> {
    let mut order: Vec<usize> = (0..list.len()).collect();
    order.sort_by(|a, b| compare(&list[*a], &list[*b]));
    order
}

/// The same, as `sort_by_key` orders them.
///
/// ```
/// # use differentiate_core::private::order_by_key;
/// assert_eq!(order_by_key(&[3, -1, 2], |n: &i32| n.abs()), [1, 2, 0]);
/// ```
#[cfg(feature = "alloc")]
pub fn order_by_key<T, K: Ord>(list: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    order_by(list, |a, b| key(a).cmp(&key(b)))
}
