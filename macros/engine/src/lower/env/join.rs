//! Where the arms of a branch come together: every value that they leave differently becomes a join.

use super::callee::Callee;
use crate::diagnostics as code;
use crate::ir::{Arm, Block, Branch, Flow, Id, Literal, Made, Member, Op, Pattern, Plain, Stmt};
use crate::lower::env::values::Values;
use crate::lower::{Exit, Lower};
use crate::types::{Int, Ty};
use proc_macro2::Span;

/// An arm after lowering: what it did and where it left the locals.
pub(in crate::lower) struct Lowered {
    pub(in crate::lower) pattern: Pattern,
    pub(in crate::lower) guard: Option<Block>,
    pub(in crate::lower) block: Block,
    pub(in crate::lower) values: Values,
    pub(in crate::lower) names: Vec<(crate::lower::Symbol, crate::lower::Local)>,
    pub(in crate::lower) value: Id,
    pub(in crate::lower) exit: Exit,
}

/// A join: what each arm says, and what stands for an arm that says nothing.
struct Join {
    id: Id,
    said: Vec<Option<Id>>,
    silent: Id,
}

/// What is made of joins after the branch.
enum Shape {
    /// The join itself.
    One(Id),
    /// A reference to it.
    Borrowed(Id),
    /// A tuple.
    Parts(Vec<Shape>),
    /// An `Option` or a `Result`: its status and its value.
    Outcome(Vec<Shape>),
    /// A struct.
    Struct(Made, Vec<Shape>),
}

