//! Restoring: the reverse sweep gives the elements of a variable back what they held, where they are read more often than they are
//! overwritten. Then what an assignment overwrites is kept, and reads are repeated rather than kept.

use crate::adjoint::Mode;
use crate::analysis::scratch::Scratch;
use crate::ir::{Arena, Block, Flow, Id, Ids, Node, Op, Part, Place, Replay, Step, Stmt, Var};
use crate::lower::Primal;
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What the reverse sweep restores.
#[derive(Clone, Default)]
pub struct Restored {
    /// The variables.
    pub vars: BTreeSet<Var>,
    /// What their elements hold before they are overwritten.
    pub before: Ids,
}

/// A function in which what will be restored is read before it is overwritten; `always`: also where that costs more than it saves.
pub fn prepared<'p>(
    primal: &'p Primal,
    mode: Mode,
    scratch: &Scratch,
    always: bool,
) -> (Cow<'p, Primal>, Restored) {
    let mut restored = Restored::default();
    // A pullback may be called where the variable is not at hand.
    if let Mode::Forward | Mode::Pullback = mode {
        return (Cow::Borrowed(primal), restored);
    }
    restored.vars = variables(primal, scratch, always);
    if restored.vars.is_empty() {
        return (Cow::Borrowed(primal), restored);
    }
    let mut primal = primal.clone();
    read_before(&mut primal.arena, &mut primal.block, &mut restored);
    (Cow::Owned(primal), restored)
}

/// The reads in the forward sweep that may be repeated in the mirrored block: nothing is written there, so the reverse of the
/// block begins and ends with the same elements. Gives which of the variables the block writes.
pub fn repeatable(arena: &Arena, block: &Block, vars: &BTreeSet<Var>, reads: &mut Ids) -> BTreeSet<Var> {
    let mut written = BTreeSet::new();
    for stmt in &block.stmts {
        written.extend(stmt.writes(arena).into_iter().filter(|var| vars.contains(var)));
        for inner in stmt.blocks() {
            unite(&mut written, repeatable(arena, inner, vars, reads));
        }
    }
    if let Part::Forward(_) = block.part {
        for stmt in &block.stmts {
            if let Stmt::Let(id) = stmt
                && let Op::Load(place) = arena.op(*id)
                && vars.contains(&place.var)
                && !written.contains(&place.var)
                && arena.ty(*id).is_float()
            {
                reads.insert(*id);
            }
        }
    }
    written
}

/// Adds a set to another: the smaller one to the larger one, so that it costs little however deep blocks are nested.
fn unite(all: &mut BTreeSet<Var>, mut others: BTreeSet<Var>) {
    if others.len() > all.len() {
        std::mem::swap(all, &mut others);
    }
    all.extend(others);
}

/// The variables that are worth it, and about which all is known that matters.
fn variables(primal: &Primal, scratch: &Scratch, always: bool) -> BTreeSet<Var> {
    let (arena, block) = (&primal.arena, &primal.block);
    let replays = |stmt: &Stmt| matches!(stmt, Stmt::Loop(l) if !matches!(l.replay, Replay::Free));
    if block.any(replays) {
        return BTreeSet::new();
    }
    let declared: BTreeSet<Var> = block.stmts.iter().filter_map(Stmt::declares).collect();
    let own = primal.memory.iter().filter(|variable| {
        variable.adjoint.is_some() && variable.param.is_none() && variable.shape.is_none()
    });
    let own = own.map(|variable| variable.var);
    let mut results = BTreeMap::new();
    block.results.iter().for_each(|id| *results.entry(*id).or_default() += 1);
    let mut search = Search {
        arena,
        used: block.uses(arena),
        results,
        found: own
            .filter(|var| declared.contains(var) && !scratch.has(*var))
            .map(|var| (var, Some(Depths::default())))
            .collect(),
    };
    search.block(block, 0, true);
    let worth_it =
        |(var, depths): (Var, Option<Depths>)| depths.filter(|d| always || d.read > d.write).map(|_| var);
    search.found.into_iter().filter_map(worth_it).collect()
}

