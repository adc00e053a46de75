//! `ControlFlow`, which is two `Option`s here: what ended something, and else what it goes on with. It is opaque unless that fails.

use crate::lower::expr::operator::bare;
use crate::names;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, Type, parse_quote};

/// The function with pairs of `Option`s; `None` if it does not mention the type.
pub(in crate::lower) fn as_options(function: &syn::ItemFn) -> Option<syn::ItemFn> {
    let mut function = function.clone();
    let mut search = Search::default();
    search.visit_block(&function.block);
    if search.bare || search.renamed.is_some() {
        WithType { bare: search.bare, renamed: search.renamed }.visit_block_mut(&mut function.block);
        search = Search { found: true, ..Search::default() };
        search.visit_block(&function.block);
    }
    search.found.then(|| {
        AsOptions { functions: search.functions, flows: 0 }.visit_block_mut(&mut function.block);
        function
    })
}

#[derive(Default)]
struct Search {
    found: bool,
    /// Have the variants imported names: in a `use`, or in what `try_fold` and `try_for_each` are given, which `std` has no others for?
    bare: bool,
    /// Another name that a `use` gives the type.
    renamed: Option<Ident>,
    /// The closures in locals that give one.
    functions: Vec<Ident>,
}

impl<'ast> Visit<'ast> for Search {
    // An item is kept as it stands.
    fn visit_item(&mut self, item: &'ast syn::Item) {
        let names = |path: &syn::ItemUse| path.tree.to_token_stream().to_string().contains("ControlFlow ::");
        if let syn::Item::Use(path) = item {
            self.bare |= names(path);
            visit::visit_item_use(self, path);
        }
    }

