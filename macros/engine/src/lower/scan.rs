//! What a body may do, looked for before it is lowered.

pub(super) mod assigned;
pub(super) mod changes;
pub(super) mod effects;
pub(super) mod jump;
pub(super) mod mentions;
pub(super) mod spelt;
