//! Fusion: a loop that is run again for its reverse need not have run before. Where what it gave is only needed for the
//! function's value, the value is computed from the second run, and each reverse follows its forward right away.

use crate::ir::{Arena, Block, Body, Callee, Id, Ids, Stmt};
use std::collections::{BTreeMap, BTreeSet};

/// Fuses in place. Gives what stands for the results of the loops that are gone.
pub fn fuse(body: &mut Body) -> BTreeMap<Id, Id> {
    let (mut instead, mut uses) = (BTreeMap::new(), Uses::default());
    // Inner loops first: what an outer one does a second time is then as much as it does the first time.
    for pairs in std::mem::take(&mut body.again).into_iter().rev() {
        match fused(&body.arena, &mut body.block, &pairs, &mut uses) {
            true => {
                let required: Vec<Id> =
                    pairs.iter().filter(|(a, _)| body.arena.is_required(*a)).map(|(_, b)| *b).collect();
                required.into_iter().for_each(|id| body.arena.require(id));
                instead.extend(pairs);
            }
            false => body.again.push(pairs),
        }
    }
    body.again.reverse();
    instead
}

/// Is there a loop that runs twice, and calls what is the user's each time? Then that stands there more often than the user
/// wrote it. Dead code must have gone.
pub fn repeats_foreign_code(primal: &Block, body: &Body) -> bool {
    let foreign = |stmt: &Stmt| body.arena.runs_foreign_code(stmt);
    count(&body.block, &foreign) > count(primal, &foreign)
}

/// The differentiated functions that stand there more often than the user wrote them. They may call what is the user's.
pub fn repeated_callees(primal: &Block, body: &Body) -> Vec<Callee> {
    let mut callees: Vec<Callee> = Vec::new();
    body.block.each(&mut |stmt| {
        if let Stmt::Call(call) = stmt
            && !callees.iter().any(|known| known.same(&call.callee))
        {
            callees.push(call.callee.clone());
        }
    });
    callees.retain(|callee| {
        let calls = |stmt: &Stmt| matches!(stmt, Stmt::Call(call) if call.callee.same(callee));
        count(&body.block, &calls) > count(primal, &calls)
    });
    callees
}

