//! Recording: makes primal values that the reverse sweep mentions reachable for it.
//!
//! A value that the forward sweep computed inside an arm or a loop is computed again where that costs an operation
//! or two and its arguments are at hand. Otherwise an arm yields it; in a loop, or where many arms would have to yield
//! something for it, the block that computed it keeps it on its stack, together with whatever else is kept of that block; the reverse sweep takes them where it mirrors the block:
//! stacks mirror by themselves, however loops and arms are nested.

mod lift;
mod numbers;
mod places;
mod reference;
mod scope;

use crate::ir::{Arena, Block, Body, Id, Ids, Kept, Loop, Node, Op, Part, Pattern, Plain, Stmt, Table, Tape};
use crate::restore;
use crate::tables::rules::Form;
use crate::types::Ty;
use places::{BODY, Home, PULLBACK, Path, Places, Way};
use quote::quote;
use scope::Scope;
use std::collections::{BTreeMap, BTreeSet};

pub use reference::{kept_reference, may_borrow, params_needed};

/// Repairs a function in place.
pub fn record(body: &mut Body, cheap: u32) {
    numbers::read_early(body);
    let mut places = Places::of(&body.block);
    if let Some(pullback) = &body.pullback {
        places.pullback(&pullback.body);
    }
    let mut repeatable = Ids::new();
    let restored = std::mem::take(&mut body.restored);
    restore::repeatable(&body.arena, &body.block, &restored, &mut repeatable);
    let mut stands: BTreeMap<Id, Vec<Id>> = BTreeMap::new();
    for (id, now) in std::mem::take(&mut body.stands) {
        stands.entry(id).or_default().push(now);
    }
    let mut need = Need {
        cheap,
        places,
        mentions: lift::mentions(body),
        repeatable,
        yields: BTreeMap::new(),
        tapes: BTreeMap::new(),
        lifted: BTreeMap::new(),
        mirrors: Vec::new(),
        stands,
    };
    let mut scope = Scope::default();
    need.block(&mut body.arena, &mut body.block, &mut Vec::new(), &mut scope);
    if let Some(pullback) = &mut body.pullback {
        // A closure that kept a reference could not leave the function whose local it refers to; what
        // references lead to is handed over again.
        scope
            .values
            .retain(|id| !behind_reference(&body.arena, *id) && !reference::may_borrow(&body.arena, *id));
        pullback.params.iter().for_each(|id| scope.add(*id));
        let mut path = vec![need.places.inside(&Vec::new(), PULLBACK)];
        need.block(&mut body.arena, &mut pullback.body, &mut path, &mut scope);
    }
    let (mut tapes, lifted) = (need.tapes, need.lifted);
    let mut yields: BTreeMap<Part, Vec<(Id, Id)>> = BTreeMap::new();
    for ((part, id), join) in need.yields.into_iter().filter(|((part, _), _)| *part != Part::None) {
        yields.entry(part).or_default().push((id, join));
    }
    if !yields.is_empty() {
        hand_out(&mut body.arena, &mut body.block, &yields);
        if let Some(pullback) = &mut body.pullback {
            hand_out(&mut body.arena, &mut pullback.body, &yields);
        }
    }
    if !tapes.is_empty() {
        push(&body.arena, &mut body.block, &mut tapes, &lifted, Some(1));
        if let Some(pullback) = &mut body.pullback {
            push(&body.arena, &mut pullback.body, &mut tapes, &lifted, Some(1));
        }
    }
    body.tapes = tapes.into_values().collect();
}

/// Is it a reference to a local, or written as a part of what such a reference leads to?
pub fn behind_reference(arena: &Arena, id: Id) -> bool {
    match arena.op(id) {
        Op::Param(_) => false,
        _ if arena.ty(id).refers() || reference::is_view(arena, id) => true,
        Op::Field(base, _) | Op::Index(base, _) | Op::Deref(base) => behind_reference(arena, *base),
        _ => false,
    }
}

