//! Which operations may get an adjoint that is zero because their value was not taken: it was yielded to a decision that
//! took another, stood at an index that was not chosen, or went through an extremum. Where their partial may be infinite, they need a
//! guard, since 0 · ∞ is NaN. (What only one arm uses has been moved there by `sink` and needs none.)
//!
//! A value is *taken* where some use of it is sure to be reached whenever the value is computed, and what is computed there is taken. The walk
//! goes from the end to the beginning, so that the uses come first. What only a loop takes is not taken where that has no iteration.

use super::demand::{constant, locate, step};
use super::singular::{Singular, chooses};
use crate::ir::{Arena, Block, Id, Ids, Loop, Op, Place, Plain, Step, Stmt, Var};
use crate::lower::Primal;
use crate::tables::term::Term;
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// Operations, each with the argument for which it needs a guard.
pub type Guards = BTreeSet<(Id, usize)>;

/// The guards that a function needs.
pub fn guards(primal: &Primal) -> Guards {
    /// What takes longer to come around its loops is taken for not taken.
    const ROUNDS: usize = 4;
    let (arena, block) = (&primal.arena, &primal.block);
    // What is in these at the end is a result.
    let outputs = primal.memory.iter().filter(|variable| variable.param.is_some());
    let outputs: BTreeSet<_> = outputs.map(|variable| (variable.var, None)).collect();
    let mut walk = Walk {
        arena,
        counters: BTreeMap::new(),
        indices: BTreeMap::new(),
        lost: Ids::new(),
        again: false,
        give_up: false,
        masked: BTreeMap::new(),
        sums: BTreeMap::new(),
        arities: BTreeMap::new(),
        read: BTreeSet::new(),
        log: Vec::new(),
        written: Vec::new(),
    };
    walk.look(block);
    for round in 0..=ROUNDS {
        walk.again = false;
        walk.give_up = round == ROUNDS;
        walk.masked.clear();
        walk.read.clone_from(&outputs);
        walk.log.clear();
        walk.written.clear();
        walk.block(block, &[vec![(Path::new(), None)]]);
        if !walk.again {
            break;
        }
    }
    let Walk { masked, sums, .. } = walk;
    if masked.is_empty() {
        return Guards::new();
    }
    // What flows into a sum flows into its iterations, and there are none where the loop that takes it has none.
    let none_too = |arg: Id, unless: Option<Range>| {
        let summed = sums.get(&arg).zip(unless);
        summed.is_some_and(|(a, b)| arena.same_index(a.0, b.0) && arena.same_index(a.1, b.1))
    };
    let singular = Singular::find(arena, block);
    let mut guards = Guards::new();
    for (id, unless) in masked {
        match arena.op(id) {
            Op::Apply(_, args) => {
                let args = args.iter().enumerate().filter(|(_, arg)| !none_too(**arg, unless));
                guards.extend(
                    args.map(|(at, _)| (id, at)).filter(|(_, at)| singular.is_singular(arena, id, *at)),
                );
            }
            // A call, as a whole; where a loop has no iteration the callee is trusted to pass zeros back.
            _ if unless.is_none() => {
                guards.insert((id, 0));
            }
            _ => {}
        }
    }
    guards
}

/// The way to a part of a value.
type Path = Vec<u32>;

/// From where to where a loop counts.
type Range = (Id, Id);

/// The parts of values that are taken, some only if a loop has an iteration.
type Parts = Vec<(Path, Option<Range>)>;
type Taken = BTreeMap<(Id, Path), Option<Range>>;

struct Walk<'p> {
    arena: &'p Arena,
    /// The counters of loops over all of something, and their ends.
    counters: BTreeMap<Id, Id>,
    /// What is known of indices.
    indices: BTreeMap<Id, Option<Counting>>,
    /// What a loop carries that some iteration does not take.
    lost: Ids,
    /// More was lost than was known before.
    again: bool,
    /// Whatever a loop carries is lost.
    give_up: bool,
    /// Operations and calls whose value may not be taken, or not if a loop has no iteration.
    masked: BTreeMap<Id, Option<Range>>,
    /// What loops give that begin with a constant.
    sums: BTreeMap<Id, Range>,
    /// How many elements a variable has, where that is known.
    arities: BTreeMap<Var, u32>,
    /// The variables of which all elements are read further on, or the element of a number.
    read: BTreeSet<(Var, Option<u32>)>,
    /// What entered that set and what left it, since an arm reads for itself.
    log: Vec<((Var, Option<u32>), bool)>,
    /// The variables that have been written further on.
    written: Vec<Var>,
}

