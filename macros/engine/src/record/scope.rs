//! What is in scope.

use crate::ir::{Id, Ids, Table};

/// What is in scope, and what came in or changed last, so that it can be taken back where a block ends.
#[derive(Default)]
pub(super) struct Scope {
    pub(super) values: Ids,
    /// What stands for a node that is not in scope here.
    pub(super) instead: Table<Id>,
    pub(super) changes: Vec<Change>,
}

pub(super) enum Change {
    /// The node came into scope.
    Value(Id),
    /// This stood for the node before.
    Instead(Id, Option<Id>),
}

impl Scope {
    pub(super) fn add(&mut self, id: Id) {
        if self.values.insert(id) {
            self.changes.push(Change::Value(id));
        }
    }

    /// Lets a node stand for another from here on, or none.
    pub(super) fn replace(&mut self, id: Id, by: Option<Id>) {
        let before = match by {
            Some(by) => self.instead.insert(id, by),
            None => self.instead.remove(&id),
        };
        if before != by {
            self.changes.push(Change::Instead(id, before));
        }
    }

    /// Takes back all but the first changes.
    pub(super) fn back_to(&mut self, changes: usize) {
        for change in self.changes.drain(changes..).rev() {
            match change {
                Change::Value(id) => {
                    self.values.remove(&id);
                }
                Change::Instead(id, Some(before)) => {
                    self.instead.insert(id, before);
                }
                Change::Instead(id, None) => {
                    self.instead.remove(&id);
                }
            }
        }
    }
}
