//! Chains of iterators that end in something.

use super::stage::deciding;
use super::{Item, Sequence};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op};
use crate::lower::Lower;
use crate::lower::typing::users_sum::sum_at;
use crate::spanned::Spanned;
use crate::types::{Float, Ty};
use proc_macro2::Span;
use std::rc::Rc;
use syn::Expr;

/// What ends a chain in a value.
pub(in crate::lower) const CONSUMERS: [&str; 7] =
    ["sum", "product", "fold", "for_each", "count", "any", "all"];

impl<'a> Lower<'a> {
    /// A chain of iterators that is collected; `None` if the call is not one. The list is a variable of its own.
    pub(in crate::lower) fn collect(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        if call.method != "collect" || !self.is_chain_or_opaque(&call.receiver) || self.is_foreign_chain(call)
        {
            return None;
        }
        let span = call.span();
        if let Some(collected) = turbofish(call).and_then(|into| self.collect_into(into, call)) {
            return Some(collected);
        }
        let elem = match self.turbofish_type(call).part(0) {
            Some(Ty::Named(_)) => self.types.fresh(),
            Some(elem) => elem.without_references(),
            None => self.types.fresh_inferred(),
        };
        let number = self.filled;
        self.filled += 1;
        if deciding(&call.receiver) || self.assumed.filled.contains_key(&number) {
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
        let both: Item<'_> = Rc::new(move |lower, index| {
            let item = item(lower, index);
            lower.pair(index, item, span)
        });
        self.over(Sequence { from, to, backwards, item: both }, assigned, None, span, |lower, pair| {
            let Op::Tuple(parts) = lower.arena.op(pair).clone() else { return };
            let item = lower.kept_in_list(parts[1]);
            if let Some(place) = lower.place_of(list) {
                lower.note_references(place.var, parts[1], item);
            }
            let of = lower.arena.ty(item).clone();
            lower.types.unify(&elem, &of);
            lower.fills_with(number, item);
            let target = lower.element(list, parts[0], span);
            lower.store_at(target, item);
        });
        Some(list)
    }

    /// The same where it is collected into something that is no list.
    fn collect_into(&mut self, into: &syn::Type, call: &syn::ExprMethodCall) -> Option<Id> {
        let is_list = match into {
            // Another name of a `Vec`, or rustc says what it is.
            syn::Type::Path(path)
                if crate::lower::signature::named::may_be_alias(into) && path.path.get_ident().is_some() =>
            {
                let name = &path.path.segments[0].ident;
                let other = !self.structs.contains(&name.to_string()) && name != "String";
                let another = name != "Vec" && other && self.mentions_varying(call);
                if another {
                    crate::lower::Spelt::note(&mut self.spelt.vecs, name);
                }
                name == "Vec" || another
            }
            syn::Type::Path(path) => path.path.segments.last().is_some_and(|last| last.ident == "Vec"),
            syn::Type::Infer(_) => true,
            _ => false,
        };
        (!is_list).then(|| self.opaque(&Expr::MethodCall(call.clone()), &code::ITERATOR, &["collect"]))
    }

    /// A chain that cannot be followed: an error, unless nothing differentiated is in it.
    fn unfollowed(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        self.mentions_varying(call).then(|| self.refuse_iterator(&call.receiver))
    }

    /// A chain of iterators that ends in a value; `None` if the call is not one.
    pub(in crate::lower) fn consumer(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        if !CONSUMERS.contains(&name.as_str())
            || !self.is_chain_or_opaque(&call.receiver)
            || self.is_foreign_chain(call)
        {
            return None;
        }
        let span = call.span();
        if let ("for_each", Some(Expr::Closure(function))) = (name.as_str(), call.args.first())
            && let Some(each) = Self::one_after_the_other(&call.receiver, || (*function.body).clone())
        {
            for receiver in each {
                self.consumer(&syn::ExprMethodCall { receiver: Box::new(receiver), ..call.clone() })?;
            }
            return Some(self.unit());
        }
        if name == "sum" && self.assumed.sums.contains(&sum_at(call.method.span())) {
            return self.users_sum(call);
        }
        let scope = self.names.len();
        let start = self.start(call, &name)?;
        let total = self.hidden(start);
        let function = call.args.last();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        let ran = self.each(&call.receiver, &arguments, vec![total], span, &mut |lower, item| {
            let before = lower.value_of_local(total);
            let next = match (name.as_str(), function) {
                ("sum", _) => lower.combined(&syn::parse_quote!(+), before, item, span),
                ("product", _) => lower.combined(&syn::parse_quote!(*), before, item, span),
                ("count", _) => lower.plus(before, 1),
                ("fold", Some(function)) => lower.call_handed(function, &[before, item], span),
                ("any" | "all", Some(function)) => {
                    let found = lower.decided(function, &[item], span);
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
        Some(match name {
            "sum" | "product" => {
                let ty = self.turbofish_type(call);
                self.neutral(name == "product", ty, call.method.span())
            }
            "fold" => self.expr(call.args.first()?),
            "count" => self.count_of(0),
            "any" => self.literal(Literal::Bool(false), Ty::Bool),
            "all" => self.literal(Literal::Bool(true), Ty::Bool),
            "for_each" => self.unit(),
            _ => return None,
        })
    }

    /// What a sum or a product of that type begins with.
    pub(in crate::lower) fn neutral(&mut self, product: bool, ty: Ty, span: Span) -> Id {
        let neutral = Neutral { product };
        let start = self.literal(neutral.float(), ty);
        self.arena.get_mut(start).span = span;
        self.neutrals.push((start, neutral));
        start
    }

    fn turbofish_type(&mut self, call: &syn::ExprMethodCall) -> Ty {
        let told =
            turbofish(call).map(|ty| crate::types::read_value(ty, &self.generics.clone(), &mut self.types));
        match told {
            Some(Ty::Named(name)) if call.method == "sum" => {
                let ty = self.types.fresh_inferred();
                if self.structs.contains(&name) || self.own_types.contains(&name) || name == "Self" {
                    self.types.mark_users(&ty);
                }
                ty
            }
            Some(ty) => ty,
            None => self.types.fresh_inferred(),
        }
    }

    /// What a sum or a product goes on with.
    pub(in crate::lower) fn combined(&mut self, op: &syn::BinOp, before: Id, item: Id, span: Span) -> Id {
        let item = self.operand(item);
        let (total, of) = (self.arena.ty(before).clone(), self.arena.ty(item).clone());
        self.types.unify(&total, &of);
        let next = match (self.ty(before), crate::lower::expr::operator::rule_of(op)) {
            // Sums of other types need not be what their operators give, so that the items are floats is for rustc to check.
            (float @ Ty::Float(Float::F64 | Float::F32 | Float::Generic(_)), Some(rule))
                if self.is_unseen(item) =>
            {
                self.apply(rule, vec![before, item], float, span)
            }
            _ => self.arithmetic(op, before, item, span, op),
        };
        let of = self.arena.ty(next).clone();
        self.types.unify(&total, &of);
        next
    }

    /// Writes the neutral elements of integers as integers. Of which type a sum is may be seen only after it.
    pub(in crate::lower) fn settle_neutrals(&mut self) {
        for (id, neutral) in std::mem::take(&mut self.neutrals) {
            match self.ty(id) {
                Ty::Int(_) => self.arena.get_mut(id).op = Op::Literal(neutral.integer()),
                // Where nothing says of which type it is, it is a float in most programs, and rustc says so where it is none.
                Ty::Float(_) | Ty::Infer(_) => {}
                _ => {
                    let span = self.arena.get(id).span;
                    self.sink.report_at(
                        span,
                        &code::UNSUPPORTED,
                        &[
                            "a sum or product of this type",
                            "write its type, `sum::<f64>()`, or add up in a `for` loop",
                        ],
                    );
                }
            }
        }
    }
}

/// What a sum or a product begins with.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Neutral {
    product: bool,
}

impl Neutral {
    pub(in crate::lower) fn is_product(self) -> bool {
        self.product
    }

    /// As in `std`, where the empty sum is -0.
    fn float(self) -> Literal {
        Literal::Float(if self.product { 1.0 } else { -0.0 }, None)
    }

    fn integer(self) -> Literal {
        match self.product {
            true => Literal::Int(Some(1), quote::quote!(1)),
            false => Literal::Int(Some(0), quote::quote!(0)),
        }
    }
}

/// The type in `sum::<f64>()`.
fn turbofish(call: &syn::ExprMethodCall) -> Option<&syn::Type> {
    match call.turbofish.as_ref()?.args.first()? {
        syn::GenericArgument::Type(ty) => Some(ty),
        _ => None,
    }
}
