//! Where a cotangent may be 0 although the value is infinite.
//!
//! An exponential that overflows leaves an ordinary value where something is divided by it, as in `1 / (1 + (-x).exp())`: its
//! cotangent is 0 then, and nothing is to flow. Where it only goes through sums, products and logarithms, the value is infinite
//! as well, and 0 · ∞ stays NaN, as does the gradient of `x.exp().ln()`.

use crate::ir::{Arena, Block, Id, Ids, Op, Stmt};
use crate::tables::rules::Guard;
use std::collections::BTreeMap;

/// The values for which that may be so. `result`: the cotangent of the function's value may be 0.
pub fn find(arena: &Arena, block: &Block, result: bool) -> Ids {
    let overflows = |op: &Op| matches!(op, Op::Apply(rule, _) if rule.guard == Guard::Overflow);
    if !arena.iter().any(|(_, node)| node.flow.varies && overflows(&node.op)) {
        return Ids::new();
    }
    let mut flow =
        Flow { arena, into: BTreeMap::new(), found: Ids::new(), defined: BTreeMap::new(), blocks: 0 };
    flow.block(block);
    if result {
        flow.found.extend(&block.results);
    }
    let Flow { into, mut found, .. } = flow;
    let mut open: Vec<Id> = found.iter().collect();
    while let Some(id) = open.pop() {
        for from in into.get(&id).into_iter().flatten() {
            if found.insert(*from) {
                open.push(*from);
            }
        }
    }
    found
}

struct Flow<'a> {
    arena: &'a Arena,
    /// What goes into a value without being saturated.
    into: BTreeMap<Id, Vec<Id>>,
    /// What is saturated, or is used at some times only.
    found: Ids,
    /// The number of the block that defines a value.
    defined: BTreeMap<Id, usize>,
    blocks: usize,
}

impl Flow<'_> {
    fn block(&mut self, block: &Block) -> usize {
        self.blocks += 1;
        let number = self.blocks;
        for stmt in &block.stmts {
            match stmt {
                Stmt::Let(id) => self.evaluated(*id, number),
                Stmt::Branch(branch) => {
                    for arm in &branch.arms {
                        if let Some(guard) = &arm.guard {
                            self.block(guard);
                        }
                        let inside = self.block(&arm.body);
                        for (from, to) in arm.body.results.iter().zip(&branch.results) {
                            self.passes(*from, *to, inside);
                        }
                    }
                }
                Stmt::Loop(l) => {
                    let inside = self.blocks + 1;
                    self.defined.extend(l.binds().into_iter().map(|id| (id, inside)));
                    self.block(&l.body);
                    for (carried, next) in l.carried.iter().zip(&l.body.results) {
                        for join in [carried.inner, carried.out] {
                            self.passes(carried.init, join, number);
                            self.passes(*next, join, inside);
                        }
                    }
                }
                other => self.found.extend(other.uses(self.arena)),
            }
            self.defined.extend(stmt.defines().into_iter().map(|id| (id, number)));
        }
        number
    }

    fn evaluated(&mut self, id: Id, number: usize) {
        if !self.arena.varies(id) {
            return;
        }
        for (position, arg) in self.arena.op(id).args().into_iter().enumerate() {
            let keeps = match self.arena.op(id) {
                Op::Apply(rule, _) => rule.keeps_infinity(position),
                Op::Convert(_) | Op::Borrow(_) | Op::Deref(_) => true,
                _ => false,
            };
            if keeps {
                self.passes(arg, id, number);
            } else {
                self.found.insert(arg);
            }
        }
    }

    /// A value that another block computed goes there at some times only.
    fn passes(&mut self, from: Id, to: Id, number: usize) {
        if self.defined.get(&from) == Some(&number) {
            self.into.entry(to).or_default().push(from);
        } else {
            self.found.insert(from);
        }
    }
}
