//! The reverse of a loop: run again where it only adds up, else backwards.

use super::copy::Copies;
use super::{Adjoint, Frame, Sweep, cell, cells_of, defined, reverse_of};
use crate::analysis::scratch::Private;
use crate::ir::{Block, Carried, Counter, Id, Ids, Loop, Op, Replay, Stmt, Var};
use crate::tables::formula::Formulas;
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// The sums on the way from one value to another.
#[derive(Default)]
struct Sums {
    /// How often each is used for the next.
    times: BTreeMap<Id, usize>,
    /// What is no sum of another value.
    others: BTreeSet<(Id, Id)>,
}

impl Sweep {
    /// The reverse of a loop.
    pub(super) fn looped(&mut self, l: &Loop) {
        let mut outer = Vec::new();
        for carried in &l.carried {
            if self.arena.varies(carried.out)
                && let Some(adjoint) = self.take(carried.out)
            {
                let value = self.value(&adjoint, carried.out);
                outer.push((carried.out, value));
            }
        }
        // What it hands on and nobody needs has no adjoint, and must not bring a NaN.
        let mut needed: Ids = outer.iter().map(|(out, _)| *out).collect();
        needed.extend(l.reached);
        // How large a variable became is asked by the reverse sweep.
        needed.extend(self.shapes.values());
        needed.extend(self.restored.before.iter());
        let vars = self.variables.iter().map(|variable| variable.var).collect();
        let l = &crate::optimise::share::needed(&self.arena, l, needed, vars);
        let index = |out: Id| l.carried.iter().position(|carried| carried.out == out);
        let outer: Vec<_> = outer.into_iter().filter_map(|(out, value)| Some((index(out)?, value))).collect();
        let own = if self.is_sum(l) { self.own_memory(l) } else { None };
        match own {
            // Nothing that varies leaves it, if the callees keep their word.
            Some(scratch) if outer.is_empty() && !self.takes_for_constant(&l.body) => {
                self.trusts.extend(scratch.into_iter().flat_map(|private| private.trusts));
            }
            Some(scratch) => self.loop_again(l, &outer, scratch),
            None if outer.is_empty() && !self.touches(&l.body) && !self.takes_for_constant(&l.body) => {}
            None => match &l.replay {
                Replay::From(entries) if self.may_run_again(l) => self.replayed(l, &outer, entries),
                _ => self.loop_back(l, &outer),
            },
        }
    }

    /// Is there a method that gets something differentiated, and something else by `&mut` that was taken for opaque? Its pullback is called
    /// though its gradients are unused, since only its type shows whether that is right.
    fn takes_for_constant(&self, body: &Block) -> bool {
        body.any(|stmt| match stmt {
            Stmt::Call(call) if call.callee.function().is_none() => {
                let opaque =
                    |arg: &Id| matches!(self.arena.op(*arg), Op::Lvalue(_)) && !self.arena.varies(*arg);
                call.args.iter().any(opaque) && call.args.iter().any(|arg| self.arena.varies(*arg))
            }
            _ => false,
        })
    }

    /// Does the loop only add to what it carries? Then the adjoint of what it carries is the same in every iteration,
    /// and an iteration can be reversed right after it is run again: nothing is recorded.
    pub(super) fn is_sum(&self, l: &Loop) -> bool {
        let uses = l.body.uses(&self.arena);
        let only_added = l.carried.iter().zip(&l.body.results).all(|(carried, next)| {
            let mut sums = Sums::default();
            // The sum up to here is what the next iteration begins with, and nothing else.
            !self.arena.varies(carried.inner)
                || self.adds_to(&[&l.body], *next, carried.inner, &mut sums)
                    && sums.times.iter().all(|(sum, times)| uses.get(sum) == Some(times))
        });
        only_added && l.exit.is_none() && self.may_run_again(l)
    }

    /// May the reverse sweep run a loop again?
    fn may_run_again(&self, l: &Loop) -> bool {
        let foreign = |stmt: &Stmt| self.arena.runs_foreign_code(stmt);
        // To run a callee again in a closure would double the cost at each level of calls.
        !((self.split || self.once.calls) && l.body.any(|stmt| matches!(stmt, Stmt::Call(_))))
            && !(self.once.foreign && l.body.any(foreign))
    }

    /// The loop again from what it began with, and then its reverse on what that stores.
    fn replayed(&mut self, l: &Loop, outer: &[(usize, Id)], entries: &[(Var, Id)]) {
        let mut copies = Copies::default();
        let mut stmts = Vec::new();
        for (var, entry) in entries {
            stmts.push(Stmt::Var(self.stand_in(*var, &mut copies), *entry));
        }
        let used = self.places_outside(l, |var| entries.iter().any(|(entry, _)| *entry == var));
        let again = used.into_iter().map(Stmt::Let).chain([Stmt::Loop(Box::new(l.clone()))]).collect();
        let mut block = self.copy(Block { stmts: again, ..Block::default() }, &mut copies);
        self.reads.scan(&self.arena, &block);
        let Some(Stmt::Loop(again)) = block.stmts.pop() else { return };
        self.out.extend(stmts.into_iter().chain(block.stmts));
        self.out.push(Stmt::Loop(again.clone()));
        for (index, value) in outer {
            self.add(again.carried[*index].out, *value);
        }
        self.looped(&Loop { replay: Replay::Free, ..*again });
    }

