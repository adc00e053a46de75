//! What generated code computes: one binary, a module a subject. `common` has central differences, `check` holds all companions of
//! a function against them; a new subject is a file here and a line below.
//!
//! Optimised only the subjects run whose code is of a kind of its own, and neither `users` nor what is lowered to the same as another spelling:
//! what the optimiser could change does not depend on how many programs it sees.
//! `RUSTFLAGS="--cfg all_optimised" cargo test --release --test behaviour` runs all of them.

#[macro_use]
mod common;
#[macro_use]
mod check;

#[cfg(any(debug_assertions, all_optimised))]
mod array_parts;
mod assumptions;
#[cfg(any(debug_assertions, all_optimised))]
mod auxiliary;
mod branches;
mod calls;
#[cfg(any(debug_assertions, all_optimised))]
mod closure_returns;
mod coercions;
mod constants;
#[cfg(any(debug_assertions, all_optimised))]
mod deques;
mod derived;
mod disjoint;
mod exchange;
mod extremes;
mod foreign;
mod forward_calls;
#[cfg(any(debug_assertions, all_optimised))]
mod forward_core;
mod forward_mode;
#[cfg(any(debug_assertions, all_optimised))]
mod function_parameters;
#[cfg(any(debug_assertions, all_optimised))]
mod function_values;
#[cfg(any(debug_assertions, all_optimised))]
mod generics_of_others;
mod gmm;
#[cfg(any(debug_assertions, all_optimised))]
mod gradient_checks;
mod hidden_rule;
pub mod hygiene;
mod implicit;
#[cfg(any(debug_assertions, all_optimised))]
mod inner_functions;
mod integers;
mod iterators;
#[cfg(any(debug_assertions, all_optimised))]
mod iterators_in_locals;
mod jumps;
mod kinks;
mod known_names;
mod library;
mod lists;
mod loops;
#[cfg(any(debug_assertions, all_optimised))]
mod matched_lists;
mod matrices;
mod meaning;
mod memory;
mod methods;
mod mistakes;
mod moved;
mod moves;
mod nesting;
mod not_taken;
mod options;
#[cfg(any(debug_assertions, all_optimised))]
mod outcomes;
mod own_rules;
#[cfg(any(debug_assertions, all_optimised))]
mod own_rules_adverse;
#[cfg(any(debug_assertions, all_optimised))]
mod own_rules_programs;
mod panics;
#[cfg(any(debug_assertions, all_optimised))]
mod pieces;
#[cfg(any(debug_assertions, all_optimised))]
mod places;
mod programs;
mod pullbacks;
mod references;
mod references_in_lists;
mod referring;
mod scratch;
#[cfg(any(debug_assertions, all_optimised))]
mod spellings;
mod straight_line;
mod structs;
#[cfg(any(debug_assertions, all_optimised))]
mod structs_adverse;
#[cfg(any(debug_assertions, all_optimised))]
mod structs_made;
#[cfg(any(debug_assertions, all_optimised))]
mod structs_more;
#[cfg(any(debug_assertions, all_optimised))]
mod structs_programs;
mod symmetric;
#[cfg(any(debug_assertions, all_optimised))]
mod trade;
pub mod types;
#[cfg(any(debug_assertions, all_optimised))]
mod unhindered;
#[cfg(any(debug_assertions, all_optimised))]
mod user_methods;
#[cfg(any(debug_assertions, all_optimised))]
mod user_operators;
#[cfg(any(debug_assertions, all_optimised))]
mod user_traits;
#[cfg(any(debug_assertions, all_optimised))]
mod users;
