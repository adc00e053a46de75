//! The order of a list's elements, from which a list is sorted by its gradient's function.

use alloc::vec::Vec;
use core::cmp::Ordering;

/// The index of the element that comes first, of the one that comes next, and so on, as `sort_by` orders them.
///
/// ```
/// # use differentiate_core::private::order_by;
/// assert_eq!(order_by(&[3.0, 1.0, 2.0], |a: &f64, b: &f64| a.total_cmp(b)), [1, 2, 0]);
/// ```
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
pub fn order_by_key<T, K: Ord>(list: &[T], mut key: impl FnMut(&T) -> K) -> Vec<usize> {
    order_by(list, |a, b| key(a).cmp(&key(b)))
}
