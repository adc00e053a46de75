//! Operation counts: what a gradient costs, in operations of the representation.

use crate::ir::{Arena, Block, Body, Op, Plain, Stmt};
use crate::lower::Primal;

/// Floating-point operations of a function and of one generated from it; of a branch the dearest arm counts.
pub fn count(arena: &Arena, block: &Block) -> usize {
    block.stmts.iter().map(|stmt| statement_cost(arena, stmt)).sum()
}

fn statement_cost(arena: &Arena, stmt: &Stmt) -> usize {
    match stmt {
        Stmt::Let(id) => match arena.op(*id) {
            Op::Apply(..) | Op::Select(..) | Op::Convert(_) => 1,
            Op::Plain(Plain::Binary(_) | Plain::Method(..) | Plain::Call(_), _) => 1,
            Op::Literal(_) | Op::Param(_) | Op::Plain(..) | Op::Tuple(_) | Op::Array(_) | Op::Repeat(..)
            | Op::Field(..) | Op::Index(..) | Op::Borrow(_) | Op::Deref(_) | Op::Zero(_) | Op::Read(_) | Op::Bound => 0,
        },
        Stmt::Branch(branch) => {
            let arm = |arm: &crate::ir::Arm| {
                count(arena, &arm.body) + arm.guard.as_ref().map_or(0, |guard| count(arena, guard))
            };
            branch.arms.iter().map(arm).max().unwrap_or(0)
        }
        Stmt::Call(_) | Stmt::Pull(_) | Stmt::Add(..) => 1,
        Stmt::Var(..) | Stmt::Give(..) | Stmt::Effect(..) => 0,
    }
}

/// A line of documentation that states the cost.
pub fn statement(primal: &Primal, body: &Body) -> String {
    let function = count(&primal.arena, &primal.block);
    let companion = count(&body.arena, &body.block);
    format!("Costs about {companion} operations where the function costs {function}; stores nothing.")
}
