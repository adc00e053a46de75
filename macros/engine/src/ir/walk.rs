//! Walking over the representation: what an operation and a statement are made of, use, define and write.

use super::{Arena, Block, Body, Call, Few, Id, Loop, Op, Place, Plain, Replay, Slot, Step, Stmt, Var};
use std::collections::BTreeMap;

impl Op {
    /// The nodes it is made of.
    pub fn args(&self) -> Few {
        match self {
            Op::Literal(_) | Op::Param(_) | Op::Read(_) | Op::Bound | Op::Zero(None) => Few::new(),
            Op::Load(place)
            | Op::Lvalue(place)
            | Op::Share(place)
            | Op::Len(place)
            | Op::Zeros(place)
            | Op::Aside(_, place) => place.uses(),
            Op::Apply(_, args)
            | Op::Plain(_, args)
            | Op::Tuple(args)
            | Op::Array(args)
            | Op::Struct(_, args) => Few::from(args.as_slice()),
            Op::Select(a, b, c) | Op::Slice(a, b, c) => Few::from([*a, *b, *c]),
            Op::List(a, b) | Op::Index(a, b) => Few::from([*a, *b]),
            Op::ToVec(a)
            | Op::Repeat(a, _)
            | Op::Field(a, _)
            | Op::Borrow(a)
            | Op::Deref(a)
            | Op::Convert(a)
            | Op::Zero(Some(a))
            | Op::Still(a) => Few::from([*a]),
        }
    }

    /// The part of a variable that it reads or is.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Op::Load(place)
            | Op::Lvalue(place)
            | Op::Share(place)
            | Op::Len(place)
            | Op::Zeros(place)
            | Op::Aside(_, place) => Some(place),
            Op::Literal(_)
            | Op::Param(_)
            | Op::Apply(..)
            | Op::Select(..)
            | Op::Plain(..)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Convert(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Read(_)
            | Op::List(..)
            | Op::ToVec(_)
            | Op::Bound => None,
        }
    }

    /// The same operation on other nodes.
    #[must_use]
    pub fn map(self, mut f: impl FnMut(Id) -> Id) -> Op {
        let mut all = |ids: Vec<Id>| ids.into_iter().map(&mut f).collect();
        match self {
            Op::Literal(_) | Op::Param(_) | Op::Read(_) | Op::Bound | Op::Zero(None) => self,
            Op::Load(place) => Op::Load(place.map_mut(&mut f)),
            Op::Lvalue(place) => Op::Lvalue(place.map_mut(&mut f)),
            Op::Share(place) => Op::Share(place.map_mut(&mut f)),
            Op::Len(place) => Op::Len(place.map_mut(&mut f)),
            Op::Zeros(place) => Op::Zeros(place.map_mut(&mut f)),
            Op::Aside(argument, place) => Op::Aside(argument, place.map_mut(&mut f)),
            Op::List(a, n) => Op::List(f(a), f(n)),
            Op::ToVec(a) => Op::ToVec(f(a)),
            Op::Apply(rule, args) => Op::Apply(rule, all(args)),
            Op::Plain(plain, args) => Op::Plain(plain, all(args)),
            Op::Tuple(args) => Op::Tuple(all(args)),
            Op::Array(args) => Op::Array(all(args)),
            Op::Struct(made, args) => Op::Struct(made, all(args)),
            Op::Select(c, a, b) => Op::Select(f(c), f(a), f(b)),
            Op::Slice(a, from, to) => Op::Slice(f(a), f(from), f(to)),
            Op::Repeat(a, len) => Op::Repeat(f(a), len),
            Op::Field(a, member) => Op::Field(f(a), member),
            Op::Index(a, i) => Op::Index(f(a), f(i)),
            Op::Borrow(a) => Op::Borrow(f(a)),
            Op::Deref(a) => Op::Deref(f(a)),
            Op::Convert(a) => Op::Convert(f(a)),
            Op::Zero(Some(a)) => Op::Zero(Some(f(a))),
            Op::Still(a) => Op::Still(f(a)),
        }
    }
}