impl Walk<'_> {
    /// Finds counters, and how large variables are.
    fn look(&mut self, block: &Block) {
        for stmt in &block.stmts {
            if let Stmt::Var(var, init) = stmt {
                self.arities.extend(self.arena.ty(*init).arity().map(|arity| (*var, arity)));
            }
            if let Stmt::Loop(l) = stmt
                && let Some(counter) = &l.counter
                && (self.arena.integer(counter.from) == Some(0) || self.follows(counter.from))
                && (is_extent(self.arena, counter.to) || self.follows(counter.to))
            {
                self.counters.insert(counter.index, counter.to);
            }
            stmt.blocks().into_iter().for_each(|block| self.look(block));
        }
    }

    /// Is it the counter of a loop around, or one beside it? Triangles come by all elements too.
    fn follows(&self, end: Id) -> bool {
        match self.arena.op(end) {
            Op::Plain(Plain::Binary(syn::BinOp::Add(_) | syn::BinOp::Sub(_)), args) => {
                self.counters.contains_key(&args[0]) && self.arena.integer(args[1]) == Some(1)
            }
            _ => self.counters.contains_key(&end),
        }
    }

    /// A variable is read: all of it, if the index comes by all elements.
    fn reads(&mut self, place: &Place) {
        let all = place.path.iter().all(|step| match step {
            Step::Field(_) => true,
            Step::Index(at) => self.counts(*at),
            Step::Range(at, _) => self.counting(*at) == Some(Counting::Strided),
        });
        let part = match place.path.first().and_then(|step| constant(self.arena, step)) {
            Some(at) => (place.var, Some(at)),
            None if all => (place.var, None),
            None => return,
        };
        if self.read.insert(part) {
            self.log.push((part, true));
        }
    }

    /// What is read further on is not what has been there up to here.
    fn overwritten(&mut self, var: Var) {
        let parts: Vec<_> = self.read.range((var, None)..=(var, Some(u32::MAX))).copied().collect();
        for part in parts {
            self.read.remove(&part);
            self.log.push((part, false));
        }
    }

    /// Takes back what an arm read.
    fn undo(&mut self, log: usize) {
        for (part, entered) in self.log.drain(log..).rev() {
            match entered {
                true => self.read.remove(&part),
                false => self.read.insert(part),
            };
        }
    }

    /// A value is put into a variable, or a part of it.
    fn stored(&mut self, taken: &mut Taken, var: Var, part: Option<u32>, value: Id) {
        let read = |part| self.read.contains(&(var, part));
        let each = |arity: u32| (0..arity).all(|part| read(Some(part)));
        let all = read(None) || self.arities.get(&var).is_some_and(|arity| each(*arity));
        if all || part.is_some() && read(part) {
            self.take(taken, value, &[], None);
        }
    }

    /// What is sure to be taken when the block runs and these parts of its results are.
    fn block(&mut self, block: &Block, results: &[Parts]) -> Taken {
        let mut taken = Taken::new();
        for (id, paths) in block.results.iter().zip(results) {
            paths.iter().for_each(|(path, when)| self.take(&mut taken, *id, path, *when));
        }
        for stmt in block.stmts.iter().rev() {
            self.written.extend(stmt.writes(self.arena));
            match stmt {
                Stmt::Let(id) => self.node(*id, &mut taken),
                Stmt::Branch(branch) => {
                    let (log, written) = (self.log.len(), self.written.len());
                    let results: Vec<_> = branch.results.iter().map(|id| of(&mut taken, *id)).collect();
                    let mut arms = branch.arms.iter().filter(|arm| !arm.body.diverges);
                    let mut everywhere = match arms.next() {
                        Some(arm) => self.block(&arm.body, &results),
                        None => Taken::new(),
                    };
                    self.undo(log);
                    for arm in arms {
                        let here = self.block(&arm.body, &results);
                        self.undo(log);
                        everywhere.retain(|part, when| here.get(part) == Some(when));
                    }
                    // Another arm may have overwritten it.
                    for at in written..self.written.len() {
                        self.overwritten(self.written[at]);
                    }
                    everywhere.into_iter().for_each(|(part, when)| also(&mut taken, part, when));
                }
                Stmt::Loop(l) => self.looped(l, &mut taken),
                Stmt::Call(call) => {
                    let parts = of(&mut taken, call.value);
                    self.mask(call.value, &parts);
                    // What it changes is its result too.
                    let when = match call.lent(self.arena).next() {
                        Some(_) => Some(None),
                        None => parts.iter().map(|(_, when)| *when).min(),
                    };
                    let Some(when) = when else { continue };
                    let arena = self.arena;
                    for arg in &call.args {
                        match arena.op(*arg).place() {
                            Some(place) => self.reads(place),
                            None => self.take(&mut taken, *arg, &[], when),
                        }
                    }
                }
                Stmt::Var(var, value) => {
                    self.stored(&mut taken, *var, None, *value);
                    let parts: Vec<u32> = self
                        .read
                        .range((*var, None)..=(*var, Some(u32::MAX)))
                        .filter_map(|part| part.1)
                        .collect();
                    parts.into_iter().for_each(|part| self.take(&mut taken, *value, &[part], None));
                }
                Stmt::Store(place, value) | Stmt::Replace(place, value, _) | Stmt::Grow(place, value) => {
                    let part = place.path.first().and_then(|step| constant(self.arena, step));
                    self.stored(&mut taken, place.var, part, *value);
                    // What was there before is read before.
                    if let (Stmt::Replace(..), []) = (stmt, place.path.as_slice()) {
                        self.overwritten(place.var);
                    }
                }
                Stmt::Shrink(place, _) => self.overwritten(place.var),
                // None of these is in a primal, or carries a derivative.
                Stmt::Add(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Give(..)
                | Stmt::Adopt(..)
                | Stmt::Effect(..) => {}
            }
        }
        taken
    }

    /// What the last iteration yields is taken after the loop, what others yield by the next one. The loop may have no iteration.
    fn looped(&mut self, l: &Loop, taken: &mut Taken) {
        let after: Vec<Parts> = l.carried.iter().map(|carried| of(taken, carried.out)).collect();
        let lost = |walk: &Self, id: Id| walk.give_up || walk.lost.contains(&id);
        let next: Vec<Parts> = l
            .carried
            .iter()
            .zip(&after)
            .map(|(carried, parts)| match lost(self, carried.inner) {
                true => Parts::new(),
                // To guard each iteration for a loop behind this one would not be worth its price.
                false => parts.iter().map(|(path, _)| (path.clone(), None)).collect(),
            })
            .collect();
        let mut inside = self.block(&l.body, &next);
        for (carried, parts) in l.carried.iter().zip(after) {
            let inner = of(&mut inside, carried.inner);
            if parts.is_empty() || !self.arena.varies(carried.inner) {
                continue;
            }
            match parts.iter().all(|(path, _)| inner.iter().any(|(taken, _)| path.starts_with(taken))) {
                true => parts.iter().for_each(|(path, when)| self.take(taken, carried.init, path, *when)),
                false => self.again |= self.lost.insert(carried.inner),
            }
        }
        let range = l.counter.as_ref().map(|counter| (counter.from, counter.to));
        if let Some(range) = range {
            let constant = l.carried.iter().filter(|carried| !self.arena.varies(carried.init));
            self.sums.extend(constant.map(|carried| (carried.out, range)));
        }
        let integers = range.and_then(|(from, to)| self.arena.integer(from).zip(self.arena.integer(to)));
        for (part, when) in inside {
            match (integers, range, when) {
                (Some((from, to)), ..) if from < to => also(taken, part, when),
                (None, Some(range), None) => also(taken, part, Some(range)),
                _ => {}
            }
        }
    }

    /// Notes a value that may not be taken.
    fn mask(&mut self, id: Id, parts: &[(Path, Option<Range>)]) {
        let when = parts.iter().map(|(_, when)| *when).min();
        if self.arena.varies(id) && when != Some(None) {
            self.masked.insert(id, when.flatten());
        }
    }

    /// Is a partial a value that somebody chose to be 0, as a tangent chooses where it differentiates an extremum?
    fn is_switch(&self, partial: &Term, args: &[Id]) -> bool {
        let Term::Arg(at) = partial else { return false };
        let nothing = |id: Id| self.arena.number(id) == Some(0.0);
        matches!(self.arena.op(args[*at]), Op::Select(_, yes, no) if nothing(*yes) || nothing(*no))
    }

    fn node(&mut self, id: Id, taken: &mut Taken) {
        // A part of something shares the adjoint of the whole.
        if !self.arena.varies(id) || step(self.arena, id).is_some() {
            return;
        }
        let given = of(taken, id);
        let arena = self.arena;
        match arena.op(id) {
            Op::Apply(rule, args) => {
                self.mask(id, &given);
                let Some(when) = given.iter().map(|(_, when)| *when).min() else { return };
                for (arg, partial) in args.iter().zip((rule.partials)()) {
                    if !chooses(&partial) && !self.is_switch(&partial, args) {
                        self.take(taken, *arg, &[], when);
                    }
                }
            }
            Op::Convert(inner) | Op::ToVec(inner) => {
                given.iter().for_each(|(path, when)| self.take(taken, *inner, path, *when));
            }
            Op::Tuple(parts) | Op::Array(parts) => {
                for (path, when) in &given {
                    match path.split_first() {
                        None => parts.iter().for_each(|part| self.take(taken, *part, &[], *when)),
                        Some((at, rest)) => {
                            let part = parts.get(*at as usize);
                            part.iter().for_each(|part| self.take(taken, **part, rest, *when));
                        }
                    }
                }
            }
            Op::Struct(_, parts) => {
                for (_, when) in &given {
                    parts.iter().for_each(|part| self.take(taken, *part, &[], *when));
                }
            }
            Op::Repeat(inner, _) | Op::List(inner, _) => {
                for (path, when) in &given {
                    self.take(taken, *inner, path.get(1..).unwrap_or_default(), *when);
                }
            }
            Op::Load(place) if !given.is_empty() => self.reads(place),
            Op::Literal(_)
            | Op::Param(_)
            | Op::Select(..)
            | Op::Plain(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Read(_)
            | Op::Load(_)
            | Op::Lvalue(_)
            | Op::Share(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::Bound => {}
        }
    }

    /// A part of a value is taken. That an index is chosen says nothing, but a counter comes by all elements.
    fn take(&mut self, taken: &mut Taken, id: Id, part: &[u32], when: Option<Range>) {
        if !self.arena.varies(id) {
            return;
        }
        let (root, steps) = locate(self.arena, id);
        let mut path = Path::new();
        for step in &steps {
            match (constant(self.arena, step), step) {
                (Some(at), _) => path.push(at),
                (None, Step::Index(at)) if self.counts(*at) && self.covers(root, &path, *at) => {
                    also(taken, (root, path), when);
                    return;
                }
                (None, _) => return,
            }
        }
        path.extend(part);
        also(taken, (root, path), when);
    }

    /// Does a counter come by all parts of a value? What is short may be run over in part.
    fn covers(&self, root: Id, path: &[u32], counter: Id) -> bool {
        let part = |ty: Ty, at: &u32| ty.part(*at).unwrap_or(ty);
        let ty = path.iter().fold(self.arena.ty(root).clone(), part);
        let (Some(arity), Some(end)) = (ty.arity(), self.counters.get(&counter)) else { return true };
        match self.arena.integer(*end) {
            Some(end) => end >= arity.into(),
            None => matches!(self.arena.op(*end), Op::Plain(Plain::Method(..), _) | Op::Len(_)),
        }
    }

    /// Does the index come by all elements, as the counter of a loop does?
    fn counts(&mut self, index: Id) -> bool {
        self.counting(index) == Some(Counting::All)
    }

    /// How an index runs; `None` where it is looked up or decided.
    fn counting(&mut self, index: Id) -> Option<Counting> {
        use Counting::{All, Fixed, Strided};
        use syn::BinOp;
        if let Some(known) = self.indices.get(&index) {
            return *known;
        }
        let arena = self.arena;
        let counting = match arena.op(index) {
            _ if self.counters.contains_key(&index) => Some(All),
            _ if is_extent(arena, index) => Some(Fixed),
            Op::Plain(Plain::Cast(_), args) => self.counting(args[0]),
            Op::Plain(Plain::Binary(op), args) => {
                match (op, self.counting(args[0]), self.counting(args[1])) {
                    (BinOp::Mul(_), Some(All), Some(Fixed)) | (BinOp::Mul(_), Some(Fixed), Some(All)) => {
                        Some(Strided)
                    }
                    (BinOp::Add(_), Some(All), Some(Strided)) | (BinOp::Add(_), Some(Strided), Some(All)) => {
                        Some(All)
                    }
                    (_, Some(Fixed), Some(Fixed)) => Some(Fixed),
                    _ => None,
                }
            }
            _ => None,
        };
        self.indices.insert(index, counting);
        counting
    }
}

/// How an index runs.
#[derive(Clone, Copy, PartialEq)]
enum Counting {
    /// By all elements.
    All,
    /// By the beginnings of all rows.
    Strided,
    /// Not at all.
    Fixed,
}

/// Is it a number that says how many there are: a constant, a parameter, a length?
fn is_extent(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Plain(Plain::Method(name, _), args) => {
            let shortest =
                || args.iter().all(|arg| !matches!(arena.op(*arg), Op::Param(_)) && is_extent(arena, *arg));
            name == "len" || name == "min" && shortest()
        }
        Op::Len(_) => true,
        Op::Deref(inner) => is_extent(arena, *inner),
        _ => arena.is_free(id),
    }
}

/// Takes the parts of a value out.
fn of(taken: &mut Taken, id: Id) -> Parts {
    let parts: Vec<_> = taken
        .range((id, Path::new())..)
        .take_while(|(part, _)| part.0 == id)
        .map(|(part, _)| part.clone())
        .collect();
    let parts = parts.into_iter().filter_map(|part| taken.remove_entry(&part));
    parts.map(|((_, path), when)| (path, when)).collect()
}

/// A part is taken here too. `None`, which is certain, is less than any range.
fn also(taken: &mut Taken, part: (Id, Path), when: Option<Range>) {
    let known = taken.entry(part).or_insert(when);
    *known = (*known).min(when);
}
