//! Lists that are exchanged: what `std::mem::swap` does backwards is a swap again. The adjoint of a list that is assigned is left zero, and
//! what is added to that next is what it holds.

use crate::ir::{Arena, Block, Body, Id, Literal, Op, Stmt};
use crate::types::Ty;

/// Assigns what is added to zeros, in place. Shapes are only wanted for the zeros.
pub fn exchange(body: &mut Body) {
    exchange_block(&body.arena, &mut body.block);
    if let Some(pullback) = &mut body.pullback {
        exchange_block(&body.arena, &mut pullback.body);
    }
}

fn exchange_block(arena: &Arena, block: &mut Block) {
    for stmt in &mut block.stmts {
        if let Stmt::Replace(place, value, _) = stmt {
            *stmt = Stmt::Store(place.clone(), *value);
        }
        stmt.blocks_mut().into_iter().for_each(|block| exchange_block(arena, block));
    }
    let mut at = 0;
    while at < block.stmts.len() {
        let next = added_next(arena, &block.stmts[at..]);
        if let Some((next, value)) = next
            && let Stmt::Store(place, _) = block.stmts.remove(at)
        {
            block.stmts[at + next - 1] = Stmt::Store(place, value);
        } else {
            at += 1;
        }
    }
}

/// The statement that first mentions a list after zeros were assigned to it, and the list that it adds; `None` if it does anything else.
fn added_next(arena: &Arena, stmts: &[Stmt]) -> Option<(usize, Id)> {
    let Some(Stmt::Store(zeroed, zero)) = stmts.first() else { return None };
    if !zeroed.path.is_empty() || !is_zero(arena, *zero) {
        return None;
    }
    let next = 1 + stmts[1..].iter().position(|stmt| stmt.mentions(arena, zeroed.var))?;
    match &stmts[next] {
        Stmt::Add(place, value) if place == zeroed && matches!(arena.ty(*value), Ty::Vec(_)) => {
            Some((next, *value))
        }
        _ => None,
    }
}

fn is_zero(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Zero(_) => true,
        Op::Literal(Literal::Float(value, _)) => *value == 0.0,
        Op::List(value, _) => is_zero(arena, *value),
        _ => false,
    }
}
