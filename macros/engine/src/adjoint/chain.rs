//! The chain rule for one node, by the derivative table.

use super::{Adjoint, Sweep};
use crate::ir::{Id, Literal, Made, Op, Place, Plain, Step, Stmt};
use crate::rules::{Guard, Rule};
use crate::term::{Cond, Term};
use crate::types::{Int, Ty};
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
                        let component = self.component(&adjoint, index, &ty);
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
            Op::Literal(_)
            | Op::Param(_)
            | Op::Select(..)
            | Op::Plain(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Read(_)
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
                        let component = self.component(adjoint, index, &ty);
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
            let partial = self.term(partial, args, value, &ty);
            let mut product = self.apply("mul", vec![cotangent, partial], ty.clone());
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

    /// A formula of the derivative table at a node.
    pub(super) fn term(&mut self, term: &Term, args: &[Id], value: Id, ty: &Ty) -> Id {
        match term {
            Term::Arg(index) => args[*index],
            Term::Value => value,
            Term::Number(number) => self.node(Op::Literal(Literal::Float(*number, None)), ty.clone()),
            Term::Integer(number) => self.integer((*number).into()),
            Term::Apply(rule, terms) => {
                let terms = terms.iter().map(|term| self.term(term, args, value, ty)).collect();
                self.apply(rule, terms, ty.clone())
            }
            Term::If(cond, yes, no) => {
                let cond = self.cond(cond, args, value, ty);
                let yes = self.term(yes, args, value, ty);
                let no = self.term(no, args, value, ty);
                self.node(Op::Select(cond, yes, no), ty.clone())
            }
            Term::FromInt(term) => {
                let inner = self.term(term, args, value, ty);
                match self.arena.integer(inner) {
                    Some(known) => self.node(Op::Literal(Literal::Float(known as f64, None)), ty.clone()),
                    None => self.node(Op::Convert(inner), ty.clone()),
                }
            }
            Term::Predecessor(term) => {
                let inner = self.term(term, args, value, ty);
                let ty = self.arena.ty(inner).clone();
                match self.arena.integer(inner) {
                    Some(known) => self.integer((known - 1).max(i32::MIN.into())),
                    None => {
                        let one = self.integer(1);
                        self.node(Op::Plain(Plain::method("saturating_sub"), vec![inner, one]), ty)
                    }
                }
            }
        }
    }

    pub(super) fn integer(&mut self, value: i128) -> Id {
        let tokens = proc_macro2::Literal::i128_unsuffixed(value.abs());
        let tokens = if value < 0 { quote::quote!(-#tokens) } else { quote::quote!(#tokens) };
        self.node(Op::Literal(Literal::Int(Some(value), tokens)), Ty::Int(Int::Any))
    }

    pub(super) fn cond(&mut self, cond: &Cond, args: &[Id], value: Id, ty: &Ty) -> Id {
        let binary = |sweep: &mut Self, op: &str, a: &Term, b: &Term| {
            let (a, b) = (sweep.term(a, args, value, ty), sweep.term(b, args, value, ty));
            sweep.compare(op, a, b)
        };
        match cond {
            Cond::Less(a, b) => binary(self, "<", a, b),
            Cond::Greater(a, b) => binary(self, ">", a, b),
            Cond::AtMost(a, b) => binary(self, "<=", a, b),
            Cond::AtLeast(a, b) => binary(self, ">=", a, b),
            Cond::Equal(a, b) => binary(self, "==", a, b),
            Cond::IsIntZero(a) => {
                let (a, zero) = (self.term(a, args, value, ty), self.integer(0));
                self.compare("==", a, zero)
            }
            Cond::IsNan(a) => self.question("is_nan", a, args, value, ty),
            Cond::IsInfinite(a) => self.question("is_infinite", a, args, value, ty),
            Cond::Or(a, b) | Cond::And(a, b) => {
                let op = if let Cond::Or(..) = cond { "||" } else { "&&" };
                let (a, b) = (self.cond(a, args, value, ty), self.cond(b, args, value, ty));
                self.compare(op, a, b)
            }
            Cond::Not(a) => {
                let inner = self.cond(a, args, value, ty);
                self.node(Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![inner]), Ty::Bool)
            }
        }
    }

    pub(super) fn question(&mut self, method: &str, of: &Term, args: &[Id], value: Id, ty: &Ty) -> Id {
        let inner = self.term(of, args, value, ty);
        self.node(Op::Plain(Plain::method(method), vec![inner]), Ty::Bool)
    }

    pub(super) fn compare(&mut self, op: &str, a: Id, b: Id) -> Id {
        self.node(Op::Plain(Plain::operator(op), vec![a, b]), Ty::Bool)
    }
}
