//! Values that may not be there: `pop`, `first`, `get`, `reduce`, `Some(x)`. A decision and a way to make the
//! value where it is there; no `Option` is ever built.

use super::binding::Rest;
use super::branch::ArmBody;
use super::found::FINDERS;
use super::operator::bare;
use super::{Lower, sequence};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Pattern, Plain, Step};
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

/// Makes the value, in the arm where it is there.
type Make<'e> = Box<dyn for<'l, 'a> FnOnce(&'l mut Lower<'a>) -> Id + 'e>;

/// A value that may not be there.
pub(super) struct Optional<'e> {
    /// Is it there?
    pub(super) some: Id,
    /// Emits it.
    pub(super) make: Make<'e>,
    /// Making it panics where it is not there.
    checked: bool,
}

impl<'e> Optional<'e> {
    pub(super) fn new(some: Id, make: impl for<'l, 'a> FnOnce(&'l mut Lower<'a>) -> Id + 'e) -> Optional<'e> {
        Optional { some, make: Box::new(make), checked: false }
    }
}

impl<'a> Lower<'a> {
    /// Reads an expression as a value that may not be there; `None` if it is not one that can be followed.
    pub(super) fn optional_of<'e>(&mut self, expr: &'e Expr) -> Option<Optional<'e>> {
        let expr = bare(expr);
        let span = expr.span();
        match expr {
            Expr::Path(path) if path.path.is_ident("None") => {
                let never = self.literal(Literal::Bool(false), Ty::Bool);
                Some(Optional::new(never, |lower| lower.poison()))
            }
            Expr::Call(call) => {
                let Expr::Path(path) = bare(&call.func) else { return None };
                let value = call.args.first().filter(|_| path.path.is_ident("Some"))?;
                let value = self.expr(value);
                let always = self.literal(Literal::Bool(true), Ty::Bool);
                Some(Optional::new(always, move |_| value))
            }
            Expr::If(_) | Expr::Block(_) if is_optional(expr) => {
                let pair = self.inner(|lower| lower.optional_pair(expr));
                let some = self.part(pair, Member::Index(0), span);
                Some(Optional::new(some, move |lower| lower.part(pair, Member::Index(1), span)))
            }
            Expr::MethodCall(call) => self.optional_method(call),
            _ => None,
        }
    }

    pub(super) fn optional_method<'e>(&mut self, call: &'e syn::ExprMethodCall) -> Option<Optional<'e>> {
        let span = call.span();
        let name = call.method.to_string();
        if FINDERS.contains(&name.as_str()) && sequence::is_chain(&call.receiver) {
            return self.found(call, &name);
        }
        match (name.as_str(), call.args.first()) {
            ("pop", None) => {
                let list = self.list(&call.receiver)?;
                let place = self.place_of(list)?;
                if !self.may_resize(&place) {
                    self.report(&call.method, &code::RESIZE, &[&name]);
                }
                let some = self.is_not_empty(list, span)?;
                let make = move |lower: &mut Lower<'_>| lower.shrink(place, span);
                Some(Optional { checked: true, ..Optional::new(some, make) })
            }
            ("first" | "last", None) => {
                let list = self.list(&call.receiver)?;
                let some = self.is_not_empty(list, span)?;
                let make = move |lower: &mut Lower<'_>| {
                    let at = match name.as_str() {
                        "first" => lower.index_literal(0),
                        _ => match lower.length(list, span) {
                            Some(length) => lower.minus_one(length, span),
                            None => lower.poison(),
                        },
                    };
                    let element = lower.element(list, at, span);
                    lower.borrow(element, span)
                };
                Some(Optional { checked: true, ..Optional::new(some, make) })
            }
            ("split_first" | "split_last", None) => {
                let list = self.list(&call.receiver)?;
                let some = self.is_not_empty(list, span)?;
                let make = move |lower: &mut Lower<'_>| {
                    let (zero, one) = (lower.index_literal(0), lower.index_literal(1));
                    let Some(length) = lower.length(list, span) else { return lower.poison() };
                    let last = lower.minus_one(length, span);
                    let (at, from, to) =
                        if name == "split_first" { (zero, one, length) } else { (last, zero, last) };
                    let element = lower.element(list, at, span);
                    let (element, rest) = (lower.borrow(element, span), lower.slice(list, from, to, span));
                    lower.pair(element, rest, span)
                };
                Some(Optional { checked: true, ..Optional::new(some, make) })
            }
            ("get", Some(at)) if !matches!(bare(at), Expr::Range(_)) => {
                let list = self.list(&call.receiver)?;
                let at = self.expr(at);
                let length = self.length(list, span)?;
                let op = Op::Plain(Plain::operator("<"), vec![at, length]);
                let some = self.discrete(op, Ty::Bool, span);
                let make = move |lower: &mut Lower<'_>| {
                    let element = lower.element(list, at, span);
                    lower.borrow(element, span)
                };
                Some(Optional { checked: true, ..Optional::new(some, make) })
            }
            ("copied" | "cloned", None) if is_optional(&call.receiver) => {
                let Optional { some, make, checked } = self.optional_of(&call.receiver)?;
                let make = move |lower: &mut Lower<'_>| {
                    let value = make(lower);
                    let value = lower.deref(value, span);
                    lower.loaded(value)
                };
                Some(Optional { checked, ..Optional::new(some, make) })
            }
            ("map", Some(function)) if is_optional(&call.receiver) => {
                let Optional { some, make, checked } = self.optional_of(&call.receiver)?;
                let make = move |lower: &mut Lower<'_>| {
                    let value = make(lower);
                    lower.call_handed(function, &[value], span)
                };
                Some(Optional { checked, ..Optional::new(some, make) })
            }
            ("then", Some(Expr::Closure(closure))) => {
                let some = self.expr(&call.receiver);
                Some(Optional::new(some, move |lower| lower.inline(closure, &[])))
            }
            ("then_some", Some(value)) => {
                let some = self.expr(&call.receiver);
                let value = self.expr(value);
                Some(Optional::new(some, move |_| value))
            }
            _ => None,
        }
    }

    /// The receiver of a method of lists, if it is a list.
    fn list(&mut self, expr: &Expr) -> Option<Id> {
        let list = self.lvalue(expr);
        self.ty(list).has_elements().then_some(list)
    }

    fn is_not_empty(&mut self, list: Id, span: Span) -> Option<Id> {
        let length = self.length(list, span)?;
        let zero = self.index_literal(0);
        Some(self.discrete(Op::Plain(Plain::operator(">"), vec![length, zero]), Ty::Bool, span))
    }

    /// Takes the last element off a list.
    pub(super) fn shrink(&mut self, place: crate::ir::Place, span: Span) -> Id {
        let flow = self.memory(&place).map(|memory| memory.flow).unwrap_or_default();
        let ty = self.list_element(&place);
        let taken = self.bound(ty, flow, span);
        self.block.stmts.push(crate::ir::Stmt::Shrink(place, taken));
        taken
    }

    /// What ends in a value that may not be there, as `(is it there, the value)`.
    fn optional_pair(&mut self, expr: &Expr) -> Id {
        match bare(expr) {
            Expr::Block(block) => self.optional_block(&block.block),
            Expr::If(branch) if !matches!(*branch.cond, Expr::Let(_)) && branch.else_branch.is_some() => {
                let condition = self.expr(&branch.cond);
                self.branch_on(
                    condition,
                    |lower| lower.optional_block(&branch.then_branch),
                    |lower| match &branch.else_branch {
                        Some((_, otherwise)) => lower.optional_pair(otherwise),
                        None => lower.poison(),
                    },
                )
            }
            other => {
                let span = other.span();
                let simple = if let Expr::If(_) = other { None } else { self.optional_of(other) };
                let Some(Optional { some, make, .. }) = simple else {
                    return self.report(&super::refuse::mark(other), &code::OPTION, &[]);
                };
                let value = match self.arena.op(some) {
                    Op::Literal(_) => make(self),
                    _ => self.branch_on(some, make, |lower| lower.poison()),
                };
                self.pair(some, value, span)
            }
        }
    }

    fn optional_block(&mut self, block: &syn::Block) -> Id {
        let Some((syn::Stmt::Expr(last, None), before)) = block.stmts.split_last() else {
            return self.report(block, &code::OPTION, &[]);
        };
        let scope = self.names.len();
        for stmt in before {
            self.sequence(std::slice::from_ref(stmt));
        }
        let pair = self.optional_pair(last);
        self.names.truncate(scope);
        pair
    }

    /// `unwrap`, `unwrap_or`, `map_or`, `is_some`, …; `None` if the call is none of them.
    pub(super) fn unwrapped(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        const METHODS: [&str; 9] = [
            "unwrap",
            "expect",
            "unwrap_or",
            "unwrap_or_else",
            "unwrap_or_default",
            "map_or",
            "map_or_else",
            "is_some",
            "is_none",
        ];
        let name = call.method.to_string();
        if !METHODS.contains(&name.as_str()) || !is_optional(&call.receiver) {
            return None;
        }
        let span = call.span();
        let Optional { some, make, checked } = self.optional_of(&call.receiver)?;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        Some(match (name.as_str(), arguments.as_slice()) {
            ("unwrap" | "expect", _) => {
                if !checked {
                    let there = Ident::new("there", Span::mixed_site());
                    let message = "called `Option::unwrap()` on a `None` value";
                    self.effect(quote!(::core::assert!(#there, #message);), vec![(there, some)]);
                }
                make(self)
            }
            ("unwrap_or", [default]) => {
                let default = self.expr(default);
                self.branch_on(some, make, move |_| default)
            }
            ("unwrap_or_else", [Expr::Closure(default)]) => {
                self.branch_on(some, make, move |lower| lower.inline(default, &[]))
            }
            ("unwrap_or_default", []) => self.branch_on(some, make, |lower| lower.poison()),
            ("map_or", [default, map]) => {
                let default = self.expr(default);
                let mapped = move |lower: &mut Lower<'a>| {
                    let value = make(lower);
                    lower.call_handed(map, &[value], span)
                };
                self.branch_on(some, mapped, move |_| default)
            }
            ("is_some", []) => some,
            ("is_none", []) => {
                let not = syn::UnOp::Not(Default::default());
                self.discrete(Op::Plain(Plain::Unary(not), vec![some]), Ty::Bool, span)
            }
            _ => self.report(&call.method, &code::UNKNOWN_METHOD, &[&name]),
        })
    }

    /// `if let Some(p) = e`, `let Some(p) = e else`, `match e { Some(p) => …, None => … }`: two arms.
    pub(super) fn if_some<'s>(
        &mut self,
        optional: Optional<'s>,
        pat: &'s Pat,
        then: impl FnOnce(&mut Lower<'a>) -> Id + 's,
        otherwise: impl FnOnce(&mut Lower<'a>) -> Id + 's,
        rest: Option<Rest<'_>>,
    ) -> Id {
        let Optional { some, make, .. } = optional;
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                let value = make(lower);
                lower.bind(pat, value);
                (Pattern::Is(true), None, then(lower))
            }),
            Box::new(move |lower| (Pattern::Is(false), None, otherwise(lower))),
        ];
        self.branch(some, arms, pat.span(), rest)
    }

    /// `a - 1` of a length.
    fn minus_one(&mut self, length: Id, span: Span) -> Id {
        let one = self.index_literal(1);
        self.difference(length, one, span)
    }

    /// The type of a list's elements.
    pub(super) fn list_element(&mut self, place: &crate::ir::Place) -> Ty {
        let whole = self.type_of_place(place);
        match whole.and_then(|ty| ty.part(0)) {
            Some(elem) => elem,
            None => self.types.fresh(),
        }
    }

    pub(super) fn type_of_place(&mut self, place: &crate::ir::Place) -> Option<Ty> {
        let mut ty = self.memory(place)?.ty.clone();
        for step in &place.path {
            ty = match step {
                Step::Index(_) => self.types.shallow(&ty).part(0)?,
                Step::Field(Member::Index(index)) => self.types.shallow(&ty).part(*index)?,
                Step::Field(Member::Name(_)) | Step::Range(..) => return None,
            };
        }
        Some(self.types.shallow(&ty))
    }
}

