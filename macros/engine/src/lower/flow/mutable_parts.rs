//! Mutable references that a `let` takes of parts: `let (ref mut a, b) = pair;` as `let a = &mut pair.0; let b = pair.1;`, and of a list without a name,
//! `let work = &mut x.to_vec()[..];`, which gets one. Where a branch chooses, `let t = if c { &mut a } else { &mut b };`, what follows moves into its arms.

use crate::lower::expr::operator::bare;
use crate::lower::flow::pattern::is_rest;
use crate::lower::flow::statement::idents_in;
use crate::names;
use proc_macro2::{Span, TokenTree};
use quote::ToTokens;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt, parse_quote};

/// The function with a `let` for each part; `None` if there are no such references.
pub(in crate::lower) fn named(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut search = Search(false);
    search.visit_block(&function.block);
    search.0.then(|| {
        let mut function = function.clone();
        Named { lists: 0, choices: 0 }.visit_block_mut(&mut function.block);
        function
    })
}

struct Search(bool);

impl<'ast> Visit<'ast> for Search {
    // An item is kept as it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_local(&mut self, local: &'ast syn::Local) {
        self.0 |= takes_parts(&local.pat) || made(local).is_some() || chosen(local).is_some();
        visit::visit_local(self, local);
    }
}

struct Named {
    /// How many lists got a name.
    lists: usize,
    /// How many choices moved what follows them into their arms.
    choices: usize,
}

/// So many choices may double what follows them.
const FEW: usize = 2;
/// So many tokens may be doubled.
const SHORT: usize = 600;

impl VisitMut for Named {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            match self.parts(&stmt) {
                Some(parts) => block.stmts.extend(parts),
                None => block.stmts.push(stmt),
            }
        }
        for at in (0..block.stmts.len()).rev() {
            if self.choices < FEW
                && let Some(branch) = with_rest(&block.stmts[at], &block.stmts[at + 1..])
            {
                self.choices += 1;
                block.stmts.truncate(at);
                block.stmts.push(Stmt::Expr(branch, None));
            }
        }
    }
}

