//! Fusion: a loop that is run again for its reverse need not have run before. Where what it gave is only needed for the
//! function's value, the value is computed from the second run, and each reverse follows its forward right away.

use crate::ir::{Arena, Block, Body, Callee, Id, Ids, Stmt, Table};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Bound::Excluded;

/// What loops that run twice carried out the first time, and the second time.
type Pairs = Vec<(Id, Id)>;

/// Fuses in place. Gives what stands for the results of the loops that are gone.
pub fn fuse(body: &mut Body) -> BTreeMap<Id, Id> {
    let again = std::mem::take(&mut body.again);
    if again.is_empty() {
        return BTreeMap::new();
    }
    let mut runs = Runs::of(&body.arena, &again);
    runs.block(&mut body.block);
    let done = runs.done;
    let mut instead = BTreeMap::new();
    for (index, pairs) in again.into_iter().enumerate() {
        match done.contains(&index) {
            true => {
                let required: Vec<Id> =
                    pairs.iter().filter(|(a, _)| body.arena.is_required(*a)).map(|(_, b)| *b).collect();
                required.into_iter().for_each(|id| body.arena.require(id));
                instead.extend(pairs);
            }
            false => body.again.push(pairs),
        }
    }
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

/// The loops that run twice.
struct Runs<'a> {
    arena: &'a Arena,
    again: &'a [Pairs],
    /// Which of them carries a value out, the first time and the second time.
    first: Table<usize>,
    second: Table<usize>,
    /// Those that are fused.
    done: BTreeSet<usize>,
}

impl<'a> Runs<'a> {
    fn of(arena: &'a Arena, again: &'a [Pairs]) -> Runs<'a> {
        let all = || {
            again.iter().enumerate().flat_map(|(index, pairs)| pairs.iter().map(move |pair| (pair, index)))
        };
        let first = all().map(|(pair, index)| (pair.0, index)).collect();
        let second = all().map(|(pair, index)| (pair.1, index)).collect();
        Runs { arena, again, first, second, done: BTreeSet::new() }
    }

    /// Fuses the loops of which both runs stand in a block, and in the blocks inside of it first: what an outer loop does a second
    /// time is then as much as it does the first time.
    fn block(&mut self, block: &mut Block) {
        for stmt in &mut block.stmts {
            stmt.blocks_mut().into_iter().for_each(|inner| self.block(inner));
        }
        let (mut first, mut second) = (BTreeMap::new(), BTreeMap::new());
        for (at, stmt) in block.stmts.iter().enumerate() {
            let Stmt::Loop(l) = stmt else { continue };
            for carried in &l.carried {
                for (runs, found) in [(&self.first, &mut first), (&self.second, &mut second)] {
                    if let Some(index) = runs.get(&carried.out) {
                        found.entry(*index).or_insert(at);
                    }
                }
            }
        }
        let both = first.iter().filter_map(|(index, first)| Some((*index, *first, *second.get(index)?)));
        let both: Vec<(usize, usize, usize)> = both.collect();
        if both.is_empty() {
            return;
        }
        let mut order = Order::of(self.arena, block);
        for (index, first, second) in both.into_iter().rev() {
            if order.fuses(&self.again[index], first, second) {
                self.done.insert(index);
            }
        }
        let (at, stays) = (order.at, order.stays);
        let stmts = std::mem::take(&mut block.stmts).into_iter().zip(at).zip(stays);
        let mut stmts: Vec<_> = stmts.filter(|(_, stays)| *stays).map(|(stmt, _)| stmt).collect();
        stmts.sort_by_key(|(_, at)| *at);
        block.stmts = stmts.into_iter().map(|(stmt, _)| stmt).collect();
    }
}

/// Where a statement stands: behind which one of those that there were, and how far behind it.
type At = (usize, usize);

/// The statements of a block, in the order that they come to have.
struct Order<'a> {
    arena: &'a Arena,
    block: &'a Block,
    at: Vec<At>,
    stays: Vec<bool>,
    /// Which statements use a node, at any depth.
    users: Table<Vec<usize>>,
    /// Where those stand that do something, and those that may panic.
    acting: BTreeSet<At>,
    panicking: BTreeSet<At>,
}

