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
mod iter;
mod linalg;
mod ml;
mod more;
mod ode;
mod order;
mod scalar;
mod small;
