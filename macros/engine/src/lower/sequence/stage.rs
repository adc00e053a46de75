//! Chains of iterators with stages that decide which items get through. Each chain becomes one loop.

use super::Sequence;
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Member, Op, Plain};
use crate::lower::option::optional::Optional;
use crate::lower::{Local, Lower};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use quote::ToTokens;
use syn::Expr;

/// What stands between source and consumer, from where on items have no index of their own.
pub(in crate::lower) struct Stage<'e> {
    name: String,
    argument: Option<&'e Expr>,
    /// The closure of `scan`, which has another argument.
    second: Option<&'e Expr>,
    state: State,
}

/// What a stage remembers from one item to the next.
#[derive(Clone, Copy)]
enum State {
    Nothing,
    /// How many items came by, and the number that it is compared with.
    Count(Local, Option<Id>),
    /// `skip_while` lets everything through from here on.
    Begun(Local),
    /// A `&mut` to the state of `scan`.
    Scan(Id),
    /// How many items came by to be paired with those of another iterator, and whether these come first.
    Zip(Local, bool),
}

/// Stages that leave every item its index.
pub(in crate::lower) const INDEXED: [&str; 8] =
    ["map", "enumerate", "copied", "cloned", "take", "skip", "step_by", "inspect"];

/// Stages after which items have none.
pub(in crate::lower) const DECIDING: [&str; 8] =
    ["filter", "filter_map", "take_while", "skip_while", "map_while", "flat_map", "flatten", "scan"];

impl<'a> Lower<'a> {
    /// `for` over a chain with stages; `None` if there are none.
    pub(in crate::lower) fn for_staged(&mut self, l: &syn::ExprForLoop) -> Option<Id> {
        let (stages, source) = self.stages(&l.expr)?;
        let sequence = self.inner(|lower| lower.sequence_of(source))?;
        let assigned = self.assigned(&[&l.expr], &l.body);
        let label = l.label.as_ref().map(|label| &label.name);
        self.through(&stages, sequence, assigned, label, l.span(), &mut |lower, item| {
            lower.bind(&l.pat, item);
            lower.block_expr(&l.body);
        });
        Some(self.unit())
    }

    /// Runs `then` for each item that gets through a chain; `None` if the expression is no chain. `also` is what else
    /// may assign, beside `locals`.
    pub(in crate::lower) fn each(
        &mut self,
        chain: &Expr,
        also: &[&Expr],
        locals: Vec<Local>,
        span: Span,
        then: &mut dyn FnMut(&mut Self, Id),
    ) -> Option<()> {
        let (stages, source) = self.stages(chain).unwrap_or((Vec::new(), chain));
        let sequence = self.sequence_of(source)?;
        let mut inside = also.to_vec();
        inside.push(chain);
        let mut assigned = self.assigned_in(&inside);
        assigned.extend(locals);
        self.through(&stages, sequence, assigned, None, span, then);
        Some(())
    }

    /// One loop over a sequence, each item through the stages.
    pub(super) fn through(
        &mut self,
        stages: &[Stage<'_>],
        sequence: Sequence<'_>,
        mut assigned: Vec<Local>,
        label: Option<&syn::Lifetime>,
        span: Span,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        assigned.extend(stages.iter().filter_map(|stage| match stage.state {
            State::Count(local, _) | State::Begun(local) | State::Zip(local, _) => Some(local),
            State::Nothing | State::Scan(_) => None,
        }));
        let outer = std::mem::replace(&mut self.chains, assigned.clone());
        let outer_depth = std::mem::take(&mut self.flattened);
        self.over(sequence, assigned, label, span, |lower, item| lower.staged(stages, item, then));
        self.chains = outer;
        self.flattened = outer_depth;
    }

    /// The stages from the first one on that decides which items get through, since from there on items have no
    /// index, and what is before them; `None` if no stage decides.
    pub(super) fn stages<'e>(&mut self, chain: &'e Expr) -> Option<(Vec<Stage<'e>>, &'e Expr)> {
        let (calls, source) = split(chain)?;
        if !self.is_chain_or_opaque(source) {
            // What slices and the like have by this name is not an iterator's.
            return None;
        }
        let changing =
            calls.iter().position(|link| link.argument.is_some_and(|arg| self.changes_something(arg)));
        let first = if self.items_change(source) { Some(0) } else { changing.map(|at| at + 1) };
        for InChain { call, .. } in calls.iter().skip(first.unwrap_or(calls.len())) {
            // An item is made before it is known that none is wanted.
            let none =
                |count: &Expr| !matches!(count, Expr::Lit(lit) if lit.to_token_stream().to_string() != "0");
            if call.method == "take" && call.args.iter().any(none) {
                self.report(
                    &call.method,
                    &code::UNSUPPORTED,
                    &["`take` behind a closure that changes something", "write a `for` loop with a `break`"],
                );
            }
        }
        // It would be evaluated before the source is.
        let bounds = calls.iter().filter(|link| {
            ["take", "skip", "step_by", "scan", "zip"].iter().any(|name| link.call.method == name)
        });
        let mut bounds = bounds.filter_map(|link| link.argument);
        if let Some(bound) = bounds.find(|bound| self.changes_something(bound)) {
            self.report(
                bound,
                &code::UNSUPPORTED,
                &["a change inside of a chain's argument", "do it in a statement before the chain"],
            );
        }
        let stages = calls.into_iter().map(|InChain { call, argument, flipped }| {
            let name = call.method.to_string();
            let state = match name.as_str() {
                "enumerate" | "take" | "skip" | "step_by" => {
                    let bound = argument.map(|count| self.expr(count));
                    if let (Some(step), "step_by") = (bound, name.as_str()) {
                        self.nonzero(step, call.method.span());
                    }
                    let zero = self.index_literal(0);
                    State::Count(self.hidden(zero), bound)
                }
                "skip_while" => {
                    let no = self.literal(Literal::Bool(false), Ty::Bool);
                    State::Begun(self.hidden(no))
                }
                "scan" => self.scanned(argument),
                "zip" => {
                    let zero = self.index_literal(0);
                    State::Zip(self.hidden(zero), flipped)
                }
                _ => State::Nothing,
            };
            Stage { name, argument, second: call.args.get(1), state }
        });
        Some((stages.collect(), source))
    }

