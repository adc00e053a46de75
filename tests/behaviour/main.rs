//! What generated code computes: one binary, a module a subject. `common` has central differences, `check` holds all companions of
//! a function against them; a new subject is a file here and a line below.
//!
//! Optimised only the subjects run, not `users`: what the optimiser could change does not depend on how many programs it sees.
//! `RUSTFLAGS="--cfg all_optimised" cargo test --release --test behaviour` runs all of them.

#[macro_use]
mod common;
#[macro_use]
mod check;

mod array_parts;
mod assumptions;
mod branches;
mod calls;
mod closure_returns;
mod coercions;
mod constants;
mod deques;
mod derived;
mod disjoint;
mod exchange;
mod extremes;
mod foreign;
mod function_parameters;
mod function_values;
mod gmm;
mod hidden_rule;
pub mod hygiene;
mod inner_functions;
mod integers;
mod iterators;
mod iterators_in_locals;
mod jumps;
mod kinks;
mod library;
mod lists;
mod loops;
mod matched_lists;
mod meaning;
mod memory;
mod methods;
mod mistakes;
mod moved;
mod moves;
mod nesting;
mod not_taken;
mod options;
mod outcomes;
mod panics;
mod pieces;
mod places;
mod programs;
mod references;
mod references_in_lists;
mod referring;
mod scratch;
mod spellings;
mod straight_line;
mod structs;
mod structs_adverse;
mod structs_made;
mod structs_more;
mod structs_programs;
mod symmetric;
pub mod types;
mod unhindered;

#[cfg(any(debug_assertions, all_optimised))]
mod user_methods;
mod user_operators;
mod user_traits;
mod users;
