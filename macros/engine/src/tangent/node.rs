//! The tangent of a node: the sum of the partials times the tangents of the arguments, or the same operation on tangents.

use super::Sweep;
use crate::ir::{Id, Made, Member, Op, Place, Plain, Step, Stmt};
use crate::tables::formula::{At, Formulas};
use crate::tables::rules::{Guard, Rule};
use crate::tables::term::Term;
use crate::types::Ty;

impl Sweep {
    /// Computes the tangent of a node, if it has one.
    pub(super) fn node_forward(&mut self, id: Id) {
        if !self.arena.varies(id) {
            return;
        }
        let ty = self.arena.ty(id).clone();
        let tangent = match self.arena.op(id).clone() {
            Op::Apply(rule, args) => self.applied(rule, &args, id),
            Op::Select(cond, yes, no) => self.of_any([yes, no]).then(|| {
                let (yes, no) = (self.tangent_or_zero(yes), self.tangent_or_zero(no));
                self.node(Op::Select(cond, yes, no), ty)
            }),
            Op::Tuple(parts) => self.aggregate(&parts, ty, Op::Tuple),
            Op::Array(parts) => self.aggregate(&parts, ty, Op::Array),
            Op::Struct(made, parts) => self.made(&made, &parts, id),
            Op::Field(base, member) => self.field(base, member, ty),
            Op::Repeat(inner, len) => self.like(inner, ty, |inner| Op::Repeat(inner, len)),
            Op::List(inner, len) => self.like(inner, ty, |inner| Op::List(inner, len)),
            // The values of a map have no derivative.
            Op::Index(_, key) if *self.arena.ty(key).referent() == Ty::Discrete => None,
            Op::Index(base, at) => self.like(base, ty, |base| Op::Index(base, at)),
            Op::Slice(base, from, to) => self.like(base, ty, |base| Op::Slice(base, from, to)),
            Op::Borrow(inner) => self.like(inner, ty, Op::Borrow),
            Op::Deref(inner) => self.like(inner, ty, Op::Deref),
            Op::Convert(inner) if self.arena.ty(inner).is_discrete() => None,
            Op::Convert(inner) => self.like(inner, ty, Op::Convert),
            Op::ToVec(inner) => self.like(inner, ty, Op::ToVec),
            Op::Load(place) => self.place(&place).map(|place| self.node(Op::Load(place), ty)),
            Op::Lvalue(place) => self.place(&place).map(|place| self.node(Op::Lvalue(place), ty)),
            Op::Share(place) => self.place(&place).map(|place| self.node(Op::Share(place), ty)),
            Op::Plain(Plain::Unary(op @ syn::UnOp::Deref(_)), args) => {
                self.like(args[0], ty, |inner| Op::Plain(Plain::Unary(op), vec![inner]))
            }
            // What only asks something of a value carries no derivative.
            Op::Plain(..) | Op::Len(_) | Op::Aside(..) => None,
            // What a statement binds gets its tangent there, and a zero has none.
            Op::Literal(_)
            | Op::Param(_)
            | Op::Zero(_)
            | Op::Still(_)
            | Op::Read(_)
            | Op::Zeros(_)
            | Op::Bound => None,
        };
        let Some(mut tangent) = tangent else { return };
        if self.is_field_of_user(id) {
            // A field may be held constant, which only rustc knows.
            let ty = self.arena.ty(id).clone();
            if let Op::Load(_) = self.arena.op(tangent) {
                // It is read as it is.
                self.arena.get_mut(tangent).adjoint = false;
            }
            tangent = self.apply("tangent_of", vec![id, tangent], ty);
        }
        if self.arena.is_sure(id) {
            self.arena.assure(tangent);
        }
        if self.arena.is_settled(id) {
            self.arena.settle(tangent);
        }
        self.stands(id, tangent);
    }

    /// Is it a number in a field of a type of the user's?
    fn is_field_of_user(&self, id: Id) -> bool {
        let of_user = |ty: &Ty| matches!(ty.referent(), Ty::Infer(_) | Ty::Named(_));
        let whole = match self.arena.op(id) {
            Op::Field(base, _) if !matches!(self.arena.op(*base), Op::Struct(..)) => {
                of_user(self.arena.ty(*base)) || self.is_in_field(*base)
            }
            Op::Index(base, _) => self.is_in_field(*base),
            Op::Load(place) => place.path.iter().any(|step| matches!(step, Step::Field(_))),
            _ => false,
        };
        whole && self.arena.ty(id).is_float()
    }

