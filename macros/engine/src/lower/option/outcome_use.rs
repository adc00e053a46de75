//! What is used as an `Option` or a `Result`: by a method that takes it apart (`unwrap`, `is_some`, …), by a pattern. A value of unseen type that is used so is one that a differentiated function gave.

use super::optional::Optional;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::option::outcome::{Variant, matched};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use quote::quote;
use syn::{Expr, Pat};

/// Methods that only `Option` and `Result` have, and that take one apart.
pub(in crate::lower) const QUESTIONS: [&str; 15] = [
    "is_err_and",
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
    "is_ok",
    "is_err",
    "is_ok_and",
];

/// Methods that `Option` and `Result` have, and hardly a type of the user's.
const OF_OPTIONS: [&str; 9] =
    ["or", "xor", "and", "or_else", "and_then", "copied", "cloned", "flatten", "as_deref"];

/// Is in the chain one of the methods with a closure that `Option` and `Result` have, and arrays have not, or a reference to what is inside?
fn has_method_of_options(call: &syn::ExprMethodCall) -> bool {
    let takes_closure = matches!(call.args.first(), Some(Expr::Closure(_)));
    let own = takes_closure && ["filter", "and_then", "or_else"].iter().any(|name| call.method == name);
    own || matches!(bare(&call.receiver), Expr::MethodCall(before) if before.method == "as_ref" || before.method == "as_deref" || has_method_of_options(before))
}

