//! Closures: they are written where they are called.

use super::callee::Callee;
use crate::diagnostics as code;
use crate::ir::Id;
use crate::lower::env::values::Values;
use crate::lower::option::optional::As;
use crate::lower::{Local, Lower, Symbol};
use crate::spanned::Spanned;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use std::borrow::Cow;
use std::rc::Rc;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Lifetime, Pat};

/// A closure, and what its body means by the names in it.
pub(in crate::lower) struct Closure {
    closure: syn::ExprClosure,
    names: Vec<(Symbol, Local)>,
    /// For a `move` closure the values that it took.
    taken: Option<Values>,
    /// It changes something that it captures.
    assigns: bool,
}

impl Closure {
    /// One of a constant, which captures nothing.
    pub(in crate::lower) fn of_constant(closure: &syn::ExprClosure) -> Closure {
        Closure { closure: closure.clone(), names: Vec::new(), taken: None, assigns: false }
    }

    /// As it is written.
    pub(in crate::lower) fn written(&self) -> Expr {
        Expr::Closure(self.closure.clone())
    }

    pub(in crate::lower) fn body(&self) -> &Expr {
        &self.closure.body
    }

    pub(in crate::lower) fn code(&self) -> &syn::ExprClosure {
        &self.closure
    }

    /// Does it mean by its names what was there before, with the same values?
    pub(in crate::lower) fn uses_only(&self, lower: &Lower<'_>, before: &Values) -> bool {
        self.captured(lower).iter().all(|local| match (before.get(local.0), &self.taken) {
            (Some(value), Some(taken)) => taken.get(local.0) == Some(value),
            (value, _) => value.is_some(),
        })
    }

    /// The locals that it captures.
    pub(in crate::lower) fn captured(&self, lower: &Lower<'_>) -> Vec<Local> {
        let names = crate::lower::expr::opaque::mentioned(self.closure.body.to_token_stream());
        let local = |name| lower.symbol(name).and_then(|name| super::local::local_in(&self.names, name));
        names.iter().filter_map(local).collect()
    }
}

/// So often a function may write out the bodies of closures inside of those of others: where each calls the one before
/// twice, that doubles with each.
const MANY: usize = 1_024;

