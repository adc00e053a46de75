//! What is assumed of what only rustc sees, for rustc to check.

use super::Lower;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op};
use crate::rules::{self, Rule};
use crate::types::{Float, Ty};
use proc_macro2::Span;

impl Lower<'_> {
    /// Does only rustc see the type of a value, whatever is assumed of it?
    pub(super) fn is_unseen(&self, id: Id) -> bool {
        self.types.is_unseen(self.arena.ty(id))
    }

    /// Is it a differentiated value of which a method of lists is called, though only rustc sees its type? Rustc checks that it is
    /// one.
    pub(super) fn is_unseen_list(&self, id: Id) -> bool {
        matches!(self.ty(id).referent(), Ty::Infer(_)) && self.varies(id)
    }

    /// An operand as the user wrote it: a type may have one operator and its reference another.
    pub(super) fn as_written(&self, written: Id, number: Id) -> Id {
        match self.is_unseen(number) && self.place_of(written).is_none() {
            true => written,
            false => number,
        }
    }

    /// An operation without a derivative on something whose type only rustc sees: which operation it is, rustc alone knows.
    pub(super) fn rustcs_own(&mut self, op: Op, assumed: &Ty, span: Span) -> Id {
        let ty = self.types.fresh_assumed(assumed);
        self.node(op, ty, span)
    }

    /// Writes the types that were inferred to the nodes.
    pub(super) fn settle_types(&mut self) {
        let types = &self.types;
        let is_told =
            |ty: &Ty| matches!(types.shallow(ty), Ty::Float(float) if !matches!(float, Float::Some(_)));
        let literals =
            self.arena.iter().filter(|(_, node)| matches!(node.op, Op::Literal(Literal::Float(..))));
        let told: Vec<Id> = literals.filter(|(_, node)| is_told(&node.ty)).map(|(id, _)| id).collect();
        told.into_iter().for_each(|id| self.arena.tell(id));
        for node in self.arena.iter_mut() {
            node.unseen = self.types.is_unseen(&node.ty);
            node.ty = self.types.resolve(&node.ty);
        }
    }

    /// Reports the bound of a type parameter, which is not this crate's `Float` if it has such a function: once, and only where no
    /// other bound could have it.
    pub(super) fn refuse_bound(&mut self, param: &str, function: &str) -> Option<Id> {
        let at = self.bounds.iter().position(|(name, _)| name == param)?;
        let (_, bound) = self.bounds.remove(at);
        let shown = code::shown(&bound);
        Some(self.report(&bound, &code::FOREIGN_FLOAT, &[&shown, function]))
    }
}

/// Is it a function of this crate's `Float`, or of a trait that this implies?
pub(super) fn is_of_float(name: &str) -> bool {
    const OWN: [&str; 8] =
        ["from", "from_f64", "from_i32", "from_usize", "to_f64", "sin_cos", "total_cmp", "accumulate"];
    const IMPLIED: [&str; 24] = [
        "add",
        "sub",
        "mul",
        "div",
        "rem",
        "neg",
        "add_assign",
        "sub_assign",
        "mul_assign",
        "div_assign",
        "rem_assign",
        "sum",
        "product",
        "clone",
        "default",
        "fmt",
        "eq",
        "ne",
        "lt",
        "le",
        "gt",
        "ge",
        "partial_cmp",
        "into",
    ];
    OWN.contains(&name)
        || IMPLIED.contains(&name)
        || Rule::method(name).is_some()
        || rules::DECISIONS.contains(&name)
}
