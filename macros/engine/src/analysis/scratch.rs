//! Scratch variables: declared outside of a loop, written by each iteration before it reads them, and read by nobody
//! afterwards. An iteration can be run again with a variable of its own in place of each.

use crate::ir::{Arena, Argument, Block, Counter, Id, Loop, Op, Part, Place, Plain, Step, Stmt, Var};
use crate::lower::Primal;
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// For each loop, by its body: the variables that are scratch for it.
#[derive(Clone, Default)]
pub struct Scratch(BTreeMap<Part, Vec<Private>>);

/// A variable that is scratch for a loop.
#[derive(Clone)]
pub struct Private {
    /// The variable.
    pub var: Var,
    /// What it begins with.
    pub init: Id,
    /// The calls that have to overwrite it for that.
    pub trusts: Vec<Argument>,
}

impl Scratch {
    /// Looks through a function. Callees are trusted to overwrite what they get by `&mut`, or not.
    pub fn find(primal: &Primal, trust: bool) -> Scratch {
        let (mut scratch, mut seen) = (Scratch::default(), Seen::default());
        seen.block(&primal.arena, &primal.block, &mut Vec::new());
        scratch.block(primal, &seen, &primal.block, trust);
        scratch
    }

    /// Those of the loop with that body.
    pub fn of(&self, body: Part) -> &[Private] {
        self.0.get(&body).map_or(&[], Vec::as_slice)
    }

    /// Is the variable scratch for a loop?
    pub fn has(&self, var: Var) -> bool {
        self.0.values().flatten().any(|private| private.var == var)
    }

    /// Says which are those of a loop.
    pub fn insert(&mut self, body: Part, scratch: Vec<Private>) {
        if !scratch.is_empty() {
            self.0.insert(body, scratch);
        }
    }

    fn block(&mut self, primal: &Primal, seen: &Seen, block: &Block, trust: bool) {
        let declares = |stmt: &Stmt| matches!(stmt, Stmt::Var(var, _) if seen.writers.contains_key(var));
        // A variable is asked for in the statements that mention it.
        let mentioned = match block.stmts.iter().any(declares) {
            true => mentioned(&primal.arena, block),
            false => BTreeMap::new(),
        };
        for stmt in &block.stmts {
            stmt.blocks().into_iter().for_each(|block| self.block(primal, seen, block, trust));
            let Stmt::Var(var, init) = stmt else { continue };
            let ty = primal.arena.ty(*init);
            if seen.resized.contains(var) || !is_of_floats(ty) {
                continue;
            }
            for target in seen.writers.get(var).into_iter().flatten().copied() {
                let mut search =
                    Search { arena: &primal.arena, ty, init: Some(*init), target, trust, trusts: Vec::new() };
                let place = Place { var: *var, path: Vec::new() };
                let mut stmts = mentioned.get(var).into_iter().flatten();
                let mut covered = false;
                if stmts.try_for_each(|stmt| search.stmt(stmt, &place, &mut covered)).is_ok() {
                    let private = Private { var: *var, init: *init, trusts: search.trusts };
                    self.0.entry(target).or_default().push(private);
                }
            }
        }
    }
}

/// Which parameters by `&mut` a function overwrites without a look at what they held.
pub fn overwritten(primal: &Primal) -> Vec<bool> {
    let overwritten = |(index, param): (usize, &crate::lower::Param)| {
        let Some(variable) = primal.memory.iter().find(|variable| variable.param == Some(index)) else {
            return false;
        };
        let (arena, ty) = (&primal.arena, &param.ty);
        let mut search =
            Search { arena, ty, init: None, target: Part::None, trust: false, trusts: Vec::new() };
        let place = Place { var: variable.var, path: Vec::new() };
        let mut covered = false;
        search.stmts(&primal.block.stmts, &place, &mut covered).is_ok() && covered
    };
    primal.signature.params.iter().enumerate().map(overwritten).collect()
}

/// What is seen of the variables of a function.
#[derive(Default)]
struct Seen {
    /// Those whose shape does not stay as it is.
    resized: BTreeSet<Var>,
    /// How many loops are around the block that declares each.
    declared: BTreeMap<Var, usize>,
    /// The bodies of the loops in that block in which it is written.
    writers: BTreeMap<Var, Vec<Part>>,
}

