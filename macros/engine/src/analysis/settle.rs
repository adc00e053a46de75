//! Which reads of variables see something that does not change any more: the reverse sweep may read it again, and
//! a call may be lent it rather than a copy.

use crate::ir::{Arena, Block, Id, Ids, Op, Place, Stmt, Var};
use std::collections::{BTreeMap, BTreeSet};

/// Where a statement stands: its number, and the loops around it.
type Position = (usize, Vec<usize>);

/// Marks the reads in a function. A variable that belongs to the caller, or that is declared inside of a block, is not
/// at hand in the reverse sweep.
pub fn settle(arena: &mut Arena, block: &Block, external: &[Var]) {
    let mut search = Search::default();
    search.block(arena, block, &mut Vec::new());
    let declared = block.stmts.iter().filter_map(Stmt::declares);
    let top: BTreeSet<Var> = declared.filter(|var| !external.contains(var)).collect();
    for (id, place, position) in &search.reads {
        let (number, around) = position;
        let before = |writes: &Writes| {
            writes.last < *number && !around.iter().any(|around| writes.loops.contains(around))
        };
        if top.contains(&place.var) && search.writes.get(&place.var).is_none_or(before) {
            arena.settle(*id);
        }
    }
    // The adjoint of what is shared goes straight to the variable, and only a call knows that.
    let looked_into: Ids = arena.iter().flat_map(|(_, node)| node.op.args()).collect();
    let only_lent = |arena: &Arena, id: Id| {
        !arena.varies(id) || !looked_into.contains(&id) && !search.elsewhere.contains(&id)
    };
    for id in search.borrows.iter().copied() {
        if let Op::Borrow(inner) = *arena.op(id)
            && only_lent(arena, id)
            && arena.is_settled(inner)
            && let Op::Load(place) = arena.op(inner).clone()
        {
            arena.get_mut(id).op = Op::Share(place);
        }
    }
}

/// Where a variable is written.
#[derive(Default)]
struct Writes {
    /// The number of the last statement that does.
    last: usize,
    /// The loops around such statements.
    loops: BTreeSet<usize>,
}

#[derive(Default)]
struct Search {
    next: usize,
    reads: Vec<(Id, Place, Position)>,
    writes: BTreeMap<Var, Writes>,
    borrows: Vec<Id>,
    /// What others than calls use.
    elsewhere: Ids,
}

impl Search {
    fn block(&mut self, arena: &Arena, block: &Block, loops: &mut Vec<usize>) {
        self.elsewhere.extend(&block.results);
        for stmt in &block.stmts {
            self.next += 1;
            let here = (self.next, loops.clone());
            if let Stmt::Let(id) = stmt {
                match arena.op(*id) {
                    Op::Load(place) => self.reads.push((*id, place.clone(), here.clone())),
                    Op::Borrow(_) => self.borrows.push(*id),
                    _ => {}
                }
            }
            if !matches!(stmt, Stmt::Call(_) | Stmt::Let(_)) {
                self.elsewhere.extend(stmt.uses(arena));
            }
            for var in stmt.writes(arena) {
                let writes = self.writes.entry(var).or_default();
                writes.last = here.0;
                writes.loops.extend(&here.1);
            }
            let looped = matches!(stmt, Stmt::Loop(_));
            if looped {
                loops.push(self.next);
            }
            stmt.blocks().into_iter().for_each(|block| self.block(arena, block, loops));
            if looped {
                loops.pop();
            }
        }
    }
}
