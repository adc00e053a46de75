//! Sinking: a value that only one arm of a later decision uses is computed inside of that arm, and so is its adjoint.
//! Where another arm is taken neither costs anything, and no infinite slope meets the zero of what was not taken.
//!
//! A value that others than the arm look at, such as the decision itself, stays; the arm then has a copy of it, which carries
//! the derivative. `simplify` computes the two once.
//!
//! Only what is pure and cannot panic moves, and never into a loop. A value moves to the innermost block around all of its uses. The uses
//! come after it, so one walk from the end to the beginning knows where each of them will stand.

use crate::adjoint::Singular;
use crate::ir::{Arena, Block, Id, Ids, Node, Op, Plain, Stmt};
use crate::lower::Primal;
use crate::tables::rules::DECISIONS;
use crate::types::Ty;
use std::collections::BTreeMap;

/// The function with each value where it is used.
pub fn sink(primal: &Primal) -> Primal {
    let mut primal = primal.clone();
    if !primal.block.any(|stmt| matches!(stmt, Stmt::Branch(_))) {
        return primal;
    }
    let block = std::mem::take(&mut primal.block);
    let singular = Singular::find(&primal.arena, &block);
    let mut sinking = Sinking {
        singular,
        arena: &mut primal.arena,
        tree: Tree::of(&block),
        uses: BTreeMap::new(),
        moved: BTreeMap::new(),
        copied: BTreeMap::new(),
        flows: Ids::new(),
        copies: BTreeMap::new(),
        lent: Ids::new(),
        waiting: BTreeMap::new(),
    };
    sinking.place(&block, Tree::ROOT, &[true]);
    primal.block = sinking.rebuild(block, Tree::ROOT, &[true]);
    primal
}

/// The blocks of a function, numbered in the order of the text.
#[derive(Default)]
struct Tree {
    parent: Vec<usize>,
    depth: Vec<usize>,
    /// Nothing moves into the body of a loop, nor into a guard.
    closed: Vec<bool>,
    children: Vec<Vec<usize>>,
}

impl Tree {
    const ROOT: usize = 0;

    fn of(block: &Block) -> Tree {
        let mut tree = Tree::default();
        tree.add(block, Tree::ROOT, 0, true);
        tree
    }

    fn add(&mut self, block: &Block, parent: usize, depth: usize, closed: bool) {
        let at = self.parent.len();
        self.parent.push(parent);
        self.depth.push(depth);
        self.closed.push(closed);
        self.children.push(Vec::new());
        for stmt in &block.stmts {
            let arms = match stmt {
                Stmt::Branch(branch) => branch.arms.as_slice(),
                _ => &[],
            };
            for inner in stmt.blocks() {
                let open = arms.iter().any(|arm| std::ptr::eq(&arm.body, inner));
                let number = self.parent.len();
                self.children[at].push(number);
                self.add(inner, at, depth + 1, !open);
            }
        }
    }

    /// The innermost block around both.
    fn around(&self, mut a: usize, mut b: usize) -> usize {
        while a != b {
            match self.depth[a] > self.depth[b] {
                true => a = self.parent[a],
                false => b = self.parent[b],
            }
        }
        a
    }

    /// The innermost block around `target` into which something may move from `home`.
    fn reachable(&self, home: usize, target: usize) -> usize {
        let (mut at, mut reached) = (target, target);
        while at != home {
            if self.closed[at] {
                reached = self.parent[at];
            }
            at = self.parent[at];
        }
        reached
    }
}

/// The innermost block around the uses of a node: all of them, and those through which something flows back.
#[derive(Clone, Copy, Default)]
struct Uses {
    all: Option<usize>,
    flowing: Option<usize>,
}

struct Sinking<'p> {
    arena: &'p mut Arena,
    singular: Singular,
    tree: Tree,
    uses: BTreeMap<Id, Uses>,
    /// Where a node goes.
    moved: BTreeMap<Id, usize>,
    /// Where the copy of a node goes that carries the derivative.
    copied: BTreeMap<Id, usize>,
    /// The nodes through which something flows back, the copied ones apart.
    flows: Ids,
    copies: BTreeMap<Id, Id>,
    /// What is referred to.
    lent: Ids,
    /// What stands at the beginning of a block.
    waiting: BTreeMap<usize, Vec<Stmt>>,
}

