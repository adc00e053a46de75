//! The types of what is added to an adjoint or assigned, as far as a macro knows them: what is not known fits.

use super::Verifier;
use crate::ir::{Id, Member, Op, Place, Step, Stmt};
use crate::types::{Float, Ty};

impl Verifier<'_> {
    pub(super) fn types(&self, stmt: &Stmt) -> Result<(), String> {
        match stmt {
            Stmt::Let(id) => self.applied(*id),
            Stmt::Add(place, value) | Stmt::Store(place, value) => self.goes_to(place, *value),
            // An accumulator is of the type of the tangent of what it belongs to.
            Stmt::Var(var, init) | Stmt::Adopt(var, _, init) => {
                let root = self.roots.get(var).map(|root| self.arena.ty(*root));
                let memory = self.memory.get(var).and_then(|own| self.vars.get(own)?.as_ref());
                root.or(memory).map_or(Ok(()), |ty| self.fit(var.0, ty, *init))
            }
            Stmt::Branch(_)
            | Stmt::Loop(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Give(..)
            | Stmt::Effect(..) => Ok(()),
        }
    }

    /// Functions of the derivative table are of floats of one type.
    fn applied(&self, id: Id) -> Result<(), String> {
        let Op::Apply(rule, args) = self.arena.op(id) else { return Ok(()) };
        let ty = self.arena.ty(id);
        for (at, arg) in args.iter().enumerate() {
            // An exponent may be an integer.
            if at == 1 && rule.name == "powi" {
                continue;
            }
            if !fits(ty, self.arena.ty(*arg)) {
                return Err(format!("`{}` gives {ty:?} and takes {:?}", rule.name, self.arena.ty(*arg)));
            }
        }
        Ok(())
    }

    fn goes_to(&self, place: &Place, value: Id) -> Result<(), String> {
        let Some(Some(ty)) = self.vars.get(&place.var) else { return Ok(()) };
        let mut part = Some(ty.clone());
        for step in &place.path {
            part = part.and_then(|ty| match (step, ty.referent()) {
                (Step::Field(Member::Index(index)), ty) => ty.part(*index),
                (Step::Field(Member::Name(_) | Member::Inside | Member::Variant(..)), _) => None,
                (Step::Index(_), Ty::Array(elem, _) | Ty::Slice(elem) | Ty::Vec(elem)) => {
                    Some((**elem).clone())
                }
                (Step::Range(..), Ty::Array(elem, _) | Ty::Slice(elem) | Ty::Vec(elem)) => {
                    Some(Ty::Slice(elem.clone()))
                }
                (Step::Index(_) | Step::Range(..), _) => None,
            });
        }
        part.map_or(Ok(()), |ty| self.fit(place.var.0, &ty, value))
    }

    fn fit(&self, var: u32, ty: &Ty, value: Id) -> Result<(), String> {
        let own = self.arena.ty(value);
        match fits(ty, own) {
            true => Ok(()),
            false => {
                Err(format!("variable {var} has a part of type {ty:?}, which {value:?} of {own:?} is not"))
            }
        }
    }
}

/// May a value of one type be added to one of the other?
pub(super) fn fits(a: &Ty, b: &Ty) -> bool {
    match (a.referent(), b.referent()) {
        (Ty::Infer(_) | Ty::Named(_) | Ty::Maybe | Ty::At, _)
        | (_, Ty::Infer(_) | Ty::Named(_) | Ty::Maybe | Ty::At) => true,
        (Ty::Float(a), Ty::Float(b)) => a == b || matches!(a, Float::Some(_)) || matches!(b, Float::Some(_)),
        // What has no derivative adds nothing.
        (a, b) if a.is_discrete() && b.is_discrete() => true,
        (Ty::Tuple(a), Ty::Tuple(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| fits(a, b)),
        (Ty::Array(a, m), Ty::Array(b, n)) => fits(a, b) && m.value.zip(n.value).is_none_or(|(m, n)| m == n),
        (Ty::Slice(a) | Ty::Vec(a) | Ty::Array(a, _), Ty::Slice(b) | Ty::Vec(b) | Ty::Array(b, _)) => {
            fits(a, b)
        }
        (Ty::Float(_), _) | (_, Ty::Float(_)) => false,
        (Ty::Outcome(_, a), Ty::Outcome(_, b)) => fits(a, b),
        (Ty::Tuple(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Outcome(..), _) => false,
        (_, Ty::Tuple(_) | Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Outcome(..)) => false,
        (Ty::Int(_) | Ty::Bool | Ty::Discrete | Ty::Status | Ty::Pullback | Ty::Ref(_), _) => a == b,
    }
}