    /// The nodes outside of a loop that say where a variable is which the loop uses.
    fn places_outside(&self, l: &Loop, is: impl Fn(Var) -> bool) -> Vec<Id> {
        let mut used: Vec<Id> = l.body.uses(&self.arena).into_keys().collect();
        used.sort();
        let inside = |id: &Id| l.body.any(|stmt| stmt.defines().contains(id));
        used.retain(|id| matches!(self.arena.op(*id), Op::Lvalue(place) if is(place.var)) && !inside(id));
        used
    }

    /// Is a value a sum of another one and others, also over the iterations of loops and in all arms of branches?
    fn adds_to(&self, blocks: &[&Block], value: Id, of: Id, sums: &mut Sums) -> bool {
        let times = sums.times.entry(value).or_default();
        *times += 1;
        if value == of || *times > 1 {
            return true;
        }
        if sums.others.contains(&(value, of)) {
            return false;
        }
        let adds = self.adds_up(blocks, value, of, sums);
        if !adds {
            sums.others.insert((value, of));
        }
        adds
    }

    fn adds_up(&self, blocks: &[&Block], value: Id, of: Id, sums: &mut Sums) -> bool {
        match self.arena.op(value) {
            Op::Apply(rule, args) if rule.name == "sub" => self.adds_to(blocks, args[0], of, sums),
            Op::Apply(rule, args) if rule.name == "add" => args.iter().any(|arg| {
                let times = sums.times.clone();
                let adds = self.adds_to(blocks, *arg, of, sums);
                if !adds {
                    sums.times = times;
                }
                adds
            }),
            Op::Bound => blocks.iter().flat_map(|block| &block.stmts).any(|stmt| match stmt {
                Stmt::Branch(branch) => {
                    let Some(at) = branch.results.iter().position(|result| *result == value) else {
                        return false;
                    };
                    branch.arms.iter().all(|arm| {
                        let inside: Vec<&Block> = blocks.iter().copied().chain([&arm.body]).collect();
                        arm.body.diverges || self.adds_to(&inside, arm.body.results[at], of, sums)
                    })
                }
                Stmt::Loop(l) => l.carried.iter().zip(&l.body.results).any(|(carried, next)| {
                    carried.out == value
                        && self.adds_to(&[&l.body], *next, carried.inner, sums)
                        && self.adds_to(blocks, carried.init, of, sums)
                }),
                _ => false,
            }),
            _ => false,
        }
    }

    /// Each iteration again, and its reverse right after it.
    pub(super) fn loop_again(&mut self, l: &Loop, outer: &[(usize, Id)], scratch: Vec<Private>) {
        let vars: Vec<_> = scratch.iter().map(|private| private.var).collect();
        let mut stmts = Vec::new();
        for Private { var, init, trusts } in scratch {
            let init = self.zero_like(init);
            stmts.push(Stmt::Var(var, init));
            self.trusts.extend(trusts);
        }
        // Where a variable is was said when it was declared.
        stmts.extend(self.places_outside(l, |var| vars.contains(&var)).into_iter().map(Stmt::Let));
        stmts.push(Stmt::Loop(Box::new(l.clone())));
        let mut copies = Copies::default();
        let mut block = self.copy(Block { stmts, ..Block::default() }, &mut copies);
        self.reads.scan(&self.arena, &block);
        let Some(Stmt::Loop(again)) = block.stmts.pop() else { return };
        self.out.extend(block.stmts.iter().cloned());
        self.declare_memory(&block.stmts);
        let mut pairs: Vec<_> = l.carried.iter().zip(&again.carried).map(|(a, b)| (a.out, b.out)).collect();
        l.body.each(&mut |stmt| {
            let required = stmt.defines().into_iter().filter(|id| self.arena.is_required(*id));
            pairs.extend(required.map(|id| (id, copies.of(id))));
        });
        self.again.push(pairs);
        let seeds: Vec<_> =
            outer.iter().map(|(index, value)| (again.body.results[*index], Adjoint::whole(*value))).collect();
        let stmts = std::mem::take(&mut self.out);
        self.frames.push(Frame::new());
        let inner = again.binds();
        self.both(&again.body, &seeds, &inner);
        let frame = self.frames.pop().unwrap_or_default();
        let body = Block { stmts: std::mem::replace(&mut self.out, stmts), ..again.body.clone() };
        let looped = Loop { body, ..(*again).clone() };
        self.finish_loop(
            looped,
            frame,
            outer.iter().map(|(index, value)| (l.carried[*index].init, *value)).collect(),
            &again,
        );
    }

