//! What decides something: a `bool`, through which no derivative flows. So a function that gives one needs no attribute,
//! and rustc checks that it does give one.

use super::Lower;
use super::operator::bare;
use super::optional::As;
use crate::ir::{Id, Op, Plain};
use crate::types::Ty;
use proc_macro2::Span;
use quote::quote;
use syn::spanned::Spanned;
use syn::{Expr, UnOp};

impl Lower<'_> {
    /// A condition, or a part of one.
    pub(super) fn decision(&mut self, expr: &Expr) -> Id {
        match bare(expr) {
            Expr::Call(call) => self.called(call, true),
            Expr::Unary(unary) if matches!(unary.op, UnOp::Not(_)) => {
                let inner = self.decision(&unary.expr);
                let inner = self.operand(inner);
                self.discrete(Op::Plain(Plain::Unary(unary.op), vec![inner]), Ty::Bool, unary.span())
            }
            _ => self.expr(expr),
        }
    }

    /// Calls what a method was given to decide with.
    pub(super) fn decided(&mut self, function: &Expr, args: &[Id], span: Span) -> Id {
        match function {
            Expr::Closure(closure) => self.inline(closure, args, As::Decision),
            Expr::Path(path) if path.path.get_ident().and_then(|name| self.local(name)).is_none() => {
                match self.predicate(path, args, span) {
                    Some(decision) => decision,
                    None => self.call_handed(function, args, span),
                }
            }
            _ => self.call_handed(function, args, span),
        }
    }

    /// A call of a named function that decides; `None` if it may leave something in what it is given.
    pub(super) fn predicate(&mut self, path: &syn::ExprPath, args: &[Id], span: Span) -> Option<Id> {
        let varies = args.iter().any(|id| self.varies(*id));
        if !varies
            || args.iter().any(|id| self.lends(*id).is_some())
            || super::mutator::is_of_memory(path)
            || super::call::float_of(&path.path, &self.generics).is_some()
        {
            return None;
        }
        let args: Vec<Id> = args.iter().map(|id| self.argument(*id)).collect();
        self.hand_over(&args);
        Some(self.discrete(Op::Plain(Plain::Call(quote!(#path)), args), Ty::Bool, span))
    }
}