impl Stmt {
    /// The nodes the statement itself uses, its blocks apart.
    pub fn uses(&self, arena: &Arena) -> Few {
        match self {
            Stmt::Let(id) => arena.op(*id).args(),
            Stmt::Branch(branch) => Few::from([branch.on]),
            Stmt::Loop(l) => {
                let mut uses: Few = l.carried.iter().map(|c| c.init).collect();
                uses.extend(l.counter.iter().flat_map(|c| [c.from, c.to]));
                uses.extend(l.every());
                uses
            }
            Stmt::Push(_, ids) => Few::from(ids.as_slice()),
            Stmt::Pop(..) => Few::new(),
            Stmt::Call(call) => Few::from(call.args.as_slice()),
            Stmt::Pull(pull) => {
                let mut uses = Few::from([pull.pullback, pull.cotangent]);
                for slot in &pull.slots {
                    match slot {
                        Slot::Value | Slot::Returned | Slot::Function => {}
                        Slot::Lent(arg)
                        | Slot::Unknown(arg)
                        | Slot::Still(arg)
                        | Slot::Receiver(arg, None) => uses.push(*arg),
                        Slot::Constant(_, aside) => uses.extend(*aside),
                        Slot::Exchange(place) => uses.extend(place.uses()),
                        Slot::Into(arg, place)
                        | Slot::Either(arg, place)
                        | Slot::Receiver(arg, Some(place)) => {
                            uses.push(*arg);
                            uses.extend(place.uses());
                        }
                    }
                }
                uses
            }
            Stmt::Var(_, init) => Few::from([*init]),
            Stmt::Add(place, value) | Stmt::Store(place, value) | Stmt::Grow(place, value) => {
                let mut uses = place.uses();
                uses.push(*value);
                uses
            }
            Stmt::Replace(place, value, length) => {
                let mut uses = place.uses();
                uses.extend([*value, *length]);
                uses
            }
            Stmt::Shrink(place, _) => place.uses(),
            Stmt::Give(slot, value) | Stmt::Adopt(_, slot, value) => Few::from([*slot, *value]),
            Stmt::Effect(_, captures) => captures.iter().map(|(_, id)| *id).collect(),
        }
    }

    /// The nodes the statement itself defines, its blocks apart.
    pub fn defines(&self) -> Few {
        match self {
            Stmt::Let(id) => Few::from([*id]),
            Stmt::Branch(branch) => Few::from(branch.results.as_slice()),
            Stmt::Loop(l) => l.carried.iter().map(|c| c.out).collect(),
            Stmt::Pop(_, ids) => Few::from(ids.as_slice()),
            Stmt::Shrink(_, id) => Few::from([*id]),
            Stmt::Call(call) => Few::from([call.value, call.pullback]),
            Stmt::Pull(pull) => pull.results.iter().flatten().copied().collect(),
            Stmt::Push(..)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Store(..)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => Few::new(),
        }
    }
}

impl Stmt {
    /// The variables the statement itself writes, its blocks apart.
    pub fn writes(&self, arena: &Arena) -> Vec<Var> {
        match self {
            Stmt::Store(place, _)
            | Stmt::Replace(place, ..)
            | Stmt::Grow(place, _)
            | Stmt::Shrink(place, _)
            | Stmt::Add(place, _) => vec![place.var],
            Stmt::Var(var, _) | Stmt::Adopt(var, ..) => vec![*var],
            Stmt::Call(call) => call.lent(arena).map(|(_, place)| place.var).collect(),
            Stmt::Let(id) => arena.lent_to_opaque(*id).map(|place| place.var).collect(),
            Stmt::Pull(pull) => pull.slots.iter().filter_map(Slot::place).map(|place| place.var).collect(),
            Stmt::Effect(_, captures) => captures
                .iter()
                .filter_map(|(_, id)| arena.may_be_changed(*id))
                .map(|place| place.var)
                .collect(),
            Stmt::Branch(_) | Stmt::Loop(_) | Stmt::Push(..) | Stmt::Pop(..) | Stmt::Give(..) => Vec::new(),
        }
    }

    /// The variables that are written in the statement, at any depth.
    pub fn writes_within(&self, arena: &Arena) -> Vec<Var> {
        let mut vars = self.writes(arena);
        self.blocks().into_iter().for_each(|block| block.each(&mut |stmt| vars.extend(stmt.writes(arena))));
        vars
    }

    /// The variable the statement declares.
    pub fn declares(&self) -> Option<Var> {
        match self {
            Stmt::Var(var, _) => Some(*var),
            _ => None,
        }
    }

    /// The blocks inside of the statement itself, a guard before its arm.
    pub fn blocks(&self) -> Vec<&Block> {
        match self {
            Stmt::Branch(branch) => {
                branch.arms.iter().flat_map(|arm| arm.guard.iter().chain([&arm.body])).collect()
            }
            Stmt::Loop(l) => vec![&l.body],
            Stmt::Let(_)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Store(..)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => Vec::new(),
        }
    }
}

