//! Patterns inside of `Some` and `Ok` that a value there may not fit: elements of a slice, the variant of an enum.
//! `if let Some([a, b]) = e` asks whether there is a value and then whether it fits: `if let Some(part) = e && let [a, b] = part`.

use super::outcome::{Variant, matched};
use crate::lower::expr::operator::bare;
use crate::lower::flow::branch::is_certain;
use crate::spanned::Spanned;
use proc_macro2::{Ident, Span};
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Pat, Stmt, parse_quote};

/// The function with such patterns in a step of their own; `None` if there are none.
pub(in crate::lower) fn in_two_steps(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut search = InTwoSteps { number: 0 };
    let mut function = function.clone();
    search.visit_block_mut(&mut function.block);
    (search.number > 0).then_some(function)
}

/// Has the pattern a part that a value of its type may not fit?
pub(in crate::lower) fn is_choosy(pat: &Pat) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_pat_slice(&mut self, _: &'ast syn::PatSlice) {
            self.0 = true;
        }
        fn visit_path(&mut self, path: &'ast syn::Path) {
            self.0 |= path.segments.len() > 1;
        }
    }
    let mut search = Search(false);
    search.visit_pat(pat);
    search.0
}

/// The choosy pattern inside of `Some` or `Ok`, if a value of `of` may be named before it is looked at: of a place that would move it out.
fn choosy<'p>(pat: &'p Pat, of: &Expr) -> Option<(Variant, &'p Pat)> {
    let (variant @ (Variant::Some | Variant::Ok), Some(inner)) = matched(pat)? else { return None };
    let slice = crate::lower::flow::pattern::has_slice(inner);
    let value = matches!(bare(of), Expr::Call(_) | Expr::MethodCall(_));
    (slice || value && is_choosy(inner)).then_some((variant, inner))
}

/// `Some(name)`
fn named(variant: Variant, name: &Ident) -> Pat {
    match variant {
        Variant::Ok => parse_quote!(Ok(#name)),
        _ => parse_quote!(Some(#name)),
    }
}

struct InTwoSteps {
    /// How many patterns were taken out.
    number: usize,
}

impl InTwoSteps {
    fn name(&mut self, at: Span) -> Ident {
        self.number += 1;
        crate::names::hidden("part", self.number, at)
    }

    /// A condition with both steps in it.
    fn condition(&mut self, condition: &mut Expr) {
        match condition {
            Expr::Binary(both) if matches!(both.op, syn::BinOp::And(_)) => {
                self.condition(&mut both.left);
                self.condition(&mut both.right);
                if let Expr::Binary(right) = &mut *both.right
                    && matches!(&*right.left, Expr::Let(_))
                {
                    // A chain is read from the left.
                    let (left, first, second) = (&both.left, &right.left, &right.right);
                    *condition = parse_quote!(#left && #first && #second);
                }
            }
            Expr::Let(asked) => {
                let Some((variant, inner)) = choosy(&asked.pat, &asked.expr) else { return };
                let (name, of) = (self.name(inner.span()), &asked.expr);
                let held = named(variant, &name);
                *condition = parse_quote!(let #held = #of && let #inner = #name);
            }
            _ => {}
        }
    }

    /// `let … else` in two statements.
    fn statements(&mut self, stmt: &Stmt) -> Option<[Stmt; 2]> {
        let Stmt::Local(local) = stmt else { return None };
        let init = local.init.as_ref()?;
        let (of, (_, otherwise)) = (&init.expr, init.diverge.as_ref()?);
        let (variant, inner) = choosy(&local.pat, of)?;
        let name = self.name(inner.span());
        let held = named(variant, &name);
        Some([
            parse_quote!(let #held = #of else #otherwise;),
            parse_quote!(let #inner = #name else #otherwise;),
        ])
    }

    /// A `match` inside of one of the two variants. What the arm `_` does is written once, after both.
    fn arms(&mut self, branch: &syn::ExprMatch) -> Option<Expr> {
        fn pattern(arm: &Arm) -> &Pat {
            match &arm.pat {
                Pat::Guard(guarded) => &guarded.pat,
                pat => pat,
            }
        }
        let of = &branch.expr;
        let (variant, first) = branch.arms.iter().find_map(|arm| choosy(pattern(arm), of))?;
        let (mut inside, mut outside, mut catch_all) = (Vec::new(), Vec::new(), None);
        for arm in &branch.arms {
            match (matched(pattern(arm)), &arm.pat) {
                (Some((of, Some(inner))), pat) if of == variant => {
                    let mut arm = arm.clone();
                    match (pat, &mut arm.pat) {
                        (Pat::Guard(_), Pat::Guard(guarded)) => *guarded.pat = inner.clone(),
                        (_, pat) => *pat = inner.clone(),
                    }
                    inside.push(arm);
                }
                (Some(_), _) => outside.push(arm),
                (None, Pat::Wild(_)) => catch_all = Some(arm),
                _ => return None,
            }
        }
        if outside.iter().any(|arm| matches!(arm.pat, Pat::Guard(_))) {
            return None;
        }
        if catch_all.is_none() && branch.arms.len() == 2 {
            // What is inside always fits.
            return None;
        }
        let name = self.name(first.span());
        let held = named(variant, &name);
        // Beside an arm for the other variant what `_` does is written in the arm for this one, and needs no jump to it.
        if !outside.is_empty() || catch_all.is_none() {
            inside.extend(catch_all.cloned());
            let covered =
                |arm: &&Arm| matched(&arm.pat).is_some_and(|(_, inner)| inner.is_none_or(is_certain));
            outside.extend(catch_all.filter(|_| !outside.iter().any(covered)));
            return Some(parse_quote!(match #of { #held => match #name { #(#inside)* } #(#outside)* }));
        }
        let catch_all = catch_all?;
        let label = crate::names::steps_label();
        for arm in &mut inside {
            let body = &arm.body;
            *arm = Arm {
                body: parse_quote!(break #label #body),
                comma: Some(Default::default()),
                ..arm.clone()
            };
        }
        let otherwise = &catch_all.body;
        Some(parse_quote!(#label: { if let #held = #of { match #name { #(#inside)* _ => {} } } #otherwise }))
    }
}

impl VisitMut for InTwoSteps {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        visit_mut::visit_expr_if_mut(self, branch);
        self.condition(&mut branch.cond);
    }

    fn visit_expr_while_mut(&mut self, repeated: &mut syn::ExprWhile) {
        visit_mut::visit_expr_while_mut(self, repeated);
        self.condition(&mut repeated.cond);
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        visit_mut::visit_block_mut(self, block);
        for stmt in std::mem::take(&mut block.stmts) {
            match self.statements(&stmt) {
                Some(both) => block.stmts.extend(both),
                None => block.stmts.push(stmt),
            }
        }
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::Match(branch) = expr
            && let Some(in_two) = self.arms(branch)
        {
            *expr = in_two;
        }
    }
}
