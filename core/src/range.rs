//! Ranges of integers of any type, also of one that only rustc knows.

use core::ops::Range;

/// How many integers are in `from..to`.
///
/// ```
/// # use differentiate_core::private::count;
/// assert_eq!(count(-100i8, 100), 200);
/// assert_eq!(count(3, 1), 0);
/// ```
#[inline]
#[must_use]
pub fn count<T>(from: T, to: T) -> usize
where
    Range<T>: Iterator<Item = T>,
{
    // Exact for every integer type.
    (from..to).size_hint().0
}

/// The integer at an index of `from..to`.
///
/// # Panics
/// If there are not that many.
///
/// ```
/// # use differentiate_core::private::nth;
/// assert_eq!(nth(-100i8, 100, 199), 99);
/// ```
#[inline]
#[must_use]
#[track_caller]
pub fn nth<T>(from: T, to: T, index: usize) -> T
where
    Range<T>: Iterator<Item = T>,
{
    (from..to).nth(index).expect("an index of the range")
}

/// The integer at an index of `(from..to).rev()`.
///
/// # Panics
/// If there are not that many.
///
/// ```
/// # use differentiate_core::private::nth_back;
/// assert_eq!(nth_back(0u64, 5, 1), 3);
/// ```
#[inline]
#[must_use]
#[track_caller]
pub fn nth_back<T>(from: T, to: T, index: usize) -> T
where
    Range<T>: DoubleEndedIterator<Item = T>,
{
    (from..to).nth_back(index).expect("an index of the range")
}