/// Removes the stacks from which nobody takes anything.
pub fn forget(body: &mut Body) -> bool {
    let mut taken = BTreeSet::new();
    let pullback = body.pullback.as_mut().map(|pullback| &mut pullback.body);
    let mut blocks: Vec<&mut Block> = std::iter::once(&mut body.block).chain(pullback).collect();
    for block in &blocks {
        block.each(&mut |stmt| {
            if let Stmt::Pop(tape, _) = stmt {
                taken.insert(*tape);
            }
        });
    }
    let before = body.tapes.len();
    body.tapes.retain(|kept| taken.contains(&kept.tape));
    blocks.iter_mut().for_each(|block| forget_in(block, &taken));
    body.tapes.len() < before
}

fn forget_in(block: &mut Block, taken: &BTreeSet<Tape>) {
    block.stmts.retain(|stmt| !matches!(stmt, Stmt::Push(tape, _) if !taken.contains(tape)));
    block.stmts.iter_mut().flat_map(Stmt::blocks_mut).for_each(|block| forget_in(block, taken));
}

/// Keeps what is kept of a block at its end, when all of it is there. `times` is how often the block runs at most.
fn push(
    arena: &Arena,
    block: &mut Block,
    tapes: &mut BTreeMap<u32, Kept>,
    lifted: &BTreeMap<u32, Vec<Id>>,
    times: Option<u64>,
) {
    for stmt in &mut block.stmts {
        let inside = match &stmt {
            Stmt::Loop(l) => times.zip(trips(arena, l)).and_then(|(a, b)| a.checked_mul(b)),
            _ => times,
        };
        stmt.blocks_mut().into_iter().for_each(|block| push(arena, block, tapes, lifted, inside));
    }
    if let Part::Forward(number) = block.part
        && let Some(kept) = tapes.get_mut(&number)
    {
        kept.times = times;
        block.stmts.extend(lifted.get(&number).into_iter().flatten().map(|id| Stmt::Let(*id)));
        block.stmts.push(Stmt::Push(kept.tape, kept.values.clone()));
    }
}

/// How many iterations a loop has at most, where that is known here.
fn trips(arena: &Arena, l: &Loop) -> Option<u64> {
    let counter = l.counter.as_ref()?;
    let (from, to) = (arena.integer(counter.from)?, arena.integer(counter.to)?);
    u64::try_from((to + i128::from(counter.closed) - from).max(0)).ok()
}

struct Need {
    /// Up to this many operations are repeated.
    cheap: u32,
    places: Places,
    /// Reads of restored variables that may be repeated in the block that mirrors theirs.
    repeatable: Ids,
    /// How often the reverse sweep mentions a node.
    mentions: Table<usize>,
    /// For a node and an arm around its home: the join that hands it out of that arm.
    yields: BTreeMap<(Part, Id), Id>,
    /// What is kept of each block of the forward sweep.
    tapes: BTreeMap<u32, Kept>,
    /// Which parts of the derivative each block of the forward sweep evaluates.
    lifted: BTreeMap<u32, Vec<Id>>,
    /// What a node is equal to, where that is in scope.
    stands: BTreeMap<Id, Vec<Id>>,
    /// The blocks of the reverse sweep that are being repaired, from the outside in: what each mirrors, and what it pops.
    mirrors: Vec<(Part, Vec<(Id, Id)>)>,
}