impl<'a> Order<'a> {
    fn of(arena: &'a Arena, block: &'a Block) -> Order<'a> {
        let mut order = Order {
            arena,
            block,
            at: (0..block.stmts.len()).map(|at| (at, 0)).collect(),
            stays: vec![true; block.stmts.len()],
            users: Table::default(),
            acting: BTreeSet::new(),
            panicking: BTreeSet::new(),
        };
        for (number, stmt) in block.stmts.iter().enumerate() {
            each_use(arena, stmt, &mut |id| {
                let users = order.users.row(id).get_or_insert_default();
                if users.last() != Some(&number) {
                    users.push(number);
                }
            });
            if arena.acts_inside(stmt) {
                order.acting.insert((number, 0));
            }
            if arena.panics_inside(stmt) {
                order.panicking.insert((number, 0));
            }
        }
        order
    }

    fn users(&self, id: Id) -> impl Iterator<Item = usize> {
        let users = self.users.get(&id).into_iter().flatten().copied();
        users.filter(|user| self.stays[*user])
    }

    /// Fuses the two runs of one loop, if that may be.
    fn fuses(&mut self, pairs: &Pairs, first: usize, second: usize) -> bool {
        let (arena, stmts) = (self.arena, &self.block.stmts);
        let (from, to) = (self.at[first], self.at[second]);
        // What a loop prints and checks it does in the first run.
        let silent = |stmt: &Stmt| match stmt {
            Stmt::Loop(l) => !l.body.any(|stmt| matches!(stmt, Stmt::Effect(..))),
            _ => false,
        };
        if to < from || !silent(&stmts[first]) {
            return false;
        }
        // What it does besides it would do later, and less of it.
        let acting = |stmt: &Stmt| match stmt {
            Stmt::Loop(l) => count(&l.body, &|stmt| arena.statement_acts(stmt)),
            _ => 0,
        };
        let (one, other) = (acting(&stmts[first]), acting(&stmts[second]));
        let between =
            |at: &BTreeSet<At>| from < to && at.range((Excluded(from), Excluded(to))).next().is_some();
        let acts_between = between(&self.acting);
        if one > 0 && (one != other || acts_between || between(&self.panicking)) {
            return false;
        }
        // Where it panics, what comes after it must not have happened.
        if acts_between && arena.panics_inside(&stmts[first]) {
            return false;
        }
        // What is evaluated because it may panic is so in the second run.
        if !keeps_panics(arena, &stmts[first], pairs) {
            return false;
        }
        // The second run leaves out what no derivative needs.
        if let Stmt::Loop(l) = &stmts[first] {
            let paired: Ids = pairs.iter().map(|pair| pair.0).collect();
            let mut only_here =
                l.carried.iter().map(|carried| carried.out).filter(|out| !paired.contains(out));
            let results: &[Id] = &self.block.results;
            if only_here.any(|id| results.contains(&id) || self.users(id).any(|user| self.at[user] > from)) {
                return false;
            }
        }
        // What is made of the first run's results must wait for the second, and nothing up to there may need it.
        let mut late: Vec<Id> = pairs.iter().map(|pair| pair.0).collect();
        let mut waits = BTreeSet::new();
        while let Some(id) = late.pop() {
            for user in self.users(id) {
                if self.at[user] <= from || self.at[user] > to {
                    continue;
                }
                match &stmts[user] {
                    Stmt::Let(id) if arena.is_pure(*id) && !(acts_between && arena.may_panic(*id)) => {
                        if waits.insert((self.at[user], user)) {
                            late.push(*id);
                        }
                    }
                    _ => return false,
                }
            }
        }
        self.stays[first] = false;
        for standing in [&mut self.acting, &mut self.panicking] {
            standing.remove(&from);
        }
        for (behind, (before, user)) in (1..).zip(waits) {
            let now = (to.0, to.1 + behind);
            self.at[user] = now;
            for standing in [&mut self.acting, &mut self.panicking] {
                if standing.remove(&before) {
                    standing.insert(now);
                }
            }
        }
        true
    }
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

/// What a statement uses, at any depth.
fn each_use(arena: &Arena, stmt: &Stmt, visit: &mut dyn FnMut(Id)) {
    stmt.uses(arena).into_iter().for_each(&mut *visit);
    if let Stmt::Loop(l) = stmt {
        l.exit.into_iter().for_each(&mut *visit);
    }
    for block in stmt.blocks() {
        block.results.iter().copied().for_each(&mut *visit);
        block.stmts.iter().for_each(|stmt| each_use(arena, stmt, visit));
    }
}
