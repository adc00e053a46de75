//! `Option`s and `Result`s: as values, in locals, in places, and where one is asked at once.

pub(super) mod control_flow;
pub(super) mod fallible;
pub(super) mod held;
pub(super) mod in_two_steps;
pub(super) mod opaque_option;
pub(super) mod option_method;
pub(super) mod option_place;
pub(super) mod optional;
pub(super) mod outcome;
pub(super) mod outcome_use;
pub(super) mod places;
pub(super) mod walked;
