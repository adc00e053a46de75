//! Names in the chain of an iterator that mean something else where it is used.

use crate::diagnostics as code;
use crate::lower::Lower;
use crate::lower::expr::opaque::mentioned;
use crate::lower::flow::statement::names_in;
use crate::names;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::visit_mut::VisitMut;
use syn::{Expr, Stmt};

impl Lower<'_> {
    /// The chain, in which names mean what they do at the binding, whatever is bound to them later.
    pub(super) fn as_bound(&mut self, chain: Expr, name: &Ident, after: &[Stmt]) -> Expr {
        let mut again = names_bound(after);
        again.push(name.clone());
        let mut instead = Vec::new();
        for known in mentioned(chain.to_token_stream()) {
            if instead.iter().any(|(other, _)| *other == known) || !again.contains(&known) {
                continue;
            }
            if let Some(local) = self.local(&known) {
                if binds_again(&chain, &known) {
                    let shown = format!("a later `{known}`, where an iterator mentions an earlier one,");
                    self.report(&known, &code::UNSUPPORTED, &[&shown, "give the later one another name"]);
                    continue;
                }
                let own = self.hidden_name(&names::plain(&known), known.span());
                self.name_again(&own, local);
                instead.push((known, syn::parse_quote!(#own)));
            }
        }
        renamed(&chain, &instead)
    }
}

/// The names that patterns bind in statements, however deep inside.
fn names_bound(stmts: &[Stmt]) -> Vec<Ident> {
    struct Bound(Vec<Ident>);
    impl<'ast> syn::visit::Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(pat.ident.clone());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut bound = Bound(Vec::new());
    stmts.iter().for_each(|stmt| syn::visit::Visit::visit_stmt(&mut bound, stmt));
    bound.0
}

/// An expression with other names for some locals, or what they stand for, where closures in it do not bind them anew.
pub fn renamed(expr: &Expr, instead: &[(Ident, Expr)]) -> Expr {
    struct Renamed<'n>(&'n [(Ident, Expr)]);
    impl VisitMut for Renamed<'_> {
        fn visit_expr_mut(&mut self, expr: &mut Expr) {
            let name = match &*expr {
                Expr::Path(path) => path.path.get_ident(),
                _ => None,
            };
            match name.and_then(|name| self.0.iter().find(|(known, _)| known == name)) {
                Some((_, own)) => *expr = own.clone(),
                None => syn::visit_mut::visit_expr_mut(self, expr),
            }
        }
        fn visit_field_value_mut(&mut self, field: &mut syn::FieldValue) {
            // `Point { x }` says the name of the field, too.
            field.colon_token.get_or_insert_default();
            syn::visit_mut::visit_field_value_mut(self, field);
        }
        fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
            let own: Vec<Ident> = closure.inputs.iter().flat_map(names_in).collect();
            let left = self.0.iter().filter(|(name, _)| !own.contains(name)).cloned().collect::<Vec<_>>();
            Renamed(&left).visit_expr_mut(&mut closure.body);
        }
    }
    let mut expr = expr.clone();
    if !instead.is_empty() {
        Renamed(instead).visit_expr_mut(&mut expr);
    }
    expr
}

/// Does a pattern in the expression bind the name anew, apart from those of closures' parameters, or does a macro mention it?
pub fn binds_again(expr: &Expr, name: &Ident) -> bool {
    struct Search<'n>(&'n Ident, bool);
    impl<'ast> syn::visit::Visit<'ast> for Search<'_> {
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            self.visit_expr(&closure.body);
        }
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.1 |= pat.ident == *self.0;
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.1 |= mentioned(mac.tokens.clone()).contains(self.0);
        }
    }
    let mut search = Search(name, false);
    syn::visit::Visit::visit_expr(&mut search, expr);
    search.1
}
