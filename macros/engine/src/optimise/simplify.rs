//! Applies the algebra table, folds constants and computes common subexpressions once.

mod gather;
mod key;
mod rewrite;

use crate::ir::{
    Arena, Arm, Block, Body, Branch, Id, Ids, Literal, Node, Op, Pattern, Place, Plain, Pull, Replay, Stmt,
    Table, Var,
};
use crate::tables::rules::{Form, Rule};
use crate::types::{Float, Ty};
use key::{Key, key};
use proc_macro2::Span;
use rewrite::{ByRoot, by_root};
use std::collections::{BTreeMap, HashMap};
use std::rc::Rc;

/// Simplifies a function in place, with other nodes instead of some.
pub fn simplify(body: &mut Body, instead: BTreeMap<Id, Id>) {
    let arena = std::mem::take(&mut body.arena);
    let mut simplifier = Simplifier {
        arena,
        rewrites: Rc::new(by_root()),
        replaced: instead.into_iter().collect(),
        known: HashMap::new(),
        computed: Ids::new(),
        scopes: Vec::new(),
        out: Vec::new(),
        added: BTreeMap::new(),
    };
    body.block = simplifier.block(std::mem::take(&mut body.block));
    if let Some(pullback) = &mut body.pullback {
        // The top block's values are in scope in the closure.
        pullback.body = simplifier.block(std::mem::take(&mut pullback.body));
    }
    body.stands = std::mem::take(&mut body.stands)
        .into_iter()
        .map(|(id, now)| (simplifier.resolve(id), simplifier.resolve(now)))
        .collect();
    body.arena = simplifier.arena;
}

struct Simplifier {
    arena: Arena,
    rewrites: Rc<ByRoot>,
    replaced: Table<Id>,
    /// What has been computed and is in scope.
    known: HashMap<Key, Id>,
    /// The nodes in it.
    computed: Ids,
    /// What was added to it, by inner block, innermost last.
    scopes: Vec<Vec<Key>>,
    /// What has been written of the block; nothing where a statement was taken back.
    out: Vec<Option<Stmt>>,
    /// The last statements of that, where they add to accumulators that nothing has read since.
    added: BTreeMap<Var, BTreeMap<Place, usize>>,
}

impl Simplifier {
    fn resolve(&self, id: Id) -> Id {
        let mut id = id;
        while let Some(other) = self.replaced.get(&id) {
            id = *other;
        }
        id
    }

    fn inner(&mut self, block: Block) -> Block {
        self.scopes.push(Vec::new());
        let block = self.block(block);
        for key in self.scopes.pop().unwrap_or_default() {
            if let Some(id) = self.known.remove(&key) {
                self.computed.remove(&id);
            }
        }
        block
    }

    fn block(&mut self, block: Block) -> Block {
        let (outer, added) = (std::mem::take(&mut self.out), std::mem::take(&mut self.added));
        let (diverges, part) = (block.diverges, block.part);
        for stmt in block.stmts {
            self.stmt(stmt);
        }
        let stmts = std::mem::replace(&mut self.out, outer).into_iter().flatten().collect();
        self.added = added;
        let results = block.results.into_iter().map(|id| self.resolve(id)).collect();
        Block { stmts, results, diverges, part }
    }