impl Need {
    fn block(&mut self, arena: &mut Arena, block: &mut Block, path: &mut Path, scope: &mut Scope) {
        self.mirrors.push((block.part, Vec::new()));
        let mut out: Vec<Stmt> = Vec::new();
        for (at, mut stmt) in std::mem::take(&mut block.stmts).into_iter().enumerate() {
            if let Stmt::Let(id) = stmt
                && self.lift(arena, id, scope)
            {
                continue;
            }
            for id in stmt.uses(arena) {
                self.reach(arena, id, path, scope, &mut out);
            }
            stmt = substituted(arena, stmt, &scope.instead);
            if let Stmt::Branch(branch) = &mut stmt {
                for (index, arm) in branch.arms.iter_mut().enumerate() {
                    path.push(self.places.inside(path, (at, index)));
                    let outside = scope.changes.len();
                    if let Pattern::Rust(_, bound) = &arm.pattern {
                        bound.iter().for_each(|(_, id)| scope.add(*id));
                    }
                    if let Some(guard) = &mut arm.guard {
                        let inside = scope.changes.len();
                        self.block(arena, guard, path, scope);
                        scope.back_to(inside);
                    }
                    self.block(arena, &mut arm.body, path, scope);
                    scope.back_to(outside);
                    path.pop();
                }
            }
            if let Stmt::Loop(l) = &mut stmt {
                path.push(self.places.inside(path, (at, BODY)));
                let outside = scope.changes.len();
                for id in l.binds() {
                    scope.add(id);
                    scope.replace(id, None);
                }
                self.block(arena, &mut l.body, path, scope);
                l.exit = l.exit.map(|id| scope.instead.get(&id).copied().unwrap_or(id));
                scope.back_to(outside);
                path.pop();
            }
            // A mirrored definition hides what stood for it.
            for id in stmt.defines() {
                scope.add(id);
                scope.replace(id, None);
            }
            out.push(stmt);
        }
        if !block.diverges {
            for id in block.results.clone() {
                self.reach(arena, id, path, scope, &mut out);
            }
            for id in &mut block.results {
                *id = scope.instead.get(id).copied().unwrap_or(*id);
            }
        }
        let (part, pops) = self.mirrors.pop().unwrap_or_default();
        if let Part::Reverse(number) = part
            && let Some(kept) = self.tapes.get(&number)
        {
            debug_assert_eq!(kept.values.len(), pops.len(), "a block is mirrored once");
            let tape = kept.tape;
            let (pops, again) = self.repeated(arena, number, pops);
            let first = Stmt::Pop(tape, pops.into_iter().map(|(_, popped)| popped).collect());
            out.splice(0..0, std::iter::once(first).chain(again.into_iter().map(Stmt::Let)));
        }
        block.stmts = out;
    }

    /// Sums and products of what is kept beside them are computed again instead: that takes less time than a stack.
    fn repeated(
        &mut self,
        arena: &mut Arena,
        number: u32,
        mut pops: Vec<(Id, Id)>,
    ) -> (Vec<(Id, Id)>, Vec<Id>) {
        let lifted = self.lifted.get(&number);
        let mut popped: BTreeMap<Id, Id> = pops.iter().copied().collect();
        let mut again = Vec::new();
        let of_kept: Vec<Id> = popped.keys().copied().collect();
        for id in of_kept.into_iter().filter(|_| self.cheap > 0) {
            let Op::Apply(rule, args) = arena.op(id) else { continue };
            let cheap = matches!(rule.form, Form::Infix("+" | "-" | "*") | Form::Prefix(_));
            let at_hand = |arg: &Id| {
                arena.is_free(*arg) || popped.contains_key(arg) || reference::is_element_of_param(arena, *arg)
            };
            if !cheap || !args.iter().all(at_hand) || lifted.is_some_and(|lifted| lifted.contains(&id)) {
                continue;
            }
            for arg in args.clone() {
                if !arena.is_free(arg) && !popped.contains_key(&arg) {
                    let read = arena.add(arena.get(arg).clone());
                    popped.insert(arg, read);
                    again.push(read);
                }
            }
            let op = arena.op(id).clone().map(|arg| popped.get(&arg).copied().unwrap_or(arg));
            let own = popped[&id];
            arena.get_mut(own).op = op;
            again.push(own);
        }
        pops.retain(|(_, own)| !again.contains(own));
        popped.retain(|_, own| !again.contains(own));
        if let Some(kept) = self.tapes.get_mut(&number) {
            kept.values.retain(|id| popped.contains_key(id));
        }
        (pops, again)
    }

    /// Makes a node reachable here by the stack on which the forward sweep keeps it.
    fn pop(&mut self, arena: &mut Arena, id: Id, part: Part, scope: &mut Scope) -> bool {
        let Part::Forward(number) = part else { return false };
        let mirror = self.mirrors.iter_mut().rev().find(|(part, _)| *part == Part::Reverse(number));
        let Some((_, pops)) = mirror else { return false };
        let popped = match pops.iter().find(|(kept, _)| *kept == id) {
            Some((_, popped)) => *popped,
            None => {
                let popped = arena.add(Node { op: Op::Bound, ..arena.get(id).clone() });
                pops.push((id, popped));
                let tape = Tape(u32::try_from(self.tapes.len()).unwrap_or(u32::MAX));
                let kept = Kept { tape, values: Vec::new(), times: None, flat: false };
                self.tapes.entry(number).or_insert(kept).values.push(id);
                popped
            }
        };
        scope.add(popped);
        scope.replace(id, Some(popped));
        true
    }

