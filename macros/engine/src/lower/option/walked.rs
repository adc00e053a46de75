//! Locals that begin as a field of which only rustc knows that it is an `Option`, and are asked and assigned as one: `let mut at = self.root; while let
//! Some(k) = at { …; at = nodes[k].next; }`. The field is taken apart where the local begins.

use super::outcome::{Variant, matched};
use crate::lower::expr::operator::bare;
use crate::lower::flow::statement::idents_in;
use std::borrow::Cow;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt, parse_quote};

/// The function with such fields taken apart.
pub(in crate::lower) fn taken_apart(function: &syn::ItemFn) -> Cow<'_, syn::ItemFn> {
    let mut search = Search::default();
    search.visit_block(&function.block);
    let Search { begun, asked, assigned } = search;
    let names: BTreeSet<String> =
        begun.into_iter().filter(|name| asked.contains(name) && assigned.contains(name)).collect();
    if names.is_empty() {
        return Cow::Borrowed(function);
    }
    let mut function = function.clone();
    TakenApart(names).visit_block_mut(&mut function.block);
    Cow::Owned(function)
}

/// The names of locals that begin as a field, of those that are asked whether there is something, and of those that are assigned.
#[derive(Default)]
struct Search {
    begun: BTreeSet<String>,
    asked: BTreeSet<String>,
    assigned: BTreeSet<String>,
}

impl Search {
    fn asked(&mut self, pat: &Pat, of: &Expr) {
        if matches!(matched(pat), Some((Variant::Some, Some(_)))) {
            self.asked.extend(named(of));
        }
    }
}

impl<'ast> Visit<'ast> for Search {
    // An item is kept as it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.begun.extend(begun(local));
        visit::visit_local(self, local);
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.asked(&condition.pat, &condition.expr);
        visit::visit_expr_let(self, condition);
    }

    fn visit_expr_match(&mut self, branch: &'ast syn::ExprMatch) {
        for arm in &branch.arms {
            self.asked(&arm.pat, &branch.expr);
        }
        visit::visit_expr_match(self, branch);
    }

    fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
        self.assigned.extend(named(&assign.left));
        visit::visit_expr_assign(self, assign);
    }
}

struct TakenApart(BTreeSet<String>);

impl VisitMut for TakenApart {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        for at in 0..block.stmts.len() {
            let Some(name) = begun_here(&block.stmts[at]).filter(|name| self.0.contains(name)) else {
                continue;
            };
            // Another local may have the name elsewhere.
            let mut search = Search::default();
            let is_same = |stmt: &&Stmt| begun_here(stmt).as_ref() != Some(&name);
            block.stmts[at + 1..].iter().take_while(is_same).for_each(|stmt| search.visit_stmt(stmt));
            if search.asked.contains(&name)
                && search.assigned.contains(&name)
                && let Stmt::Local(syn::Local { init: Some(init), .. }) = &mut block.stmts[at]
            {
                let (field, inside) =
                    (&init.expr, crate::names::hidden("inside", 1, proc_macro2::Span::mixed_site()));
                *init.expr = parse_quote!(match #field {
                    ::core::option::Option::Some(#inside) => ::core::option::Option::Some(#inside),
                    ::core::option::Option::None => ::core::option::Option::None,
                });
            }
        }
    }
}

fn begun_here(stmt: &Stmt) -> Option<String> {
    match stmt {
        Stmt::Local(local) => begun(local),
        _ => None,
    }
}

/// The name of a `mut` local without a type that begins as a field.
fn begun(local: &syn::Local) -> Option<String> {
    let Pat::Ident(name) = &local.pat else { return None };
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let is_field = matches!(bare(&init.expr), Expr::Field(_));
    let plain = name.mutability.is_some() && name.by_ref.is_none() && idents_in(&local.pat).len() == 1;
    (is_field && plain).then(|| name.ident.to_string())
}

fn named(expr: &Expr) -> Option<String> {
    match bare(expr) {
        Expr::Path(path) => path.path.get_ident().map(ToString::to_string),
        _ => None,
    }
}
