//! What a name can stand for: values, places, closures; and what the arms of a branch and the rounds of a loop make of them.

pub(super) mod activity;
pub(super) mod assumed;
pub(super) mod attempt;
pub(super) mod callee;
pub(super) mod carry;
pub(super) mod chosen;
pub(super) mod closure;
pub(super) mod function;
pub(super) mod hidden;
pub(super) mod join;
pub(super) mod later;
pub(super) mod lent;
pub(super) mod local;
pub(super) mod memory;
pub(super) mod node;
pub(super) mod referring;
pub(super) mod values;
