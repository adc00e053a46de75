//! Sums into the same place of an accumulator are added up first.

use super::Simplifier;
use crate::ir::{Id, Op, Place, Stmt};
use crate::tables::rules::Rule;

impl Simplifier {
    /// Writes a statement, and remembers what it adds to an accumulator.
    pub(in crate::optimise::simplify) fn write(&mut self, stmt: Stmt) {
        match &stmt {
            Stmt::Add(place, value) if self.arena.ty(*value).is_float() => {
                self.added.entry(place.var).or_default().insert(place.clone(), self.out.len());
            }
            Stmt::Add(..) => {}
            Stmt::Let(id) => {
                let read = match self.arena.op(*id) {
                    Op::Read(var) => Some(*var),
                    op => op.place().map(|place| place.var),
                };
                read.and_then(|var| self.added.remove(&var));
            }
            _ => self.added.clear(),
        }
        self.out.push(Some(stmt));
    }

    /// What was added to the same place just before is added along with it.
    pub(in crate::optimise::simplify) fn gathered(&mut self, place: &Place, value: Id) -> Id {
        let ty = self.arena.ty(value).clone();
        if !ty.is_float() {
            return value;
        }
        let found = self.added.get_mut(&place.var).and_then(|places| places.remove(place));
        let Some(Stmt::Add(_, before)) = found.and_then(|at| self.out[at].take()) else { return value };
        self.build(Op::Apply(Rule::named("add"), vec![before, value]), &ty)
    }
}
