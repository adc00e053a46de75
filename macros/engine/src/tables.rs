//! The tables: derivatives, algebra, and the language both are written in.

pub mod formula;
pub mod rewrites;
pub mod rules;
pub mod term;
