//! Searches among slices, lists, places and items of which only rustc knows whether they can be copied: what a loop carries from one iteration to the next is not the
//! item, but its index.

use super::{Item, Seen, Sequence};
use crate::ir::{Id, Literal};
use crate::lower::option::optional::Optional;
use crate::lower::{Local, Lower};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use std::cell::Cell;
use std::rc::Rc;
use syn::{Expr, ExprMethodCall};

/// Methods that begin a chain of references to elements, or of slices.
const SOURCES: [&str; 12] = [
    "iter",
    "windows",
    "chunks",
    "chunks_exact",
    "rchunks",
    "rchunks_exact",
    "array_windows",
    "iter_mut",
    "chunks_mut",
    "chunks_exact_mut",
    "rchunks_mut",
    "rchunks_exact_mut",
];

/// Stages that forward the items that they are given.
const PASSING: [&str; 8] =
    ["filter", "take_while", "skip_while", "rev", "skip", "take", "step_by", "peekable"];

/// Those that make others of them, for which only what has an index is made again.
const MAKING: [&str; 4] = ["enumerate", "copied", "cloned", "zip"];

impl<'a> Lower<'a> {
    /// Is an item that such a chain ends in carried by its index?
    pub(in crate::lower) fn carries_index(&self, chain: &Expr) -> bool {
        let gives_places = self.gives_lists(chain);
        (self.seen(chain) != Seen::Numbers || gives_places)
            && forwards(chain)
            && (!self.changes_something(chain) || gives_places && !self.items_change(chain))
    }

    /// Are the items of a chain slices, lists or places, which no loop hands from one iteration to the next?
    fn gives_lists(&self, chain: &Expr) -> bool {
        let Expr::MethodCall(call) = crate::lower::expr::operator::bare(chain) else { return false };
        match call.method.to_string().as_str() {
            "iter" => {
                let list = self.known_type(&call.receiver);
                let item = list.filter(Ty::has_elements).and_then(|list| list.referent().part(0));
                item.is_some_and(|item| self.types.resolve(&item).is_list())
            }
            "array_windows" => false,
            name if SOURCES.contains(&name) => true,
            "zip" if call.args.first().is_some_and(|other| self.gives_lists(other)) => true,
            _ => self.gives_lists(&call.receiver),
        }
    }

