//! Loops: `for`, `while`, `loop`, `break`, `continue`. Each becomes a loop over a range, one that ends when its body says so, or both.

use crate::diagnostics as code;
use crate::ir::{Carried, Counter, Flow, Id, Literal, Loop, Op, Replay, Stmt};
use crate::lower::env::activity::Carries;
use crate::lower::env::carry::Carry;
use crate::lower::expr::opaque::mentioned;
use crate::lower::flow::labelled::{Context, Kind};
use crate::lower::option::optional::As;
use crate::lower::option::outcome::{Variant, matched};
use crate::lower::scan::jump::jumps;
use crate::lower::sequence::Sequence;
use crate::lower::sequence::numbered::gives_places;
use crate::lower::{Exit, Local, Lower};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use quote::ToTokens;
use syn::{Expr, Lifetime};

impl<'a> Lower<'a> {
    pub(in crate::lower) fn for_loop(&mut self, l: &syn::ExprForLoop) -> Id {
        let every = self.every(&l.attrs);
        let value = self.for_each_item(l);
        every.into_iter().for_each(|every| self.checkpointed(every));
        value
    }

    fn for_each_item(&mut self, l: &syn::ExprForLoop) -> Id {
        if let Some(each) = Self::one_after_the_other(&l.expr, || Expr::ForLoop(l.clone())) {
            for expr in each {
                self.for_each_item(&syn::ExprForLoop { expr: Box::new(expr), ..l.clone() });
            }
            return self.unit();
        }
        if let Some(value) = self.for_staged(l) {
            return value;
        }
        let Some(sequence) = self.inner(|lower| lower.sequence_of(&l.expr)) else {
            return self.refuse_iterator(&l.expr);
        };
        let label = l.label.as_ref().map(|label| &label.name);
        let assigned = self.assigned(&[&l.expr], &l.body);
        self.over(sequence, assigned, label, l.span(), |lower, item| {
            lower.bind(&l.pat, item);
            lower.block_expr(&l.body);
        });
        self.unit()
    }

    /// The chains in `a.iter_mut().chain(b.iter_mut())`, if a body may run for the items of one after those of the other: no item is a
    /// place of either list. The body is written out for each, so that there may be no other such chain in it.
    pub(in crate::lower) fn one_after_the_other(
        chain: &Expr,
        run: impl FnOnce() -> Expr,
    ) -> Option<[Expr; 2]> {
        let Expr::MethodCall(call) = crate::lower::expr::operator::bare(chain) else { return None };
        let other = call.args.first().filter(|_| call.method == "chain" && gives_places(chain))?;
        let run = run();
        let inside = match &run {
            Expr::ForLoop(l) => l.body.to_token_stream(),
            run => run.to_token_stream(),
        };
        let keeps = |name: &Ident| name != "chain" && name != "break";
        (mentioned(inside).iter().all(keeps) && !jumps(&run))
            .then(|| [(*call.receiver).clone(), other.clone()])
    }

    /// Runs a body for each item of a sequence.
    pub(in crate::lower) fn over(
        &mut self,
        sequence: Sequence<'_>,
        mut assigned: Vec<Local>,
        label: Option<&Lifetime>,
        span: Span,
        body: impl FnOnce(&mut Self, Id),
    ) {
        let Sequence { from, to, backwards, item } = sequence;
        let Some(to) = to else {
            // It ends where the body says so.
            let at = self.hidden(from);
            assigned.push(at);
            self.looped(None, assigned, label, span, |lower, _| {
                let index = lower.value_of_local(at);
                lower.values[at.0] = Some(lower.plus(index, 1));
                let item = item(lower, index);
                body(lower, item);
            });
            return;
        };
        let range = Some((from, to, backwards));
        self.looped(range, assigned, label, span, |lower, index| {
            let item = item(lower, index);
            body(lower, item);
        });
    }

    pub(in crate::lower) fn while_loop(&mut self, l: &syn::ExprWhile) -> Id {
        self.without_checkpoints(&l.attrs);
        if let Expr::Let(condition) = &*l.cond {
            return self.while_some(l, condition);
        }
        if let Some(value) = self.while_chain(l) {
            return value;
        }
        let label = l.label.as_ref().map(|label| &label.name);
        let assigned = self.assigned(&[&l.cond], &l.body);
        self.looped(None, assigned, label, l.span(), |lower, _| {
            let condition = lower.decision(&l.cond);
            lower.branch_on(condition, |lower| lower.block_expr(&l.body), |lower| lower.break_from(0, None));
        });
        self.unit()
    }