/// In how many loops the elements of a variable are read and written at most.
#[derive(Clone, Copy, Default)]
struct Depths {
    read: usize,
    write: usize,
}

struct Search<'a> {
    arena: &'a Arena,
    /// How often each node is used, and how often as a result.
    used: BTreeMap<Id, usize>,
    results: BTreeMap<Id, usize>,
    /// `None` for what cannot be restored.
    found: BTreeMap<Var, Option<Depths>>,
}

impl Search<'_> {
    fn depths(&mut self, var: Var, note: impl FnOnce(&mut Depths)) {
        if let Some(Some(depths)) = self.found.get_mut(&var) {
            note(depths);
        }
    }

    /// Gives the variables that the block writes.
    fn block(&mut self, block: &Block, depth: usize, is_top: bool) -> BTreeSet<Var> {
        let mut written = BTreeSet::new();
        for stmt in &block.stmts {
            self.writes(stmt, depth);
            written.extend(stmt.writes(self.arena));
            let inside = depth + usize::from(matches!(stmt, Stmt::Loop(_)));
            for block in stmt.blocks() {
                unite(&mut written, self.block(block, inside, false));
            }
        }
        for stmt in &block.stmts {
            // Where a variable is matters only to those who use that.
            let read = |id: &Id| !matches!(self.arena.op(*id), Op::Lvalue(_)) || self.used.contains_key(id);
            if let Stmt::Let(id) = stmt
                && let Some(place) = self.arena.op(*id).place().filter(|_| read(id))
            {
                self.read(*id, place, depth, is_top, written.contains(&place.var));
            }
        }
        written
    }

    fn writes(&mut self, stmt: &Stmt, depth: usize) {
        match stmt {
            Stmt::Store(place, value) if is_element(place) && self.arena.ty(*value).is_float() => {
                self.depths(place.var, |depths| depths.write = depths.write.max(depth));
            }
            Stmt::Var(..) => {}
            stmt => stmt.writes(self.arena).into_iter().for_each(|var| {
                self.found.insert(var, None);
            }),
        }
    }

    /// A read that the reverse sweep repeats anyway, and at another time, must not see a restored element.
    fn read(&mut self, id: Id, place: &Place, depth: usize, is_top: bool, is_written: bool) {
        let is_number = matches!(self.arena.op(id), Op::Load(_)) && self.arena.ty(id).is_float();
        let settled = self.arena.is_settled(id);
        // What is only returned is not read again.
        let kept = settled || self.results.get(&id) == self.used.get(&id);
        match (is_top, is_written) {
            (true, _) if !is_number && !kept => drop(self.found.insert(place.var, None)),
            (false, _) if !is_number => drop(self.found.insert(place.var, None)),
            (false, true) if settled => drop(self.found.insert(place.var, None)),
            (false, false) if !settled => {
                self.depths(place.var, |depths| depths.read = depths.read.max(depth));
            }
            _ => {}
        }
    }
}

/// Is it one element of a variable?
fn is_element(place: &Place) -> bool {
    matches!(place.path.as_slice(), [Step::Index(_)])
}

/// Reads each element of the variables before it is overwritten.
fn read_before(arena: &mut Arena, block: &mut Block, restored: &mut Restored) {
    let mut out = Vec::with_capacity(block.stmts.len());
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| read_before(arena, block, restored));
        if let Stmt::Store(place, value) = &stmt
            && restored.vars.contains(&place.var)
        {
            let (ty, span) = (arena.ty(*value).clone(), arena.get(*value).span);
            let before = arena.add(Node::new(Op::Load(place.clone()), ty, Flow::default(), span));
            arena.get_mut(before).role = Some("before".to_owned());
            restored.before.insert(before);
            out.push(Stmt::Let(before));
        }
        out.push(stmt);
    }
    block.stmts = out;
}
