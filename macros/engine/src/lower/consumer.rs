//! Chains of iterators that end in something.

use super::sequence::{Item, Sequence, is_chain};
use super::stage::deciding;
use super::{Local, Lower};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::types::Ty;
use proc_macro2::Span;
use syn::Expr;
use syn::spanned::Spanned;

/// What ends a chain in a value.
pub(super) const CONSUMERS: [&str; 7] = ["sum", "product", "fold", "for_each", "count", "any", "all"];

impl<'a> Lower<'a> {
    /// A chain of iterators that is collected; `None` if the call is not one. The list is a variable of its own.
    pub(super) fn collect(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        if call.method != "collect" || !is_chain(&call.receiver) || self.is_foreign_chain(call) {
            return None;
        }
        let span = call.span();
        let elem = self.types.fresh();
        if deciding(&call.receiver) {
            let list = self.growing(elem, span);
            let place = self.place_of(list)?;
            self.each(&call.receiver, &[], Vec::new(), span, &mut |lower, item| {
                lower.push(place.clone(), item);
            })?;
            return Some(list);
        }
        let sequence = self.sequence_of(&call.receiver)?;
        let sequence = self.counted_from_zero(sequence, span);
        let zero = self.zero(elem.clone());
        let ty = Ty::Vec(Box::new(elem.clone()));
        let empty = self.node(Op::List(zero, sequence.to?), ty, span);
        let list = self.anonymous(empty, span);
        let assigned = self.assigned_in(&[&call.receiver]);
        let Sequence { from, to, backwards, item } = sequence;
        let both: Item<'_> = Box::new(move |lower, index| {
            let item = item(lower, index);
            lower.pair(index, item, span)
        });
        self.over(Sequence { from, to, backwards, item: both }, assigned, None, span, |lower, pair| {
            let Op::Tuple(parts) = lower.arena.op(pair).clone() else { return };
            let of = lower.arena.ty(parts[1]).clone();
            lower.types.unify(&elem, &of);
            let target = lower.element(list, parts[0], span);
            lower.store_at(target, parts[1]);
        });
        Some(list)
    }

    /// A chain that cannot be followed: an error, unless nothing differentiated is in it.
    fn unfollowed(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let captures = self.captures(quote::quote!(#call));
        let varies = captures.iter().any(|(_, id)| self.varies(*id));
        varies.then(|| self.refuse_iterator(&call.receiver))
    }

    /// A local that only the compiler knows.
    pub(super) fn hidden(&mut self, init: Id) -> Local {
        self.values.push(Some(init));
        Local(self.values.len() - 1)
    }

    /// A chain of iterators that ends in a value; `None` if the call is not one.
    pub(super) fn consumer(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        if !CONSUMERS.contains(&name.as_str()) || !is_chain(&call.receiver) || self.is_foreign_chain(call) {
            return None;
        }
        let span = call.span();
        let scope = self.names.len();
        let start = self.start(call, &name)?;
        let total = self.hidden(start);
        let function = call.args.last();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let ran = self.each(&call.receiver, &arguments, vec![total], span, &mut |lower, item| {
            let before = lower.value_of_local(total);
            let next = match (name.as_str(), function) {
                ("sum", _) => lower.rule_of_two("add", before, item, span),
                ("product", _) => lower.rule_of_two("mul", before, item, span),
                ("count", _) => lower.plus(before, 1),
                ("fold", Some(function)) => lower.call_handed(function, &[before, item], span),
                ("any" | "all", Some(function)) => {
                    let found = lower.call_handed(function, &[item], span);
                    lower.values[total.0] = Some(found);
                    let go_on = |lower: &mut Self| lower.unit();
                    // The first item that decides is the last one that is looked at.
                    match name == "any" {
                        true => lower.branch_on(found, |lower| lower.end_chain(), go_on),
                        false => lower.branch_on(found, go_on, |lower| lower.end_chain()),
                    };
                    return;
                }
                ("for_each", Some(function)) => {
                    lower.call_handed(function, &[item], span);
                    before
                }
                _ => lower.report(&call.method, &code::UNKNOWN_METHOD, &[&name]),
            };
            lower.values[total.0] = Some(next);
        });
        if ran.is_none() {
            return self.unfollowed(call);
        }
        self.names.truncate(scope);
        Some(self.value_of_local(total))
    }

    /// What a consumer begins with.
    fn start(&mut self, call: &syn::ExprMethodCall, name: &str) -> Option<Id> {
        let float = |lower: &mut Self, value: f64| {
            let ty = lower.turbofish_type(call);
            lower.literal(Literal::Float(value, None), ty)
        };
        Some(match name {
            // As in `std`, where the empty sum is -0.
            "sum" => float(self, -0.0),
            "product" => float(self, 1.0),
            "fold" => self.expr(call.args.first()?),
            "count" => self.index_literal(0),
            "any" => self.literal(Literal::Bool(false), Ty::Bool),
            "all" => self.literal(Literal::Bool(true), Ty::Bool),
            "for_each" => self.unit(),
            _ => return None,
        })
    }

    fn turbofish_type(&mut self, call: &syn::ExprMethodCall) -> Ty {
        let written = call.turbofish.as_ref().and_then(|t| match t.args.first() {
            Some(syn::GenericArgument::Type(ty)) => Some(ty),
            _ => None,
        });
        match written {
            Some(ty) => crate::types::read(ty, &self.generics.clone(), &mut self.types),
            None => self.types.fresh_float(),
        }
    }

    fn rule_of_two(&mut self, rule: &str, a: Id, b: Id, span: Span) -> Id {
        let b = self.operand(b);
        let (x, y) = (self.ty(a), self.ty(b));
        if let Ty::Int(_) = y {
            // The empty sum of integers is 0, which is written as a float until the items are known.
            let op: syn::BinOp = if rule == "add" { syn::parse_quote!(+) } else { syn::parse_quote!(*) };
            return self.node(Op::Plain(Plain::Binary(op), vec![a, b]), y, span);
        }
        self.types.unify(&x, &y);
        let ty = if x.is_float() { x } else { y };
        self.apply(crate::rules::Rule::named(rule), vec![a, b], ty, span)
    }
}