impl Seen {
    /// Looks through a block inside of the bodies of these loops.
    fn block(&mut self, arena: &Arena, block: &Block, loops: &mut Vec<Part>) {
        for stmt in &block.stmts {
            if let Stmt::Replace(place, ..) | Stmt::Grow(place, _) | Stmt::Shrink(place, _) = stmt {
                self.resized.insert(place.var);
            }
            if let Stmt::Var(var, _) = stmt {
                self.declared.insert(*var, loops.len());
            }
            for var in stmt.writes(arena) {
                let around = self.declared.get(&var).copied().unwrap_or_default();
                let known = self.writers.entry(var).or_default();
                for body in &loops[around..] {
                    if !known.contains(body) {
                        known.push(*body);
                    }
                }
            }
            let around = loops.len();
            if let Stmt::Loop(l) = stmt {
                loops.push(l.body.part);
            }
            stmt.blocks().into_iter().for_each(|inner| self.block(arena, inner, loops));
            loops.truncate(around);
        }
    }
}

/// The statements of a block in which each variable is mentioned, at any depth.
fn mentioned<'b>(arena: &Arena, block: &'b Block) -> BTreeMap<Var, Vec<&'b Stmt>> {
    let mut mentioned: BTreeMap<Var, Vec<&Stmt>> = BTreeMap::new();
    for stmt in &block.stmts {
        let mut vars = BTreeSet::new();
        mentions(arena, stmt, &mut vars);
        vars.into_iter().for_each(|var| mentioned.entry(var).or_default().push(stmt));
    }
    mentioned
}

fn mentions(arena: &Arena, stmt: &Stmt, vars: &mut BTreeSet<Var>) {
    let place = |id: Id| arena.op(id).place().map(|place| place.var);
    vars.extend(stmt.uses(arena).into_iter().filter_map(place));
    vars.extend(stmt.defines().into_iter().filter_map(place));
    vars.extend(stmt.writes(arena));
    stmt.blocks()
        .into_iter()
        .for_each(|block| block.stmts.iter().for_each(|stmt| mentions(arena, stmt, vars)));
}

/// Is it made of floats, so that its zero can be written down?
fn is_of_floats(ty: &Ty) -> bool {
    let mut innermost = ty.referent().clone();
    while let (true, Some(part)) = (innermost.has_elements(), innermost.part(0)) {
        innermost = part;
    }
    innermost.is_float()
}

/// Something is read that an earlier iteration may have left there.
struct Exposed;

struct Search<'a> {
    arena: &'a Arena,
    /// The type of the variable, and what it begins with where it is declared here.
    ty: &'a Ty,
    init: Option<Id>,
    /// What the loop with this body leaves nobody may read, nor what it finds.
    target: Part,
    trust: bool,
    trusts: Vec<Argument>,
}

