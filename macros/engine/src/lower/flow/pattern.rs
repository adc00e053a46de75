//! Refutable patterns: what the macro can see of them it binds itself, the rest stays Rust's.

use super::statement::idents_in;
use crate::diagnostics as code;
use crate::ir::{Id, Member, Op, Pattern, Plain, Stmt};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use syn::Pat;

impl Lower<'_> {
    /// A refutable pattern. Names that stand for parts the macro can see are bound to those parts
    /// and leave the pattern; the others are bound by the pattern itself.
    pub(in crate::lower) fn pattern(&mut self, pat: &Pat, on: Id, guarded: bool) -> Pattern {
        let mut bound = Vec::new();
        let on = match takes_apart(pat) && self.is_primitive(on) {
            true => self.left_to_rustc(),
            false => on,
        };
        self.note_names(pat);
        let residual = self.residual(pat, Some(on), on, &mut bound);
        let named = idents_in(pat);
        let mut references = Vec::new();
        bound_as_references(pat, matches!(self.ty(on), Ty::Ref(_)), &mut references);
        self.bound_references
            .extend(bound.iter().filter(|(name, _)| references.contains(name)).map(|(_, id)| *id));
        for (name, id) in &bound {
            if let Some(pat) = named.iter().find(|pat| pat.ident == *name) {
                self.declare_as(pat, *id);
            }
        }
        if guarded {
            // A guard needs the parts before the arm is entered; elements may not be there then.
            let checked = |stmt: &Stmt| {
                matches!(stmt, Stmt::Let(id) if matches!(
                    self.arena.op(*id),
                    Op::Index(..) | Op::Slice(..) | Op::Field(_, Member::Variant(..))
                ))
            };
            let of_place = self.place_of(on).is_some() && has_slice(pat);
            if of_place || self.block.stmts.iter().any(checked) {
                self.report(pat, &code::PATTERN, &[]);
            }
            self.hoisted.append(&mut self.block.stmts);
        }
        Pattern::Rust(Box::new(residual), bound)
    }

    /// Whether a name in a pattern binds or is a constant's, only its spelling tells. Rustc is to say where that is wrong.
    pub(in crate::lower) fn note_names(&mut self, pat: &Pat) {
        for name in idents_in(pat) {
            let names =
                if is_constant(&name) { &mut self.spelt.constants } else { &mut self.spelt.variables };
            if !names.contains(&name.ident) {
                names.push(name.ident);
            }
        }
    }

    /// The pattern without the names that are bound to `part`, the value it is matched with, if that can be seen.
    fn residual(&mut self, pat: &Pat, part: Option<Id>, on: Id, bound: &mut Vec<(Ident, Id)>) -> Pat {
        match pat {
            Pat::Ident(ident) if is_constant(ident) => pat.clone(),
            Pat::Ident(ident) if ident.by_ref.is_some() && ident.mutability.is_some() => {
                self.bind(pat, on);
                pat.clone()
            }
            Pat::Ident(ident) => match (part, &ident.subpat) {
                (Some(part), None) => {
                    self.declare_as(ident, part);
                    syn::parse_quote!(_)
                }
                (Some(part), Some((_, inner))) => {
                    self.declare_as(ident, part);
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
                if let Some(part) = part {
                    self.told_by_tuple(part, tuple);
                }
                let known = part.filter(|part| {
                    let ty = self.ty(*part);
                    let place = matches!(ty, Ty::Ref(_)) && self.place_of(*part).is_some();
                    matches!(ty.referent(), Ty::Tuple(_) | Ty::Outcome(..))
                        && !place
                        && !tuple.elems.iter().any(|p| matches!(p, Pat::Rest(_)))
                });
                let mut residual = tuple.clone();
                for (index, elem) in (0..).zip(residual.elems.iter_mut()) {
                    let part = known.map(|whole| {
                        let part = self.part(whole, Member::Index(index), elem.span());
                        self.bound_part(whole, part)
                    });
                    *elem = self.residual(elem, part, part.unwrap_or(on), bound);
                }
                Pat::Tuple(residual)
            }
            Pat::TupleStruct(tuple) if self.varies(on) && is_of_option(&tuple.path) => {
                let value = self.report(&tuple.path, &code::OPTION, &[]);
                for name in super::statement::names_in(pat) {
                    self.declare(&name, value);
                }
                pat.clone()
            }
            Pat::TupleStruct(tuple) => {
                let (mut residual, before) = (tuple.clone(), bound.len());
                let rest = tuple.elems.iter().position(is_rest).unwrap_or(tuple.elems.len());
                for (at, elem) in residual.elems.iter_mut().enumerate().filter(|(at, _)| *at != rest) {
                    let index = u32::try_from(at).ok().filter(|_| at < rest).map(Member::Index);
                    let part = self.part_by(&tuple.path, part, index, elem.span());
                    *elem = self.residual(elem, part, part.unwrap_or(on), bound);
                }
                if is_of_option(&tuple.path) && matches!(self.arena.op(on), Op::Plain(Plain::Method(..), _)) {
                    self.taken_out.extend(bound[before..].iter().map(|(_, id)| *id));
                }
                Pat::TupleStruct(residual)
            }
            Pat::Struct(fields) => {
                let mut residual = fields.clone();
                for field in &mut residual.fields {
                    let member = crate::lower::expr::structs::member(&field.member);
                    let part = self.part_by(&fields.path, part, Some(member), field.span());
                    *field.pat = self.residual(&field.pat, part, part.unwrap_or(on), bound);
                    field.colon_token.get_or_insert_default();
                }
                Pat::Struct(residual)
            }
            Pat::Slice(slice) => {
                let mut residual = slice.clone();
                // What is taken apart so has elements, also where only rustc knows its type.
                let whole = part.filter(|part| self.ty(*part).has_elements() || self.is_unseen_list(*part));
                let rest = slice.elems.iter().position(is_rest);
                for (at, elem) in residual.elems.iter_mut().enumerate() {
                    let part = whole.and_then(|whole| self.part_of_slice(whole, slice, at, rest));
                    *elem = match (&*elem, part) {
                        (Pat::Rest(_), _) => continue,
                        (Pat::Ident(ident), Some(part)) if Some(at) == rest => {
                            self.declare(&ident.ident, part);
                            syn::parse_quote!(..)
                        }
                        (elem, part) => self.residual(elem, part, on, bound),
                    };
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
                self.report(
                    &guarded.if_token,
                    &code::UNSUPPORTED,
                    &[
                        "a guard inside a pattern",
                        "write it behind the pattern of the whole arm: `pattern if guard => …`",
                    ],
                );
                pat.clone()
            }
            other => other.clone(),
        }
    }
}

impl Lower<'_> {
    /// A pattern of a tuple tells that a differentiated value of unseen type is one.
    fn told_by_tuple(&mut self, part: Id, tuple: &syn::PatTuple) {
        let ty = self.ty(part).referent().clone();
        let whole = !tuple.elems.iter().any(|elem| matches!(elem, Pat::Rest(_)));
        if whole && matches!(ty, Ty::Infer(_)) && self.varies(part) {
            let parts = tuple.elems.iter().map(|_| self.types.fresh()).collect();
            self.types.unify(&ty, &Ty::Tuple(parts));
        }
    }

    /// What a field of a struct pattern is matched with, if it can be seen.
    fn part_by(
        &mut self,
        path: &syn::Path,
        whole: Option<Id>,
        member: Option<Member>,
        span: Span,
    ) -> Option<Id> {
        let whole = whole?;
        let member = self.taken_apart_by(path, whole, member?)?;
        let part = self.part(whole, member, span);
        Some(self.bound_part(whole, part))
    }

    /// What the element of a slice pattern at a position is matched with.
    fn part_of_slice(
        &mut self,
        whole: Id,
        pat: &syn::PatSlice,
        at: usize,
        rest: Option<usize>,
    ) -> Option<Id> {
        let span = pat.span();
        let index = |n: usize| u32::try_from(n).ok();
        let behind = index(pat.elems.len() - at)?;
        if rest.is_none_or(|rest| at < rest) {
            let at = self.index_literal(index(at)?);
            return Some(self.element_bound(whole, at, span));
        }
        let length = self.length(whole, span)?;
        if Some(at) == rest {
            // The rest of an array is an array.
            matches!(self.ty(whole), Ty::Ref(ty) if !matches!(*ty, Ty::Array(..))).then_some(())?;
            let after = self.index_literal(behind - 1);
            let (from, to) = (self.index_literal(index(at)?), self.difference(length, after, span));
            let rest = self.slice_within(whole, from, to, span);
            self.arena.assure(rest);
            if self.lends(whole).is_some() {
                self.lend([rest]);
            }
            return Some(rest);
        }
        let behind = self.index_literal(behind);
        let at = self.difference(length, behind, span);
        Some(self.element_bound(whole, at, span))
    }

    /// An element that a pattern binds. Of what may change it is the one that is there now, unless it is borrowed by `&mut`.
    fn element_bound(&mut self, whole: Id, at: Id, span: Span) -> Id {
        let element = self.element(whole, at, span);
        let element = if self.lends(whole).is_some() { element } else { self.loaded(element) };
        self.bound_part(whole, element)
    }
}