impl Stmt {
    /// The same blocks, to be changed.
    pub fn blocks_mut(&mut self) -> Vec<&mut Block> {
        match self {
            Stmt::Branch(branch) => {
                branch.arms.iter_mut().flat_map(|arm| arm.guard.iter_mut().chain([&mut arm.body])).collect()
            }
            Stmt::Loop(l) => vec![&mut l.body],
            Stmt::Let(_)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Store(..)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => Vec::new(),
        }
    }
}

impl Block {
    /// Visits every statement, at any depth.
    pub fn each<'b>(&'b self, visit: &mut dyn FnMut(&'b Stmt)) {
        for stmt in &self.stmts {
            visit(stmt);
            stmt.blocks().into_iter().for_each(|block| block.each(visit));
        }
    }

    /// How often each node is used, at any depth.
    pub fn uses(&self, arena: &Arena) -> BTreeMap<Id, usize> {
        let mut uses = BTreeMap::new();
        let mut used = |ids: &[Id]| ids.iter().for_each(|id| *uses.entry(*id).or_default() += 1);
        used(&self.results);
        self.each(&mut |stmt| {
            used(&stmt.uses(arena));
            stmt.blocks().into_iter().for_each(|block| used(&block.results));
            if let Stmt::Loop(l) = stmt {
                used(l.exit.as_slice());
            }
        });
        uses
    }

    /// Is there such a statement, at any depth?
    pub fn any(&self, mut is: impl FnMut(&Stmt) -> bool) -> bool {
        self.has(&mut is)
    }

    fn has(&self, is: &mut dyn FnMut(&Stmt) -> bool) -> bool {
        self.stmts.iter().any(|stmt| is(stmt) || stmt.blocks().into_iter().any(|block| block.has(is)))
    }
}

impl Loop {
    /// After how many iterations the user asks for a checkpoint.
    pub fn every(&self) -> Option<Id> {
        match self.replay {
            Replay::Every(every) => Some(every),
            Replay::Free | Replay::From(_) => None,
        }
    }

    /// The values with which the variables begin that it has where the reverse sweep runs it again.
    pub fn entries(&self) -> &[(Var, Id)] {
        match &self.replay {
            Replay::From(entries) => entries,
            Replay::Free | Replay::Every(_) => &[],
        }
    }

    /// What the loop binds inside of its body.
    pub fn binds(&self) -> Vec<Id> {
        let mut ids: Vec<Id> = self.carried.iter().map(|c| c.inner).collect();
        ids.extend(self.counter.iter().map(|c| c.index));
        ids
    }
}

impl Body {
    /// The forward sweep, which may hold the reverse, and the reverse sweep that is handed out.
    pub fn sweeps(&self) -> impl Iterator<Item = &Block> {
        std::iter::once(&self.block).chain(self.pullback.as_ref().map(|pullback| &pullback.body))
    }
}

impl Slot {
    /// The part of an accumulator that the callee writes.
    pub fn place(&self) -> Option<&Place> {
        match self {
            Slot::Into(_, place)
            | Slot::Exchange(place)
            | Slot::Either(_, place)
            | Slot::Receiver(_, Some(place)) => Some(place),
            Slot::Value
            | Slot::Returned
            | Slot::Function
            | Slot::Lent(_)
            | Slot::Unknown(_)
            | Slot::Still(_)
            | Slot::Constant(..)
            | Slot::Receiver(_, None) => None,
        }
    }

    /// The argument that is passed again, by reference.
    pub fn argument(&self) -> Option<Id> {
        match self {
            Slot::Into(arg, _) | Slot::Lent(arg) | Slot::Receiver(arg, _) => Some(*arg),
            Slot::Value
            | Slot::Returned
            | Slot::Function
            | Slot::Unknown(_)
            | Slot::Still(_)
            | Slot::Constant(..)
            | Slot::Exchange(_)
            | Slot::Either(..) => None,
        }
    }

    /// The same slot for other nodes.
    #[must_use]
    pub fn map(self, f: impl Fn(Id) -> Id) -> Slot {
        match self {
            Slot::Value => Slot::Value,
            Slot::Returned => Slot::Returned,
            Slot::Function => Slot::Function,
            Slot::Into(arg, place) => Slot::Into(f(arg), place.map(f)),
            Slot::Lent(arg) => Slot::Lent(f(arg)),
            Slot::Receiver(arg, place) => Slot::Receiver(f(arg), place.map(|place| place.map(&f))),
            Slot::Unknown(arg) => Slot::Unknown(f(arg)),
            Slot::Still(arg) => Slot::Still(f(arg)),
            Slot::Constant(arg, aside) => Slot::Constant(arg, aside.map(f)),
            Slot::Exchange(place) => Slot::Exchange(place.map(f)),
            Slot::Either(arg, place) => Slot::Either(f(arg), place.map(f)),
        }
    }
}

