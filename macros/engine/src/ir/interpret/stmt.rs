//! What each statement does.

use super::{Fallible, Handed, Machine, Number, Returned, Value, run_forward, run_primal};
use crate::ir::{Block, Branch, Call, Id, Loop, Op, Pattern, Place, Pull, Slot, Stmt, Var};
use quote::ToTokens;
use std::rc::Rc;

impl<N: Number> Machine<'_, N> {
    /// A block with the scope of its variables.
    pub(super) fn block(&mut self, block: &Block) -> Fallible<Vec<Value<N>>> {
        self.declared.push(Vec::new());
        let results = self.open_block(block)?;
        self.leave();
        Ok(results)
    }

    /// A block whose variables stay.
    pub(super) fn open_block(&mut self, block: &Block) -> Fallible<Vec<Value<N>>> {
        block.stmts.iter().try_for_each(|stmt| self.stmt(stmt))?;
        if block.diverges {
            return Err("panics".into());
        }
        block.results.iter().map(|id| self.get(*id)).collect()
    }

    fn leave(&mut self) {
        for var in self.declared.pop().unwrap_or_default() {
            self.store.vars.remove(&var);
        }
    }

    fn set(&mut self, id: Id, value: Value<N>) {
        self.world.meter.saw(value.size());
        self.store.set(id, value);
    }

    fn declare(&mut self, var: Var, value: Value<N>) {
        self.store.vars.insert(var, value);
        if let Some(declared) = self.declared.last_mut() {
            declared.push(var);
        }
    }

    fn stmt(&mut self, stmt: &Stmt) -> Fallible<()> {
        self.world.meter.burn()?;
        match stmt {
            Stmt::Let(id) => {
                // A place is looked at when it is used.
                if !matches!(self.arena.op(*id), Op::Lvalue(_) | Op::Share(_)) {
                    let value = self.evaluate(*id)?;
                    if let Value::Bool(decision) = value {
                        self.world.meter.decide(u64::from(decision));
                    }
                    self.set(*id, value);
                }
            }
            Stmt::Branch(branch) => return self.branch(branch),
            Stmt::Loop(l) => return self.looped(l),
            Stmt::Push(tape, ids) => {
                let values = ids.iter().map(|id| self.get(*id)).collect::<Fallible<Vec<_>>>()?;
                self.store.tapes.entry(*tape).or_default().push(values);
            }
            Stmt::Pop(tape, ids) => {
                let popped = self.store.tapes.get_mut(tape).and_then(Vec::pop);
                let popped = popped.ok_or_else(|| format!("stack {} is empty", tape.0))?;
                if popped.len() != ids.len() {
                    return Err(format!("{} of {} kept values are taken", ids.len(), popped.len()));
                }
                ids.iter().zip(popped).for_each(|(id, value)| self.set(*id, value));
            }
            Stmt::Call(call) => return self.call(call),
            Stmt::Pull(pull) => return self.pull(pull),
            Stmt::Var(var, init) => {
                let value = self.get(*init)?;
                self.declare(*var, value);
            }
            Stmt::Add(place, value) => {
                let value = self.get(*value)?;
                self.add(place, &value)?;
            }
            Stmt::Store(place, value) => {
                let value = self.get(*value)?;
                self.assign(place, &value)?;
            }
            Stmt::Replace(place, value, length) => {
                let (value, before) = (self.get(*value)?, self.load(place)?.parts()?.len());
                let said = match self.get(*length)? {
                    Value::Int(length) => usize::try_from(length).unwrap_or(usize::MAX),
                    zeros => zeros.parts()?.len(),
                };
                if before != said {
                    return Err("a list that is replaced has another length than was said".into());
                }
                self.assign(place, &value)?;
            }
            Stmt::Grow(place, value) => {
                let value = self.get(*value)?;
                self.grow(place, value)?;
            }
            Stmt::Shrink(place, id) => {
                let value = self.shrink(place)?;
                self.set(*id, value);
            }
            Stmt::Adopt(var, slot, zero) => match self.get(*slot)? {
                Value::Slot(None) => {
                    let zero = self.get(*zero)?;
                    self.store.vars.insert(*var, zero);
                }
                Value::Slot(Some(at)) => {
                    let buffer = self.store.buffers[at].clone();
                    self.store.vars.insert(*var, buffer);
                    self.store.adopted.push((*var, at));
                }
                other => return Err(format!("{other:?} is no buffer")),
            },
            Stmt::Give(slot, value) => match self.get(*slot)? {
                Value::Slot(None) => {}
                Value::Slot(Some(at)) => {
                    let value = self.get(*value)?;
                    self.store.buffers[at].accumulate(&value)?;
                }
                other => return Err(format!("{other:?} is no buffer")),
            },
            // It prints or checks.
            Stmt::Effect(..) => {}
        }
        Ok(())
    }

    fn branch(&mut self, branch: &Branch) -> Fallible<()> {
        let on = self.get(branch.on)?;
        for (number, arm) in branch.arms.iter().enumerate() {
            let taken = match &arm.pattern {
                Pattern::Is(wanted) => on.bool()? == *wanted,
                Pattern::Rust(pat, bound) => {
                    let mut found = Vec::new();
                    let matches = matched(pat, &on, &mut found)?;
                    for (name, value) in found.into_iter().filter(|_| matches) {
                        let id = bound.iter().find(|(own, _)| *own == name).map(|(_, id)| *id);
                        self.set(id.ok_or_else(|| format!("{name} is not bound"))?, value);
                    }
                    matches
                }
            };
            if !taken {
                continue;
            }
            if let Some(guard) = &arm.guard
                && !self.block(guard)?.first().ok_or("a guard yields nothing")?.bool()?
            {
                continue;
            }
            self.world.meter.decide(number as u64);
            let values = self.block(&arm.body)?;
            if values.len() != branch.results.len() {
                return Err("an arm yields too few values".into());
            }
            branch.results.iter().zip(values).for_each(|(id, value)| self.set(*id, value));
            return Ok(());
        }
        Err("no arm matches".into())
    }

    fn looped(&mut self, l: &Loop) -> Fallible<()> {
        let mut current = l.carried.iter().map(|c| self.get(c.init)).collect::<Fallible<Vec<_>>>()?;
        let mut range = match &l.counter {
            Some(counter) => {
                let (from, to) = (self.get(counter.from)?.int()?, self.get(counter.to)?.int()?);
                let to = to + i128::from(counter.closed);
                Some((counter, from, to))
            }
            None => None,
        };
        let mut trips = 0;
        loop {
            self.world.meter.burn()?;
            if let Some((counter, from, to)) = &mut range {
                if *from >= *to {
                    break;
                }
                let index = match counter.backwards {
                    false => {
                        *from += 1;
                        *from - 1
                    }
                    true => {
                        *to -= 1;
                        *to
                    }
                };
                self.set(counter.index, Value::Int(index));
            } else if l.exit.is_none() {
                return Err("a loop never ends".into());
            }
            trips += 1;
            for (carried, value) in l.carried.iter().zip(current) {
                self.set(carried.inner, value);
            }
            self.declared.push(Vec::new());
            current = self.open_block(&l.body)?;
            let last = l.exit.map(|id| self.get(id)?.bool()).transpose()?;
            self.leave();
            if last == Some(true) {
                break;
            }
        }
        self.world.meter.decide(trips);
        for (carried, value) in l.carried.iter().zip(current) {
            self.set(carried.out, value);
        }
        Ok(())
    }

    fn call(&mut self, call: &Call) -> Fallible<()> {
        let name = call.callee.shown();
        let world = self.world;
        let callee = world.callees.iter().find(|callee| callee.name == name);
        let callee = callee.ok_or_else(|| format!("the function {name} is not known"))?;
        let callee = match call.tangents {
            true => {
                callee.with_tangents.as_ref().ok_or_else(|| format!("the tangent of {name} is not known"))?
            }
            false => callee,
        };
        let args = call.args.iter().map(|id| self.get(*id)).collect::<Fallible<Vec<_>>>()?;
        let (value, left, pullback) = match self.is_primal {
            true => {
                let (value, left) = run_primal(world, &callee.primal, &args)?;
                (value, left, None)
            }
            false => {
                let (value, left, pullback) = run_forward(world, callee, &args)?;
                (value, left, Some(Rc::new(pullback)))
            }
        };
        for (param, value) in left {
            let place = call.lent(self.arena).find(|(at, _)| *at == param).map(|(_, place)| place);
            self.assign(place.ok_or("what is lent by `&mut` is no place")?, &value)?;
        }
        self.set(call.value, value);
        self.set(call.pullback, Value::Pullback(pullback));
        Ok(())
    }

    fn pull(&mut self, pull: &Pull) -> Fallible<()> {
        let Value::Pullback(Some(closure)) = self.get(pull.pullback)? else {
            return Err("what is pulled is no pullback".into());
        };
        let cotangent = self.get(pull.cotangent)?;
        let mut slots = Vec::new();
        let mut places: Vec<Option<&Place>> = Vec::new();
        for (index, slot) in pull.slots.iter().enumerate() {
            let (handed, place) = match slot {
                Slot::Value | Slot::Returned | Slot::Function => (Handed::Value, None),
                Slot::Still(arg) => match closure.takes_reference(index) {
                    true => (Handed::Reference(self.get(*arg)?.zero()?, None), None),
                    false => (Handed::Value, None),
                },
                Slot::Into(arg, place) => {
                    (Handed::Reference(self.get(*arg)?, Some(self.load(place)?)), Some(place))
                }
                Slot::Lent(arg) => (Handed::Reference(self.get(*arg)?, None), None),
                Slot::Receiver(arg, Some(place)) => {
                    (Handed::Reference(self.get(*arg)?, Some(self.load(place)?)), Some(place))
                }
                Slot::Receiver(arg, None) => (Handed::Reference(self.get(*arg)?, None), None),
                // Only rustc knows; here the callee does.
                Slot::Unknown(arg) => match closure.takes_reference(index) {
                    true => (Handed::Reference(self.get(*arg)?, None), None),
                    false => (Handed::Value, None),
                },
                Slot::Either(arg, place) => match closure.takes_reference(index) {
                    true => (Handed::Reference(self.get(*arg)?, Some(self.load(place)?)), Some(place)),
                    false => (Handed::Exchange(self.load(place)?), Some(place)),
                },
                Slot::Exchange(place) => (Handed::Exchange(self.load(place)?), Some(place)),
                Slot::Constant(_, Some(aside)) if closure.takes_reference(index) => {
                    (Handed::Reference(self.get(*aside)?, None), None)
                }
                Slot::Constant(..) => (Handed::Exchange(Value::Tuple(Vec::new())), None),
            };
            slots.push(handed);
            places.push(place);
        }
        let returned = closure.pull(self.world, cotangent, slots)?;
        for ((back, place), result) in returned.into_iter().zip(places).zip(&pull.results) {
            match (back, place, result) {
                (Returned::Buffer(value), Some(place), _) => self.assign(place, &value)?,
                (Returned::Entry(value), None, Some(id)) => self.set(*id, value),
                (Returned::Entry(_) | Returned::Buffer(_), None, None) => {}
                (back, ..) => return Err(format!("{back:?} has nowhere to go")),
            }
        }
        Ok(())
    }
}

