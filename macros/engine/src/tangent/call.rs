//! The tangent of a call: the callee with tangents is called instead, and gives the value and its tangent.

use super::{Sweep, VARIES};
use crate::formula::Formulas;
use crate::ir::{Argument, Call, Callee, Id, Member, Node, Op, Stmt};
use crate::rules::{Rule, TIED};
use crate::types::{Float, Ty};

impl Sweep {
    /// A call of a differentiated function.
    pub(super) fn call(&mut self, call: &Call) {
        let lends = call.lent(&self.arena).any(|(_, place)| self.vars.contains_key(&place.var));
        if !self.arena.varies(call.value) && !lends {
            self.out.push(Stmt::Call(call.clone()));
            return;
        }
        if let Callee::Operator { marker, assigns } = call.callee {
            return self.operator(call, marker, assigns);
        }
        let tied = |name: &proc_macro2::Ident| TIED.iter().any(|tied| name == tied);
        if call.symmetric && call.callee.name().is_some_and(tied) {
            let span = self.arena.get(call.pullback).span;
            self.refused.push((span, "a function with a tie that `symmetric` shares"));
        }
        let mut asides = call.asides.clone();
        let mut args = call.args.clone();
        for (at, arg) in call.args.iter().enumerate() {
            let tangent = match self.tangent(*arg) {
                _ if call.functions.contains(&at) => self.nothing(),
                Some(tangent) => tangent,
                None => self.argument(*arg),
            };
            let tangent = match at == 0 && matches!(call.callee, Callee::Method(..)) {
                true => self.by_reference(tangent),
                false => tangent,
            };
            if let (Some((_, copy)), Op::Lvalue(place)) =
                (call.asides.iter().find(|(of, _)| *of == at), self.arena.op(tangent).clone())
            {
                let ty = self.arena.ty(*copy).clone();
                let argument = Argument { callee: call.callee.clone(), argument: at };
                let op = match self.arena.op(*copy) {
                    Op::Aside(..) => Op::Aside(Box::new(argument), place),
                    _ => Op::Load(place),
                };
                let copy = self.node(op, ty);
                asides.push((args.len(), copy));
            }
            args.push(tangent);
        }
        let node = self.arena.get(call.value).clone();
        let both = Ty::Tuple(vec![node.ty.clone(), node.ty.clone()]);
        let pair = Node { role: node.role.clone(), ..Node::new(Op::Bound, both, VARIES, node.span) };
        let pair = self.arena.add(pair);
        let pullback = self.arena.get(call.pullback).clone();
        let pullback = self.arena.add(pullback);
        if self.arena.is_required(call.value) {
            self.arena.require(pair);
        }
        self.out.push(Stmt::Call(Call {
            callee: call.callee.clone(),
            args,
            asides,
            functions: call.functions.clone(),
            value: pair,
            pullback,
            symmetric: call.symmetric,
            tangents: true,
        }));
        self.arena.get_mut(call.value).op = Op::Field(pair, Member::Index(0));
        self.out.push(Stmt::Let(call.value));
        let tangent = self.node(Op::Field(pair, Member::Index(1)), node.ty);
        self.stands(call.value, tangent);
    }

    /// An operator on values whose type only rustc knows: they are taken for floats, which rustc checks.
    fn operator(&mut self, call: &Call, marker: &str, assigns: bool) {
        let rule = Rule::named(&marker.to_lowercase());
        let float = Ty::Float(Float::Some(0));
        for arg in &call.args {
            let is_float = self.arena.ty(*arg).referent().is_float();
            self.arena.get_mut(*arg).unseen |= !is_float;
        }
        let mut args = call.args[..rule.arity].to_vec();
        let place = self.arena.op(args[0]).place().cloned().filter(|_| assigns);
        if let Some(place) = &place {
            args[0] = self.node(Op::Load(place.clone()), float.clone());
            if let Some(own) = self.place(place) {
                let tangent = self.node(Op::Load(own), float.clone());
                self.stands(args[0], tangent);
            }
        }
        let op = Op::Apply(rule, args);
        let value = match place {
            Some(_) => self.node(op, float),
            None => {
                let node = self.arena.get_mut(call.value);
                (node.op, node.ty) = (op, float);
                self.out.push(Stmt::Let(call.value));
                call.value
            }
        };
        self.arena.get_mut(value).flow = VARIES;
        self.node_forward(value);
        if let Some(place) = place {
            self.out.push(Stmt::Store(place.clone(), value));
            self.stored(&place, value, Stmt::Store);
        }
    }

    /// The tangent of a receiver, which the rule takes by reference.
    fn by_reference(&mut self, tangent: Id) -> Id {
        let ty = self.arena.ty(tangent).clone();
        let is_place = matches!(self.arena.op(tangent), Op::Lvalue(_) | Op::Share(_));
        if is_place || matches!(ty, Ty::Ref(_)) || ty == Ty::Tuple(Vec::new()) {
            return tangent;
        }
        let reference = self.node(Op::Borrow(tangent), Ty::Ref(Box::new(ty)));
        self.refers(reference);
        reference
    }

    fn nothing(&mut self) -> Id {
        self.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()))
    }

    /// The tangent of an argument into which nothing differentiated flows, where such an argument may have one.
    fn argument(&mut self, arg: Id) -> Id {
        match self.arena.ty(arg).referent() {
            Ty::Infer(_) => self.zero(arg),
            ty if ty.is_differentiable() => self.zero(arg),
            _ => self.nothing(),
        }
    }
}
