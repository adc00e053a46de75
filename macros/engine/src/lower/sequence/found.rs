//! Chains of iterators that end in an item that may not be there: `find`, `position`, `reduce`, …

use super::Sequence;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::Lower;
use crate::lower::env::lent::Lent;
use crate::lower::option::optional::Optional;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use syn::Expr;

/// Methods of iterators whose value may not be there.
pub(in crate::lower) const FINDERS: [&str; 9] =
    ["reduce", "max_by", "min_by", "position", "find", "find_map", "last", "next", "nth"];

impl Lower<'_> {
    /// Does it end in an item that may not be there, and is all of it rustc's?
    pub(in crate::lower) fn ends_foreign_chain(&self, call: &syn::ExprMethodCall, name: &str) -> bool {
        let ends =
            FINDERS.contains(&name) || self.is_by_key(call) || crate::lower::library::ends_in_option(name);
        ends && self.is_chain(&call.receiver) && !self.has_index(call, name) && self.is_foreign_chain(call)
    }

    /// Is it known by its index alone which item it is?
    fn has_index(&self, call: &syn::ExprMethodCall, name: &str) -> bool {
        matches!(name, "last" | "next" | "nth")
            && !super::stage::deciding(&call.receiver)
            // Else the items before it are made too, which changes something.
            && !self.items_change(&call.receiver)
    }

    /// Is it such an item?
    pub(in crate::lower) fn is_item_of_foreign_chain(&self, expr: &Expr) -> bool {
        match crate::lower::expr::operator::bare(expr) {
            Expr::MethodCall(call) => self.ends_foreign_chain(call, &call.method.to_string()),
            _ => false,
        }
    }

    /// A chain that ends in one of [`FINDERS`]; `None` if it is no chain.
    pub(in crate::lower) fn found<'e>(
        &mut self,
        call: &'e syn::ExprMethodCall,
        name: &str,
    ) -> Option<Optional<'e>> {
        if self.has_index(call, name) {
            return self.at_place(call, name);
        }
        if !matches!(name, "reduce" | "position" | "find_map") && self.carries_index(&call.receiver) {
            return self.found_by_index(call, name);
        }
        if name == "find" && !super::stage::deciding(&call.receiver) && gives_parts(&call.receiver) {
            return self.found_part(call);
        }
        if let "reduce" | "max_by" | "min_by" = name
            && let Some(function) = call.args.first()
            && is_plain(&call.receiver)
            && !self.changes_something(function)
        {
            let name = name.to_owned();
            return self.reduced_from_first(&call.receiver, call.span(), move |lower, items, lent| {
                lower.better(&name, function, items, lent, call.span())
            });
        }
        let (found, best) = self.searched(call, name)?;
        Some(Optional::new(found, move |_| best))
    }

    /// A reduction that begins with the first item, if there is one, and goes on with `next` of what it has and each other.
    fn reduced_from_first<'e>(
        &mut self,
        chain: &'e Expr,
        span: Span,
        next: impl for<'l, 'a> Fn(&'l mut Lower<'a>, [Id; 2], &Lent) -> Id + 'e,
    ) -> Option<Optional<'e>> {
        let first = self.sequence_of(chain)?;
        let first = self.counted_from_zero(first, span);
        let (from, to) = (first.from, first.to?);
        let some = self.discrete(Op::Plain(Plain::operator("<"), vec![from, to]), Ty::Bool, span);
        Some(Optional::new(some, move |lower| {
            let first = (first.item)(lower, from);
            let (first, lent) = lower.stripped(first, span);
            let best = lower.hidden(first);
            let Some(others) = lower.sequence_of(chain) else { return lower.poison() };
            let others = lower.counted_from_zero(others, span);
            let others = Sequence { from: lower.plus(from, 1), ..others };
            lower.over(others, vec![best], None, span, |lower, item| {
                let (item, _) = lower.stripped(item, span);
                let before = lower.value_of_local(best);
                lower.values[best.0] = Some(next(lower, [before, item], &lent));
            });
            let best = lower.value_of_local(best);
            lower.wrapped(best, Some(&lent), span)
        }))
    }

    /// `find` among places or slices, which no loop hands from one iteration to the next: the item at the position of the first.
    fn found_part<'e>(&mut self, call: &'e syn::ExprMethodCall) -> Option<Optional<'e>> {
        let span = call.span();
        if self.items_change(&call.receiver) {
            self.report(
                &call.method,
                &code::UNSUPPORTED,
                &["`find` behind a closure that may change something", "collect the items first, `let items: Vec<_> = ….collect();`, or write a loop over indices"],
            );
        }
        let (receiver, wanted) = (&call.receiver, call.args.first()?);
        let item = crate::names::unmentioned_in(&quote::quote!(#wanted), "item".into(), "_");
        let position: Expr = syn::parse_quote!(#receiver.position(|#item| (#wanted)(&#item)));
        let (some, at) = self.optional_parts(&position)?;
        let sequence = self.sequence_of(&call.receiver)?;
        let sequence = self.counted_from_zero(sequence, span);
        let at = self.total(sequence.from, at, span);
        Some(Optional::new(some, move |lower| (sequence.item)(lower, at)))
    }

    /// An item that is known by its index.
    fn at_place<'e>(&mut self, call: &'e syn::ExprMethodCall, name: &str) -> Option<Optional<'e>> {
        let span = call.span();
        let sequence = self.sequence_of(&call.receiver)?;
        let sequence = self.counted_from_zero(sequence, span);
        let at = match (name, call.args.first()) {
            ("nth", Some(at)) => self.expr(at),
            _ => self.index_literal(0),
        };
        // After `skip` the first has another index.
        let at = self.total(sequence.from, at, span);
        let Some(to) = sequence.to else {
            let always = self.literal(Literal::Bool(true), Ty::Bool);
            return (name != "last").then(|| Optional::new(always, move |lower| (sequence.item)(lower, at)));
        };
        let some = self.discrete(Op::Plain(Plain::operator("<"), vec![at, to]), Ty::Bool, span);
        let last = name == "last";
        Some(Optional::new(some, move |lower| {
            let one = lower.index_literal(1);
            let at = if last { lower.difference(to, one, span) } else { at };
            (sequence.item)(lower, at)
        }))
    }

    /// One loop: was there such an item, and the one that is left.
    fn searched(&mut self, call: &syn::ExprMethodCall, name: &str) -> Option<(Id, Id)> {
        let span = call.span();
        let function = call.args.first();
        let none = self.literal(Literal::Bool(false), Ty::Bool);
        let nothing = match name {
            "position" => self.count_of(0),
            _ => {
                let ty = self.types.fresh_inferred();
                self.zero(ty)
            }
        };
        let at = match (name, function) {
            ("nth", Some(at)) => self.expr(at),
            _ => self.index_literal(0),
        };
        let zero = self.count_of(0);
        let (found, best, count) = (self.hidden(none), self.hidden(nothing), self.hidden(zero));
        let mut lent = None;
        let arguments: Vec<&Expr> = function.into_iter().collect();
        self.each(&call.receiver, &arguments, vec![found, best, count], span, &mut |lower, item| {
            let mut take = |lower: &mut Self, item: Id, ends: bool| {
                let (value, where_lent) = lower.stripped(item, span);
                lent = Some(where_lent);
                let yes = lower.literal(Literal::Bool(true), Ty::Bool);
                lower.values[found.0] = Some(yes);
                lower.values[best.0] = Some(value);
                if ends { lower.end_chain() } else { lower.unit() }
            };
            match (name, function) {
                ("find", Some(function)) => {
                    let again = lower.lent_again(item, span);
                    let wanted = lower.decided(function, &[again], span);
                    lower.branch_on(wanted, |lower| take(lower, item, true), |lower| lower.unit());
                }
                ("position", Some(function)) => {
                    let wanted = lower.decided(function, &[item], span);
                    let at = lower.value_of_local(count);
                    lower.values[count.0] = Some(lower.plus(at, 1));
                    lower.branch_on(wanted, |lower| take(lower, at, true), |lower| lower.unit());
                }
                ("find_map", Some(function)) => {
                    lower.with_items(function, &[item], |lower, body| {
                        match lower.optional_or_assumed(body) {
                            Some(Optional { some, make, .. }) => {
                                let made = |lower: &mut Self| {
                                    let value = make(lower);
                                    take(lower, value, true)
                                };
                                lower.branch_on(some, made, |lower| lower.unit());
                            }
                            None => {
                                lower.report(
                                    body,
                                    &code::UNSUPPORTED,
                                    &[
                                        "this `Option`",
                                        "take it apart in a `for` loop: `if let Some(x) = … { … }`",
                                    ],
                                );
                            }
                        }
                    });
                }
                ("last", _) => {
                    take(lower, item, false);
                }
                ("next" | "nth", _) => {
                    let now = lower.value_of_local(count);
                    lower.values[count.0] = Some(lower.plus(now, 1));
                    let wanted = Op::Plain(Plain::operator("=="), vec![now, at]);
                    let wanted = lower.discrete(wanted, Ty::Bool, span);
                    lower.branch_on(wanted, |lower| take(lower, item, true), |lower| lower.unit());
                }
                (_, Some(function)) => {
                    let (item, where_lent) = lower.stripped(item, span);
                    let (was, before) = (lower.value_of_local(found), lower.value_of_local(best));
                    let next = lower.branch_on(
                        was,
                        |lower| lower.better(name, function, [before, item], &where_lent, span),
                        |_| item,
                    );
                    take(lower, next, false);
                    lent = Some(where_lent);
                }
                (_, None) => {
                    lower.report(&call.method, &code::UNKNOWN_METHOD, &[name]);
                }
            }
        })?;
        let (found, best) = (self.value_of_local(found), self.value_of_local(best));
        Some((found, self.wrapped(best, lent.as_ref(), span)))
    }

    /// Which of two items a reduction goes on with.
    fn better(&mut self, name: &str, function: &Expr, items: [Id; 2], lent: &Lent, span: Span) -> Id {
        let [before, item] = items;
        let [a, b] = items.map(|id| self.wrapped(id, Some(lent), span));
        if name == "reduce" {
            let answer = self.call_handed(function, &[a, b], span);
            return self.stripped(answer, span).0;
        }
        let most = self.is_most(name, function, [a, b], span);
        self.choose(most, item, before)
    }

    /// Does `max_by` or `min_by` go on with the second of two items? As in `std`: of equals, `max_by` gives the last and `min_by` the first.
    pub(in crate::lower) fn is_most(
        &mut self,
        name: &str,
        function: &Expr,
        items: [Id; 2],
        span: Span,
    ) -> Id {
        let [a, b] = items.map(|item| self.borrow(item, span));
        let answer = self.call_handed(function, &[a, b], span);
        let greater = Plain::Path(quote::quote!(::core::cmp::Ordering::Greater));
        let ty = self.types.fresh();
        let greater = self.node(Op::Plain(greater, Vec::new()), ty, span);
        self.compared(if name == "max_by" { "!=" } else { "==" }, [answer, greater], span)
    }

    pub(in crate::lower) fn compared(&mut self, operator: &str, [a, b]: [Id; 2], span: Span) -> Id {
        self.discrete(Op::Plain(Plain::operator(operator), vec![a, b]), Ty::Bool, span)
    }
}

/// Are the items of a chain places or slices?
fn gives_parts(chain: &Expr) -> bool {
    const PIECES: [&str; 5] = ["windows", "chunks", "chunks_exact", "rchunks", "rchunks_exact"];
    let Expr::MethodCall(call) = crate::lower::expr::operator::bare(chain) else { return false };
    let name = call.method.to_string();
    let mapped = name == "map";
    !mapped
        && (name.ends_with("_mut")
            || PIECES.contains(&name.as_str())
            || crate::lower::library::gives_items(&name)
            || gives_parts(&call.receiver))
}

/// Can the items of a chain be made twice? They are elements of something that has a name, and have indices.
fn is_plain(chain: &Expr) -> bool {
    const ADAPTERS: [&str; 6] = ["copied", "cloned", "rev", "skip", "take", "enumerate"];
    match crate::lower::expr::operator::bare(chain) {
        Expr::MethodCall(call) if call.method == "iter" => {
            crate::lower::flow::let_chain::is_place(&call.receiver)
        }
        Expr::MethodCall(call) => {
            ADAPTERS.iter().any(|name| call.method == name)
                && call.args.iter().all(|arg| matches!(arg, Expr::Lit(_)))
                && is_plain(&call.receiver)
        }
        _ => false,
    }
}
