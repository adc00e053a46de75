//! Refutable patterns: what the macro can see of them it binds itself, the rest stays Rust's.

use super::Lower;
use crate::diagnostics as code;
use crate::ir::{Id, Member, Pattern};
use crate::types::Ty;
use proc_macro2::Ident;
use syn::Pat;
use syn::spanned::Spanned;

impl Lower<'_> {
    /// A refutable pattern. Names that stand for parts the macro can see are bound to those parts
    /// and leave the pattern; the others are bound by the pattern itself.
    pub(super) fn pattern(&mut self, pat: &Pat, on: Id) -> Pattern {
        let mut bound = Vec::new();
        let pat = self.residual(pat, Some(on), on, &mut bound);
        for (name, id) in &bound {
            self.declare(name, *id);
        }
        // A guard needs the parts before the arm is entered.
        self.hoisted.append(&mut self.block.stmts);
        Pattern::Rust(Box::new(pat), bound)
    }

    /// The pattern without the names that are bound to `part`, the value it is matched with, if that can be seen.
    fn residual(&mut self, pat: &Pat, part: Option<Id>, on: Id, bound: &mut Vec<(Ident, Id)>) -> Pat {
        match pat {
            Pat::Ident(ident) if is_constant(&ident.ident) && ident.subpat.is_none() => pat.clone(),
            Pat::Ident(ident) => match (part, &ident.subpat) {
                (Some(part), None) => {
                    self.declare(&ident.ident, part);
                    syn::parse_quote!(_)
                }
                (Some(part), Some((_, inner))) => {
                    self.declare(&ident.ident, part);
                    self.residual(inner, Some(part), on, bound)
                }
                (None, _) => {
                    if self.varies(on) {
                        self.report(pat, &code::PATTERN, &[]);
                    }
                    let flow = self.arena.get(on).flow;
                    let ty = self.types.fresh();
                    let id = self.bound(ty, flow, ident.ident.span());
                    bound.push((ident.ident.clone(), id));
                    pat.clone()
                }
            },
            Pat::Paren(paren) => self.residual(&paren.pat, part, on, bound),
            Pat::Tuple(tuple) => {
                let known = part.filter(|part| {
                    matches!(self.ty(*part), Ty::Tuple(_))
                        && !tuple.elems.iter().any(|p| matches!(p, Pat::Rest(_)))
                });
                let mut residual = tuple.clone();
                for (index, elem) in (0..).zip(residual.elems.iter_mut()) {
                    let part = known.map(|whole| self.part(whole, Member::Index(index), elem.span()));
                    *elem = self.residual(elem, part, on, bound);
                }
                Pat::Tuple(residual)
            }
            Pat::TupleStruct(tuple) if self.varies(on) && is_of_option(&tuple.path) => {
                let value = self.report(&tuple.path, &code::OPTION, &[]);
                super::binding::names_in(pat).iter().for_each(|name| self.declare(name, value));
                pat.clone()
            }
            Pat::TupleStruct(tuple) => {
                let mut residual = tuple.clone();
                for elem in &mut residual.elems {
                    *elem = self.residual(elem, None, on, bound);
                }
                Pat::TupleStruct(residual)
            }
            Pat::Struct(fields) => {
                let mut residual = fields.clone();
                for field in &mut residual.fields {
                    *field.pat = self.residual(&field.pat, None, on, bound);
                }
                Pat::Struct(residual)
            }
            Pat::Slice(slice) => {
                let mut residual = slice.clone();
                for elem in &mut residual.elems {
                    *elem = self.residual(elem, None, on, bound);
                }
                Pat::Slice(residual)
            }
            Pat::Reference(reference) => {
                let part = part.map(|part| self.deref(part, pat.span()));
                let mut residual = reference.clone();
                *residual.pat = self.residual(&reference.pat, part, on, bound);
                Pat::Reference(residual)
            }
            Pat::Or(cases) => {
                // Every case binds the same names, which the pattern itself must then bind.
                let mut residual = cases.clone();
                for case in &mut residual.cases {
                    let mut names = Vec::new();
                    *case = self.residual(case, None, on, &mut names);
                    for (name, id) in names {
                        if !bound.iter().any(|(n, _)| *n == name) {
                            bound.push((name, id));
                        }
                    }
                }
                Pat::Or(residual)
            }
            Pat::Guard(guarded) => {
                self.report(&guarded.if_token, &code::UNSUPPORTED, &["a guard inside a pattern"]);
                pat.clone()
            }
            other => other.clone(),
        }
    }
}

/// `Some`, `Ok` or `Err`?
pub(super) fn is_of_option(path: &syn::Path) -> bool {
    ["Some", "Ok", "Err"].iter().any(|name| path.is_ident(name))
}

/// By Rust's conventions a name in capitals in a pattern is a constant or a variant.
fn is_constant(name: &Ident) -> bool {
    name.to_string().starts_with(|c: char| c.is_uppercase())
}
