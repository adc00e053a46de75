//! Which reads of whole lists may take the list away instead of copying it: where nothing mentions the variable any more.

use crate::ir::{Block, Body, Id, Loop, Op, Stmt, Var};
use crate::types::Ty;
use std::collections::BTreeSet;

/// The reads that are the last mention of their variable, in the block that declares it.
pub(super) fn moves(body: &Body) -> BTreeSet<Id> {
    let mut moved = BTreeSet::new();
    let later = body.pullback.as_ref().map(|pullback| &pullback.body);
    search(body, &body.block, later, &mut moved);
    later.into_iter().for_each(|block| search(body, block, None, &mut moved));
    moved
}

/// `later` is what runs after the block and has it in scope.
fn search(body: &Body, block: &Block, later: Option<&Block>, moved: &mut BTreeSet<Id>) {
    let mut own: BTreeSet<Var> = BTreeSet::new();
    for (at, stmt) in block.stmts.iter().enumerate() {
        if let Stmt::Var(var, init) = stmt
            && matches!(body.arena.ty(*init), Ty::Vec(_))
        {
            own.insert(*var);
        }
        stmt.blocks().into_iter().for_each(|block| search(body, block, None, moved));
        if let Stmt::Let(id) = stmt
            && let Op::Load(place) = body.arena.op(*id)
            && place.path.is_empty()
            && matches!(body.arena.ty(*id), Ty::Vec(_))
            && own.contains(&place.var)
            && !block.stmts[at + 1..].iter().any(|stmt| mentions(body, stmt, place.var))
            && !later.is_some_and(|block| block.stmts.iter().any(|stmt| mentions(body, stmt, place.var)))
        {
            moved.insert(*id);
        }
    }
}

/// Does a statement mention the variable, at any depth?
fn mentions(body: &Body, stmt: &Stmt, var: Var) -> bool {
    let at = |id: &Id| match body.arena.op(*id) {
        Op::Read(read) => *read == var,
        op => op.place().is_some_and(|place| place.var == var),
    };
    let own = match stmt {
        Stmt::Let(id) => at(id),
        Stmt::Loop(Loop { exit: Some(exit), .. }) => at(exit),
        other => other.writes(&body.arena).contains(&var),
    };
    // These are written where they are used; the others were evaluated by a statement before.
    let written =
        |id: &Id| matches!(body.arena.op(*id), Op::Read(_) | Op::Lvalue(_) | Op::Share(_)) && at(id);
    let used = stmt.uses(&body.arena).iter().any(written);
    let inside = |block: &&Block| {
        block.results.iter().any(written) || block.stmts.iter().any(|s| mentions(body, s, var))
    };
    own || used || stmt.blocks().iter().any(inside)
}
