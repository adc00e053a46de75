//! Ranges of integers and of characters: run over, and as values, to be run over or indexed with later.

use super::Lower;
use super::sequence::{Item, Sequence};
use crate::diagnostics as code;
use crate::ir::{Id, Member, Op, Plain};
use crate::types::{INTEGERS, Int, Ty};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, RangeLimits};

/// The ends of a range.
#[derive(Clone, Copy)]
pub(super) struct Ends {
    pub(super) from: Id,
    pub(super) to: Option<Id>,
    pub(super) limits: RangeLimits,
}

impl Lower<'_> {
    pub(super) fn range<'e>(&mut self, range: &syn::ExprRange) -> Option<Sequence<'e>> {
        let ends = self.ends(range)?;
        self.between(ends, range.span())
    }

    fn ends(&mut self, range: &syn::ExprRange) -> Option<Ends> {
        let from = self.expr(range.start.as_ref()?);
        let from = self.operand(from);
        let to = range.end.as_ref().map(|end| {
            let end = self.expr(end);
            self.operand(end)
        });
        Some(Ends { from, to, limits: range.limits })
    }

    /// A range as a value of its own.
    pub(super) fn range_value(&mut self, range: &syn::ExprRange) -> Id {
        let (whole, what) = (Expr::Range(range.clone()), ["a range of differentiated values"]);
        let Some(ends) = self.ends(range).filter(|_| !self.changes_outside(&whole)) else {
            return self.opaque(&whole, &code::UNSUPPORTED, &what);
        };
        if self.varies(ends.from) || ends.to.is_some_and(|to| self.varies(to)) {
            return self.report(&range.limits, &code::UNSUPPORTED, &what);
        }
        let mut captures = Vec::new();
        let mut end = |written: &Option<Box<Expr>>, value: Option<Id>, name: &str| match (written, value) {
            (Some(written), Some(value)) if !matches!(**written, Expr::Lit(_)) => {
                let name = syn::Ident::new(name, Span::mixed_site());
                captures.push((name.clone(), value));
                quote::quote!(#name)
            }
            // The type of a literal is what the rest says it is.
            _ => quote::quote!(#written),
        };
        let (first, last) = (end(&range.start, Some(ends.from), "first"), end(&range.end, ends.to, "last"));
        let limits = &range.limits;
        let (names, args) = captures.into_iter().unzip();
        let plain = Plain::Verbatim(quote::quote!(#first #limits #last), names);
        let value = self.discrete(Op::Plain(plain, args), Ty::Discrete, range.span());
        self.ranges.insert(value, ends);
        value
    }

    /// The range that a local is, or that a copy of it is. One that is `mut` may have given some of its items already.
    pub(super) fn known_range(&self, expr: &Expr) -> Option<Id> {
        match super::operator::bare(expr) {
            Expr::Path(path) if !self.is_mutable(expr) => {
                let value = self.values[self.local(path.path.get_ident()?)?.0]?;
                (self.ranges.contains_key(&value) || end_type(&self.ty(value)).is_some()).then_some(value)
            }
            Expr::MethodCall(call) if call.method == "clone" => self.known_range(&call.receiver),
            _ => None,
        }
    }

    pub(super) fn ends_of(&mut self, range: Id, span: Span) -> Option<Ends> {
        if let Some(ends) = self.ranges.get(&range) {
            return Some(*ends);
        }
        let ty = end_type(&self.ty(range))?;
        let [from, to] = ["start", "end"].map(|name| {
            let end = Member::Name(syn::Ident::new(name, span));
            self.node(Op::Field(range, end), ty.clone(), span)
        });
        Some(Ends { from, to: Some(to), limits: RangeLimits::HalfOpen(syn::Token![..](span)) })
    }

    pub(super) fn between<'e>(
        &mut self,
        Ends { from, to, limits }: Ends,
        span: Span,
    ) -> Option<Sequence<'e>> {
        // rustc does not count in floats.
        let ends = [Some(from), to].into_iter().flatten();
        self.types.disagree |= ends.into_iter().any(|end| self.ty(end).is_float());
        let Some(mut to) = to else {
            return Some(Sequence { to: None, ..Sequence::indices(from, from) });
        };
        if *self.ty(from).referent() == Ty::Discrete {
            // There are holes between characters.
            let names = ["first", "last"].map(|name| syn::Ident::new(name, Span::mixed_site()));
            let [first, last] = &names;
            let all = quote::quote!((#first #limits #last));
            let captures = names.iter().cloned().zip([from, to]).collect();
            let list = self.all_of(&all, Ty::Discrete, captures, span);
            return self.elements(list, false, false, span);
        }
        let RangeLimits::Closed(_) = limits else { return Some(Sequence::indices(from, to)) };
        // One past the end must be a number of the type, too.
        let ty = self.ty(to);
        let narrow = match &ty {
            Ty::Int(Int::Named(name)) => ["u8", "i8", "u16", "i16"].contains(&name.as_str()),
            Ty::Int(Int::Some(_)) => {
                self.arena.integer(to).is_some_and(|end| [127, 255, 32_767, 65_535].contains(&end))
            }
            _ => false,
        };
        if !narrow {
            to = self.plus(to, 1);
            return Some(Sequence::indices(from, to));
        }
        let wide = || Some(Ty::Int(Int::Named("i32".into())));
        let (from, to) = (self.integer_as(from, wide(), span), self.integer_as(to, wide(), span));
        let to = self.plus(to, 1);
        let item: Item<'e> = Box::new(move |lower, index| lower.integer_as(index, Some(ty), span));
        Some(Sequence { from, to: Some(to), backwards: false, item })
    }
}

/// What the ends of a `Range` are, if that is what the type is.
fn end_type(ty: &Ty) -> Option<Ty> {
    let Ty::Named(name) = ty.referent() else { return None };
    let last = name.rsplit("::").next()?.trim();
    let end = last.strip_prefix("Range <")?.strip_suffix('>')?.trim();
    Some(Ty::Int(Int::Named(INTEGERS.iter().find(|name| **name == end)?.to_string())))
}
