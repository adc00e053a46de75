//! What code assigns: the locals that it names as targets, and those that closures assign which it calls.

use crate::ir::Member;
use crate::lower::env::referring::Referring;
use crate::lower::{Local, Lower};
use crate::types::Ty;
use syn::Expr;
use syn::visit::Visit;

impl Lower<'_> {
    /// The locals that a body assigns.
    pub(in crate::lower) fn assigned(&self, exprs: &[&Expr], body: &syn::Block) -> Vec<Local> {
        let mut search = Assigned::default();
        exprs.iter().for_each(|expr| search.visit_expr(expr));
        search.visit_block(body);
        self.locals(search)
    }

    /// The same for an expression.
    pub(in crate::lower) fn assigned_in(&self, exprs: &[&Expr]) -> Vec<Local> {
        let mut search = Assigned::default();
        for expr in exprs {
            search.handed(expr);
            search.visit_expr(expr);
        }
        self.locals(search)
    }

    fn locals(&self, mut search: Assigned) -> Vec<Local> {
        let mut locals = Vec::new();
        let mut names = std::mem::take(&mut search.names);
        let is_held =
            |name: &syn::Ident| self.local(name).is_some_and(|local| self.held.contains_key(&local.0));
        names.extend(std::mem::take(&mut search.exchanged).into_iter().filter(is_held));
        let mut functions = std::mem::take(&mut search.functions);
        let mut seen: Vec<(Local, bool)> = Vec::new();
        loop {
            if let Some(name) = names.pop() {
                let Some(local) = self.local(&name).filter(|local| !locals.contains(local)) else { continue };
                locals.push(local);
                locals.extend(self.held.get(&local.0).map(|held| held.flag));
                if let Some(Referring::Slice { from, to, .. }) = self.referring.get(&local.0) {
                    locals.extend([from, to]);
                }
            } else if let Some((name, is_called)) = functions.pop() {
                let is_new = |local: &Local| !seen.contains(&(*local, is_called));
                let Some(local) = self.local(&name).filter(is_new) else { continue };
                seen.push((local, is_called));
                // A call of a closure assigns what the closure assigns.
                let closures = self.closures_of(local);
                for closure in &closures {
                    search.visit_expr(closure.body());
                    names.append(&mut search.names);
                    names.extend(std::mem::take(&mut search.exchanged).into_iter().filter(is_held));
                    functions.append(&mut search.functions);
                }
                // Any other function changes itself at most, where it is `mut` or behind a `&mut`.
                let changes = self.values[local.0].is_some_and(|id| {
                    let may_be_function = match self.ty(id).referent() {
                        Ty::Named(_) => true,
                        _ => is_called,
                    };
                    may_be_function && (self.place_of(id).is_some() || self.mutable.contains(&local.0))
                });
                if closures.is_empty() && changes && !locals.contains(&local) {
                    locals.push(local);
                }
            } else {
                break;
            }
        }
        let mut fields = Vec::new();
        for name in &search.whole {
            self.local(name).iter().for_each(|local| self.locals_inside(*local, &mut fields));
        }
        for (name, field) in &search.fields {
            let field = self.local(name).and_then(|local| self.field_of(local, field));
            fields.extend(field);
            field.iter().for_each(|field| self.locals_inside(*field, &mut fields));
        }
        locals.extend(fields);
        locals.sort_by_key(|local| local.0);
        locals.dedup();
        locals
    }
}

/// Looks for names that are assigned, or that are functions which may assign.
#[derive(Default)]
struct Assigned {
    names: Vec<syn::Ident>,
    /// Those of them of which all is assigned, or may be.
    whole: Vec<syn::Ident>,
    /// The fields of others that are assigned, or of which a part is.
    fields: Vec<(syn::Ident, Member)>,
    /// Those that get something else where they hold `Option`s.
    exchanged: Vec<syn::Ident>,
    /// What is called, and arguments of methods: whether it is called.
    functions: Vec<(syn::Ident, bool)>,
}

impl Assigned {
    fn handed(&mut self, arg: &Expr) {
        match arg {
            Expr::Path(path) => {
                self.functions.extend(path.path.get_ident().map(|name| (name.clone(), false)))
            }
            Expr::Paren(inner) => self.handed(&inner.expr),
            Expr::Reference(inner) => self.handed(&inner.expr),
            _ => {}
        }
    }

    fn exchanged(&mut self, expr: &Expr) {
        match crate::lower::expr::operator::bare(expr) {
            Expr::Path(path) => self.exchanged.extend(path.path.get_ident().cloned()),
            Expr::Reference(reference) if reference.mutability.is_some() => self.exchanged(&reference.expr),
            _ => {}
        }
    }

    fn target(&mut self, expr: &Expr) {
        match expr {
            Expr::Path(path) => {
                self.names.extend(path.path.get_ident().cloned());
                self.whole.extend(path.path.get_ident().cloned());
            }
            Expr::Field(field) => match crate::lower::expr::operator::bare(&field.base) {
                Expr::Path(path) => {
                    self.names.extend(path.path.get_ident().cloned());
                    let field = crate::lower::expr::structs::member(&field.member);
                    self.fields.extend(path.path.get_ident().map(|name| (name.clone(), field)));
                }
                base => self.target(base),
            },
            Expr::Index(index) => self.target(&index.expr),
            Expr::Paren(inner) => self.target(&inner.expr),
            Expr::Unary(unary) => self.target(&unary.expr),
            Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.target(elem)),
            Expr::Array(array) => array.elems.iter().for_each(|elem| self.target(elem)),
            Expr::Reference(reference) => self.target(&reference.expr),
            _ => {}
        }
    }
}

impl<'ast> Visit<'ast> for Assigned {
    fn visit_macro(&mut self, mac: &'ast syn::Macro) {
        crate::lower::expr::macros::arguments(mac)
            .iter()
            .flatten()
            .for_each(|argument| self.visit_expr(argument));
    }
    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.target(&assign.left);
        syn::visit::visit_expr_assign(self, assign);
    }
    fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
        if crate::ir::compound(&binary.op).is_some() {
            self.target(&binary.left);
        }
        syn::visit::visit_expr_binary(self, binary);
    }
    fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
        if let Expr::Path(path) = &*call.func {
            self.functions.extend(path.path.get_ident().map(|name| (name.clone(), true)));
            if crate::lower::library::mutator::is_of_memory(path) {
                call.args.iter().for_each(|arg| self.exchanged(arg));
            }
        }
        syn::visit::visit_expr_call(self, call);
    }
    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        call.args.iter().for_each(|arg| self.handed(arg));
        if crate::lower::option::held::EXCHANGES.contains(&call.method.to_string().as_str()) {
            self.target(&call.receiver);
        }
        if crate::lower::option::held::INSERTERS.contains(&call.method.to_string().as_str()) {
            self.exchanged(&call.receiver);
        }
        syn::visit::visit_expr_method_call(self, call);
    }
}
