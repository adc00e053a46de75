//! The option `aux`: the function gives a pair, of which the first part is differentiated and the second is not. In what makes the second
//! part, every local is a constant, so that it may be anything: a struct, a text, the value of a function without a rule.

use super::Lower;
use super::opaque::mentioned;
use crate::diagnostics::{self as code, Sink};
use crate::ir::{Id, Member, Op, Plain};
use crate::method::{Home, Place};
use crate::names;
use crate::types::{self, Types};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn, Stmt};

/// The function with a mark around the second part of each pair that it gives.
pub(super) fn marked(function: &ItemFn) -> ItemFn {
    let mut function = function.clone();
    Returns.visit_block_mut(&mut function.block);
    if let Some(Stmt::Expr(tail, None)) = function.block.stmts.last_mut() {
        mark(tail);
    }
    function
}

/// The part of the result that is differentiated; reports a result that is no such pair.
pub(super) fn differentiated(function: &ItemFn, home: &Home, sink: &mut Sink) -> Option<syn::ReturnType> {
    let syn::ReturnType::Type(arrow, ty) = &function.sig.output else {
        sink.report(&function.sig.ident, &code::AUX, &["()"]);
        return None;
    };
    let first = match &**ty {
        syn::Type::Tuple(pair) if pair.elems.len() == 2 => &pair.elems[0],
        other => {
            sink.report(other, &code::AUX, &[&code::shown(other)]);
            return None;
        }
    };
    let is_outcome = |ty: &syn::TypePath| {
        ty.path.segments.last().is_some_and(|last| last.ident == "Option" || last.ident == "Result")
    };
    if matches!(first, syn::Type::Path(path) if is_outcome(path)) {
        sink.report(ty, &code::AUX, &[&code::shown(ty)]);
        return None;
    }
    // The rule in a trait does not say which part is differentiated.
    if home.place() != Place::Type {
        sink.report(ty, &code::UNSUPPORTED, &["`aux` in a trait or its `impl`"]);
        return None;
    }
    Some(syn::ReturnType::Type(*arrow, Box::new(first.clone())))
}

/// The type that a caller takes for that of the cotangent of the second part: its tangent type, where that can be seen.
pub(super) fn cotangent(function: &ItemFn, generics: &[String], types: &mut Types) -> TokenStream {
    let syn::ReturnType::Type(_, ty) = &function.sig.output else { return quote!(()) };
    let second = match &**ty {
        syn::Type::Tuple(pair) => pair.elems.iter().nth(1),
        _ => None,
    };
    second.and_then(|second| types::read(second, generics, types).tangent()).unwrap_or_else(|| quote!(()))
}

/// Marks what is returned.
struct Returns;

impl VisitMut for Returns {
    fn visit_expr_return_mut(&mut self, ret: &mut syn::ExprReturn) {
        visit_mut::visit_expr_return_mut(self, ret);
        if let Some(value) = &mut ret.expr {
            mark(value);
        }
    }
    // What is returned there, another function gives.
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

fn mark(value: &mut Expr) {
    match value {
        Expr::Paren(inner) => mark(&mut inner.expr),
        Expr::Group(inner) => mark(&mut inner.expr),
        Expr::Block(syn::ExprBlock { block, label: None, .. }) => mark_tail(block),
        Expr::If(branch) => {
            mark_tail(&mut branch.then_branch);
            if let Some((_, otherwise)) = &mut branch.else_branch {
                mark(otherwise);
            }
        }
        Expr::Match(branch) => branch.arms.iter_mut().for_each(|arm| mark(&mut arm.body)),
        Expr::Tuple(pair) if pair.elems.len() == 2 => {
            let aux = &mut pair.elems[1];
            let label = names::aux_label(aux.span());
            *aux = syn::parse_quote!(#label: { #aux });
        }
        _ => {}
    }
}

fn mark_tail(block: &mut syn::Block) {
    if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
        mark(tail);
    }
}

impl Lower<'_> {
    /// What is not differentiated, in a block that is marked.
    pub(super) fn aux(&mut self, block: &syn::Block) -> Id {
        let scope = self.names.len();
        let mut seen = Vec::new();
        for name in mentioned(block.to_token_stream()) {
            if seen.contains(&name) {
                continue;
            }
            if let Some(local) = self.local(&name)
                && !self.held.contains_key(&local.0)
            {
                let value = self.named(local, name.span());
                let value = self.loaded(value);
                if self.varies(value) && !self.is_function(value) {
                    let constant = self.stopped(value, name.span());
                    self.declare(&name, constant);
                }
            }
            seen.push(name);
        }
        let value = self.inner(|lower| lower.block_expr(block));
        self.names.truncate(scope);
        self.stopped(value, block.span())
    }

    /// The pair that the function gives, with a second part that is not differentiated.
    pub(super) fn with_constant_aux(&mut self, pair: Id) -> Id {
        let span = Span::call_site();
        let [value, aux] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        if !self.varies(aux) && matches!(self.arena.op(pair), Op::Tuple(_)) {
            return pair;
        }
        let aux = self.stopped(aux, span);
        let ty = crate::types::Ty::Tuple(vec![self.ty(value), self.ty(aux)]);
        self.node(Op::Tuple(vec![value, aux]), ty, span)
    }

    fn stopped(&mut self, value: Id, span: Span) -> Id {
        if !self.varies(value) {
            return value;
        }
        let ty = self.ty(value);
        let value = self.argument(value);
        self.discrete(Op::Plain(Plain::Call(quote!(::differentiate::stop_gradient)), vec![value]), ty, span)
    }
}
