//! Gradients at compile time.
