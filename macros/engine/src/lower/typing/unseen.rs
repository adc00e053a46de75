//! What is assumed of what only rustc sees, for rustc to check.

use crate::ir::{Id, Literal, Op};
use crate::lower::Lower;
use crate::types::{Float, Int, Ty};
use proc_macro2::Span;

impl Lower<'_> {
    /// Does only rustc see the type of a value, whatever is assumed of it?
    pub(in crate::lower) fn is_unseen(&self, id: Id) -> bool {
        self.types.is_unseen(self.arena.ty(id))
    }

    /// Is it a number or a `bool` for sure? rustc refuses what only other types have.
    pub(in crate::lower) fn is_primitive(&self, id: Id) -> bool {
        let ty = self.ty(id);
        let known =
            matches!(ty.referent(), Ty::Float(Float::F64 | Float::F32) | Ty::Int(Int::Named(_)) | Ty::Bool);
        known && !self.is_unseen(id)
    }

    /// What rustc refuses in the user's own function, as the only message that is due.
    pub(in crate::lower) fn left_to_rustc(&mut self) -> Id {
        self.types.disagree = true;
        self.poison()
    }

    /// Is it a differentiated value of which a method of lists is called, though only rustc sees its type? Rustc checks that it is
    /// one.
    pub(in crate::lower) fn is_unseen_list(&self, id: Id) -> bool {
        matches!(self.ty(id).referent(), Ty::Infer(_)) && self.varies(id)
    }

    /// Is such a value a local of the function's own, of which nothing shows that it is of a type of the user's?
    pub(in crate::lower) fn is_own_list(&mut self, id: Id) -> bool {
        let of = self.arena.ty(id).clone();
        let is_local =
            self.place_of(id).is_some_and(|place| place.path.is_empty() && self.may_resize(&place));
        is_local && self.is_unseen_list(id) && !self.types.is_struct(&of) && !self.types.is_written(&of)
    }

    /// An operand as the user wrote it: a type may have one operator and its reference another.
    pub(in crate::lower) fn as_written(&self, written: Id, number: Id) -> Id {
        match self.is_unseen(number) && self.place_of(written).is_none() {
            true => written,
            false => number,
        }
    }

    /// An operation without a derivative on something whose type only rustc sees: which operation it is, rustc alone knows.
    pub(in crate::lower) fn rustcs_own(&mut self, op: Op, assumed: &Ty, span: Span) -> Id {
        let ty = self.types.fresh_assumed(assumed);
        self.node(op, ty, span)
    }

    /// Writes the types that were inferred to the nodes.
    pub(in crate::lower) fn settle_types(&mut self) {
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
}
