//! Ways of reading an expression that are tried one after the other.

use crate::ir::{Id, Part, Stmt};
use crate::lower::Lower;
use crate::lower::env::values::Values;
use crate::lower::expr::operator::bare;
use syn::{Expr, ExprMethodCall};

/// The receiver of a method call, where a way of reading the call that did not fit has read it. It stays evaluated for the next
/// way: to read it again at every link of a chain would double the work with each.
pub(in crate::lower) struct Receiver {
    /// Where the call is in memory: which occurrence in the source it is.
    call: usize,
    value: Id,
    /// The statements that evaluate it.
    block: Part,
    from: usize,
    until: usize,
}

/// What had been evaluated in the block, and what the locals were.
pub(in crate::lower) struct SoFar {
    stmts: usize,
    values: Values,
}

impl Lower<'_> {
    /// Tries to read an expression in some way. Where that fails, what was evaluated on the way is taken back: it will be
    /// evaluated by whoever reads it next.
    pub(in crate::lower) fn tried<T>(&mut self, read: impl FnOnce(&mut Self) -> Option<T>) -> Option<T> {
        let before = SoFar { stmts: self.block.stmts.len(), values: self.values.clone() };
        let result = read(self);
        if result.is_none() {
            self.take_back(&before);
        }
        result
    }

    /// Where a reading of an expression begins: before the receiver in it that has been read already.
    pub(in crate::lower) fn so_far(&self, expr: Link<'_>) -> SoFar {
        let read = self.receiver.as_ref().filter(|read| self.stands(read) && expr.leads_to(read.call));
        let stmts = read.map_or(self.block.stmts.len(), |read| read.from);
        SoFar { stmts, values: self.values.clone() }
    }

    /// The receiver of a call, as a place if it is one.
    pub(in crate::lower) fn receiver(&mut self, call: &ExprMethodCall) -> Id {
        let occurrence = std::ptr::from_ref(call).addr();
        if let Some(read) = self.receiver.as_ref().filter(|read| read.call == occurrence && self.stands(read))
        {
            return read.value;
        }
        let from = self.block.stmts.len();
        let value = self.lvalue(&call.receiver);
        let (block, until) = (self.block.part, self.block.stmts.len());
        self.receiver = Some(Receiver { call: occurrence, value, block, from, until });
        value
    }

    /// Has nothing been evaluated since?
    fn stands(&self, read: &Receiver) -> bool {
        read.block == self.block.part && read.until == self.block.stmts.len()
    }

    /// Takes back what was evaluated for a way of reading an expression that did not fit, apart from the receiver that the next
    /// way will ask for.
    pub(in crate::lower) fn give_up(&mut self, before: &SoFar, expr: Link<'_>) {
        let read = self.receiver.take().filter(|read| {
            let (block, stmts) = (read.block == self.block.part, before.stmts..=self.block.stmts.len());
            block && stmts.contains(&read.from) && stmts.contains(&read.until) && expr.leads_to(read.call)
        });
        match read {
            Some(read) => {
                self.take_back_to(read.until, &before.values);
                self.receiver = Some(read);
            }
            None => self.take_back(before),
        }
    }

    /// Takes back what was evaluated since, if nothing came of it.
    pub(in crate::lower) fn take_back(&mut self, before: &SoFar) {
        self.receiver = None;
        self.take_back_to(before.stmts, &before.values);
    }

    fn take_back_to(&mut self, mark: usize, values: &Values) {
        let after = self.block.stmts.get(mark..).unwrap_or_default();
        let idle = after.iter().all(|stmt| matches!(stmt, Stmt::Let(_)));
        if !after.is_empty() && idle && self.values.starts_with(values) {
            self.block.stmts.truncate(mark);
        }
    }
}

/// The last link of a chain of method calls.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Link<'e> {
    Call(&'e ExprMethodCall),
    Expr(&'e Expr),
}

impl Link<'_> {
    /// Is the call one of its links?
    fn leads_to(self, call: usize) -> bool {
        let mut link = match self {
            Link::Call(call) => call,
            Link::Expr(expr) => match bare(expr) {
                Expr::MethodCall(call) => call,
                _ => return false,
            },
        };
        loop {
            if std::ptr::from_ref(link).addr() == call {
                return true;
            }
            match bare(&link.receiver) {
                Expr::MethodCall(next) => link = next,
                _ => return false,
            }
        }
    }
}
