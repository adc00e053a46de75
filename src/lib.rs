//! Gradients at compile time.

#[doc(inline)]
pub use differentiate_core::*;
#[doc(inline)]
pub use differentiate_macros::differentiate;

/// What generated code calls.
#[doc(hidden)]
pub mod __private {
    /// Temporary.
    pub trait Acc { fn acc(&mut self, other: &Self); }
    impl Acc for f64 { fn acc(&mut self, o: &f64) { *self += o } }
    impl<T: Acc, const N: usize> Acc for [T; N] { fn acc(&mut self, o: &Self) { for i in 0..N { self[i].acc(&o[i]) } } }
    /// Temporary.
    pub fn accumulate<T: Acc>(a: &mut T, b: &T) { a.acc(b) }
}
