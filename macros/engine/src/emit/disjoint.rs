//! Parts of variables that are lent by `&mut` to one call. rustc does not see that two elements or two halves of the same list
//! are disjoint: they are taken out of it at once.

use super::Emit;
use super::expression::level::SUM;
use crate::ir::{Place, Step};
use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// A part that is still to be borrowed: which of those asked for, and what is left of its path.
type Wanted<'p> = (usize, &'p [Step]);

/// A part that is lent.
#[derive(Clone, Default)]
pub(super) struct Part {
    /// A `&mut` to it.
    pub(super) whole: TokenStream,
    /// What stands for it in front of `.` or `[`.
    pub(super) base: TokenStream,
}

impl Part {
    fn of(base: TokenStream) -> Part {
        Part { whole: quote!(&mut #base), base }
    }
}

/// What has been borrowed.
struct Lent {
    /// What is to stand before the statement that uses it.
    before: TokenStream,
    parts: Vec<Part>,
}

impl Emit<'_> {
    /// What is to stand before a statement that borrows the places, and each of them.
    pub(super) fn lent_at_once(&mut self, places: &[&Place]) -> (TokenStream, Vec<Part>) {
        let mut lent = Lent { before: TokenStream::new(), parts: vec![Part::default(); places.len()] };
        for (index, place) in places.iter().enumerate() {
            let same = places.iter().enumerate().filter(|(_, other)| other.var == place.var);
            let wanted: Vec<Wanted<'_>> = same.map(|(index, place)| (index, place.path.as_slice())).collect();
            if let [_] = wanted.as_slice() {
                let (base, whole) = (self.place_in_front(place), self.lent_place(place));
                lent.parts[index] = Part { whole, base };
            } else if wanted[0].0 == index {
                let root = self.var(place.var);
                self.lend(&Part::of(quote!(#root)), wanted, &mut lent);
            }
        }
        (lent.before, lent.parts)
    }

    /// Borrows parts of a part.
    fn lend(&mut self, part: &Part, wanted: Vec<Wanted<'_>>, lent: &mut Lent) {
        let arena = &self.body.arena;
        let mut groups: Vec<(&Step, Vec<Wanted<'_>>)> = Vec::new();
        for (index, steps) in wanted {
            let Some((step, rest)) = steps.split_first() else {
                lent.parts[index] = part.clone();
                continue;
            };
            match groups.iter_mut().find(|(other, _)| step.same(arena, other)) {
                Some((_, group)) => group.push((index, rest)),
                None => groups.push((step, vec![(index, rest)])),
            }
        }
        if groups.len() > 1 && !groups.iter().any(|(step, _)| matches!(step, Step::Field(_))) {
            return self.lend_disjoint(part, groups, lent);
        }
        for (step, group) in groups {
            let (base, step) = (&part.base, self.step(step));
            self.lend(&Part::of(quote!(#base #step)), group, lent);
        }
    }

    /// `let [a, b] = list.get_disjoint_mut([0..2, 2..4]).unwrap();`
    fn lend_disjoint(&mut self, part: &Part, groups: Vec<(&Step, Vec<Wanted<'_>>)>, lent: &mut Lent) {
        let ranges = groups.iter().any(|(step, _)| matches!(step, Step::Range(..)));
        let arena = &self.body.arena;
        let names: Vec<_> = groups.iter().map(|_| self.names.fresh("part")).collect();
        let indices = groups.iter().map(|(step, _)| match step {
            // Beside ranges an element is a range of one.
            Step::Index(at) if ranges => {
                let (from, last) = (self.bound(*at), self.at(*at, SUM));
                match arena.integer(*at) {
                    Some(at) => {
                        let to = Literal::i128_unsuffixed(at + 1);
                        quote!(#from..#to)
                    }
                    None => quote!(#from..#last + 1),
                }
            }
            Step::Index(at) => self.expr(*at),
            Step::Range(from, to) => {
                let (from, to) = (self.bound(*from), self.bound(*to));
                quote!(#from..#to)
            }
            Step::Field(_) => TokenStream::new(),
        });
        let indices: Vec<_> = indices.collect();
        let base = &part.base;
        lent.before.extend(quote!(let [#(#names),*] = #base.get_disjoint_mut([#(#indices),*]).unwrap();));
        for ((step, group), name) in groups.into_iter().zip(names) {
            let part = match step {
                Step::Index(_) if ranges => Part::of(quote!(#name[0])),
                _ => Part { whole: quote!(#name), base: quote!(#name) },
            };
            self.lend(&part, group, lent);
        }
    }
}
