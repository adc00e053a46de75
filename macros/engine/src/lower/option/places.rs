//! Several places at once, each behind an `Option`: `if let (Some(a), Some(b)) = (x.first_mut(), y.last_mut())` asks one after the
//! other.

use crate::lower::expr::operator::bare;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

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
}

/// `let P = a && let Q = b` for `let (P, Q) = (a, b)`, if what is asked are places.
fn in_turn(condition: &syn::ExprLet) -> Option<Expr> {
    let (Pat::Tuple(pats), Expr::Tuple(places)) = (&*condition.pat, bare(&condition.expr)) else {
        return None;
    };
    let rest = pats.elems.iter().any(|pat| matches!(pat, Pat::Rest(_)));
    if rest || pats.elems.len() != places.elems.len() || !places.elems.iter().all(is_place) {
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
    let simple = |expr: &Expr| match bare(expr) {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => matches!(bare(&field.base), Expr::Path(_)),
        _ => false,
    };
    PLACES.iter().any(|name| call.method == name) && simple(&call.receiver) && call.args.iter().all(simple)
}
