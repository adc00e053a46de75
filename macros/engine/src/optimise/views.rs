//! Lists that are only looked at are not copied: a read of a variable becomes a view of it where nobody writes there
//! meanwhile, and the lists that a loop keeps lie one behind the other on a stack of their elements.

use crate::ir::{Arena, Block, Body, Id, Ids, Kept, Node, Op, Plain, Stmt, Tape, Var};
use crate::types::Ty;
use std::collections::{BTreeMap, BTreeSet};

/// Makes views in place.
pub fn views(body: &mut Body) {
    flatten(body);
    let read = |op: &Op, ty: &Ty| matches!((op, ty), (Op::Load(_), Ty::Vec(_)));
    if !body.arena.iter().any(|(_, node)| read(&node.op, &node.ty)) {
        return;
    }
    let mut uses: BTreeMap<Id, usize> = BTreeMap::new();
    for block in body.sweeps() {
        block.uses(&body.arena).into_iter().for_each(|(id, times)| *uses.entry(id).or_default() += times);
    }
    let flat = body.tapes.iter().filter(|kept| kept.flat).map(|kept| kept.tape).collect();
    let mut found = Vec::new();
    body.sweeps().for_each(|block| search(&body.arena, block, &flat, &uses, &mut found));
    for id in found {
        if let Op::Load(place) = body.arena.op(id).clone() {
            body.arena.get_mut(id).op = Op::Lvalue(place);
        }
    }
}

fn search(
    arena: &Arena,
    block: &Block,
    flat: &BTreeSet<Tape>,
    uses: &BTreeMap<Id, usize>,
    found: &mut Vec<Id>,
) {
    for (at, stmt) in block.stmts.iter().enumerate() {
        stmt.blocks().into_iter().for_each(|block| search(arena, block, flat, uses, found));
        if let Stmt::Let(id) = stmt
            && let Op::Load(place) = arena.op(*id)
            && matches!(arena.ty(*id), Ty::Vec(_))
        {
            let mut look = Look { arena, flat, list: *id, var: place.var, seen: BTreeMap::from([(*id, 0)]) };
            let all_seen =
                |look: &Look| look.seen.iter().all(|(id, times)| uses.get(id).unwrap_or(&0) == times);
            if look.is_view(&block.stmts[at + 1..], &block.results) && all_seen(&look) {
                found.push(*id);
            }
        }
    }
}

/// Follows a read through what comes after it in its block.
struct Look<'a> {
    arena: &'a Arena,
    /// The stacks that copy what they are given.
    flat: &'a BTreeSet<Tape>,
    list: Id,
    var: Var,
    /// The read and all that is made of it, and how often each has been used so far. What is made of it may be written where it
    /// is used, and so must be used in time too.
    seen: BTreeMap<Id, usize>,
}

impl Look<'_> {
    /// Is it only looked at, and before anything is written there?
    fn is_view(&mut self, after: &[Stmt], results: &[Id]) -> bool {
        let mut written = false;
        for stmt in after {
            let before = self.times();
            if !self.follow(stmt) {
                return false;
            }
            let writes = stmt.writes_within(self.arena).contains(&self.var);
            if self.times() > before && (written || writes) {
                return false;
            }
            written |= writes;
        }
        let before = self.times();
        self.leaves(results) && (self.times() == before || !written)
    }

    fn times(&self) -> usize {
        self.seen.values().sum()
    }

    /// Counts a statement's uses; `false` where the list itself is needed.
    fn follow(&mut self, stmt: &Stmt) -> bool {
        let mut made = false;
        for id in stmt.uses(self.arena) {
            if let Some(times) = self.seen.get_mut(&id) {
                *times += 1;
                made = true;
                let copied = matches!(stmt, Stmt::Push(tape, _) if self.flat.contains(tape));
                if id == self.list && !copied && !looks(self.arena, stmt, id) {
                    return false;
                }
            }
        }
        match stmt {
            Stmt::Let(id) if made => {
                self.seen.insert(*id, 0);
                true
            }
            Stmt::Call(call) => !made || !matches!(self.arena.ty(call.value), Ty::Ref(_)),
            Stmt::Loop(l) => {
                let inits: Vec<Id> = l.carried.iter().map(|carried| carried.init).collect();
                let numbers =
                    inits.iter().all(|id| !self.seen.contains_key(id) || is_number(self.arena.ty(*id)));
                numbers && self.inside(&l.body) && self.leaves(l.exit.as_slice())
            }
            other => other.blocks().into_iter().all(|block| self.inside(block)),
        }
    }

    fn inside(&mut self, block: &Block) -> bool {
        block.stmts.iter().all(|stmt| self.follow(stmt)) && self.leaves(&block.results)
    }

    /// What a block yields is evaluated there, if it is a number.
    fn leaves(&mut self, results: &[Id]) -> bool {
        results.iter().all(|id| match self.seen.get_mut(id) {
            Some(times) => {
                *times += 1;
                is_number(self.arena.ty(*id))
            }
            None => true,
        })
    }
}

