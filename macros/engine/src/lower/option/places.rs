//! Several places at once, each behind an `Option`: `if let (Some(a), Some(b)) = (x.first_mut(), y.last_mut())` asks one after the
//! other. So does a `match` of elements of fields, whose types only rustc knows: there is no value to put where an element is absent.

use super::outcome::Variant;
use crate::lower::expr::operator::bare;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Stmt};

/// Methods that look for a place and do nothing else.
const PLACES: [&str; 9] = [
    "first_mut",
    "last_mut",
    "get_mut",
    "split_first_mut",
    "split_last_mut",
    "split_at_mut_checked",
    "first_chunk_mut",
    "last_chunk_mut",
    "back_mut",
];

/// Methods that look for an element and do nothing else.
const ELEMENTS: [&str; 3] = ["first", "last", "get"];

/// The function with such a condition as a chain of conditions; `None` if there is none.
pub(in crate::lower) fn asked_in_turn(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut search = InTurn(false);
    let mut function = function.clone();
    search.visit_block_mut(&mut function.block);
    search.0.then_some(function)
}

struct InTurn(bool);

impl VisitMut for InTurn {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        visit_mut::visit_expr_if_mut(self, branch);
        if let Expr::Let(condition) = &*branch.cond
            && let Some(chain) = in_turn(condition)
        {
            *branch.cond = chain;
            self.0 = true;
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        let stmts = std::mem::take(&mut block.stmts);
        for stmt in stmts {
            match lets_in_turn(&stmt) {
                Some(lets) => {
                    block.stmts.extend(lets);
                    self.0 = true;
                }
                None => block.stmts.push(stmt),
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Match(matched) = expr
            && let Some(chain) = arms_in_turn(matched).or_else(|| arms_of_place(matched))
        {
            *expr = chain;
            self.0 = true;
        }
    }
}

/// `let P = a else …; let Q = b else …;` for `let (P, Q) = (a, b) else …;`, if elements of fields are asked for.
fn lets_in_turn(stmt: &Stmt) -> Option<Vec<Stmt>> {
    let Stmt::Local(syn::Local { pat: Pat::Tuple(pats), init: Some(init), .. }) = stmt else { return None };
    let (Expr::Tuple(asked), Some((_, otherwise))) = (bare(&init.expr), &init.diverge) else { return None };
    let asked: Vec<&Expr> = asked.elems.iter().collect();
    let inside = |pat: &Pat| matches!(super::outcome::matched(pat), Some((Variant::Some, _)));
    if pats.elems.len() != asked.len() || !are_elements(&asked) || !pats.elems.iter().all(inside) {
        return None;
    }
    let each = pats.elems.iter().zip(asked);
    Some(each.map(|(pat, asked)| syn::parse_quote!(let #pat = #asked else #otherwise;)).collect())
}

/// `if let P = a && let Q = b { … } else …` for `match (a, b) { (P, Q) => …, … }`, if elements of fields are asked for.
fn arms_in_turn(matched: &syn::ExprMatch) -> Option<Expr> {
    let Expr::Tuple(asked) = bare(&matched.expr) else { return None };
    let asked: Vec<&Expr> = asked.elems.iter().collect();
    if !are_elements(&asked) {
        return None;
    }
    let (last, before) = matched.arms.split_last()?;
    // The arms are exhaustive, so the last one needs no condition if it needs no name.
    if !binds_nothing(&last.pat) {
        return None;
    }
    let otherwise = &last.body;
    before.iter().rev().try_fold(syn::parse_quote!({ #otherwise }), |rest: Expr, arm| {
        let (pat, guard) = match &arm.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
            pat => (pat, None),
        };
        let condition = conditions(pat, &asked)?;
        let guard = guard.map(|guard| quote!(&& (#guard)));
        let body = &arm.body;
        Some(syn::parse_quote!(if #condition #guard { #body } else #rest))
    })
}

/// `if let Some(p) = place && guard { … } else …` for `match place { Some(p) if guard => …, … }`.
pub(super) fn arms_of_place(matched: &syn::ExprMatch) -> Option<Expr> {
    let is_option = match bare(&matched.expr) {
        Expr::MethodCall(call) => {
            call.method == "as_mut" && call.args.is_empty() && is_simple(&call.receiver)
        }
        Expr::Reference(reference) => reference.mutability.is_some() && is_simple(&reference.expr),
        _ => false,
    };
    let guarded = |arm: &syn::Arm| matches!(arm.pat, Pat::Guard(_));
    if !is_option && !is_place(&matched.expr) || !matched.arms.iter().any(guarded) && matched.arms.len() < 3 {
        return None;
    }
    let is_none = |pat: &Pat| matches!(super::outcome::matched(pat), Some((Variant::None, _)));
    // Where there is nothing no other arm is taken, wherever it stands.
    let at = matched.arms.iter().position(|arm| is_none(&arm.pat) || matches!(arm.pat, Pat::Wild(_)))?;
    let nothing = is_none(&matched.arms[at].pat);
    if !nothing && at + 1 < matched.arms.len() {
        return None;
    }
    let otherwise = &matched.arms[at].body;
    let others = matched.arms.iter().enumerate().filter(|(other, _)| *other != at);
    others.rev().try_fold(syn::parse_quote!({ #otherwise }), |rest: Expr, (_, arm)| {
        let (pat, guard) = match &arm.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
            pat => (pat, None),
        };
        let (Variant::Some, _) = super::outcome::matched(pat)? else { return None };
        // The place is looked for again where a guard does not hold.
        if guard.is_some_and(|guard| changes(guard)) {
            return None;
        }
        let (place, body) = (&matched.expr, &arm.body);
        let guard = guard.map(|guard| quote!(&& (#guard)));
        Some(syn::parse_quote!(if let #pat = #place #guard { #body } else #rest))
    })
}

/// Does the expression assign or lend something?
fn changes(expr: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= match expr {
                Expr::Assign(_) => true,
                Expr::Binary(binary) => crate::ir::compound(&binary.op).is_some(),
                Expr::Reference(reference) => reference.mutability.is_some(),
                _ => false,
            };
            visit::visit_expr(self, expr);
        }
    }
    let mut search = Search(false);
    search.visit_expr(expr);
    search.0
}

/// Are they simple, and one of them an element of a list in a field?
fn are_elements(asked: &[&Expr]) -> bool {
    let element = |expr: &&&Expr| matches!(bare(expr), Expr::MethodCall(call) if is_element(call));
    let simple = |expr: &&Expr| match bare(expr) {
        Expr::MethodCall(call) => is_element(call),
        other => is_simple(other),
    };
    asked.iter().all(simple) && asked.iter().find(element).is_some()
}

/// `self.list.first()`
fn is_element(call: &syn::ExprMethodCall) -> bool {
    let of_field = matches!(bare(&call.receiver), Expr::Field(_)) && is_simple(&call.receiver);
    ELEMENTS.iter().any(|name| call.method == name) && of_field && call.args.iter().all(is_index)
}

/// `i`, `i + 1`
fn is_index(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Binary(sum) => {
            matches!(sum.op, syn::BinOp::Add(_)) && is_simple(&sum.left) && is_simple(&sum.right)
        }
        other => is_simple(other),
    }
}

/// Is it a name, a field of one, or a literal?
fn is_simple(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => matches!(bare(&field.base), Expr::Path(_)),
        _ => false,
    }
}

/// The conditions under which a pattern of a tuple matches.
fn conditions(pat: &Pat, asked: &[&Expr]) -> Option<TokenStream> {
    let Pat::Tuple(pats) = pat else { return None };
    if pats.elems.len() != asked.len() {
        return None;
    }
    let mut conditions = Vec::new();
    for (pat, asked) in pats.elems.iter().zip(asked) {
        match super::outcome::matched(pat) {
            Some((Variant::None, _)) => conditions.push(quote!(#asked.is_none())),
            Some((Variant::Some, _)) => conditions.push(quote!(let #pat = #asked)),
            _ if matches!(pat, Pat::Wild(_)) => {}
            _ => return None,
        }
    }
    let mut conditions = conditions.into_iter();
    let first = conditions.next()?;
    Some(quote!(#first #(&& #conditions)*))
}

/// Does a pattern bind no name?
fn binds_nothing(pat: &Pat) -> bool {
    let is_none = |pat: &Pat| matches!(super::outcome::matched(pat), Some((Variant::None, _)));
    match pat {
        Pat::Wild(_) => true,
        Pat::Tuple(tuple) => tuple.elems.iter().all(binds_nothing),
        Pat::Or(or) => or.cases.iter().all(binds_nothing),
        Pat::TupleStruct(tuple) => tuple.elems.iter().all(binds_nothing),
        other => is_none(other),
    }
}

/// `let P = a && let Q = b` for `let (P, Q) = (a, b)`, if what is asked are places.
fn in_turn(condition: &syn::ExprLet) -> Option<Expr> {
    let (Pat::Tuple(pats), Expr::Tuple(places)) = (&*condition.pat, bare(&condition.expr)) else {
        return None;
    };
    let rest = pats.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)));
    if rest || pats.elems.len() != places.elems.len() {
        return None;
    }
    let asked: Vec<&Expr> = places.elems.iter().collect();
    if are_elements(&asked) {
        let condition = conditions(&condition.pat, &asked)?;
        return syn::parse2(condition).ok();
    }
    if !places.elems.iter().all(is_place) {
        return None;
    }
    let conditions = pats
        .elems
        .iter()
        .zip(&places.elems)
        .map(|(pat, place)| -> Expr { syn::parse_quote!(let #pat = #place) });
    conditions.reduce(|all, condition| syn::parse_quote!(#all && #condition))
}

/// Does the expression do nothing but look for a place?
fn is_place(expr: &Expr) -> bool {
    let Expr::MethodCall(call) = bare(expr) else { return false };
    PLACES.iter().any(|name| call.method == name)
        && is_simple(&call.receiver)
        && call.args.iter().all(is_simple)
}
