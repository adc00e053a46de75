//! Methods of values that may not be there, and those that make such: `pop`, `first`, `get`, `map`, `unwrap_or`, `is_some`, …

use super::Lower;
use super::found::FINDERS;
use super::operator::bare;
use super::optional::{As, Optional};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use syn::Expr;
use syn::spanned::Spanned;

impl<'a> Lower<'a> {
    pub(super) fn optional_method<'e>(&mut self, call: &'e syn::ExprMethodCall) -> Option<Optional<'e>> {
        let span = call.span();
        let name = call.method.to_string();
        if let Some(before) = self.exchanged_optional(call) {
            return Some(before);
        }
        if FINDERS.contains(&name.as_str()) && self.is_chain(&call.receiver) {
            return self.found(call, &name);
        }
        match (name.as_str(), call.args.first()) {
            ("pop", None) => {
                let list = self.list(call)?;
                let place = self.place_of(list)?;
                if !self.may_resize(&place) {
                    self.report(&call.method, &code::RESIZE, &[&name]);
                }
                let some = self.is_not_empty(list, span)?;
                let make = move |lower: &mut Lower<'_>| lower.shrink(place, span);
                Some(Optional { checked: true, ..Optional::new(some, make) })
            }
            ("first" | "last", None) => {
                let list = self.list(call)?;
                let some = self.is_not_empty(list, span)?;
                let checked = !self.is_part_of_list(list);
                let make = move |lower: &mut Lower<'_>| {
                    let at = match name.as_str() {
                        "first" => lower.index_literal(0),
                        _ => match lower.length(list, span) {
                            Some(length) => lower.minus_one(length, span),
                            None => lower.poison(),
                        },
                    };
                    let element = lower.indexed(list, at, !checked, span);
                    lower.borrow(element, span)
                };
                Some(Optional { checked, ..Optional::new(some, make) })
            }
            ("split_first" | "split_last", None) => {
                let list = self.list(call)?;
                let some = self.is_not_empty(list, span)?;
                let checked = !self.is_part_of_list(list);
                let make = move |lower: &mut Lower<'_>| {
                    let (zero, one) = (lower.index_literal(0), lower.index_literal(1));
                    let Some(length) = lower.length(list, span) else { return lower.poison() };
                    let last = lower.minus_one(length, span);
                    let (at, from, to) =
                        if name == "split_first" { (zero, one, length) } else { (last, zero, last) };
                    let element = lower.indexed(list, at, !checked, span);
                    let (element, rest) =
                        (lower.borrow(element, span), lower.slice_within(list, from, to, span));
                    if !checked {
                        lower.arena.assure(rest);
                    }
                    lower.pair(element, rest, span)
                };
                Some(Optional { checked, ..Optional::new(some, make) })
            }
            ("get", Some(at)) if !matches!(bare(at), Expr::Range(_)) => {
                let list = self.list(call)?;
                let at = self.expr(at);
                let length = self.length(list, span)?;
                let op = Op::Plain(Plain::operator("<"), vec![at, length]);
                let some = self.discrete(op, Ty::Bool, span);
                let checked = !self.is_part_of_list(list);
                let make = move |lower: &mut Lower<'_>| {
                    let element = lower.indexed(list, at, !checked, span);
                    lower.borrow(element, span)
                };
                Some(Optional { checked, ..Optional::new(some, make) })
            }
            ("copied" | "cloned", None) if self.is_optional(&call.receiver) => {
                let optional = self.optional_of(&call.receiver)?;
                Some(optional.then(move |lower, value| {
                    let value = lower.deref(value, span);
                    lower.loaded(value)
                }))
            }
            ("map", Some(function)) if self.is_optional(&call.receiver) => {
                let optional = self.optional_of(&call.receiver)?;
                Some(optional.then(move |lower, value| lower.call_handed(function, &[value], span)))
            }
            ("as_ref", None) if self.is_optional(&call.receiver) => {
                let optional = self.optional_of(&call.receiver)?;
                Some(optional.then(move |lower, value| lower.borrow(value, span)))
            }
            ("and_then", Some(Expr::Closure(next))) if self.is_optional(&call.receiver) => {
                let Optional { some, make, .. } = self.optional_of(&call.receiver)?;
                let next = |lower: &mut Self| {
                    let value = make(lower);
                    lower.inline(next, &[value], As::Pair)
                };
                let pair = self.branch_on(some, next, |lower| lower.never(span));
                Some(self.of_pair(pair, span))
            }
            ("or" | "or_else", Some(other)) if self.is_optional(&call.receiver) => {
                let Optional { some, make, .. } = self.optional_before(&call.receiver, Some(other))?;
                // What `or` takes is evaluated in any case.
                let given = (name == "or").then(|| self.optional_pair(other));
                let this = |lower: &mut Self| {
                    let value = make(lower);
                    let always = lower.literal(Literal::Bool(true), Ty::Bool);
                    lower.pair(always, value, span)
                };
                let other = |lower: &mut Self| match (given, other) {
                    (Some(pair), _) => pair,
                    (None, Expr::Closure(other)) => lower.inline(other, &[], As::Pair),
                    (None, other) => lower.report(other, &code::OPTION, &[]),
                };
                let pair = self.branch_on(some, this, other);
                Some(self.of_pair(pair, span))
            }
            ("filter", Some(keep)) if self.is_optional(&call.receiver) => {
                let Optional { some, make, .. } = self.optional_of(&call.receiver)?;
                let kept = |lower: &mut Self| {
                    let value = make(lower);
                    let shared = lower.borrow(value, span);
                    let keep = lower.decided(keep, &[shared], span);
                    lower.pair(keep, value, span)
                };
                let pair = self.branch_on(some, kept, |lower| lower.never(span));
                Some(self.of_pair(pair, span))
            }
            ("fold", Some(init)) if self.is_optional(init) => self.optional_fold(call, init),
            ("then", Some(Expr::Closure(closure))) => {
                let some = self.expr(&call.receiver);
                Some(Optional::new(some, move |lower| lower.inline(closure, &[], As::Value)))
            }
            ("then_some", Some(value)) => {
                let some = self.expr(&call.receiver);
                let value = self.expr(value);
                Some(Optional::new(some, move |_| value))
            }
            _ => self.library_optional(call),
        }
    }

    /// The receiver of a method of lists, if it is a list.
    fn list(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let list = self.receiver(call);
        (self.ty(list).has_elements() || self.is_unseen_list(list)).then_some(list)
    }

    fn is_not_empty(&mut self, list: Id, span: Span) -> Option<Id> {
        let length = self.length(list, span)?;
        let zero = self.index_literal(0);
        Some(self.discrete(Op::Plain(Plain::operator(">"), vec![length, zero]), Ty::Bool, span))
    }

    /// `fold(None, |best, item| …)`: `best` is a local that holds an `Option`.
    fn optional_fold<'e>(&mut self, call: &'e syn::ExprMethodCall, init: &Expr) -> Option<Optional<'e>> {
        let Some(Expr::Closure(closure)) = call.args.last() else { return None };
        let [held, item] = closure.inputs.iter().collect::<Vec<_>>()[..] else { return None };
        let (some, value) = self.optional_parts(init)?;
        let scope = self.names.len();
        let (local, held) = self.hold(held, some, value)?;
        let outer = self.names.split_off(scope);
        let (arguments, own) = ([&*closure.body], vec![local, held.flag]);
        self.each(&call.receiver, &arguments, own, call.span(), &mut |lower, of| {
            let scope = lower.names.len();
            lower.names.extend(outer.iter().cloned());
            lower.bind(item, of);
            lower.assign_optional(local, held, &closure.body);
            lower.names.truncate(scope);
        })?;
        Some(self.held_now(local, held))
    }

    /// The same as `optional_of`, made before something else is evaluated, or though nobody may ask for the value: where that
    /// makes a difference.
    fn optional_before<'e>(&mut self, expr: &'e Expr, then: Option<&Expr>) -> Option<Optional<'e>> {
        let constant = then.is_some_and(|then| self.captures(then.to_token_stream()).is_empty());
        let then_changes = then.is_some_and(|then| self.changes_something(then));
        // What a closure gives nobody may want, but what it calls may do something.
        let made = then.is_none() && matches!(expr, Expr::MethodCall(call) if !call.args.is_empty());
        if !made && !then_changes && (constant || !self.changes_something(expr)) {
            return self.optional_of(expr);
        }
        let (some, value) = self.optional_parts(expr)?;
        Some(Optional::new(some, move |_| value))
    }

    /// `None`, as a pair.
    fn never(&mut self, span: Span) -> Id {
        let (never, nothing) = (self.literal(Literal::Bool(false), Ty::Bool), self.poison());
        self.pair(never, nothing, span)
    }

    fn of_pair<'e>(&mut self, pair: Id, span: Span) -> Optional<'e> {
        let (some, value) =
            (self.part(pair, Member::Index(0), span), self.part(pair, Member::Index(1), span));
        Optional::new(some, move |_| value)
    }

    /// `unwrap`, `unwrap_or`, `map_or`, `is_some`, …; `None` if the call is none of them.
    pub(super) fn unwrapped(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        const METHODS: [&str; 11] = [
            "unwrap",
            "expect",
            "unwrap_or",
            "unwrap_or_else",
            "unwrap_or_default",
            "map_or",
            "map_or_else",
            "is_some",
            "is_none",
            "is_some_and",
            "is_none_or",
        ];
        let name = call.method.to_string();
        if !METHODS.contains(&name.as_str()) || !self.is_optional(&call.receiver) {
            return None;
        }
        let span = call.span();
        let optional = match name.as_str() {
            "is_some" | "is_none" | "unwrap_or" | "map_or" | "expect" => {
                self.optional_before(&call.receiver, call.args.first())?
            }
            _ => self.optional_of(&call.receiver)?,
        };
        let optional = match (name.as_str(), call.args.last()) {
            ("map_or" | "map_or_else" | "is_some_and" | "is_none_or", Some(function)) => {
                optional.then(move |lower, value| lower.call_handed(function, &[value], span))
            }
            _ => optional,
        };
        let Optional { some, make, checked } = optional;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        Some(match (name.as_str(), arguments.as_slice()) {
            ("unwrap" | "expect", message) => {
                for message in message {
                    if self.changes_something(message) {
                        self.expr(message);
                    }
                }
                if !checked {
                    let there = Ident::new("there", Span::mixed_site());
                    let message = "called `Option::unwrap()` on a `None` value";
                    self.effect(quote!(::core::assert!(#there, #message);), vec![(there, some)]);
                }
                make(self)
            }
            ("unwrap_or", [default]) | ("map_or", [default, _]) => {
                let default = self.expr(default);
                self.branch_on(some, make, move |_| default)
            }
            ("unwrap_or_else", [Expr::Closure(default)]) | ("map_or_else", [Expr::Closure(default), _]) => {
                self.branch_on(some, make, move |lower| lower.inline(default, &[], As::Value))
            }
            ("unwrap_or_default", []) => self.branch_on(some, make, |lower| lower.poison()),
            ("is_some_and" | "is_none_or", [_]) => self
                .branch_on(some, make, |lower| lower.literal(Literal::Bool(name == "is_none_or"), Ty::Bool)),
            ("is_some", []) => some,
            ("is_none", []) => {
                let not = syn::UnOp::Not(Default::default());
                self.discrete(Op::Plain(Plain::Unary(not), vec![some]), Ty::Bool, span)
            }
            _ => self.report(&call.method, &code::UNKNOWN_METHOD, &[&name]),
        })
    }
}