    /// Is it a field of a parameter of such a type, or a part of one?
    fn is_in_field(&self, id: Id) -> bool {
        match self.arena.op(id) {
            Op::Field(_, Member::Name(_)) => true,
            Op::Field(base, _)
            | Op::Index(base, _)
            | Op::Slice(base, ..)
            | Op::Deref(base)
            | Op::Borrow(base) => self.is_in_field(*base),
            _ => false,
        }
    }

    fn of_any(&self, ids: impl IntoIterator<Item = Id>) -> bool {
        ids.into_iter().any(|id| self.tangent(id).is_some())
    }

    /// The same operation on the tangent of what it is applied to.
    fn like(&mut self, inner: Id, ty: Ty, op: impl FnOnce(Id) -> Op) -> Option<Id> {
        let tangent = self.tangent(inner)?;
        Some(self.node(op(tangent), ty))
    }

    /// A tuple or an array of tangents.
    fn aggregate(&mut self, parts: &[Id], ty: Ty, op: fn(Vec<Id>) -> Op) -> Option<Id> {
        self.of_any(parts.iter().copied()).then(|| {
            let parts = parts.iter().map(|part| self.tangent_or_zero(*part)).collect();
            self.node(op(parts), ty)
        })
    }

    fn field(&mut self, base: Id, member: Member, ty: Ty) -> Option<Id> {
        // The fields of a struct that is made here are values of their own.
        if let (Op::Struct(..), Some(part)) = (self.arena.op(base), self.arena.member(base, &member)) {
            return self.tangent(part);
        }
        self.like(base, ty, |base| Op::Field(base, member))
    }

    /// A struct: its tangent is of a type of its own, so it begins as zero and gets the fields that have a tangent.
    fn made(&mut self, made: &Made, parts: &[Id], id: Id) -> Option<Id> {
        if !self.of_any(parts.iter().copied()) {
            return None;
        }
        let ty = self.arena.ty(id).clone();
        let base = parts.last().copied().filter(|_| made.base).and_then(|base| self.tangent(base));
        let begin = match base {
            Some(base) => base,
            None => self.node(Op::Zero(Some(id)), ty.clone()),
        };
        let var = self.arena.var();
        self.structs.push(var);
        self.out.push(Stmt::Var(var, begin));
        for (member, part) in made.members.iter().zip(parts) {
            let tangent = match self.tangent(*part) {
                Some(tangent) => tangent,
                None if base.is_some() => self.zero(*part),
                None => continue,
            };
            let place = Place { var, path: vec![Step::Field(member.clone())] };
            self.out.push(Stmt::Store(place, tangent));
        }
        Some(self.node(Op::Load(Place { var, path: Vec::new() }), ty))
    }

    /// A function of the derivative table.
    fn applied(&mut self, rule: &'static Rule, args: &[Id], value: Id) -> Option<Id> {
        let ty = self.arena.ty(value).clone();
        let overflows = rule.guard == Guard::Overflow && self.saturated.contains(&value);
        if overflows || args.iter().any(|arg| self.huge.contains(arg)) {
            self.huge.insert(value);
        }
        let partials = (rule.partials)();
        let mut sum: Option<Id> = None;
        for (arg, partial) in args.iter().zip(&partials) {
            let Some(tangent) = self.tangent(*arg) else { continue };
            let term = match partial {
                Term::Number(0.0) => continue,
                Term::Number(1.0) => tangent,
                Term::Number(-1.0) if sum.is_some() => {
                    sum = sum.map(|sum| self.apply("sub", vec![sum, tangent], ty.clone()));
                    continue;
                }
                Term::Number(-1.0) => self.apply("neg", vec![tangent], ty.clone()),
                partial => {
                    let at = At { args, value, flow: Some(tangent), ty: &ty };
                    match self.huge.contains(arg) {
                        true => self.term(&partial.clone().of_flow().through_zeros(), at),
                        false => self.product(rule, partial, at),
                    }
                }
            };
            sum = Some(match sum {
                Some(sum) => self.apply("add", vec![sum, term], ty.clone()),
                None => term,
            });
        }
        sum
    }

    /// A tangent times a partial, which may be infinite where the tangent is 0.
    fn product(&mut self, rule: &'static Rule, partial: &Term, at: At<'_>) -> Id {
        let product = partial.clone().of_flow();
        match rule.guard {
            Guard::Nowhere => self.term(&product, at),
            Guard::Cotangent | Guard::Overflow => self.term(&product.guarded(), at),
            Guard::Value => {
                let product = self.term(&product, at);
                let zero = self.node(Op::Zero(None), at.ty.clone());
                let nothing = self.compare("==", at.value, zero);
                self.node(Op::Select(nothing, zero, product), at.ty.clone())
            }
        }
    }
}
