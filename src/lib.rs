#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

#[doc(inline)]
pub use differentiate_core::*;
#[doc(inline)]
pub use differentiate_macros::differentiate;

#[doc = include_str!("../docs/diagnostics.md")]
pub mod diagnostics {}

/// What generated code calls.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    pub use alloc::{boxed::Box, string::String, vec, vec::Vec};
    pub use differentiate_core::private::*;
}