impl Call {
    /// What it is lent by `&mut`, and at which position.
    pub fn lent<'a>(&'a self, arena: &'a Arena) -> impl Iterator<Item = (usize, &'a Place)> {
        self.args.iter().enumerate().filter_map(|(at, arg)| match arena.op(*arg) {
            Op::Lvalue(place) => Some((at, place)),
            _ => None,
        })
    }
}

impl Place {
    /// The same part, by indices that are computed the same way.
    pub fn same(&self, arena: &Arena, other: &Place) -> bool {
        self.path.len() == other.path.len() && self.lies_in(arena, other)
    }

    /// The same part or a part of it, by indices that are computed the same way.
    pub fn lies_in(&self, arena: &Arena, whole: &Place) -> bool {
        self.var == whole.var
            && self.path.len() >= whole.path.len()
            && self.path.iter().zip(&whole.path).all(|(a, b)| a.same(arena, b))
    }

    /// The same part by other nodes.
    #[must_use]
    pub fn map(self, f: impl Fn(Id) -> Id) -> Place {
        self.map_mut(&mut |id| f(id))
    }

    fn map_mut(mut self, f: &mut impl FnMut(Id) -> Id) -> Place {
        for step in &mut self.path {
            match step {
                Step::Index(id) => *id = f(*id),
                Step::Range(from, to) => (*from, *to) = (f(*from), f(*to)),
                Step::Field(_) => {}
            }
        }
        self
    }

    /// The nodes used as indices.
    pub fn uses(&self) -> Few {
        let indices = |step: &Step| match step {
            Step::Index(id) => Few::from([*id]),
            Step::Range(from, to) => Few::from([*from, *to]),
            Step::Field(_) => Few::new(),
        };
        self.path.iter().flat_map(indices).collect()
    }
}

impl Step {
    /// The same step, by indices that are computed the same way.
    pub fn same(&self, arena: &Arena, other: &Step) -> bool {
        match (self, other) {
            (Step::Field(a), Step::Field(b)) => a == b,
            (Step::Index(a), Step::Index(b)) => arena.same_index(*a, *b),
            (Step::Range(a, b), Step::Range(c, d)) => arena.same_index(*a, *c) && arena.same_index(*b, *d),
            _ => false,
        }
    }
}

impl Arena {
    /// Are two indices or lengths computed the same way?
    pub fn same_index(&self, a: Id, b: Id) -> bool {
        let all =
            |s: &[Id], t: &[Id]| s.len() == t.len() && s.iter().zip(t).all(|(a, b)| self.same_index(*a, *b));
        match (self.op(a), self.op(b)) {
            _ if a == b => true,
            (Op::Literal(_), Op::Literal(_)) => {
                self.integer(a).is_some() && self.integer(a) == self.integer(b)
            }
            (Op::Plain(Plain::Binary(x), s), Op::Plain(Plain::Binary(y), t)) => {
                quote::quote!(#x).to_string() == quote::quote!(#y).to_string() && all(s, t)
            }
            (Op::Plain(Plain::Path(x), _), Op::Plain(Plain::Path(y), _)) => x.to_string() == y.to_string(),
            // Only a list that grows changes its length, and that is asked by `Len`.
            (Op::Plain(Plain::Method(x, _), s), Op::Plain(Plain::Method(y, _), t)) => {
                x == "len" && y == "len" && all(s, t)
            }
            (Op::Lvalue(x), Op::Lvalue(y)) => x.same(self, y),
            _ => false,
        }
    }
}

impl Stmt {
    /// Does it mention the variable, at any depth?
    pub fn mentions(&self, arena: &Arena, var: Var) -> bool {
        let at = |id: &Id| match arena.op(*id) {
            Op::Read(read) => *read == var,
            op => op.place().is_some_and(|place| place.var == var),
        };
        let own = match self {
            Stmt::Let(id) => at(id),
            Stmt::Loop(l) => l.exit.as_ref().is_some_and(at),
            other => other.writes(arena).contains(&var),
        };
        // These are written where they are used; the others were evaluated by a statement before.
        let written = |id: &Id| matches!(arena.op(*id), Op::Read(_) | Op::Lvalue(_) | Op::Share(_)) && at(id);
        let used = self.uses(arena).iter().any(written);
        let inside = |block: &&Block| {
            block.results.iter().any(written) || block.stmts.iter().any(|stmt| stmt.mentions(arena, var))
        };
        own || used || self.blocks().iter().any(inside)
    }
}