    /// `find`, `last`, `max_by`, … of a chain whose items are carried by their index.
    pub(in crate::lower) fn found_by_index<'e>(
        &mut self,
        call: &'e ExprMethodCall,
        name: &str,
    ) -> Option<Optional<'e>> {
        let (span, function) = (call.span(), call.args.first());
        let nth = match (name, function) {
            ("nth", Some(at)) => self.expr(at),
            _ => self.index_literal(0),
        };
        let [found, at, count] = self.nothing_found();
        let arguments: Vec<&Expr> = function.into_iter().collect();
        let make = self.each_numbered(
            &call.receiver,
            &arguments,
            vec![found, at, count],
            span,
            &mut |lower, make, index, item| {
                let before = lower.value_of_local(at);
                match (name, function) {
                    ("find", Some(function)) => {
                        let again = lower.lent_again(item, span);
                        let wanted = lower.decided(function, &[again], span);
                        lower.found_where(wanted, [found, at], index, true);
                    }
                    ("max_by" | "min_by", Some(function)) => {
                        let most = lower.unless_first(found, |lower| {
                            let item_before = make(lower, before);
                            lower.is_most(name, function, [item_before, item], span)
                        });
                        lower.found_where(most, [found, at], index, false);
                    }
                    ("next" | "nth", _) => {
                        let now = lower.value_of_local(count);
                        lower.values[count.0] = Some(lower.plus(now, 1));
                        let wanted = lower.compared("==", [now, nth], span);
                        lower.found_where(wanted, [found, at], index, true);
                    }
                    _ => {
                        let always = lower.literal(Literal::Bool(true), Ty::Bool);
                        lower.found_where(always, [found, at], index, false);
                    }
                }
            },
        )?;
        Some(self.item_found([found, at], make))
    }

    /// Locals for whether an item was found, its index, and how many there were.
    pub(in crate::lower) fn nothing_found(&mut self) -> [Local; 3] {
        let none = self.literal(Literal::Bool(false), Ty::Bool);
        let zeros = [(); 2].map(|()| self.count_of(0));
        [none, zeros[0], zeros[1]].map(|value| self.hidden(value))
    }

    /// The item at the index that was found.
    pub(in crate::lower) fn item_found<'e>(
        &mut self,
        [found, at]: [Local; 2],
        make: Item<'e>,
    ) -> Optional<'e> {
        let (some, at) = (self.value_of_local(found), self.value_of_local(at));
        Optional::new(some, move |lower| make(lower, at))
    }

    /// A decision about an item that is not the first one; that one is taken in any case.
    pub(in crate::lower) fn unless_first(
        &mut self,
        found: Local,
        decide: impl FnOnce(&mut Lower<'a>) -> Id,
    ) -> Id {
        let was = self.value_of_local(found);
        self.branch_on(was, decide, |lower| lower.literal(Literal::Bool(true), Ty::Bool))
    }

    /// Notes an index where a condition holds, and ends the chain there if nothing after it matters.
    pub(in crate::lower) fn found_where(
        &mut self,
        wanted: Id,
        [found, at]: [Local; 2],
        index: Id,
        ends: bool,
    ) {
        let take = |lower: &mut Self| {
            let yes = lower.literal(Literal::Bool(true), Ty::Bool);
            lower.values[found.0] = Some(yes);
            lower.values[at.0] = Some(index);
            if ends { lower.end_chain() } else { lower.unit() }
        };
        self.branch_on(wanted, take, |lower| lower.unit());
    }

    /// Runs `then` for each item that gets through a chain, with its index; what makes the item at an index.
    pub(in crate::lower) fn each_numbered<'e>(
        &mut self,
        chain: &'e Expr,
        also: &[&Expr],
        locals: Vec<Local>,
        span: Span,
        then: &mut dyn FnMut(&mut Self, &Item<'e>, Id, Id),
    ) -> Option<Item<'e>> {
        let (stages, source) = self.stages(chain).unwrap_or((Vec::new(), chain));
        let sequence = self.sequence_of(source)?;
        let Sequence { from, to, backwards, item: make } = self.counted_from_zero(sequence, span);
        let (now, made) = (Cell::new(None), Rc::clone(&make));
        let item: Item<'_> = Rc::new(|lower, index| {
            now.set(Some(index));
            made(lower, index)
        });
        let mut assigned = self.assigned_in(&[also, &[chain]].concat());
        assigned.extend(locals);
        let sequence = Sequence { from, to, backwards, item };
        self.through(&stages, sequence, assigned, None, span, &mut |lower, item| {
            if let Some(index) = now.get() {
                then(lower, &make, index, item);
            }
        });
        Some(make)
    }
}

/// Does a chain forward the elements of a list, or slices of one?
fn forwards(chain: &Expr) -> bool {
    let Expr::MethodCall(call) = crate::lower::expr::operator::bare(chain) else { return false };
    let is = |names: &[&str]| names.iter().any(|name| call.method == name);
    let is_list = |other: &Expr| crate::lower::flow::let_chain::is_place(other) || forwards(other);
    let makes = is(&MAKING) && !super::stage::deciding(chain) && call.args.iter().all(is_list);
    is(&SOURCES) || (is(&PASSING) || makes) && forwards(&call.receiver)
}

/// Are the items of a chain places of lists with names? Nothing that runs meanwhile can change which these are.
pub(in crate::lower) fn gives_places(chain: &Expr) -> bool {
    let known =
        |expr: &Expr| matches!(crate::lower::expr::operator::bare(expr), Expr::Path(_) | Expr::Lit(_));
    match crate::lower::expr::operator::bare(chain) {
        Expr::MethodCall(call) if call.method == "chain" => {
            gives_places(&call.receiver) && call.args.iter().all(gives_places)
        }
        Expr::MethodCall(call) => {
            let name = call.method.to_string();
            let begins = SOURCES.contains(&name.as_str()) && name.ends_with("_mut") && known(&call.receiver);
            let literal = call.args.iter().all(|arg| matches!(arg, Expr::Lit(_)));
            literal && (begins || PASSING.contains(&name.as_str()) && gives_places(&call.receiver))
        }
        Expr::Reference(reference) => reference.mutability.is_some() && known(&reference.expr),
        _ => false,
    }
}
