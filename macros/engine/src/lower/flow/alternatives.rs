//! Patterns with alternatives that bind names: `Ok(v) | Err(v) => …`. Each alternative becomes an arm of its own, since what a name stands for differs.

use super::pattern::bound_in;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Arm, Expr, Pat, Stmt, parse_quote};

/// So many arms may be made of one.
const MANY: usize = 8;

/// The function with an arm for each alternative; `None` if there is no such pattern.
pub(in crate::lower) fn apart(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_pat_or(&mut self, _: &'ast syn::PatOr) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_block(&function.block);
    if !search.0 {
        return None;
    }
    let mut function = function.clone();
    let mut apart = Apart { made: 0 };
    apart.visit_block_mut(&mut function.block);
    (apart.made > 0).then_some(function)
}

struct Apart {
    /// How many patterns have been taken apart.
    made: usize,
}

impl VisitMut for Apart {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let before = self.made;
        visit_mut::visit_expr_mut(self, expr);
        // What is inside would be written out again with each, and what is inside of that.
        if self.made > before {
            return;
        }
        match expr {
            Expr::Match(branch) => {
                let arms = std::mem::take(&mut branch.arms);
                branch.arms = arms.into_iter().flat_map(|arm| self.arms(arm)).collect();
            }
            Expr::If(branch) => {
                if let Expr::Let(condition) = &*branch.cond
                    && let Some(pats) = self.alternatives(&condition.pat)
                {
                    let (value, then) = (&condition.expr, &branch.then_branch);
                    let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
                    let otherwise = otherwise.cloned().unwrap_or_else(|| parse_quote!({}));
                    *expr = parse_quote!(match #value { #(#pats => #then)* _ => #otherwise });
                }
            }
            _ => {}
        }
    }

    fn visit_stmt_mut(&mut self, stmt: &mut Stmt) {
        visit_mut::visit_stmt_mut(self, stmt);
        let Stmt::Local(local) = stmt else { return };
        let Some(init) = &local.init else { return };
        let Some(pats) = self.alternatives(&local.pat) else { return };
        let name = |name: syn::PatIdent| syn::PatIdent { by_ref: None, subpat: None, ..name };
        let bound: Vec<_> = bound_in(&pats[0]).into_iter().map(name).collect();
        let (names, value) = (bound.iter().map(|name| &name.ident), &init.expr);
        let together: Expr = parse_quote!((#(#names),*));
        let otherwise = init.diverge.as_ref().map(|(_, otherwise)| quote::quote!(_ => #otherwise));
        *stmt = parse_quote!(let (#(#bound),*) = match #value { #(#pats => #together,)* #otherwise };);
    }
}

impl Apart {
    fn arms(&mut self, arm: Arm) -> Vec<Arm> {
        let pats = match &arm.pat {
            Pat::Guard(guarded) => self.alternatives(&guarded.pat).map(|pats| {
                let with_guard = |pat| {
                    let mut guarded = guarded.clone();
                    *guarded.pat = pat;
                    Pat::Guard(guarded)
                };
                pats.into_iter().map(with_guard).collect()
            }),
            pat => self.alternatives(pat),
        };
        let Some(pats) = pats else { return vec![arm] };
        pats.into_iter().map(|pat| Arm { pat, ..arm.clone() }).collect()
    }

    /// The patterns that one with alternatives stands for, if these bind names.
    fn alternatives(&mut self, pat: &Pat) -> Option<Vec<Pat>> {
        let pats = alternatives(pat);
        let several = pats.len() > 1 && pats.len() <= MANY;
        self.made += usize::from(several);
        several.then_some(pats)
    }
}

/// All that a pattern stands for.
fn alternatives(pat: &Pat) -> Vec<Pat> {
    match pat {
        Pat::Or(cases) if cases.cases.iter().any(|case| !bound_in(case).is_empty()) => {
            cases.cases.iter().flat_map(alternatives).collect()
        }
        Pat::Paren(inner) => alternatives(&inner.pat),
        Pat::Reference(reference) => {
            let each = alternatives(&reference.pat).into_iter();
            each.map(|pat| Pat::Reference(syn::PatReference { pat: Box::new(pat), ..reference.clone() }))
                .collect()
        }
        Pat::Tuple(tuple) => {
            let each = of_parts(tuple.elems.iter()).into_iter();
            each.map(|parts| {
                Pat::Tuple(syn::PatTuple { elems: parts.into_iter().collect(), ..tuple.clone() })
            })
            .collect()
        }
        Pat::TupleStruct(tuple) => {
            let each = of_parts(tuple.elems.iter()).into_iter();
            each.map(|parts| {
                Pat::TupleStruct(syn::PatTupleStruct { elems: parts.into_iter().collect(), ..tuple.clone() })
            })
            .collect()
        }
        pat => vec![pat.clone()],
    }
}

/// Each choice of an alternative for each part, as far as there may be arms for them.
fn of_parts<'p>(parts: impl Iterator<Item = &'p Pat>) -> Vec<Vec<Pat>> {
    parts.fold(vec![Vec::new()], |choices, part| {
        let each = alternatives(part);
        let with = |choice: &Vec<Pat>| {
            let choice = choice.clone();
            each.iter()
                .map(move |pat| [choice.as_slice(), std::slice::from_ref(pat)].concat())
                .collect::<Vec<_>>()
        };
        choices.iter().take(MANY + 1).flat_map(with).collect()
    })
}
