//! Methods of values that may not be there, and those that make such: `pop`, `first`, `get`, `map`, `unwrap_or`, `is_some`, …

use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::option::optional::{As, Optional};
use crate::lower::sequence::found::FINDERS;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;

/// One of the methods that only an `Option` or a `Result` has.
const OF_OUTCOMES: &str = "unwrap";

impl<'a> Lower<'a> {
    pub(in crate::lower) fn optional_method<'e>(
        &mut self,
        call: &'e syn::ExprMethodCall,
    ) -> Option<Optional<'e>> {
        let span = call.span();
        let name = call.method.to_string();
        if let Some(before) = self.exchanged_optional(call) {
            return Some(before);
        }
        if self.ends_foreign_chain(call, &name) || name == "pop" && self.is_constant_of_caller(&call.receiver)
        {
            return None;
        }
        if self.is_by_key(call) {
            return self.by_key(call);
        }
        if FINDERS.contains(&name.as_str()) && self.is_chain(&call.receiver) {
            return self.found(call, &name);
        }
        match (name.as_str(), call.args.first()) {
            ("pop", None) => {
                let list = self.list(call)?;
                let place = self.place_of(list)?;
                let some = self.is_not_empty(list, span)?;
                if !self.may_resize(&place) {
                    if !self.is_unseen_list(list) {
                        self.report(&call.method, &code::RESIZE, &[&name]);
                    }
                    let make = move |lower: &mut Lower<'_>| lower.popped_by_rule(place, span);
                    return Some(Optional { checked: true, ..Optional::new(some, make) });
                }
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
            ("clone" | "to_owned", None) if self.is_optional(&call.receiver) => {
                let optional = self.optional_of(&call.receiver)?;
                let status = match self.ty(optional.status) {
                    Ty::Status => {
                        let copy = Op::Plain(Plain::method("clone"), vec![optional.status]);
                        self.discrete(copy, Ty::Status, span)
                    }
                    _ => optional.status,
                };
                Some(Optional { status, ..optional })
            }
            _ if self.is_optional(&call.receiver)
                || self.may_be_outcome(&call.receiver, &name)
                || self.is_of_opaque_option(call, &name)
                || self.call_adapts_opaque(call)
                || self.call_adapts_field(call) =>
            {
                self.adapted(call, &name)
            }
            ("sum" | "product" | "collect", None) => self.fallible(call),
            _ => self.library_optional(call),
        }
    }

    /// An `Option` or a `Result` that is made of another.
    fn adapted<'e>(&mut self, call: &'e syn::ExprMethodCall, name: &str) -> Option<Optional<'e>> {
        let span = call.span();
        match (name, call.args.first()) {
            ("copied" | "cloned", None) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                Some(optional.then(move |lower, value| {
                    let value = lower.deref(value, span);
                    lower.loaded(value)
                }))
            }
            ("map", Some(function)) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                Some(optional.then(move |lower, value| lower.call_handed(function, &[value], span)))
            }
            ("inspect", Some(function)) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let some = optional.some;
                let (status, value) = self.made_now(optional);
                // The function runs even if the value is unused.
                let looks = |lower: &mut Self| {
                    let shared = lower.borrow(value, span);
                    lower.call_handed(function, &[shared], span);
                    lower.unit()
                };
                self.branch_on(some, looks, |lower| lower.unit());
                Some(Optional { status, ..Optional::new(some, move |_| value) })
            }
            ("inspect_err", Some(function)) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let (status, value) = self.made_now(optional);
                let some = self.holds(status, span);
                let looks = |lower: &mut Self| {
                    let shared = lower.shared_status(status, span);
                    let error = lower.error(shared, span);
                    lower.call_handed(function, &[error], span);
                    lower.unit()
                };
                self.branch_on(some, |lower| lower.unit(), looks);
                Some(Optional { status, ..Optional::new(some, move |_| value) })
            }
            ("as_ref" | "as_deref", None) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                Some(self.by_reference(optional, span))
            }
            ("ok", None) => {
                let optional = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                Some(Optional { status: optional.some, ..optional })
            }
            ("ok_or", Some(error)) => {
                let optional = self.optional_before(&call.receiver, name, Some(error))?;
                let error = self.reason(error, |lower, error| lower.expr(error));
                let some = optional.some;
                let status = self.branch_on(some, |lower| lower.fine(), |lower| lower.failure(error, span));
                Some(Optional { status, ..optional })
            }
            ("ok_or_else", Some(error)) => {
                let optional = self.optional_before(&call.receiver, name, Some(error))?;
                let some = optional.some;
                let failure = |lower: &mut Self| {
                    let error = lower.reason(error, |lower, error| lower.call_handed(error, &[], span));
                    lower.failure(error, span)
                };
                let status = self.branch_on(some, |lower| lower.fine(), failure);
                Some(Optional { status, ..optional })
            }
            ("map_err", Some(function)) => {
                let optional = self.optional_before(&call.receiver, name, Some(function))?;
                let (before, some) = (optional.status, optional.some);
                let failure = |lower: &mut Self| {
                    let error = lower.error(before, span);
                    let error =
                        lower.reason(function, |lower, function| lower.call_handed(function, &[error], span));
                    lower.failure(error, span)
                };
                let status = self.branch_on(some, |lower| lower.fine(), failure);
                Some(Optional { status, ..optional })
            }
            ("and_then", Some(next)) => {
                let Optional { status, some, make, .. } =
                    self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let next = |lower: &mut Self| {
                    let value = make(lower);
                    lower.handed_pair(next, &[value], span)
                };
                let pair = self.branch_on(some, next, |lower| lower.without_value(status, span));
                Some(self.of_outcome(pair, span))
            }
            ("and", Some(other)) => {
                let receiver = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let (status, _) = self.made_now(receiver);
                let some = self.holds(status, span);
                let given = self.optional_pair(other);
                let pair = self.branch_on(some, |_| given, |lower| lower.without_value(status, span));
                Some(self.of_outcome(pair, span))
            }
            ("or" | "or_else", Some(other)) => {
                let Optional { status, some, make, .. } =
                    self.optional_before(&call.receiver, name, Some(other))?;
                // What `or` takes is evaluated in any case.
                let given = (name == "or").then(|| self.optional_pair(other));
                let is_result = self.ty(status) == Ty::Status;
                let this = |lower: &mut Self| {
                    let value = make(lower);
                    let fine = match is_result {
                        true => lower.fine(),
                        false => lower.literal(Literal::Bool(true), Ty::Bool),
                    };
                    lower.outcome(fine, value, span)
                };
                let other = |lower: &mut Self| match given {
                    Some(pair) => pair,
                    None if is_result => {
                        let error = lower.error(status, span);
                        lower.handed_pair(other, &[error], span)
                    }
                    None => lower.handed_pair(other, &[], span),
                };
                let pair = self.branch_on(some, this, other);
                Some(self.of_outcome(pair, span))
            }
            ("xor", Some(other)) => {
                let receiver = self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let (a, value) = self.made_now(receiver);
                let (b, other) = self.optional_parts(other)?;
                let some = self.discrete(Op::Plain(Plain::operator("!="), vec![a, b]), Ty::Bool, span);
                let chosen = self.choose(a, value, other);
                Some(Optional::new(some, move |_| chosen))
            }
            ("zip", Some(other)) => {
                let Optional { some: a, make, .. } =
                    self.optional_before(&call.receiver, name, Some(other))?;
                let Optional { some: b, make: next, .. } = self.optional_before(other, OF_OUTCOMES, None)?;
                let both = self.discrete(Op::Plain(Plain::operator("&"), vec![a, b]), Ty::Bool, span);
                Some(Optional::new(both, move |lower| {
                    let first = make(lower);
                    let second = next(lower);
                    lower.pair(first, second, span)
                }))
            }
            ("flatten", None) => {
                let Optional { status, some, make, .. } =
                    self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let inner = |lower: &mut Self| {
                    let value = make(lower);
                    match lower.as_outcome(value) {
                        Some(pair) => pair,
                        None => lower.report(&call.method, &code::OPTION, &[]),
                    }
                };
                let pair = self.branch_on(some, inner, |lower| lower.without_value(status, span));
                Some(self.of_outcome(pair, span))
            }
            ("transpose", None) => {
                let optional = self.used_as_outcome(&call.receiver, name, None)?;
                let is_result = self.ty(optional.status) == Ty::Status;
                let (status, value) = self.made_now(optional);
                let pair = self.as_outcome(value).or_else(|| {
                    let status = if is_result { Ty::Bool } else { Ty::Status };
                    self.assumed_outcome(value, Some(status)).then_some(value)
                })?;
                let [inside, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
                let outer = self.holds(status, span);
                // Of a `Result` an error is something: an `Option` with that.
                let told = match is_result {
                    true => self.branch_on(
                        outer,
                        |_| inside,
                        |lower| lower.literal(Literal::Bool(true), Ty::Bool),
                    ),
                    false => self.branch_on(outer, |_| inside, |lower| lower.fine()),
                };
                let value = self.outcome(status, value, span);
                let some = self.holds(told, span);
                Some(Optional { status: told, ..Optional::new(some, move |_| value) })
            }
            ("filter", Some(keep)) => {
                let Optional { some, make, .. } =
                    self.used_as_outcome(&call.receiver, name, call.args.first())?;
                let kept = |lower: &mut Self| {
                    let value = make(lower);
                    let shared = lower.borrow(value, span);
                    let keep = lower.decided(keep, &[shared], span);
                    lower.outcome(keep, value, span)
                };
                let pair = self.branch_on(some, kept, |lower| lower.without_value(some, span));
                Some(self.of_outcome(pair, span))
            }
            _ => None,
        }
    }

    /// A method that gives an `Option` or a `Result`, as a value; `None` if it gives something else, or only what opaque code makes.
    pub(in crate::lower) fn outcome_method(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        // An iterator is never read as a value, so that `map` of what only rustc knows is that of an `Option`, or rustc says that it is none.
        let gives = self.is_optional_method(call)
            || self.call_adapts_opaque(call)
            || self.adapts_option_in_field(call)
            || super::optional::ADAPTERS.contains(&name.as_str())
                && self.may_be_outcome(&call.receiver, &name);
        if !gives || !self.mentions_varying(call) {
            return None;
        }
        let optional = self.optional_method(call)?;
        Some(self.outcome_of(optional, call.span()))
    }

    /// What a closure or a named function gives, which is an `Option` or a `Result`.
    fn handed_pair(&mut self, function: &Expr, args: &[Id], span: Span) -> Id {
        let given = match function {
            Expr::Closure(closure) => return self.inline(closure, args, As::Pair),
            function => self.call_handed(function, args, span),
        };
        self.assumed_outcome(given, None);
        match self.as_outcome(given) {
            Some(pair) => pair,
            None => self.report(function, &code::OPTION, &[]),
        }
    }

    /// The pair of a status that says that there is no value.
    fn without_value(&mut self, status: Id, span: Span) -> Id {
        let status = match self.ty(status) {
            Ty::Bool => self.literal(Literal::Bool(false), Ty::Bool),
            _ => status,
        };
        let nothing = self.poison();
        self.outcome(status, nothing, span)
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
        let (status, value) = self.optional_parts(init)?;
        let scope = self.names.len();
        let (local, held) = self.hold(held, status, value)?;
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
    pub(super) fn optional_before<'e>(
        &mut self,
        expr: &'e Expr,
        method: &str,
        then: Option<&Expr>,
    ) -> Option<Optional<'e>> {
        let constant = then.is_some_and(|then| self.captures(then.to_token_stream()).is_empty());
        let then_changes = then.is_some_and(|then| self.changes_something(then));
        // What a closure gives nobody may want, but what it calls may do something.
        let made = then.is_none() && matches!(expr, Expr::MethodCall(call) if !call.args.is_empty());
        let ordered = then.is_some_and(|then| self.calls_others(then)) && self.calls_others(expr);
        if !made && !ordered && !then_changes && (constant || !self.changes_something(expr)) {
            return self.used_as_outcome(expr, method, None);
        }
        let (status, value) = match self.is_optional(expr) {
            true => self.optional_parts(expr)?,
            false => {
                let optional = self.used_as_outcome(expr, method, None)?;
                self.made_now(optional)
            }
        };
        let some = self.holds(status, expr.span());
        Some(Optional { status, ..Optional::new(some, move |_| value) })
    }
}
