//! Ranges of integers and of characters: run over, and as values, to be run over or indexed with later.

use super::Sequence;
use crate::diagnostics as code;
use crate::ir::{Block, Flow, Id, Ids, Member, Op, Plain, Stmt};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::types::{INTEGERS, Int, Ty};
use proc_macro2::Span;
use syn::{Expr, RangeLimits};

/// The ends of a range.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Ends {
    pub(in crate::lower) from: Id,
    pub(in crate::lower) to: Option<Id>,
    pub(in crate::lower) limits: RangeLimits,
}

impl Lower<'_> {
    pub(in crate::lower) fn range<'e>(&mut self, range: &syn::ExprRange) -> Option<Sequence<'e>> {
        let ends = self.ends(range)?;
        self.between(ends, range.span())
    }

    fn ends(&mut self, range: &syn::ExprRange) -> Option<Ends> {
        let from = self.counting(range.start.as_ref()?);
        let from = self.operand(from);
        let to = range.end.as_ref().map(|end| {
            let end = self.counting(end);
            self.operand(end)
        });
        Some(Ends { from, to, limits: range.limits })
    }

    /// `let band = a..b;` of differentiated values: it can be asked what is inside. `false` if it is another `let`.
    pub(in crate::lower) fn bind_range(&mut self, pat: &syn::Pat, expr: &Expr) -> bool {
        let (syn::Pat::Ident(name), Expr::Range(range)) = (pat, crate::lower::expr::operator::bare(expr))
        else {
            return false;
        };
        if name.mutability.is_some() || name.by_ref.is_some() || name.subpat.is_some() {
            return false;
        }
        if !self.mentions_varying(quote::quote!(#range)) {
            return false;
        }
        let value = self.range_of(range, true);
        match self.is_asked_only(value) {
            true => {
                self.declare(&name.ident, value);
            }
            false => self.bind(pat, value),
        }
        true
    }

    /// Does it stand for a range of differentiated values, which is no value itself?
    pub(in crate::lower) fn is_asked_only(&self, value: Id) -> bool {
        self.varies(value) && self.ranges.contains_key(&value)
    }

    /// A range as a value of its own.
    pub(in crate::lower) fn range_value(&mut self, range: &syn::ExprRange) -> Id {
        self.range_of(range, false)
    }

    /// The same; `asked`: of differentiated values it may be one that is only asked what is inside.
    fn range_of(&mut self, range: &syn::ExprRange, asked: bool) -> Id {
        let (whole, what) = (
            Expr::Range(range.clone()),
            [
                "a range of differentiated values",
                "compare with its ends, `a <= x && x < b`, or run over integers",
            ],
        );
        let Some(ends) = self.ends(range).filter(|_| !self.changes_outside(&whole)) else {
            return self.opaque(&whole, &code::UNSUPPORTED, &what);
        };
        if self.varies(ends.from) || ends.to.is_some_and(|to| self.varies(to)) {
            if !asked {
                return self.report(&range.limits, &code::UNSUPPORTED, &what);
            }
            let ty = self.types.fresh();
            let stands = self.bound(ty, Flow { varies: true, ..Flow::default() }, range.span());
            self.ranges.insert(stands, ends);
            return stands;
        }
        let mut captures = Vec::new();
        let mut end = |written: &Option<Box<Expr>>, value: Option<Id>, name: &str| match (written, value) {
            (Some(written), Some(value)) if !matches!(**written, Expr::Lit(_)) => {
                let name = syn::Ident::new(name, Span::call_site());
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

    /// The range of these ends, in the text of the library.
    pub(in crate::lower) fn range_between(&mut self, from: Id, to: Id, span: Span) -> Id {
        // It is only asked for its ends.
        let value = self.bound(Ty::Discrete, Flow::default(), span);
        let limits = RangeLimits::HalfOpen(syn::Token![..](span));
        self.ranges.insert(value, Ends { from, to: Some(to), limits });
        value
    }

    /// `range.start` or `range.end`; `None` if the field is neither.
    pub(in crate::lower) fn end_of_range(&self, field: &syn::ExprField) -> Option<Id> {
        let Ends { from, to, .. } = self.ranges.get(&self.known_range(&field.base)?)?;
        match &field.member {
            syn::Member::Named(name) if name == "start" => Some(*from),
            syn::Member::Named(name) if name == "end" => *to,
            _ => None,
        }
    }

    /// `(a..b).contains(&x)`: the comparisons that it stands for; `None` if the call is another.
    pub(in crate::lower) fn inside_range(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let (true, [item]) = (call.method == "contains", &*call.args.iter().collect::<Vec<_>>()) else {
            return None;
        };
        let (from, to, limits) = match crate::lower::expr::operator::bare(&call.receiver) {
            Expr::Range(range) if range.start.is_some() || range.end.is_some() => {
                let mut end = |end: &Option<Box<Expr>>| end.as_ref().map(|end| self.expr(end));
                (end(&range.start), end(&range.end), range.limits)
            }
            local => {
                let range = self.known_range(local)?;
                let Ends { from, to, limits } = self.ends_of(range, local.span())?;
                (Some(from), to, limits)
            }
        };
        let item = match crate::lower::expr::operator::bare(item) {
            Expr::Reference(place) => self.expr(&place.expr),
            item => {
                let of = self.expr(item);
                match self.ty(of) {
                    // A pattern may have made a value of the reference.
                    Ty::Infer(_) if !self.varies(of) => {
                        let private = crate::names::private();
                        let behind = Plain::Call(quote::quote!(#private::behind!));
                        let ty = self.types.fresh();
                        self.node(Op::Plain(behind, vec![of]), ty, item.span())
                    }
                    Ty::Infer(_) | Ty::Named(_) => of,
                    _ => self.deref(of, item.span()),
                }
            }
        };
        let span = call.span();
        let mut less = |lesser: Id, op: &str, greater: Id| {
            let op = crate::ir::operator(op);
            self.arithmetic(&op, lesser, greater, span, &op)
        };
        let above = from.map(|from| less(from, "<=", item));
        let below = to.map(|to| match limits {
            RangeLimits::Closed(_) => less(item, "<=", to),
            RangeLimits::HalfOpen(_) => less(item, "<", to),
        });
        match (above, below) {
            (Some(above), Some(below)) => {
                Some(self.discrete(Op::Plain(Plain::operator("&&"), vec![above, below]), Ty::Bool, span))
            }
            (one, other) => one.or(other),
        }
    }

    /// The range that a local is, or that a copy of it is. One that is `mut` may have given some of its items already.
    pub(in crate::lower) fn known_range(&self, expr: &Expr) -> Option<Id> {
        match crate::lower::expr::operator::bare(expr) {
            Expr::Path(path) if !self.is_mutable(expr) => {
                let value = self.values[self.local(path.path.get_ident()?)?.0]?;
                (self.ranges.contains_key(&value) || end_type(&self.ty(value)).is_some()).then_some(value)
            }
            Expr::MethodCall(call) if call.method == "clone" => self.known_range(&call.receiver),
            _ => None,
        }
    }

    pub(in crate::lower) fn ends_of(&mut self, range: Id, span: Span) -> Option<Ends> {
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

    pub(in crate::lower) fn between<'e>(
        &mut self,
        Ends { from, to, limits }: Ends,
        span: Span,
    ) -> Option<Sequence<'e>> {
        // rustc does not count in floats.
        let ends = [Some(from), to].into_iter().flatten();
        self.types.disagree |= ends.into_iter().any(|end| self.ty(end).is_float());
        let Some(to) = to else {
            if *self.ty(from).referent() == Ty::Discrete {
                self.sink.report_at(
                    span,
                    &code::UNSUPPORTED,
                    &["a range without an end that does not count", "give it an end, `'a'..='z'`"],
                );
                let refused = self.reported();
                return Some(Sequence::indices(refused, refused));
            }
            return Some(Sequence { to: None, ..Sequence::indices(from, from) });
        };
        if *self.ty(from).referent() == Ty::Discrete {
            // There are holes between characters.
            let names = ["first", "last"].map(|name| syn::Ident::new(name, Span::call_site()));
            let [first, last] = &names;
            let all = quote::quote!((#first #limits #last));
            let captures = names.iter().cloned().zip([from, to]).collect();
            let list = self.all_of(&all, Ty::Discrete, captures, span);
            return self.elements(list, false, false, span);
        }
        let RangeLimits::Closed(_) = limits else { return Some(Sequence::indices(from, to)) };
        let end = self.plus(to, 1);
        self.arena.assure(end);
        self.inclusive.insert(end, to);
        Some(Sequence::indices(from, end))
    }

    /// Loops that were to run up to one past the last of an inclusive range run up to the last itself where that is not
    /// sure to be a number of the type. Gives the ends that nothing needs then.
    pub(in crate::lower) fn settle_inclusive(&mut self, block: &mut Block) -> Ids {
        self.run_up_to_last(block);
        let used = block.uses(&self.arena);
        self.inclusive.keys().copied().filter(|end| !used.contains_key(end)).collect()
    }

    fn run_up_to_last(&self, block: &mut Block) {
        for stmt in &mut block.stmts {
            stmt.blocks_mut().into_iter().for_each(|block| self.run_up_to_last(block));
            let Stmt::Loop(l) = stmt else { continue };
            let Some(counter) = &mut l.counter else { continue };
            let Some(last) = self.inclusive.get(&counter.to).copied() else { continue };
            if is_wide(self.arena.ty(counter.index)) {
                continue;
            }
            (counter.to, counter.closed) = (last, true);
            for (carried, next) in l.carried.iter_mut().zip(&mut l.body.results) {
                if Some(carried.out) == l.reached {
                    // Of an empty range it keeps what makes the same range empty.
                    carried.init = if counter.backwards { counter.from } else { last };
                    *next = counter.index;
                }
            }
        }
    }
}

/// Is the largest number of the type too large to be counted up to?
fn is_wide(ty: &Ty) -> bool {
    match ty {
        Ty::Int(Int::Named(name)) => !["u8", "i8", "u16", "i16"].contains(&name.as_str()),
        Ty::Int(Int::Any) => true,
        _ => false,
    }
}

/// What the ends of a `Range` are, if that is what the type is.
fn end_type(ty: &Ty) -> Option<Ty> {
    let Ty::Named(name) = ty.referent() else { return None };
    let last = name.rsplit("::").next()?.trim();
    let end = last.strip_prefix("Range <")?.strip_suffix('>')?.trim();
    Some(Ty::Int(Int::Named(INTEGERS.iter().find(|name| **name == end)?.to_string())))
}