    /// The state of `scan`: a variable that its closure changes.
    fn scanned(&mut self, init: Option<&Expr>) -> State {
        let Some(init) = init.map(|init| self.expr(init)) else { return State::Nothing };
        let span = self.arena.get(init).span;
        let place = self.anonymous(init, span);
        self.unnamed.remove(&place);
        if let Some(memory) = self.place_of(place).and_then(|place| self.memory(&place)) {
            memory.name = "state".into();
        }
        let lent = self.borrow(place, span);
        self.lend([lent]);
        State::Scan(lent)
    }

    /// One item through the stages, and to the consumer if it gets there.
    fn staged(&mut self, stages: &[Stage<'_>], item: Id, then: &mut dyn FnMut(&mut Self, Id)) {
        let Some((stage, rest)) = stages.split_first() else {
            return then(self, item);
        };
        let Stage { name, argument, second, state } = stage;
        if let State::Count(local, bound) = state {
            return self.counted(*local, *bound, name, rest, item, then);
        }
        if let (State::Zip(local, flipped), Some(other)) = (state, argument) {
            return self.zipped(*local, *flipped, other, rest, item, then);
        }
        let Some(function) = second.or(*argument) else {
            return match name.as_str() {
                "flatten" if self.is_outcome(item) => {
                    let span = self.arena.get(item).span;
                    let Optional { some, make, .. } = self.of_outcome(item, span);
                    let through = |lower: &mut Self| {
                        let value = make(lower);
                        lower.staged(rest, value, then);
                        lower.unit()
                    };
                    self.branch_on(some, through, |lower| lower.unit());
                }
                "flatten" => {
                    let by_reference = matches!(self.ty(item), Ty::Ref(_));
                    let span = self.arena.get(item).span;
                    let item = self.as_items(item, span);
                    match self.elements(item, by_reference, false, span) {
                        Some(sequence) => self.row(sequence, rest, self.names.len(), span, then),
                        None => self.sink.report_at(span, &code::ITERATOR, &["flatten"]),
                    }
                }
                _ => {
                    let item = self.deref(item, Span::call_site());
                    let item = self.loaded(item);
                    self.staged(rest, item, then);
                }
            };
        };
        let span = function.span();
        match name.as_str() {
            "filter" | "take_while" => {
                let lent = self.lent_again(item, span);
                let wanted = self.decided(function, &[lent], span);
                let ends = name == "take_while";
                self.branch_on(
                    wanted,
                    |lower| {
                        lower.staged(rest, item, then);
                        lower.unit()
                    },
                    |lower| if ends { lower.end_chain() } else { lower.unit() },
                );
            }
            "skip_while" => {
                let State::Begun(begun) = *state else { return };
                let lent = self.lent_again(item, span);
                let before = self.value_of_local(begun);
                let now = self.branch_on(
                    before,
                    |lower| lower.literal(Literal::Bool(true), Ty::Bool),
                    |lower| {
                        let skipped = lower.decided(function, &[lent], span);
                        let not = Plain::Unary(syn::UnOp::Not(Default::default()));
                        lower.discrete(Op::Plain(not, vec![skipped]), Ty::Bool, span)
                    },
                );
                self.values[begun.0] = Some(now);
                let through = |lower: &mut Self| {
                    lower.staged(rest, item, then);
                    lower.unit()
                };
                self.branch_on(now, through, |lower| lower.unit());
            }
            "inspect" => {
                let lent = self.lent_again(item, span);
                self.call_handed(function, &[lent], span);
                self.staged(rest, item, then);
            }
            "filter_map" | "map_while" | "scan" => {
                let ends = name != "filter_map";
                let items = match state {
                    State::Scan(state) => vec![*state, item],
                    _ => vec![item],
                };
                let scope = self.names.len();
                self.with_items(function, &items, |lower, body| match lower.optional_or_assumed(body) {
                    Some(Optional { some, make, .. }) => {
                        lower.branch_on(
                            some,
                            |lower| {
                                let value = make(lower);
                                lower.outside(scope, |lower| lower.staged(rest, value, then));
                                lower.unit()
                            },
                            |lower| if ends { lower.end_chain() } else { lower.unit() },
                        );
                    }
                    None => {
                        lower.report(body, &code::OPTION, &[]);
                    }
                });
            }
            "flat_map" => {
                let scope = self.names.len();
                self.with_items(function, &[item], |lower, body| match lower.sequence_of(body) {
                    Some(sequence) => lower.row(sequence, rest, scope, span, then),
                    None => {
                        lower.refuse_iterator(body);
                    }
                });
            }
            _ => {
                let item = self.call_handed(function, &[item], span);
                self.staged(rest, item, then);
            }
        }
    }

    /// `zip` where items have no index of their own: the other one is asked for the item of the number that this one has here. `flipped`:
    /// that one comes first.
    fn zipped(
        &mut self,
        local: Local,
        flipped: bool,
        other: &Expr,
        rest: &[Stage<'_>],
        item: Id,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        let span = other.span();
        if leaves_out(other) {
            let shown = "`zip` of two iterators that both leave items out";
            self.report(
                other,
                &code::UNSUPPORTED,
                &[shown, "collect one of them before: `let items: Vec<_> = ….collect();`"],
            );
            return;
        }
        let count = self.value_of_local(local);
        let next = self.plus(count, 1);
        self.values[local.0] = Some(next);
        let numbered = self.pair(count, item, span);
        let function = crate::lower::iterator::with_item_of(other.clone(), span);
        let paired = Stage {
            name: "map_while".into(),
            argument: Some(&function),
            second: None,
            state: State::Nothing,
        };
        self.staged(&[paired], numbered, &mut |lower, pair| {
            let pair = match flipped {
                true => {
                    let [first, second] = [0, 1].map(|at| lower.part(pair, Member::Index(at), span));
                    lower.pair(second, first, span)
                }
                false => pair,
            };
            lower.staged(rest, pair, then);
        });
    }

    /// A constant of unseen type that is run over, which may be an `Option`: a slice of what is in it.
    fn as_items(&mut self, item: Id, span: Span) -> Id {
        if self.varies(item)
            || !matches!(self.ty(item).referent(), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete)
        {
            return item;
        }
        let (private, of) = (crate::names::private(), self.types.fresh());
        let lent = if let Ty::Ref(_) = self.ty(item) { item } else { self.borrow(item, span) };
        let ty = Ty::Ref(Box::new(Ty::Slice(Box::new(of))));
        self.discrete(Op::Plain(Plain::Call(quote::quote!(#private::items)), vec![lent]), ty, span)
    }

    /// A loop inside of the chain's own, over the items that `flat_map` and `flatten` make of one.
    fn row(
        &mut self,
        sequence: Sequence<'_>,
        rest: &[Stage<'_>],
        scope: usize,
        span: Span,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        let assigned = self.chains.clone();
        self.flattened += 1;
        self.over(sequence, assigned, None, span, |lower, item| {
            lower.is_row();
            lower.outside(scope, |lower| lower.staged(rest, item, then));
        });
        self.flattened -= 1;
    }

    /// Does something where only the names of an outer scope are known: the parameters of one closure are unknown to the next.
    fn outside(&mut self, scope: usize, go: impl FnOnce(&mut Self)) {
        let inner = self.names.split_off(scope);
        go(self);
        self.names.truncate(scope);
        self.names.extend(inner);
    }

    /// With the names of a closure's parameters bound to values, what is done with its body.
    pub(in crate::lower) fn with_items(
        &mut self,
        function: &Expr,
        items: &[Id],
        then: impl FnOnce(&mut Self, &Expr),
    ) {
        let named;
        let closure = match crate::lower::expr::operator::bare(function) {
            Expr::Closure(closure) => closure,
            Expr::Path(path) if items.len() == 1 => {
                self.operands += 1;
                let item = crate::names::operand(self.operands);
                named = syn::parse_quote!(|#item| #path(#item));
                &named
            }
            function => {
                self.report(function, &code::CLOSURE, &[]);
                return;
            }
        };
        let scope = self.names.len();
        for (pat, item) in closure.inputs.iter().zip(items) {
            self.bind(pat, *item);
        }
        then(self, &crate::lower::env::closure::framed(&closure.body));
        self.names.truncate(scope);
    }

    /// `enumerate`, `take` and `skip` where items have no index of their own.
    fn counted(
        &mut self,
        local: Local,
        bound: Option<Id>,
        name: &str,
        rest: &[Stage<'_>],
        item: Id,
        then: &mut dyn FnMut(&mut Self, Id),
    ) {
        let span = Span::call_site();
        let count = self.value_of_local(local);
        let next = self.plus(count, 1);
        self.values[local.0] = Some(next);
        let Some(bound) = bound else {
            let item = self.pair(count, item, span);
            return self.staged(rest, item, then);
        };
        if name == "step_by" {
            let rest_of =
                self.discrete(Op::Plain(Plain::operator("%"), vec![count, bound]), Ty::usize(), span);
            let zero = self.index_literal(0);
            let wanted = self.discrete(Op::Plain(Plain::operator("=="), vec![rest_of, zero]), Ty::Bool, span);
            let through = |lower: &mut Self| {
                lower.staged(rest, item, then);
                lower.unit()
            };
            self.branch_on(wanted, through, |lower| lower.unit());
            return;
        }
        let before = Op::Plain(Plain::operator("<"), vec![count, bound]);
        let before = self.discrete(before, Ty::Bool, span);
        let mut through = |lower: &mut Self| {
            lower.staged(rest, item, then);
            lower.unit()
        };
        if name != "take" {
            self.branch_on(before, |lower| lower.unit(), through);
            return;
        }
        // After the last one that it wants it asks for no other: that one may not be there.
        let last = self.discrete(Op::Plain(Plain::operator(">="), vec![next, bound]), Ty::Bool, span);
        let mut wanted = |lower: &mut Self| {
            through(lower);
            lower.branch_on(last, |lower| lower.end_chain(), |lower| lower.unit())
        };
        match self.arena.integer(bound) {
            Some(1..) => wanted(self),
            _ => self.branch_on(before, wanted, |lower| lower.end_chain()),
        };
    }

    /// `&item`, also of an item that is a reference to a place.
    pub(in crate::lower) fn lent_again(&mut self, item: Id, span: Span) -> Id {
        match (self.place_of(item), self.ty(item)) {
            (Some(_), ty @ Ty::Ref(_)) => self.node(Op::Borrow(item), Ty::Ref(Box::new(ty)), span),
            _ => self.borrow(item, span),
        }
    }

    /// The whole chain ends, not only the innermost of its loops.
    pub(in crate::lower) fn end_chain(&mut self) -> Id {
        self.break_from(self.flattened, None)
    }
}

/// Does a stage of the chain decide which items get through?
pub(in crate::lower) fn deciding(chain: &Expr) -> bool {
    split(chain).is_some()
}

/// A call in a chain.
struct InChain<'e> {
    call: &'e syn::ExprMethodCall,
    /// What it is given.
    argument: Option<&'e Expr>,
    /// That is its receiver, and its argument is what the chain comes from.
    flipped: bool,
}

/// The calls from the first stage on that decides, each with what it is given, from the inside out, and what is before them. What is
/// zipped with such a chain is given it instead.
fn split(chain: &Expr) -> Option<(Vec<InChain<'_>>, &Expr)> {
    let (mut calls, mut at) = (Vec::new(), chain);
    let (mut kept, mut source) = (0, chain);
    while let Expr::MethodCall(call) = crate::lower::expr::operator::bare(at) {
        let name = call.method.to_string();
        let decides = DECIDING.contains(&name.as_str());
        let other = call.args.first().filter(|_| name == "zip");
        if !decides && !INDEXED.contains(&name.as_str()) && other.is_none() {
            break;
        }
        let flipped = other.filter(|other| leaves_out(other) && !leaves_out(&call.receiver));
        let (argument, next) = match flipped {
            Some(other) => (Some(&*call.receiver), other),
            None => (call.args.first(), &*call.receiver),
        };
        calls.push(InChain { call, argument, flipped: flipped.is_some() });
        at = next;
        if decides {
            source = at;
            kept = calls.len();
        }
    }
    calls.truncate(kept);
    calls.reverse();
    (kept > 0).then_some((calls, source))
}

/// Is there such a stage among the calls one upon the other?
fn leaves_out(chain: &Expr) -> bool {
    let mut at = chain;
    while let Expr::MethodCall(call) = crate::lower::expr::operator::bare(at) {
        if DECIDING.iter().any(|name| call.method == name) {
            return true;
        }
        at = &call.receiver;
    }
    false
}
