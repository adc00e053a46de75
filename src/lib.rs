//! Gradients at compile time.

#[doc(inline)]
pub use differentiate_core::*;
#[doc(inline)]
pub use differentiate_macros::differentiate;

/// What generated code calls.
#[doc(hidden)]
pub mod __private {
    pub use differentiate_core::private::*;
}