impl Sinking<'_> {
    fn used(&mut self, id: Id, at: usize, flowing: bool) {
        let uses = self.uses.entry(id).or_default();
        let tree = &self.tree;
        let around = |before: Option<usize>| Some(before.map_or(at, |before| tree.around(before, at)));
        uses.all = around(uses.all);
        if flowing {
            uses.flowing = around(uses.flowing);
        }
    }

    /// Does something flow back to the node? Its uses have been seen.
    fn is_flowing(&self, id: Id) -> bool {
        self.arena.varies(id) && self.uses.get(&id).is_some_and(|uses| uses.flowing.is_some())
    }

    // Where each value goes, from the end to the beginning.

    fn place(&mut self, block: &Block, at: usize, flowing: &[bool]) {
        if !block.diverges {
            block.results.iter().zip(flowing).for_each(|(id, flowing)| self.used(*id, at, *flowing));
        }
        let mut inside = self.tree.children[at].clone();
        for stmt in block.stmts.iter().rev() {
            match stmt {
                Stmt::Let(id) => self.node(*id, at),
                Stmt::Branch(branch) => {
                    let flowing: Vec<bool> = branch.results.iter().map(|id| self.is_flowing(*id)).collect();
                    for arm in branch.arms.iter().rev() {
                        let body = inside.pop().unwrap_or_default();
                        self.place(&arm.body, body, &flowing);
                        if let Some(guard) = &arm.guard {
                            let at = inside.pop().unwrap_or_default();
                            self.place(guard, at, &[false]);
                        }
                    }
                    self.used(branch.on, at, false);
                }
                Stmt::Loop(l) => {
                    let flowing: Vec<bool> = l.carried.iter().map(|c| self.arena.varies(c.out)).collect();
                    let body = inside.pop().unwrap_or_default();
                    l.exit.iter().for_each(|id| self.used(*id, body, false));
                    self.place(&l.body, body, &flowing);
                    let sizes = l.counter.iter().flat_map(|c| [c.from, c.to]).chain(l.every());
                    sizes.for_each(|id| self.used(id, at, false));
                    l.carried.iter().zip(&flowing).for_each(|(c, flows)| self.used(c.init, at, *flows));
                }
                Stmt::Call(call) => {
                    call.args.iter().for_each(|id| self.used(*id, at, true));
                    call.asides.iter().for_each(|(_, id)| self.used(*id, at, false));
                }
                Stmt::Effect(_, captures) => captures.iter().for_each(|(_, id)| self.used(*id, at, false)),
                Stmt::Var(..)
                | Stmt::Store(..)
                | Stmt::Replace(..)
                | Stmt::Grow(..)
                | Stmt::Shrink(..)
                | Stmt::Add(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Give(..)
                | Stmt::Adopt(..) => {
                    stmt.uses(self.arena).into_iter().for_each(|id| self.used(id, at, true));
                }
            }
        }
    }

    fn node(&mut self, id: Id, home: usize) {
        let uses = self.uses.get(&id).copied().unwrap_or_default();
        let flowing = self.is_flowing(id);
        let (mut at, mut copy) = (home, None);
        // A reference may leave the arm, so what it refers to stays.
        let lent = self.lent.contains(&id);
        if self.arena.ty(id).refers() || lent && is_part(self.arena.op(id)) {
            self.lent.extend(self.arena.op(id).args());
        }
        if !lent && is_movable(self.arena, id) {
            let reachable = |target: Option<usize>| target.map(|target| self.tree.reachable(home, target));
            at = reachable(uses.all).unwrap_or(home);
            copy = reachable(uses.flowing).filter(|to| *to != at && flowing && self.singular.taints(id));
        }
        if at != home {
            self.moved.insert(id, at);
        }
        let args = self.arena.op(id).args();
        args.iter().for_each(|arg| self.used(*arg, at, flowing && copy.is_none()));
        match copy {
            Some(to) => {
                args.iter().for_each(|arg| self.used(*arg, to, true));
                self.copied.insert(id, to);
            }
            None if flowing => {
                self.flows.insert(id);
            }
            None => {}
        }
    }

    // The same function with everything there.

    /// The node through which the derivative flows.
    fn now(&self, id: Id) -> Id {
        self.copies.get(&id).copied().unwrap_or(id)
    }

    fn rebuild(&mut self, block: Block, at: usize, flowing: &[bool]) -> Block {
        let mut stmts = self.waiting.remove(&at).unwrap_or_default();
        let mut inside = std::mem::take(&mut self.tree.children[at]).into_iter();
        for mut stmt in block.stmts {
            match &mut stmt {
                Stmt::Let(id) => {
                    self.settle(*id);
                    if let Some(to) = self.moved.get(id) {
                        self.waiting.entry(*to).or_default().push(stmt);
                        continue;
                    }
                }
                Stmt::Branch(branch) => {
                    let flowing: Vec<bool> = branch.results.iter().map(|id| self.is_flowing(*id)).collect();
                    for arm in &mut branch.arms {
                        if let Some(guard) = arm.guard.take() {
                            let at = inside.next().unwrap_or_default();
                            arm.guard = Some(self.rebuild(guard, at, &[false]));
                        }
                        let at = inside.next().unwrap_or_default();
                        arm.body = self.rebuild(std::mem::take(&mut arm.body), at, &flowing);
                    }
                }
                Stmt::Loop(l) => {
                    let flowing: Vec<bool> = l.carried.iter().map(|c| self.arena.varies(c.out)).collect();
                    for (carried, flows) in l.carried.iter_mut().zip(&flowing) {
                        if *flows {
                            carried.init = self.now(carried.init);
                        }
                    }
                    let at = inside.next().unwrap_or_default();
                    l.body = self.rebuild(std::mem::take(&mut l.body), at, &flowing);
                }
                Stmt::Call(call) => call.args.iter_mut().for_each(|id| *id = self.now(*id)),
                Stmt::Var(_, value)
                | Stmt::Store(_, value)
                | Stmt::Replace(_, value, _)
                | Stmt::Grow(_, value) => *value = self.now(*value),
                // None of these is in a primal, or carries a derivative.
                Stmt::Shrink(..)
                | Stmt::Add(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Give(..)
                | Stmt::Adopt(..)
                | Stmt::Effect(..) => {}
            }
            stmts.push(stmt);
        }
        let mut results = block.results;
        if !block.diverges {
            for (id, flows) in results.iter_mut().zip(flowing) {
                if *flows {
                    *id = self.now(*id);
                }
            }
        }
        Block { stmts, results, ..block }
    }

    /// Makes the copy of a node, or lets the node use copies.
    fn settle(&mut self, id: Id) {
        if let Some(to) = self.copied.get(&id).copied() {
            let node = self.arena.get(id).clone();
            let op = node.op.map(|arg| self.now(arg));
            let copy = self.arena.add(Node { op, ..self.arena.get(id).clone() });
            self.copies.insert(id, copy);
            self.waiting.entry(to).or_default().push(Stmt::Let(copy));
        } else if self.flows.contains(&id) {
            let op = self.arena.op(id).clone().map(|arg| self.now(arg));
            self.arena.get_mut(id).op = op;
        }
    }
}

/// Is it written as a part of something?
fn is_part(op: &Op) -> bool {
    matches!(op, Op::Field(..) | Op::Index(..) | Op::Slice(..) | Op::Deref(_))
}

/// May it be evaluated somewhere else, and by nobody where it is not used? Then it is pure, and cannot panic.
fn is_movable(arena: &Arena, id: Id) -> bool {
    let number = |id: &Id| matches!(arena.ty(*id), Ty::Float(_) | Ty::Int(_) | Ty::Bool);
    let may = match arena.op(id) {
        // The only functions of the table that panic.
        Op::Apply(rule, _) => !rule.name.starts_with("clamp"),
        Op::Select(..)
        | Op::Tuple(_)
        | Op::Array(_)
        | Op::Struct(..)
        | Op::Repeat(..)
        | Op::Convert(_)
        | Op::Field(..) => true,
        Op::Deref(reference) => arena.op(*reference).place().is_none(),
        Op::Index(base, at) => {
            let arity = arena.ty(*base).referent().arity();
            let at = arena.integer(*at).and_then(|at| u32::try_from(at).ok());
            at.zip(arity).is_some_and(|(at, arity)| at < arity)
        }
        // Arithmetic of integers may overflow.
        Op::Plain(Plain::Binary(_) | Plain::Unary(_), args) => {
            *arena.ty(id) == Ty::Bool && args.iter().all(number)
        }
        Op::Plain(Plain::Cast(_), args) => args.iter().all(number),
        Op::Plain(Plain::Method(name, _), args) => {
            DECISIONS.contains(&name.to_string().as_str()) && args.iter().all(|id| arena.ty(*id).is_float())
        }
        Op::Plain(Plain::Call(_) | Plain::Invoke | Plain::Path(_) | Plain::Verbatim(..), _)
        | Op::Plain(
            Plain::Count { .. }
            | Plain::Nth { .. }
            | Plain::At
            | Plain::Item
            | Plain::Number(_)
            | Plain::Constant
            | Plain::PassedOn
            | Plain::Typed(_),
            _,
        )
        | Op::Literal(_)
        | Op::Param(_)
        | Op::Slice(..)
        | Op::Borrow(_)
        | Op::Zero(_)
        | Op::Still(_)
        | Op::Read(_)
        | Op::Load(_)
        | Op::Lvalue(_)
        | Op::Share(_)
        | Op::Len(_)
        | Op::Zeros(_)
        | Op::Aside(..)
        | Op::List(..)
        | Op::ToVec(_)
        | Op::Bound => false,
    };
    // What is not `Copy` may be gone by then.
    let stays = |id: &Id| arena.ty(*id).is_copy();
    may && stays(&id) && !arena.ty(id).refers() && arena.op(id).args().iter().all(stays)
}
