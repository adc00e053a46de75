//! Programs as different people write them, each against central differences: numerical, idiomatic, C-like.
//!
//! The comment `FOUND` stands where a program is not supported (it must be refused, never wrong).

#![allow(clippy::all, dead_code, unused, reason = "people write it")]

mod adapters;
mod adapters_composed;
mod algorithms;
mod aliases;
mod bounds;
mod buffers;
mod changing_operands;
mod changing_structs;
mod chosen_references;
mod closures;
mod constants;
mod conversions;
mod copies;
mod counters;
mod disjoint_parts;
mod dynamic_programming;
mod effects;
mod evaluation_order;
mod finance_and_filters;
mod functions;
mod generics;
mod geometry;
mod grids;
mod growing_lists;
mod integer_arithmetic;
mod integrators;
mod iterator_chains;
mod iterators_and_references;
mod iterators_with_state;
mod jumps;
mod layers;
mod learning;
mod lengths;
mod linear_algebra;
mod list_methods;
mod modules_and_names;
mod moved_lists;
mod mutable_parameters;
mod networks;
mod opaque_state;
mod other_tools;
mod pitfalls;
mod random_numbers;
mod recursion_and_slices;
mod rows_and_views;
mod scalar_functions;
mod science;
mod simulations;
mod solvers;
mod special_functions;
mod state_machines;
mod structs_and_tables;
mod systems;
mod types_and_operators;
mod vectors_and_models;
mod vision;
