//! Annotations that are kept as the user wrote them.

use crate::ir::{Id, Node, Op, Plain};
use crate::lower::Lower;
use crate::types::Ty;
use syn::spanned::Spanned;

impl Lower<'_> {
    /// A value with the user's annotation, which is kept where rustc may learn from it: where it has a name that is not
    /// known here, or where it is all that tells what an opaque expression gives. What varies, a reference and a place are
    /// as they are: their types follow from what they are made of.
    pub(in crate::lower) fn annotated(
        &mut self,
        value: Id,
        written: &syn::Type,
        read: &Ty,
        seen: bool,
    ) -> Id {
        if let Ty::Outcome(..) = read {
            return self.told_outcome(value, written);
        }
        let special = self.place_of(value).is_some() || self.ranges.contains_key(&value);
        if self.varies(value)
            || special
            || self.is_poisoned(value)
            || has(read, &|ty| matches!(ty, Ty::Ref(_)))
        {
            return value;
        }
        let opaque = !seen && matches!(self.arena.op(value), Op::Plain(..));
        if !opaque && !has(read, &|ty| matches!(ty, Ty::Named(_))) {
            return value;
        }
        let (span, ty) = (written.span(), self.arena.ty(value).clone());
        let op = Op::Plain(Plain::Typed(Box::new(written.clone())), vec![value]);
        if matches!(self.arena.op(value), Op::Literal(_)) {
            // A number is the same in every iteration.
            let flow = Default::default();
            let (name, role) = (None, None);
            let id = self.arena.add(Node {
                op,
                ty,
                flow,
                span,
                name,
                role,
                adjoint: false,
                unseen: false,
                ordered: false,
            });
            self.annotated.push(id);
            return id;
        }
        self.node(op, ty, span)
    }

    /// A type between angle brackets that a value has. A name that is not known here says nothing.
    pub(in crate::lower) fn says(&mut self, value: Id, ty: &Ty) {
        if !has(ty, &|ty| matches!(ty, Ty::Named(_))) {
            let of = self.arena.ty(value).clone();
            self.types.unify(&of, ty);
        }
    }
}

/// Is there such a type in it?
fn has(ty: &Ty, is: &dyn Fn(&Ty) -> bool) -> bool {
    is(ty) || ty.values().iter().any(|value| has(value, is))
}
