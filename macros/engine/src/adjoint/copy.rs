//! Computations that are run again for the reverse sweep, in nodes and variables of their own.

use super::Sweep;
use crate::analysis::scratch::Private;
use crate::ir::{Block, Id, Node, Op, Part, Pattern, Place, Replay, Stmt, Var, Variable};
use std::collections::BTreeMap;

/// What stands for what in a copy.
#[derive(Default)]
pub(super) struct Copies {
    nodes: BTreeMap<Id, Id>,
    vars: BTreeMap<Var, Var>,
}

impl Copies {
    pub(super) fn of(&self, id: Id) -> Id {
        self.nodes.get(&id).copied().unwrap_or(id)
    }

    fn var(&self, var: Var) -> Var {
        self.vars.get(&var).copied().unwrap_or(var)
    }

    fn place(&self, place: &Place) -> Place {
        Place { var: self.var(place.var), ..place.clone() }.map(|id| self.of(id))
    }
}

impl Sweep {
    /// A node of its own for a copy; an accumulator of its own where the original has one.
    fn fresh(&mut self, id: &mut Id, copies: &mut Copies) {
        let node = self.arena.get(*id).clone();
        let op = match &node.op {
            Op::Load(place) => Op::Load(copies.place(place)),
            Op::Lvalue(place) => Op::Lvalue(copies.place(place)),
            Op::Share(place) => Op::Share(copies.place(place)),
            Op::Len(place) => Op::Len(copies.place(place)),
            Op::Zeros(place) => Op::Zeros(copies.place(place)),
            Op::Aside(argument, place) => Op::Aside(argument.clone(), copies.place(place)),
            op => op.clone().map(|arg| copies.of(arg)),
        };
        let copy = self.arena.add(Node { op, ..node });
        if self.arena.is_settled(*id) {
            self.arena.settle(copy);
        }
        if self.arena.is_sure(*id) {
            self.arena.assure(copy);
        }
        let guarded: Vec<_> =
            self.guards.range((*id, 0)..=(*id, usize::MAX)).map(|(_, at)| (copy, *at)).collect();
        self.guards.extend(guarded);
        for found in [&mut self.saturated, &mut self.handed_out] {
            if found.contains(id) {
                found.insert(copy);
            }
        }
        if self.vars.contains_key(id) {
            let var = self.arena.var();
            self.vars.insert(copy, var);
        }
        copies.nodes.insert(*id, copy);
        *id = copy;
    }

    /// A variable of its own for a copy, with an adjoint of its own where the original has one.
    fn fresh_variable(&mut self, var: &mut Var, copies: &mut Copies) {
        let copy = self.arena.var();
        let adjoint = self.memory.contains_key(var).then(|| self.arena.var());
        self.memory.extend(adjoint.map(|adjoint| (copy, adjoint)));
        if let Some(original) = self.variables.iter().find(|variable| variable.var == *var).cloned() {
            self.variables.push(Variable { var: copy, adjoint, ..original });
        }
        copies.vars.insert(*var, copy);
        *var = copy;
    }

    /// A variable for a copy, which has the place of the original in the reverse sweep, and so its adjoint.
    pub(super) fn stand_in(&mut self, var: Var, copies: &mut Copies) -> Var {
        let copy = self.arena.var();
        self.memory.extend(self.memory.get(&var).copied().map(|adjoint| (copy, adjoint)));
        if let Some(original) = self.variables.iter().find(|variable| variable.var == var).cloned() {
            self.variables.push(Variable { var: copy, adjoint: None, param: None, ..original });
        }
        copies.vars.insert(var, copy);
        copy
    }

    pub(super) fn copy(&mut self, mut block: Block, copies: &mut Copies) -> Block {
        if let Part::Forward(_) = block.part {
            self.parts += 1;
            let original = std::mem::replace(&mut block.part, Part::Forward(self.parts));
            let own = |private: &Private| Private {
                var: copies.var(private.var),
                init: copies.of(private.init),
                ..private.clone()
            };
            let scratch = self.scratch.of(original).iter().map(own).collect();
            self.scratch.insert(block.part, scratch);
        }
        // What only prints or checks has done so.
        block.stmts.retain(|stmt| !matches!(stmt, Stmt::Effect(..)) || block.diverges);
        for stmt in &mut block.stmts {
            match stmt {
                Stmt::Let(id) => self.fresh(id, copies),
                Stmt::Call(call) => {
                    self.fresh(&mut call.value, copies);
                    self.fresh(&mut call.pullback, copies);
                    call.args.iter_mut().for_each(|id| *id = copies.of(*id));
                    call.asides.iter_mut().for_each(|(_, id)| *id = copies.of(*id));
                }
                Stmt::Branch(branch) => {
                    branch.results.iter_mut().for_each(|id| self.fresh(id, copies));
                    branch.on = copies.of(branch.on);
                    branch.taken = branch.taken.map(|id| copies.of(id));
                    for arm in &mut branch.arms {
                        if let Pattern::Rust(_, bound) = &mut arm.pattern {
                            bound.iter_mut().for_each(|(_, id)| self.fresh(id, copies));
                        }
                        arm.guard = arm.guard.take().map(|guard| self.copy(guard, copies));
                        arm.body = self.copy(std::mem::take(&mut arm.body), copies);
                    }
                }
                Stmt::Loop(l) => {
                    if let Some(counter) = &mut l.counter {
                        (counter.from, counter.to) = (copies.of(counter.from), copies.of(counter.to));
                        self.fresh(&mut counter.index, copies);
                    }
                    for carried in &mut l.carried {
                        carried.init = copies.of(carried.init);
                        self.fresh(&mut carried.inner, copies);
                    }
                    l.body = self.copy(std::mem::take(&mut l.body), copies);
                    l.exit = l.exit.map(|id| copies.of(id));
                    for carried in &mut l.carried {
                        self.fresh(&mut carried.out, copies);
                    }
                    l.reached = l.reached.map(|id| copies.of(id));
                    if let Replay::From(entries) = &mut l.replay {
                        entries
                            .iter_mut()
                            .for_each(|(var, id)| (*var, *id) = (copies.var(*var), copies.of(*id)));
                    }
                }
                Stmt::Var(var, init) => {
                    *init = copies.of(*init);
                    let original = *var;
                    self.fresh_variable(var, copies);
                    if let Some(shape) = self.shapes.get(&original).copied() {
                        // Copied at the end of the block.
                        self.shapes.insert(*var, shape);
                    }
                }
                Stmt::Store(place, value) | Stmt::Grow(place, value) => {
                    (*place, *value) = (copies.place(place), copies.of(*value));
                }
                Stmt::Replace(place, value, length) => {
                    *place = copies.place(place);
                    (*value, *length) = (copies.of(*value), copies.of(*length));
                }
                Stmt::Shrink(place, id) => {
                    *place = copies.place(place);
                    self.fresh(id, copies);
                }
                Stmt::Effect(_, captures) => captures.iter_mut().for_each(|(_, id)| *id = copies.of(*id)),
                Stmt::Pull(_)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Add(..)
                | Stmt::Give(..)
                | Stmt::Adopt(..) => {}
            }
        }
        for var in block.stmts.iter().filter_map(Stmt::declares) {
            if let Some(shape) = self.shapes.get_mut(&var) {
                *shape = copies.of(*shape);
            }
        }
        block.results.iter_mut().for_each(|id| *id = copies.of(*id));
        block
    }
}
