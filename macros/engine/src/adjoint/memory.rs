//! Variables that are changed in place, and buffers that are the caller's.

use super::Sweep;
use crate::analysis::scratch::Private;
use crate::ir::{Arena, Block, Id, Ids, Loop, Op, Place, Stmt, Var};
use crate::lower::Primal;
use crate::tables::formula::Formulas;
use crate::types::Ty;
use std::collections::BTreeSet;

impl Sweep {
    /// Makes the caller's buffers the accumulators of the parameters that have one.
    pub(super) fn buffers(&mut self, params: &[Id]) {
        for id in params {
            let var = match self.vars.get(id) {
                Some(var) => *var,
                None => self.arena.var(),
            };
            self.lent.insert(*id, var);
        }
    }

    /// Makes the buffer that a caller may have given the accumulator of a parameter by reference.
    pub(super) fn adopt(&mut self, param: Id, slot: Id) {
        let Some(var) = self.vars.get(&param).copied() else { return };
        let ty = self.arena.ty(param).referent().clone();
        let like = (!ty.has_known_shape()).then_some(param);
        let zero = self.node(Op::Zero(like), ty);
        self.out.push(Stmt::Adopt(var, slot, zero));
        self.lent.insert(param, var);
    }

    /// Adds the gradient of a parameter to the caller's buffer, where it has not been added there all along.
    pub(super) fn hand_over(&mut self, param: Id) {
        let Some(var) = self.lent.get(&param).copied() else { return };
        if !self.vars.contains_key(&param) {
            let gradient = self.gradient(param);
            self.out.push(Stmt::Add(Place { var, path: Vec::new() }, gradient));
        }
    }

    /// The variables that are the caller's.
    pub(super) fn external(&self, primal: &Primal) -> Vec<Var> {
        let exchanged = primal.memory.iter().filter(|variable| variable.param.is_some());
        let mut external: Vec<Var> =
            exchanged.flat_map(|variable| [Some(variable.var), variable.adjoint]).flatten().collect();
        external.extend(self.lent.values());
        external
    }

