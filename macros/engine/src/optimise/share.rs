//! Dead code: what nobody uses goes, so that a gradient alone does not compute the value.

use crate::ir::{
    Arena, Arm, Block, Body, Branch, Carried, Id, Ids, Loop, Member, Op, Plain, Slot, Stmt, Var,
};
use std::collections::{BTreeMap, BTreeSet};

/// Removes dead code in place.
pub fn remove_dead(body: &mut Body) {
    // What may stand for a value is kept until it is known which values need it.
    let stands = body.stands.iter().map(|(_, now)| *now).collect();
    // What is restored is read again once values are recorded.
    let vars =
        body.external.iter().chain(&body.restored).chain(body.arena.required_vars()).copied().collect();
    let mut live = Live { values: stands, vars, acts: true, apart: false, asides: false };
    if let Some(pullback) = &mut body.pullback {
        pullback.body = live.block(&body.arena, &pullback.body);
    }
    body.block = live.block(&body.arena, &body.block);
}

/// A loop with what it hands on for the sake of the given results and variables, and without what only serves others.
pub fn needed(arena: &Arena, l: &Loop, mut results: Ids, vars: BTreeSet<Var>) -> Loop {
    // The reverse sweep will ask which arm was taken, and how often a loop ran.
    l.body.each(&mut |stmt| match stmt {
        Stmt::Branch(branch) => results.extend(branch.taken),
        Stmt::Loop(inner) => {
            results.extend(inner.reached);
            results.extend(inner.entries().iter().map(|(_, entry)| *entry));
        }
        _ => {}
    });
    // What it does besides, its first run does.
    Live { values: results, vars, acts: false, apart: false, asides: true }.looped(arena, l).0
}

/// What the function itself needs for its value: the nodes that are evaluated, and the variables that are read.
pub fn used(arena: &Arena, block: &Block, vars: BTreeSet<Var>) -> (Ids, BTreeSet<Var>) {
    let mut live = Live { values: Ids::new(), vars, acts: true, apart: true, asides: false };
    let block = live.block(arena, block);
    let mut evaluated = Ids::new();
    block.each(&mut |stmt| evaluated.extend(stmt.defines()));
    (evaluated, live.vars)
}

struct Live {
    values: Ids,
    vars: BTreeSet<Var>,
    /// Is what does something besides giving a value, or panics where the function does, needed for that?
    acts: bool,
    /// Is the part of an aggregate that is taken out again needed, and not the aggregate, as after `simplify`?
    apart: bool,
    /// Will the reverse of a call ask for what was put aside before it?
    asides: bool,
}

impl Live {
    fn value(&mut self, arena: &Arena, id: Id) {
        let id = if self.apart { taken_out(arena, id) } else { id };
        if self.values.insert(id) {
            self.vars.extend(arena.op(id).place().map(|place| place.var));
            if let Op::Read(var) = arena.op(id) {
                self.vars.insert(*var);
            }
        }
    }

    /// What is needed of a block.
    fn block(&mut self, arena: &Arena, block: &Block) -> Block {
        self.yielding(arena, block, block.results.clone())
    }

    /// What is needed of a block of which only these results are. The block stays as it is, since that of a loop is looked
    /// through until nothing more is needed: to copy it before would copy what loops are nested in it again for each around them.
    fn yielding(&mut self, arena: &Arena, block: &Block, results: Vec<Id>) -> Block {
        if !block.diverges {
            results.iter().for_each(|id| self.value(arena, *id));
        }
        let mut kept: Vec<Stmt> = Vec::new();
        for stmt in block.stmts.iter().rev() {
            let Some(stmt) = self.stmt(arena, stmt) else { continue };
            if let Stmt::Let(id) = stmt {
                self.value(arena, id);
            }
            // What is taken out of an aggregate stands for itself.
            let part = matches!(stmt, Stmt::Let(id) if self.apart && taken_out(arena, id) != id);
            if !part {
                stmt.uses(arena).into_iter().for_each(|id| self.value(arena, id));
            }
            if let Stmt::Call(call) = &stmt
                && self.asides
            {
                call.asides.iter().for_each(|(_, id)| self.value(arena, *id));
            }
            kept.push(stmt);
        }
        kept.reverse();
        Block { stmts: kept, results, diverges: block.diverges, part: block.part }
    }

    /// Results of a branch or a loop that are needed though nothing uses them.
    fn required(&mut self, arena: &Arena, results: &[Id]) {
        if self.acts {
            self.values.extend(results.iter().filter(|result| arena.is_required(**result)));
        }
    }

