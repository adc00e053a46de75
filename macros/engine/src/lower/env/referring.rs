//! Locals that hold a reference and are given another: a slice of one list is where it begins and ends, anything else is held as
//! what it leads to, which nobody can change meanwhile.

use crate::ir::{Id, Op, Place, Step};
use crate::lower::{Local, Lower};
use crate::types::Ty;
use proc_macro2::Ident;

/// What such a local holds.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Referring {
    /// What the reference leads to; the local itself has it.
    Value,
    /// A slice of a list.
    Slice {
        /// The list.
        whole: Id,
        /// Where it begins.
        from: Local,
        /// One past the end.
        to: Local,
    },
}

impl Lower<'_> {
    /// Declares a local that holds a reference and is assigned; `false` if it is no such.
    pub(in crate::lower) fn declare_referring(&mut self, name: &Ident, value: Id) -> bool {
        let assigned = self.changes.resized.contains(&name.to_string());
        let ty = self.ty(value);
        let refers = matches!(ty, Ty::Ref(_)) && *ty.referent() != Ty::Discrete;
        if !assigned || !refers || self.lends(value).is_some() {
            return false;
        }
        let count = self.declared.get(&name.to_string()).copied().unwrap_or_default();
        let copied = self.assumed.copied.contains(&(name.to_string(), count));
        let (referring, value) = match self.ty(value).is_list() && !copied {
            true => {
                let Some((whole, from, to)) = self.slice_of(value) else { return false };
                let (from, to) = (self.hidden(from), self.hidden(to));
                (Referring::Slice { whole, from, to }, None)
            }
            false => match self.copy_behind(value) {
                value if matches!(self.ty(value), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete) => {
                    return false;
                }
                value => (Referring::Value, Some(value)),
            },
        };
        let local = match value {
            Some(value) => self.declare(name, value),
            None => self.local_called(name, None),
        };
        self.referring.insert(local.0, referring);
        true
    }

    /// A reference to an array, which the annotation of a local that is assigned makes a slice.
    pub(in crate::lower) fn as_slice(&mut self, pat: &syn::Pat, value: Id, ty: &Ty) -> Id {
        let assigned = match pat {
            syn::Pat::Ident(name) => self.changes.resized.contains(&name.ident.to_string()),
            _ => false,
        };
        let is_array = matches!(self.ty(value), Ty::Ref(to) if matches!(*to, Ty::Array(..)));
        let is_slice = matches!(ty, Ty::Ref(to) if matches!(**to, Ty::Slice(_)));
        if !assigned || !is_array || !is_slice {
            return value;
        }
        let span = self.arena.get(value).span;
        let Some(length) = self.length(value, span) else { return value };
        let from = self.index_literal(0);
        self.slice(value, from, length, span)
    }

    /// The reference that such a local holds now.
    pub(in crate::lower) fn referred(&mut self, local: Local, referring: Referring) -> Id {
        match referring {
            Referring::Value => {
                let value = self.value_of_local(local);
                self.borrow(value, self.arena.get(value).span)
            }
            Referring::Slice { whole, from, to } => {
                let (from, to) = (self.value_of_local(from), self.value_of_local(to));
                let slice = self.slice(whole, from, to, self.arena.get(whole).span);
                // It was looked for where it was assigned.
                self.arena.assure(slice);
                slice
            }
        }
    }

    /// `r = e`
    pub(in crate::lower) fn refer(&mut self, local: Local, referring: Referring, value: Id) {
        match referring {
            Referring::Value => {
                let mut value = self.copy_behind(value);
                let before = self.value_of_local(local);
                if let (Ty::Vec(_), Ty::Array(..)) = (self.ty(before), self.ty(value)) {
                    value = self.owned(value, self.arena.get(value).span);
                }
                let (old, new) = (self.arena.ty(before).clone(), self.arena.ty(value).clone());
                self.types.unify(&old, &new);
                self.values[local.0] = Some(value);
            }
            Referring::Slice { whole, from, to } => match self.slice_of(value) {
                Some((of, a, b)) if self.is_same_list(whole, of) => {
                    self.values[from.0] = Some(a);
                    self.values[to.0] = Some(b);
                }
                _ if self.is_poisoned(value) => {}
                // It is of several lists: copies of them are held.
                _ => {
                    let Some(key) = self.keys.get(&local.0).cloned() else { return };
                    self.assumed.copied.insert(key);
                    (self.assumed.reordered, self.again) = (true, true);
                }
            },
        }
    }

    /// The list that a reference leads into, and from where to where.
    fn slice_of(&mut self, value: Id) -> Option<(Id, Id, Id)> {
        let span = self.arena.get(value).span;
        if let Op::Slice(mut whole, mut from, mut to) = *self.arena.op(value) {
            // A slice of a slice leads into the whole.
            while let Op::Slice(base, start, _) = *self.arena.op(whole) {
                (from, to) = (self.total(start, from, span), self.total(start, to, span));
                whole = base;
            }
            return Some((whole, from, to));
        }
        if let Some(Place { var, mut path }) = self.place_of(value)
            && let Some(Step::Range(mut from, mut to)) = path.last().cloned()
        {
            path.pop();
            while let Some(Step::Range(start, _)) = path.last().cloned() {
                (from, to) = (self.total(start, from, span), self.total(start, to, span));
                path.pop();
            }
            let whole = Place { var, path };
            let ty = self.type_of_place(&whole)?;
            let whole = self.place(whole, Ty::Ref(Box::new(ty)), span);
            return Some((whole, from, to));
        }
        let length = self.length(value, span)?;
        Some((value, self.index_literal(0), length))
    }

    fn is_same_list(&self, a: Id, b: Id) -> bool {
        let behind = |id: Id| match *self.arena.op(id) {
            Op::Borrow(inner) => inner,
            _ => id,
        };
        match (self.place_of(a), self.place_of(b)) {
            (Some(a), Some(b)) => a.same(&self.arena, &b),
            _ => behind(a) == behind(b),
        }
    }
}
