//! Nodes: what lowering adds to the arena, and where they are evaluated.

use crate::diagnostics as code;
use crate::ir::{Flow, Id, Literal, Node, Op, Stmt};
use crate::lower::{Exit, Lower};
use crate::types::Ty;
use proc_macro2::Span;

impl Lower<'_> {
    /// Adds a node whose flow is the union of its arguments', and evaluates it here.
    pub(in crate::lower) fn node(&mut self, op: Op, ty: Ty, span: Span) -> Id {
        let flow = op.args().iter().fold(Flow::default(), |f, id| f.and(self.arena.get(*id).flow));
        let id = self.node_with(op, ty, flow, span);
        self.flows.unions.push(id);
        id
    }

    /// The same for a value that carries no derivative, whatever it is made of.
    pub(in crate::lower) fn discrete(&mut self, op: Op, ty: Ty, span: Span) -> Id {
        let parameter = op.args().iter().any(|id| self.arena.get(*id).flow.parameter);
        self.node_with(op, ty, Flow { parameter, ..Flow::default() }, span)
    }

    pub(in crate::lower) fn node_with(&mut self, op: Op, ty: Ty, flow: Flow, span: Span) -> Id {
        // Through an integer, a `bool` or a string no derivative flows, also out of a tuple with floats.
        let flow = if self.types.shallow(&ty).is_discrete() { Flow::default() } else { flow };
        let poisoned = !self.poisoned.is_empty() && op.args().iter().any(|arg| self.is_poisoned(*arg));
        let id = self.arena.add(Node::new(op, ty, flow, span));
        if poisoned {
            self.poisoned.insert(id);
        }
        if !self.arena.is_free(id) {
            self.block.stmts.push(Stmt::Let(id));
        }
        id
    }

    /// A node that a statement defines.
    pub(in crate::lower) fn bound(&mut self, ty: Ty, flow: Flow, span: Span) -> Id {
        self.arena.add(Node::new(Op::Bound, ty, flow, span))
    }

    pub(in crate::lower) fn literal(&mut self, literal: Literal, ty: Ty) -> Id {
        self.node_with(Op::Literal(literal), ty, Flow::default(), Span::call_site())
    }

    pub(in crate::lower) fn zero(&mut self, ty: Ty) -> Id {
        self.node_with(Op::Zero(None), ty, Flow::default(), Span::call_site())
    }

    pub(in crate::lower) fn unit(&mut self) -> Id {
        self.node_with(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()), Flow::default(), Span::call_site())
    }

    /// A value is the function's result, or assigned to a local of that type.
    pub(in crate::lower) fn given(&mut self, to: &Ty, value: Id) {
        let ty = self.arena.ty(value).clone();
        match self.either.contains(&value) {
            true => self.types.unify(to, &ty),
            false => self.types.assign(to, &ty),
        }
    }

    /// `return value`.
    pub(in crate::lower) fn leave(&mut self, mut value: Id) {
        if let Some(local) = self.aux_result {
            let aux;
            (value, aux) = self.apart_from_aux(value);
            self.values[local.0] = Some(aux);
        }
        if let Some(result) = self.values[self.result.0] {
            let ty = self.arena.ty(result).clone();
            value = self.coerced(value, &ty);
            self.given(&ty, value);
        }
        let taken = self.literal(Literal::Bool(true), Ty::Bool);
        self.values[self.left.0] = Some(taken);
        self.values[self.returned.0] = Some(taken);
        self.values[self.result.0] = Some(value);
        self.leave_loops(self.contexts.len());
        self.exit = Exit::Leaves;
    }

    /// Where code runs, no `Result` has been returned yet. A loop begins with none of its own, since an error need not be `Clone`.
    pub(in crate::lower) fn nothing_returned(&mut self) {
        let Some(result) = self.values[self.result.0] else { return };
        let ty = self.arena.ty(result).clone();
        if ty.has_status() {
            self.values[self.result.0] = Some(self.nothing(&ty));
        }
    }

    /// Lowers something whose value is not the function's.
    pub(in crate::lower) fn inner<R>(&mut self, lower: impl FnOnce(&mut Self) -> R) -> R {
        let tail = std::mem::replace(&mut self.tail, false);
        let value = lower(self);
        self.tail = tail;
        value
    }

    /// A number for a block.
    pub(in crate::lower) fn number_block(&mut self) -> crate::ir::Part {
        self.parts += 1;
        crate::ir::Part::Forward(self.parts)
    }

    /// What stands for a value that is not there.
    pub(in crate::lower) fn poison(&mut self) -> Id {
        let ty = self.types.fresh();
        self.zero(ty)
    }

    pub(in crate::lower) fn report(
        &mut self,
        at: &dyn quote::ToTokens,
        code: &code::Code,
        fill: &[&str],
    ) -> Id {
        self.sink.report(at, code, fill);
        self.reported()
    }

    /// Stands for what has been reported.
    pub(in crate::lower) fn reported(&mut self) -> Id {
        let id = self.poison();
        self.poisoned.insert(id);
        id
    }

    pub(in crate::lower) fn ty(&self, id: Id) -> Ty {
        self.types.shallow(self.arena.ty(id))
    }

    pub(in crate::lower) fn varies(&self, id: Id) -> bool {
        self.arena.varies(id)
    }
}
