//! Elements of an array that become slices: `[&[1, 2], &[3]]` of a `[&[usize]; 2]`. Arrays of several lengths behind references are of one
//! type only where rustc makes slices of them.

use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::types::Ty;

impl Lower<'_> {
    /// The elements, of the one type that rustc makes of theirs.
    pub(super) fn elements_of_one_type(&mut self, elements: Vec<Id>) -> Vec<Id> {
        let elements = self.as_outcomes(elements);
        let mut types = elements.iter().map(|element| self.all_known(self.arena.ty(*element)));
        let Some(first) = types.next() else { return elements };
        let one = types.fold(first, |one, other| together(&one, &other));
        elements.into_iter().map(|element| self.of_slices(element, &one)).collect()
    }

    /// What is known of a type, all through.
    fn all_known(&self, ty: &Ty) -> Ty {
        match self.types.shallow(ty) {
            Ty::Ref(to) => Ty::Ref(Box::new(self.all_known(&to))),
            Ty::Tuple(parts) => Ty::Tuple(parts.iter().map(|part| self.all_known(part)).collect()),
            Ty::Array(element, len) => Ty::Array(Box::new(self.all_known(&element)), len),
            Ty::Slice(element) => Ty::Slice(Box::new(self.all_known(&element))),
            Ty::Outcome(status, value) => Ty::Outcome(status, Box::new(self.all_known(&value))),
            other => other,
        }
    }

    /// The value with slices where the type has some. Only what is made here can be made of them.
    fn of_slices(&mut self, value: Id, one: &Ty) -> Id {
        let (own, span) = (self.all_known(self.arena.ty(value)), self.arena.get(value).span);
        if own == *one || self.arena.get(value).name.is_some() && !is_list_behind(&own) {
            return value;
        }
        match (self.arena.op(value).clone(), one) {
            (Op::Tuple(parts), Ty::Tuple(types)) => {
                let parts: Vec<Id> =
                    parts.into_iter().zip(types).map(|(part, ty)| self.of_slices(part, ty)).collect();
                let ty = Ty::Tuple(parts.iter().map(|part| self.arena.ty(*part).clone()).collect());
                self.node(Op::Tuple(parts), ty, span)
            }
            (Op::Tuple(parts), Ty::Outcome(_, ty)) => {
                let inside = self.of_slices(parts[1], ty);
                self.outcome(parts[0], inside, span)
            }
            (Op::Array(elements), Ty::Array(ty, len)) => {
                let elements: Vec<Id> =
                    elements.into_iter().map(|element| self.of_slices(element, ty)).collect();
                let ty = elements.first().map_or((**ty).clone(), |element| self.arena.ty(*element).clone());
                self.node(Op::Array(elements), Ty::Array(Box::new(ty), len.clone()), span)
            }
            (op, Ty::Ref(to)) => {
                let Ty::Slice(element) = &**to else { return value };
                let list = match &own {
                    Ty::Ref(list) => &**list,
                    // Only rustc knows that it is a reference to a list.
                    other => other,
                };
                let value = match (op, list) {
                    (Op::Borrow(array), Ty::Array(_, len)) => {
                        let inside = self.of_slices(array, &Ty::Array(element.clone(), len.clone()));
                        if inside == array { value } else { self.borrow(inside, span) }
                    }
                    _ => value,
                };
                self.slice_of_all(value, element)
            }
            _ => value,
        }
    }

    /// The whole list as a slice. Of constants rustc makes one, which lives on as they do.
    fn slice_of_all(&mut self, list: Id, element: &Ty) -> Id {
        let span = self.arena.get(list).span;
        if !self.varies(list) && self.place_of(list).is_none() {
            if let Some(own) = self.ty(list).part(0) {
                self.types.unify(&own, element);
            }
            let ty = Ty::Ref(Box::new(Ty::Slice(Box::new(element.clone()))));
            let typed = Plain::Typed(Box::new(syn::parse_quote!(&[_])));
            return self.node(Op::Plain(typed, vec![list]), ty, span);
        }
        let Some(length) = self.length(list, span) else { return list };
        let from = self.index_literal(0);
        let slice = self.slice_within(list, from, length, span);
        self.arena.assure(slice);
        slice
    }
}

/// Is it a reference to a list?
fn is_list_behind(ty: &Ty) -> bool {
    matches!(ty, Ty::Ref(to) if to.has_elements())
}

/// The one type of two elements.
fn together(a: &Ty, b: &Ty) -> Ty {
    match (a, b) {
        (Ty::Ref(x), Ty::Ref(y)) => Ty::Ref(Box::new(match (&**x, &**y) {
            (Ty::Array(x, n), Ty::Array(y, m)) if n.is_other_than(m) => Ty::Slice(Box::new(together(x, y))),
            (Ty::Slice(x), Ty::Array(y, _) | Ty::Slice(y) | Ty::Vec(y))
            | (Ty::Array(x, _) | Ty::Vec(x), Ty::Slice(y)) => Ty::Slice(Box::new(together(x, y))),
            // How long the one is that only rustc knows is not seen.
            (Ty::Infer(_), Ty::Array(list, _) | Ty::Slice(list))
            | (Ty::Array(list, _) | Ty::Slice(list), Ty::Infer(_)) => Ty::Slice(list.clone()),
            (x, y) => together(x, y),
        })),
        (Ty::Infer(_), Ty::Ref(to)) | (Ty::Ref(to), Ty::Infer(_)) => match &**to {
            Ty::Array(list, _) | Ty::Slice(list) => Ty::Ref(Box::new(Ty::Slice(list.clone()))),
            _ => a.clone(),
        },
        (Ty::Tuple(xs), Ty::Tuple(ys)) if xs.len() == ys.len() => {
            Ty::Tuple(xs.iter().zip(ys).map(|(x, y)| together(x, y)).collect())
        }
        (Ty::Array(x, n), Ty::Array(y, _)) => Ty::Array(Box::new(together(x, y)), n.clone()),
        (Ty::Outcome(status, x), Ty::Outcome(_, y)) => Ty::Outcome(status.clone(), Box::new(together(x, y))),
        (first, _) => first.clone(),
    }
}
