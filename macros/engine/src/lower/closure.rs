//! Closures: they are written where they are called.

use super::optional::As;
use super::{Local, Lower};
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, Pat};

/// A closure that is bound to a local, and what its body means by the names in it.
#[derive(Clone)]
pub(super) struct Closure {
    closure: syn::ExprClosure,
    names: Vec<(Ident, Local)>,
    /// For a `move` closure the values that it took.
    taken: Option<Vec<Option<Id>>>,
}

impl Closure {
    pub(super) fn body(&self) -> &Expr {
        &self.closure.body
    }
}

/// So often a function may write out the bodies of its closures.
const MANY: usize = 4_096;

impl Lower<'_> {
    /// `let f = |…| …`: nothing happens until it is called. What differentiates nothing may be used in any way.
    pub(super) fn bind_closure(&mut self, pat: &Pat, expr: &Expr) {
        let (Pat::Ident(name), Expr::Closure(closure)) = (pat, super::operator::bare(expr)) else {
            let value = self.expr(expr);
            return self.bind(pat, value);
        };
        let captures = self.captures(expr.to_token_stream());
        let assigns = !self.assigned_in(&[&closure.body]).is_empty();
        if closure.capture.is_some() && assigns {
            // Its state is its own from one call to the next.
            self.report(&super::refuse::bars(closure), &code::CLOSURE, &[]);
        }
        let value = match captures.iter().any(|(_, id)| self.varies(*id)) || assigns {
            true => self.unit(),
            false => self.opaque(expr, &code::CLOSURE, &[]),
        };
        let taken = closure.capture.is_some().then(|| self.values_taken(&captures));
        let closure = Closure { closure: closure.clone(), names: self.names.clone(), taken };
        let local = self.local_called(&name.ident, Some(value));
        self.closures.insert(local.0, closure);
    }

    /// What the locals are to a `move` closure, which has them as they are now.
    fn values_taken(&mut self, captures: &[(Ident, Id)]) -> Vec<Option<Id>> {
        let mut taken = self.values.clone();
        for (name, id) in captures {
            if let (Some(_), Some(local)) = (self.place_of(*id), self.local(name)) {
                taken[local.0] = Some(self.loaded(*id));
            }
        }
        taken
    }

    /// A call of a closure by its name.
    pub(super) fn call_closure(&mut self, closure: &Closure, args: &[Id]) -> Id {
        let names = std::mem::replace(&mut self.names, closure.names.clone());
        let now = self.values.clone();
        if let Some(taken) = &closure.taken {
            for (local, value) in taken.iter().enumerate().skip(self.returned.0 + 1) {
                self.values[local] = *value;
            }
        }
        let value = self.written_out(&closure.closure, args, As::Value);
        if let Some(taken) = &closure.taken {
            self.values[..taken.len()].clone_from_slice(&now[..taken.len()]);
        }
        self.names = names;
        value
    }

    /// A closure that is handed on where it is made, as to `map`.
    pub(super) fn inline(&mut self, closure: &syn::ExprClosure, args: &[Id], form: As) -> Id {
        // It has a variable as it was, and what it changes is its own.
        if closure.capture.is_some()
            && let Some(name) = self.variable_in(closure)
        {
            let shown = format!("`{name}`, which may change, in a `move` closure");
            return self.report(&name, &code::UNSUPPORTED, &[&shown]);
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
        // Closures that call closures grow by a power.
        self.inlined += 1;
        let returns = super::branch::returns(&closure.body) || self.inlined > MANY;
        if closure.inputs.len() != args.len() {
            // rustc says so.
            self.types.disagree = true;
            return self.poison();
        }
        if closure.asyncness.is_some() || returns || self.depth > 32 {
            return self.report(&super::refuse::bars(closure), &code::CLOSURE, &[]);
        }
        let scope = self.names.len();
        for (pat, arg) in closure.inputs.iter().zip(args) {
            self.bind(pat, *arg);
        }
        self.depth += 1;
        let value = self.inner(|lower| lower.expr_as(&closure.body, form));
        let value = match (&closure.output, form) {
            (syn::ReturnType::Type(_, ty), As::Value) => {
                let read = crate::types::read(ty, &self.generics.clone(), &mut self.types);
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

    /// A function behind a local, such as a parameter `f: fn(usize) -> f64`: it has no derivative.
    fn call_pointer(&mut self, path: &syn::ExprPath, args: &[Id], span: Span) -> Id {
        let values: Vec<Id> = std::iter::once(self.path(path)).chain(args.iter().copied()).collect();
        if values.iter().any(|id| self.varies(*id)) {
            return self.report(path, &code::CLOSURE, &[]);
        }
        let values: Vec<Id> = values.into_iter().map(|id| self.argument(id)).collect();
        let names: Vec<Ident> =
            (0..values.len()).map(|at| Ident::new(&format!("handed_{at}"), Span::mixed_site())).collect();
        let (function, args) = (&names[0], &names[1..]);
        let ty = self.types.fresh();
        let call = quote::quote!(#function(#(#args),*));
        self.node(Op::Plain(Plain::Verbatim(call, names.clone()), values), ty, span)
    }

    /// Calls what was handed to a method: a closure, or the name of one or of a function, as in `fold(0.0, f64::max)`.
    pub(super) fn call_handed(&mut self, function: &Expr, args: &[Id], span: Span) -> Id {
        match function {
            Expr::Closure(closure) => self.inline(closure, args, As::Value),
            Expr::Paren(inner) => self.call_handed(&inner.expr, args, span),
            Expr::Reference(inner) => self.call_handed(&inner.expr, args, span),
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.local(name)) {
                None => self.call_path(path, args.to_vec(), function, span),
                Some(local) => match self.closures.get(&local.0).cloned() {
                    Some(closure) => self.call_closure(&closure, args),
                    None => self.call_pointer(path, args, span),
                },
            },
            other => self.report(other, &code::CLOSURE, &[]),
        }
    }
}
