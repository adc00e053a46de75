//! Uses that take a value away: which may, and which get a copy.
//!
//! A read of a whole list may take the list away instead of copying it where nothing mentions the variable any more.

use super::Emit;
use crate::ir::{Arena, Block, Body, Id, Ids, Member, Op, Plain, Stmt, Var};
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;
use std::collections::{BTreeMap, BTreeSet};

/// What a block defines, and how many of its results mention a node.
pub(super) struct Yields {
    defined: Ids,
    mentions: BTreeMap<Id, usize>,
}

impl Emit<'_> {
    /// A use that takes the value away: a copy, if it is or may be used again.
    pub(super) fn owned(&mut self, id: Id) -> TokenStream {
        match self.is_copied(id) {
            true => self.copied(id),
            false => self.expr(id),
        }
    }

    /// Is a copy taken away instead?
    fn is_copied(&self, id: Id) -> bool {
        if self.given_away.contains(&id) {
            return false;
        }
        let origin = self.origin(id);
        // A value of a type that only rustc knows may not be `Clone`.
        let stays = |id: &Id| matches!(self.op(*id), Op::Param(_)) && !matches!(self.ty(*id), Ty::Infer(_));
        let last = |id: &Id| self.uses(*id) <= 1 && !self.elsewhere.contains(id) && !stays(id);
        self.is_part_of_place(&origin) || !origin.iter().all(last)
    }

    /// An argument. A copy of what only rustc knows may be a reference that becomes one to what the callee takes.
    pub(super) fn passed(&mut self, id: Id) -> TokenStream {
        let is_constant = !self.body.arena.get(id).adjoint && !self.body.arena.varies(id);
        match matches!(self.ty(id), Ty::Infer(_)) && is_constant && self.is_copied(id) {
            true => {
                let (value, private) = (self.referent(id), crate::names::private());
                quote!(#private::Passed(&#value).copy())
            }
            false => self.owned(id),
        }
    }

    /// A pullback that is called once takes the zeros that its adjoints begin with, whose types need not be `Clone`.
    pub(super) fn give_zeros_to(&mut self, pullback: &Block) {
        let made: Ids = self.body.block.stmts.iter().flat_map(Stmt::defines).collect();
        for stmt in &pullback.stmts {
            if let Stmt::Var(_, init) = stmt
                && let Op::Zeros(_) = self.op(*init)
                && self.uses(*init) <= 1
                && made.contains(init)
            {
                self.elsewhere.remove(init);
            }
        }
    }

    /// What is asked of a block when its results are written.
    pub(super) fn yields_of(&self, block: &Block) -> Yields {
        let mut yields = Yields { defined: Ids::new(), mentions: BTreeMap::new() };
        block.stmts.iter().for_each(|stmt| yields.defined.extend(stmt.defines()));
        for result in &block.results {
            self.mentioned([*result]).iter().for_each(|id| *yields.mentions.entry(id).or_default() += 1);
        }
        yields
    }

    /// What a block yields: a copy, if it is from outside of the block, or used again after it.
    pub(super) fn yielded(&mut self, yields: &Yields, id: Id) -> TokenStream {
        let origin = self.origin(id);
        let again = |id: &Id| self.late.contains(id) || yields.mentions.get(id).is_some_and(|n| *n > 1);
        // What the function itself gives away here, and nothing else mentions, need not be `Clone`.
        let last = |root: &Id| {
            let constant = matches!(self.ty(*root), Ty::Infer(_)) && !self.body.arena.get(*root).flow.varies;
            constant && origin.len() == 1 && self.uses(*root) <= 1 && !self.late.contains(root)
        };
        let outside = origin.last().is_some_and(|root| !yields.defined.contains(root) && !last(root));
        if self.given_away.contains(&id) {
            // An error need not be `Clone`.
            return self.expr(id);
        }
        if self.slopes.contains(&id) && self.may_refer(id) {
            let (number, private) = (self.expr(id), crate::names::private());
            return quote!(#private::number(#number));
        }
        match self.is_part_of_place(&origin) || outside || origin.iter().any(again) {
            // The user's own moves leave one of them, and both sweeps need it.
            true if matches!(self.ty(id), Ty::Named(_)) => {
                let value = self.referent(id);
                quote!(::core::clone::Clone::clone(&#value))
            }
            true => self.copied(id),
            false => self.expr(id),
        }
    }

    /// Is it a constant that may be a reference to a number instead of one? Arithmetic looks through that, and nothing else does.
    pub(super) fn may_refer(&self, id: Id) -> bool {
        let node = self.body.arena.get(id);
        let gives = matches!(node.op, Op::Plain(Plain::Call(_) | Plain::Method(..), _) | Op::Bound);
        gives && node.unseen && node.ty.is_float() && !node.adjoint && !node.flow.varies && !self.generic
    }

    /// A use of a copy, where the type is not `Copy`, or may not be.
    pub(super) fn copied(&mut self, id: Id) -> TokenStream {
        // The adjoint of a reference to a list is a list.
        let is_adjoint = self.body.arena.get(id).adjoint;
        match self.ty(id) {
            ty if matches!(ty, Ty::Vec(_)) || is_adjoint && ty.is_list() => {
                let value = self.base(id);
                quote!(#value.to_vec())
            }
            // A struct that is made here is of a type with a name, which need not be `Copy`.
            ty if ty.moves() || matches!(self.op(id), Op::Struct(..)) => {
                let value = self.referent(id);
                quote!(::core::clone::Clone::clone(&#value))
            }
            _ => self.expr(id),
        }
    }

    /// What stands where the value is used: the part, what it is a part of, and so on to something that has a name; nothing
    /// where the value is made there.
    fn origin(&self, id: Id) -> Vec<Id> {
        let mut origin = vec![id];
        loop {
            let part = origin[origin.len() - 1];
            match self.op(part) {
                Op::Param(_) => return origin,
                _ if !self.inline.contains(&part) && !self.body.arena.is_free(part) => return origin,
                Op::Field(base, _) | Op::Index(base, _) | Op::Deref(base) => origin.push(*base),
                Op::Borrow(base) if origin.len() > 1 => origin.push(*base),
                Op::Read(_) if self.is_part_of_place(&origin) => return origin,
                _ => return Vec::new(),
            }
        }
    }

    /// Nothing can be moved out of an element or from behind a reference.
    fn is_part_of_place(&self, origin: &[Id]) -> bool {
        let behind = |id: &Id| matches!(self.op(*id), Op::Index(..) | Op::Deref(_));
        origin.iter().rev().skip(1).any(behind)
            || origin.iter().skip(1).any(|id| matches!(self.ty(*id), Ty::Ref(_)))
    }
}

/// Nodes of which parts are used, in tuples too.
pub(super) fn taken_apart(arena: &Arena) -> Ids {
    let mut apart = Ids::new();
    let nodes: Vec<(Id, &Op)> = arena.iter().map(|(id, node)| (id, &node.op)).collect();
    for (id, op) in nodes.into_iter().rev() {
        match op {
            Op::Field(_, Member::Index(_)) if !apart.contains(&id) => {}
            Op::Field(of, _) | Op::Index(of, _) | Op::Slice(of, ..) | Op::Borrow(of) | Op::Deref(of) => {
                apart.insert(*of);
            }
            _ => {}
        }
    }
    apart
}

/// How a node is used that holds the status of a `Result`.
#[derive(Clone, Copy, Default)]
pub(super) struct Taken {
    /// How often it is taken.
    taken: usize,
    /// It is used again after that, or may be.
    again: bool,
}

impl Taken {
    pub(super) fn used(&mut self, asking: bool, repeated: bool) {
        self.again |= self.taken > 0 || repeated;
        self.taken += usize::from(!asking);
    }
}

/// Does a statement only ask whether there is an error?
pub(super) fn asks(body: &Body, stmt: &Stmt) -> bool {
    let Stmt::Let(id) = stmt else { return false };
    matches!(body.arena.op(*id), Op::Plain(Plain::Method(name, _), _) if name == "is_ok" || name == "is_err")
}

/// The statuses that may be moved where they are taken.
pub(super) fn given_away(statuses: &BTreeMap<Id, Taken>, late: &Ids) -> Ids {
    let moved = |(id, taken): &(&Id, &Taken)| taken.taken == 1 && !taken.again && !late.contains(id);
    statuses.iter().filter(moved).map(|(id, _)| *id).collect()
}

/// Reads of whole lists that take the list away.
#[derive(Default)]
pub(super) struct Moves {
    /// The last mentions of their variables, in the block that declares it.
    pub(super) last: Ids,
    /// Those after which the variable is assigned as a whole. They stay where they stand.
    pub(super) exchanged: Ids,
}

/// The reads that take a list away.
pub(super) fn moves(body: &Body) -> Moves {
    let mut moved = Moves::default();
    let later = body.pullback.as_ref().map(|pullback| &pullback.body);
    search(body, &body.block, later, &mut moved);
    later.into_iter().for_each(|block| search(body, block, None, &mut moved));
    moved
}

/// `later` is what runs after the block and has it in scope.
fn search(body: &Body, block: &Block, later: Option<&Block>, moved: &mut Moves) {
    let mut own: BTreeSet<Var> = BTreeSet::new();
    for (at, stmt) in block.stmts.iter().enumerate() {
        if let Stmt::Var(var, init) = stmt
            && matches!(body.arena.ty(*init), Ty::Vec(_) | Ty::Infer(_))
        {
            own.insert(*var);
        }
        stmt.blocks().into_iter().for_each(|block| search(body, block, None, moved));
        let mentions = |stmt: &Stmt, var: Var| stmt.mentions(&body.arena, var);
        if let Stmt::Let(id) = stmt
            && let Op::Load(place) = body.arena.op(*id)
            && place.path.is_empty()
            && matches!(body.arena.ty(*id), Ty::Vec(_) | Ty::Infer(_))
        {
            let rest = &block.stmts[at + 1..];
            let last = own.contains(&place.var)
                && !rest.iter().any(|stmt| mentions(stmt, place.var))
                && !later.is_some_and(|block| block.stmts.iter().any(|stmt| mentions(stmt, place.var)));
            if last {
                moved.last.insert(*id);
            } else if is_assigned_next(body, rest, place.var) {
                moved.exchanged.insert(*id);
            }
        }
    }
}

/// Is a variable of the function's own assigned as a whole before anything else mentions it, without a way out before that?
fn is_assigned_next(body: &Body, rest: &[Stmt], var: Var) -> bool {
    let own = !body.external.contains(&var);
    let next = rest.iter().position(|stmt| stmt.mentions(&body.arena, var));
    let Some(next) = next.filter(|_| own) else { return false };
    let straight = |stmt: &Stmt| matches!(stmt, Stmt::Let(_) | Stmt::Store(..) | Stmt::Push(..));
    let whole = matches!(&rest[next], Stmt::Store(place, _) if place.path.is_empty());
    whole && rest[..next].iter().all(straight)
}

/// What the body gives, and what arms yield, as derivatives, or where another arm yields a zero: numbers, and no references to such.
pub(super) fn slopes(body: &Body) -> Ids {
    let mut slopes = Ids::new();
    for block in body.sweeps() {
        slopes.extend(block.results.iter().copied());
        block.each(&mut |stmt| {
            let Stmt::Branch(branch) = stmt else { return };
            let arms = || branch.arms.iter().filter(|arm| !arm.body.diverges);
            let is_zero = |id: &Id| matches!(body.arena.op(*id), Op::Zero(None));
            for (at, result) in branch.results.iter().enumerate() {
                let yields = || arms().filter_map(move |arm| arm.body.results.get(at));
                if body.arena.get(*result).adjoint || yields().any(is_zero) {
                    slopes.extend(yields().copied());
                }
            }
        });
    }
    slopes
}

/// What the pullback uses.
pub(super) fn captured(body: &Body) -> Ids {
    body.pullback.iter().flat_map(|pullback| pullback.body.uses(&body.arena).into_keys()).collect()
}