impl Search<'_> {
    /// Goes through statements; `covered` says whether all of the place has been overwritten.
    fn stmts(&mut self, stmts: &[Stmt], place: &Place, covered: &mut bool) -> Result<(), Exposed> {
        stmts.iter().try_for_each(|stmt| self.stmt(stmt, place, covered))
    }

    fn stmt(&mut self, stmt: &Stmt, place: &Place, covered: &mut bool) -> Result<(), Exposed> {
        match stmt {
            Stmt::Let(id) => match self.arena.op(*id) {
                Op::Load(read) | Op::Share(read) => self.read(read, place, *covered),
                Op::Plain(Plain::Method(name, _), _) if name == "len" || name == "is_empty" => Ok(()),
                Op::Plain(_, args) => self.looked_at(args, place, *covered),
                _ => Ok(()),
            },
            Stmt::Effect(_, captures) => {
                let args: Vec<Id> = captures.iter().map(|(_, id)| *id).collect();
                self.looked_at(&args, place, *covered)
            }
            Stmt::Store(written, _) => {
                *covered |= place.lies_in(self.arena, written);
                Ok(())
            }
            Stmt::Call(call) => {
                for (argument, lent) in call.lent(self.arena).filter(|(_, lent)| lent.var == place.var) {
                    // Only the rule of a function can be asked.
                    let asked = self.trust && call.callee.function().is_some();
                    if asked && !(*covered && lent.lies_in(self.arena, place)) {
                        self.trusts.push(Argument { callee: call.callee.clone(), argument });
                        *covered |= place.lies_in(self.arena, lent);
                    } else {
                        self.read(lent, place, *covered)?;
                    }
                }
                Ok(())
            }
            Stmt::Branch(branch) => {
                let mut all = true;
                for arm in &branch.arms {
                    let mut own = *covered;
                    if let Some(guard) = &arm.guard {
                        self.stmts(&guard.stmts, place, &mut own)?;
                    }
                    self.stmts(&arm.body.stmts, place, &mut own)?;
                    all &= own || arm.body.diverges;
                }
                *covered = all;
                Ok(())
            }
            Stmt::Loop(l) => self.looped(l, place, covered),
            // Lists that change their length are no scratch; the others are not in a primal, or declare.
            Stmt::Var(..)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Pull(_)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..) => Ok(()),
        }
    }

    /// Nodes that the user's own code may look into.
    fn looked_at(&self, args: &[Id], place: &Place, covered: bool) -> Result<(), Exposed> {
        args.iter().try_for_each(|id| match self.arena.op(*id) {
            Op::Lvalue(read) => self.read(read, place, covered),
            _ => Ok(()),
        })
    }

    fn read(&self, read: &Place, place: &Place, covered: bool) -> Result<(), Exposed> {
        let other = read.var != place.var;
        if other || covered && read.lies_in(self.arena, place) { Ok(()) } else { Err(Exposed) }
    }

    fn looped(&mut self, l: &Loop, place: &Place, covered: &mut bool) -> Result<(), Exposed> {
        let around = |stmt: &Stmt| matches!(stmt, Stmt::Loop(inner) if inner.body.part == self.target);
        if l.body.part == self.target || l.body.any(around) {
            // The first thing that an iteration finds is what the one before has left.
            *covered = false;
            return self.stmts(&l.body.stmts, place, &mut false);
        }
        if !*covered
            && let Some(counter) = &l.counter
            && l.exit.is_none()
            && self.counts_all(counter, place)
        {
            let mut part = place.clone();
            part.path.push(Step::Index(counter.index));
            let (mut each, before) = (false, self.trusts.len());
            if self.stmts(&l.body.stmts, &part, &mut each).is_ok() && each {
                *covered = true;
                return Ok(());
            }
            self.trusts.truncate(before);
        }
        self.stmts(&l.body.stmts, place, &mut covered.clone())
    }

    /// Does the counter take the index of each element of the place?
    fn counts_all(&self, counter: &Counter, place: &Place) -> bool {
        if self.arena.integer(counter.from) != Some(0) || counter.closed {
            return false;
        }
        let mut ty = self.ty.referent().clone();
        let mut init = self.init;
        for step in &place.path {
            let (Step::Index(_), Some(part)) = (step, ty.part(0)) else { return false };
            ty = part;
            init = init.and_then(|init| match self.arena.op(init) {
                Op::List(elem, _) => Some(*elem),
                _ => None,
            });
        }
        let is_the_place =
            |id: Id| matches!(self.arena.op(id), Op::Lvalue(list) if list.same(self.arena, place));
        let asked = match self.arena.op(counter.to) {
            Op::Plain(Plain::Method(name, _), args) => name == "len" && is_the_place(args[0]),
            _ => false,
        };
        let declared = match init.map(|init| self.arena.op(init)) {
            Some(Op::List(_, length)) => self.arena.same_index(counter.to, *length),
            Some(Op::Repeat(_, length)) => match self.arena.op(counter.to) {
                Op::Plain(Plain::Path(to), _) => to.to_string() == length.to_string(),
                _ => false,
            },
            _ => false,
        };
        let known = match &ty {
            Ty::Array(_, length) => {
                length.value.is_some_and(|n| self.arena.integer(counter.to) == Some(i128::from(n)))
            }
            _ => false,
        };
        asked || declared || known
    }
}