    /// The iterations backwards, with what the forward sweep recorded.
    pub(super) fn loop_back(&mut self, l: &Loop, outer: &[(usize, Id)]) {
        let stmts = std::mem::take(&mut self.out);
        self.frames.push(Frame::new());
        let mut seeds = Vec::new();
        let mut carried = Vec::new();
        let mut next = Vec::new();
        for (index, own) in l.carried.iter().enumerate() {
            if !self.arena.varies(own.out) {
                continue;
            }
            let ty = self.arena.ty(own.out).referent().clone();
            let role = self.role(own.inner).or_else(|| self.role(own.out));
            let (inner, out) = (self.node(Op::Bound, ty.clone()), self.node(Op::Bound, ty.clone()));
            self.arena.get_mut(inner).role = role.clone();
            self.arena.get_mut(out).role = role;
            seeds.push((l.body.results[index], Adjoint::whole(inner)));
            let init = outer.iter().find(|(i, _)| *i == index).map(|(_, value)| *value);
            carried.push((init, inner, out, own, ty));
        }
        let roots = l.binds();
        self.declare(&roots);
        let known = self.stands.len();
        let counting = self.begin_counting(l);
        self.back(&l.body, &seeds);
        for (_, _, _, own, _) in &carried {
            let adjoint = self.take(own.inner).unwrap_or_default();
            let value = self.value(&adjoint, own.inner);
            next.push(value);
        }
        let frame = self.frames.pop().unwrap_or_default();
        let body = Block {
            stmts: std::mem::replace(&mut self.out, stmts),
            results: next,
            diverges: false,
            part: reverse_of(l.body.part),
        };
        let mut back = Loop {
            counter: self.backwards(l),
            carried: Vec::new(),
            body,
            exit: None,
            reached: None,
            replay: Replay::Free,
        };
        let mut after = Vec::new();
        for (init, inner, out, own, ty) in carried {
            let like = (!ty.has_known_shape()).then_some(own.out);
            let init = init.unwrap_or_else(|| self.node(Op::Zero(like), ty));
            back.carried.push(Carried { init, inner, out });
            after.push((own.init, out));
        }
        let counters = self.end_counting(counting, known, &mut back);
        self.finish_loop(back, frame, after, l);
        for (init, out) in counters {
            self.step_back(init, out);
        }
    }

    /// The same iterations, last first.
    pub(super) fn backwards(&mut self, l: &Loop) -> Option<Counter> {
        match (&l.counter, l.reached) {
            (Some(counter), reached) => {
                let (from, to) = match (reached, counter.backwards) {
                    (None, _) => (counter.from, counter.to),
                    (Some(end), false) => (counter.from, end),
                    (Some(last), true) => (last, counter.to),
                };
                Some(Counter { from, to, backwards: !counter.backwards, ..counter.clone() })
            }
            (None, Some(trips)) => {
                let index = self.node(Op::Bound, Ty::usize());
                let from = self.integer(0);
                Some(Counter { index, from, to: trips, closed: false, backwards: false })
            }
            (None, None) => None,
        }
    }

    /// Writes a loop of the reverse sweep; what its iterations add to values outside is carried along and added once.
    pub(super) fn finish_loop(
        &mut self,
        mut back: Loop,
        mut frame: Frame,
        after: Vec<(Id, Id)>,
        original: &Loop,
    ) {
        let mut inside = defined(&original.body.stmts);
        inside.extend(original.binds());
        frame.retain(|root, _| !inside.contains(root));
        let mut sums = Vec::new();
        for (root, adjoint) in &frame {
            cells_of(adjoint, &mut Vec::new(), &mut |path| sums.push((*root, path.to_vec())));
        }
        let mut cells = Vec::new();
        for (root, path) in sums {
            let Some(given) = frame.get(&root).and_then(|adjoint| cell(adjoint, &path)) else { continue };
            let ty =
                path.iter().fold(self.arena.ty(root).referent().clone(), |ty, i| ty.part(*i).unwrap_or(ty));
            let role = self.role(root);
            let init = self.node(Op::Zero(None), ty.clone());
            let (inner, out) = (self.node(Op::Bound, ty.clone()), self.node(Op::Bound, ty));
            self.arena.get_mut(inner).role = role.clone();
            self.arena.get_mut(out).role = role;
            let outer = std::mem::replace(&mut self.out, std::mem::take(&mut back.body.stmts));
            let next = self.sum(inner, given);
            back.body.stmts = std::mem::replace(&mut self.out, outer);
            back.body.results.push(next);
            back.carried.push(Carried { init, inner, out });
            cells.push((root, path, out));
        }
        self.out.push(Stmt::Loop(Box::new(back)));
        for (root, path, out) in cells {
            self.add_at(root, path, out);
        }
        for (init, out) in after {
            self.add(init, out);
        }
    }
}
