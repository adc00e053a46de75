//! The adjoint of a `Result` has the shape of its value alone, which is asked for where the `Result` is made: its error may have been
//! handed out by the time the adjoint is made.

use crate::ir::{Arena, Block, Body, Id, Member, Node, Op, Stmt};
use crate::types::Ty;
use std::collections::BTreeMap;

/// Asks only the values of `Result`s for their shapes.
pub fn shapes_of_values(body: &mut Body) {
    let pullback = body.pullback.as_mut().map(|pullback| &mut pullback.body);
    let mut blocks: Vec<&mut Block> = std::iter::once(&mut body.block).chain(pullback).collect();
    let mut parts = BTreeMap::new();
    blocks.iter_mut().for_each(|block| zeros(&mut body.arena, block, &mut parts));
    if !parts.is_empty() {
        blocks.into_iter().for_each(|block| bind(block, &parts));
    }
}

/// The parts of values that are asked for their shapes.
type Parts = BTreeMap<Id, BTreeMap<u32, Id>>;

/// Makes the zeros of `Result`s, and of tuples with `Result`s in them, those of their values.
fn zeros(arena: &mut Arena, block: &mut Block, parts: &mut Parts) {
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| zeros(arena, block, parts));
        if let Stmt::Let(id) = stmt
            && let Op::Zero(Some(whole)) = *arena.op(id)
            && let Ty::Tuple(types) = arena.ty(whole).clone()
            && arena.ty(whole).holds_result()
        {
            arena.get_mut(id).op = Op::Tuple(zeros_of(arena, (whole, &types), id, parts, &mut out));
        }
        out.push(stmt);
    }
    block.stmts = out;
}

/// The zero of each part of a tuple.
fn zeros_of(
    arena: &mut Arena,
    (whole, types): (Id, &[Ty]),
    zero: Id,
    parts: &mut Parts,
    out: &mut Vec<Stmt>,
) -> Vec<Id> {
    let mut found = Vec::new();
    for (index, ty) in (0..).zip(types) {
        let of = arena.get(whole);
        let part = Node::new(Op::Field(whole, Member::Index(index)), ty.clone(), of.flow, of.span);
        let like = (!ty.has_known_shape())
            .then(|| *parts.entry(whole).or_default().entry(index).or_insert_with(|| arena.add(part)));
        let op = match (ty, like) {
            (Ty::Tuple(types), Some(part)) if ty.holds_result() => {
                Op::Tuple(zeros_of(arena, (part, types), zero, parts, out))
            }
            _ => Op::Zero(like),
        };
        let node = Node { op, ty: ty.clone(), name: None, role: None, ..arena.get(zero).clone() };
        found.push(arena.add(node));
    }
    out.extend(found.iter().copied().filter(|part| !arena.is_free(*part)).map(Stmt::Let));
    found
}

/// Binds the parts where what they are parts of is.
fn bind(block: &mut Block, parts: &Parts) {
    fn of(id: Id, parts: &Parts, out: &mut Vec<Stmt>) {
        for part in parts.get(&id).into_iter().flat_map(BTreeMap::values) {
            out.push(Stmt::Let(*part));
            of(*part, parts, out);
        }
    }
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| bind(block, parts));
        let defined = stmt.defines();
        out.push(stmt);
        defined.iter().for_each(|id| of(*id, parts, &mut out));
    }
    block.stmts = out;
}
