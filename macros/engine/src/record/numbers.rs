//! Numbers in values that may borrow: `row.price`, where `row` is a reference that opaque code gave. A pullback cannot keep such a reference beyond the
//! function, nor copy what only rustc knows the type of, but it can keep the numbers that it needs of it.

use super::reference::may_borrow;
use crate::ir::{Arena, Arm, Block, Body, Id, Ids, Member, Node, Op, Pattern, Plain, Pullback, Stmt};
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// Reads the numbers that the pullback needs of such a value where that is made, so that they are kept in its place.
pub fn read_early(body: &mut Body) {
    let Body { arena, block, pullback: Some(Pullback { body: pullback, .. }), .. } = body else { return };
    let mut made = Ids::new();
    block.each(&mut |stmt| {
        made.extend(stmt.defines());
        if let Stmt::Branch(branch) = stmt {
            made.extend(branch.arms.iter().flat_map(bound));
        }
    });
    let mut read: BTreeMap<Id, BTreeSet<Id>> = BTreeMap::new();
    for id in mentioned(arena, pullback).iter() {
        let number = arena.ty(id).has_zero() && !arena.varies(id);
        if let Some((whole, parts)) = parts_of(arena, id).filter(|(whole, _)| number && made.contains(whole))
        {
            read.entry(whole).or_default().extend(parts);
        }
    }
    if !read.is_empty() {
        read.values().flatten().for_each(|part| behind_reference(arena, *part));
        let moved: BTreeSet<Id> = read.values().flatten().copied().collect();
        remove(block, &moved);
        insert(block, &read);
    }
}

/// A number in a tuple of which only rustc knows the type may be a reference to one.
fn behind_reference(arena: &mut Arena, part: Id) {
    let Op::Field(whole, Member::Index(_)) = arena.op(part) else { return };
    let unseen =
        matches!(arena.op(*whole), Op::Plain(..)) && matches!(arena.ty(*whole), Ty::Infer(_) | Ty::Tuple(_));
    if !unseen || !matches!(arena.ty(part), Ty::Float(_) | Ty::Int(_)) {
        return;
    }
    let field = arena.get(part).clone();
    let place = arena.add(Node { name: None, ..field });
    let private = crate::names::private();
    arena.get_mut(part).op = Op::Plain(Plain::Call(quote::quote!(#private::behind!)), vec![place]);
}

/// All that a block mentions, and what that is made of.
fn mentioned(arena: &Arena, block: &Block) -> Ids {
    let mut mentioned: Vec<Id> = block.uses(arena).into_keys().collect();
    block.each(&mut |stmt| mentioned.extend(stmt.defines()));
    arena.made_of(mentioned)
}

/// The value that may borrow of which a node is a field, and the fields on the way to it; `None` if it is no such.
fn parts_of(arena: &Arena, id: Id) -> Option<(Id, Vec<Id>)> {
    let (mut whole, mut parts) = (id, Vec::new());
    while let Op::Field(base, _) = arena.op(whole) {
        parts.push(whole);
        whole = *base;
    }
    (!parts.is_empty() && may_borrow(arena, whole)).then_some((whole, parts))
}

/// What the pattern of an arm binds; with a guard the arm reads it before its body does.
fn bound(arm: &Arm) -> Vec<Id> {
    match &arm.pattern {
        Pattern::Rust(_, bound) if arm.guard.is_none() => bound.iter().map(|(_, id)| *id).collect(),
        _ => Vec::new(),
    }
}

fn remove(block: &mut Block, moved: &BTreeSet<Id>) {
    block.stmts.retain(|stmt| !matches!(stmt, Stmt::Let(id) if moved.contains(id)));
    block.stmts.iter_mut().flat_map(Stmt::blocks_mut).for_each(|block| remove(block, moved));
}

fn insert(block: &mut Block, read: &BTreeMap<Id, BTreeSet<Id>>) {
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| insert(block, read));
        if let Stmt::Branch(branch) = &mut stmt {
            for arm in &mut branch.arms {
                let first = reads(&bound(arm), read);
                arm.body.stmts.splice(0..0, first);
            }
        }
        let made = stmt.defines();
        block.stmts.push(stmt);
        block.stmts.extend(reads(&made, read));
    }
}

fn reads(made: &[Id], read: &BTreeMap<Id, BTreeSet<Id>>) -> Vec<Stmt> {
    made.iter().filter_map(|id| read.get(id)).flatten().map(|part| Stmt::Let(*part)).collect()
}