    /// `while let Some(p) = e { … }`
    fn while_some(&mut self, l: &syn::ExprWhile, condition: &syn::ExprLet) -> Id {
        let label = l.label.as_ref().map(|label| &label.name);
        let pat = match matched(&condition.pat) {
            Some((Variant::Some | Variant::Ok, Some(pat)))
                if super::branch::divides(&condition.pat) && self.is_optional(&condition.expr) =>
            {
                pat
            }
            _ => return self.while_matches(l, condition),
        };
        let assigned = self.assigned(&[&condition.expr], &l.body);
        self.looped(None, assigned, label, l.span(), |lower, _| match lower.optional_of(&condition.expr) {
            Some(optional) => {
                let body = |lower: &mut Lower<'a>| lower.block_expr(&l.body);
                lower.if_some(optional, pat, body, None, |lower| lower.break_from(0, None), None);
            }
            None => lower.while_arms(l, condition),
        });
        self.unit()
    }

    /// What a `while let` asks is no `Option` that can be followed.
    pub(in crate::lower) fn refuse_while_let(&mut self, condition: &syn::ExprLet) -> Id {
        if self.mentions_poisoned(&condition.expr) {
            return self.poison();
        }
        self.report(
            &condition.let_token,
            &code::UNSUPPORTED,
            &["this `while let`", "run over the elements with `for`, or over their indices with `while`"],
        )
    }

    pub(in crate::lower) fn endless_loop(&mut self, l: &syn::ExprLoop) -> Id {
        self.without_checkpoints(&l.attrs);
        let label = l.label.as_ref().map(|label| &label.name);
        let assigned = self.assigned(&[], &l.body);
        self.looped(None, assigned, label, l.span(), |lower, _| {
            lower.block_expr(&l.body);
        })
    }

    pub(in crate::lower) fn break_expr(&mut self, expr: &syn::ExprBreak) -> Id {
        let Some(mut depth) = self.target(expr.label.as_ref()) else {
            return self.no_such_label();
        };
        while self.context(depth).is_row() {
            depth += 1;
        }
        let form = match self.context(depth).kind {
            Kind::Block(form) => form,
            Kind::Loop | Kind::Row => As::Value,
        };
        let value = expr.expr.as_ref().map(|value| self.expr_in(value, form));
        match self.exit {
            Exit::Leaves => self.poison(),
            Exit::Falls => self.break_from(depth, value),
        }
    }

    pub(in crate::lower) fn continue_expr(&mut self, expr: &syn::ExprContinue) -> Id {
        let target = self.target(expr.label.as_ref());
        let Some(mut depth) = target.filter(|depth| !self.context(*depth).is_block()) else {
            return self.no_such_label();
        };
        while depth > 0 && self.context(depth - 1).is_row() {
            depth -= 1;
        }
        self.leave_loops(depth);
        if depth > 0 {
            let skipped = self.context(depth).skipped;
            self.raise(skipped);
        }
        self.raise(self.left);
        self.exit = Exit::Leaves;
        self.unit()
    }

    /// rustc does not know it either.
    fn no_such_label(&mut self) -> Id {
        self.types.disagree = true;
        self.poison()
    }

    /// Leaves the loop or the block that is `depth` further out than the innermost.
    pub(in crate::lower) fn break_from(&mut self, depth: usize, value: Option<Id>) -> Id {
        self.leave_loops(depth);
        let broke = self.context(depth).broke;
        self.raise(broke);
        if let Some(value) = value {
            let local = self.context(depth).value;
            if let Some(before) = self.values[local.0] {
                let (old, new) = (self.arena.ty(before).clone(), self.arena.ty(value).clone());
                self.types.unify(&old, &new);
            }
            self.values[local.0] = Some(value);
        }
        self.raise(self.left);
        self.exit = Exit::Leaves;
        self.unit()
    }

    /// The loop that was just entered runs over a row.
    pub(in crate::lower) fn is_row(&mut self) {
        if let Some(context) = self.contexts.last_mut() {
            context.kind = Kind::Row;
        }
    }

    fn context(&self, depth: usize) -> &Context {
        &self.contexts[self.contexts.len() - 1 - depth]
    }

