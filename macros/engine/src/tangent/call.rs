//! The tangent of a call.

use super::Sweep;
use crate::ir::{Call, Stmt};

impl Sweep {
    /// A call of a differentiated function.
    pub(super) fn call(&mut self, call: &Call) {
        self.out.push(Stmt::Call(call.clone()));
        let lends = call.lent(&self.arena).any(|(_, place)| self.vars.contains_key(&place.var));
        if self.arena.varies(call.value) || lends {
            let span = self.arena.get(call.value).span;
            self.refused.push((span, "a call of a differentiated function"));
        }
    }
}