fn is_number(ty: &Ty) -> bool {
    matches!(ty, Ty::Float(_) | Ty::Int(_) | Ty::Bool)
}

/// Does the statement only look at the list, where it uses it?
fn looks(arena: &Arena, stmt: &Stmt, list: Id) -> bool {
    match stmt {
        Stmt::Let(id) => match arena.op(*id) {
            Op::Borrow(_) | Op::Index(..) | Op::Slice(..) | Op::Zero(_) => true,
            Op::Plain(Plain::Method(name, _), _) => name == "len" || name == "is_empty",
            _ => false,
        },
        Stmt::Add(_, value) => *value == list,
        _ => false,
    }
}

// Stacks.

/// Gives a stack of its own to each list that is kept and only looked at when it is taken.
fn flatten(body: &mut Body) {
    let mut flat: BTreeMap<(Tape, usize), Kept> = BTreeMap::new();
    let mut next = body.tapes.iter().map(|kept| kept.tape.0 + 1).max().unwrap_or(0);
    for kept in &body.tapes {
        for (at, id) in kept.values.iter().enumerate() {
            let elements = matches!(body.arena.ty(*id), Ty::Vec(elem) if elem.is_copy());
            if elements && taken_to_look(body, kept.tape, at) {
                let own = Kept { tape: Tape(next), values: vec![*id], times: kept.times, flat: true };
                flat.insert((kept.tape, at), own);
                next += 1;
            }
        }
    }
    if flat.is_empty() {
        return;
    }
    apart(&mut body.arena, &mut body.block, &flat);
    if let Some(pullback) = &mut body.pullback {
        apart(&mut body.arena, &mut pullback.body, &flat);
    }
    for kept in &mut body.tapes {
        let mut at = 0..;
        let tape = kept.tape;
        kept.values.retain(|_| !flat.contains_key(&(tape, at.next().unwrap_or_default())));
    }
    body.tapes.retain(|kept| !kept.values.is_empty());
    let mut own: Vec<Kept> = flat.into_values().collect();
    own.sort_by_key(|kept| kept.tape);
    body.tapes.extend(own);
}

/// Is what is taken off a stack at a position only looked at?
fn taken_to_look(body: &Body, tape: Tape, at: usize) -> bool {
    let mut taken: Ids = Ids::new();
    for block in body.sweeps() {
        block.each(&mut |stmt| match stmt {
            Stmt::Pop(from, ids) if *from == tape => taken.extend(ids.get(at)),
            _ => {}
        });
    }
    let mut looked = true;
    for block in body.sweeps() {
        let leaves = |results: &[Id]| results.iter().any(|id| taken.contains(id));
        looked &= !leaves(&block.results);
        block.each(&mut |stmt| {
            let used = stmt.uses(&body.arena).into_iter().filter(|id| taken.contains(id));
            looked &= used.into_iter().all(|id| looks(&body.arena, stmt, id));
            looked &= !stmt.blocks().iter().any(|block| leaves(&block.results));
            looked &= !matches!(stmt, Stmt::Loop(l) if l.exit.is_some_and(|exit| taken.contains(&exit)));
        });
    }
    looked
}

fn apart(arena: &mut Arena, block: &mut Block, flat: &BTreeMap<(Tape, usize), Kept>) {
    let mut out = Vec::new();
    for mut stmt in std::mem::take(&mut block.stmts) {
        stmt.blocks_mut().into_iter().for_each(|block| apart(arena, block, flat));
        let (tape, ids, takes) = match stmt {
            Stmt::Push(tape, ids) => (tape, ids, false),
            Stmt::Pop(tape, ids) => (tape, ids, true),
            other => {
                out.push(other);
                continue;
            }
        };
        let (mut together, mut own) = (Vec::new(), Vec::new());
        for (at, id) in ids.into_iter().enumerate() {
            let Some(kept) = flat.get(&(tape, at)) else {
                together.push(id);
                continue;
            };
            if !takes {
                own.push(Stmt::Push(kept.tape, vec![id]));
                continue;
            }
            // What is taken is a slice of the stack.
            let Ty::Vec(elem) = arena.ty(id).clone() else { continue };
            let slice = Ty::Slice(elem);
            let node = Node { op: Op::Bound, ty: Ty::Ref(Box::new(slice.clone())), ..arena.get(id).clone() };
            let taken = arena.add(node);
            let node = arena.get_mut(id);
            (node.op, node.ty) = (Op::Deref(taken), slice);
            own.extend([Stmt::Pop(kept.tape, vec![taken]), Stmt::Let(id)]);
        }
        if !together.is_empty() {
            out.push(if takes { Stmt::Pop(tape, together) } else { Stmt::Push(tape, together) });
        }
        out.append(&mut own);
    }
    block.stmts = out;
}
