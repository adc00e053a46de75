//! Sums of values of a type of the user's: what they are, its `impl Sum` says. The rule of that is found by a trait of core, and takes the
//! items in a `Vec`.

use crate::ir::{Callee, Id};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use quote::quote;
use syn::{Expr, ExprMethodCall};

/// Where a sum is written.
pub(in crate::lower) fn sum_at(span: Span) -> String {
    format!("{span:?}")
}

impl Lower<'_> {
    /// `items.sum::<Vec3>()`
    pub(in crate::lower) fn users_sum(&mut self, call: &ExprMethodCall) -> Option<Id> {
        let (receiver, span) = (&call.receiver, call.method.span());
        // The rule takes the items themselves.
        let references = gives_references(receiver);
        let values: Expr = match references {
            true => syn::parse_quote!(#receiver.cloned()),
            false => Expr::clone(receiver),
        };
        let mut collected: ExprMethodCall = syn::parse_quote!(#values.collect::<Vec<_>>());
        collected.method.set_span(span);
        let list = self.collect(&collected)?;
        let items = self.borrow(list, span);
        let items = self.argument(items);
        let of = call.turbofish.as_ref().map_or_else(
            || quote!(_),
            |told| {
                let args = &told.args;
                quote!(#args)
            },
        );
        Some(self.differentiated_call(Callee::Sum { of, references }, vec![items], call.span()))
    }

    /// What was summed up as if it were floats is of a type of the user's: lowering starts again and knows.
    pub(in crate::lower) fn check_sums(&mut self) {
        let of_users =
            |ty: &Ty| matches!(ty, Ty::Named(_)) || matches!(ty, Ty::Infer(_)) && self.types.is_users(ty);
        let sums =
            self.neutrals.iter().filter(|(id, neutral)| !neutral.is_product() && of_users(&self.ty(*id)));
        let sums: Vec<String> = sums.map(|(id, _)| sum_at(self.arena.get(*id).span)).collect();
        for sum in sums {
            if self.assumed.sums.insert(sum) {
                (self.assumed.reordered, self.again) = (true, true);
            }
        }
    }
}

/// Are the items of a chain references, as far as can be seen?
fn gives_references(chain: &Expr) -> bool {
    const KEEPING: [&str; 10] = [
        "filter",
        "skip",
        "take",
        "rev",
        "chain",
        "step_by",
        "inspect",
        "skip_while",
        "take_while",
        "by_ref",
    ];
    match crate::lower::expr::operator::bare(chain) {
        Expr::MethodCall(call) if call.method == "iter" => true,
        Expr::MethodCall(call) => {
            KEEPING.iter().any(|name| call.method == name) && gives_references(&call.receiver)
        }
        _ => false,
    }
}
