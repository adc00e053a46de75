//! Reads of variables whose reverse is simpler than that of a read and a write: `a[i] += e` leaves the adjoint of `a[i]` as
//! it is, and what a call is lent a copy of gets its gradient right where the original's is added up.

use crate::ir::{Arena, Block, Callee, Id, Ids, Op, Place, Stmt, Var};
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// What is known of the reads in a function.
#[derive(Default)]
pub(super) struct Reads {
    /// For a value that is stored: what is added to what was there, and whether it is taken away instead.
    pub(super) increments: BTreeMap<Id, (Id, bool)>,
    /// Reads that only a call looks at, before the variable changes.
    pub(super) lent: Ids,
    /// What methods returned of which only rustc knows the type: it may be a reference.
    pub(super) returned: Ids,
}

impl Reads {
    /// Looks through a block and those inside.
    pub(super) fn scan(&mut self, arena: &Arena, block: &Block) {
        self.block(arena, block, &block.uses(arena));
    }

    /// Gives the variables that the block writes.
    fn block(&mut self, arena: &Arena, block: &Block, uses: &BTreeMap<Id, usize>) -> BTreeSet<Var> {
        let mut writes = BTreeSet::new();
        let is_fresh = |fresh: &BTreeMap<Var, Ids>, id: Id, place: &Place| {
            fresh.get(&place.var).is_some_and(|reads| reads.contains(&id))
        };
        let once = |id: Id| uses.get(&id) == Some(&1);
        // The reads since which nothing was written there.
        let mut fresh: BTreeMap<Var, Ids> = BTreeMap::new();
        for stmt in &block.stmts {
            match stmt {
                Stmt::Let(id) => {
                    if let Op::Load(place) = arena.op(*id) {
                        fresh.entry(place.var).or_default().insert(*id);
                    }
                }
                Stmt::Store(place, value) if once(*value) => {
                    if let Op::Apply(rule, args) = arena.op(*value)
                        && matches!(rule.name, "add" | "sub")
                    {
                        let negative = rule.name == "sub";
                        let there = |id: &Id| match arena.op(*id) {
                            Op::Load(read) => {
                                once(*id) && is_fresh(&fresh, *id, read) && read.same(arena, place)
                            }
                            _ => false,
                        };
                        match (there(&args[0]), there(&args[1])) {
                            (true, _) => {
                                self.increments.insert(*value, (args[1], negative));
                            }
                            (false, true) if !negative => {
                                self.increments.insert(*value, (args[0], false));
                            }
                            _ => {}
                        }
                    }
                }
                Stmt::Call(call) => {
                    if let (Callee::Method(..), Ty::Infer(_)) = (&call.callee, arena.ty(call.value)) {
                        self.returned.insert(call.value);
                    }
                    for arg in &call.args {
                        if let Op::Borrow(read) = *arena.op(*arg)
                            && once(*arg)
                            && once(read)
                            && let Op::Load(place) = arena.op(read)
                            && is_fresh(&fresh, read, place)
                        {
                            self.lent.insert(read);
                        }
                    }
                }
                _ => {}
            }
            let mut written: BTreeSet<Var> = stmt.writes(arena).into_iter().collect();
            for block in stmt.blocks() {
                written.append(&mut self.block(arena, block, uses));
            }
            for var in &written {
                fresh.remove(var);
            }
            writes.append(&mut written);
        }
        writes
    }
}
