//! The tangents of what statements define and change.

use super::Sweep;
use crate::ir::{Block, Branch, Carried, Id, Loop, Node, Op, Place, Stmt};
use crate::tables::formula::Formulas;
use crate::types::Ty;

impl Sweep {
    /// A block with the tangents of what it computes. What it yields is completed by what holds it.
    pub(super) fn block(&mut self, block: &Block) -> Block {
        let outer = std::mem::take(&mut self.out);
        block.stmts.iter().for_each(|stmt| self.stmt(stmt));
        let stmts = std::mem::replace(&mut self.out, outer);
        Block { stmts, ..block.clone() }
    }

    /// Writes at the end of a block.
    pub(super) fn within<T>(&mut self, block: &mut Block, write: impl FnOnce(&mut Sweep) -> T) -> T {
        let outer = std::mem::replace(&mut self.out, std::mem::take(&mut block.stmts));
        let given = write(self);
        block.stmts = std::mem::replace(&mut self.out, outer);
        given
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Branch(branch) => self.branch(branch),
            Stmt::Loop(l) => self.looped(l),
            Stmt::Call(call) => self.call(call),
            stmt => self.out.push(stmt.clone()),
        }
        match stmt {
            Stmt::Let(id) => self.node_forward(*id),
            Stmt::Var(var, init) => {
                if let Some(own) = self.vars.get(var).copied() {
                    let tangent = self.tangent_or_zero(*init);
                    self.out.push(Stmt::Var(own, tangent));
                }
            }
            Stmt::Store(place, value) => self.stored(place, *value, Stmt::Store),
            Stmt::Replace(place, value, shape) => {
                self.stored(place, *value, |place, tangent| Stmt::Replace(place, tangent, *shape));
            }
            Stmt::Grow(place, value) => self.stored(place, *value, Stmt::Grow),
            Stmt::Shrink(place, id) => {
                if let Some(place) = self.place(place) {
                    let tangent = self.bound(*id);
                    self.out.push(Stmt::Shrink(place, tangent));
                }
            }
            // Those above have done it, and none of the others is in a primal or carries a derivative.
            Stmt::Branch(_)
            | Stmt::Loop(_)
            | Stmt::Call(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Pull(_)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => {}
        }
    }

    /// The tangent of a value goes where the value does, in the variable of tangents.
    pub(super) fn stored(&mut self, place: &Place, value: Id, stmt: impl FnOnce(Place, Id) -> Stmt) {
        if let Some(place) = self.place(place) {
            let tangent = self.tangent_or_zero(value);
            self.out.push(stmt(place, tangent));
        }
    }

    /// The tangent of what a statement binds, which binds that too.
    pub(super) fn bound(&mut self, id: Id) -> Id {
        let ty = self.arena.ty(id).clone();
        let tangent = self.node(Op::Bound, ty);
        self.stands(id, tangent);
        tangent
    }

    /// A branch yields the tangents of its results too.
    fn branch(&mut self, branch: &Branch) {
        let mut branch = branch.clone();
        for arm in &mut branch.arms {
            arm.body = self.block(&arm.body);
        }
        let results = branch.results.clone();
        let mut lent = Vec::new();
        for (index, result) in results.into_iter().enumerate() {
            let mut arms = branch.arms.iter().filter(|arm| !arm.body.diverges);
            if !self.arena.varies(result) || arms.all(|arm| self.tangent(arm.body.results[index]).is_none()) {
                continue;
            }
            if let Ty::Ref(number) = self.arena.ty(result).clone()
                && number.is_float()
            {
                lent.push(self.branch_by_value(&mut branch, index, *number));
                continue;
            }
            for arm in branch.arms.iter_mut().filter(|arm| !arm.body.diverges) {
                let own = arm.body.results[index];
                let tangent = self.within(&mut arm.body, |sweep| sweep.tangent_or_zero(own));
                arm.body.results.push(tangent);
            }
            let tangent = self.bound(result);
            branch.results.push(tangent);
        }
        self.out.push(Stmt::Branch(branch));
        for (reference, value, tangent) in lent {
            self.arena.get_mut(reference).op = Op::Borrow(value);
            self.out.push(Stmt::Let(reference));
            let ty = self.arena.ty(reference).clone();
            let tangent = self.node(Op::Borrow(tangent), ty);
            self.stands(reference, tangent);
        }
    }

    /// A reference to a number that a branch yields, with its tangent: arms yield both by value, since the tangent is computed there and would not
    /// outlive its arm. Gives the reference, and what it and its tangent are made of behind the branch.
    fn branch_by_value(&mut self, branch: &mut Branch, index: usize, number: Ty) -> (Id, Id, Id) {
        for arm in branch.arms.iter_mut().filter(|arm| !arm.body.diverges) {
            let own = arm.body.results[index];
            let (value, tangent) = self.within(&mut arm.body, |sweep| {
                let tangent = sweep.tangent_or_zero(own);
                (sweep.dereferenced(own, false), sweep.dereferenced(tangent, true))
            });
            arm.body.results[index] = value;
            arm.body.results.push(tangent);
        }
        let result = branch.results[index];
        let value = Node { ty: number.clone(), ..self.arena.get(result).clone() };
        let value = self.arena.add(value);
        let tangent = self.node(Op::Bound, number);
        branch.results[index] = value;
        branch.results.push(tangent);
        (result, value, tangent)
    }

    /// What a reference refers to, which is a tangent or none.
    fn dereferenced(&mut self, reference: Id, is_tangent: bool) -> Id {
        match (self.arena.op(reference).clone(), self.arena.ty(reference).clone()) {
            (Op::Borrow(inner), _) => inner,
            (_, Ty::Ref(inner)) => {
                let value = self.node(Op::Deref(reference), *inner);
                self.arena.get_mut(value).adjoint = is_tangent;
                value
            }
            _ => reference,
        }
    }

    /// A loop carries the tangents of what it carries.
    fn looped(&mut self, l: &Loop) {
        let mut l = l.clone();
        let mut carried = Vec::new();
        for (index, own) in l.carried.iter().enumerate() {
            if self.arena.varies(own.inner) {
                let init = self.tangent_or_zero(own.init);
                let inner = self.bound(own.inner);
                carried.push((index, init, inner));
            }
        }
        l.body = self.block(&l.body);
        for (index, init, inner) in carried {
            let next = l.body.results[index];
            let tangent = self.within(&mut l.body, |sweep| sweep.tangent_or_zero(next));
            l.body.results.push(tangent);
            let out = self.bound(l.carried[index].out);
            l.carried.push(Carried { init, inner, out });
        }
        self.out.push(Stmt::Loop(Box::new(l)));
    }
}
