//! `max_by_key` and `min_by_key` of iterators. What an item is ordered by does not change gradually, so that it may be anything.

use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::Lower;
use crate::lower::option::optional::Optional;
use crate::names;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use quote::{ToTokens, quote};
use syn::{Expr, ExprMethodCall};

/// The methods.
const BY_KEY: [&str; 2] = ["max_by_key", "min_by_key"];

impl Lower<'_> {
    /// Is it one of these methods?
    pub(in crate::lower) fn is_by_key(&self, call: &ExprMethodCall) -> bool {
        BY_KEY.iter().any(|name| call.method == *name) && self.is_iterator(&call.receiver)
    }

    /// The item with the greatest or the least key; `None` if it is another method.
    pub(in crate::lower) fn by_key<'e>(&mut self, call: &'e ExprMethodCall) -> Option<Optional<'e>> {
        let [function] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
        let whole = Expr::MethodCall(call.clone());
        if !self.mentions_varying(call) && !self.changes_something(&whole) {
            // It is rustc's.
            return None;
        }
        let span = call.span();
        if self.carries_index(&call.receiver) {
            return self.by_key_of_index(call, function);
        }
        // As in `std`: of equals, `max_by_key` gives the last and `min_by_key` the first.
        let order = if call.method == "max_by_key" { ">=" } else { "<" };
        let none = self.literal(Literal::Bool(false), Ty::Bool);
        let [nothing, no_key] = [(); 2].map(|()| {
            let ty = self.types.fresh_inferred();
            self.zero(ty)
        });
        let (found, best, top) = (self.hidden(none), self.hidden(nothing), self.hidden(no_key));
        let mut lent = None;
        self.each(&call.receiver, &[function], vec![found, best, top], span, &mut |lower, item| {
            let key = lower.key_of(function, item, span);
            let (item, where_lent) = lower.stripped(item, span);
            let [was, before, key_before] = [found, best, top].map(|local| lower.value_of_local(local));
            let better = lower.branch_on(
                was,
                |lower| {
                    lower.discrete(Op::Plain(Plain::operator(order), vec![key, key_before]), Ty::Bool, span)
                },
                |lower| lower.literal(Literal::Bool(true), Ty::Bool),
            );
            let yes = lower.literal(Literal::Bool(true), Ty::Bool);
            lower.values[found.0] = Some(yes);
            lower.values[best.0] = Some(lower.choose(better, item, before));
            lower.values[top.0] = Some(lower.choose(better, key, key_before));
            lent = Some(where_lent);
        })?;
        let (found, best) = (self.value_of_local(found), self.value_of_local(best));
        let best = self.wrapped(best, lent.as_ref(), span);
        Some(Optional::new(found, move |_| best))
    }

    /// The same of items that are carried by their index.
    fn by_key_of_index<'e>(&mut self, call: &'e ExprMethodCall, function: &Expr) -> Option<Optional<'e>> {
        let span = call.span();
        let order = if call.method == "max_by_key" { ">=" } else { "<" };
        let ty = self.types.fresh_inferred();
        let no_key = self.zero(ty);
        let ([found, at, _], top) = (self.nothing_found(), self.hidden(no_key));
        let locals = vec![found, at, top];
        let make =
            self.each_numbered(&call.receiver, &[function], locals, span, &mut |lower, _, index, item| {
                let key = lower.key_of(function, item, span);
                let before = lower.value_of_local(top);
                let most = lower.unless_first(found, |lower| lower.compared(order, [key, before], span));
                lower.found_where(most, [found, at], index, false);
                lower.values[top.0] = Some(lower.choose(most, key, before));
            })?;
        Some(self.item_found([found, at], make))
    }

    /// What an item is ordered by.
    fn key_of(&mut self, function: &Expr, item: Id, span: Span) -> Id {
        let function = crate::lower::expr::operator::bare(function);
        let varies = self.varies(item) || self.mentions_varying(function);
        if !varies || self.changes_something(function) {
            let lent = self.lent_again(item, span);
            return self.call_handed(function, &[lent], span);
        }
        let Some((captures, closures)) = self.captures_with_closures(function.to_token_stream()) else {
            return self.reported();
        };
        let value = names::unmentioned_in(&quote!(#closures #function), "item".into(), "_");
        let (mut names, mut ids) = (vec![value.clone()], vec![self.argument(item)]);
        for (name, id) in captures {
            names.push(name);
            ids.push(self.argument(id));
        }
        let private = names::private();
        let key = quote!(#private::key_of(#value, #function));
        let key = if closures.is_empty() { key } else { quote!({ #closures #key }) };
        let ty = self.types.fresh();
        self.discrete(Op::Plain(Plain::Verbatim(key, names), ids), ty, span)
    }
}