impl Lower<'_> {
    /// `let f = |…| …`: nothing happens until it is called.
    pub(in crate::lower) fn bind_closure(&mut self, pat: &Pat, expr: &Expr) {
        let (Pat::Ident(name), Expr::Closure(closure)) = (pat, crate::lower::expr::operator::bare(expr))
        else {
            let value = self.expr(expr);
            return self.bind(pat, value);
        };
        let value = self.closure_value(closure, Some(name));
        self.local_called(&name.ident, Some(value));
    }

    /// A closure, and the name that it is bound to. What differentiates nothing may be used in any way.
    pub(in crate::lower) fn closure_value(
        &mut self,
        closure: &syn::ExprClosure,
        name: Option<&syn::PatIdent>,
    ) -> Id {
        let captures = self.captures(closure.to_token_stream());
        let is_mut = name.is_some_and(|name| name.mutability.is_some());
        // What has to be `mut` to be called changes something.
        let changes = |lower: &mut Self, (captured, id): &(Ident, Id)| {
            is_mut && lower.becomes_opaque(captured) || lower.is_opaque_place(*id)
        };
        let assigns = !self.assigned_in(&[&closure.body]).is_empty()
            || self.changes_outside(&closure.body)
            || captures.iter().any(|capture| changes(self, capture));
        if assigns && (closure.capture.is_some() || name.is_none()) {
            // Its state is its own from one call to the next, or its calls are not seen.
            return self.report(&crate::lower::fence::refuse::bars(closure), &code::CLOSURE, &[]);
        }
        let inlined = captures.iter().any(|(_, id)| self.varies(*id)) || assigns;
        let taken = closure.capture.is_some().then(|| self.values_taken(&captures));
        let names = self.names.clone();
        let callee = Callee::Closure(Rc::new(Closure { closure: closure.clone(), names, taken, assigns }));
        if inlined {
            return self.hidden_function(callee, crate::lower::fence::refuse::bars(closure), closure.span());
        }
        let value = self.opaque(&Expr::Closure(closure.clone()), &code::CLOSURE, &[]);
        self.callees.insert(value, callee);
        value
    }

    /// `let h = g`, `let also = &mut line`: another name of a closure that cannot be a value; `false` if it is none.
    pub(in crate::lower) fn rename_closure(&mut self, pat: &Pat, expr: &Expr) -> bool {
        let (Pat::Ident(name), Some(of)) = (pat, closure_name(expr)) else { return false };
        let value = self.local(of).and_then(|local| self.values[local.0]);
        let Some(value) = value.filter(|value| self.inlined_only(*value)) else { return false };
        self.local_called(&name.ident, Some(value));
        true
    }

    /// What a local called by that name stands for, where it is a function that cannot be a value of the generated code. One that changes
    /// something is only called by its name.
    pub(in crate::lower) fn mentioned_function(&mut self, value: Id, path: &syn::ExprPath) -> Id {
        match self.callee_of(value) {
            Some(Callee::Closure(closure)) if closure.assigns => self.report(path, &code::CLOSURE, &[]),
            Some(callee) => self.hidden_function(callee, path.to_token_stream(), path.span()),
            None => self.report(path, &code::CLOSURE, &[]),
        }
    }

    /// The function that an expression calls by a name of a local, also behind references; the outer `None` if there is no such
    /// local, the inner one if nothing is known of it.
    #[allow(clippy::option_option, reason = "a local of which nothing is known is still no function")]
    pub(in crate::lower) fn callee_behind(&self, expr: &Expr) -> Option<Option<Callee>> {
        let local = self.local(closure_name(expr)?)?;
        Some(self.callee_of_local(local))
    }

    /// Does a function that a method is given give a `Result`?
    pub(in crate::lower) fn gives_result(&self, function: &Expr) -> bool {
        match crate::lower::expr::operator::bare(function) {
            Expr::Closure(closure) => crate::lower::flow::question::gives_result(closure),
            other => match self.callee_behind(other) {
                Some(Some(Callee::Closure(closure))) => {
                    crate::lower::flow::question::gives_result(closure.code())
                }
                _ => false,
            },
        }
    }

    /// Reports the first such closure that is mentioned where it cannot be written out, or a range that is no value.
    pub(in crate::lower) fn refuse_inlined(&mut self, captures: &[(Ident, Id)]) -> bool {
        if let Some((name, _)) = captures.iter().find(|(_, id)| self.inlined_only(*id)) {
            self.report(name, &code::CLOSURE, &[]);
            return true;
        }
        let asked = captures.iter().find(|(_, id)| self.is_asked_only(*id));
        if let Some((name, _)) = asked {
            self.report(
                name,
                &code::UNSUPPORTED,
                &["this use of a range of differentiated values", "compare with its ends: `a <= x && x < b`"],
            );
        }
        asked.is_some()
    }

    /// What the locals are to a `move` closure, which has them as they are now.
    pub(in crate::lower) fn values_taken(&mut self, captures: &[(Ident, Id)]) -> Values {
        let mut taken = self.values.clone();
        for (name, id) in captures {
            let Some(local) = self.local(name) else { continue };
            if self.place_of(*id).is_some() {
                taken[local.0] = Some(self.loaded(*id));
            }
            let mut fields = Vec::new();
            self.locals_inside(local, &mut fields);
            for field in fields {
                taken[field.0] = self.values[field.0].map(|value| self.loaded(value));
            }
        }
        taken
    }

    /// A call of a closure by its name.
    pub(in crate::lower) fn call_closure(&mut self, closure: &Closure, args: &[Id], form: As) -> Id {
        if closure.captured(self).iter().any(|local| self.is_gone(*local)) {
            // It has left the arm in which these were.
            return self.report(&crate::lower::fence::refuse::bars(&closure.closure), &code::CLOSURE, &[]);
        }
        self.in_closure(closure, |lower| lower.written_out(&closure.closure, args, form))
    }

    /// Lowers something by the names, and for a `move` closure by the values, that a closure has.
    fn in_closure<R>(&mut self, closure: &Closure, lower: impl FnOnce(&mut Self) -> R) -> R {
        let names = std::mem::replace(&mut self.names, closure.names.clone());
        let now = self.values.clone();
        if let Some(taken) = &closure.taken {
            self.values.copy_from(self.returned.0 + 1..taken.len(), taken);
        }
        let value = lower(self);
        if let Some(taken) = &closure.taken {
            self.values.copy_from(0..taken.len(), &now);
        }
        self.names = names;
        value
    }

    /// What tokens that are copied mention, with the closures among that which cannot be values: each is declared again before them. `None` if one
    /// is reported instead.
    pub(in crate::lower) fn captures_with_closures(
        &mut self,
        tokens: TokenStream,
    ) -> Option<(Vec<(Ident, Id)>, TokenStream)> {
        let (mut captures, mut declared) = (Vec::new(), TokenStream::new());
        for (name, id) in self.captures(tokens) {
            let closure = match self.callee_of(id).filter(|_| self.inlined_only(id)) {
                Some(Callee::Closure(closure)) if !closure.assigns => closure,
                _ => {
                    if self.refuse_inlined(&[(name.clone(), id)]) {
                        return None;
                    }
                    captures.push((name, id));
                    continue;
                }
            };
            let code = closure.code();
            let inner =
                self.in_closure(&closure, |lower| lower.captures_with_closures(code.to_token_stream()));
            let (captured, before) = inner?;
            for (own, id) in captured {
                match captures.iter().find(|(known, _)| *known == own) {
                    Some((_, known)) if *known == id => {}
                    // Here the name means something else.
                    Some(_) => {
                        self.report(&name, &code::CLOSURE, &[]);
                        return None;
                    }
                    None => captures.push((own, id)),
                }
            }
            declared.extend(quote!(#before let #name = #code;));
        }
        Some((captures, declared))
    }

    /// A closure that is handed on where it is made, as to `map`.
    pub(in crate::lower) fn inline(&mut self, closure: &syn::ExprClosure, args: &[Id], form: As) -> Id {
        // It has a variable as it was, and what it changes is its own.
        if closure.capture.is_some()
            && let Some(name) = self.variable_in(closure)
        {
            let shown = format!("`{name}`, which may change, in a `move` closure");
            return self.report(
                &name,
                &code::UNSUPPORTED,
                &[&shown, "leave out `move`, or give its value a name without `mut` before"],
            );
        }
        self.written_out(closure, args, form)
    }

    /// The first name of something that may change.
    fn variable_in(&mut self, closure: &syn::ExprClosure) -> Option<Ident> {
        let captures = self.captures(closure.body.to_token_stream());
        let mut changing = captures.into_iter().filter(|(name, id)| {
            let local = self.local(name).filter(|local| self.mutable.contains(&local.0));
            local.is_some() || self.place_of(*id).is_some()
        });
        changing.next().map(|(name, _)| name)
    }

    /// Lowers a closure's body with its parameters bound to the arguments.
    fn written_out(&mut self, closure: &syn::ExprClosure, args: &[Id], form: As) -> Id {
        self.inlined += usize::from(self.depth > 0);
        if self.inlined > MANY {
            let shown =
                "a closure that other closures call so often that it is written out over a thousand times";
            return self.report(
                &crate::lower::fence::refuse::bars(closure),
                &code::UNSUPPORTED,
                &[shown, "make it a function of its own with `#[differentiate]`"],
            );
        }
        if closure.inputs.len() != args.len() {
            // rustc says so.
            self.types.disagree = true;
            return self.poison();
        }
        if closure.asyncness.is_some() || self.depth > 32 {
            return self.report(&crate::lower::fence::refuse::bars(closure), &code::CLOSURE, &[]);
        }
        let scope = self.names.len();
        for (pat, arg) in closure.inputs.iter().zip(args) {
            self.bind(pat, *arg);
        }
        self.depth += 1;
        let told = match &closure.output {
            syn::ReturnType::Type(_, ty) => crate::lower::typing::told::told(&closure.body, ty),
            syn::ReturnType::Default => None,
        };
        let body = framed(told.as_ref().unwrap_or(&closure.body));
        let value = self.inner(|lower| lower.expr_as(&body, form));
        let value = match (&closure.output, form) {
            (syn::ReturnType::Type(_, ty), As::Value) => {
                let read = crate::types::read_value(ty, &self.generics.clone(), &mut self.types);
                let value = self.coerced(value, &read);
                let of = self.arena.ty(value).clone();
                let seen = !matches!(self.types.shallow(&of), crate::types::Ty::Infer(_));
                self.types.unify(&of, &read);
                self.annotated(value, ty, &read, seen)
            }
            _ => value,
        };
        self.depth -= 1;
        self.names.truncate(scope);
        value
    }

    /// Calls what was handed to a method: a closure, or the name of one or of a function, as in `fold(0.0, f64::max)`.
    pub(in crate::lower) fn call_handed(&mut self, function: &Expr, args: &[Id], span: Span) -> Id {
        match function {
            Expr::Closure(closure) => self.inline(closure, args, As::Value),
            Expr::Paren(inner) => self.call_handed(&inner.expr, args, span),
            Expr::Reference(inner) => self.call_handed(&inner.expr, args, span),
            Expr::Path(path) if path.path.get_ident().is_none_or(|name| self.local(name).is_none()) => {
                self.call_path(path, args.to_vec(), function, span)
            }
            other => match (self.callee_behind(other), other) {
                (Some(Some(callee)), _) => self.call_callee(&callee, args, As::Value, other, span),
                (_, Expr::Path(_) | Expr::Index(_) | Expr::Field(_)) => {
                    let function = self.lvalue(other);
                    match self.callee_of(function) {
                        Some(callee) => self.call_callee(&callee, args, As::Value, other, span),
                        None => self.call_value(function, other, args, &[]),
                    }
                }
                _ => self.report(other, &code::CLOSURE, &[]),
            },
        }
    }
}

/// The body of a closure as a block that its `return`s leave: `'closure: { … break 'closure value; … }`.
pub(in crate::lower) fn framed(body: &Expr) -> Cow<'_, Expr> {
    struct Frame(Lifetime);
    impl VisitMut for Frame {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            visit_mut::visit_expr_mut(self, expr);
            if let Expr::Return(left) = expr {
                *expr = Expr::Break(syn::ExprBreak {
                    attrs: std::mem::take(&mut left.attrs),
                    break_token: syn::Token![break](left.return_token.span),
                    label: Some(self.0.clone()),
                    expr: left.expr.take(),
                });
            }
        }
        // Those of a closure or a function inside leave that.
        fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
        fn visit_item_mut(&mut self, _: &mut syn::Item) {}
    }
    if !crate::lower::flow::branch::returns(body) {
        return Cow::Borrowed(body);
    }
    let mut frame = Frame(crate::names::closure_label());
    let mut body = body.clone();
    frame.visit_expr_mut(&mut body);
    let block = match body {
        Expr::Block(syn::ExprBlock { label: None, block, .. }) => block,
        body => syn::Block { brace_token: Default::default(), stmts: vec![syn::Stmt::Expr(body, None)] },
    };
    let label = syn::Label { name: frame.0, colon_token: Default::default() };
    Cow::Owned(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: Some(label), block }))
}

/// The name in `g`, `&g`, `*g` and `g.clone()`.
fn closure_name(expr: &Expr) -> Option<&Ident> {
    match crate::lower::expr::operator::bare(expr) {
        Expr::Path(path) => path.path.get_ident(),
        Expr::Reference(reference) => closure_name(&reference.expr),
        Expr::Unary(unary) if matches!(unary.op, syn::UnOp::Deref(_)) => closure_name(&unary.expr),
        Expr::MethodCall(call) if call.method == "clone" && call.args.is_empty() => {
            closure_name(&call.receiver)
        }
        _ => None,
    }
}
