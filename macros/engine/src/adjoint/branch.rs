//! The reverse of `if` and `match`: the same decision, and in each arm the reverse of that arm.

use super::{Frame, Sweep, cell, cells_of, reverse_of};
use crate::ir::{Arm, Block, Branch, Id, Op, Pattern, Stmt};
use crate::tables::formula::Formulas;
use std::collections::BTreeSet;

impl Sweep {
    /// The reverse of a branch: the same decision, and in each arm the reverse of that arm. What the
    /// arms add to values from outside is yielded and added once after the branch.
    pub(super) fn branch(&mut self, branch: &Branch, with_forward: bool) {
        let mut seeds = Vec::new();
        for (index, result) in branch.results.iter().enumerate() {
            if self.arena.varies(*result)
                && let Some(adjoint) = self.take(*result)
            {
                seeds.push((index, adjoint));
            }
        }
        let touched = branch.arms.iter().any(|arm| self.touches(&arm.body));
        if seeds.is_empty() && !with_forward && !touched {
            return;
        }
        let mut arms = Vec::new();
        let mut frames = Vec::new();
        // Which arm was taken has been decided; what a guard reads may have changed since.
        let taken = branch.taken.filter(|_| !with_forward);
        for (number, arm) in branch.arms.iter().enumerate() {
            let outer = std::mem::take(&mut self.out);
            self.frames.push(Frame::new());
            let body = &arm.body;
            if !body.diverges {
                let own: Vec<_> =
                    seeds.iter().map(|(i, adjoint)| (body.results[*i], adjoint.clone())).collect();
                match with_forward {
                    true => self.both(body, &own, &[]),
                    false => self.back(body, &own),
                }
            } else if with_forward {
                self.out.extend(body.stmts.iter().cloned());
            }
            let frame = self.frames.pop().unwrap_or_default();
            let stmts = std::mem::replace(&mut self.out, outer);
            let diverges = body.diverges && with_forward;
            let results = if with_forward { body.results.clone() } else { Vec::new() };
            let part = if with_forward { body.part } else { reverse_of(body.part) };
            let body = Block { stmts, results, diverges, part };
            let guard = arm.guard.clone();
            let last = number + 1 == branch.arms.len();
            let (pattern, guard) = match taken {
                None => (arm.pattern.clone(), guard),
                Some(_) if last => (Pattern::Rust(Box::new(syn::parse_quote!(_)), Vec::new()), None),
                Some(_) => {
                    let number = proc_macro2::Literal::usize_unsuffixed(number);
                    (Pattern::Rust(Box::new(syn::parse_quote!(#number)), Vec::new()), None)
                }
            };
            arms.push(Arm { pattern, guard, body });
            frames.push(frame);
        }
        let results = if with_forward { branch.results.clone() } else { Vec::new() };
        let on = taken.unwrap_or(branch.on);
        let taken = branch.taken.filter(|_| with_forward);
        self.join(Branch { on, arms, results, taken, at: branch.at }, frames);
    }

    /// Writes a branch, and adds what its arms added to values outside.
    pub(super) fn join(&mut self, mut branch: Branch, frames: Vec<Frame>) {
        let mut cells: Vec<(Id, Vec<u32>)> = Vec::new();
        let mut known: BTreeSet<(Id, Vec<u32>)> = BTreeSet::new();
        for frame in &frames {
            for (root, adjoint) in frame {
                cells_of(adjoint, &mut Vec::new(), &mut |path| {
                    let cell = (*root, path.to_vec());
                    if known.insert(cell.clone()) {
                        cells.push(cell);
                    }
                });
            }
        }
        let mut joins = Vec::new();
        for (root, path) in cells {
            let ty =
                path.iter().fold(self.arena.ty(root).referent().clone(), |ty, i| ty.part(*i).unwrap_or(ty));
            let id = self.node(Op::Bound, ty.clone());
            self.arena.get_mut(id).role = self.role(root);
            for (arm, frame) in branch.arms.iter_mut().zip(&frames) {
                let given = frame.get(&root).and_then(|adjoint| cell(adjoint, &path));
                let outer = std::mem::replace(&mut self.out, std::mem::take(&mut arm.body.stmts));
                let like = (!ty.has_known_shape() && path.is_empty()).then_some(root);
                let value = given.unwrap_or_else(|| self.node(Op::Zero(like), ty.clone()));
                arm.body.stmts = std::mem::replace(&mut self.out, outer);
                arm.body.results.push(value);
            }
            branch.results.push(id);
            joins.push((root, path, id));
        }
        self.out.push(Stmt::Branch(branch));
        for (root, path, id) in joins {
            self.add_at(root, path, id);
        }
    }
}
