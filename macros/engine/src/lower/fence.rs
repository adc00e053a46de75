//! What is refused before anything else is read of it.

pub(super) mod hygiene;
pub(super) mod refuse;
