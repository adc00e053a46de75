//! The chain rule for one node, by the derivative table.

use super::{Adjoint, Shape, Sweep};
use crate::ir::{Id, Made, Op, Place, Plain, Step, Stmt};
use crate::tables::formula::{At, Formulas};
use crate::tables::rules::{Guard, Rule};
use crate::tables::term::Term;
use crate::types::Ty;
use proc_macro2::Span;

impl Sweep {
    /// The chain rule for one node.
    pub(super) fn node_back(&mut self, id: Id) {
        // What does not vary has none, and what is a part of something shares that of the whole.
        let Some(adjoint) = self.take(id) else { return };
        match self.arena.op(id).clone() {
            Op::Apply(rule, args) => {
                let cotangent = self.value(&adjoint, id);
                self.chain(rule, &args, id, cotangent);
            }
            Op::Convert(inner) => {
                let cotangent = self.value(&adjoint, id);
                let ty = self.arena.ty(inner).clone();
                let back = self.node(Op::Convert(cotangent), ty);
                self.add(inner, back);
            }
            Op::Tuple(parts) | Op::Array(parts) => {
                let ty = self.arena.ty(id).clone();
                for (index, part) in (0..).zip(parts) {
                    let touched = adjoint.whole.is_some() || adjoint.parts.contains_key(&index);
                    if touched {
                        let component = self.component(&adjoint, index, &ty, Shape::Of(part));
                        self.add(part, component);
                    }
                }
            }
            Op::Struct(made, parts) => self.made(&made, &parts, &adjoint, id),
            Op::Repeat(inner, _) | Op::List(inner, _) => self.repeat(inner, &adjoint, id),
            Op::ToVec(inner) => {
                let whole = self.value(&adjoint, id);
                self.add(inner, whole);
            }
            // What is shared is only ever lent, and a call sees to that; so this is a fence.
            Op::Load(place) | Op::Share(place) => {
                if let Some(var) = self.memory.get(&place.var).copied() {
                    let value = self.value(&adjoint, id);
                    self.out.push(Stmt::Add(Place { var, ..place }, value));
                }
            }
            // Only what was written as a derivative chooses so.
            Op::Select(cond, yes, no) => {
                let cotangent = self.value(&adjoint, id);
                let ty = self.arena.ty(id).clone();
                for (of, taken) in [(yes, true), (no, false)] {
                    if self.arena.varies(of) {
                        let zero = self.node(Op::Zero(None), ty.clone());
                        let (a, b) = if taken { (cotangent, zero) } else { (zero, cotangent) };
                        let own = self.node(Op::Select(cond, a, b), ty.clone());
                        self.add(of, own);
                    }
                }
            }
            // These have no derivative, so nothing differentiated flows into them.
            Op::Plain(..) | Op::Read(_) => {
                self.lost.get_or_insert(id);
            }
            Op::Literal(_)
            | Op::Param(_)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Lvalue(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::Bound => {}
        }
    }

    /// A struct: the adjoint of each value is the field of the struct's; the value that has the other fields gets what is left.
    fn made(&mut self, made: &Made, parts: &[Id], adjoint: &Adjoint, id: Id) {
        let whole = self.value(adjoint, id);
        for (member, part) in made.members.iter().zip(parts) {
            if !self.arena.varies(*part) {
                continue;
            }
            let ty = self.arena.ty(*part).clone();
            let field = self.node(Op::Field(whole, member.clone()), ty);
            self.add(*part, field);
        }
        let base = parts.last().filter(|base| made.base && self.arena.varies(**base)).copied();
        if let Some(base) = base {
            let var = self.arena.var();
            let ty = self.arena.ty(whole).clone();
            let reference = self.node(Op::Borrow(whole), Ty::Ref(Box::new(ty.clone())));
            let clone = Plain::Call(quote::quote!(::core::clone::Clone::clone));
            let copy = self.node(Op::Plain(clone, vec![reference]), ty);
            self.out.push(Stmt::Var(var, copy));
            for (member, part) in made.members.iter().zip(parts) {
                let ty = self.arena.ty(*part).referent().clone();
                // What stood there may have had another shape.
                let field =
                    (!ty.has_known_shape()).then(|| self.node(Op::Field(base, member.clone()), ty.clone()));
                let zero = self.node(Op::Zero(field), ty);
                self.out.push(Stmt::Store(Place { var, path: vec![Step::Field(member.clone())] }, zero));
            }
            let ty = self.arena.ty(base).clone();
            let rest = self.node(Op::Read(var), ty);
            self.add(base, rest);
        }
    }

    /// `[a; n]`: the adjoint of `a` is the sum over the elements'.
    pub(super) fn repeat(&mut self, inner: Id, adjoint: &Adjoint, id: Id) {
        let ty = self.arena.ty(id).clone();
        match ty.arity() {
            Some(arity) => {
                for index in 0..arity {
                    if adjoint.whole.is_some() || adjoint.parts.contains_key(&index) {
                        let component = self.component(adjoint, index, &ty, Shape::Of(inner));
                        self.add(inner, component);
                    }
                }
            }
            None => {
                let whole = self.value(adjoint, id);
                let elem = self.arena.ty(inner).clone();
                let mut elements =
                    self.node(Op::Plain(Plain::method("iter"), vec![whole]), Ty::Named("Iter".into()));
                if matches!(elem, Ty::Float(crate::types::Float::Generic(_))) {
                    // `Float` can add up numbers, and not references to them.
                    let ty = Ty::Named("Copied".into());
                    elements = self.node(Op::Plain(Plain::method("copied"), vec![elements]), ty);
                }
                let float = elem.tangent();
                let sum = Plain::Method(
                    proc_macro2::Ident::new("sum", Span::call_site()),
                    quote::quote!(::<#float>),
                );
                let total = self.node(Op::Plain(sum, vec![elements]), elem);
                self.add(inner, total);
            }
        }
    }

    /// Adds to each argument its partial times the cotangent.
    pub(super) fn chain(&mut self, rule: &'static Rule, args: &[Id], value: Id, cotangent: Id) {
        let partials = (rule.partials)();
        for (at, (arg, partial)) in args.iter().zip(&partials).enumerate() {
            if !self.arena.varies(*arg) || matches!(partial, Term::Number(0.0)) {
                continue;
            }
            let ty = self.arena.ty(value).clone();
            let here = At { args, value, flow: Some(cotangent), ty: &ty };
            let mut product = self.term(&partial.clone().of_flow(), here);
            let guarded = match rule.guard {
                Guard::Cotangent => Some(cotangent),
                _ if self.guards.contains(&(value, at)) => Some(cotangent),
                Guard::Nowhere => None,
                Guard::Overflow if self.saturated.contains(&value) => Some(cotangent),
                Guard::Overflow => self.incoming.filter(|_| self.handed_out.contains(&value)),
                Guard::Value => Some(value),
            };
            if let Some(guarded) = guarded {
                let zero = self.node(Op::Zero(None), ty.clone());
                let nothing = self.compare("==", guarded, zero);
                product = self.node(Op::Select(nothing, zero, product), ty);
                if rule.guard == Guard::Value {
                    // What has a name is decided once for all squares.
                    let name = self.role(*arg).unwrap_or_else(|| "cotangent".into());
                    self.arena.get_mut(product).role = Some(name);
                }
            }
            self.add(*arg, product);
        }
    }
}