impl Named {
    fn parts(&mut self, stmt: &Stmt) -> Option<Vec<Stmt>> {
        let Stmt::Local(local) = stmt else { return None };
        if let Some((list, range)) = made(local) {
            self.lists += 1;
            let name = names::hidden("whole", self.lists, Span::mixed_site());
            let pat = &local.pat;
            return Some(vec![
                parse_quote!(let mut #name = #list;),
                parse_quote!(let #pat = &mut #name[#range];),
            ]);
        }
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        if !takes_parts(&local.pat) || !is_place(&init.expr) {
            return None;
        }
        let mut parts = Vec::new();
        take(&local.pat, bare(&init.expr), &mut parts).then_some(parts)
    }
}

/// The branch that chooses a mutable reference.
fn chosen(local: &syn::Local) -> Option<&syn::ExprIf> {
    fn refers(expr: &Expr) -> Option<bool> {
        match bare(expr) {
            Expr::Reference(reference) => is_place(&reference.expr).then_some(reference.mutability.is_some()),
            Expr::Tuple(tuple) => {
                let parts: Option<Vec<bool>> = tuple.elems.iter().map(refers).collect();
                Some(parts?.contains(&true))
            }
            _ => None,
        }
    }
    fn arms(branch: &syn::ExprIf) -> bool {
        let one = |block: &syn::Block| matches!(&block.stmts[..], [Stmt::Expr(last, None)] if refers(last) == Some(true));
        let otherwise = branch.else_branch.as_ref().is_some_and(|(_, otherwise)| match &**otherwise {
            Expr::Block(block) => one(&block.block),
            Expr::If(other) => arms(other),
            _ => false,
        });
        one(&branch.then_branch) && otherwise
    }
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    match bare(&init.expr) {
        Expr::If(branch) if arms(branch) => Some(branch),
        _ => None,
    }
}

/// The branch with what follows it in each of its arms.
fn with_rest(stmt: &Stmt, rest: &[Stmt]) -> Option<Expr> {
    fn moved(branch: &syn::ExprIf, pat: &Pat, rest: &[Stmt]) -> syn::ExprIf {
        let arm = |block: &syn::Block| -> syn::Block { parse_quote!({ let #pat = #block; #(#rest)* }) };
        let (condition, then) = (&branch.cond, arm(&branch.then_branch));
        let otherwise: Option<Expr> = branch.else_branch.as_ref().map(|(_, otherwise)| match &**otherwise {
            Expr::Block(block) => {
                let block = arm(&block.block);
                parse_quote!(#block)
            }
            Expr::If(other) => Expr::If(moved(other, pat, rest)),
            other => other.clone(),
        });
        parse_quote!(if #condition #then else #otherwise)
    }
    let Stmt::Local(local) = stmt else { return None };
    let branch = chosen(local)?;
    let tokens: usize =
        rest.iter().map(|stmt| stmt.to_token_stream().into_iter().map(size).sum::<usize>()).sum();
    (tokens <= SHORT).then(|| Expr::If(moved(branch, &local.pat, rest)))
}

/// The number of tokens.
fn size(token: TokenTree) -> usize {
    match token {
        TokenTree::Group(group) => 1 + group.stream().into_iter().map(size).sum::<usize>(),
        _ => 1,
    }
}

/// Does a pattern take a mutable reference to a part?
fn takes_parts(pat: &Pat) -> bool {
    idents_in(pat).iter().any(|name| name.by_ref.is_some() && name.mutability.is_some())
}

/// The list without a name in `&mut x.to_vec()[..]`, and the range.
fn made(local: &syn::Local) -> Option<(&Expr, &Expr)> {
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let Expr::Reference(reference) = bare(&init.expr) else { return None };
    let Expr::Index(index) = bare(&reference.expr) else { return None };
    let new = match bare(&index.expr) {
        Expr::MethodCall(call) => {
            ["to_vec", "to_owned", "clone", "collect"].iter().any(|name| call.method == name)
        }
        Expr::Macro(made) => made.mac.path.is_ident("vec"),
        Expr::Array(_) | Expr::Repeat(_) => true,
        _ => false,
    };
    let range = matches!(bare(&index.index), Expr::Range(_));
    (reference.mutability.is_some() && new && range).then_some((&*index.expr, &*index.index))
}

/// Is it a name, or a part of one?
fn is_place(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Path(path) => path.path.get_ident().is_some(),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => {
            is_place(&index.expr) && matches!(bare(&index.index), Expr::Path(_) | Expr::Lit(_))
        }
        _ => false,
    }
}

/// A `let` for each name that a pattern binds to a part of a place; `false` if there is something else in it.
fn take(pat: &Pat, place: &Expr, parts: &mut Vec<Stmt>) -> bool {
    match pat {
        Pat::Wild(_) | Pat::Rest(_) => true,
        Pat::Paren(inner) => take(&inner.pat, place, parts),
        Pat::Ident(name) if name.subpat.is_none() => {
            let (ident, mutability) = (&name.ident, &name.mutability);
            parts.push(match (&name.by_ref, mutability) {
                (Some(_), _) => parse_quote!(let #ident = & #mutability #place;),
                (None, _) => parse_quote!(let #mutability #ident = #place;),
            });
            true
        }
        Pat::Tuple(tuple) => {
            let rest = tuple.elems.iter().position(is_rest);
            // How many parts there are is not said.
            let known = rest.is_none_or(|rest| rest + 1 == tuple.elems.len());
            known
                && tuple.elems.iter().enumerate().all(|(at, elem)| {
                    let at = syn::Index::from(at);
                    take(elem, &parse_quote!(#place.#at), parts)
                })
        }
        Pat::Slice(slice) => {
            let (count, rest) = (slice.elems.len(), slice.elems.iter().position(is_rest));
            slice.elems.iter().enumerate().all(|(at, elem)| {
                let before = proc_macro2::Literal::usize_unsuffixed(at);
                let after = proc_macro2::Literal::usize_unsuffixed(count - at);
                let end = proc_macro2::Literal::usize_unsuffixed(count - at - 1);
                match (rest, elem) {
                    (Some(rest), Pat::Ident(name)) if rest == at => {
                        let (ident, mutability) = (&name.ident, &name.mutability);
                        parts.push(
                            parse_quote!(let #ident = & #mutability #place[#before..#place.len() - #end];),
                        );
                        name.by_ref.is_some()
                    }
                    (Some(rest), _) if rest < at => {
                        take(elem, &parse_quote!(#place[#place.len() - #after]), parts)
                    }
                    _ => take(elem, &parse_quote!(#place[#before]), parts),
                }
            })
        }
        _ => false,
    }
}
