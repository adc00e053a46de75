//! The sweeps of the hidden rule: the forward sweep as a function, the reverse sweep as a closure.

use super::{Adjoint, Sweep, reverse_of};
use crate::ir::{Block, Body, Id, Op, Plain, Pullback, Stmt};
use crate::lower::Primal;
use crate::tables::formula::Formulas;
use crate::types::Ty;

impl Sweep {
    /// The forward sweep as the function, the reverse sweep as a closure.
    pub(super) fn split(mut self, primal: &Primal, params: &[Id], cotangent: Id) -> Body {
        self.split = true;
        let result = primal.block.results[0];
        let mut block = primal.block.clone();
        block.results = vec![result];
        let mut inputs = vec![cotangent];
        let mut slots = Vec::new();
        for (param, id) in primal.signature.params.iter().zip(params) {
            let slot = self.named(Op::Bound, Ty::Tuple(Vec::new()), &format!("into_{}", param.name()));
            inputs.push(slot);
            slots.push((
                slot,
                *id,
                param.active && !param.exchanged,
                // A function has no entry either.
                matches!(param.ty, Ty::Ref(_)) || param.slotless,
                // What goes back to a field the derive says.
                param.exchanged || param.given.is_some(),
            ));
        }
        let nodes: Vec<Id> = primal.arena.params(params.len()).into_iter().flatten().collect();
        for (slot, id, active, by_reference, _) in &slots {
            if *active && *by_reference && self.vars.contains_key(id) {
                self.adopt(*id, *slot);
            }
        }
        self.declare(&nodes);
        let mut flows = cotangent;
        if crate::analysis::roots::is_sum_of_squares(&primal.arena, &primal.block, result) {
            // The cotangent may be that of a root, which is infinite where the value is 0, and every slope 0 as well.
            let ty = self.arena.ty(result).clone();
            let zero = self.node(Op::Zero(None), ty.clone());
            let nothing = self.compare("==", result, zero);
            flows = self.named(Op::Select(nothing, zero, cotangent), ty, "d_value");
        }
        self.back(&primal.block, &[(result, Adjoint::whole(flows))]);
        let mut results = Vec::new();
        for (slot, id, active, by_reference, elsewhere) in slots {
            if elsewhere {
                let nothing = self.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()));
                results.push(nothing);
                continue;
            }
            let unit = |sweep: &mut Self| sweep.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()));
            let entry = match (active, by_reference) {
                (true, true) if self.lent.contains_key(&id) => unit(&mut self),
                (true, false) => self.gradient(id),
                (true, true) => {
                    let gradient = self.gradient(id);
                    self.out.push(Stmt::Give(slot, gradient));
                    unit(&mut self)
                }
                // Its type says whether it has no gradient or is held constant.
                (false, false) => {
                    let held =
                        Op::Plain(Plain::Call(quote::quote!(::core::default::Default::default)), Vec::new());
                    self.node(held, Ty::Maybe)
                }
                (false, true) => unit(&mut self),
            };
            results.push(entry);
        }
        self.closed(primal, block, inputs, results)
    }

    /// The forward sweep as the function, and the reverse sweep as a closure that returns the gradients of the parameters.
    pub(super) fn pullback(
        mut self,
        primal: &Primal,
        cotangent: Id,
        value: Id,
        results: Vec<Id>,
        active: &[Id],
    ) -> Body {
        self.split = true;
        let block = Block { results, ..primal.block.clone() };
        let nodes: Vec<Id> =
            primal.arena.params(primal.signature.params.len()).into_iter().flatten().collect();
        self.declare(&nodes);
        self.back(&primal.block, &[(value, Adjoint::whole(cotangent))]);
        let gradients = active.iter().map(|id| self.gradient(*id)).collect();
        self.closed(primal, block, vec![cotangent], gradients)
    }

    /// The forward sweep, and what was written as the body of a closure.
    fn closed(self, primal: &Primal, block: Block, params: Vec<Id>, results: Vec<Id>) -> Body {
        let part = reverse_of(primal.block.part);
        let external = self.external(primal);
        let body = Block { stmts: self.out, results, diverges: primal.block.diverges, part };
        let roots = self.vars.into_iter().collect();
        Body {
            alloc: self.alloc,
            arena: self.arena,
            block,
            pullback: Some(Pullback { params, body }),
            roots,
            tapes: Vec::new(),
            memory: self.variables,
            external,
            lent: Vec::new(),
            again: self.again,
            restored: self.restored.vars,
            stands: self.stands,
            lost: self.lost,
            trusts: self.trusts,
            quiet: Vec::new(),
        }
    }
}