    /// Makes a node reachable here.
    fn reach(&mut self, arena: &mut Arena, id: Id, path: &Path, scope: &mut Scope, out: &mut Vec<Stmt>) {
        if arena.is_free(id) || scope.values.contains(&id) || scope.instead.contains_key(&id) {
            return;
        }
        let standing = self.stands.get(&id).and_then(|now| now.iter().find(|now| scope.values.contains(now)));
        if let Some(now) = standing {
            scope.replace(id, Some(*now));
            return;
        }
        // A reference is taken again, since it may not outlive the arm.
        let reference = match arena.op(id) {
            Op::Borrow(_) | Op::Slice(..) | Op::Lvalue(_) | Op::Share(_) => true,
            Op::Array(_) | Op::Tuple(_) => arena.ty(id).refers(),
            Op::Field(..) | Op::Index(..) => arena.ty(id).refers() || arena.is_inside(id),
            _ => arena.is_inside(id) || reference::is_view(arena, id),
        };
        // The error may be handed out, so the value is kept without it.
        let of_result = match arena.op(id) {
            Op::Field(whole, _) => {
                !scope.values.contains(whole) && arena.ty(*whole).value_of_result().is_some()
            }
            _ => false,
        };
        if !of_result && (reference || self.is_at_hand(arena, id, scope)) {
            let args = arena.op(id).args();
            for arg in args {
                self.reach(arena, arg, path, scope, out);
            }
            let node = arena.get(id).clone();
            let op = node.op.map(|arg| scope.instead.get(&arg).copied().unwrap_or(arg));
            let again = arena.add(Node { op, ..arena.get(id).clone() });
            if arena.is_settled(id) {
                arena.settle(again);
            }
            out.push(Stmt::Let(again));
            scope.add(again);
            scope.replace(id, Some(again));
            return;
        }
        // What a loop carries may have no field of its own in the forward sweep.
        let of_whole = match arena.op(id) {
            Op::Field(whole, _) if of_result && !self.places.home.contains_key(&id) => Some(*whole),
            _ => None,
        };
        let Some(Home { way, part }) = self.places.home.get(&of_whole.unwrap_or(id)).cloned() else { return };
        // The blocks around it that are not around this place, from the inside out.
        let mut left: Vec<&Way> = Vec::new();
        let mut around = Some(&*way);
        while let Some(block) = around.filter(|block| !block.is_on(path)) {
            left.push(block);
            around = block.up.as_deref();
        }
        let common = way.depth - left.len();
        if left.iter().any(|block| block.is_body) && self.pop(arena, id, part, scope) {
            if let (Some(_), Part::Forward(number)) = (of_whole, part) {
                self.lifted.entry(number).or_default().push(id);
            }
            return;
        }
        // To yield it, every arm of every branch on the way yields something for it.
        let yielding: usize = left.iter().map(|block| block.arms).sum();
        if yielding > FEW && self.pop(arena, id, part, scope) {
            return;
        }
        // An arm that was not taken yields a zero, or `None` where no zero of the type can be written down.
        let wrapped = !arena.ty(id).has_zero() && !left.is_empty();
        let mut inner = id;
        for arm in left.iter().map(|block| block.part) {
            let node = arena.get(id).clone();
            let ty = if wrapped { Ty::Maybe } else { node.ty.clone() };
            let unseen = node.unseen || wrapped && reference::is_unseen(&node.ty);
            let entry = self.yields.entry((arm, inner));
            inner = *entry.or_insert_with(|| arena.add(Node { op: Op::Bound, ty, unseen, ..node }));
        }
        if wrapped {
            let node = arena.get(id).clone();
            // A loop takes it each time, and it need not be `Copy`.
            let repeated = path[common..].iter().any(|(_, is_body)| *is_body);
            let mut add = |op: Op, ty: &Ty| {
                let id = arena.add(Node { op, ty: ty.clone(), ..node.clone() });
                out.push(Stmt::Let(id));
                id
            };
            let unwrap = |of: Id| Op::Plain(Plain::method("unwrap"), vec![of]);
            inner = match repeated {
                true => {
                    let reference = add(Op::Plain(Plain::method("as_ref"), vec![inner]), &Ty::Maybe);
                    let referred = add(unwrap(reference), &Ty::Ref(Box::new(node.ty.clone())));
                    add(Op::Deref(referred), &node.ty)
                }
                false => add(unwrap(inner), &node.ty),
            };
        }
        scope.add(inner);
        scope.replace(id, Some(inner));
    }

