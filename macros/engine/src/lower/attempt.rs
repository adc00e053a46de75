//! Ways of reading an expression that are tried one after the other.

use super::Lower;
use crate::ir::{Id, Stmt};

impl Lower<'_> {
    /// Tries to read an expression in some way. Where that fails, what was evaluated on the way is taken back: it will be
    /// evaluated by whoever reads it next.
    pub(super) fn tried<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = self.so_far();
        let result = read(self);
        if result.is_none() {
            self.take_back(before);
        }
        result
    }

    /// What has been evaluated in this block, and what the locals are.
    pub(super) fn so_far(&self) -> (usize, Vec<Option<Id>>) {
        (self.block.stmts.len(), self.values.clone())
    }

    /// Takes back what was evaluated since, if nothing came of it.
    pub(super) fn take_back(&mut self, (mark, values): (usize, Vec<Option<Id>>)) {
        let after = self.block.stmts.get(mark..).unwrap_or_default();
        let idle = after.iter().all(|stmt| matches!(stmt, Stmt::Let(_)));
        if idle && self.values.starts_with(&values) {
            self.block.stmts.truncate(mark);
        }
    }
}