    fn target(&self, label: Option<&Lifetime>) -> Option<usize> {
        match label {
            None => self.contexts.iter().rev().position(|context| !context.is_block()),
            Some(label) => {
                let name = Some(label.ident.to_string());
                self.contexts.iter().rev().position(|context| context.label == name)
            }
        }
    }

    pub(in crate::lower) fn raise(&mut self, flag: Local) {
        let taken = self.literal(Literal::Bool(true), Ty::Bool);
        self.values[flag.0] = Some(taken);
    }

    pub(in crate::lower) fn lowered_flag(&mut self) -> Local {
        let no = self.literal(Literal::Bool(false), Ty::Bool);
        self.hidden(no)
    }

    /// Leaves the innermost loops for good, for something around them: as many, with the blocks between them.
    pub(in crate::lower) fn leave_loops(&mut self, contexts: usize) {
        for depth in 0..contexts {
            let context = self.context(depth);
            if !context.is_block() {
                self.raise(context.broke);
            }
        }
    }

    /// Any loop. The body is lowered once; what flows into a carried value is assumed, and lowering
    /// starts anew where an assumption proves too small.
    pub(in crate::lower) fn looped(
        &mut self,
        range: Option<(Id, Id, bool)>,
        mut assigned: Vec<Local>,
        label: Option<&Lifetime>,
        span: Span,
        body: impl FnOnce(&mut Self, Id),
    ) -> Id {
        // Where the loop is left for something further out, flags and the function's result are set inside.
        let flags = self.contexts.iter().flat_map(|c| [c.broke, c.skipped]);
        let flags = flags.chain([self.returned]).collect::<Vec<_>>();
        let value_ty = self.types.fresh_inferred();
        let value = self.zero(value_ty);
        let (broke, skipped) = (self.lowered_flag(), self.lowered_flag());
        let value = self.hidden(value);
        let number = self.loops;
        self.loops += 1;
        assigned.push(value);
        let broken_with = self.contexts.iter().map(|c| c.value);
        let further_out: Vec<_> =
            flags.iter().copied().chain([self.result]).chain(self.aux_result).chain(broken_with).collect();
        if self.assumed.leaving.contains(&number) {
            assigned.extend(&further_out);
        }

        self.nothing_returned();
        let before = self.values.clone();
        let (mut carried, mut carries) = (Vec::new(), Vec::new());
        for local in &assigned {
            let Some(init) = before[local.0] else { continue };
            if self.place_of(init).is_some() {
                continue;
            }
            let carry = self.carry(*local, init, number, &mut carried, span);
            carries.push((*local, carry));
        }
        let no = self.literal(Literal::Bool(false), Ty::Bool);
        self.values[self.left.0] = Some(no);
        let counter = range.map(|(from, to, backwards)| {
            let ty = self.integer_type(from, to);
            let index = self.bound(ty, Flow::default(), span);
            self.arena.get_mut(index).role = Some("i".into());
            Counter { index, from, to, closed: false, backwards }
        });

        let (names, running) = (self.names.len(), self.running.len());
        let outer = std::mem::take(&mut self.block);
        self.block.part = self.number_block();
        for (local, carry) in &carries {
            self.values[local.0] = Some(self.carried_in(carry, &carried, span));
        }
        let label = label.map(|l| l.ident.to_string());
        self.contexts.push(Context { number, label, broke, skipped, value, kind: Kind::Loop });
        let index = counter.as_ref().map_or(no, |c| c.index);
        self.inner(|lower| body(lower, index));
        self.contexts.pop();
        self.exit = Exit::Falls;
        self.names.truncate(names);

        let exit = self.value_of_local(broke);
        let exit = match self.arena.op(exit) {
            Op::Literal(Literal::Bool(false)) => None,
            _ => Some(exit),
        };
        let after = self.values.clone();
        let mut results = Vec::new();
        let mut outs = Vec::new();
        let mut changed = Vec::new();
        let mut handed_on: Vec<Id> = carried.iter().map(|(_, _, inner)| *inner).collect();
        for (local, carry) in &carries {
            if let Some(next) = after[local.0] {
                self.hand_on(carry, next, &mut handed_on, span);
            }
        }
        for (at, (local, init, inner)) in carried.iter().enumerate() {
            let next = handed_on[at];
            if next != *inner {
                changed.push(*local);
            }
            let (old, new) = (self.arena.ty(*inner).clone(), self.arena.ty(next).clone());
            self.types.unify(&old, &new);
            let (has, needs) = (self.arena.get(*inner).flow, self.arena.get(next).flow);
            if has.and(needs) != has {
                self.assumed.carried.insert((number, at), has.and(needs));
                self.again = true;
            }
            let out = self.bound(old, has, span);
            self.flows.carried.push(Carries { of: (number, at), init: *init, inner: *inner, next, out });
            if self.is_poisoned(next) {
                self.poisoned.insert(out);
            }
            let name = self.arena.get(*inner).name.clone();
            self.arena.get_mut(out).name = name;
            results.push(next);
            outs.push((*local, Carried { init: *init, inner: *inner, out }));
        }
        let reached = exit.map(|_| match &counter {
            Some(counter) => self.count_reached(counter, &mut outs, &mut results, span),
            None => self.count_trips(&mut outs, &mut results, span),
        });
        let mut body = std::mem::replace(&mut self.block, outer);
        body.results = results;

        // What the scan for assignments did not find must not have changed.
        for local in before.differing(&after).collect::<Vec<_>>() {
            let known = local == self.left.0 || outs.iter().any(|(l, _)| l.0 == local);
            if !known && local != broke.0 && local != skipped.0 {
                if further_out.contains(&Local(local)) {
                    self.leaves(number, Local(local));
                    continue;
                }
                self.sink.report_at(
                    span,
                    &code::UNSUPPORTED,
                    &[
                        "a variable changed in a way that was not seen",
                        "assign to it in a statement of its own: `x = …;`",
                    ],
                );
            }
        }
        self.values = before;
        let mut left = Vec::new();
        for (local, carry) in carries {
            // What is handed on unchanged is what it was, unless that moved into the loop.
            let moved = matches!(carry, Carry::One(at) if {
                let inner = outs[at].1.inner;
                self.arena.varies(inner) && !self.arena.ty(inner).is_copy()
            });
            if changed.contains(&local) || moved {
                left.push((local, carry));
            }
        }
        let ends: Vec<_> = outs.iter().map(|(local, carried)| (*local, carried.init, carried.out)).collect();
        let carried = outs.into_iter().map(|(_, carried)| carried).collect();
        let replay = Replay::Free;
        self.block.stmts.push(Stmt::Loop(Box::new(Loop { counter, carried, body, exit, reached, replay })));
        for (local, carry) in left {
            self.values[local.0] = Some(self.carried_in(&carry, &ends, span));
        }
        let ran = self.running.split_off(running);
        self.check_runs(&ran);

        // The loop may have been left for something further out.
        let raised: Vec<Local> = flags.into_iter().filter(|flag| changed.contains(flag)).collect();
        self.left_by(raised, span);
        self.value_of_local(value)
    }

