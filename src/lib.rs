// README links to files of the repository. Here the links lead to pages: Markdown takes the first definition of a link.
//! [trust]: https://github.com/differentiate-rs/differentiate/blob/main/docs/trust.md
//! [diagnostics]: crate::diagnostics
//! [architecture]: https://github.com/differentiate-rs/differentiate/blob/main/ARCHITECTURE.md
//!
#![doc = include_str!("../README.md")]
#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

#[doc(inline)]
pub use differentiate_core::*;
#[doc(inline)]
pub use differentiate_macros::{Differentiable, differentiate};

#[doc = include_str!("../docs/diagnostics.md")]
pub mod diagnostics {}

/// The items that generated code refers to.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    pub use alloc::{
        borrow::{Cow, ToOwned},
        boxed::Box,
        collections::{BTreeMap, VecDeque},
        rc::Rc,
        string::String,
        sync::Arc,
        vec,
        vec::Vec,
    };
    pub use differentiate_core::private::*;
}