    /// What is needed of a statement, if anything is.
    fn stmt(&mut self, arena: &Arena, stmt: &Stmt) -> Option<Stmt> {
        match stmt {
            Stmt::Branch(branch) => self.branch(arena, branch).map(Stmt::Branch),
            Stmt::Loop(l) => {
                let (l, needed) = self.looped(arena, l);
                needed.then(|| Stmt::Loop(Box::new(l)))
            }
            stmt => self.simple(arena, stmt).then(|| stmt.clone()),
        }
    }

    fn branch(&mut self, arena: &Arena, branch: &Branch) -> Option<Branch> {
        self.required(arena, &branch.results);
        let kept: Vec<usize> =
            (0..branch.results.len()).filter(|i| self.values.contains(&branch.results[*i])).collect();
        let keep = |ids: &[Id]| kept.iter().map(|i| ids[*i]).collect::<Vec<_>>();
        let mut needed = !kept.is_empty();
        let mut arms = Vec::with_capacity(branch.arms.len());
        for arm in &branch.arms {
            let results = if arm.body.diverges { arm.body.results.clone() } else { keep(&arm.body.results) };
            let body = self.yielding(arena, &arm.body, results);
            needed |= !body.stmts.is_empty();
            let guard = arm.guard.as_ref().map(|guard| self.block(arena, guard));
            arms.push(Arm { pattern: arm.pattern.clone(), guard, body });
        }
        needed.then(|| Branch {
            on: branch.on,
            arms,
            results: keep(&branch.results),
            taken: branch.taken,
            at: branch.at,
        })
    }

    /// Is a statement without blocks needed?
    fn simple(&mut self, arena: &Arena, stmt: &Stmt) -> bool {
        let acting = self.acts && arena.statement_acts(stmt);
        match stmt {
            Stmt::Branch(_) | Stmt::Loop(_) => true,
            Stmt::Pull(pull) => {
                let vars: Vec<Var> =
                    pull.slots.iter().filter_map(Slot::place).map(|place| place.var).collect();
                let used = |id: &Option<Id>| id.is_some_and(|id| self.values.contains(&id));
                let needed = pull.results.iter().any(used) || vars.iter().any(|var| self.vars.contains(var));
                if needed {
                    // The callee asks for all of them.
                    self.vars.extend(vars);
                }
                needed
            }
            Stmt::Push(..) => true,
            Stmt::Var(var, _) => self.vars.contains(var),
            Stmt::Add(place, _) | Stmt::Store(place, _) | Stmt::Replace(place, ..) | Stmt::Grow(place, _) => {
                self.vars.contains(&place.var)
            }
            Stmt::Shrink(place, id) => {
                let needed = self.vars.contains(&place.var) || self.values.contains(id);
                if needed {
                    self.vars.insert(place.var);
                }
                needed
            }
            Stmt::Give(..) | Stmt::Adopt(..) | Stmt::Effect(..) => true,
            Stmt::Call(call) => {
                let lent = call.lent(arena).any(|(_, place)| self.vars.contains(&place.var));
                let used = self.values.contains(&call.value) || self.values.contains(&call.pullback);
                lent || used || acting || self.acts && arena.is_required(call.value)
            }
            Stmt::Let(id) => {
                // What is evaluated though nobody uses it keeps the type that it was told.
                let told = match arena.op(*id) {
                    Op::Plain(Plain::Typed(_), args) => args.iter().any(|arg| arena.is_required(*arg)),
                    _ => false,
                };
                acting || self.acts && (told || arena.is_required(*id)) || self.values.contains(id)
            }
            Stmt::Pop(..) => stmt.defines().iter().any(|id| self.values.contains(id)),
        }
    }

    /// What a loop carries is needed where what it is made into is, however many iterations later.
    fn handed_on(&mut self, arena: &Arena, l: &Loop) {
        let needed = |c: &&Carried| self.values.contains(&c.out) || self.values.contains(&c.inner);
        if l.carried.len() < 2 || !l.carried.iter().any(|c| needed(&c)) {
            return;
        }
        let sources = sources(&l.body);
        let mut inside: Ids = sources.keys().copied().collect();
        l.body.each(&mut |stmt| inside.extend(stmt.defines()));
        let next: BTreeMap<Id, Id> =
            l.carried.iter().map(|c| c.inner).zip(l.body.results.iter().copied()).collect();
        let mut open: Vec<Id> = l.carried.iter().filter(needed).map(|c| c.inner).collect();
        let mut seen: Ids = open.iter().copied().collect();
        while let Some(id) = open.pop() {
            if let Some(next) = next.get(&id) {
                self.values.insert(id);
                open.extend(Some(*next).filter(|next| seen.insert(*next)));
            }
            let given = sources.get(&id).into_iter().flatten().copied();
            if inside.contains(&id) {
                open.extend(given.chain(arena.op(id).args()).filter(|id| seen.insert(*id)));
            }
        }
    }

