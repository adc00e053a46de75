//! What a loop carries of a local: its value, or those of its fields.

use super::lent::Lent;
use crate::ir::{Id, Made};
use crate::lower::{Local, Lower};
use crate::types::Ty;
use proc_macro2::Span;

/// How a loop carries what a local holds.
pub(in crate::lower) enum Carry {
    /// As one of its values.
    One(usize),
    /// As several, one for each field.
    Struct(Made, Vec<Carry>),
    /// With copies in place of references: what they lead to in one iteration is gone in the next.
    Behind(Lent, Box<Carry>),
}

impl Lower<'_> {
    /// Lets a loop carry what a local holds: a struct that is seen field by field.
    pub(in crate::lower) fn carry(
        &mut self,
        local: Local,
        init: Id,
        number: usize,
        carried: &mut Vec<(Local, Id, Id)>,
        span: Span,
    ) -> Carry {
        if let Some(made) = self.closed(init) {
            let fields = made.members.clone().into_iter().map(|member| {
                let part = self.part(init, member, span);
                self.carry(local, part, number, carried, span)
            });
            let fields = fields.collect();
            return Carry::Struct(made, fields);
        }
        // A reference with a name that is given another is no value of a loop (`referring`).
        let stays = self.keys.contains_key(&local.0) && matches!(self.ty(init), Ty::Ref(_));
        let lent = if stays { Lent::Not } else { self.lent_in(init, span) };
        if !matches!(lent, Lent::Not) {
            let copied = self.with_copies(init, &lent, span);
            let carry = self.carry(local, copied, number, carried, span);
            return Carry::Behind(lent, Box::new(carry));
        }
        let node = self.arena.get(init).clone();
        let assumed = self.assumed.carried.get(&(number, carried.len())).copied().unwrap_or_default();
        let inner = self.bound(node.ty.clone(), node.flow.and(assumed), span);
        let name = self.name_of(local).or(node.name);
        self.arena.get_mut(inner).name = name;
        if self.is_poisoned(init) {
            self.poisoned.insert(inner);
        }
        carried.push((local, init, inner));
        Carry::One(carried.len() - 1)
    }

    /// The value of a local, of the last of each triple.
    pub(in crate::lower) fn carried_in(
        &mut self,
        carry: &Carry,
        carried: &[(Local, Id, Id)],
        span: Span,
    ) -> Id {
        match carry {
            Carry::One(at) => carried[*at].2,
            Carry::Behind(lent, copied) => {
                let copied = self.carried_in(copied, carried, span);
                self.wrapped(copied, Some(lent), span)
            }
            Carry::Struct(made, fields) => {
                let parts = fields.iter().map(|field| self.carried_in(field, carried, span)).collect();
                self.build(made.clone(), parts, span)
            }
        }
    }

    /// What the next iteration gets of a local's value.
    pub(in crate::lower) fn hand_on(&mut self, carry: &Carry, next: Id, handed_on: &mut [Id], span: Span) {
        match carry {
            Carry::One(at) => handed_on[*at] = next,
            Carry::Behind(lent, copied) => {
                let next = self.with_copies(next, lent, span);
                self.hand_on(copied, next, handed_on, span);
            }
            Carry::Struct(made, fields) => {
                for (member, field) in made.members.iter().zip(fields) {
                    let part = self.part(next, member.clone(), span);
                    self.hand_on(field, part, handed_on, span);
                }
            }
        }
    }
}