    /// Is a node in scope, or cheap to compute again?
    fn is_at_hand(&self, arena: &Arena, id: Id, scope: &Scope) -> bool {
        self.left(arena, id, scope, self.cheap.saturating_mul(2), 2).is_some()
    }

    /// Does a restored variable hold here what was read of it?
    fn is_restored(&self, id: Id) -> bool {
        let Some(Part::Forward(number)) = self.places.home.get(&id).map(|home| home.part) else {
            return false;
        };
        self.repeatable.contains(&id) && self.mirrors.iter().any(|(part, _)| *part == Part::Reverse(number))
    }

    /// What is left of so many halves of operations, of which each operation takes `each`, after computing a node from what is in scope; `None` if they do not suffice. Nothing is
    /// looked at once they are used up: what a node is made of is a graph, and has many more paths than nodes.
    fn left(&self, arena: &Arena, id: Id, scope: &Scope, halves: u32, each: u32) -> Option<u32> {
        let stands =
            |id| self.stands.get(&id).is_some_and(|now| now.iter().any(|now| scope.values.contains(now)));
        if arena.is_free(id) || scope.values.contains(&id) || scope.instead.contains_key(&id) || stands(id) {
            return Some(halves);
        }
        // What is in a variable may have changed since.
        if arena.op(id).args().iter().any(|arg| matches!(arena.op(*arg), Op::Lvalue(_))) {
            return None;
        }
        let own = match arena.op(id) {
            Op::Load(_) if arena.is_settled(id) && !matches!(arena.ty(id), Ty::Vec(_) | Ty::Array(..)) => 1,
            Op::Load(_) if self.is_restored(id) => 1,
            Op::Apply(rule, _) => match rule.form {
                Form::Infix("/" | "%") => CHEAP,
                Form::Infix(_) | Form::Prefix(_) | Form::Function(_) => 1,
                Form::Method(_) => return None,
            },
            Op::Field(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Plain(Plain::Constant, _) => 0,
            Op::Index(..)
            | Op::Convert(_)
            | Op::Select(..)
            | Op::Plain(Plain::Binary(_) | Plain::Unary(_) | Plain::Cast(_), _) => 1,
            Op::Plain(Plain::Method(name, _), _)
                if (name == "min" || name == "max") && matches!(arena.ty(id), Ty::Int(_)) =>
            {
                1
            }
            Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Plain(..)
            | Op::Read(_)
            | Op::Load(_)
            | Op::Lvalue(_)
            | Op::Share(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound
            | Op::Literal(_)
            | Op::Param(_) => return None,
        };
        let each = if let Ty::Int(_) = arena.ty(id) { 1 } else { each };
        let left = halves.checked_sub(own * each)?;
        let part = |left: u32, arg: Id, each: u32| self.left(arena, arg, scope, left, each);
        match arena.op(id) {
            // What an index is made of are integers, also where that is not seen.
            Op::Index(base, at) => part(part(left, *base, each)?, *at, 1),
            Op::Slice(base, from, to) => part(part(part(left, *base, each)?, *from, 1)?, *to, 1),
            op => op.args().into_iter().try_fold(left, |left, arg| part(left, arg, each)),
        }
    }
}

/// Up to this many operations are repeated rather than recorded.
/// One on integers is half of one: they take no time beside floats.
pub const CHEAP: u32 = 2;
/// Up to so many arms yield something so that what one of them computed is at hand outside; beyond that a stack is less to
/// write: each arm around would yield something for each value in it.
const FEW: usize = 8;

/// Lets arms yield what is needed outside.
fn hand_out(arena: &mut Arena, block: &mut Block, yields: &BTreeMap<Part, Vec<(Id, Id)>>) {
    for stmt in &mut block.stmts {
        stmt.blocks_mut().into_iter().for_each(|block| hand_out(arena, block, yields));
        let Stmt::Branch(branch) = stmt else { continue };
        for index in 0..branch.arms.len() {
            let part = branch.arms[index].body.part;
            for (id, join) in yields.get(&part).into_iter().flatten().copied() {
                branch.results.push(join);
                let node = arena.get(join).clone();
                let (mut given, mut op) = (id, Op::Zero(None));
                if node.ty == Ty::Maybe {
                    op = Op::Plain(Plain::Path(quote!(::core::option::Option::None)), Vec::new());
                    if *arena.ty(id) != Ty::Maybe {
                        let some = Plain::Call(quote!(::core::option::Option::Some));
                        given = arena.add(Node { op: Op::Plain(some, vec![id]), ..node.clone() });
                        branch.arms[index].body.stmts.push(Stmt::Let(given));
                    }
                }
                // A condition in a derivative is a condition, and no tangent of one.
                let adjoint = node.adjoint && !matches!(node.ty, Ty::Bool | Ty::Int(_));
                let zero = arena.add(Node { op, adjoint, ..node });
                for (other, arm) in branch.arms.iter_mut().enumerate() {
                    if !arm.body.diverges {
                        arm.body.results.push(if other == index { given } else { zero });
                    }
                }
            }
        }
    }
}

fn substituted(arena: &mut Arena, stmt: Stmt, instead: &Table<Id>) -> Stmt {
    let swap = |id: Id| instead.get(&id).copied().unwrap_or(id);
    match stmt {
        Stmt::Let(id) => {
            let op = arena.op(id).clone().map(swap);
            arena.get_mut(id).op = op;
            Stmt::Let(id)
        }
        Stmt::Branch(mut branch) => {
            branch.on = swap(branch.on);
            Stmt::Branch(branch)
        }
        Stmt::Loop(mut l) => {
            l.carried.iter_mut().for_each(|c| c.init = swap(c.init));
            l.counter.iter_mut().for_each(|c| (c.from, c.to) = (swap(c.from), swap(c.to)));
            Stmt::Loop(l)
        }
        Stmt::Push(tape, ids) => Stmt::Push(tape, ids.into_iter().map(swap).collect()),
        Stmt::Pop(tape, ids) => Stmt::Pop(tape, ids),
        Stmt::Call(mut call) => {
            call.args.iter_mut().for_each(|id| *id = swap(*id));
            call.asides.iter_mut().for_each(|(_, id)| *id = swap(*id));
            Stmt::Call(call)
        }
        Stmt::Pull(mut pull) => {
            pull.cotangent = swap(pull.cotangent);
            pull.pullback = swap(pull.pullback);
            pull.slots = pull.slots.into_iter().map(|slot| slot.map(swap)).collect();
            Stmt::Pull(pull)
        }
        Stmt::Var(var, init) => Stmt::Var(var, swap(init)),
        Stmt::Add(place, value) => Stmt::Add(place.map(swap), swap(value)),
        Stmt::Store(place, value) => Stmt::Store(place.map(swap), swap(value)),
        Stmt::Replace(place, value, length) => Stmt::Replace(place.map(swap), swap(value), swap(length)),
        Stmt::Grow(place, value) => Stmt::Grow(place.map(swap), swap(value)),
        Stmt::Shrink(place, id) => Stmt::Shrink(place.map(swap), id),
        Stmt::Give(slot, value) => Stmt::Give(swap(slot), swap(value)),
        Stmt::Adopt(var, slot, zero) => Stmt::Adopt(var, swap(slot), swap(zero)),
        Stmt::Effect(tokens, mut captures) => {
            captures.iter_mut().for_each(|(_, id)| *id = swap(*id));
            Stmt::Effect(tokens, captures)
        }
    }
}
