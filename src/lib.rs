//! An attribute that turns a Rust function into the function **and its gradient**, at compile time, on stable Rust.
//!
//! ```
//! use differentiate::differentiate;
//!
//! #[differentiate]
//! fn neuron(x: [f64; 3], w: [f64; 3], b: f64) -> f64 {
//!     let sum = x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + b;
//!     sum.max(0.0)
//! }
//!
//! let (x, w, b) = ([1.0, -2.0, 3.0], [-3.0, -1.0, 2.0], 1.0);
//! assert_eq!(neuron(x, w, b), 6.0);
//! let (dx, dw, db) = neuron_grad(x, w, b);
//! assert_eq!((dx, dw, db), ([-3.0, -1.0, 2.0], [1.0, -2.0, 3.0], 1.0));
//! ```
//!
//! The attribute reads the function's tokens, applies the rules of calculus to them, and writes the gradient as
//! ordinary Rust beside the function, which stays as it is. There is no tape at run time and nothing to link; what is
//! generated can be read with `cargo expand`. What the attribute does not understand is a compile error at the exact
//! tokens, never a wrong number.
//!
//! - [`differentiate`] lists the companions it generates, their shapes, and the conventions at kinks.
//! - [`relu`], [`sigmoid`], [`softmax`] and others are functions with derivatives that differentiated code can call.
//! - [`stop_gradient`] makes a value count as constant.
//! - [`Float`] is the bound for generic functions.
//!
//! # Features
//!
//! `std` (default, implies `alloc`) takes the mathematics from the standard library, `libm` from the crate of that name; `alloc`
//! is needed by functions that call themselves. Without `std` and `libm` there is arithmetic only.

#![no_std]

#[cfg(feature = "alloc")]
extern crate alloc;

#[doc(inline)]
pub use differentiate_core::*;
#[doc(inline)]
pub use differentiate_macros::differentiate;

/// What generated code calls.
#[doc(hidden)]
pub mod __private {
    #[cfg(feature = "alloc")]
    pub use alloc::boxed::Box;
    pub use differentiate_core::private::*;
}
