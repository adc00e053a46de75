//! How long the arrays are that a method gives, where only the pattern says so that takes one apart:
//! `x.array_windows().map(|[a, b]| …)`, `if let Some([a, b]) = x.first_chunk()`.

use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat};

const CHUNKS: [&str; 4] = ["first_chunk", "last_chunk", "first_chunk_mut", "last_chunk_mut"];

/// The function with the lengths written out; `None` if there are none to be written.
pub(in crate::lower) fn sized(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut sized = Sized { any: false };
    let mut function = function.clone();
    sized.visit_block_mut(&mut function.block);
    sized.any.then_some(function)
}

struct Sized {
    any: bool,
}

impl Sized {
    /// The items of a chain are matched with the pattern.
    fn items(&mut self, chain: &mut Expr, pat: &Pat) {
        let Expr::MethodCall(call) = chain else { return };
        match (call.method.to_string().as_str(), pat) {
            ("array_windows", pat) => self.arrays(call, pat),
            ("rev" | "skip" | "take" | "step_by" | "filter" | "inspect" | "cycle", pat) => {
                self.items(&mut call.receiver, pat);
            }
            ("enumerate", Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                self.items(&mut call.receiver, &pair.elems[1]);
            }
            ("zip", Pat::Tuple(pair)) if pair.elems.len() == 2 => {
                self.items(&mut call.receiver, &pair.elems[0]);
                if let Some(other) = call.args.first_mut() {
                    self.items(other, &pair.elems[1]);
                }
            }
            _ => {}
        }
    }

    /// What a call gives is matched with the pattern of an array.
    fn arrays(&mut self, call: &mut syn::ExprMethodCall, pat: &Pat) {
        if let (Some(length), None) = (length(pat), &call.turbofish) {
            let length = proc_macro2::Literal::usize_unsuffixed(length);
            call.turbofish = Some(syn::parse_quote!(::<#length>));
            self.any = true;
        }
    }

    /// `Some([a, b]) = x.first_chunk()`
    fn option(&mut self, expr: &mut Expr, pat: &Pat) {
        if let (Expr::MethodCall(call), Some((_, Some(inner)))) =
            (expr, crate::lower::option::outcome::matched(pat))
            && CHUNKS.iter().any(|name| call.method == name)
        {
            self.arrays(call, inner);
        }
    }
}

/// The pattern inside of `Some(…)`.
/// How many elements the pattern of an array has.
pub(in crate::lower) fn length(pat: &Pat) -> Option<usize> {
    match pat {
        Pat::Slice(slice) if !slice.elems.iter().any(crate::lower::flow::pattern::is_rest) => {
            Some(slice.elems.len())
        }
        Pat::Reference(reference) => length(&reference.pat),
        Pat::Paren(inner) => length(&inner.pat),
        _ => None,
    }
}

impl VisitMut for Sized {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_method_call_mut(&mut self, call: &mut syn::ExprMethodCall) {
        visit_mut::visit_expr_method_call_mut(self, call);
        let takes_items =
            ["map", "for_each", "filter", "flat_map", "filter_map", "all", "any", "find", "position"];
        if takes_items.iter().any(|name| call.method == name)
            && let Some(Expr::Closure(closure)) = call.args.first()
            && let [pat] = &closure.inputs.iter().cloned().collect::<Vec<_>>()[..]
        {
            self.items(&mut call.receiver, pat);
        }
        if call.method == "fold"
            && let Some(Expr::Closure(closure)) = call.args.last()
            && let [_, pat] = &closure.inputs.iter().cloned().collect::<Vec<_>>()[..]
        {
            self.items(&mut call.receiver, pat);
        }
    }

    fn visit_expr_for_loop_mut(&mut self, l: &mut syn::ExprForLoop) {
        visit_mut::visit_expr_for_loop_mut(self, l);
        self.items(&mut l.expr, &l.pat);
    }

    fn visit_expr_let_mut(&mut self, condition: &mut syn::ExprLet) {
        visit_mut::visit_expr_let_mut(self, condition);
        self.option(&mut condition.expr, &condition.pat);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        visit_mut::visit_local_mut(self, local);
        if let Some(init) = &mut local.init {
            self.option(&mut init.expr, &local.pat);
        }
    }

    fn visit_expr_match_mut(&mut self, branch: &mut syn::ExprMatch) {
        visit_mut::visit_expr_match_mut(self, branch);
        for arm in &branch.arms {
            self.option(&mut branch.expr, &arm.pat);
        }
    }
}
