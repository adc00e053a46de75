//! References that a branch chooses together with other values: `let (b, x) = if c { (&self.left, u) } else { (&self.right, v) };` is a branch
//! for each part, `let b = if c { &self.left } else { &self.right };` and so on, so that each reference is one that a branch chooses.

use crate::lower::expr::operator::bare;
use syn::visit_mut::{self, VisitMut};
use syn::{Block, Expr, Pat, Stmt, parse_quote};

/// The function with such a branch for each part; `None` if it has none.
pub(in crate::lower) fn apart(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut search = Apart { number: 0 };
    let mut function = function.clone();
    search.visit_block_mut(&mut function.block);
    (search.number > 0).then_some(function)
}

struct Apart {
    /// How many branches were taken apart.
    number: usize,
}

impl Apart {
    fn statements(&mut self, stmt: &Stmt) -> Option<Vec<Stmt>> {
        let Stmt::Local(local) = stmt else { return None };
        let Pat::Tuple(pats) = &local.pat else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        let Expr::If(branch) = bare(&init.expr) else { return None };
        if matches!(&*branch.cond, Expr::Let(_)) || super::let_chain::has_let(&branch.cond) {
            return None;
        }
        let (_, otherwise) = branch.else_branch.as_ref()?;
        let Expr::Block(otherwise) = &**otherwise else { return None };
        let (yes, no) = (parts(&branch.then_branch)?, parts(&otherwise.block)?);
        let simple = pats.elems.iter().all(|pat| matches!(pat, Pat::Ident(_) | Pat::Wild(_)));
        if !simple || yes.len() != pats.elems.len() || no.len() != yes.len() {
            return None;
        }
        // Each part sees the names that were there before.
        let names: Vec<String> =
            super::statement::names_in(&local.pat).iter().map(ToString::to_string).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        if crate::names::mentions(&quote::quote!(#(#yes)* #(#no)*), &names) {
            return None;
        }
        let is_reference =
            |expr: &Expr| matches!(bare(expr), Expr::Reference(shared) if shared.mutability.is_none());
        if !yes.iter().zip(&no).any(|(yes, no)| is_reference(yes) && is_reference(no)) {
            return None;
        }
        self.number += 1;
        let held = crate::names::hidden("condition", self.number, branch.if_token.span);
        let condition = &branch.cond;
        let mut stmts: Vec<Stmt> = vec![parse_quote!(let #held = #condition;)];
        for ((pat, yes), no) in pats.elems.iter().zip(yes).zip(no) {
            stmts.push(parse_quote!(let #pat = if #held { #yes } else { #no };));
        }
        Some(stmts)
    }
}

/// The parts of a tuple that is all there is in a block.
fn parts(block: &Block) -> Option<Vec<&Expr>> {
    match &block.stmts[..] {
        [Stmt::Expr(Expr::Tuple(tuple), None)] => Some(tuple.elems.iter().collect()),
        _ => None,
    }
}

impl VisitMut for Apart {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_block_mut(&mut self, block: &mut Block) {
        visit_mut::visit_block_mut(self, block);
        for stmt in std::mem::take(&mut block.stmts) {
            match self.statements(&stmt) {
                Some(stmts) => block.stmts.extend(stmts),
                None => block.stmts.push(stmt),
            }
        }
    }
}
