//! Expressions, each to the file of its construct.

use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::lower::fence::refuse;
use crate::lower::option::optional;
use crate::spanned::Spanned;

impl Lower<'_> {
    pub(in crate::lower) fn expr(&mut self, expr: &syn::Expr) -> Id {
        use syn::Expr;
        let passes_on =
            matches!(expr, Expr::Paren(_) | Expr::Group(_) | Expr::Block(_) | Expr::If(_) | Expr::Match(_));
        let tail = self.tail;
        self.tail &= passes_on;
        let result = self.values[self.result.0].filter(|_| tail).map(|id| self.ty(id));
        let made = result.and_then(|ty| self.inner(|lower| lower.array_from_fn(expr, Some(ty))));
        let value = made.unwrap_or_else(|| self.expr_kind(expr));
        self.tail = tail;
        if self.chunked.contains_key(&value) {
            return self.report(
                expr,
                &code::UNSUPPORTED,
                &["`as_chunks`, except to loop over or to index,", "loop over it, or use `chunks_exact`"],
            );
        }
        self.loaded(value)
    }

    /// An expression as a place, if it is one; it is not read.
    pub(in crate::lower) fn lvalue(&mut self, expr: &syn::Expr) -> Id {
        use syn::Expr;
        match expr {
            Expr::Path(_)
            | Expr::Index(_)
            | Expr::Field(_)
            | Expr::Unary(_)
            | Expr::MethodCall(_)
            | Expr::Reference(_) => self.inner(|lower| lower.expr_kind(expr)),
            Expr::Paren(inner) => self.lvalue(&inner.expr),
            other => self.expr(other),
        }
    }

    pub(in crate::lower) fn expr_kind(&mut self, expr: &syn::Expr) -> Id {
        let value = self.expr_of_kind(expr);
        match expr {
            syn::Expr::Field(_) => self.recall(value, "field"),
            syn::Expr::Index(_) => self.recall(value, "element"),
            syn::Expr::Call(_) => self.recall(value, "call"),
            syn::Expr::Path(path) => {
                if let Some(name) = path.path.get_ident() {
                    self.recall_local(value, name);
                }
            }
            _ => {}
        }
        value
    }

    fn expr_of_kind(&mut self, expr: &syn::Expr) -> Id {
        use syn::Expr;
        match expr {
            Expr::Lit(lit) => self.lit(&lit.lit),
            Expr::Path(path) => self.path(path),
            Expr::Paren(inner) => self.expr(&inner.expr),
            Expr::Group(inner) => self.expr(&inner.expr),
            Expr::Unary(unary) => self.unary(unary),
            Expr::Binary(_) | Expr::Assign(_) | Expr::MethodCall(_) if self.changes_entry(expr) => {
                self.entry_changed(expr)
            }
            Expr::Binary(binary) => self.binary(binary),
            Expr::Cast(cast) => self.cast(cast),
            Expr::Assign(assign) => self.assign(assign),
            Expr::Block(block) => self.block_of(block, optional::As::Value),
            Expr::If(branch) => self.if_expr(branch, None, optional::As::Value),
            Expr::Match(branch) => self.match_expr(branch, None, optional::As::Value),
            Expr::Return(ret) => self.return_expr(ret),
            Expr::Call(call) => self.call(call),
            Expr::MethodCall(call) => self.method_call(call),
            Expr::Macro(mac) => self.macro_call(&mac.mac),
            Expr::Tuple(tuple) => self.tuple(tuple),
            Expr::Array(array) => self.array(array),
            Expr::Repeat(repeat) => self.repeat(repeat),
            Expr::Field(field) => self.field(field),
            Expr::Index(index) => self.index(index),
            Expr::Reference(reference) => self.reference(reference),
            Expr::Struct(made) => self.struct_literal(made),
            Expr::Closure(closure) => self.closure_value(closure, None),
            Expr::Range(range) => self.range_value(range),
            Expr::Let(_) => {
                self.report(&refuse::mark(expr), &code::UNSUPPORTED, &["`let` inside a condition", "nest it: `if let … = … { if … { … } }`"])
            }
            Expr::Try(_) => self.opaque(expr, &code::TRY, &[]),
            Expr::ForLoop(l) => self.for_loop(l),
            Expr::While(l) => self.while_loop(l),
            Expr::Loop(l) => self.endless_loop(l),
            Expr::Break(b) => self.break_expr(b),
            Expr::Continue(c) => self.continue_expr(c),
            Expr::Unsafe(u) => self.report(&u.unsafe_token, &code::UNSAFE, &[]),
            Expr::Async(a) => self.report(&a.async_token, &code::ASYNC, &[]),
            Expr::Await(a) => self.report(&a.await_token, &code::ASYNC, &[]),
            Expr::Const(c) => {
                let ty = self.types.fresh();
                self.node(Op::Plain(Plain::Path(quote::quote!(#c)), Vec::new()), ty, c.span())
            }
            _ => self.report(expr, &code::UNSUPPORTED, &["this expression", "write it with what README lists; a function without `#[differentiate]` may contain anything, as long as nothing differentiated enters it"]),
        }
    }
}
