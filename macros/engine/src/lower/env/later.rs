//! Declarations without values.

use crate::diagnostics as code;
use crate::lower::Lower;
use crate::lower::flow::statement::names_in;
use crate::types::{self, Ty};
use syn::Pat;

impl Lower<'_> {
    /// `let y;`, `let (a, mut b): (f64, f64);`: given values later, in every branch.
    pub(in crate::lower) fn declare_later(&mut self, pat: &Pat, ty: Ty) {
        match pat {
            Pat::Type(typed) => {
                let ty = types::read_value(&typed.ty, &self.generics.clone(), &mut self.types);
                self.declare_later(&typed.pat, ty);
            }
            Pat::Ident(ident) if ident.by_ref.is_none() && ident.subpat.is_none() => {
                let zero = self.zero(ty);
                self.declare_as(ident, zero);
            }
            Pat::Wild(_) => {}
            Pat::Paren(paren) => self.declare_later(&paren.pat, ty),
            Pat::Tuple(tuple) if !tuple.elems.iter().any(|part| matches!(part, Pat::Rest(_))) => {
                let parts = match ty {
                    Ty::Infer(_) => tuple.elems.iter().map(|_| self.types.fresh_inferred()).collect(),
                    Ty::Tuple(parts) => parts,
                    _ => return self.refuse_uninitialised(pat),
                };
                self.types.disagree |= parts.len() != tuple.elems.len();
                tuple.elems.iter().zip(parts).for_each(|(pat, ty)| self.declare_later(pat, ty));
            }
            Pat::Slice(slice) if !slice.elems.iter().any(|part| matches!(part, Pat::Rest(_))) => {
                let elem = match ty {
                    Ty::Infer(_) => self.types.fresh_inferred(),
                    Ty::Array(elem, _) => *elem,
                    _ => return self.refuse_uninitialised(pat),
                };
                slice.elems.iter().for_each(|pat| self.declare_later(pat, elem.clone()));
            }
            other => self.refuse_uninitialised(other),
        }
    }

    fn refuse_uninitialised(&mut self, pat: &Pat) {
        self.report(pat, &code::UNINITIALISED, &[&code::shown(pat)]);
        // What is assigned to the names is no mistake of its own.
        for name in names_in(pat) {
            let value = self.poison();
            self.declare(&name, value);
        }
    }
}
