//! Statements, and everything that decides what runs next.

pub(super) mod accessors;
pub(super) mod alternatives;
pub(super) mod branch;
pub(super) mod checkpoint;
pub(super) mod decision;
pub(super) mod inner;
pub(super) mod items;
pub(super) mod labelled;
pub(super) mod let_chain;
pub(super) mod loops;
pub(super) mod mutable_parts;
pub(super) mod pattern;
pub(super) mod question;
pub(super) mod statement;
