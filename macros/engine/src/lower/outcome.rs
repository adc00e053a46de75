//! `Option`s and `Result`s as values. One is a pair: its status and its value, which is a zero where there is none. The status of an `Option`
//! is whether there is a value; that of a `Result<T, E>` is a `Result<(), E>`, which nothing differentiates. Only Rust that is copied as it
//! stands gets the `Option` or the `Result` itself.

use super::Lower;
use super::optional::Optional;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::names;
use crate::types::{self, Ty};
use proc_macro2::Span;
use quote::quote;
use syn::{Expr, Pat};

/// `Some`, `None`, `Ok`, `Err`, as they are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Variant {
    Some,
    None,
    Ok,
    Err,
}

impl Variant {
    /// Of a path such as `Some` or `Ok::<f64, Error>`.
    pub(super) fn of(path: &syn::Path) -> Option<Variant> {
        let name = match path.segments.iter().collect::<Vec<_>>()[..] {
            [variant] => &variant.ident,
            [.., of, variant] if of.ident == "Option" || of.ident == "Result" => &variant.ident,
            _ => return None,
        };
        [("Some", Variant::Some), ("None", Variant::None), ("Ok", Variant::Ok), ("Err", Variant::Err)]
            .into_iter()
            .find_map(|(known, variant)| (name == known).then_some(variant))
    }

    /// Is there a value?
    fn holds(self) -> bool {
        matches!(self, Variant::Some | Variant::Ok)
    }

    fn of_result(self) -> bool {
        matches!(self, Variant::Ok | Variant::Err)
    }
}

/// The variant that an expression makes, and what of.
pub(super) fn made(expr: &Expr) -> Option<(Variant, Option<&Expr>)> {
    match super::operator::bare(expr) {
        Expr::Path(path) if path.qself.is_none() => {
            let variant = Variant::of(&path.path).filter(|variant| *variant == Variant::None)?;
            Some((variant, None))
        }
        Expr::Call(call) => {
            let Expr::Path(path) = super::operator::bare(&call.func) else { return None };
            let variant = Variant::of(&path.path).filter(|variant| *variant != Variant::None)?;
            let [value] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
            Some((variant, Some(value)))
        }
        _ => None,
    }
}

/// The variant that a pattern is for, and the pattern of what is in it.
pub(super) fn matched(pat: &Pat) -> Option<(Variant, Option<&Pat>)> {
    match pat {
        Pat::Paren(inner) => matched(&inner.pat),
        Pat::TupleStruct(tuple) => {
            let variant = Variant::of(&tuple.path).filter(|variant| *variant != Variant::None)?;
            let [inner] = tuple.elems.iter().collect::<Vec<_>>()[..] else { return None };
            Some((variant, Some(inner)))
        }
        Pat::Ident(ident) if ident.ident == "None" && ident.subpat.is_none() => Some((Variant::None, None)),
        Pat::Path(path) if Variant::of(&path.path) == Some(Variant::None) => Some((Variant::None, None)),
        _ => None,
    }
}

impl<'a> Lower<'a> {
    /// The pair of a status and a value.
    pub(super) fn outcome(&mut self, status: Id, value: Id, span: Span) -> Id {
        let [status_type, ty] = [status, value].map(|id| Box::new(self.arena.ty(id).clone()));
        self.node(Op::Tuple(vec![status, value]), Ty::Outcome(status_type, ty), span)
    }

    /// The status `Ok(())`.
    pub(super) fn fine(&mut self) -> Id {
        self.zero(Ty::Status)
    }

    /// The status `Err(error)`.
    pub(super) fn failure(&mut self, error: Id, span: Span) -> Id {
        if self.varies(error) {
            let name = self.arena.get(error).name.clone().unwrap_or_else(|| "x".into());
            self.sink.report_at(span, &code::NO_DERIVATIVE, &["Err", &name]);
            return self.reported();
        }
        let error = self.argument(error);
        self.node(Op::Plain(Plain::Call(quote!(::core::result::Result::Err)), vec![error]), Ty::Status, span)
    }

    /// A zero of a type, which of an `Option` or a `Result` is one without a value.
    pub(super) fn nothing(&mut self, ty: &Ty) -> Id {
        let Ty::Outcome(status, value) = ty else { return self.zero(ty.clone()) };
        let [status, value] = [status, value].map(|part| self.zero((**part).clone()));
        self.outcome(status, value, Span::call_site())
    }