impl Lower<'_> {
    /// May it be an `Option` or a `Result` that a differentiated function gave? Then what is called on it says that it is.
    pub(in crate::lower) fn may_be_outcome(&mut self, expr: &Expr, method: &str) -> bool {
        let own = QUESTIONS.contains(&method) || ["ok", "ok_or", "ok_or_else", "map_err"].contains(&method);
        match bare(expr) {
            Expr::Call(call) => {
                let Expr::Path(path) = bare(&call.func) else { return false };
                let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                path.qself.is_none()
                    && self.callee_behind(&call.func).is_none()
                    && !name.starts_with(char::is_uppercase)
                    && crate::lower::expr::path::float_of(path, &self.generics).is_none()
                    && self.mentions_varying(call)
            }
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                let value = local.filter(|local| !self.held.contains_key(&local.0));
                let value = value.and_then(|local| self.values[local.0]);
                let own = own || ["and_then", "or_else", "xor"].contains(&method);
                own && value.is_some_and(|value| {
                    let unseen =
                        matches!(self.ty(value), Ty::Infer(_)) || self.option_in_field(value).is_some();
                    unseen && self.varies(value) && !self.inlined_only(value)
                })
            }
            Expr::Field(field) => own && self.mentions_varying(field),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                self.gives_foreign_option(call) && self.mentions_varying(call)
                    || own && (self.adapts_field(expr) || self.is_answer(expr))
                    || super::optional::ADAPTERS.contains(&name.as_str())
                        && self.may_be_outcome(&call.receiver, &name)
            }
            _ => false,
        }
    }

    /// What a method of the user's answers, which is called on something differentiated by a name that `std` does not have: `self.limits.upper()`.
    fn is_answer(&mut self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = bare(expr) else { return false };
        let place = matches!(bare(&call.receiver), Expr::Path(_) | Expr::Field(_) | Expr::Index(_));
        let own = !crate::lower::expr::receiver::is_of_std(&call.method.to_string());
        place && own && self.family_of(&call.receiver).is_none() && self.mentions_varying(&call.receiver)
    }

    /// Is something made of a field of a differentiated struct by methods that arrays and pointers have as well: `self.limit.map(|x| x * x)`? Asked
    /// only where an `Option` or a `Result` is wanted.
    pub(in crate::lower) fn adapts_field(&mut self, expr: &Expr) -> bool {
        matches!(bare(expr), Expr::MethodCall(call) if self.call_adapts_field(call))
    }

    /// The same of a call.
    pub(in crate::lower) fn call_adapts_field(&mut self, call: &syn::ExprMethodCall) -> bool {
        super::optional::ADAPTERS.iter().any(|name| call.method == name)
            && (self.is_unseen_field(&call.receiver) || self.adapts_field(&call.receiver))
    }

    /// Is it, wherever it stands: by a method with a closure that arrays do not have, or by what became of it?
    pub(in crate::lower) fn adapts_option_in_field(&mut self, call: &syn::ExprMethodCall) -> bool {
        self.call_adapts_field(call)
            && (has_method_of_options(call)
                || self.assumed.options.contains(&Self::origin_of_call(&call.method)))
    }

    /// May it prove to be that, by what becomes of it?
    pub(in crate::lower) fn may_adapt_option(&mut self, call: &syn::ExprMethodCall) -> bool {
        OF_OPTIONS.iter().any(|name| call.method == name) && self.call_adapts_field(call)
    }

    /// Is it a field of a differentiated struct, or a local that is one, whose type is not seen?
    fn is_unseen_field(&mut self, expr: &Expr) -> bool {
        if let Expr::Path(path) = bare(expr) {
            let value = path
                .path
                .get_ident()
                .and_then(|name| self.local(name))
                .and_then(|local| self.values[local.0]);
            return value.is_some_and(|value| self.option_in_field(value).is_some());
        }
        let Expr::Field(field) = bare(expr) else { return false };
        let unseen = |ty: Ty| matches!(ty.referent(), Ty::Infer(_) | Ty::Named(_));
        matches!(field.member, syn::Member::Named(_))
            && self.known_type(expr).is_none_or(unseen)
            && self.mentions_varying(field)
    }

    /// Reads an expression that is used as an `Option` or a `Result`.
    pub(in crate::lower) fn used_as_outcome<'e>(
        &mut self,
        expr: &'e Expr,
        method: &str,
        default: Option<&Expr>,
    ) -> Option<Optional<'e>> {
        let status = status_asked(method, default);
        let optional = self.read_as_outcome(expr, method, status.clone())?;
        if let Some(status) = status
            && let own @ Ty::Infer(_) = self.ty(optional.status)
        {
            self.types.unify(&own, &status);
        }
        Some(optional)
    }

    fn read_as_outcome<'e>(
        &mut self,
        expr: &'e Expr,
        method: &str,
        status: Option<Ty>,
    ) -> Option<Optional<'e>> {
        if self.is_optional(expr) {
            return self.optional_of(expr);
        }
        // Nothing but an `Option` or a `Result` is read so.
        let opaque = self.may_be_opaque_option(expr);
        let of_field = self.is_unseen_field(expr) || self.adapts_field(expr);
        (opaque || of_field || self.adapts_opaque(expr) || self.may_be_outcome(expr, method)).then_some(())?;
        match bare(expr) {
            Expr::MethodCall(call)
                if !opaque && !self.gives_foreign_option(call) && !self.is_answer(expr) =>
            {
                self.optional_method(call)
            }
            expr if opaque => Some(self.of_opaque_option(expr, status)),
            expr => {
                // A method that is called on a reference to one takes a copy of it.
                let (id, span) = (self.inner(|lower| lower.expr(expr)), expr.span());
                let id = match self.option_in_field(id) {
                    Some(field) => field,
                    None => id,
                };
                self.assumed_value(id, status, span)
            }
        }
    }

    /// The same of what a closure gives that has to give one.
    pub(in crate::lower) fn optional_or_assumed<'e>(&mut self, expr: &'e Expr) -> Option<Optional<'e>> {
        match () {
            () if self.is_optional(expr) || self.adapts_opaque(expr) || self.adapts_field(expr) => {
                self.optional_of(expr)
            }
            () if self.may_be_opaque_option(expr) => Some(self.of_opaque_option(expr, None)),
            () if let Some((call, function)) = self.mapped_answer(expr) => {
                let optional = self.optional_or_assumed(&call.receiver)?;
                let span = call.span();
                Some(optional.then(move |lower, value| lower.call_handed(function, &[value], span)))
            }
            () => self.assumed(expr, None),
        }
    }

    /// `camera.project(p).map(|pixel| …)`, where an `Option` or a `Result` is wanted: `map` of what a method of the user's answers, which only rustc
    /// knows, and which is neither an array nor an iterator then.
    fn mapped_answer<'e>(&mut self, expr: &'e Expr) -> Option<(&'e syn::ExprMethodCall, &'e Expr)> {
        let Expr::MethodCall(call) = bare(expr) else { return None };
        let Expr::MethodCall(answer) = bare(&call.receiver) else { return None };
        let own = !crate::lower::expr::receiver::is_of_std(&answer.method.to_string());
        let maps = call.method == "map" && own && self.mentions_varying(quote!(#answer));
        call.args.first().filter(|_| maps).map(|function| (call, function))
    }

    /// Reads an expression that has to be an `Option` or a `Result`.
    pub(in crate::lower) fn assumed<'e>(&mut self, expr: &Expr, status: Option<Ty>) -> Option<Optional<'e>> {
        let id = self.inner(|lower| lower.expr(expr));
        self.assumed_value(id, status, expr.span())
    }

    /// The same of a value.
    fn assumed_value<'e>(&mut self, id: Id, status: Option<Ty>, span: Span) -> Option<Optional<'e>> {
        if self.option_in_field(id).is_some() {
            return Some(self.of_outcome(id, span));
        }
        self.assumed_outcome(id, status);
        let pair = self.as_outcome(id)?;
        Some(self.of_outcome(pair, span))
    }

    /// A value of unseen type that is used as an `Option` or a `Result` is taken for one: what a differentiated function gives.
    pub(in crate::lower) fn assumed_outcome(&mut self, id: Id, status: Option<Ty>) -> bool {
        let ty = self.arena.ty(id).clone();
        if let Ty::Outcome(known, _) = self.types.shallow(&ty).referent() {
            if let Some(status) = &status {
                self.types.unify(known, status);
            }
            return true;
        }
        if self.option_in_field(id).is_some() {
            return true;
        }
        if !matches!(self.ty(id), Ty::Infer(_)) || !self.varies(id) {
            return false;
        }
        let status = status.unwrap_or_else(|| self.types.fresh());
        let value = self.types.fresh();
        self.types.unify(&ty, &Ty::Outcome(Box::new(status), Box::new(value)));
        true
    }

    /// Takes a value for an `Option` or a `Result` where a pattern says that it is one.
    pub(in crate::lower) fn matched_by(&mut self, on: Id, pat: &Pat) {
        match (pat, matched(pat)) {
            (_, Some((variant, _))) => {
                let status = if variant.of_result() { Ty::Status } else { Ty::Bool };
                self.assumed_outcome(on, Some(status));
            }
            (Pat::Or(cases), _) => cases.cases.iter().for_each(|case| self.matched_by(on, case)),
            (Pat::Reference(inner), _) => self.matched_by(on, &inner.pat),
            (Pat::Paren(inner), _) => self.matched_by(on, &inner.pat),
            (Pat::Guard(inner), _) => self.matched_by(on, &inner.pat),
            (Pat::Tuple(tuple), _) => {
                if let Op::Tuple(parts) = self.arena.op(on) {
                    let parts = parts.clone();
                    parts.into_iter().zip(&tuple.elems).for_each(|(part, pat)| self.matched_by(part, pat));
                }
            }
            _ => {}
        }
    }

    /// A pattern for the pairs that stand for `Option`s and `Result`s in a value of that type.
    pub(in crate::lower) fn pattern_of_pairs(&mut self, pat: &Pat, ty: &Ty) -> Pat {
        let ty = self.types.shallow(ty).referent().clone();
        match (pat, &ty) {
            (Pat::Paren(inner), _) => self.pattern_of_pairs(&inner.pat, &ty),
            (Pat::Reference(reference), _) => {
                let mut reference = reference.clone();
                *reference.pat = self.pattern_of_pairs(&reference.pat, &ty);
                Pat::Reference(reference)
            }
            (Pat::Or(cases), _) => {
                let mut cases = cases.clone();
                cases.cases.iter_mut().for_each(|case| *case = self.pattern_of_pairs(case, &ty));
                Pat::Or(cases)
            }
            (Pat::Guard(guarded), _) => {
                let mut guarded = guarded.clone();
                *guarded.pat = self.pattern_of_pairs(&guarded.pat, &ty);
                Pat::Guard(guarded)
            }
            (Pat::Tuple(parts), Ty::Tuple(types)) if parts.elems.len() == types.len() => {
                let mut parts = parts.clone();
                for (part, ty) in parts.elems.iter_mut().zip(types) {
                    *part = self.pattern_of_pairs(part, ty);
                }
                Pat::Tuple(parts)
            }
            (Pat::Slice(parts), _) if ty.has_elements() => {
                let mut parts = parts.clone();
                let elem = ty.part(0).unwrap_or(Ty::Discrete);
                parts.elems.iter_mut().for_each(|part| *part = self.pattern_of_pairs(part, &elem));
                Pat::Slice(parts)
            }
            (pat, Ty::Outcome(_, value)) => match matched(pat) {
                Some((Variant::Some, Some(inner))) => {
                    let inner = self.pattern_of_pairs(inner, value);
                    syn::parse_quote!((true, #inner))
                }
                Some((Variant::Ok, Some(inner))) => {
                    let inner = self.pattern_of_pairs(inner, value);
                    syn::parse_quote!((::core::result::Result::Ok(_), #inner))
                }
                Some((Variant::Err, Some(inner))) => {
                    syn::parse_quote!((::core::result::Result::Err(#inner), _))
                }
                Some(_) => syn::parse_quote!((false, _)),
                None => pat.clone(),
            },
            (pat, _) => pat.clone(),
        }
    }

    /// `unwrap`, `unwrap_or`, `map_or`, `is_some`, …; `None` if the call is none of them.
    pub(in crate::lower) fn unwrapped(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        let known =
            QUESTIONS.contains(&name.as_str()) || ["unzip", "err", "unwrap_err"].contains(&name.as_str());
        let opaque = self.is_of_opaque_option(call, &name);
        if !known
            || !opaque
                && !self.is_optional(&call.receiver)
                && !self.may_be_outcome(&call.receiver, &name)
                && !self.adapts_opaque(&call.receiver)
        {
            return None;
        }
        let span = call.span();
        let optional = match name.as_str() {
            "is_some" | "is_none" | "is_ok" | "is_err" | "unwrap_or" | "map_or" | "expect" => {
                self.optional_before(&call.receiver, &name, call.args.first())?
            }
            _ => self.used_as_outcome(&call.receiver, &name, call.args.first())?,
        };
        Some(self.unwrapped_of(call, &name, optional, span))
    }

    /// What such a method gives.
    fn unwrapped_of(
        &mut self,
        call: &syn::ExprMethodCall,
        name: &str,
        optional: Optional<'_>,
        span: Span,
    ) -> Id {
        let optional = match (name, call.args.last()) {
            ("map_or" | "map_or_else" | "is_some_and" | "is_none_or" | "is_ok_and", Some(function)) => {
                optional.then(move |lower, value| lower.call_handed(function, &[value], span))
            }
            _ => optional,
        };
        let Optional { status, some, make, checked } = optional;
        let is_result = self.ty(status) == Ty::Status;
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (name, arguments.as_slice()) {
            ("unwrap" | "expect", message) => {
                for message in message {
                    if self.changes_something(message) {
                        self.expr(message);
                    }
                }
                if !checked && !matches!(self.arena.op(some), Op::Literal(Literal::Bool(true))) {
                    let there = Ident::new("there", Span::call_site());
                    let message = match is_result {
                        true => "called `Result::unwrap()` on an `Err` value",
                        false => "called `Option::unwrap()` on a `None` value",
                    };
                    self.effect(quote!(::core::assert!(#there, #message);), vec![(there, some)]);
                }
                make(self)
            }
            ("unwrap_or", [default]) | ("map_or", [default, _]) => {
                let default = self.expr(default);
                self.branch_on(some, make, move |_| default)
            }
            ("unwrap_or_else", [default]) | ("map_or_else", [default, _]) => {
                self.branch_on(some, make, move |lower| {
                    let error = is_result.then(|| lower.error(status, span));
                    lower.call_handed(default, error.as_slice(), span)
                })
            }
            ("unwrap_or_default", []) => self.branch_on(some, make, |lower| lower.poison()),
            ("is_some_and" | "is_none_or" | "is_ok_and", [_]) => self
                .branch_on(some, make, |lower| lower.literal(Literal::Bool(name == "is_none_or"), Ty::Bool)),
            ("is_err_and", [function]) => self.branch_on(
                some,
                |lower| lower.literal(Literal::Bool(false), Ty::Bool),
                |lower| {
                    let error = lower.error(status, span);
                    lower.call_handed(function, &[error], span)
                },
            ),
            ("is_some" | "is_ok", []) => some,
            ("is_none" | "is_err", []) => {
                let not = syn::UnOp::Not(Default::default());
                self.discrete(Op::Plain(Plain::Unary(not), vec![some]), Ty::Bool, span)
            }
            ("unzip", []) => {
                let (_, value) = self.made_now(Optional { status, ..Optional::new(some, make) });
                let parts = [0, 1].map(|index| {
                    let part = self.part(value, Member::Index(index), span);
                    self.outcome(status, part, span)
                });
                self.pair(parts[0], parts[1], span)
            }
            ("err" | "unwrap_err", []) => {
                let ty = self.types.fresh();
                self.discrete(Op::Plain(Plain::Method(call.method.clone(), quote!()), vec![status]), ty, span)
            }
            _ => self.report(&call.method, &code::UNKNOWN_METHOD, &[name]),
        }
    }
}

/// The status of what a method is called on, as far as the method says which of the two that is.
fn status_asked(method: &str, default: Option<&Expr>) -> Option<Ty> {
    match method {
        "is_ok" | "is_err" | "is_ok_and" | "is_err_and" | "inspect_err" | "ok" | "err" | "unwrap_err"
        | "map_err" => Some(Ty::Status),
        "is_some" | "is_none" | "is_some_and" | "is_none_or" | "ok_or" | "ok_or_else" => Some(Ty::Bool),
        "unwrap_or_else" | "map_or_else" | "or_else" => default.and_then(status_by_arity),
        _ => None,
    }
}

/// Whose error a closure takes that is called where there is no value: a `Result` has one, an `Option` has none.
fn status_by_arity(default: &Expr) -> Option<Ty> {
    match bare(default) {
        Expr::Closure(closure) => Some(if closure.inputs.is_empty() { Ty::Bool } else { Ty::Status }),
        _ => None,
    }
}