/// Fuses one loop, in the block where both runs stand.
fn fused(arena: &Arena, block: &mut Block, pairs: &[(Id, Id)], uses: &mut Uses) -> bool {
    let run = |outs: fn(&(Id, Id)) -> Id| {
        let outs: Vec<Id> = pairs.iter().map(outs).collect();
        move |stmt: &Stmt| match stmt {
            Stmt::Loop(l) => !outs.is_empty() && l.carried.iter().any(|c| outs.contains(&c.out)),
            _ => false,
        }
    };
    let first = block.stmts.iter().position(run(|pair| pair.0));
    let second = block.stmts.iter().position(run(|pair| pair.1));
    let (Some(first), Some(second)) = (first, second) else {
        let inner = block.stmts.iter_mut().flat_map(Stmt::blocks_mut);
        let fused = inner.into_iter().any(|block| fused(arena, block, pairs, uses));
        if fused {
            // What is inside of statements has changed.
            uses.0.clear();
        }
        return fused;
    };
    // What a loop prints and checks it does in the first run.
    let silent = |stmt: &Stmt| match stmt {
        Stmt::Loop(l) => !l.body.any(|stmt| matches!(stmt, Stmt::Effect(..))),
        _ => false,
    };
    if second < first || !silent(&block.stmts[first]) {
        return false;
    }
    // What it does besides it would do later, and less of it.
    let acting = |stmt: &Stmt| match stmt {
        Stmt::Loop(l) => count(&l.body, &|stmt| arena.statement_acts(stmt)),
        _ => 0,
    };
    let (one, other) = (acting(&block.stmts[first]), acting(&block.stmts[second]));
    let mut between = block.stmts[first + 1..second].iter();
    if one > 0 && (one != other || between.any(|stmt| arena.acts_inside(stmt) || arena.panics_inside(stmt))) {
        return false;
    }
    // Where it panics, what comes after it must not have happened.
    let mut between = block.stmts[first + 1..second].iter();
    if arena.panics_inside(&block.stmts[first]) && between.any(|stmt| arena.acts_inside(stmt)) {
        return false;
    }
    // What is evaluated because it may panic is so in the second run.
    if !keeps_panics(arena, &block.stmts[first], pairs) {
        return false;
    }
    // The second run leaves out what no derivative needs.
    if let Stmt::Loop(l) = &block.stmts[first] {
        let only_here = l.carried.iter().map(|carried| carried.out);
        let only_here: Vec<Id> = only_here.filter(|out| !pairs.iter().any(|pair| pair.0 == *out)).collect();
        let used = !only_here.is_empty()
            && (block.results.iter().any(|id| only_here.contains(id))
                || block.stmts[first + 1..].iter().any(|stmt| uses.needs(arena, stmt, &only_here)));
        if used {
            return false;
        }
    }
    // What is made of the first run's results must wait for the second, and nothing up to there may need it.
    let mut late: Vec<Id> = pairs.iter().map(|pair| pair.0).collect();
    let mut waits = BTreeSet::new();
    let acts_between = || block.stmts[first + 1..second].iter().any(|stmt| arena.acts_inside(stmt));
    for (at, stmt) in block.stmts.iter().enumerate().take(second + 1).skip(first + 1) {
        if !uses.needs(arena, stmt, &late) {
            continue;
        }
        match stmt {
            Stmt::Let(id) if arena.is_pure(*id) && !(arena.may_panic(*id) && acts_between()) => {
                late.push(*id);
                waits.insert(at);
            }
            _ => return false,
        }
    }
    let (mut stmts, mut waiting) = (Vec::new(), Vec::new());
    for (at, stmt) in std::mem::take(&mut block.stmts).into_iter().enumerate() {
        match at {
            _ if at == first => {}
            _ if waits.contains(&at) => waiting.push(stmt),
            _ => stmts.push(stmt),
        }
        if at == second {
            stmts.append(&mut waiting);
        }
    }
    block.stmts = stmts;
    true
}

/// Does the second run evaluate all that the first one evaluates only because it may panic?
fn keeps_panics(arena: &Arena, first: &Stmt, pairs: &[(Id, Id)]) -> bool {
    let paired = |id: &Id| !arena.is_required(*id) || pairs.iter().any(|pair| pair.0 == *id);
    let quiet = |stmt: &Stmt| {
        stmt.defines().iter().all(paired)
            && !stmt.writes(arena).iter().any(|var| arena.required_vars().contains(var))
    };
    !first.blocks().into_iter().any(|block| block.any(|stmt| !quiet(stmt)))
}

/// How many of the statements in a block are such.
fn count(block: &Block, is: &dyn Fn(&Stmt) -> bool) -> usize {
    let mut count = 0;
    block.each(&mut |stmt| count += usize::from(is(stmt)));
    count
}

/// What statements use, at any depth, by the first node that they define.
#[derive(Default)]
struct Uses(BTreeMap<Id, Ids>);

impl Uses {
    /// Does a statement use one of the nodes, at any depth?
    fn needs(&mut self, arena: &Arena, stmt: &Stmt, ids: &[Id]) -> bool {
        let of = |stmt: &Stmt| {
            let mut all = Ids::new();
            collect(arena, stmt, &mut all);
            all
        };
        let new;
        let all = match stmt.defines().first() {
            Some(id) => &*self.0.entry(*id).or_insert_with(|| of(stmt)),
            None => {
                new = of(stmt);
                &new
            }
        };
        ids.iter().any(|id| all.contains(id))
    }
}

fn collect(arena: &Arena, stmt: &Stmt, all: &mut Ids) {
    all.extend(stmt.uses(arena));
    if let Stmt::Loop(l) = stmt {
        all.extend(l.exit);
    }
    for block in stmt.blocks() {
        all.extend(&block.results);
        block.stmts.iter().for_each(|stmt| collect(arena, stmt, all));
    }
}
