//! What an expression may do besides giving a value: asked of syntax, so that what is not known counts as doing something.

use super::changes::Changes;
use crate::ir::{Id, Op};
use crate::lower::Lower;
use crate::lower::expr::opaque::mentioned;
use crate::lower::expr::operator::bare;
use crate::lower::flow::statement::names_in;
use crate::types::Ty;
use proc_macro2::Ident;
use syn::Expr;
use syn::visit::Visit;

impl Lower<'_> {
    /// Could the expression change what a name stands for?
    pub(in crate::lower) fn changes_something(&self, expr: &Expr) -> bool {
        !self.assigned_in(&[expr]).is_empty() || Changes::of_expr(expr).any()
    }

    /// Could the expression change a local of the function?
    pub(in crate::lower) fn changes_outside(&self, expr: &Expr) -> bool {
        // A call assigns what a closure of that name does, which the closure itself was asked for.
        let assigned = match expr {
            Expr::Call(call) => self.assigned_in(&call.args.iter().collect::<Vec<_>>()),
            expr => self.assigned_in(&[expr]),
        };
        let Changes { mutated, fields, resized, .. } = Changes::of_expr(expr);
        let is_local = |name: &String| self.local_spelt(name).is_some();
        !assigned.is_empty() || mutated.iter().chain(&fields).chain(&resized).any(is_local)
    }

    /// Does making the items of a chain change something?
    pub(in crate::lower) fn items_change(&self, chain: &Expr) -> bool {
        let Expr::MethodCall(call) = bare(chain) else { return false };
        let changes = |arg: &syn::Expr| match bare(arg) {
            Expr::Closure(closure) => self.changes_something(arg) || self.asks_others(closure),
            // What another chain gives is made with it; what is named may be a closure.
            Expr::MethodCall(_) => self.items_change(arg),
            _ => !self.assigned_in(&[arg]).is_empty(),
        };
        call.args.iter().any(changes) || self.items_change(&call.receiver)
    }

    /// Does an expression call what may be the user's own, also in a closure? That may do something, which has its order.
    pub(in crate::lower) fn calls_others(&self, expr: &Expr) -> bool {
        struct Search(bool);
        impl<'ast> Visit<'ast> for Search {
            fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
                let made = |path: &syn::ExprPath| crate::names::is_capital(&path.path);
                let of_float = |path: &syn::ExprPath| {
                    path.path
                        .segments
                        .first()
                        .is_some_and(|first| first.ident == "f64" || first.ident == "f32")
                };
                self.0 |= !matches!(&*call.func, Expr::Path(path) if made(path) || of_float(path));
                syn::visit::visit_expr_call(self, call);
            }
            fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
                self.0 |= crate::tables::rules::Rule::method(&call.method.to_string()).is_none();
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        let mut search = Search(false);
        search.visit_expr(expr);
        search.0
    }

    /// Does a closure call what is the user's own, of nothing that the closure is given? That may answer differently each time.
    fn asks_others(&self, closure: &syn::ExprClosure) -> bool {
        struct Search<'l, 'a> {
            lower: &'l Lower<'a>,
            given: Vec<Ident>,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Search<'_, '_> {
            fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
                let (args, given) = (&call.args, |name: &Ident| self.given.contains(name));
                let of_given = mentioned(quote::quote!(#args)).iter().any(given);
                // `f64::from(…)`, `Some(…)`
                let of_std = match &*call.func {
                    Expr::Path(path) => {
                        path.path.segments.len() > 1 || crate::lower::flow::pattern::is_of_option(&path.path)
                    }
                    _ => false,
                };
                self.found |= !of_given && !of_std;
                syn::visit::visit_expr_call(self, call);
            }
            fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
                if let Expr::Path(path) = bare(&call.receiver)
                    && let Some(local) = path.path.get_ident().and_then(|name| self.lower.local(name))
                    && let Some(value) = self.lower.values[local.0]
                {
                    let unseen = matches!(self.lower.ty(value).referent(), Ty::Infer(_) | Ty::Named(_));
                    self.found |= unseen && !self.lower.varies(value);
                }
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        let given = closure.inputs.iter().flat_map(names_in).collect();
        let mut search = Search { lower: self, given, found: false };
        search.visit_expr(&closure.body);
        search.found
    }

    /// May a closure in a chain change a local of which only rustc knows the type, by a method of the user's: `.map(|_| rng.next())`?
    pub(in crate::lower) fn may_change_unseen(&self, chain: &syn::ExprMethodCall) -> bool {
        struct Search<'l, 'a> {
            lower: &'l Lower<'a>,
            found: bool,
        }
        impl<'ast> Visit<'ast> for Search<'_, '_> {
            fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
                let name = call.method.to_string();
                let users = name == "next" || !crate::lower::expr::receiver::is_of_std(&name);
                self.found |= users && self.lower.may_be_state(call);
                syn::visit::visit_expr_method_call(self, call);
            }
        }
        let mut search = Search { lower: self, found: false };
        let mut at = chain;
        loop {
            for arg in &at.args {
                if let Expr::Closure(closure) = bare(arg) {
                    search.visit_expr(&closure.body);
                }
            }
            match bare(&at.receiver) {
                Expr::MethodCall(before) => at = before,
                _ => return search.found,
            }
        }
    }

    /// Does a method call start from a local that it may change, of which only rustc knows the type, and that nothing differentiated is in?
    fn may_be_state(&self, call: &syn::ExprMethodCall) -> bool {
        let local = super::changes::base(&call.receiver).and_then(|name| self.local(&name));
        let Some(value) = local.and_then(|local| self.values[local.0]) else { return false };
        let unseen = matches!(self.ty(value).referent(), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
        let changes = self.is_opaque_place(value) || self.is_lent_mutably(&Expr::MethodCall(call.clone()));
        unseen && changes && !self.varies(value)
    }

    /// Could a method that the expression is the receiver of change a local? Not through what these methods give.
    pub(in crate::lower) fn is_lent_mutably(&self, receiver: &Expr) -> bool {
        const SHARING: [&str; 18] = [
            "iter",
            "keys",
            "values",
            "chars",
            "bytes",
            "lines",
            "split",
            "split_whitespace",
            "windows",
            "chunks",
            "as_slice",
            "as_str",
            "as_ref",
            "first",
            "last",
            "get",
            "len",
            "clone",
        ];
        match receiver {
            Expr::MethodCall(call) => {
                let shares = SHARING.iter().any(|name| call.method == name);
                !shares && self.is_lent_mutably(&call.receiver)
            }
            receiver => self.is_mutable(receiver),
        }
    }

    /// Is it a local with a shared reference? What that leads to does not change.
    fn is_shared(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = bare(expr) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let value = local.and_then(|local| self.values[local.0]);
        let is_value =
            |value: Id| !matches!(self.arena.op(value), Op::Param(_)) && self.place_of(value).is_none();
        value.is_some_and(|value| matches!(self.ty(value), Ty::Ref(_)) && is_value(value))
    }

    /// Does the expression start from a local that is declared `mut`?
    pub(in crate::lower) fn is_mutable(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                local.is_some_and(|local| self.mutable.contains(&local.0))
            }
            Expr::Field(field) => self.is_mutable(&field.base) && !self.is_shared(&field.base),
            Expr::Index(index) => self.is_mutable(&index.expr),
            Expr::Paren(inner) => self.is_mutable(&inner.expr),
            Expr::MethodCall(call) => self.is_mutable(&call.receiver),
            Expr::Reference(reference) => self.is_mutable(&reference.expr),
            Expr::Unary(unary) => self.is_mutable(&unary.expr),
            _ => false,
        }
    }
}
