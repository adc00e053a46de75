//! The tangent of a call: the callee with tangents is called instead, and gives the value and its tangent.

use super::{Sweep, VARIES};
use crate::ir::{Argument, Call, Callee, Id, Member, Node, Op, Plain, Stmt};
use crate::tables::formula::Formulas;
use crate::tables::rules::TIED;
use crate::types::Ty;
use quote::quote;

impl Sweep {
    /// A call of a differentiated function.
    pub(super) fn call(&mut self, call: &Call) {
        let lends = call.lent(&self.arena).any(|(_, place)| self.vars.contains_key(&place.var));
        if !self.arena.varies(call.value) && !lends {
            self.out.push(Stmt::Call(Box::new(call.clone())));
            return;
        }
        let tied = |name: &proc_macro2::Ident| TIED.iter().any(|tied| name == tied);
        if call.symmetric && call.callee.name().is_some_and(tied) {
            let span = self.arena.get(call.pullback).span;
            self.refused.push((span, "a function with a tie that `symmetric` shares"));
        }
        let mut asides = call.asides.clone();
        let mut args = call.args.clone();
        let is_operator = matches!(call.callee, Callee::Operator { .. });
        // The right operand of an operator in front is `()`.
        if is_operator && args.len() == 1 {
            args.push(self.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new())));
        }
        for (at, arg) in args.clone().iter().enumerate() {
            let tangent = match self.tangent(*arg) {
                _ if call.functions.contains(&at) => self.nothing(),
                Some(tangent) => tangent,
                None => self.argument(*arg),
            };
            let tangent = match &call.callee {
                Callee::Operator { .. } => self.by_reference(tangent),
                // What has no tangent has none by reference either.
                Callee::Method(..) if at == 0 && *self.arena.ty(tangent) != Ty::Discrete => {
                    self.by_reference(tangent)
                }
                Callee::Method(..) | Callee::Function(_) | Callee::Associated(_) | Callee::Sum { .. } => {
                    tangent
                }
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
        if let Callee::Operator { assigns: true, .. } = call.callee {
            self.out.push(Stmt::Call(Box::new(Call { args, asides, tangents: true, ..call.clone() })));
            return;
        }
        let node = self.arena.get(call.value).clone();
        // The tangent of a result by reference is no reference.
        let of_tangent = match &node.ty {
            Ty::Ref(to) => match &**to {
                Ty::Slice(elem) => Ty::Vec(elem.clone()),
                to => to.clone(),
            },
            ty => ty.clone(),
        };
        let both = Ty::Tuple(vec![node.ty.clone(), of_tangent.clone()]);
        let pair = Node { role: node.role.clone(), ..Node::new(Op::Bound, both, VARIES, node.span) };
        let pair = self.arena.add(pair);
        let pullback = self.arena.get(call.pullback).clone();
        let pullback = self.arena.add(pullback);
        if self.arena.is_required(call.value) {
            self.arena.require(pair);
        }
        self.out.push(Stmt::Call(Box::new(Call {
            callee: call.callee.clone(),
            args,
            asides,
            functions: call.functions.clone(),
            value: pair,
            pullback,
            symmetric: call.symmetric,
            told: None,
            without_size: None,
            tangents: true,
        })));
        self.arena.get_mut(call.value).op = Op::Field(pair, Member::Index(0));
        self.out.push(Stmt::Let(call.value));
        let tangent = self.node(Op::Field(pair, Member::Index(1)), of_tangent);
        let tangent = if let Ty::Ref(_) = node.ty { self.by_reference(tangent) } else { tangent };
        self.stands(call.value, tangent);
    }

    /// The tangent of a receiver or an operand, which the rule takes by reference.
    fn by_reference(&mut self, tangent: Id) -> Id {
        let ty = self.arena.ty(tangent).clone();
        let is_place = matches!(self.arena.op(tangent), Op::Lvalue(_) | Op::Share(_) | Op::Still(_));
        if is_place || matches!(ty, Ty::Ref(_)) {
            return tangent;
        }
        let reference = self.node(Op::Borrow(tangent), Ty::Ref(Box::new(ty)));
        self.refers(reference);
        reference
    }

    pub(super) fn nothing(&mut self) -> Id {
        let private = crate::names::private();
        self.node(Op::Plain(Plain::Path(quote!(#private::NoTangent)), Vec::new()), Ty::Discrete)
    }

    /// The tangent of an argument into which nothing differentiated flows, where such an argument may have one.
    fn argument(&mut self, arg: Id) -> Id {
        let ty = self.arena.ty(arg).clone();
        match ty.referent() {
            // Its type is that of the parameter, and so is that of its tangent.
            _ if self.arena.is_none(arg) => {
                let default = Plain::Path(quote!(::core::default::Default::default()));
                self.node(Op::Plain(default, Vec::new()), Ty::Discrete)
            }
            // What is taken for a float may be of a type of the user's.
            of if of.is_differentiable() && !self.arena.get(arg).unseen => self.zero(arg),
            of if of.is_discrete() => self.nothing(),
            // A place without a tangent.
            _ if matches!(self.arena.op(arg), Op::Lvalue(_)) => self.nothing(),
            _ => self.node(Op::Still(arg), ty),
        }
    }
}