/// The pattern inside of `Some(…)`.
pub(super) fn some_pattern(pat: &Pat) -> Option<&Pat> {
    match pat {
        Pat::TupleStruct(tuple) if tuple.path.is_ident("Some") && tuple.elems.len() == 1 => {
            tuple.elems.first()
        }
        Pat::Paren(inner) => some_pattern(&inner.pat),
        _ => None,
    }
}

/// `None` or `_`.
pub(super) fn is_none_pattern(pat: &Pat) -> bool {
    match pat {
        Pat::Wild(_) => true,
        Pat::Ident(ident) => ident.ident == "None" && ident.subpat.is_none(),
        Pat::Path(path) => path.path.is_ident("None"),
        _ => false,
    }
}

/// Does the expression look like a value that may not be there, and that can be followed?
pub(super) fn is_optional(expr: &Expr) -> bool {
    let tail = |block: &syn::Block| matches!(block.stmts.last(), Some(syn::Stmt::Expr(last, None)) if is_optional(last));
    match bare(expr) {
        Expr::Path(path) => path.path.is_ident("None"),
        Expr::Call(call) => matches!(bare(&call.func), Expr::Path(path) if path.path.is_ident("Some")),
        Expr::Block(block) => tail(&block.block),
        Expr::If(branch) => {
            tail(&branch.then_branch) || branch.else_branch.as_ref().is_some_and(|(_, e)| is_optional(e))
        }
        Expr::MethodCall(call) => match call.method.to_string().as_str() {
            "pop" | "first" | "split_first" | "split_last" | "get" => !sequence::is_chain(&call.receiver),
            "last" | "then" | "then_some" => true,
            name if FINDERS.contains(&name) => sequence::is_chain(&call.receiver),
            "copied" | "cloned" | "map" => is_optional(&call.receiver),
            _ => false,
        },
        _ => false,
    }
}
