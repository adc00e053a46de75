//! `#[checkpoint(every = N)] for …`: a loop that is asked for checkpoints.

use crate::checkpoint::NAME;
use crate::diagnostics as code;
use crate::ir::{Id, Replay, Stmt};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::types::Ty;
use syn::Attribute;

impl Lower<'_> {
    /// After how many iterations the attributes of a loop ask for a checkpoint.
    pub(in crate::lower) fn every(&mut self, attributes: &[Attribute]) -> Option<Id> {
        let attribute = attributes.iter().find(|attribute| attribute.path().is_ident(NAME))?;
        let Some(every) = crate::checkpoint::every(&attribute.meta) else {
            self.report(&attribute.meta, &code::CHECKPOINT_SYNTAX, &[]);
            return None;
        };
        let id = self.expr(&every);
        self.types.unify(&self.arena.ty(id).clone(), &Ty::usize());
        self.arena.get_mut(id).span = every.span();
        Some(id)
    }

    /// The loop that was just read has checkpoints.
    pub(in crate::lower) fn checkpointed(&mut self, every: Id) {
        let at = self.arena.get(every).span;
        let read = self.block.stmts.iter_mut().rev().find_map(|stmt| match stmt {
            Stmt::Loop(l) => Some(l),
            _ => None,
        });
        match read {
            Some(l) if l.counter.is_some() && l.exit.is_none() => l.replay = Replay::Every(every),
            Some(_) => self.sink.report_at(at, &code::CHECKPOINT, &["one that ends early"]),
            // It was refused.
            None => {}
        }
    }

    /// Other loops have none.
    pub(in crate::lower) fn without_checkpoints(&mut self, attributes: &[Attribute]) {
        if let Some(attribute) = attributes.iter().find(|attribute| attribute.path().is_ident(NAME)) {
            self.report(&attribute.meta, &code::CHECKPOINT, &["a `while` or a `loop`"]);
        }
    }
}