impl Lower<'_> {
    /// Ends a branch: every local that the arms left with different values becomes a join.
    pub(in crate::lower) fn join(
        &mut self,
        on: Id,
        mut arms: Vec<Lowered>,
        before: Values,
        span: Span,
    ) -> Id {
        let (mut joins, mut locals, mut functions) = (Vec::new(), Vec::new(), Vec::new());
        self.values.clone_from(&before);
        let mut changed: Vec<usize> = arms.iter().flat_map(|arm| before.differing(&arm.values)).collect();
        changed.sort_unstable();
        changed.dedup();
        for local in changed {
            // An arm that returned has a say in the result only, one that panicked in nothing. Inside of a loop
            // what an arm did counts after the loop, however it left.
            let says = |arm: &Lowered| match arm.exit {
                Exit::Falls => true,
                Exit::Leaves => {
                    !arm.block.diverges && (local <= self.returned.0 || !self.contexts.is_empty())
                }
            };
            let said: Vec<_> =
                arms.iter().map(|arm| says(arm).then(|| arm.values[local]).flatten()).collect();
            self.values[local] = self.agreed(&said, &before).or(before[local]);
            if let Some(function) = self.chosen_in_arms(&said, &before, &mut arms, &mut joins, span) {
                functions.push((local, function));
            } else if self.disagree(&said, &before) {
                let shape = self.shaped(said, &mut arms, &mut joins, span);
                if let Shape::One(join) | Shape::Borrowed(join) = &shape {
                    self.arena.get_mut(*join).name = self.name_of(crate::lower::Local(local));
                }
                locals.push((local, shape));
            }
        }
        self.exit = match arms.iter().any(|arm| arm.exit == Exit::Falls) {
            true => Exit::Falls,
            false => Exit::Leaves,
        };
        let said: Vec<_> = arms.iter().map(|arm| (arm.exit == Exit::Falls).then_some(arm.value)).collect();
        let unit = said.iter().flatten().all(|id| self.ty(*id) == Ty::Tuple(Vec::new()));
        let shape = (!unit).then(|| match self.there_already(&said, &before) {
            Some(value) => Shape::One(value),
            None => self.shaped(said, &mut arms, &mut joins, span),
        });

        let moves = |arm: &Lowered| self.moves_error(on, &arm.pattern);
        let once = arms.iter().any(|arm| arm.guard.is_some() || moves(arm)) || self.is_borrowed(on);
        let taken = once.then(|| self.arm_taken(arms.len(), &mut joins, span));
        for join in &joins {
            for (arm, said) in arms.iter_mut().zip(&join.said) {
                arm.block.results.push(said.unwrap_or(join.silent));
            }
        }
        for arm in &arms {
            self.told_by_pattern(on, &arm.pattern, span);
        }
        let arm = |arm: Lowered| Arm { pattern: arm.pattern, guard: arm.guard, body: arm.block };
        self.block.stmts.push(Stmt::Branch(Branch {
            on,
            arms: arms.into_iter().map(arm).collect(),
            results: joins.into_iter().map(|join| join.id).collect(),
            taken,
            at: span,
        }));
        for (local, shape) in locals {
            self.values[local] = Some(self.assembled(shape, span));
        }
        for (local, function) in functions {
            self.values[local] = Some(self.chosen_function(function, span));
        }
        match shape {
            Some(shape) => self.assembled(shape, span),
            None => self.unit(),
        }
    }

    /// A join, or several. A reference is not joined: it leads to a copy from there on, which is as good while nobody can
    /// change what it is shared from, and which the reverse sweep may keep.
    fn shaped(
        &mut self,
        said: Vec<Option<Id>>,
        arms: &mut [Lowered],
        joins: &mut Vec<Join>,
        span: Span,
    ) -> Shape {
        if said.iter().flatten().any(|id| self.is_outcome(*id)) {
            let said = said.into_iter().zip(arms.iter_mut()).map(|(id, arm)| {
                let id = id?;
                Some(self.at_end(&mut arm.block, |lower| lower.as_outcome(id).unwrap_or(id)))
            });
            let said: Vec<Option<Id>> = said.collect();
            let parts = [0, 1].map(|index| {
                let parts = said.iter().zip(arms.iter_mut()).map(|(id, arm)| {
                    let id = (*id)?;
                    Some(self.at_end(&mut arm.block, |lower| lower.part(id, Member::Index(index), span)))
                });
                let parts = parts.collect();
                self.shaped(parts, arms, joins, span)
            });
            return Shape::Outcome(parts.into());
        }
        // The fields of structs that are seen are joined one by one; what is only to be replaced has none.
        let replaced = |id: &Id| matches!(self.arena.op(*id), Op::Zero(None));
        let made = said.iter().flatten().find_map(|id| self.closed(*id));
        if let Some(made) = made.filter(|made| {
            let same = |id: &Id| {
                let other = self.closed(*id);
                replaced(id) || other.is_some_and(|other| made.has_members_of(&other))
            };
            said.iter().flatten().all(same)
        }) {
            let empty: Vec<bool> = said.iter().map(|id| id.is_some_and(|id| replaced(&id))).collect();
            let said: Vec<_> = said.into_iter().map(|id| id.filter(|id| !replaced(id))).collect();
            let parts = made.members.clone().into_iter().map(|member| {
                let parts = said.iter().zip(arms.iter_mut()).map(|(id, arm)| {
                    let id = (*id)?;
                    Some(self.at_end(&mut arm.block, |lower| lower.part(id, member.clone(), span)))
                });
                let mut parts: Vec<Option<Id>> = parts.collect();
                // What is only to be replaced has a part of the value that stands for the struct, if the type of the part is not seen.
                let unseen = |id: &Id| matches!(self.ty(*id), Ty::Infer(_) | Ty::Named(_));
                if parts.iter().flatten().any(unseen)
                    && let Some(blank) = made.blank(&member)
                {
                    for (part, _) in parts.iter_mut().zip(&empty).filter(|(_, empty)| **empty) {
                        let (op, ty) =
                            (Op::Plain(Plain::Path(blank.clone()), Vec::new()), self.types.fresh());
                        *part = Some(self.discrete(op, ty, span));
                    }
                }
                self.shaped(parts, arms, joins, span)
            });
            let parts = parts.collect();
            return Shape::Struct(made, parts);
        }
        // The parts of a tuple with a reference in it are joined one by one: a pullback can keep the others.
        let refers = |id: &Id| matches!(self.arena.op(*id), Op::Tuple(_)) && self.ty(*id).refers();
        if !said.iter().flatten().any(|id| self.holds_place(*id) || refers(id)) {
            return Shape::One(self.joined(said, joins, span));
        }
        let arity = said.iter().flatten().find_map(|id| match self.arena.op(*id) {
            Op::Tuple(parts) => Some(parts.len()),
            _ => None,
        });
        if let Some(arity) = arity {
            let parts = (0..).take(arity).map(|index| {
                let parts = said.iter().zip(arms.iter_mut()).map(|(id, arm)| {
                    let id = (*id)?;
                    Some(self.at_end(&mut arm.block, |lower| lower.part(id, Member::Index(index), span)))
                });
                let parts = parts.collect();
                self.shaped(parts, arms, joins, span)
            });
            return Shape::Parts(parts.collect());
        }
        let types: Vec<Ty> = said.iter().flatten().map(|id| self.ty(*id)).collect();
        let slices = self.become_slices(&types);
        let copies = said.iter().zip(arms.iter_mut()).map(|(id, arm)| {
            let id = (*id)?;
            Some(self.at_end(&mut arm.block, |lower| match slices && lower.lends(id).is_none() {
                true => lower.owned(id, span),
                false => lower.copy_behind(id),
            }))
        });
        let copies = copies.collect();
        Shape::Borrowed(self.joined(copies, joins, span))
    }

    /// Do references to arrays and lists become slices where they come together? So it is unless all are to arrays of one
    /// length.
    fn become_slices(&self, types: &[Ty]) -> bool {
        let to = |ty: &Ty| match ty {
            Ty::Ref(to) if to.has_elements() || matches!(**to, Ty::Infer(_)) => Some((**to).clone()),
            // A reference that only rustc sees.
            Ty::Infer(_) => Some(ty.clone()),
            _ => None,
        };
        let Some(to) = types.iter().map(to).collect::<Option<Vec<_>>>() else { return false };
        let of_one_length = |two: &[Ty]| match two {
            [Ty::Array(_, a), Ty::Array(_, b)] => a == b,
            _ => false,
        };
        to.iter().any(Ty::has_elements) && (to.len() > 1 && !to.windows(2).all(of_one_length))
    }

    /// The one type of what comes together.
    fn one_type(&mut self, types: &[Ty]) -> Ty {
        if self.become_slices(types) {
            let elem = self.types.fresh();
            for ty in types {
                let slice = |elem: &Ty| Ty::Slice(Box::new(elem.clone()));
                match ty.referent() {
                    infer @ Ty::Infer(_) if infer == ty => {
                        self.types.unify(infer, &Ty::Ref(Box::new(slice(&elem))));
                    }
                    infer @ Ty::Infer(_) => self.types.unify(infer, &slice(&elem)),
                    list => list.part(0).iter().for_each(|of| self.types.unify(&elem, of)),
                }
            }
            return Ty::Ref(Box::new(Ty::Slice(Box::new(elem))));
        }
        let parts: Option<Vec<Vec<Ty>>> = types
            .iter()
            .map(|ty| match ty {
                Ty::Tuple(parts) => Some(parts.iter().map(|part| self.types.shallow(part)).collect()),
                _ => None,
            })
            .collect();
        if let Some([first, others @ ..]) = parts.as_deref()
            && others.iter().all(|parts| parts.len() == first.len())
            && !first.is_empty()
        {
            let parts = (0..first.len()).map(|at| {
                let types: Vec<Ty> =
                    std::iter::once(first).chain(others).map(|parts| parts[at].clone()).collect();
                self.one_type(&types)
            });
            return Ty::Tuple(parts.collect());
        }
        let one = self.types.fresh();
        types.iter().for_each(|ty| self.types.unify(&one, ty));
        one
    }

    /// Is it, or does it have a part that is, a reference or a place rather than a value?
    fn holds_place(&self, id: Id) -> bool {
        match (self.arena.op(id), self.ty(id)) {
            (Op::Lvalue(_), _) => true,
            (Op::Tuple(parts), _) => parts.iter().any(|part| self.holds_place(*part)),
            // A pullback keeps no reference to a struct.
            (Op::Borrow(_), Ty::Ref(_)) => self.arena.varies(id),
            (_, Ty::Ref(to)) => self.arena.varies(id) && !matches!(*to, Ty::Infer(_) | Ty::Named(_)),
            _ => false,
        }
    }

    /// A local to which the arms assigned functions that are known: which one.
    fn chosen_in_arms(
        &mut self,
        said: &[Option<Id>],
        before: &Values,
        arms: &mut [Lowered],
        joins: &mut Vec<Join>,
        span: Span,
    ) -> Option<Callee> {
        let first = said.iter().flatten().next()?;
        self.callee_of(*first).filter(|_| self.disagree(said, before))?;
        let callee = |id: &Id| self.callee_of(*id).filter(|callee| self.outlives(callee, before));
        let of_arms = said.iter().map(|id| match id {
            Some(id) => callee(id).map(Some),
            None => Some(None),
        });
        let of_arms = of_arms.collect::<Option<Vec<_>>>()?;
        let (mut callees, mut numbers) = (Vec::new(), Vec::new());
        for (callee, arm) in of_arms.into_iter().zip(arms) {
            let number = self.count_of(u32::try_from(callees.len()).unwrap_or(u32::MAX));
            numbers.push(callee.as_ref().map(|callee| match callee {
                Callee::Chosen(inner, _) => {
                    self.at_end(&mut arm.block, |lower| lower.total(number, *inner, span))
                }
                Callee::Closure(_) | Callee::Path(_) | Callee::Value(_) | Callee::Again(_) => number,
            }));
            match callee {
                Some(Callee::Chosen(_, inner)) => callees.extend(inner.iter().cloned()),
                callee => callees.extend(callee),
            }
        }
        let index = self.joined(numbers, joins, span);
        Some(Callee::Chosen(index, callees.into()))
    }

    /// Goes on with a block that was lowered before.
    fn at_end(&mut self, block: &mut Block, lower: impl FnOnce(&mut Self) -> Id) -> Id {
        let outer = std::mem::replace(&mut self.block, std::mem::take(block));
        let id = lower(self);
        *block = std::mem::replace(&mut self.block, outer);
        id
    }

    /// The callee is handed its arguments a second time, in the reverse sweep, which no chosen reference reaches: it leads
    /// to a copy.
    pub(in crate::lower) fn kept_behind(&mut self, arg: Id, span: proc_macro2::Span) -> Id {
        match self.ty(arg) {
            Ty::Ref(to) if self.is_chosen(arg) && (to.is_float() || to.is_aggregate() || to.is_list()) => {
                let copy = self.copy_behind(arg);
                self.borrow(copy, span)
            }
            _ => arg,
        }
    }

    /// Does it lead through a reference that a branch chose?
    fn is_chosen(&self, id: Id) -> bool {
        match self.arena.op(id) {
            Op::Bound => matches!(self.ty(id), Ty::Ref(_)),
            Op::Slice(base, ..)
            | Op::Index(base, _)
            | Op::Field(base, _)
            | Op::Borrow(base)
            | Op::Deref(base) => self.is_chosen(*base),
            _ => false,
        }
    }

    /// A copy of what a reference leads to.
    pub(in crate::lower) fn copy_behind(&mut self, id: Id) -> Id {
        let span = self.arena.get(id).span;
        if self.lends(id).is_some() {
            self.sink.report_at(span, &code::MUT_REFERENCE, &[]);
            return self.poison();
        }
        match self.ty(id).referent() {
            Ty::Slice(_) | Ty::Vec(_) => self.owned(id, span),
            _ => self.operand(id),
        }
    }

    fn assembled(&mut self, shape: Shape, span: Span) -> Id {
        match shape {
            Shape::One(id) => id,
            Shape::Borrowed(id) => self.borrow(id, span),
            Shape::Struct(made, parts) => {
                let parts: Vec<Id> = parts.into_iter().map(|part| self.assembled(part, span)).collect();
                self.build(made, parts, span)
            }
            Shape::Parts(parts) => {
                let parts: Vec<Id> = parts.into_iter().map(|part| self.assembled(part, span)).collect();
                self.tuple_of(parts, span)
            }
            Shape::Outcome(parts) => {
                let parts = parts.into_iter().map(|part| self.assembled(part, span)).collect::<Vec<_>>();
                self.outcome(parts[0], parts[1], span)
            }
        }
    }

    /// May it refer to something that is gone when the pullback runs, as what is asked of a string does?
    fn is_borrowed(&self, on: Id) -> bool {
        let ty = self.ty(on);
        match self.arena.op(on) {
            Op::Param(_) | Op::Literal(_) => false,
            Op::Plain(Plain::Method(..) | Plain::Verbatim(..), _) => {
                matches!(ty.referent(), Ty::Discrete | Ty::Infer(_))
            }
            Op::Tuple(parts) => parts.iter().any(|part| self.is_borrowed(*part)),
            Op::Plain(Plain::Typed(_), args) => {
                matches!(self.arena.op(args[0]), Op::Plain(Plain::Method(..) | Plain::Verbatim(..), _))
            }
            _ => matches!(ty, Ty::Ref(_)) && *ty.referent() == Ty::Discrete,
        }
    }

    /// Does a pattern move the error out of a `Result`?
    fn moves_error(&self, on: Id, pattern: &Pattern) -> bool {
        let Pattern::Rust(_, bound) = pattern else { return false };
        let unknown = |id: Id| matches!(self.ty(id), Ty::Infer(_) | Ty::Named(_)) && !self.varies(id);
        let ty = self.ty(on);
        !matches!(ty, Ty::Ref(_)) && ty.has_status() && bound.iter().any(|(_, id)| unknown(*id))
    }

    /// A join of the arms' numbers: what has a guard, moves something, or looks at something borrowed, is decided once.
    fn arm_taken(&mut self, arms: usize, joins: &mut Vec<Join>, span: Span) -> Id {
        let numbers = (0..arms).map(|arm| Some(self.index_literal(u32::try_from(arm).unwrap_or(u32::MAX))));
        let numbers: Vec<_> = numbers.collect();
        let id = self.joined(numbers, joins, span);
        let ty = self.arena.ty(id).clone();
        self.types.unify(&ty, &Ty::Int(Int::Named("u32".into())));
        self.arena.get_mut(id).role = Some("arm".into());
        id
    }

    /// What the user called a local.
    pub(in crate::lower) fn name_of(&self, local: crate::lower::Local) -> Option<String> {
        let name = |local| self.first_name(local).map(crate::names::plain);
        let flagged = || self.held.iter().find(|(_, held)| held.flag == local);
        let field = |local: crate::lower::Local| self.field_names.get(&local.0).map(crate::names::plain);
        name(local)
            .or_else(|| field(local))
            .or_else(|| Some(format!("has_{}", name(crate::lower::Local(*flagged()?.0))?)))
    }

    /// The value in scope before the branch that every arm which says anything says.
    fn agreed(&self, said: &[Option<Id>], before: &Values) -> Option<Id> {
        let one = said.iter().flatten().next()?;
        let visible = before.iter().any(|value| value == Some(*one)) || self.arena.is_free(*one);
        (visible && said.iter().flatten().all(|other| self.same(*one, *other))).then_some(*one)
    }

    /// A constant of unknown type that was there before the branch, and for which other arms have what nobody looks at: it may have no zero.
    fn there_already(&self, said: &[Option<Id>], before: &Values) -> Option<Id> {
        let looked_at = |id: &Id| !matches!(self.arena.op(*id), Op::Zero(None));
        let said: Vec<Option<Id>> = said.iter().map(|id| id.filter(looked_at)).collect();
        let value = self.agreed(&said, before)?;
        (!self.varies(value) && matches!(self.ty(value), Ty::Infer(_))).then_some(value)
    }

    fn disagree(&self, said: &[Option<Id>], before: &Values) -> bool {
        said.iter().any(Option::is_some) && self.agreed(said, before).is_none()
    }

    pub(in crate::lower) fn same(&self, a: Id, b: Id) -> bool {
        match (self.arena.op(a), self.arena.op(b)) {
            (Op::Literal(Literal::Bool(x)), Op::Literal(Literal::Bool(y))) => x == y,
            _ => a == b,
        }
    }

    /// A new join of what each arm says.
    fn joined(&mut self, said: Vec<Option<Id>>, joins: &mut Vec<Join>, span: Span) -> Id {
        let types: Vec<Ty> = said.iter().flatten().map(|id| self.ty(*id)).collect();
        let ty = self.one_type(&types);
        let flows = said.iter().flatten().map(|id| self.arena.get(*id).flow);
        let flow = flows.fold(Flow::default(), Flow::and);
        let silent = self.zero(ty.clone());
        let id = self.bound(ty, flow, span);
        if said.iter().flatten().any(|said| self.is_poisoned(*said)) {
            self.poisoned.insert(id);
        }
        // A reference from a call stays one.
        if said.iter().flatten().any(|said| self.is_part_of_call(*said)) {
            self.of_calls.insert(id);
        }
        self.flows.joins.extend(said.iter().flatten().map(|said| (*said, id)));
        joins.push(Join { id, said, silent });
        id
    }
}
