//! One scatter a loop: a loop that adds to `dx[i + 1]` and to `dx[i]` waits in each iteration for the store of the one
//! before. As a loop for each it has nothing to wait for, and the processor does several iterations at once.

use crate::analysis::count;
use crate::ir::{Arena, Block, Body, Id, Ids, Loop, Node, Place, Replay, Stmt, Var};
use std::collections::{BTreeMap, BTreeSet};

/// Up to this cost (see [`count::count`]) an iteration is computed again for each scatter, if there is no such function as a sine in it.
const LIGHT: usize = 32;

/// Splits loops in place.
pub fn split(body: &mut Body) {
    split_block(&mut body.arena, &mut body.block);
    if let Some(pullback) = &mut body.pullback {
        split_block(&mut body.arena, &mut pullback.body);
    }
}

fn split_block(arena: &mut Arena, block: &mut Block) {
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| split_block(arena, block));
        match stmt {
            Stmt::Loop(l) => match scatters(arena, &l) {
                Some(groups) => out.extend(apart(arena, *l, &groups)),
                None => out.push(Stmt::Loop(l)),
            },
            other => out.push(other),
        }
    }
    block.stmts = out;
}

/// The additions of each loop that this loop is to be split into; `None` if it stays whole.
fn scatters(arena: &Arena, l: &Loop) -> Option<Vec<BTreeSet<usize>>> {
    l.counter.as_ref()?;
    let mut places: BTreeMap<Var, Vec<Place>> = BTreeMap::new();
    let mut groups: Vec<BTreeSet<usize>> = Vec::new();
    // What one iteration hands to the next is not computed again.
    let mut handed: Ids = l.carried.iter().map(|carried| carried.inner).collect();
    for (at, stmt) in l.body.stmts.iter().enumerate() {
        match stmt {
            Stmt::Let(id) if arena.is_pure(*id) => {
                if arena.op(*id).args().iter().any(|arg| handed.contains(arg)) {
                    handed.insert(*id);
                }
            }
            Stmt::Add(..) if stmt.uses(arena).iter().any(|id| handed.contains(id)) => return None,
            Stmt::Add(place, value) if arena.ty(*value).is_float() && !place.path.is_empty() => {
                let known = places.entry(place.var).or_default();
                let group = known.iter().position(|other| other == place).unwrap_or_else(|| {
                    known.push(place.clone());
                    known.len() - 1
                });
                groups.resize_with(groups.len().max(group + 1), BTreeSet::new);
                groups[group].insert(at);
            }
            _ => return None,
        }
    }
    let light = count::count(arena, &l.body) <= LIGHT && !count::calls_function(arena, &l.body);
    (l.exit.is_none() && groups.len() > 1 && light).then_some(groups)
}

/// What the loop carries, and each group of its additions, in loops of their own.
fn apart(arena: &mut Arena, l: Loop, groups: &[BTreeSet<usize>]) -> Vec<Stmt> {
    let adds: BTreeSet<usize> = groups.iter().flatten().copied().collect();
    let mut loops: Vec<Stmt> = groups.iter().map(|group| copy(arena, &l, &adds, group)).collect();
    if !l.carried.is_empty() {
        let mut own = l;
        let mut at = 0..;
        own.body.stmts.retain(|_| !adds.contains(&at.next().unwrap_or_default()));
        loops.insert(0, Stmt::Loop(Box::new(own)));
    }
    loops
}

/// The loop with one group of its additions, in nodes of its own.
fn copy(arena: &mut Arena, l: &Loop, adds: &BTreeSet<usize>, group: &BTreeSet<usize>) -> Stmt {
    let mut copies: BTreeMap<Id, Id> = BTreeMap::new();
    let of = |copies: &BTreeMap<Id, Id>, id: Id| copies.get(&id).copied().unwrap_or(id);
    let mut fresh = |copies: &mut BTreeMap<Id, Id>, id: Id| {
        let node = arena.get(id).clone();
        let op = node.op.clone().map(|arg| of(copies, arg));
        let copy = arena.add(Node { op, ..node });
        copies.insert(id, copy);
        copy
    };
    let counter = l.counter.clone().map(|mut counter| {
        counter.index = fresh(&mut copies, counter.index);
        counter
    });
    let mut stmts = Vec::new();
    for (at, stmt) in l.body.stmts.iter().enumerate() {
        match stmt {
            Stmt::Let(id) => stmts.push(Stmt::Let(fresh(&mut copies, *id))),
            Stmt::Add(place, value) if group.contains(&at) => {
                let place = place.clone().map(|id| of(&copies, id));
                stmts.push(Stmt::Add(place, of(&copies, *value)));
            }
            other => debug_assert!(adds.contains(&at), "{:?}", other.defines()),
        }
    }
    let body = Block { stmts, results: Vec::new(), ..l.body.clone() };
    Stmt::Loop(Box::new(Loop {
        counter,
        carried: Vec::new(),
        body,
        exit: None,
        reached: None,
        replay: Replay::Free,
    }))
}
