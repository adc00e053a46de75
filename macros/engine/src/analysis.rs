//! Analyses of the representation: they mark or count, and change no statement.

pub mod count;
pub mod panics;
pub mod roots;
pub mod scratch;
pub mod settle;
pub mod storage;