    /// Declares the adjoints of the variables that the block declares.
    pub(super) fn declare_memory(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            let Stmt::Var(var, init) = stmt else { continue };
            let Some(own) = self.memory.get(var).copied() else { continue };
            let ty = self.arena.ty(*init).referent().clone();
            if let Some(shape) = self.shapes.get(var).copied() {
                let zero = self.zeros(shape, ty);
                self.out.push(Stmt::Var(own, zero));
                continue;
            }
            let zero = self.zero_like(*init);
            self.out.push(Stmt::Var(own, zero));
        }
    }

    /// An assignment: the adjoint of what was there ends here, and what it was goes to the value assigned.
    pub(super) fn store(&mut self, place: &Place, value: Id) {
        let Some(var) = self.memory.get(&place.var).copied() else { return };
        let place = Place { var, path: place.path.clone() };
        let ty = self.arena.ty(value).referent().clone();
        let taken = self.node(Op::Load(place.clone()), ty.clone());
        if let Some((added, negative)) = self.reads.increments.get(&value).copied() {
            let flows = if negative { self.apply("neg", vec![taken], ty) } else { taken };
            return self.add(added, flows);
        }
        let like = (!ty.has_known_shape()).then_some(value);
        let zero = self.node(Op::Zero(like), ty);
        self.out.push(Stmt::Store(place, zero));
        self.add(value, taken);
    }

    /// An element is given back what it held before it was overwritten.
    pub(super) fn restore(&mut self, before: Id) {
        if let Op::Load(place) = self.arena.op(before) {
            self.out.push(Stmt::Store(place.clone(), before));
        }
    }

    /// A whole list is assigned: what was there had another number of elements.
    pub(super) fn replace(&mut self, place: &Place, value: Id, shape: Id) {
        let Some(var) = self.memory.get(&place.var).copied() else { return };
        let place = Place { var, path: place.path.clone() };
        let ty = self.arena.ty(value).referent().clone();
        let taken = self.node(Op::Load(place.clone()), ty.clone());
        let zeros = self.zeros(shape, ty);
        self.out.push(Stmt::Store(place, zeros));
        self.add(value, taken);
    }

    /// The zero of a list in a shape that the forward sweep noted.
    fn zeros(&mut self, shape: Id, ty: Ty) -> Id {
        match self.arena.op(shape) {
            Op::Len(_) => {
                let zero = self.node(Op::Zero(None), ty.part(0).unwrap_or(Ty::Bool));
                self.node(Op::List(zero, shape), ty)
            }
            _ => shape,
        }
    }

    /// An element was added at the end: its adjoint is taken off.
    pub(super) fn grow(&mut self, place: &Place, value: Id) {
        let Some(var) = self.memory.get(&place.var).copied() else { return };
        let ty = self.arena.ty(value).clone();
        let taken = self.node(Op::Bound, ty);
        self.arena.get_mut(taken).role = self.role(value).or_else(|| Some("d_last".into()));
        self.out.push(Stmt::Shrink(Place { var, path: place.path.clone() }, taken));
        self.add(value, taken);
    }

    /// The last element was taken off: its adjoint goes back to the end.
    pub(super) fn shrink(&mut self, place: &Place, id: Id) {
        let Some(var) = self.memory.get(&place.var).copied() else { return };
        let adjoint = self.take(id).unwrap_or_default();
        let value = self.value(&adjoint, id);
        self.out.push(Stmt::Grow(Place { var, path: place.path.clone() }, value));
    }

    /// May the block change a variable that has an adjoint? If not, only through its results something flows out of it.
    pub(super) fn touches(&self, block: &Block) -> bool {
        let writes = |stmt: &Stmt| stmt.writes(&self.arena).iter().any(|var| self.memory.contains_key(var));
        !self.memory.is_empty() && block.any(writes)
    }

    /// The variables from outside that are scratch for the loop, if it can be run again with these as its own: the others
    /// that it uses do not change any more.
    pub(super) fn own_memory(&self, l: &Loop) -> Option<Vec<Private>> {
        let own = declared_in(&l.body);
        let known = self.scratch.of(l.body.part);
        let mut used = BTreeSet::new();
        let mut changes = false;
        let needed = needed(&self.arena, &l.body);
        l.body.each(&mut |stmt| {
            let mut uses = |var: Var, settled: bool| {
                if own.contains(&var) {
                } else if known.iter().any(|private| private.var == var) {
                    used.insert(var);
                } else {
                    changes |= !settled;
                }
            };
            if let Stmt::Let(id) = stmt
                && needed.contains(id)
            {
                match self.arena.op(*id) {
                    Op::Share(place) => uses(place.var, true),
                    // Where a variable is matters to those who use that.
                    Op::Lvalue(_) => {}
                    op => op.place().into_iter().for_each(|p| uses(p.var, self.arena.is_settled(*id))),
                }
                for arg in self.arena.op(*id).args() {
                    if let Op::Lvalue(place) = self.arena.op(arg) {
                        uses(place.var, false);
                    }
                }
            }
            stmt.writes(&self.arena).into_iter().for_each(|var| uses(var, false));
        });
        (!changes).then(|| known.iter().filter(|private| used.contains(&private.var)).cloned().collect())
    }
}

/// The variables that the block declares, at any depth.
fn declared_in(block: &Block) -> BTreeSet<Var> {
    let mut own = BTreeSet::new();
    block.each(&mut |stmt| own.extend(stmt.declares()));
    own
}

/// The nodes that the statements of a block come to need, those inside included.
fn needed(arena: &Arena, block: &Block) -> Ids {
    let mut open = block.results.clone();
    block.each(&mut |stmt| {
        if !matches!(stmt, Stmt::Let(_)) {
            open.extend(stmt.uses(arena));
        }
        open.extend(stmt.blocks().into_iter().flat_map(|block| &block.results));
        if let Stmt::Loop(l) = stmt {
            open.extend(l.exit);
            open.extend(l.entries().iter().map(|(_, entry)| *entry));
        }
    });
    arena.made_of(open)
}
