//! Passes that change what is calculated where, and no number.

pub mod exchange;
pub mod fuse;
pub mod scatter;
pub mod share;
pub mod simplify;
pub mod sink;
pub mod views;
