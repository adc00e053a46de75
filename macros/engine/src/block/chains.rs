//! Methods that give an iterator, `fn pairs(&self) -> impl Iterator<Item = (f64, f64)> { … }`: where another function of the block calls one on `self`, it
//! has the chain as a closure of its own, which is written where it is called.

use crate::lower;
use crate::names;
use crate::options::Options;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, ImplItem, ItemFn, ItemImpl, Pat, ReturnType, Stmt, Type, parse_quote};

/// Such methods of a block, by their names: the parameters and the chain.
pub(super) struct Chains(BTreeMap<String, (Vec<Pat>, Expr)>);

impl Chains {
    pub fn of(block: &ItemImpl) -> Chains {
        let methods = block.items.iter().filter_map(|item| match item {
            ImplItem::Fn(method) if gives_iterator(&method.sig.output) && method.sig.receiver().is_some() => {
                let [Stmt::Expr(chain, None)] = method.block.stmts.as_slice() else { return None };
                let params = method.sig.inputs.iter().filter_map(|input| match input {
                    FnArg::Typed(typed) => Some((*typed.pat).clone()),
                    FnArg::Receiver(_) => None,
                });
                Some((method.sig.ident.to_string(), (params.collect(), chain.clone())))
            }
            _ => None,
        });
        Chains(methods.collect())
    }

    /// The function with the chains that it calls on what it differentiates. `asked`: what it is asked for, if it is.
    pub fn written(&self, mut function: ItemFn, asked: Option<&Options>) -> ItemFn {
        let varies = |options: &Options| {
            options.wrt.iter().flatten().any(|name| name == "self" || names::is_receiver(name))
        };
        if self.0.is_empty() || !asked.is_none_or(varies) {
            return function;
        }
        // Where a name is another in the caller, the chain is a call of what has no rule.
        let hidden = lower::Hidden::by(&function);
        let params: BTreeSet<String> =
            function.sig.inputs.iter().flat_map(names_of_param).map(|name| name.to_string()).collect();
        let seen = |of: &[Pat], chain: &Expr| {
            let mut names = lower::Names::of(chain).free();
            for name in of.iter().flat_map(lower::idents_in) {
                names.remove(&name.ident.to_string());
            }
            !hidden.any(&names) && names.is_disjoint(&params)
        };
        let chains = self.0.iter().filter(|(_, (of, chain))| seen(of, chain)).collect();
        let mut called = Called { chains, names: BTreeMap::new() };
        called.visit_block_mut(&mut function.block);
        let closures = called.names.iter().filter_map(|(method, name)| {
            let (params, chain) = self.0.get(method)?;
            let closure: Stmt = parse_quote!(let #name = |#(#params),*| #chain;);
            Some(closure)
        });
        let stmts: Vec<Stmt> = closures.collect();
        function.block.stmts.splice(0..0, stmts);
        function
    }
}

/// The names that a parameter binds, other than `self`.
fn names_of_param(input: &FnArg) -> Vec<Ident> {
    match input {
        FnArg::Typed(typed) => lower::idents_in(&typed.pat).into_iter().map(|name| name.ident).collect(),
        FnArg::Receiver(_) => Vec::new(),
    }
}

fn gives_iterator(output: &ReturnType) -> bool {
    let ReturnType::Type(_, ty) = output else { return false };
    let Type::ImplTrait(of) = &**ty else { return false };
    of.bounds.iter().any(|bound| match bound {
        syn::TypeParamBound::Trait(of) => of.path.segments.last().is_some_and(|last| {
            ["Iterator", "DoubleEndedIterator", "ExactSizeIterator"].iter().any(|known| last.ident == known)
        }),
        _ => false,
    })
}

struct Called<'c> {
    chains: BTreeMap<&'c String, &'c (Vec<Pat>, Expr)>,
    /// The methods that are called, and what the closures are called.
    names: BTreeMap<String, Ident>,
}

impl VisitMut for Called<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::MethodCall(call) = expr else { return };
        let of_self = matches!(&*call.receiver, Expr::Path(path) if path.path.is_ident("self"));
        let method = call.method.to_string();
        if of_self && self.chains.get(&method).is_some_and(|(params, _)| params.len() == call.args.len()) {
            let number = self.names.len() + 1;
            let name = self
                .names
                .entry(method)
                .or_insert_with(|| names::hidden("chain", number, Span::mixed_site()));
            let args = &call.args;
            *expr = parse_quote!(#name(#args));
        }
    }
}
