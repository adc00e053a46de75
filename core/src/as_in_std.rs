//! Whether a trait of the user's means by `sin` what `std` does.
//!
//! The methods of a type parameter are those of the traits that bound it. Which these are, only rustc knows, and it does not say what they calculate. So
//! generated code compares them with those of the floats at a few numbers, where debug assertions are on: once in a run of the program for each function.

use crate::float::Real;
use core::sync::atomic::{AtomicU8, Ordering};

/// Whether the methods in a function have been compared.
#[derive(Debug)]
pub struct Compared(AtomicU8);

impl Compared {
    /// They have not.
    #[must_use]
    #[allow(clippy::new_without_default, reason = "only generated code makes one")]
    pub const fn new() -> Self {
        Compared(AtomicU8::new(0))
    }

    /// Is this the first time for a type?
    #[inline]
    pub fn is_first<T: Real>(&self) -> bool {
        let of_type = if size_of::<T>() == size_of::<f64>() { 1 } else { 2 };
        let before = self.0.load(Ordering::Relaxed);
        self.0.store(before | of_type, Ordering::Relaxed);
        before & of_type == 0
    }
}

const AT: [f64; 12] = [0.0, 0.1, 0.35, -0.35, 1.0, -1.0, 1.75, -2.5, 40.0, -40.0, 1000.0, -1000.0];

/// Compares a method with that of the same name in `std`.
///
/// # Panics
///
/// If the two give different numbers.
#[track_caller]
pub fn same_as_in_std<T: Real>(method: &str, arity: usize, of_bound: impl Fn([T; 3], i32) -> T) {
    let numbers = |count: usize| &AT[..if count > 0 { AT.len() } else { 1 }];
    for &a in AT.iter() {
        for (at, &b) in numbers(arity - 1).iter().enumerate() {
            for &c in numbers(arity.saturating_sub(2)) {
                // The limits of a range in order.
                let (b, c) = if method == "clamp" { (b.min(c), b.max(c)) } else { (b, c) };
                let arguments = [a, b, c].map(T::float_from);
                let exponent = at as i32 - 3;
                let ours = T::float_by_name(method, arguments, exponent).float_to_f64();
                let theirs = of_bound(arguments, exponent).float_to_f64();
                let same = ours == theirs
                    || ours.is_nan() && theirs.is_nan()
                    || (ours - theirs).abs() <= 1e-4 * ours.abs() && ours.is_finite();
                assert!(
                    same,
                    "`{method}` of a type parameter is not that of `std`, whose derivative it has: {theirs} and not {ours}"
                );
            }
        }
    }
}

/// Compares the methods of a type parameter with those of `std`: `as_in_std!(T: sin(x), max(x, y), powi(x, n))`.
#[doc(hidden)]
#[macro_export]
macro_rules! as_in_std {
    ($T:ident: $($method:ident $arguments:tt),*) => {
        if cfg!(debug_assertions) {
            static COMPARED: $crate::private::Compared = $crate::private::Compared::new();
            if COMPARED.is_first::<$T>() {
                $($crate::as_in_std!(@ $T $method $arguments);)*
            }
        }
    };
    (@ $T:ident powi($x:ident, $n:ident)) => {
        $crate::private::same_as_in_std::<$T>("powi", 2, |[$x, ..], $n| $x.powi($n))
    };
    (@ $T:ident $method:ident($x:ident)) => {
        $crate::private::same_as_in_std::<$T>(stringify!($method), 1, |[$x, ..], _| $x.$method())
    };
    (@ $T:ident $method:ident($x:ident, $y:ident)) => {
        $crate::private::same_as_in_std::<$T>(stringify!($method), 2, |[$x, $y, _], _| $x.$method($y))
    };
    (@ $T:ident $method:ident($x:ident, $y:ident, $z:ident)) => {
        $crate::private::same_as_in_std::<$T>(stringify!($method), 3, |[$x, $y, $z], _| $x.$method($y, $z))
    };
}
