//! The adjoint of a `Result` has the shape of its value alone, which is asked for where the `Result` is made: its error may have been
//! handed out by the time the adjoint is made.

use crate::ir::{Arena, Block, Body, Id, Member, Node, Op, Stmt};
use crate::types::Ty;
use std::collections::BTreeMap;

/// Asks only the values of `Result`s for their shapes.
pub fn shapes_of_values(body: &mut Body) {
    let pullback = body.pullback.as_mut().map(|pullback| &mut pullback.body);
    let mut blocks: Vec<&mut Block> = std::iter::once(&mut body.block).chain(pullback).collect();
    let mut values = BTreeMap::new();
    blocks.iter_mut().for_each(|block| zeros(&mut body.arena, block, &mut values));
    if !values.is_empty() {
        blocks.into_iter().for_each(|block| bind(block, &values));
    }
}

/// Makes the zeros of `Result`s those of their values; `values` has the value of each.
fn zeros(arena: &mut Arena, block: &mut Block, values: &mut BTreeMap<Id, Id>) {
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| zeros(arena, block, values));
        if let Stmt::Let(id) = stmt
            && let Op::Zero(Some(whole)) = *arena.op(id)
            && let Some(ty) = arena.ty(whole).value_of_result().cloned()
        {
            let value = *values.entry(whole).or_insert_with(|| {
                let of = arena.get(whole);
                let (flow, span) = (of.flow, of.span);
                arena.add(Node::new(Op::Field(whole, Member::Index(1)), ty.clone(), flow, span))
            });
            let like = (!ty.has_known_shape()).then_some(value);
            let parts = [(None, Ty::Status), (like, ty)].map(|(like, ty)| {
                let zero = Node { op: Op::Zero(like), ty, ..arena.get(id).clone() };
                arena.add(Node { name: None, role: None, ..zero })
            });
            out.extend(parts.map(Stmt::Let));
            arena.get_mut(id).op = Op::Tuple(parts.to_vec());
        }
        out.push(stmt);
    }
    block.stmts = out;
}

/// Binds the values where the `Result`s are.
fn bind(block: &mut Block, values: &BTreeMap<Id, Id>) {
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| bind(block, values));
        let bound: Vec<Id> = stmt.defines().iter().filter_map(|id| values.get(id).copied()).collect();
        out.push(stmt);
        out.extend(bound.into_iter().map(Stmt::Let));
    }
    block.stmts = out;
}
