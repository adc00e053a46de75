//! Counters that are stepped back rather than recorded: the reverse sweep carries them along from where they ended.

use super::Sweep;
use crate::ir::{Block, Carried, Id, Loop, Op, Plain, Stmt};
use crate::tables::formula::Formulas;
use crate::types::Ty;
use syn::BinOp;

/// A counter of a loop, while the reverse of the loop is written.
pub(super) struct Counting {
    carried: Carried,
    /// What it is at the end of the iteration that is being reversed.
    now: Id,
}

impl Sweep {
    /// Begins to step back the counters of a loop; what the body did last is undone here.
    pub(super) fn begin_counting(&mut self, l: &Loop) -> Vec<Counting> {
        let mut counting = Vec::new();
        for (carried, next) in l.carried.iter().zip(&l.body.results) {
            let counts = matches!(self.arena.ty(carried.inner), Ty::Int(_))
                && *next != carried.inner
                && l.exit.is_none()
                && self.steps(&l.body, *next, carried.inner);
            if counts {
                let now = self.node(Op::Bound, self.arena.ty(carried.inner).clone());
                let name = self.arena.get(carried.inner).name.clone();
                self.arena.get_mut(now).role = name;
                self.step_back(*next, now);
                counting.push(Counting { carried: carried.clone(), now });
            }
        }
        counting
    }

    /// Lets the reverse of the loop carry the counters that were stepped back to where the iteration began.
    pub(super) fn end_counting(
        &mut self,
        counting: Vec<Counting>,
        known: usize,
        back: &mut Loop,
    ) -> Vec<(Id, Id)> {
        let mut after = Vec::new();
        for Counting { carried, now } in counting {
            let found = self.stands[known..].iter().rev().find(|(id, _)| *id == carried.inner);
            let Some((_, before)) = found.copied() else {
                // Recorded after all.
                self.stands.truncate(known);
                return Vec::new();
            };
            let out = self.node(Op::Bound, self.arena.ty(now).clone());
            back.body.results.push(before);
            back.carried.push(Carried { init: carried.out, inner: now, out });
            after.push((carried.init, out));
        }
        after
    }

    /// `now` is what `id` was; so is known what it was made of by adding constants.
    pub(super) fn step_back(&mut self, id: Id, now: Id) {
        let (mut id, mut now) = (id, now);
        self.stands.push((id, now));
        while let Op::Plain(Plain::Binary(BinOp::Add(_)), args) = self.arena.op(id)
            && let [before, step] = args[..]
            && self.arena.integer(step).is_some()
        {
            let ty = self.arena.ty(now).clone();
            now = self.node(Op::Plain(Plain::operator("-"), vec![now, step]), ty);
            id = before;
            self.stands.push((id, now));
        }
    }

    /// Is `from` made of `to` by adding constants, here and in loops whose reverse will step back?
    fn steps(&self, body: &Block, from: Id, to: Id) -> bool {
        let mut id = from;
        while id != to {
            id = match self.arena.op(id) {
                Op::Plain(Plain::Binary(BinOp::Add(_)), args) if self.arena.integer(args[1]).is_some() => {
                    args[0]
                }
                Op::Bound => {
                    let inner = body.stmts.iter().find_map(|stmt| match stmt {
                        Stmt::Loop(l) => Some((l, l.carried.iter().position(|carried| carried.out == id)?)),
                        _ => None,
                    });
                    let Some((l, at)) = inner else { return false };
                    let carried = &l.carried[at];
                    let (next, stays) = (l.body.results[at], l.exit.is_none() && self.touches(&l.body));
                    if !stays || next == carried.inner || !self.steps(&l.body, next, carried.inner) {
                        return false;
                    }
                    carried.init
                }
                _ => return false,
            };
        }
        true
    }
}
