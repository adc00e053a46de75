//! Programs as different people write them, each against central differences: numerical, idiomatic, C-like.
//!
//! They come from an attack on the library; the comment `FOUND` stands where one is not supported (it must be refused, never wrong).

#![allow(clippy::all, dead_code, unused, reason = "people write it")]

#[macro_use]
mod check;

mod chains;
mod config;
mod demos;
mod dp;
mod effects;
mod exchange;
mod geometry;
mod held1;
mod held2;
mod held3;
mod held4;
mod held5;
mod held6;
mod held7;
mod held8;
mod held9;
mod held_adapters;
mod held_arithmetic;
mod held_bounds;
mod held_buffers;
mod held_chosen;
mod held_closures;
mod held_conversions;
mod held_copies;
mod held_counters;
mod held_exponents;
mod held_generic;
mod held_growing;
mod held_guards;
mod held_jumps;
mod held_language;
mod held_layers;
mod held_lengths;
mod held_methods;
mod held_moves;
mod held_nested;
mod held_order;
mod held_parts;
mod held_random;
mod held_sources;
mod held_states;
mod held_steering;
mod held_textbook;
mod held_totals;
mod iter;
mod linalg;
mod ml;
mod more;
mod ode;
mod order;
mod scalar;
mod small;