    fn stmt(&mut self, stmt: Stmt) {
        let stmt = match stmt {
            Stmt::Let(id) => return self.evaluate(id),
            Stmt::Branch(branch) => return self.branch(branch),
            Stmt::Loop(mut l) => {
                for carried in &mut l.carried {
                    carried.init = self.resolve(carried.init);
                }
                if let Some(counter) = &mut l.counter {
                    counter.from = self.resolve(counter.from);
                    counter.to = self.resolve(counter.to);
                }
                if let Replay::Every(every) = &mut l.replay {
                    *every = self.resolve(*every);
                }
                // What no iteration changes need not be carried.
                let mut keep = Vec::new();
                for (carried, next) in l.carried.iter().zip(&l.body.results) {
                    let same = *next == carried.inner && !self.is_open(carried.init);
                    keep.push(!same);
                    if same {
                        self.replaced.insert(carried.inner, carried.init);
                        self.replaced.insert(carried.out, carried.init);
                    }
                }
                let mut kept = keep.iter();
                l.carried.retain(|_| *kept.next().unwrap_or(&true));
                let mut kept = keep.iter();
                l.body.results.retain(|_| *kept.next().unwrap_or(&true));
                l.body = self.inner(l.body);
                l.exit = l.exit.map(|id| self.resolve(id));
                Stmt::Loop(l)
            }
            Stmt::Push(tape, ids) => Stmt::Push(tape, ids.into_iter().map(|id| self.resolve(id)).collect()),
            Stmt::Pop(tape, ids) => Stmt::Pop(tape, ids),
            Stmt::Call(mut call) => {
                call.args = call.args.into_iter().map(|id| self.resolve(id)).collect();
                call.asides = call.asides.into_iter().map(|(at, id)| (at, self.resolve(id))).collect();
                Stmt::Call(call)
            }
            Stmt::Pull(pull) => Stmt::Pull(Pull {
                pullback: self.resolve(pull.pullback),
                cotangent: self.resolve(pull.cotangent),
                slots: pull.slots.into_iter().map(|slot| slot.map(|id| self.resolve(id))).collect(),
                results: pull.results,
                of: pull.of,
            }),
            Stmt::Var(var, init) => Stmt::Var(var, self.resolve(init)),
            Stmt::Add(place, value) => {
                let value = self.resolve(value);
                if self.arena.number(value) == Some(0.0) {
                    return;
                }
                let place = place.map(|id| self.resolve(id));
                let value = self.gathered(&place, value);
                Stmt::Add(place, value)
            }
            Stmt::Store(place, value) => Stmt::Store(place.map(|id| self.resolve(id)), self.resolve(value)),
            Stmt::Replace(place, value, length) => {
                Stmt::Replace(place.map(|id| self.resolve(id)), self.resolve(value), self.resolve(length))
            }
            Stmt::Grow(place, value) => Stmt::Grow(place.map(|id| self.resolve(id)), self.resolve(value)),
            Stmt::Shrink(place, id) => Stmt::Shrink(place.map(|id| self.resolve(id)), id),
            Stmt::Give(slot, value) => Stmt::Give(self.resolve(slot), self.resolve(value)),
            Stmt::Adopt(var, slot, zero) => Stmt::Adopt(var, self.resolve(slot), self.resolve(zero)),
            Stmt::Effect(tokens, captures) => Stmt::Effect(
                tokens,
                captures.into_iter().map(|(name, id)| (name, self.resolve(id))).collect(),
            ),
        };
        self.write(stmt);
    }

    fn branch(&mut self, branch: Branch) {
        let on = self.resolve(branch.on);
        let mut arms: Vec<Arm> = Vec::new();
        for arm in branch.arms {
            let guard = arm.guard.map(|guard| self.inner(guard));
            arms.push(Arm { pattern: arm.pattern, guard, body: self.inner(arm.body) });
        }
        let agreed: Vec<Option<Id>> = (0..branch.results.len()).map(|i| self.agreement(&arms, i)).collect();
        let required = |index: &usize| self.arena.is_required(branch.results[*index]);
        let (agreeing, others): (Vec<usize>, Vec<usize>) =
            (0..agreed.len()).filter(required).partition(|index| agreed[*index].is_some());
        // The condition is evaluated though the arms agree.
        let kept = agreeing.first().copied().filter(|_| others.is_empty());
        let mut results = Vec::new();
        for (index, result) in branch.results.iter().enumerate() {
            let agreed = agreed[index].filter(|_| kept != Some(index));
            match agreed.or_else(|| self.decision(on, &arms, index)) {
                Some(value) => {
                    self.replaced.insert(*result, value);
                    for arm in arms.iter_mut().filter(|arm| !arm.body.diverges) {
                        // Taken out below.
                        arm.body.results[index] = value;
                    }
                }
                None => results.push(index),
            }
        }
        for arm in arms.iter_mut().filter(|arm| !arm.body.diverges) {
            arm.body.results = results.iter().map(|index| arm.body.results[*index]).collect();
        }
        let results = results.into_iter().map(|index| branch.results[index]).collect();
        self.write(Stmt::Branch(Branch { on, arms, results, taken: None, at: branch.at }));
    }

