//! The methods that a function calls on its type parameters: of which trait they are, only rustc knows, so generated code compares them with those of `std`.

use crate::ir::{Op, Stmt};
use crate::lower::Primal;
use crate::names;
use crate::tables::rules::Form;
use crate::types::{Float, Ty};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use std::collections::BTreeMap;

/// `as_in_std!(T: sin(x), max(x, y));`
pub(super) fn compared(primal: &Primal) -> TokenStream {
    let mut called: BTreeMap<&str, BTreeMap<&str, usize>> = BTreeMap::new();
    primal.block.each(&mut |stmt| {
        if let Stmt::Let(id) = stmt
            && let Op::Apply(rule, args) = primal.arena.op(*id)
            && let Form::Method(name) = rule.form
            && let Some(receiver) = args.first()
            && let Ty::Float(Float::Generic(of)) = primal.arena.ty(*receiver).referent()
            && primal.signature.compared.contains(of)
            // It has no derivative, and some traits give 0 for 0.
            && name != "signum"
        {
            called.entry(of).or_default().insert(name, args.len());
        }
    });
    let private = names::private();
    let name = |name: &str| Ident::new(name, Span::call_site());
    let parameters = called.iter().map(|(of, methods)| {
        let methods = methods.iter().map(|(method, arity)| {
            let second = if *method == "powi" { "n" } else { "y" };
            let arguments = ["x", second, "z"].into_iter().take(*arity).map(name);
            let method = name(method);
            quote!(#method(#(#arguments),*))
        });
        let of = name(of);
        quote!(#private::as_in_std!(#of: #(#methods),*);)
    });
    parameters.collect()
}
