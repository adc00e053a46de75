//! `Option`s and `Result`s as values. One is a pair: its status and its value, which is a zero where there is none. The status of an `Option`
//! is whether there is a value; that of a `Result<T, E>` is a `Result<(), E>`, which nothing differentiates. Only Rust that is copied as it
//! stands gets the `Option` or the `Result` itself.

use super::optional::Optional;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Made, Member, Op, Plain};
use crate::lower::Lower;
use crate::names;
use crate::types::{self, Ty};
use proc_macro2::Span;
use quote::quote;
use syn::{Expr, Pat};

/// `Some`, `None`, `Ok`, `Err`, as they are written.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(in crate::lower) enum Variant {
    Some,
    None,
    Ok,
    Err,
}

impl Variant {
    /// Of a path such as `Some` or `Ok::<f64, Error>`.
    pub(in crate::lower) fn of(path: &syn::Path) -> Option<Variant> {
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

    pub(in crate::lower) fn of_result(self) -> bool {
        matches!(self, Variant::Ok | Variant::Err)
    }
}

/// The variant that an expression makes, and what of.
pub(in crate::lower) fn made(expr: &Expr) -> Option<(Variant, Option<&Expr>)> {
    match crate::lower::expr::operator::bare(expr) {
        Expr::Path(path) if path.qself.is_none() => {
            let variant = Variant::of(&path.path).filter(|variant| *variant == Variant::None)?;
            Some((variant, None))
        }
        Expr::Call(call) => {
            let Expr::Path(path) = crate::lower::expr::operator::bare(&call.func) else { return None };
            let variant = Variant::of(&path.path).filter(|variant| *variant != Variant::None)?;
            let [value] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
            Some((variant, Some(value)))
        }
        _ => None,
    }
}

/// The variant that a pattern is for, and the pattern of what is in it.
pub(in crate::lower) fn matched(pat: &Pat) -> Option<(Variant, Option<&Pat>)> {
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
    pub(in crate::lower) fn outcome(&mut self, status: Id, value: Id, span: Span) -> Id {
        let [status_type, ty] = [status, value].map(|id| Box::new(self.arena.ty(id).clone()));
        self.node(Op::Tuple(vec![status, value]), Ty::Outcome(status_type, ty), span)
    }

    /// The status `Ok(())`.
    pub(in crate::lower) fn fine(&mut self) -> Id {
        self.zero(Ty::Status)
    }

    /// The status `Err(error)`.
    pub(in crate::lower) fn failure(&mut self, error: Id, span: Span) -> Id {
        if self.varies(error) {
            let name = self.arena.get(error).name.clone().unwrap_or_else(|| "x".into());
            self.sink.report_at(span, &code::NO_DERIVATIVE, &["Err", &name]);
            return self.reported();
        }
        let error = self.argument(error);
        self.node(Op::Plain(Plain::Call(quote!(::core::result::Result::Err)), vec![error]), Ty::Status, span)
    }

    /// A zero of a type, which of an `Option` or a `Result` is one without a value.
    pub(in crate::lower) fn nothing(&mut self, ty: &Ty) -> Id {
        let Ty::Outcome(status, value) = ty else { return self.zero(ty.clone()) };
        let [status, value] = [status, value].map(|part| self.zero((**part).clone()));
        self.outcome(status, value, Span::call_site())
    }

    /// Does a status say that there is a value?
    pub(in crate::lower) fn holds(&mut self, status: Id, span: Span) -> Id {
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
    pub(in crate::lower) fn fails(&self, status: Id) -> bool {
        match self.arena.op(status) {
            Op::Literal(Literal::Bool(holds)) => !holds,
            Op::Plain(Plain::Call(_), _) => self.ty(status) == Ty::Status,
            _ => false,
        }
    }

    /// Why there is no value: what is in the `Err`.
    pub(in crate::lower) fn error(&mut self, status: Id, span: Span) -> Id {
        if let Op::Plain(Plain::Call(_), of) = self.arena.op(status)
            && self.ty(status) == Ty::Status
            && let [error] = of[..]
        {
            return error;
        }
        let ty = self.types.fresh();
        if self.ty(status) == Ty::Bool {
            // Of a slice that is tried as an array, which is the only `Result` without a status of its own.
            let private = names::private();
            return self.discrete(Op::Plain(Plain::Call(quote!(#private::wrong_length)), vec![]), ty, span);
        }
        let error = self.discrete(Op::Plain(Plain::method("err"), vec![status]), ty, span);
        let ty = self.types.fresh();
        self.discrete(Op::Plain(Plain::method("unwrap"), vec![error]), ty, span)
    }

    /// Is it an `Option` or a `Result` as a pair?
    pub(in crate::lower) fn is_outcome(&self, id: Id) -> bool {
        matches!(self.ty(id).referent(), Ty::Outcome(..))
    }

    /// Is it known by the names in scope, without reading the expression, to be one?
    pub(in crate::lower) fn is_known_outcome(&self, expr: &Expr) -> bool {
        matches!(self.known_type(expr).map(|ty| ty.referent().clone()), Some(Ty::Outcome(..)))
    }

    /// The type of a local or of a part of one.
    pub(in crate::lower) fn known_type(&self, expr: &Expr) -> Option<Ty> {
        match crate::lower::expr::operator::bare(expr) {
            Expr::Path(path) => {
                let local = self.local(path.path.get_ident()?)?;
                Some(self.ty(self.values[local.0]?))
            }
            Expr::Field(field) => {
                let syn::Member::Unnamed(index) = &field.member else { return None };
                Some(self.types.shallow(&self.known_type(&field.base)?.part(index.index)?))
            }
            Expr::Index(index)
                if !matches!(crate::lower::expr::operator::bare(&index.index), Expr::Range(_)) =>
            {
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
    pub(in crate::lower) fn of_outcome<'e>(&mut self, pair: Id, span: Span) -> Optional<'e> {
        if let Some(field) = self.option_in_field(pair) {
            return self.of_field(pair, field, span);
        }
        let by_reference = matches!(self.ty(pair), Ty::Ref(_));
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        // An error need not be `Clone`, so that it stays where it is until the error itself is used.
        let asked = (self.ty(status) == Ty::Status && self.place_of(status).is_some()).then(|| {
            let shared = self.borrow(status, span);
            let shared = self.argument(shared);
            self.discrete(Op::Plain(Plain::method("is_ok"), vec![shared]), Ty::Bool, span)
        });
        // A part of a variable may have changed when the value is asked for.
        let status = self.loaded(status);
        let value = if by_reference { self.bound_part(pair, value) } else { self.loaded(value) };
        let some = asked.unwrap_or_else(|| self.holds(status, span));
        Optional { status, ..Optional::new(some, move |_| value) }
    }

    /// `Some(v)`, `None`, `Ok(v)`, `Err(e)`.
    pub(in crate::lower) fn variant_made<'e>(
        &mut self,
        variant: Variant,
        of: Option<&'e Expr>,
        expr: &Expr,
    ) -> Optional<'e> {
        let span = crate::spanned::Spanned::span(expr);
        let some = self.literal(Literal::Bool(variant.holds()), Ty::Bool);
        let value = of.map(|of| match variant {
            Variant::Err => match self.number_in_error(of) {
                Some(number) => self.report(&number, &code::NO_DERIVATIVE, &["Err", &code::shown(&number)]),
                None => self.reason(of, |lower, of| lower.expr(of)),
            },
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
        let [told, error] = turbofish(expr);
        let status = error.map_or(status, |error| self.status_of(status, error));
        if let (Some(value), Some(ty), true) = (value, told, variant.holds()) {
            let ty = types::read_value(ty, &self.generics.clone(), &mut self.types);
            self.says(value, &ty);
        }
        match value {
            Some(value) if variant.holds() => Optional { status, ..Optional::new(some, move |_| value) },
            _ => Optional { status, ..Optional::new(some, |lower| lower.poison()) },
        }
    }

    /// The differentiated value that an error of the user's is made of: `Error::TooLarge(x)`, `Error::At { x }`.
    pub(in crate::lower) fn number_in_error(&mut self, error: &Expr) -> Option<Expr> {
        let is_made = names::is_capital;
        let parts: Vec<&Expr> = match crate::lower::expr::operator::bare(error) {
            Expr::Call(call) => match crate::lower::expr::operator::bare(&call.func) {
                Expr::Path(path) if is_made(&path.path) => call.args.iter().collect(),
                _ => return None,
            },
            Expr::Struct(made) => made.fields.iter().map(|field| &field.expr).collect(),
            _ => return None,
        };
        let parts = parts.into_iter().filter(|part| !crate::lower::expr::text::is_made_text(part));
        let parts: Vec<&Expr> = parts.filter(|part| self.mentions_varying(part)).collect();
        // What is calculated of such a value need not vary: `i as usize`, `x > 0.0`.
        let varies = |part: &&Expr| {
            let mut varies = false;
            self.tried(|lower| {
                let value = lower.expr(part);
                varies = lower.varies(value);
                None::<Id>
            });
            varies
        };
        parts.into_iter().find(varies).cloned()
    }

    /// `Some(v)` and `Ok(v)` of something that is, or may be, differentiated; `None` if it is another call.
    pub(in crate::lower) fn variant_of(
        &mut self,
        path: &syn::ExprPath,
        args: &[Id],
        span: Span,
    ) -> Option<Id> {
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
    pub(in crate::lower) fn outcome_of(&mut self, optional: Optional<'_>, span: Span) -> Id {
        let (status, value) = self.made_now(optional);
        self.outcome(status, value, span)
    }

    /// The status and the value, which is made here where there is one.
    pub(in crate::lower) fn made_now(&mut self, optional: Optional<'_>) -> (Id, Id) {
        let Optional { status, some, make, .. } = optional;
        let value = match self.arena.op(some) {
            Op::Literal(_) => make(self),
            _ => self.branch_on(some, make, |lower| lower.poison()),
        };
        (status, value)
    }

    /// What is wanted as a pair, of which it is known that it is an `Option` or a `Result`: one that opaque code would get becomes a
    /// pair again.
    pub(in crate::lower) fn as_outcome(&mut self, id: Id) -> Option<Id> {
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
    pub(in crate::lower) fn as_outcomes(&mut self, values: Vec<Id>) -> Vec<Id> {
        match values.iter().any(|id| self.is_outcome(*id)) {
            true => values.into_iter().map(|id| self.as_outcome(id).unwrap_or(id)).collect(),
            false => values,
        }
    }

    /// A value for a place of a type: a pair, if that is one.
    pub(in crate::lower) fn coerced(&mut self, value: Id, to: &Ty) -> Id {
        match self.types.shallow(to) {
            Ty::Outcome(..) => {
                let pair = self.as_outcome(value).or_else(|| self.opaque_as_outcome(value));
                pair.unwrap_or(value)
            }
            _ => value,
        }
    }

    /// The numbers where a function returns references to them.
    pub(in crate::lower) fn numbers_behind(&mut self, value: Id, to: &Ty) -> Id {
        let span = self.arena.get(value).span;
        match (self.types.shallow(to), self.ty(value)) {
            (Ty::Float(_), Ty::Ref(_)) => self.deref(value, span),
            (Ty::Outcome(_, inside), _) if self.is_outcome(value) => {
                let [status, reference] = [0, 1].map(|index| self.part(value, Member::Index(index), span));
                let number = self.numbers_behind(reference, &inside);
                self.outcome(status, number, span)
            }
            (Ty::Tuple(types), Ty::Tuple(of)) if types.len() == of.len() => {
                let numbers = (0..).zip(&types).map(|(index, to)| {
                    let part = self.part(value, Member::Index(index), span);
                    self.numbers_behind(part, to)
                });
                let numbers = numbers.collect();
                self.tuple_of(numbers, span)
            }
            _ => value,
        }
    }

    /// For Rust that is copied as it stands: the `Option` or the `Result` itself.
    pub(in crate::lower) fn as_rust(&mut self, id: Id) -> Id {
        let span = self.arena.get(id).span;
        match (self.ty(id), self.arena.op(id)) {
            (Ty::Outcome(..), _) => {}
            (Ty::Ref(of), Op::Borrow(inner)) if matches!(self.types.shallow(&of), Ty::Outcome(..)) => {
                let whole = self.as_rust(*inner);
                return self.borrow(whole, span);
            }
            _ => return id,
        }
        let [status, value] = [0, 1].map(|index| self.part(id, Member::Index(index), span));
        let ty = self.types.fresh();
        let call = |path, of| Op::Plain(Plain::Call(path), of);
        let op = match (self.ty(status), self.arena.op(status)) {
            (Ty::Bool, Op::Literal(Literal::Bool(true))) => {
                call(quote!(::core::option::Option::Some), vec![value])
            }
            // Of a number, the zero in it tells the type.
            (Ty::Bool, Op::Literal(Literal::Bool(false))) if !self.ty(value).is_float() => {
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

    /// The arguments of a differentiated function, which takes `Option`s as they are, and the first `Result` among them.
    pub(in crate::lower) fn options_passed(
        &mut self,
        args: Vec<Id>,
        first: usize,
    ) -> (Vec<Id>, Option<usize>) {
        let is_option = |lower: &Self, id: Id| match lower.ty(id).referent() {
            Ty::Outcome(status, _) => lower.types.shallow(status) == Ty::Bool,
            _ => true,
        };
        if !args.iter().all(|id| is_option(self, *id)) {
            return (args, Some(first));
        }
        let passed = args.iter().map(|id| match (self.is_outcome(*id) && self.varies(*id), self.ty(*id)) {
            (true, Ty::Ref(_)) => {
                let span = self.arena.get(*id).span;
                let pair = self.deref(*id, span);
                let option = self.option_passed(pair);
                self.borrow(option, span)
            }
            (true, _) => self.option_passed(*id),
            (false, _) => *id,
        });
        (passed.collect(), None)
    }

    fn option_passed(&mut self, pair: Id) -> Id {
        let (span, ty) = (self.arena.get(pair).span, self.types.fresh());
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        let some = self.holds(status, span);
        let (path, members) = (quote!(::core::option::Option::Some), vec![Member::Inside]);
        let made = Op::Struct(Box::new(Made { path, members, base: false }), vec![value]);
        let none = Op::Plain(Plain::Path(quote!(::core::option::Option::None)), Vec::new());
        let (of_some, of_none) = (ty.clone(), ty);
        match self.arena.op(some) {
            Op::Literal(Literal::Bool(true)) => self.node(made, of_some, span),
            _ => self.branch_on(
                some,
                move |lower| lower.node(made, of_some, span),
                move |lower| lower.node(none, of_none, span),
            ),
        }
    }

    /// `let p: Option<T>`, `let p: Result<T, E>`: the status, where the type of what it is of is written beside it.
    pub(in crate::lower) fn told_parts(&mut self, status: Id, value: Id, ty: &syn::Type) -> Id {
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
    pub(in crate::lower) fn told_outcome(&mut self, id: Id, ty: &syn::Type) -> Id {
        let Some(pair) = self.as_outcome(id) else { return id };
        let span = self.arena.get(pair).span;
        let [status, value] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        match self.told_parts(status, value, ty) {
            told if told == status => pair,
            told => self.outcome(told, value, span),
        }
    }

    /// Does a closure give an `Option` or a `Result` that is a pair here?
    pub(in crate::lower) fn gives_outcome(&self, closure: &syn::ExprClosure) -> bool {
        match &closure.output {
            syn::ReturnType::Type(_, ty) => types::is_outcome(ty),
            syn::ReturnType::Default => self.is_optional(&closure.body),
        }
    }
}

/// The types in `Ok::<f64, Error>(…)`: that of the value and that of the error.
fn turbofish(expr: &Expr) -> [Option<&syn::Type>; 2] {
    let Expr::Call(call) = crate::lower::expr::operator::bare(expr) else { return [None; 2] };
    let Expr::Path(path) = crate::lower::expr::operator::bare(&call.func) else { return [None; 2] };
    let mut types = types::arguments(path.path.segments.last());
    [types.next(), types.next()]
}