    /// What is needed of a loop, and whether it is: for what it carries, or for what its body does. What one iteration passes
    /// to the next is needed where that one, or what comes after the loop, uses it.
    fn looped(&mut self, arena: &Arena, l: &Loop) -> (Loop, bool) {
        // Before recording, the reverse sweep mentions values of the body from outside.
        let live = |id: &Id| self.values.contains(id);
        let binds = |l: &Loop| l.carried.iter().any(|c| live(&c.inner));
        let inside = |stmt: &Stmt| {
            stmt.defines().iter().any(live) || matches!(stmt, Stmt::Loop(inner) if binds(inner))
        };
        let mentioned = l.carried.iter().any(|c| live(&c.out)) || binds(l) || l.body.any(inside);
        self.required(arena, &l.carried.iter().map(|carried| carried.out).collect::<Vec<_>>());
        loop {
            let vars = self.vars.len();
            let needed: Vec<bool> = l
                .carried
                .iter()
                .map(|c| self.values.contains(&c.out) || self.values.contains(&c.inner))
                .collect();
            let results =
                l.body.results.iter().zip(&needed).filter(|(_, n)| **n).map(|(id, _)| *id).collect();
            l.exit.iter().for_each(|id| self.value(arena, *id));
            let body = self.yielding(arena, &l.body, results);
            let more =
                l.carried.iter().zip(&needed).any(|(c, needed)| !needed && self.values.contains(&c.inner));
            if more {
                self.handed_on(arena, l);
            }
            if more || self.vars.len() > vars {
                continue;
            }
            let carried =
                l.carried.iter().zip(&needed).filter(|(_, n)| **n).map(|(c, _)| c.clone()).collect();
            let l = Loop {
                counter: l.counter.clone(),
                carried,
                body,
                exit: l.exit,
                reached: l.reached,
                replay: l.replay.clone(),
            };
            // What is left may serve only to decide when to stop.
            let needed =
                mentioned || acts(arena, &l.body) || l.carried.iter().any(|c| self.values.contains(&c.out));
            return (l, needed);
        }
    }
}

/// The part that a projection takes out of an aggregate; any other node itself.
fn taken_out(arena: &Arena, id: Id) -> Id {
    let part = match arena.op(id) {
        Op::Field(base, Member::Index(at)) => Some((*base, *at as usize)),
        Op::Index(base, at) => arena.integer(*at).and_then(|at| Some((*base, usize::try_from(at).ok()?))),
        _ => None,
    };
    let Some((base, at)) = part else { return id };
    match arena.op(taken_out(arena, base)) {
        Op::Tuple(parts) | Op::Array(parts) => parts.get(at).map_or(id, |part| taken_out(arena, *part)),
        _ => id,
    }
}

/// What the result of a branch or a loop is: one of these.
fn sources(block: &Block) -> BTreeMap<Id, Vec<Id>> {
    let mut sources: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    block.each(&mut |stmt| match stmt {
        Stmt::Branch(branch) => {
            for arm in branch.arms.iter().filter(|arm| !arm.body.diverges) {
                for (result, given) in branch.results.iter().zip(&arm.body.results) {
                    sources.entry(*result).or_default().push(*given);
                }
            }
        }
        Stmt::Loop(l) => {
            for (carried, next) in l.carried.iter().zip(&l.body.results) {
                sources.entry(carried.out).or_default().extend([carried.init, *next]);
                sources.entry(carried.inner).or_default().extend([carried.init, *next]);
            }
        }
        _ => {}
    });
    sources
}

/// Does the block do anything besides computing values?
fn acts(arena: &Arena, block: &Block) -> bool {
    block.any(|stmt| match stmt {
        Stmt::Branch(branch) => branch.arms.iter().any(|arm| arm.body.diverges),
        Stmt::Let(id) => arena.acts(*id) || arena.is_required(*id),
        Stmt::Loop(_) | Stmt::Pop(..) => false,
        Stmt::Call(_)
        | Stmt::Pull(_)
        | Stmt::Push(..)
        | Stmt::Var(..)
        | Stmt::Add(..)
        | Stmt::Store(..)
        | Stmt::Replace(..)
        | Stmt::Grow(..)
        | Stmt::Shrink(..)
        | Stmt::Give(..)
        | Stmt::Adopt(..)
        | Stmt::Effect(..) => true,
    })
}
