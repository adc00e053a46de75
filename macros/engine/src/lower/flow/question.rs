//! `e?`: a `match` that returns. Whether it is of an `Option` or of a `Result`, the result of the function or of the closure around it says.

use crate::lower::option::outcome::{Variant, made};
use crate::types;
use proc_macro2::Span;
use std::borrow::Cow;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, parse_quote_spanned};

/// The function with a `match` in place of each `?` of which that is known.
pub(in crate::lower) fn matched(function: &syn::ItemFn) -> Cow<'_, syn::ItemFn> {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_try(&mut self, _: &'ast syn::ExprTry) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_block(&function.block);
    if !search.0 {
        return Cow::Borrowed(function);
    }
    let mut function = function.clone();
    Matched { of: of_output(&function.sig.output) }.visit_block_mut(&mut function.block);
    Cow::Owned(function)
}

/// What a `?` leaves.
#[derive(Clone, Copy)]
pub(in crate::lower) enum Of {
    Option,
    Result,
}

struct Matched {
    of: Option<Of>,
}

impl VisitMut for Matched {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::Try(question) = expr else { return };
        let at = question.question_token.span.resolved_at(Span::mixed_site());
        let mut matched: syn::ExprMatch = match self.of {
            Some(Of::Option) => parse_quote_spanned! {at=>
                match () {
                    ::core::option::Option::Some(value) => value,
                    ::core::option::Option::None => return ::core::option::Option::None,
                }
            },
            Some(Of::Result) => parse_quote_spanned! {at=>
                match () {
                    ::core::result::Result::Ok(value) => value,
                    ::core::result::Result::Err(error) => {
                        return ::core::result::Result::Err(::core::convert::From::from(error))
                    }
                }
            },
            None => return,
        };
        // Its braces would be taken for those of the arms, were a struct written there: it is only put there.
        matched.expr = question.expr.clone();
        *expr = Expr::Match(matched);
    }

    fn visit_local_mut(&mut self, local: &mut syn::Local) {
        if let (syn::Pat::Type(typed), Some(init)) = (&local.pat, &mut local.init) {
            tell_parse(&mut init.expr, &typed.ty);
        }
        visit_mut::visit_local_mut(self, local);
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let around = std::mem::replace(&mut self.of, of_closure(closure));
        visit_mut::visit_expr_closure_mut(self, closure);
        self.of = around;
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `let x: f64 = text.parse()?;`: in a `match`, the type does not reach `parse`.
fn tell_parse(expr: &mut Expr, ty: &syn::Type) {
    const THROUGH: [&str; 6] = ["map_err", "ok", "ok_or", "ok_or_else", "or_else", "unwrap_or"];
    match expr {
        Expr::Try(question) => {
            tell_collected(&mut question.expr, ty);
            tell_parse(&mut question.expr, ty);
        }
        Expr::MethodCall(call) if call.method == "parse" && call.turbofish.is_none() => {
            call.turbofish = Some(syn::parse_quote!(::<#ty>));
        }
        Expr::MethodCall(call) if call.method == "try_into" && call.args.is_empty() && is_array(ty) => {
            let receiver = &call.receiver;
            *expr = syn::parse_quote!(<#ty>::try_from(#receiver));
        }
        Expr::MethodCall(call) if THROUGH.iter().any(|name| call.method == name) => {
            tell_parse(&mut call.receiver, ty);
        }
        _ => {}
    }
}

/// `let list: Vec<f64> = items.collect::<Option<_>>()?;`
fn tell_collected(expr: &mut Expr, ty: &syn::Type) {
    let Expr::MethodCall(call) = expr else { return };
    let Some(turbofish) = call.turbofish.as_mut().filter(|_| call.method == "collect") else { return };
    let Some(syn::GenericArgument::Type(syn::Type::Path(of))) = turbofish.args.first_mut() else { return };
    let Some(last) = of.path.segments.last_mut() else { return };
    if let syn::PathArguments::AngleBracketed(inside) = &mut last.arguments
        && (last.ident == "Option" || last.ident == "Result")
        && let Some(syn::GenericArgument::Type(inside)) = inside.args.first_mut()
        && matches!(inside, syn::Type::Infer(_))
    {
        *inside = ty.clone();
    }
}

/// Is it an array, or a reference to one?
fn is_array(ty: &syn::Type) -> bool {
    match ty {
        syn::Type::Array(_) => true,
        syn::Type::Reference(reference) => is_array(&reference.elem),
        _ => false,
    }
}

/// Does a closure give a `Result`?
pub(in crate::lower) fn gives_result(closure: &syn::ExprClosure) -> bool {
    matches!(of_closure(closure), Some(Of::Result))
}

fn of_closure(closure: &syn::ExprClosure) -> Option<Of> {
    match &closure.output {
        output @ syn::ReturnType::Type(..) => of_output(output),
        syn::ReturnType::Default => of_value(&closure.body),
    }
}

pub(in crate::lower) fn of_output(output: &syn::ReturnType) -> Option<Of> {
    let syn::ReturnType::Type(_, ty) = output else { return None };
    let syn::Type::Path(path) = &**ty else { return None };
    let known = |name| types::generic_argument(path, name).is_some();
    match () {
        () if known("Option") => Some(Of::Option),
        () if known("Result") => Some(Of::Result),
        () => None,
    }
}

/// What a closure's body ends in.
fn of_value(body: &Expr) -> Option<Of> {
    let of_block = |block: &syn::Block| match block.stmts.last() {
        Some(syn::Stmt::Expr(last, None)) => of_value(last),
        _ => None,
    };
    match crate::lower::expr::operator::bare(body) {
        Expr::Block(block) => of_block(&block.block),
        Expr::If(branch) => {
            let otherwise = || branch.else_branch.as_ref().and_then(|(_, otherwise)| of_value(otherwise));
            of_block(&branch.then_branch).or_else(otherwise)
        }
        Expr::Match(branch) => branch.arms.iter().find_map(|arm| of_value(&arm.body)),
        Expr::Return(jump) => jump.expr.as_ref().and_then(|value| of_value(value)),
        value => match made(value)?.0 {
            Variant::Some | Variant::None => Some(Of::Option),
            Variant::Ok | Variant::Err => Some(Of::Result),
        },
    }
}