    /// Counts the iterations of a loop without a range that its body ends.
    fn count_trips(&mut self, outs: &mut Vec<(Local, Carried)>, results: &mut Vec<Id>, span: Span) -> Id {
        let zero = self.count_of(0);
        let inner = self.bound(Ty::usize(), Flow::default(), span);
        self.arena.get_mut(inner).role = Some("trips".into());
        let next = self.plus(inner, 1);
        results.push(next);
        self.carry_hidden(zero, inner, outs, span)
    }

    /// Carries the end of the part of its range that a loop ran over, in the type of the range, whatever that is: the
    /// number of iterations need not be a number of that type.
    fn count_reached(
        &mut self,
        counter: &Counter,
        outs: &mut Vec<(Local, Carried)>,
        results: &mut Vec<Id>,
        span: Span,
    ) -> Id {
        let ty = self.ty(counter.index);
        let inner = self.bound(ty, Flow::default(), span);
        self.arena.get_mut(inner).role = Some("reached".into());
        let (init, next) = match counter.backwards {
            true => (counter.to, counter.index),
            false => (counter.from, self.plus(counter.index, 1)),
        };
        results.push(next);
        self.carry_hidden(init, inner, outs, span)
    }

    /// Lets a loop carry a value that no local of the user's names.
    fn carry_hidden(&mut self, init: Id, inner: Id, outs: &mut Vec<(Local, Carried)>, span: Span) -> Id {
        let out = self.bound(self.arena.ty(inner).clone(), Flow::default(), span);
        outs.push((Local(usize::MAX), Carried { init, inner, out }));
        out
    }
}
