//! `Option`s that locals hold: a flag beside the value. An `Option` is built only for Rust that is carried along as it stands.

use super::optional::Optional;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::lower::env::lent::Lent;
use crate::lower::{Local, Lower};
use crate::spanned::Spanned;
use crate::types::{self, Ty};
use proc_macro2::{Ident, Span};
use syn::{Expr, Pat};

/// What belongs to a local whose value may not be there.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Held {
    /// Is it there, and for a `Result`: why not?
    pub(in crate::lower) flag: Local,
    /// Which of these locals it is.
    number: usize,
}

/// Methods that change what such a local holds.
pub(in crate::lower) const EXCHANGES: [&str; 3] = ["take", "take_if", "replace"];

/// Methods that put something into such a local, and into maps and lists as well.
pub(in crate::lower) const INSERTERS: [&str; 3] = ["insert", "get_or_insert", "get_or_insert_with"];

impl Lower<'_> {
    /// `let p = e;` where `e` may not be there; `false` if it is none of these.
    pub(in crate::lower) fn bind_optional(&mut self, pat: &Pat, expr: &Expr) -> bool {
        let Some((name, written)) = held_name(pat) else { return false };
        if self.assumed.opaque.contains(&name.to_string())
            || !self.is_optional(expr)
            || self.gives_opaque(expr) && self.is_constant(expr)
            || self.refers_to_constant(expr)
            || self.is_row_of_others(expr)
            || self.is_told_by_another_name(pat, written, expr)
        {
            return false;
        }
        match self.inner(|lower| lower.attempt(|lower| lower.optional_parts(expr))) {
            Some((status, value)) => self.hold(pat, status, value).is_some(),
            None => false,
        }
    }

    /// `let p = rows.get(1);` of constants of which only rustc knows whether they can be copied: the reference is kept as it is.
    fn is_row_of_others(&self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = crate::lower::expr::operator::bare(expr) else { return false };
        self.is_foreign_chain(call) && !self.is_chain(&call.receiver)
    }

    /// `let p: MaybeByte = Some(200);`: of which type the number is, only that name says.
    fn is_told_by_another_name(&mut self, pat: &Pat, written: Option<&syn::Type>, expr: &Expr) -> bool {
        let (Pat::Type(typed), Some(ty @ syn::Type::Path(_))) = (pat, written) else { return false };
        let mutable = matches!(&*typed.pat, Pat::Ident(name) if name.mutability.is_some());
        !mutable && !types::is_outcome(ty) && self.is_constant(expr)
    }

    /// `&p` where nothing differentiated is in `p`: a reference to an `Option`, which is kept as the `Option` that it is.
    fn refers_to_constant(&mut self, expr: &Expr) -> bool {
        let Expr::Reference(reference) = crate::lower::expr::operator::bare(expr) else { return false };
        if reference.mutability.is_some() || !self.is_constant(expr) {
            return false;
        }
        self.keep_option(&reference.expr);
        true
    }

    /// A constant in a local that is used as an `Option` by what only rustc knows: it is kept as the `Option` that it is, and lowering
    /// starts anew.
    pub(in crate::lower) fn keep_option(&mut self, expr: &Expr) -> bool {
        let Some((local, _)) = self.held(expr) else { return false };
        let name = self.first_name(local).map(Ident::to_string);
        let value = self.value_of_local(local);
        let new = !self.varies(value) && name.is_some_and(|name| self.assumed.opaque.insert(name));
        if new {
            (self.assumed.reordered, self.again) = (true, true);
        }
        new
    }

    /// Binds a name to what may not be there.
    pub(in crate::lower) fn hold(&mut self, pat: &Pat, status: Id, value: Id) -> Option<(Local, Held)> {
        let (name, written) = held_name(pat)?;
        let status = match written {
            Some(ty) => self.told_parts(status, value, ty),
            None => status,
        };
        let held = Held { flag: self.hidden(status), number: self.held.len() };
        let value = self.taken_in(held, value);
        let local = self.declare(name, value);
        self.held.insert(local.0, held);
        Some((local, held))
    }

    /// A parameter that is a differentiated `Option`: what may be in it is taken out at once. `false` if it is none.
    pub(in crate::lower) fn holds_option(&mut self, param: &crate::lower::Param, id: Id) -> bool {
        if !crate::lower::signature::named::is_option(&param.tokens) {
            return false;
        }
        let ident = &param.ident;
        let is_some = Op::Plain(Plain::method("is_some"), vec![id]);
        let some = self.discrete(is_some, Ty::Bool, ident.span());
        let span = ident.span();
        let taken_out = Optional::new(some, move |lower| lower.part(id, Member::Inside, span));
        let (status, value) = self.made_now(taken_out);
        self.hold(&syn::parse_quote!(#ident), status, value).is_some()
    }

    /// The local that holds an `Option` which an expression names.
    pub(in crate::lower) fn held(&self, expr: &Expr) -> Option<(Local, Held)> {
        let Expr::Path(path) = crate::lower::expr::operator::bare(expr) else { return None };
        let local = self.local(path.path.get_ident()?)?;
        Some((local, *self.held.get(&local.0)?))
    }

    /// What a local holds, now.
    pub(in crate::lower) fn held_now<'e>(&mut self, local: Local, held: Held) -> Optional<'e> {
        let (status, value) = (self.value_of_local(held.flag), self.value_of_local(local));
        let span = self.arena.get(value).span;
        let lent = self.assumed.references.get(&held.number).cloned();
        let value = self.wrapped(value, lent.as_ref(), span);
        let some = self.holds(status, span);
        Optional { status, ..Optional::new(some, move |_| value) }
    }

    /// What a local holds, as a value.
    pub(in crate::lower) fn held_as_option(&mut self, local: Local, held: Held, span: Span) -> Id {
        let held = self.held_now(local, held);
        self.outcome_of(held, span)
    }

    /// `p = e`
    pub(in crate::lower) fn assign_optional(&mut self, local: Local, held: Held, expr: &Expr) {
        let before = self.value_of_local(local);
        let constant = !self.varies(before) && self.is_constant(expr);
        let parts = match constant && self.gives_opaque(expr) {
            true => None,
            false => self.optional_parts(expr),
        };
        if parts.is_none()
            && constant
            && let Some(name) = self.first_name(local).map(Ident::to_string)
            && self.assumed.opaque.insert(name)
        {
            // No differentiated value is in it: it is kept as the `Option` that it is.
            (self.assumed.reordered, self.again) = (true, true);
            return;
        }
        match parts {
            Some((status, value)) => self.hold_next(local, held, status, value),
            None if self.mentions_poisoned(expr) => {}
            // What is assigned to an `Option` is one, such as a field of which only rustc knows that.
            None => {
                let pair = self.inner(|lower| lower.optional_pair(expr));
                if self.is_poisoned(pair) {
                    return;
                }
                let optional = self.of_outcome(pair, expr.span());
                let (status, value) = self.made_now(optional);
                self.hold_next(local, held, status, value);
            }
        }
    }

    /// Is no differentiated value in the expression?
    fn is_constant(&mut self, expr: &Expr) -> bool {
        !self.mentions_varying(expr)
    }

    /// May the value be an `Option` that is not made here, so that only rustc knows what is in it?
    fn gives_opaque(&self, expr: &Expr) -> bool {
        let tail = |block: &syn::Block| match block.stmts.last() {
            Some(syn::Stmt::Expr(last, None)) => self.gives_opaque(last),
            _ => false,
        };
        match crate::lower::expr::operator::bare(expr) {
            Expr::Block(block) => tail(&block.block),
            Expr::If(branch) => {
                tail(&branch.then_branch)
                    || branch.else_branch.as_ref().is_some_and(|(_, other)| self.gives_opaque(other))
            }
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.gives_opaque(&arm.body)),
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => false,
            other => !self.is_optional(other),
        }
    }

    /// Makes a local hold something else.
    pub(in crate::lower) fn hold_next(&mut self, local: Local, held: Held, status: Id, value: Id) {
        let before = self.value_of_local(local);
        // What nobody looks at may be anything.
        let value = match self.fails(status) && !self.types.resolve(&self.ty(before)).has_zero() {
            true => before,
            false => self.taken_in(held, value),
        };
        let (old, new) = (self.arena.ty(before).clone(), self.arena.ty(value).clone());
        self.types.unify(&old, &new);
        self.values[held.flag.0] = Some(status);
        self.values[local.0] = Some(value);
    }

    /// `mem::take(&mut p)`, `mem::replace(&mut p, e)`: the local, and what it holds from here on.
    pub(in crate::lower) fn exchange_in_memory(&self, call: &syn::ExprCall) -> Option<(Local, Held, Expr)> {
        let Expr::Path(path) = crate::lower::expr::operator::bare(&call.func) else { return None };
        if !crate::lower::library::mutator::is_of_memory(path) {
            return None;
        }
        let Expr::Reference(place) = crate::lower::expr::operator::bare(call.args.first()?) else {
            return None;
        };
        let (local, held) = self.held(&place.expr).filter(|_| place.mutability.is_some())?;
        let next = match (path.path.segments.last()?.ident.to_string().as_str(), call.args.iter().nth(1)) {
            ("take", None) => syn::parse_quote!(None),
            ("replace", Some(next)) => next.clone(),
            _ => return None,
        };
        Some((local, held, next))
    }

    /// What the local held before; from here on it holds something else.
    pub(in crate::lower) fn exchanged_in_memory<'e>(
        &mut self,
        (local, held, next): (Local, Held, Expr),
    ) -> Optional<'e> {
        let before = self.held_now(local, held);
        self.assign_optional(local, held, &next);
        before
    }

    /// `p.insert(v);`, `p.get_or_insert(v);`, `p.get_or_insert_with(f);`, where nobody uses the place; `false` if the call is none of them.
    pub(in crate::lower) fn inserted(&mut self, call: &syn::ExprMethodCall) -> bool {
        let (Some((local, held)), Some(argument)) = (self.held(&call.receiver), call.args.first()) else {
            return false;
        };
        let place = &call.receiver;
        let next: Expr = match call.method.to_string().as_str() {
            "insert" => syn::parse_quote!(Some(#argument)),
            "get_or_insert" => syn::parse_quote!(#place.or(Some(#argument))),
            "get_or_insert_with" => syn::parse_quote!(#place.or_else(|| Some((#argument)()))),
            _ => return false,
        };
        self.assign_optional(local, held, &next);
        true
    }

    /// The same as `let _ = p.insert(v);`.
    pub(in crate::lower) fn inserted_unused(&mut self, local: &syn::Local) -> bool {
        match (&local.pat, local.init.as_ref().map(|init| &*init.expr)) {
            (Pat::Wild(_), Some(Expr::MethodCall(call))) => self.inserted(call),
            _ => false,
        }
    }

    /// A method that would change an `Option` in a local unseen.
    pub(in crate::lower) fn refuse_exchange(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        const CHANGING: [&str; 7] = [
            "get_or_insert",
            "get_or_insert_with",
            "get_or_insert_default",
            "insert",
            "as_mut",
            "as_deref_mut",
            "iter_mut",
        ];
        let name = CHANGING.iter().find(|name| call.method == **name)?;
        self.held(&call.receiver)?;
        let shown = format!("`{name}` of an `Option` in a local");
        Some(self.report(&call.method, &code::UNSUPPORTED, &[&shown, "assign to the local: `o = Some(…);`"]))
    }

    /// `p.take()`, `p.replace(v)`: what it held, and what it holds from here on.
    pub(in crate::lower) fn exchanged_optional<'e>(
        &mut self,
        call: &'e syn::ExprMethodCall,
    ) -> Option<Optional<'e>> {
        let (local, held) = self.held(&call.receiver)?;
        let none: Expr = syn::parse_quote!(None);
        let before = self.held_now(local, held);
        if let ("take_if", Some(is)) = (call.method.to_string().as_str(), call.args.first()) {
            return Some(self.taken_if(local, held, is, call.span()));
        }
        match (call.method.to_string().as_str(), call.args.first()) {
            ("take", None) => self.assign_optional(local, held, &none),
            ("replace", Some(new)) => self.assign_optional(local, held, &syn::parse_quote!(Some(#new))),
            _ => return None,
        }
        Some(before)
    }

    /// `p.take_if(f)`
    fn taken_if<'e>(&mut self, local: Local, held: Held, is: &Expr, span: Span) -> Optional<'e> {
        let (status, value) = (self.value_of_local(held.flag), self.value_of_local(local));
        let never = |lower: &mut Self| lower.literal(Literal::Bool(false), Ty::Bool);
        let asked = |lower: &mut Self| {
            let lent = lower.borrow(value, span);
            lower.decided(is, &[lent], span)
        };
        let taken = self.branch_on(status, asked, never);
        let left = self.branch_on(taken, never, |_| status);
        self.values[held.flag.0] = Some(left);
        Optional::new(taken, move |_| value)
    }

    /// A reference is held as what it leads to: nobody can change that while it is shared, and it can be joined.
    fn taken_in(&mut self, held: Held, value: Id) -> Id {
        let span = self.arena.get(value).span;
        let lent = match (self.lent_in(value, span), self.ty(value)) {
            (Lent::Not, Ty::Ref(_)) => Lent::Reference(Box::new(Lent::Not)),
            (lent, _) => lent,
        };
        if !matches!(lent, Lent::Not) && self.assumed.references.insert(held.number, lent.clone()).is_none() {
            self.again = true;
        }
        self.with_copies(value, &lent, span)
    }

    /// Lowers something, or leaves no trace where that says that it is something else.
    fn attempt<R>(&mut self, lower: impl FnOnce(&mut Self) -> Option<R>) -> Option<R> {
        let (stmts, values, names) = (self.block.stmts.len(), self.values.clone(), self.names.len());
        let result = lower(self);
        if result.is_none() {
            self.block.stmts.truncate(stmts);
            self.values = values;
            self.names.truncate(names);
        }
        result
    }
}

/// The name in a pattern that is only that, and the type that is written beside it.
pub(in crate::lower) fn held_name(pat: &Pat) -> Option<(&Ident, Option<&syn::Type>)> {
    match pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some((&name.ident, None)),
        Pat::Type(typed) => held_name(&typed.pat).map(|(name, _)| (name, Some(&*typed.ty))),
        _ => None,
    }
}
