//! Expressions, a file for each construct.

pub(super) mod aggregate;
pub(super) mod by_path;
pub(super) mod call;
pub(super) mod conversion;
mod elements;
pub(super) mod expression;
pub(super) mod filled;
pub(super) mod macros;
pub(super) mod opaque;
pub(super) mod operator;
pub(super) mod part;
pub(super) mod path;
pub(super) mod receiver;
pub(super) mod structs;
pub(super) mod text;