    /// Does a status say that there is a value?
    pub(super) fn holds(&mut self, status: Id, span: Span) -> Id {
        match (self.ty(status), self.arena.op(status)) {
            (Ty::Bool, _) => status,
            (_, Op::Zero(_)) => self.literal(Literal::Bool(true), Ty::Bool),
            (Ty::Status, Op::Plain(Plain::Call(_), _)) => self.literal(Literal::Bool(false), Ty::Bool),
            (Ty::Status, _) => self.discrete(Op::Plain(Plain::method("is_ok"), vec![status]), Ty::Bool, span),
            _ => {
                let private = names::private();
                let asked = self.borrow(status, span);
                self.discrete(Op::Plain(Plain::Call(quote!(#private::holds)), vec![asked]), Ty::Bool, span)
            }
        }
    }

    /// Is it known to be without a value?
    pub(super) fn fails(&self, status: Id) -> bool {
        match self.arena.op(status) {
            Op::Literal(Literal::Bool(holds)) => !holds,
            Op::Plain(Plain::Call(_), _) => self.ty(status) == Ty::Status,
            _ => false,
        }
    }

    /// Why there is no value: what is in the `Err`.
    pub(super) fn error(&mut self, status: Id, span: Span) -> Id {
        if let Op::Plain(Plain::Call(_), of) = self.arena.op(status)
            && self.ty(status) == Ty::Status
            && let [error] = of[..]
        {
            return error;
        }
        let ty = self.types.fresh();
        let error = self.discrete(Op::Plain(Plain::method("err"), vec![status]), ty, span);
        let ty = self.types.fresh();
        self.discrete(Op::Plain(Plain::method("unwrap"), vec![error]), ty, span)
    }

    /// Is it an `Option` or a `Result` as a pair?
    pub(super) fn is_outcome(&self, id: Id) -> bool {
        matches!(self.ty(id).referent(), Ty::Outcome(..))
    }

    /// Is it known by the names in scope, without reading the expression, to be one?
    pub(super) fn is_known_outcome(&self, expr: &Expr) -> bool {
        matches!(self.known_type(expr).map(|ty| ty.referent().clone()), Some(Ty::Outcome(..)))
    }

    /// The type of a local or of a part of one.
    fn known_type(&self, expr: &Expr) -> Option<Ty> {
        match super::operator::bare(expr) {
            Expr::Path(path) => {
                let local = self.local(path.path.get_ident()?)?;
                Some(self.ty(self.values[local.0]?))
            }
            Expr::Field(field) => {
                let syn::Member::Unnamed(index) = &field.member else { return None };
                Some(self.types.shallow(&self.known_type(&field.base)?.part(index.index)?))
            }
            Expr::Index(index) if !matches!(super::operator::bare(&index.index), Expr::Range(_)) => {
                let whole = self.known_type(&index.expr)?;
                whole.has_elements().then(|| whole.part(0)).flatten().map(|ty| self.types.shallow(&ty))
            }
            Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => {
                Some(self.known_type(&unary.expr)?.referent().clone())
            }
            Expr::Reference(reference) => self.known_type(&reference.expr),
            _ => None,
        }
    }

    /// A pair as what an `Option` or a `Result` is read as.
    pub(super) fn of_outcome<'e>(&mut self, pair: Id, span: Span) -> Optional<'e> {
        if let Some(field) = self.option_in_field(pair) {
            return self.of_field(pair, field, span);
        }
        let by_reference = matches!(self.ty(pair), Ty::Ref(_));
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        // A part of a variable may have changed when the value is asked for.
        let status = self.loaded(status);
        let value = if by_reference { self.bound_part(pair, value) } else { self.loaded(value) };
        let some = self.holds(status, span);
        Optional { status, ..Optional::new(some, move |_| value) }
    }

    /// `Some(v)`, `None`, `Ok(v)`, `Err(e)`.
    pub(super) fn variant_made<'e>(
        &mut self,
        variant: Variant,
        of: Option<&'e Expr>,
        expr: &Expr,
    ) -> Optional<'e> {
        let span = syn::spanned::Spanned::span(expr);
        let some = self.literal(Literal::Bool(variant.holds()), Ty::Bool);
        let value = of.map(|of| match variant {
            Variant::Err => self.reason(of, |lower| lower.expr(of)),
            _ => {
                let value = self.expr(of);
                self.inside(value)
            }
        });
        let status = match (variant, value) {
            (Variant::Ok, _) => self.fine(),
            (Variant::Err, Some(error)) => self.failure(error, span),
            (Variant::Some | Variant::None | Variant::Err, _) => some,
        };
        let status = self.told_by_turbofish(status, expr);
        match value {
            Some(value) if variant.holds() => Optional { status, ..Optional::new(some, move |_| value) },
            _ => Optional { status, ..Optional::new(some, |lower| lower.poison()) },
        }
    }

    /// `Some(v)` and `Ok(v)` of something that is, or may be, differentiated; `None` if it is another call.
    pub(super) fn variant_of(&mut self, path: &syn::ExprPath, args: &[Id], span: Span) -> Option<Id> {
        let variant = Variant::of(&path.path).filter(|_| path.qself.is_none())?;
        let [value] = *args else { return None };
        let value = self.inside(value);
        let known = self.assumed.pairs
            || self.is_outcome(value)
            || self.varies(value)
            || self.types.shallow(self.arena.ty(value)).is_differentiable();
        if !known && variant != Variant::Err {
            return None;
        }
        let status = match variant {
            Variant::Some => self.literal(Literal::Bool(true), Ty::Bool),
            Variant::Ok => self.fine(),
            Variant::Err => {
                let (status, nothing) = (self.failure(value, span), self.poison());
                return Some(self.outcome(status, nothing, span));
            }
            Variant::None => return None,
        };
        Some(self.outcome(status, value, span))
    }

    /// `Ok::<f64, Error>(…)` says the type of the error.
    fn told_by_turbofish(&mut self, status: Id, expr: &Expr) -> Id {
        let Expr::Call(call) = super::operator::bare(expr) else { return status };
        let Expr::Path(path) = super::operator::bare(&call.func) else { return status };
        let Some(syn::PathArguments::AngleBracketed(arguments)) =
            path.path.segments.last().map(|last| &last.arguments)
        else {
            return status;
        };
        let mut types = arguments.args.iter().filter_map(|argument| match argument {
            syn::GenericArgument::Type(ty) => Some(ty),
            _ => None,
        });
        match (types.next(), types.next()) {
            (_, Some(error)) => self.status_of(status, error),
            _ => status,
        }
    }

    /// A status, with the type of the error that the user wrote.
    fn status_of(&mut self, status: Id, error: &syn::Type) -> Id {
        if self.ty(status) != Ty::Status {
            return status;
        }
        let span = self.arena.get(status).span;
        let ty: syn::Type = syn::parse_quote!(::core::result::Result<(), #error>);
        self.node(Op::Plain(Plain::Typed(Box::new(ty)), vec![status]), Ty::Status, span)
    }

    /// An `Option` or a `Result` as a value.
    pub(super) fn outcome_of(&mut self, optional: Optional<'_>, span: Span) -> Id {
        let (status, value) = self.made_now(optional);
        self.outcome(status, value, span)
    }

    /// The status and the value, which is made here where there is one.
    pub(super) fn made_now(&mut self, optional: Optional<'_>) -> (Id, Id) {
        let Optional { status, some, make, .. } = optional;
        let value = match self.arena.op(some) {
            Op::Literal(_) => make(self),
            _ => self.branch_on(some, make, |lower| lower.poison()),
        };
        (status, value)
    }

    /// What is wanted as a pair, of which it is known that it is an `Option` or a `Result`: one that opaque code would get becomes a
    /// pair again.
    pub(super) fn as_outcome(&mut self, id: Id) -> Option<Id> {
        let span = self.arena.get(id).span;
        let written = match self.arena.op(id) {
            Op::Plain(Plain::Call(path) | Plain::Path(path), of) => {
                let variant = syn::parse2(path.clone()).ok().and_then(|path| Variant::of(&path));
                variant.map(|variant| (variant, of.clone()))
            }
            _ => None,
        };
        let Some((variant, of)) = written else {
            if let Op::Zero(None) = self.arena.op(id) {
                // Stands for what nobody looks at.
                let [status, value] = [0; 2].map(|_| Box::new(self.types.fresh_inferred()));
                return Some(self.nothing(&Ty::Outcome(status, value)));
            }
            return self.is_outcome(id).then_some(id);
        };
        let (status, value) = match (variant, of.first()) {
            (Variant::None, _) => (self.literal(Literal::Bool(false), Ty::Bool), self.poison()),
            (Variant::Some, Some(value)) => (self.literal(Literal::Bool(true), Ty::Bool), *value),
            (Variant::Ok, Some(value)) => (self.fine(), *value),
            (Variant::Err, Some(error)) => (self.failure(*error, span), self.poison()),
            (_, None) => return None,
        };
        Some(self.outcome(status, value, span))
    }

    /// What is in an `Option` or a `Result`: a pair, if it is written as one of these itself.
    fn inside(&mut self, value: Id) -> Id {
        match self.arena.op(value) {
            Op::Zero(_) => value,
            _ => self.as_outcome(value).unwrap_or(value),
        }
    }

    /// Makes what comes together pairs, if one is one.
    pub(super) fn as_outcomes(&mut self, values: Vec<Id>) -> Vec<Id> {
        match values.iter().any(|id| self.is_outcome(*id)) {
            true => values.into_iter().map(|id| self.as_outcome(id).unwrap_or(id)).collect(),
            false => values,
        }
    }

    /// A value for a place of a type: a pair, if that is one.
    pub(super) fn coerced(&mut self, value: Id, to: &Ty) -> Id {
        match self.types.shallow(to) {
            Ty::Outcome(..) => self.as_outcome(value).unwrap_or(value),
            _ => value,
        }
    }

    /// For Rust that is copied as it stands: the `Option` or the `Result` itself.
    pub(super) fn as_rust(&mut self, id: Id) -> Id {
        let Ty::Outcome(..) = self.ty(id) else { return id };
        let span = self.arena.get(id).span;
        let [status, value] = [0, 1].map(|index| self.part(id, Member::Index(index), span));
        let ty = self.types.fresh();
        let call = |path, of| Op::Plain(Plain::Call(path), of);
        let op = match (self.ty(status), self.arena.op(status)) {
            (Ty::Bool, Op::Literal(Literal::Bool(true))) => {
                call(quote!(::core::option::Option::Some), vec![value])
            }
            (Ty::Bool, Op::Literal(Literal::Bool(false))) => {
                Op::Plain(Plain::Path(quote!(::core::option::Option::None)), Vec::new())
            }
            (Ty::Bool, _) => call(quote!(::core::primitive::bool::then_some), vec![status, value]),
            (_, Op::Plain(Plain::Call(path), of)) => call(path.clone(), of.clone()),
            (_, Op::Zero(_)) => call(quote!(::core::result::Result::Ok), vec![value]),
            _ => {
                let fine = call(quote!(::core::result::Result::Ok), vec![value]);
                let ok = self.types.fresh();
                let fine = self.node(fine, ok, span);
                Op::Plain(Plain::method("and"), vec![status, fine])
            }
        };
        self.node(op, ty, span)
    }

    /// May it be an `Option` or a `Result` that a differentiated function gave? Then what is called on it says that it is.
    pub(super) fn may_be_outcome(&mut self, expr: &Expr, method: &str) -> bool {
        /// Methods that only these have.
        const OWN: [&str; 18] = [
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
            "ok",
            "ok_or",
            "ok_or_else",
            "map_err",
        ];
        match super::operator::bare(expr) {
            Expr::Call(call) => {
                let Expr::Path(path) = super::operator::bare(&call.func) else { return false };
                let name = path.path.segments.last().map(|last| last.ident.to_string()).unwrap_or_default();
                path.qself.is_none()
                    && self.callee_behind(&call.func).is_none()
                    && !name.starts_with(char::is_uppercase)
                    && super::path::float_of(path, &self.generics).is_none()
                    && self.mentions_varying(quote!(#call))
            }
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                let value = local.filter(|local| !self.held.contains_key(&local.0));
                let value = value.and_then(|local| self.values[local.0]);
                let own = OWN.contains(&method) || ["and_then", "or_else", "xor"].contains(&method);
                own && value.is_some_and(|value| {
                    matches!(self.ty(value), Ty::Infer(_)) && self.varies(value) && !self.inlined_only(value)
                })
            }
            Expr::Field(field) => OWN.contains(&method) && self.mentions_varying(quote!(#field)),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                super::optional::ADAPTERS.contains(&name.as_str())
                    && self.may_be_outcome(&call.receiver, &name)
            }
            _ => false,
        }
    }

    /// Reads an expression that is used as an `Option` or a `Result`.
    pub(super) fn used_as_outcome<'e>(
        &mut self,
        expr: &'e Expr,
        method: &str,
        default: Option<&Expr>,
    ) -> Option<Optional<'e>> {
        if self.is_optional(expr) {
            return self.optional_of(expr);
        }
        self.may_be_outcome(expr, method).then_some(())?;
        match super::operator::bare(expr) {
            Expr::MethodCall(call) => self.optional_method(call),
            expr => {
                let takes_error = default.and_then(status_by_arity);
                let status = match method {
                    "is_ok" | "is_err" | "is_ok_and" | "ok" | "err" | "unwrap_err" | "map_err" => {
                        Some(Ty::Status)
                    }
                    "is_some" | "is_none" | "is_some_and" | "is_none_or" | "ok_or" | "ok_or_else" => {
                        Some(Ty::Bool)
                    }
                    "unwrap_or_else" | "map_or_else" | "or_else" => takes_error,
                    _ => None,
                };
                self.assumed(expr, status)
            }
        }
    }

    /// The same of what a closure gives that has to give one.
    pub(super) fn optional_or_assumed<'e>(&mut self, expr: &'e Expr) -> Option<Optional<'e>> {
        match self.is_optional(expr) {
            true => self.optional_of(expr),
            false => self.assumed(expr, None),
        }
    }

    /// Reads an expression that has to be an `Option` or a `Result`.
    pub(super) fn assumed<'e>(&mut self, expr: &Expr, status: Option<Ty>) -> Option<Optional<'e>> {
        let id = self.inner(|lower| lower.expr(expr));
        if self.option_in_field(id).is_some() {
            return Some(self.of_outcome(id, syn::spanned::Spanned::span(expr)));
        }
        self.assumed_outcome(id, status);
        let pair = self.as_outcome(id)?;
        Some(self.of_outcome(pair, syn::spanned::Spanned::span(expr)))
    }

    /// A value of unseen type that is used as an `Option` or a `Result` is taken for one: what a differentiated function gives.
    pub(super) fn assumed_outcome(&mut self, id: Id, status: Option<Ty>) -> bool {
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
    pub(super) fn matched_by(&mut self, on: Id, pat: &Pat) {
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
    pub(super) fn pattern_of_pairs(&mut self, pat: &Pat, ty: &Ty) -> Pat {
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

    /// `let p: Option<T>`, `let p: Result<T, E>`: the status, where the type of what it is of is written beside it.
    pub(super) fn told_parts(&mut self, status: Id, value: Id, ty: &syn::Type) -> Id {
        let syn::Type::Path(path) = ty else { return status };
        let (of, error) = match types::generic_argument(path, "Option") {
            Some(of) => (Some(of), None),
            None => (types::generic_argument(path, "Result"), types::second_argument(path)),
        };
        let Some(of) = of else { return status };
        let ty = types::read_value(of, &self.generics.clone(), &mut self.types);
        let own = self.arena.ty(value).clone();
        self.types.unify(&own, &ty);
        match error {
            Some(error) => self.status_of(status, error),
            None => status,
        }
    }

    /// The same of a pair.
    pub(super) fn told_outcome(&mut self, id: Id, ty: &syn::Type) -> Id {
        let Some(pair) = self.as_outcome(id) else { return id };
        let span = self.arena.get(pair).span;
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        match self.told_parts(status, value, ty) {
            told if told == status => pair,
            told => self.outcome(told, value, span),
        }
    }

    /// Does a closure give an `Option` or a `Result` that is a pair here?
    pub(super) fn gives_outcome(&self, closure: &syn::ExprClosure) -> bool {
        match &closure.output {
            syn::ReturnType::Type(_, ty) => types::is_outcome(ty),
            syn::ReturnType::Default => self.is_optional(&closure.body),
        }
    }
}

/// Whose error a closure takes that is called where there is no value: a `Result` has one, an `Option` has none.
fn status_by_arity(default: &Expr) -> Option<Ty> {
    match super::operator::bare(default) {
        Expr::Closure(closure) => Some(if closure.inputs.is_empty() { Ty::Bool } else { Ty::Status }),
        _ => None,
    }
}