/// Is there a pattern of elements in it?
pub(in crate::lower) fn has_slice(pat: &Pat) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_pat_slice(&mut self, _: &'ast syn::PatSlice) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_pat(&mut search, pat);
    search.0
}

/// Is it a pattern of elements?
pub(in crate::lower) fn asks_elements(pattern: &Pattern) -> bool {
    matches!(pattern, Pattern::Rust(pat, _) if matches!(behind_reference(pat), Pat::Slice(_)))
}

/// The pattern in `&pattern`.
fn behind_reference(pat: &Pat) -> &Pat {
    match pat {
        Pat::Reference(reference) => behind_reference(&reference.pat),
        Pat::Paren(paren) => behind_reference(&paren.pat),
        other => other,
    }
}

/// The pattern of a slice as one of the number of its elements, if nothing else is asked of them.
pub(in crate::lower) fn by_length(pattern: &Pattern) -> Option<Pattern> {
    let Pattern::Rust(pat, bound) = pattern else { return None };
    let number = match behind_reference(pat) {
        Pat::Wild(_) => return Some(pattern.clone()),
        Pat::Slice(slice) if bound.is_empty() => {
            let rest = slice.elems.iter().filter(|elem| matches!(elem, Pat::Rest(_))).count();
            let asked = slice.elems.iter().any(|elem| !matches!(elem, Pat::Rest(_) | Pat::Wild(_)));
            let number = proc_macro2::Literal::usize_unsuffixed(slice.elems.len() - rest);
            match (asked, rest) {
                (true, _) => return None,
                (false, 0) => syn::parse_quote!(#number),
                (false, _) => syn::parse_quote!(#number..),
            }
        }
        _ => return None,
    };
    Some(Pattern::Rust(Box::new(number), Vec::new()))
}

/// `..` or `name @ ..`
pub(in crate::lower) fn is_rest(pat: &Pat) -> bool {
    match pat {
        Pat::Rest(_) => true,
        Pat::Ident(ident) => ident.subpat.as_ref().is_some_and(|(_, inner)| matches!(**inner, Pat::Rest(_))),
        _ => false,
    }
}

/// `Some`, `Ok` or `Err`?
pub(in crate::lower) fn is_of_option(path: &syn::Path) -> bool {
    ["Some", "Ok", "Err"].iter().any(|name| path.is_ident(name))
}

/// By Rust's conventions a name in capitals in a pattern is a constant or a variant.
fn is_constant(pat: &syn::PatIdent) -> bool {
    let binds = pat.subpat.is_some() || pat.by_ref.is_some() || pat.mutability.is_some();
    !binds && pat.ident.to_string().starts_with(|c: char| c.is_uppercase())
}

/// The first constant in a pattern.
pub(in crate::lower) fn constant_in(pat: &Pat) -> Option<Ident> {
    idents_in(pat).into_iter().find(is_constant).map(|name| name.ident)
}

/// What a pattern binds.
pub(super) fn bound_in(pat: &Pat) -> Vec<syn::PatIdent> {
    idents_in(pat).into_iter().filter(|name| !is_constant(name)).collect()
}

/// Does only a value that has parts fit the pattern?
pub(in crate::lower) fn takes_apart(pat: &Pat) -> bool {
    match pat {
        Pat::Tuple(_) | Pat::Slice(_) | Pat::Struct(_) | Pat::TupleStruct(_) => true,
        Pat::Paren(inner) => takes_apart(&inner.pat),
        _ => false,
    }
}

/// The names that a pattern binds to references: behind a reference it binds references, up to a `&`.
fn bound_as_references(pat: &Pat, behind: bool, names: &mut Vec<Ident>) {
    match pat {
        Pat::Ident(name) => {
            if behind || name.by_ref.is_some() {
                names.push(name.ident.clone());
            }
            if let Some((_, inner)) = &name.subpat {
                bound_as_references(inner, behind, names);
            }
        }
        Pat::Paren(paren) => bound_as_references(&paren.pat, behind, names),
        Pat::Tuple(tuple) => tuple.elems.iter().for_each(|elem| bound_as_references(elem, behind, names)),
        Pat::TupleStruct(tuple) => {
            tuple.elems.iter().for_each(|elem| bound_as_references(elem, behind, names))
        }
        Pat::Struct(fields) => {
            fields.fields.iter().for_each(|field| bound_as_references(&field.pat, behind, names));
        }
        Pat::Slice(slice) => slice.elems.iter().for_each(|elem| bound_as_references(elem, behind, names)),
        Pat::Or(cases) => cases.cases.iter().for_each(|case| bound_as_references(case, behind, names)),
        Pat::Reference(reference) => bound_as_references(&reference.pat, false, names),
        _ => {}
    }
}