    /// Is it a literal whose type only what stands beside it tells? It has to stay there.
    fn is_open(&self, id: Id) -> bool {
        matches!(self.arena.op(id), Op::Literal(_)) && self.arena.ty(id).is_open()
    }

    /// The value in scope outside that all arms yield, if they do.
    fn agreement(&self, arms: &[Arm], index: usize) -> Option<Id> {
        let mut yields = arms.iter().filter(|arm| !arm.body.diverges).map(|arm| arm.body.results[index]);
        let first = yields.next().filter(|first| !self.is_open(*first))?;
        let key = key(&self.arena, first);
        let free = self.arena.is_free(first);
        let same = |id: Id| {
            id == first
                || (free && self.arena.is_free(id) && key.is_some() && self::key(&self.arena, id) == key)
        };
        let outside = free || self.computed.contains(&first);
        (outside && yields.all(same)).then_some(first)
    }

    /// `if on { true } else { false }` is `on`.
    fn decision(&mut self, on: Id, arms: &[Arm], index: usize) -> Option<Id> {
        let yields = |arm: &Arm| match (&arm.pattern, &arm.guard, arm.body.diverges) {
            (Pattern::Is(taken), None, false) => match self.arena.op(arm.body.results[index]) {
                Op::Literal(Literal::Bool(value)) => Some(*value == *taken),
                _ => None,
            },
            _ => None,
        };
        let [a, b] = arms else { return None };
        match (yields(a)?, yields(b)?) {
            (true, true) => Some(on),
            (false, false) => {
                Some(self.build(Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![on]), &Ty::Bool))
            }
            _ => None,
        }
    }

    /// A `let`: rewritten, or replaced by what is there already.
    fn evaluate(&mut self, id: Id) {
        let node = self.arena.get(id);
        let (op, ty, adjoint) = (node.op.clone(), node.ty.clone(), node.adjoint);
        let op = op.map(|arg| self.resolve(arg));
        let simpler = self.simpler(&op, &ty, adjoint);
        let new = match simpler {
            Some(other) => other,
            None => {
                self.arena.get_mut(id).op = op;
                match self.known_as(id) {
                    Some(other) => other,
                    None => {
                        self.write(Stmt::Let(id));
                        return;
                    }
                }
            }
        };
        self.replaced.insert(id, new);
        if self.arena.is_required(id) {
            self.arena.require(new);
        }
        if !self.arena.is_free(new) {
            let node = self.arena.get(id).clone();
            let kept = self.arena.get_mut(new);
            kept.name = kept.name.take().or(node.name);
            kept.role = kept.role.take().or(node.role);
            kept.unseen |= node.unseen;
            kept.ordered |= node.ordered;
        }
    }

    /// What computes the same and is in scope; from here on that is the node, if there was nothing.
    fn known_as(&mut self, id: Id) -> Option<Id> {
        let key = key(&self.arena, id)?;
        if let Some(known) = self.known.get(&key) {
            return Some(*known);
        }
        if let Some(scope) = self.scopes.last_mut() {
            scope.push(key.clone());
        }
        self.known.insert(key, id);
        self.computed.insert(id);
        None
    }

    /// A node for an operation: simplified, shared, or new.
    fn build(&mut self, op: Op, ty: &Ty) -> Id {
        if let Some(id) = self.simpler(&op, ty, true) {
            return id;
        }
        let node = Node {
            op,
            ty: ty.clone(),
            flow: Default::default(),
            span: Span::call_site(),
            name: None,
            role: None,
            // A condition is none, in either sweep: the adjoint of a `bool` is `()`.
            adjoint: *ty != Ty::Bool,
            unseen: false,
            ordered: false,
        };
        let id = self.arena.add(node);
        if self.arena.is_free(id) {
            return id;
        }
        if let Some(known) = self.known_as(id) {
            return known;
        }
        self.write(Stmt::Let(id));
        id
    }

    fn number(&mut self, value: f64, ty: &Ty) -> Id {
        self.build(Op::Literal(Literal::Float(value, None)), ty)
    }

    /// What an operation simplifies to, if it does.
    fn simpler(&mut self, op: &Op, ty: &Ty, adjoint: bool) -> Option<Id> {
        match op {
            Op::Apply(rule, args) => {
                if let Some(folded) = self.fold(rule, args, ty, adjoint) {
                    return Some(self.number(folded, ty));
                }
                if rule.form == Form::Function("guarded_mul")
                    && self.arena.number(args[0]).is_some_and(|number| number != 0.0)
                {
                    return Some(self.build(Op::Apply(Rule::named("mul"), args.clone()), ty));
                }
                if let Some(id) = self.distribute(rule, args, ty, adjoint) {
                    return Some(id);
                }
                if let Some(id) = self.regrouped(rule, args, ty, adjoint) {
                    return Some(id);
                }
                if let Some(id) = self.squared(rule, args, ty, adjoint) {
                    return Some(id);
                }
                self.rewritten(rule, args, ty, adjoint)
            }
            Op::Select(cond, yes, no) => {
                let known = match self.arena.op(*cond) {
                    Op::Literal(Literal::Bool(known)) => Some(*known),
                    _ => None,
                };
                match known {
                    Some(true) => Some(*yes),
                    Some(false) => Some(*no),
                    None if yes == no => Some(*yes),
                    None => match (self.arena.number(*yes), self.arena.number(*no)) {
                        (Some(a), Some(b)) if a.to_bits() == b.to_bits() => Some(*yes),
                        _ => self.chosen(*cond, *yes, *no, ty),
                    },
                }
            }
            // The user's own may tell rustc the type.
            Op::Plain(Plain::Cast(_), args)
                if adjoint && self.arena.ty(args[0]) == ty && matches!(ty, Ty::Int(_)) =>
            {
                Some(args[0])
            }
            Op::Plain(plain, args) => self.condition(plain, args, ty, adjoint),
            Op::Index(base, at) => match (self.arena.op(*base), self.arena.integer(*at)) {
                (Op::Array(parts), Some(index)) => {
                    parts.get(usize::try_from(index).ok()?).copied().filter(|part| !self.is_open(*part))
                }
                (Op::Zero(None), Some(_)) if adjoint => Some(self.build(Op::Zero(None), ty)),
                _ => None,
            },
            Op::Field(base, member) if matches!(self.arena.op(*base), Op::Struct(..)) => {
                self.arena.member(*base, member).filter(|part| !self.is_open(*part))
            }
            Op::Field(base, crate::ir::Member::Index(index)) => match self.arena.op(*base) {
                Op::Tuple(parts) => parts.get(*index as usize).copied().filter(|part| !self.is_open(*part)),
                Op::Zero(None) if adjoint => Some(self.build(Op::Zero(None), ty)),
                _ => None,
            },
            Op::Deref(inner) => match self.arena.op(*inner) {
                Op::Borrow(value) => Some(*value),
                _ => None,
            },
            Op::Convert(inner) if self.arena.ty(*inner) == ty => Some(*inner),
            Op::Convert(inner) => match self.arena.number(*inner) {
                Some(value) if adjoint && ty.is_float() => {
                    let value = held(value, self.arena.ty(*inner))?;
                    Some(self.number(value, ty))
                }
                _ => None,
            },
            Op::Literal(_)
            | Op::Param(_)
            | Op::Tuple(_)
            | Op::Array(_)
            | Op::Struct(..)
            | Op::Repeat(..)
            | Op::Field(..)
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
            | Op::Bound => None,
        }
    }

    /// The value of a function of numbers, calculated in the type that the program calculates in.
    fn fold(&self, rule: &Rule, args: &[Id], ty: &Ty, adjoint: bool) -> Option<f64> {
        let numbers: Option<Vec<f64>> = args.iter().map(|id| self.arena.number(*id)).collect();
        let numbers = numbers.filter(|_| adjoint)?;
        let single: Vec<f64> = numbers.iter().map(|number| f64::from(*number as f32)).collect();
        let (double, single) = ((rule.value)(&numbers), f64::from((rule.value)(&single) as f32));
        let value = match ty {
            Ty::Float(Float::F64) => double,
            Ty::Float(Float::F32) => single,
            // The same digits in either type.
            _ if f64::from(double as f32) == single => double,
            _ => return None,
        };
        // The sign of a zero is nothing here.
        value.is_finite().then_some(if value == 0.0 { 0.0 } else { value })
    }

    /// What is negated, where something is.
    fn negated(&self, id: Id) -> Option<Id> {
        match self.arena.op(id) {
            Op::Apply(rule, args) if rule.name == "neg" => Some(args[0]),
            _ => None,
        }
    }

    /// Whether a choice between two numbers is one of them is what chose.
    fn choice(&mut self, chosen: Id, number: Id, ty: &Ty) -> Option<Id> {
        let Op::Select(cond, yes, no) = *self.arena.op(chosen) else { return None };
        let number = self.arena.number(number)?;
        match (self.arena.number(yes)? == number, self.arena.number(no)? == number) {
            (true, false) => Some(cond),
            (false, true) => Some(self.build(Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![cond]), ty)),
            _ => None,
        }
    }

    /// A choice on the same condition as that around it, or on the opposite one.
    fn chosen(&mut self, cond: Id, yes: Id, no: Id, ty: &Ty) -> Option<Id> {
        if let Op::Plain(Plain::Unary(syn::UnOp::Not(_)), args) = self.arena.op(cond) {
            let cond = args[0];
            return Some(self.build(Op::Select(cond, no, yes), ty));
        }
        match (self.arena.op(yes), self.arena.op(no)) {
            (Op::Select(same, yes, _), _) if *same == cond => {
                let yes = *yes;
                Some(self.build(Op::Select(cond, yes, no), ty))
            }
            (_, Op::Select(same, _, no)) if *same == cond => {
                let no = *no;
                Some(self.build(Op::Select(cond, yes, no), ty))
            }
            _ => self.chosen_twice(cond, yes, no, ty),
        }
    }

    /// `if a { if b { x } else { 0 } } else { 0 }` is `if a && b { x } else { 0 }`: else what is multiplied with it would go into each
    /// choice inside of it.
    fn chosen_twice(&mut self, cond: Id, yes: Id, no: Id, ty: &Ty) -> Option<Id> {
        let not = |simplifier: &mut Self, cond| {
            let not = Op::Plain(Plain::Unary(syn::UnOp::Not(Default::default())), vec![cond]);
            simplifier.build(not, &Ty::Bool)
        };
        // Where the condition holds, or where it does not.
        for (outer, inner, other) in [(true, yes, no), (false, no, yes)] {
            let node = self.arena.get(inner);
            let (Op::Select(within, x, y), Some(number)) = (&node.op, self.arena.number(other)) else {
                continue;
            };
            if !node.adjoint || node.role.is_some() {
                continue;
            }
            let (within, x, y) = (*within, *x, *y);
            let is_other = |id| self.arena.number(id).is_some_and(|of| of.to_bits() == number.to_bits());
            let (holds, value) = match (is_other(x), is_other(y)) {
                (false, true) => (true, x),
                (true, false) => (false, y),
                _ => continue,
            };
            let (op, conditions) = match (outer, holds) {
                (true, true) => ("&&", [cond, within]),
                (true, false) => ("&&", [cond, not(self, within)]),
                (false, false) => ("||", [cond, within]),
                (false, true) => ("||", [cond, not(self, within)]),
            };
            let both = self.build(Op::Plain(Plain::operator(op), conditions.to_vec()), &Ty::Bool);
            let (yes, no) = if op == "&&" { (value, other) } else { (other, value) };
            return Some(self.build(Op::Select(both, yes, no), ty));
        }
        None
    }

    /// Conditions that are known.
    fn condition(&mut self, plain: &Plain, args: &[Id], ty: &Ty, adjoint: bool) -> Option<Id> {
        use syn::BinOp;
        let boolean = |simplifier: &Self, id: Id| match simplifier.arena.op(id) {
            Op::Literal(Literal::Bool(known)) => Some(*known),
            _ => None,
        };
        let known = match (plain, args) {
            (Plain::Binary(BinOp::Or(_)), [a, b]) => match (boolean(self, *a), boolean(self, *b)) {
                (Some(false), _) => return Some(*b),
                (_, Some(false)) => return Some(*a),
                (Some(true), _) => true,
                _ => return None,
            },
            (Plain::Binary(BinOp::And(_)), [a, b]) => match (boolean(self, *a), boolean(self, *b)) {
                (Some(true), _) => return Some(*b),
                (_, Some(true)) => return Some(*a),
                (Some(false), _) => false,
                _ => return None,
            },
            (Plain::Unary(syn::UnOp::Not(_)), [a]) => !boolean(self, *a)?,
            // The status of what is there in any case says nothing of the type of an error.
            (Plain::Method(name, _), [a]) if name == "is_ok" && *self.arena.ty(*a) == Ty::Status => {
                matches!(self.arena.op(*a), Op::Zero(_)).then_some(true)?
            }
            (Plain::Method(name, _), [a]) if name == "is_nan" => self.arena.number(*a)?.is_nan(),
            (Plain::Method(name, _), [a]) if adjoint && name == "is_infinite" => {
                held(self.arena.number(*a)?, self.arena.ty(*a))?.is_infinite()
            }
            // `-a == 0.0` is `a == 0.0`
            (Plain::Binary(BinOp::Eq(_)), [a, b]) if adjoint && self.negated(*a).is_some() => {
                self.arena.number(*b).filter(|number| *number == 0.0)?;
                let op = Op::Plain(plain.clone(), vec![self.negated(*a)?, *b]);
                return Some(self.build(op, ty));
            }
            // `if c { 1.0 } else { 0.0 } == 0.0` is `!c`
            (Plain::Binary(BinOp::Eq(_)), [a, b])
                if adjoint && matches!(self.arena.op(*a), Op::Select(..)) =>
            {
                let Op::Select(cond, yes, no) = *self.arena.op(*a) else { return None };
                let [yes, no, b] = [yes, no, *b].map(|id| self.arena.number(id));
                match (yes? == b?, no? == b?) {
                    (true, false) => return Some(cond),
                    (false, true) => {
                        let not = Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![cond]);
                        return Some(self.build(not, ty));
                    }
                    (both, _) => both,
                }
            }
            (Plain::Binary(op), [a, b]) if adjoint => {
                if let (BinOp::Eq(_), Some(decided)) = (op, self.choice(*a, *b, ty)) {
                    return Some(decided);
                }
                let (x, y) = match (self.arena.number(*a), self.arena.number(*b)) {
                    (Some(x), Some(y)) => (held(x, self.arena.ty(*a))?, held(y, self.arena.ty(*b))?),
                    _ => (self.arena.integer(*a)? as f64, self.arena.integer(*b)? as f64),
                };
                match op {
                    BinOp::Lt(_) => x < y,
                    BinOp::Gt(_) => x > y,
                    BinOp::Ge(_) => x >= y,
                    BinOp::Le(_) => x <= y,
                    BinOp::Eq(_) => x == y,
                    _ => return None,
                }
            }
            _ => return None,
        };
        Some(self.build(Op::Literal(Literal::Bool(known)), ty))
    }
}

/// The number that a literal is in its type; `None` where that depends on what a type parameter stands for.
fn held(number: f64, ty: &Ty) -> Option<f64> {
    let single = f64::from(number as f32);
    match ty {
        Ty::Float(Float::F64) => Some(number),
        Ty::Float(Float::F32) => Some(single),
        _ => (single == number || number.is_nan()).then_some(number),
    }
}