    fn visit_use_rename(&mut self, renamed: &'ast syn::UseRename) {
        if renamed.ident == "ControlFlow" {
            self.renamed = Some(renamed.rename.clone());
        }
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let tries = call.method == "try_fold" || call.method == "try_for_each";
        if let Some(Expr::Closure(closure)) = call.args.last().map(bare)
            && tries
        {
            self.bare |= gives(&closure.body, |path| bare_variant(path).is_some());
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.found |= path.segments.iter().any(|segment| segment.ident == "ControlFlow");
        visit::visit_path(self, path);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && matches!(bare(&init.expr), Expr::Closure(closure) if gives_flow(&closure.body))
        {
            self.functions.push(name.ident.clone());
        }
        visit::visit_local(self, local);
    }
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Variant {
    Break,
    Continue,
}

/// `ControlFlow::Break` and `ControlFlow::Continue`
fn variant(path: &syn::Path) -> Option<Variant> {
    let mut segments = path.segments.iter().rev();
    let (last, of) = (segments.next()?, segments.next()?);
    match (of.ident == "ControlFlow", last.ident.to_string().as_str()) {
        (true, "Break") => Some(Variant::Break),
        (true, "Continue") => Some(Variant::Continue),
        _ => None,
    }
}

/// May it be the path of one of the variants, by whichever name of the type?
pub(in crate::lower) fn is_variant(path: &TokenStream) -> bool {
    let named = |path: syn::Path| {
        path.segments.last().is_some_and(|last| last.ident == "Break" || last.ident == "Continue")
    };
    syn::parse2(path.clone()).is_ok_and(named)
}

/// `Break` and `Continue`, by a `use`.
fn bare_variant(path: &syn::Path) -> Option<&Ident> {
    path.get_ident().filter(|name| *name == "Break" || *name == "Continue")
}

/// Writes the type before variants that have imported names, and by its own name.
struct WithType {
    bare: bool,
    renamed: Option<Ident>,
}

impl VisitMut for WithType {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(name) = bare_variant(path).filter(|_| self.bare) {
            *path = parse_quote!(ControlFlow::#name);
        }
        if let (None, Some(first)) = (path.leading_colon, path.segments.first_mut())
            && self.renamed.as_ref() == Some(&first.ident)
        {
            first.ident = Ident::new("ControlFlow", first.ident.span());
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// The pattern in `ControlFlow::Break(pattern)`.
fn matched(pat: &Pat) -> Option<(Variant, &Pat)> {
    match pat {
        Pat::TupleStruct(of) if of.elems.len() == 1 => Some((variant(&of.path)?, of.elems.first()?)),
        Pat::Paren(inner) => matched(&inner.pat),
        _ => None,
    }
}

/// Does an expression give one, as far as it is written?
pub(in crate::lower) fn gives_flow(expr: &Expr) -> bool {
    gives(expr, |path| variant(path).is_some())
}

/// Is there a call of such a path in it?
fn gives(expr: &Expr, is: impl Fn(&syn::Path) -> bool) -> bool {
    struct Search<F>(F, bool);
    impl<'ast, F: Fn(&syn::Path) -> bool> Visit<'ast> for Search<F> {
        fn visit_expr_call(&mut self, call: &'ast syn::ExprCall) {
            self.1 |= matches!(bare(&call.func), Expr::Path(path) if (self.0)(&path.path));
            visit::visit_expr_call(self, call);
        }
    }
    let mut search = Search(is, false);
    search.visit_expr(expr);
    search.1
}

struct AsOptions {
    functions: Vec<Ident>,
    /// How many have been matched.
    flows: usize,
}

impl AsOptions {
    fn gives_flow(&self, function: &Expr) -> bool {
        match bare(function) {
            Expr::Closure(closure) => gives_flow(&closure.body),
            Expr::Path(path) => path.path.get_ident().is_some_and(|name| self.functions.contains(name)),
            Expr::Reference(reference) => self.gives_flow(&reference.expr),
            _ => false,
        }
    }

    fn name(&mut self) -> Ident {
        self.flows += 1;
        names::hidden("flow", self.flows, Span::mixed_site())
    }

    /// `match flow { ControlFlow::Break(v) => …, ControlFlow::Continue(v) => … }` as an `if` for each arm but the last.
    fn arms(&mut self, branch: &syn::ExprMatch) -> Option<Expr> {
        let flow = self.name();
        let arms = branch.arms.iter().map(|arm| match &arm.pat {
            Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard), &arm.body),
            pat => (pat, None, &arm.body),
        });
        let arms: Vec<_> = arms.collect();
        let ((last, None, body), before) = arms.split_last()? else { return None };
        if !arms.iter().any(|(pat, ..)| matched(pat).is_some()) {
            return None;
        }
        let binds = |pat: &Pat| !crate::lower::flow::statement::idents_in(pat).is_empty();
        let mut rest: Expr = match (matched(last), last) {
            (Some((of, pat)), _) => {
                let part = part(&flow, of);
                let bound = binds(pat).then(|| quote!(let #pat = #part.unwrap();));
                parse_quote!({ #bound #body })
            }
            (None, Pat::Wild(_)) => parse_quote!({ #body }),
            _ => return None,
        };
        for (pat, guard, body) in before.iter().rev() {
            let (of, pat) = matched(pat)?;
            let part = part(&flow, of);
            let asked = match binds(pat) {
                true => quote!(let ::core::option::Option::Some(#pat) = #part),
                false => quote!(#part.is_some()),
            };
            let guard = guard.map(|guard| quote!(&& (#guard)));
            rest = parse_quote!(if #asked #guard { #body } else #rest);
        }
        let value = &branch.expr;
        Some(parse_quote!({ let #flow = #value; #rest }))
    }

    /// `if let ControlFlow::Break(v) = flow { … }`
    fn branch(&mut self, branch: &syn::ExprIf) -> Option<Expr> {
        let Expr::Let(condition) = &*branch.cond else { return None };
        let (of, pat) = matched(&condition.pat)?;
        let flow = self.name();
        let part = part(&flow, of);
        let (value, then) = (&condition.expr, &branch.then_branch);
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| quote!(else #otherwise));
        let asked = match crate::lower::flow::statement::idents_in(pat).is_empty() {
            true => quote!(#part.is_some()),
            false => quote!(let ::core::option::Option::Some(#pat) = #part),
        };
        Some(parse_quote!({ let #flow = #value; if #asked #then #otherwise }))
    }

    fn method(call: &syn::ExprMethodCall) -> Option<Expr> {
        let receiver = &call.receiver;
        match (call.method.to_string().as_str(), call.args.is_empty()) {
            ("is_break", true) => Some(parse_quote!(#receiver.0.is_some())),
            ("is_continue", true) => Some(parse_quote!(#receiver.0.is_none())),
            ("break_value", true) => Some(parse_quote!(#receiver.0)),
            ("continue_value", true) => Some(parse_quote!(#receiver.1)),
            _ => None,
        }
    }
}

fn part(flow: &Ident, of: Variant) -> Expr {
    match of {
        Variant::Break => parse_quote!(#flow.0),
        Variant::Continue => parse_quote!(#flow.1),
    }
}

impl VisitMut for AsOptions {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::MethodCall(call) = expr
            && (call.method == "try_fold" || call.method == "try_for_each")
            && call.args.last().is_some_and(|function| self.gives_flow(function))
        {
            call.method = Ident::new(&format!("{}_flow", call.method), call.method.span());
        }
        visit_mut::visit_expr_mut(self, expr);
        let written = match expr {
            Expr::Call(call) => match (bare(&call.func), call.args.first(), call.args.len()) {
                (Expr::Path(path), Some(value), 1) => variant(&path.path).map(|of| match of {
                    Variant::Break => {
                        parse_quote!((::core::option::Option::Some(#value), ::core::option::Option::None))
                    }
                    Variant::Continue => {
                        parse_quote!((::core::option::Option::None, ::core::option::Option::Some(#value)))
                    }
                }),
                _ => None,
            },
            Expr::Match(branch) => self.arms(branch),
            Expr::If(branch) => self.branch(branch),
            Expr::MethodCall(call) => Self::method(call),
            _ => None,
        };
        if let Some(written) = written {
            *expr = written;
        }
    }

    fn visit_type_mut(&mut self, ty: &mut Type) {
        visit_mut::visit_type_mut(self, ty);
        let Type::Path(path) = &*ty else { return };
        if path.path.segments.last().is_none_or(|last| last.ident != "ControlFlow") {
            return;
        }
        let parts = crate::types::arguments(path.path.segments.last()).map(ToTokens::to_token_stream);
        let (broken, going) = match &parts.collect::<Vec<_>>()[..] {
            [broken] => (broken.clone(), quote!(())),
            [broken, going] => (broken.clone(), going.clone()),
            _ => return,
        };
        *ty = parse_quote!((::core::option::Option<#broken>, ::core::option::Option<#going>));
    }
}
