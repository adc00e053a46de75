//! Functions of the types of other crates, as people write them, against central differences and values derived by hand.

#![cfg(test)]
#![allow(clippy::all, reason = "written as users write it")]

#[macro_use]
mod check;
mod complex;
mod factors;
mod fields;
#[macro_use]
mod forward;
mod forward_complex;
mod forward_glam;
mod forward_nalgebra;
mod forward_ndarray;
mod glam;
mod nalgebra;
mod ndarray;
mod programs;
mod rotations;
mod sums;
