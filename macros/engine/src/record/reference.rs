//! References that a pullback would hold on to, though what they lead to may be gone when it runs.

use crate::ir::{Body, Id, Ids, Op, Stmt, Var};
use crate::types::Ty;
use std::collections::BTreeSet;

/// A reference into a parameter or a local that the pullback would hold on to. What a constant holds lives long enough.
pub fn kept_reference(body: &Body) -> Option<Id> {
    let (arena, crate::ir::Pullback { params, body: pullback }) = (&body.arena, body.pullback.as_ref()?);
    let refers = |ty: &Ty| ty.refers() || ty.part(0).is_some_and(|elem| elem.refers());
    if !arena.iter().any(|(_, node)| refers(&node.ty)) {
        return None;
    }
    let mut own: Ids = Ids::new();
    pullback.each(&mut |stmt| own.extend(stmt.defines()));
    let mut of_references: BTreeSet<Var> = BTreeSet::new();
    body.block.each(&mut |stmt| {
        if let Stmt::Var(var, init) = stmt
            && arena.ty(*init).part(0).is_some_and(|elem| elem.refers())
        {
            of_references.insert(*var);
        }
    });
    let mut open: Vec<Id> = pullback.uses(arena).into_keys().chain(own.iter()).collect();
    let mut seen: Ids = open.iter().copied().collect();
    let mut found = None;
    while let Some(id) = open.pop() {
        let of_list = arena.op(id).place().is_some_and(|place| of_references.contains(&place.var));
        let chosen = matches!(arena.op(id), Op::Bound) && !own.contains(&id) && !params.contains(&id);
        let refers = chosen && arena.ty(id).refers();
        if of_list || refers && leads_inside(body, id, &mut Ids::new()) {
            found = found.max(Some(id));
        }
        if own.contains(&id) || arena.is_inside(id) {
            open.extend(arena.op(id).args().into_iter().filter(|arg| seen.insert(*arg)));
        }
    }
    found
}

/// Does a reference that a branch or a loop chose lead into a parameter or a local?
fn leads_inside(body: &Body, id: Id, seen: &mut Ids) -> bool {
    if !seen.insert(id) {
        return false;
    }
    let arena = &body.arena;
    match arena.op(id) {
        Op::Param(_) | Op::Load(_) | Op::Lvalue(_) | Op::Share(_) => true,
        Op::Borrow(of) | Op::Deref(of) | Op::Field(of, _) | Op::Index(of, _) | Op::Slice(of, ..) => {
            leads_inside(body, *of, seen)
        }
        Op::Tuple(parts) | Op::Struct(_, parts) => parts.iter().any(|part| leads_inside(body, *part, seen)),
        Op::Bound => {
            let mut from = Vec::new();
            body.block.each(&mut |stmt| match stmt {
                Stmt::Branch(branch) => {
                    if let Some(at) = branch.results.iter().position(|result| *result == id) {
                        from.extend(branch.arms.iter().filter_map(|arm| arm.body.results.get(at).copied()));
                    }
                }
                Stmt::Loop(l) => {
                    if let Some(at) =
                        l.carried.iter().position(|carried| [carried.inner, carried.out].contains(&id))
                    {
                        from.extend(
                            [Some(l.carried[at].init), l.body.results.get(at).copied()].into_iter().flatten(),
                        );
                    }
                }
                _ => {}
            });
            from.into_iter().any(|id| leads_inside(body, id, seen))
        }
        _ => false,
    }
}
