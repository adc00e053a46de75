//! Parts of the derivative that the forward sweep evaluates: one number is kept where several would be kept for it alone.

use super::{Need, Scope};
use crate::ir::{Arena, Block, Body, Id, Op, Part, Stmt, Table};

/// How often the reverse sweep mentions each node.
pub(super) fn mentions(body: &Body) -> Table<usize> {
    let mut mentions = Table::default();
    let reverse = |block: &Block| matches!(block.part, Part::Reverse(_));
    count(&body.arena, &body.block, &reverse, &mut mentions);
    if let Some(pullback) = &body.pullback {
        count(&body.arena, &pullback.body, &|_| true, &mut mentions);
    }
    mentions
}

/// Counts what the blocks for which `is` holds mention, and all blocks inside of them.
fn count(arena: &Arena, block: &Block, is: &dyn Fn(&Block) -> bool, mentions: &mut Table<usize>) {
    let counts = is(block);
    let mut mention = |id: Id| *mentions.row(id).get_or_insert_default() += 1;
    for stmt in block.stmts.iter().filter(|_| counts) {
        stmt.uses(arena).into_iter().for_each(&mut mention);
        if let Stmt::Loop(l) = stmt {
            l.exit.into_iter().for_each(&mut mention);
        }
    }
    block.results.iter().filter(|_| counts).for_each(|id| mention(*id));
    for inner in block.stmts.iter().flat_map(Stmt::blocks) {
        match counts {
            true => count(arena, inner, &|_| true, mentions),
            false => count(arena, inner, is, mentions),
        }
    }
}

impl Need {
    /// Lets the forward sweep evaluate a node that is made of several values of one of its blocks, if they would be kept for nothing else.
    pub(super) fn lift(&mut self, arena: &mut Arena, id: Id, scope: &mut Scope) -> bool {
        let Op::Apply(_, args) = arena.op(id) else { return false };
        let mut from = None;
        let mut kept = 0;
        for arg in args.iter().filter(|arg| !arena.is_free(**arg)) {
            let Some(Part::Forward(number)) = self.home.get(arg).map(|home| home.part) else { return false };
            if from.is_some_and(|other| other != number) {
                return false;
            }
            from = Some(number);
            let alone = self.mentions.get(arg) == Some(&1);
            kept += usize::from(alone && !self.is_at_hand(arena, *arg, scope));
        }
        let Some(number) = from.filter(|_| kept > 1) else { return false };
        if !self.pop(arena, id, Part::Forward(number), scope) {
            return false;
        }
        self.lifted.entry(number).or_default().push(id);
        true
    }
}