/// Does a value match a pattern, and what does that bind?
fn matched<N: Number>(
    pat: &syn::Pat,
    value: &Value<N>,
    bound: &mut Vec<(proc_macro2::Ident, Value<N>)>,
) -> Fallible<bool> {
    use syn::Pat;
    Ok(match (pat, value) {
        (Pat::Wild(_), _) => true,
        (Pat::Paren(inner), _) => matched(&inner.pat, value, bound)?,
        (Pat::Reference(inner), _) => matched(&inner.pat, value, bound)?,
        (Pat::Ident(ident), Value::Maybe(inner)) if ident.ident == "None" => inner.is_none(),
        (Pat::Ident(ident), _) => {
            if let Some((_, inner)) = &ident.subpat
                && !matched(inner, value, bound)?
            {
                return Ok(false);
            }
            bound.push((ident.ident.clone(), value.clone()));
            true
        }
        (Pat::Or(or), _) => {
            for case in &or.cases {
                if matched(case, value, bound)? {
                    return Ok(true);
                }
            }
            false
        }
        (Pat::Lit(lit), _) => match (&lit.lit, value) {
            (syn::Lit::Int(int), Value::Int(n)) => {
                int.base10_parse::<i128>().map_err(|error| error.to_string())? == *n
            }
            (syn::Lit::Bool(b), Value::Bool(own)) => b.value == *own,
            _ => return Err(format!("{value:?} is matched against an unknown literal")),
        },
        (Pat::Range(range), Value::Int(n)) => {
            let bound = |expr: &Option<Box<syn::Expr>>, open: i128| match expr.as_deref() {
                None => Ok(open),
                Some(syn::Expr::Lit(syn::ExprLit { lit: syn::Lit::Int(int), .. })) => {
                    int.base10_parse::<i128>().map_err(|error| error.to_string())
                }
                Some(_) => Err("an unknown range".to_owned()),
            };
            let (from, to) = (bound(&range.start, i128::MIN)?, bound(&range.end, i128::MAX)?);
            let closed = matches!(range.limits, syn::RangeLimits::Closed(_)) || range.end.is_none();
            *n >= from && (*n < to || closed && *n == to)
        }
        (Pat::Tuple(tuple), Value::Tuple(parts)) if tuple.elems.len() == parts.len() => {
            all_matched(tuple.elems.iter().zip(parts), bound)?
        }
        (Pat::Path(path), Value::Named(name, _)) => is_named(&path.path, name),
        (Pat::TupleStruct(tuple), Value::Maybe(inner)) => match (inner, tuple.elems.first()) {
            (Some(inner), Some(pat)) if tuple.path.is_ident("Some") => matched(pat, inner, bound)?,
            _ => false,
        },
        (Pat::TupleStruct(tuple), Value::Named(name, fields)) => {
            let fields = fields.iter().map(|(_, value)| value);
            is_named(&tuple.path, name) && all_matched(tuple.elems.iter().zip(fields), bound)?
        }
        (Pat::Struct(pat), Value::Named(name, _)) if is_named(&pat.path, name) => {
            let mut parts = Vec::new();
            for field in &pat.fields {
                let name = field.member.to_token_stream().to_string();
                let part = value.field(&name).ok_or_else(|| format!("{value:?} has no field {name}"))?;
                parts.push((&*field.pat, part));
            }
            all_matched(parts.into_iter(), bound)?
        }
        (Pat::Struct(_), Value::Named(..)) => false,
        _ => return Err(format!("{value:?} is matched against an unknown pattern")),
    })
}

fn all_matched<'v, N: Number>(
    parts: impl Iterator<Item = (&'v syn::Pat, &'v Value<N>)>,
    bound: &mut Vec<(proc_macro2::Ident, Value<N>)>,
) -> Fallible<bool> {
    for (pat, part) in parts {
        if !matched(pat, part, bound)? {
            return Ok(false);
        }
    }
    Ok(true)
}

fn is_named(path: &syn::Path, name: &str) -> bool {
    path.segments.last().is_some_and(|part| part.ident == name)
}
