//! Types that only rustc knows: what tells them, and what is assumed of them for rustc to check.

pub(super) mod annotation;
pub(super) mod foreign;
pub(super) mod integer;
pub(super) mod number;
pub(super) mod sized;
pub(super) mod told;
pub(super) mod unseen;
pub(super) mod users_sum;
pub(super) mod users_type;
