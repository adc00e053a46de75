//! References in values: what a loop hands from one iteration to the next, and what a branch chooses, is what they lead to.

use crate::diagnostics as code;
use crate::ir::{Id, Member, Op};
use crate::lower::Lower;
use crate::types::Ty;
use proc_macro2::Span;

/// Where there are references in a value. A loop hands values from one iteration to the next, and a branch joins values.
#[derive(Clone)]
pub(in crate::lower) enum Lent {
    /// It is a value.
    Not,
    /// A reference.
    Reference(Box<Lent>),
    /// A reference to a list, of which the copy is a `Vec`.
    List,
    /// A tuple with a reference in it.
    Parts(Vec<Lent>),
}

impl Lower<'_> {
    /// The value behind an item's references, and where they were.
    pub(in crate::lower) fn stripped(&mut self, item: Id, span: Span) -> (Id, Lent) {
        match self.ty(item) {
            Ty::Ref(inner) if inner.is_list() && self.lends(item).is_some() => {
                self.sink.report_at(
                    span,
                    &code::UNSUPPORTED,
                    &["a slice that may be changed, in this chain,", "run over the items in a `for` loop"],
                );
                (self.poison(), Lent::Not)
            }
            Ty::Ref(inner) if inner.is_list() => (self.copy_behind(item), Lent::List),
            Ty::Ref(_) => {
                let inner = self.deref(item, span);
                let inner = self.loaded(inner);
                let (value, lent) = self.stripped(inner, span);
                (value, Lent::Reference(Box::new(lent)))
            }
            Ty::Tuple(elems)
                if elems.iter().any(|ty| matches!(self.types.shallow(ty), Ty::Ref(_) | Ty::Tuple(_))) =>
            {
                let parts = (0..).take(elems.len()).map(|index| {
                    let part = self.part(item, Member::Index(index), span);
                    self.stripped(part, span)
                });
                let (values, lent): (Vec<Id>, Vec<Lent>) = parts.collect();
                (self.tuple_of(values, span), Lent::Parts(lent))
            }
            _ => (self.loaded(item), Lent::Not),
        }
    }

    /// The item again.
    pub(in crate::lower) fn wrapped(&mut self, value: Id, lent: Option<&Lent>, span: Span) -> Id {
        match lent {
            None | Some(Lent::Not) => value,
            Some(Lent::Reference(inner)) => {
                let value = self.wrapped(value, Some(inner), span);
                self.borrow(value, span)
            }
            Some(Lent::List) => {
                let (list, ty) = (self.types.fresh(), self.arena.ty(value).clone());
                self.types.unify(&ty, &Ty::Vec(Box::new(list)));
                self.borrow(value, span)
            }
            Some(Lent::Parts(parts)) => {
                let parts: Vec<Id> = (0..)
                    .zip(parts)
                    .map(|(index, lent)| {
                        let part = self.part(value, Member::Index(index), span);
                        self.wrapped(part, Some(lent), span)
                    })
                    .collect();
                self.tuple_of(parts, span)
            }
        }
    }

    /// The tuple of values.
    pub(in crate::lower) fn tuple_of(&mut self, parts: Vec<Id>, span: Span) -> Id {
        let ty = Ty::Tuple(parts.iter().map(|id| self.arena.ty(*id).clone()).collect());
        self.node(Op::Tuple(parts), ty, span)
    }

    /// Where there are references in a value to what can be copied.
    pub(in crate::lower) fn lent_in(&mut self, value: Id, span: Span) -> Lent {
        match self.ty(value) {
            Ty::Ref(to) if self.lends(value).is_none() && self.can_copy(&to) => {
                if to.is_list() {
                    Lent::List
                } else {
                    Lent::Reference(Box::new(Lent::Not))
                }
            }
            Ty::Tuple(elems) if self.types.resolve(&self.ty(value)).refers() => {
                let parts = (0..).take(elems.len()).map(|index| {
                    let part = self.part(value, Member::Index(index), span);
                    self.lent_in(part, span)
                });
                let parts: Vec<Lent> = parts.collect();
                match parts.iter().all(|part| matches!(part, Lent::Not)) {
                    true => Lent::Not,
                    false => Lent::Parts(parts),
                }
            }
            _ => Lent::Not,
        }
    }

    /// A value with copies in place of its references.
    pub(in crate::lower) fn with_copies(&mut self, value: Id, lent: &Lent, span: Span) -> Id {
        match lent {
            Lent::Not => value,
            Lent::Reference(_) | Lent::List => self.copy_behind(value),
            Lent::Parts(parts) => {
                let parts = (0..).zip(parts).map(|(index, lent)| {
                    let part = self.part(value, Member::Index(index), span);
                    self.with_copies(part, lent, span)
                });
                let parts = parts.collect();
                self.tuple_of(parts, span)
            }
        }
    }

    fn can_copy(&self, to: &Ty) -> bool {
        let to = self.types.resolve(to);
        match &to {
            Ty::Ref(_) => false,
            list if list.is_list() => list.part(0).is_some_and(|elem| !elem.refers() && !elem.is_discrete()),
            other => other.is_copy() && !other.refers(),
        }
    }
}
