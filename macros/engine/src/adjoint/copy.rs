//! Computations that stand in both sweeps, in nodes of their own.

use super::Sweep;
use crate::ir::{Block, Id, Node, Part, Stmt};
use std::collections::BTreeMap;

impl Sweep {
    /// The same computation in new nodes, since a guard stands in both sweeps.
    pub(super) fn again(&mut self, block: Block) -> Block {
        let mut copies: BTreeMap<Id, Id> = BTreeMap::new();
        self.copy(block, &mut copies)
    }

    /// A node of its own for a copy; an accumulator of its own where the original has one.
    pub(super) fn fresh(&mut self, id: &mut Id, copies: &mut BTreeMap<Id, Id>) {
        let node = self.arena.get(*id).clone();
        let op = node.op.clone().map(|arg| copies.get(&arg).copied().unwrap_or(arg));
        let copy = self.arena.add(Node { op, ..node });
        if self.arena.is_settled(*id) {
            self.arena.settle(copy);
        }
        if self.vars.contains_key(id) {
            let var = self.arena.var();
            self.vars.insert(copy, var);
        }
        copies.insert(*id, copy);
        *id = copy;
    }

    pub(super) fn copy(&mut self, mut block: Block, copies: &mut BTreeMap<Id, Id>) -> Block {
        if let Part::Forward(_) = block.part {
            self.parts += 1;
            block.part = Part::Forward(self.parts);
        }
        // What only prints or checks has done so.
        block.stmts.retain(|stmt| !matches!(stmt, Stmt::Effect(..)) || block.diverges);
        for stmt in &mut block.stmts {
            match stmt {
                Stmt::Let(id) => self.fresh(id, copies),
                Stmt::Call(call) => {
                    self.fresh(&mut call.value, copies);
                    self.fresh(&mut call.pullback, copies);
                    call.args.iter_mut().for_each(|id| *id = copies.get(id).copied().unwrap_or(*id));
                }
                Stmt::Branch(branch) => {
                    branch.results.iter_mut().for_each(|id| self.fresh(id, copies));
                    branch.on = copies.get(&branch.on).copied().unwrap_or(branch.on);
                    for arm in &mut branch.arms {
                        arm.guard = arm.guard.take().map(|guard| self.copy(guard, copies));
                        arm.body = self.copy(std::mem::take(&mut arm.body), copies);
                    }
                }
                Stmt::Loop(l) => {
                    let swap = |copies: &BTreeMap<Id, Id>, id: Id| copies.get(&id).copied().unwrap_or(id);
                    if let Some(counter) = &mut l.counter {
                        (counter.from, counter.to) = (swap(copies, counter.from), swap(copies, counter.to));
                        self.fresh(&mut counter.index, copies);
                    }
                    for carried in &mut l.carried {
                        carried.init = swap(copies, carried.init);
                        self.fresh(&mut carried.inner, copies);
                    }
                    l.body = self.copy(std::mem::take(&mut l.body), copies);
                    l.exit = l.exit.map(|id| swap(copies, id));
                    for carried in &mut l.carried {
                        self.fresh(&mut carried.out, copies);
                    }
                    l.trips = l.trips.map(|id| swap(copies, id));
                }
                Stmt::Pull(_)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Var(..)
                | Stmt::Add(..)
                | Stmt::Store(..)
                | Stmt::Replace(..)
                | Stmt::Grow(..)
                | Stmt::Shrink(..)
                | Stmt::Give(..)
                | Stmt::Adopt(..)
                | Stmt::Effect(..) => {}
            }
        }
        block.results.iter_mut().for_each(|id| *id = copies.get(id).copied().unwrap_or(*id));
        block
    }
}
