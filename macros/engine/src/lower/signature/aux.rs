//! The option `aux`: the function gives a pair, of which the first part is differentiated and the second is not. In what makes the second
//! part, every local is a constant, so that it may be anything: a struct, a text, the value of a function without a rule.

use crate::diagnostics::{self as code, Sink};
use crate::ir::{Id, Member, Op, Plain};
use crate::lower::expr::opaque::mentioned;
use crate::lower::{Local, Lower, Signature};
use crate::method::{Home, Place};
use crate::names;
use crate::spanned::Spanned;
use crate::types::{self, Ty, Types};
use proc_macro2::{Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ItemFn, Stmt};

/// The function with a mark around the second part of each pair that it gives.
pub(in crate::lower) fn marked(function: &ItemFn) -> ItemFn {
    let mut function = function.clone();
    let mut returns = Returns(type_of_aux(&function));
    returns.visit_block_mut(&mut function.block);
    if let Some(Stmt::Expr(tail, None)) = function.block.stmts.last_mut() {
        returns.mark(tail);
    }
    function
}

/// The part of the result that is differentiated; reports a result that is no such pair.
pub(in crate::lower) fn differentiated(
    function: &ItemFn,
    home: &Home,
    sink: &mut Sink,
) -> Option<syn::ReturnType> {
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
        sink.report(
            ty,
            &code::UNSUPPORTED,
            &["`aux` in a trait or its `impl`", "write it on a free function, or in the type's own `impl`"],
        );
        return None;
    }
    Some(syn::ReturnType::Type(*arrow, Box::new(first.clone())))
}

/// The type that a caller takes for that of the cotangent of the second part: its tangent type, where that can be seen.
pub(in crate::lower) fn cotangent(
    function: &ItemFn,
    generics: &[String],
    types: &mut Types,
) -> Option<TokenStream> {
    let syn::ReturnType::Type(_, ty) = &function.sig.output else { return None };
    let second = match &**ty {
        syn::Type::Tuple(pair) => pair.elems.iter().nth(1),
        _ => None,
    };
    second.and_then(|second| types::read(second, generics, types).tangent())
}

/// The type of the second part, where it can be written in an expression.
fn type_of_aux(function: &ItemFn) -> Option<syn::Type> {
    let syn::ReturnType::Type(_, ty) = &function.sig.output else { return None };
    let syn::Type::Tuple(pair) = &**ty else { return None };
    pair.elems.iter().nth(1).filter(|ty| !names::mentions(&ty.to_token_stream(), &["impl"])).cloned()
}

/// Marks what is returned, a pair whose second part has that type.
struct Returns(Option<syn::Type>);

impl VisitMut for Returns {
    fn visit_expr_return_mut(&mut self, ret: &mut syn::ExprReturn) {
        visit_mut::visit_expr_return_mut(self, ret);
        if let Some(value) = &mut ret.expr {
            self.mark(value);
        }
    }
    // What is returned there, another function gives.
    fn visit_expr_closure_mut(&mut self, _: &mut syn::ExprClosure) {}
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

impl Returns {
    fn mark(&self, value: &mut Expr) {
        match value {
            Expr::Paren(inner) => self.mark(&mut inner.expr),
            Expr::Group(inner) => self.mark(&mut inner.expr),
            Expr::Block(syn::ExprBlock { block, label: None, .. }) => self.mark_tail(block),
            Expr::If(branch) => {
                self.mark_tail(&mut branch.then_branch);
                if let Some((_, otherwise)) = &mut branch.else_branch {
                    self.mark(otherwise);
                }
            }
            Expr::Match(branch) => branch.arms.iter_mut().for_each(|arm| self.mark(&mut arm.body)),
            Expr::Tuple(pair) if pair.elems.len() == 2 => {
                let aux = &mut pair.elems[1];
                let label = names::aux_label(aux.span());
                let ty = self.0.as_ref().map(|ty| quote!(::<#ty>));
                *aux = syn::parse_quote!(#label: { ::differentiate::stop_gradient #ty (#aux) });
            }
            _ => {}
        }
    }

    fn mark_tail(&self, block: &mut syn::Block) {
        if let Some(Stmt::Expr(tail, None)) = block.stmts.last_mut() {
            self.mark(tail);
        }
    }
}

impl Lower<'_> {
    /// What is not differentiated, in a block that is marked.
    pub(in crate::lower) fn aux(&mut self, block: &syn::Block) -> Id {
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
                // A list is taken by value, which a reference to it is not.
                let is_list = matches!(self.ty(value), Ty::Vec(_));
                if (self.varies(value) || is_list) && !self.is_function(value) {
                    let constant = self.constant_of(value, name.span());
                    self.declare(&name, constant);
                }
            }
            seen.push(name);
        }
        let value = match block.stmts.as_slice() {
            [Stmt::Expr(aux, None)] if self.is_opaque(aux) => self.as_written_here(aux),
            _ => self.inner(|lower| lower.block_expr(block)),
        };
        self.names.truncate(scope);
        self.stopped(value, block.span())
    }

    /// Can it be copied as it stands? Not what leaves the function, changes a local or calls a closure of its.
    fn is_opaque(&mut self, aux: &Expr) -> bool {
        let leaves = crate::custom::jump_in(aux).is_some();
        !leaves
            && !self.changes_outside(aux)
            && self
                .captures(aux.to_token_stream())
                .iter()
                .all(|(_, id)| !self.is_function(*id) && !self.varies(*id))
    }

    /// The two parts of a pair that the function gives.
    pub(in crate::lower) fn apart_from_aux(&mut self, pair: Id) -> (Id, Id) {
        let span = Span::call_site();
        let [value, aux] = [0, 1].map(|index| self.part(pair, Member::Index(index), span));
        (value, self.stopped(aux, span))
    }

    /// The pair that the function gives, at its end or by an earlier `return`. Between a branch and the choice of its outcome
    /// stands nothing.
    pub(in crate::lower) fn body_with_aux(
        &mut self,
        pair: Id,
        aux_result: Local,
        signature: &Signature,
    ) -> Id {
        let span = Span::call_site();
        let pair = match self.left_known() {
            Some(false) => pair,
            _ => {
                let left = self.value_of_local(self.left);
                let (other, other_aux) = (self.value_of_local(self.result), self.value_of_local(aux_result));
                let other = self.pair(other, other_aux, span);
                self.choose(left, other, pair)
            }
        };
        let (value, aux) = self.apart_from_aux(pair);
        let ty = signature.value();
        let value = self.coerced(value, &ty);
        self.given(&ty, value);
        self.pair(value, aux, span)
    }

    fn stopped(&mut self, value: Id, span: Span) -> Id {
        if self.varies(value) { self.constant_of(value, span) } else { value }
    }

    /// A constant of its own.
    fn constant_of(&mut self, value: Id, span: Span) -> Id {
        let ty = self.ty(value);
        let value = self.argument(value);
        self.discrete(Op::Plain(Plain::Call(quote!(::differentiate::stop_gradient)), vec![value]), ty, span)
    }
}
