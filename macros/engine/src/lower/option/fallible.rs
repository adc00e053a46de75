//! Sums, products and lists of `Option`s or `Result`s: `collect::<Option<Vec<_>>>()`, `sum::<Result<f64, E>>()`. The first item without a
//! value ends them.

use super::optional::Optional;
use crate::diagnostics as code;
use crate::ir::Literal;
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::spanned::Spanned;
use crate::types::{self, Ty};
use syn::Expr;

/// The methods that make an `Option` or a `Result` of those in a chain, where their type says so.
const METHODS: [&str; 3] = ["sum", "product", "collect"];

/// Does such a method say that it makes an `Option` or a `Result`?
fn is_fallible(call: &syn::ExprMethodCall) -> bool {
    METHODS.iter().any(|name| call.method == *name) && made(call).is_some()
}

/// The type that is made, and that of its value.
fn made(call: &syn::ExprMethodCall) -> Option<(&syn::Type, &syn::Type, Ty)> {
    let syn::GenericArgument::Type(ty) = call.turbofish.as_ref()?.args.first()? else { return None };
    let syn::Type::Path(path) = ty else { return None };
    let (value, status) = match types::generic_argument(path, "Option") {
        Some(value) => (value, Ty::Bool),
        None => (types::generic_argument(path, "Result")?, Ty::Status),
    };
    Some((ty, value, status))
}

/// Does only rustc see that the items of a chain are such, as of `map(|word| word.parse())`?
fn are_items_unseen(chain: &Expr) -> bool {
    match bare(chain) {
        Expr::MethodCall(call) if call.method == "map" => match call.args.first().map(bare) {
            Some(Expr::Closure(closure)) => {
                matches!(bare(&closure.body), Expr::MethodCall(_) | Expr::Call(_))
                    && crate::lower::option::outcome::made(&closure.body).is_none()
            }
            Some(Expr::Path(_)) => true,
            _ => false,
        },
        _ => false,
    }
}

impl Lower<'_> {
    /// Is it such a method whose items are followed? Those that opaque code gives, of constants, are left to rustc.
    pub(in crate::lower) fn follows_items(&self, call: &syn::ExprMethodCall) -> bool {
        is_fallible(call)
            && !(are_items_unseen(&call.receiver)
                && self.is_made_of_constants(call)
                && !self.changes_something(&Expr::MethodCall(call.clone())))
    }

    /// Such a method of a chain; `None` if the call is none.
    pub(in crate::lower) fn fallible<'e>(&mut self, call: &syn::ExprMethodCall) -> Option<Optional<'e>> {
        if !self.follows_items(call) || !self.is_chain(&call.receiver) || self.is_foreign_chain(call) {
            return None;
        }
        let (written, value, kind) = made(call)?;
        let span = call.span();
        let name = call.method.to_string();
        let ty = types::read_value(value, &self.generics.clone(), &mut self.types);
        let fine = match kind {
            Ty::Bool => self.literal(Literal::Bool(true), Ty::Bool),
            _ => self.fine(),
        };
        let status = self.hidden(fine);
        let (list, total) = match name.as_str() {
            "collect" => {
                let elem = match ty.part(0) {
                    Some(elem) => elem.without_references(),
                    None => self.types.fresh_inferred(),
                };
                (Some(self.growing(elem, span)), None)
            }
            name => {
                let start = self.neutral(name == "product", ty, call.method.span());
                (None, Some(self.hidden(start)))
            }
        };
        let assigned = std::iter::once(status).chain(total).collect();
        self.each(&call.receiver, &[], assigned, span, &mut |lower, item| {
            let pair = lower.as_outcome(item).or_else(|| {
                // What a differentiated function gives, which says its type alone.
                lower.assumed_outcome(item, Some(kind.clone()));
                lower.as_outcome(item)
            });
            let Some(pair) = pair else {
                lower.report(&call.method, &code::OPTION, &[]);
                return;
            };
            let Optional { status: of_item, some, make, .. } = lower.of_outcome(pair, span);
            let goes_on = |lower: &mut Self| {
                let value = make(lower);
                match (list.and_then(|list| lower.place_of(list)), total) {
                    (Some(place), _) => lower.push(place, value),
                    (None, Some(total)) => {
                        let before = lower.value_of_local(total);
                        let op = if name == "sum" { syn::parse_quote!(+) } else { syn::parse_quote!(*) };
                        let next = lower.combined(&op, before, value, span);
                        lower.values[total.0] = Some(next);
                    }
                    (None, None) => {}
                }
                lower.unit()
            };
            let ends = |lower: &mut Self| {
                lower.values[status.0] = Some(match lower.ty(of_item) {
                    Ty::Bool => lower.literal(Literal::Bool(false), Ty::Bool),
                    _ => of_item,
                });
                lower.end_chain()
            };
            lower.branch_on(some, goes_on, ends);
        })?;
        let status = self.value_of_local(status);
        let value = match (list, total) {
            (Some(list), _) => self.loaded(list),
            (None, Some(total)) => self.value_of_local(total),
            (None, None) => self.poison(),
        };
        let status = self.told_parts(status, value, written);
        let some = self.holds(status, span);
        Some(Optional { status, ..Optional::new(some, move |_| value) })
    }
}
