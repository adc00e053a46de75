//! Functions that cannot be values of the generated code: closures that have differentiated values, or change something. A value stands for one
//! only until its calls are written out.

use super::callee::Callee;
use crate::diagnostics as code;
use crate::ir::{Block, Flow, Id, Ids, Literal, Node, Op, Plain, Stmt};
use crate::lower::Lower;
use crate::types::{Len, Ty};
use proc_macro2::{Span, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

impl Lower<'_> {
    /// A value that stands for a function which cannot be a value of the generated code.
    pub(in crate::lower) fn hidden_function(&mut self, callee: Callee, at: TokenStream, span: Span) -> Id {
        let ty = self.types.fresh();
        let value = self.bound(ty, Flow { varies: true, parameter: true, undecided: 0 }, span);
        self.callees.insert(value, callee);
        self.hidden_functions.insert(value, at);
        value
    }

    /// Is it such a value?
    pub(in crate::lower) fn inlined_only(&self, value: Id) -> bool {
        self.hidden_functions.contains_key(&value)
    }

    /// Is it an array or a `Vec` of such?
    pub(in crate::lower) fn holds_hidden(&self, value: Id) -> bool {
        match self.arena.op(value) {
            Op::Array(parts) | Op::Tuple(parts) => {
                parts.iter().any(|part| self.inlined_only(*part) || self.holds_hidden(*part))
            }
            Op::Repeat(part, _) | Op::ToVec(part) | Op::Borrow(part) => {
                self.inlined_only(*part) || self.holds_hidden(*part)
            }
            _ => false,
        }
    }

    /// Takes out what holds functions that cannot be values, which is of no use once their calls are written out, and reports where one
    /// would have to be a value.
    pub(in crate::lower) fn settle_functions(&mut self, block: &mut Block) {
        if self.hidden_functions.is_empty() || !self.sink.is_empty() {
            return;
        }
        // What is made of them, and of which.
        let mut of: BTreeMap<Id, Id> = self.hidden_functions.keys().map(|id| (*id, *id)).collect();
        let mut lengths = Vec::new();
        for (id, node) in self.arena.iter() {
            if let Op::Plain(Plain::Method(name, _), args) = &node.op
                && name == "len"
                && of.contains_key(&args[0])
                && let Some(length) = self.length_of_functions(args[0])
            {
                lengths.push((id, length));
            } else if let Some(first) = node.op.args().iter().find_map(|arg| of.get(arg)) {
                of.insert(id, *first);
            }
        }
        for (id, length) in lengths {
            let tokens = proc_macro2::Literal::usize_unsuffixed(length);
            self.arena.get_mut(id).op = Op::Literal(Literal::Int(Some(length as i128), quote!(#tokens)));
        }
        let mut needed = Ids::new();
        self.take_out_functions(block, &of, &mut needed);
        for id in needed.iter().collect::<Vec<_>>() {
            if let Some(at) = self.hidden_functions.get(&id).cloned() {
                self.report(&at, &code::CLOSURE, &[]);
            }
        }
    }

    fn take_out_functions(&mut self, block: &mut Block, of: &BTreeMap<Id, Id>, needed: &mut Ids) {
        let mut kept = Vec::new();
        for mut stmt in std::mem::take(&mut block.stmts) {
            if let Stmt::Let(id) = stmt
                && self.arena.is_free(id)
            {
                continue;
            }
            if let Stmt::Let(id) = stmt
                && of.contains_key(&id)
            {
                kept.extend(self.bounds_check(id).into_iter().flatten());
                continue;
            }
            let joined = match &stmt {
                Stmt::Loop(l) => l.carried.iter().map(|carried| carried.init).collect(),
                stmt => stmt.uses(&self.arena),
            };
            joined.iter().filter_map(|id| of.get(id)).for_each(|id| {
                needed.insert(*id);
            });
            stmt.blocks_mut().into_iter().for_each(|inner| self.take_out_functions(inner, of, needed));
            kept.push(stmt);
        }
        block.stmts = kept;
        block.results.iter().filter_map(|id| of.get(id)).for_each(|id| {
            needed.insert(*id);
        });
    }

    /// How many functions there are in an array or a `Vec` of them.
    fn length_of_functions(&self, list: Id) -> Option<usize> {
        match self.arena.op(list) {
            Op::Borrow(inner) | Op::Deref(inner) | Op::ToVec(inner) => self.length_of_functions(*inner),
            Op::Array(parts) => Some(parts.len()),
            _ => None,
        }
    }

    /// What is left of `functions[i]`: it panics out of bounds.
    fn bounds_check(&mut self, id: Id) -> Option<[Stmt; 2]> {
        let Op::Index(list, at) = *self.arena.op(id) else { return None };
        let length = self.length_of_functions(list)?;
        let inside = self.arena.integer(at).is_some_and(|at| (0..length as i128).contains(&at));
        if inside || self.arena.is_sure(id) {
            return None;
        }
        let unit = self.arena.add(Node {
            op: Op::Tuple(Vec::new()),
            ty: Ty::Tuple(Vec::new()),
            name: None,
            role: None,
            flow: Flow::default(),
            ..self.arena.get(id).clone()
        });
        let (len, count) = (proc_macro2::Literal::usize_unsuffixed(length), Len::of(length));
        let list = self.arena.add(Node {
            op: Op::Repeat(unit, quote!(#len)),
            ty: Ty::Array(Box::new(Ty::Tuple(Vec::new())), count),
            ..self.arena.get(unit).clone()
        });
        let check = self.arena.add(Node {
            op: Op::Index(list, at),
            ty: Ty::Tuple(Vec::new()),
            ..self.arena.get(unit).clone()
        });
        self.arena.require(check);
        Some([Stmt::Let(list), Stmt::Let(check)])
    }
}
