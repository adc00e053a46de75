//! Ranges of integers of any type, also of one that only rustc knows.

/// How many integers are in a range.
///
/// ```
/// # use differentiate_core::private::count;
/// assert_eq!(count(-100i8..100), 200);
/// assert_eq!(count(0..=u8::MAX), 256);
/// assert_eq!(count(3..1), 0);
/// ```
#[inline]
#[must_use]
pub fn count<R: Iterator>(range: R) -> usize {
    // Exact for the ranges of every integer type.
    range.size_hint().0
}

/// The integer at an index of a range.
///
/// # Panics
/// If there are not that many.
///
/// ```
/// # use differentiate_core::private::nth;
/// assert_eq!(nth(-100i8..100, 199), 99);
/// ```
#[inline]
#[must_use]
#[track_caller]
pub fn nth<R: Iterator>(mut range: R, index: usize) -> R::Item {
    range.nth(index).expect("an index of the range")
}

/// The integer at an index of a range, counted from its end.
///
/// # Panics
/// If there are not that many.
///
/// ```
/// # use differentiate_core::private::nth_back;
/// assert_eq!(nth_back(0u64..5, 1), 3);
/// ```
#[inline]
#[must_use]
#[track_caller]
pub fn nth_back<R: DoubleEndedIterator>(mut range: R, index: usize) -> R::Item {
    range.nth_back(index).expect("an index of the range")
}
