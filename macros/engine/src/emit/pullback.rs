//! The pullback as a user calls it: a closure that keeps what the reverse sweep needs, and runs it as often as it is called.

use super::companion::{arranged, outcome, parameters};
use super::expression::{braced, joined};
use super::{Emit, Wanted};
use crate::ir::Body;
use crate::lower::{Primal, Signature};
use crate::method::Home;
use crate::names::{self, Rules};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;

/// The forward sweep, and the closure behind it.
pub(super) fn block(
    primal: &Primal,
    body: &Body,
    rules: &Rules,
    reserved: &[Ident],
    wanted: &mut Wanted,
) -> TokenStream {
    let Some(pullback) = &body.pullback else { return TokenStream::new() };
    let signature = &primal.signature;
    let mut emit = Emit::new(body, rules, reserved, &primal.items);
    emit.kept = true;
    emit.external(primal, Clone::clone);
    let (sweep, mut values) = emit.statements(&body.block);
    let tapes = emit.tapes();
    let cotangent = emit.name(pullback.params[0]);
    let back = braced(emit.block(&pullback.body, &|results| arranged(results, false)));
    let (value, pull) = (emit.names.fresh("value"), emit.names.fresh("pull"));
    let of = &signature.cotangent;
    *wanted = wanted.and(emit.wanted);
    if body.block.diverges {
        return joined([tapes, sweep]);
    }
    let status = signature.outcome.then(|| values.remove(0));
    // The reverse sweep uses up what it takes off its stacks.
    let pair = quote!((#value, move |#cotangent: #of| ::core::clone::Clone::clone(&#pull)(#cotangent)));
    let given = match status {
        Some(status) => outcome(signature, &status, &pair),
        None => pair,
    };
    // The closure takes away what it keeps.
    joined([tapes, sweep, quote!(let #value = #(#values)*; let #pull = move |#cotangent: #of| #back; #given)])
}

/// `fn f_pullback<'t>(x: &'t [f64]) -> (f64, impl Fn(f64) -> Vec<f64>)`
pub(super) fn head(signature: &Signature, name: &Ident, gradient: &TokenStream) -> TokenStream {
    let mut generics = signature.own_generics.clone();
    let lifetime = syn::Lifetime::new("'pullback", Span::call_site());
    let mut elided = Elided { lifetime: &lifetime, found: false };
    let params: Vec<TokenStream> = parameters(signature)
        .into_iter()
        .map(|param| {
            let Ok(mut param) = syn::parse2::<syn::FnArg>(param.clone()) else { return param };
            elided.visit_fn_arg_mut(&mut param);
            quote!(#param)
        })
        .collect();
    if elided.found {
        generics.params.insert(0, syn::parse_quote!(#lifetime));
    }
    let around = match &signature.home {
        Home::Impl(block) => block.generics.clone(),
        Home::Module | Home::Operator(_) => syn::Generics::default(),
    };
    let lifetimes = around.lifetimes().chain(generics.lifetimes()).map(|lifetime| &lifetime.lifetime);
    let (mut value, cotangent) = (signature.value_tokens(), &signature.cotangent);
    // A reference that is returned is to a part of a parameter.
    if let Ok(mut ty) = syn::parse2::<syn::Type>(value.clone()) {
        elided.visit_type_mut(&mut ty);
        value = quote!(#ty);
    }
    let pull = quote!(::core::ops::Fn(#cotangent) -> #gradient);
    let has_unnamed =
        || signature.params.iter().any(|param| super::rule::is_unnamed(&param.tokens, |_| true));
    let pull = if !signature.home.is_seen() || has_unnamed() {
        let own = (!signature.home.is_seen()).then(|| quote!(Self));
        let held = lifetimes.map(|lifetime| quote!(&#lifetime ())).chain(own);
        let private = names::private();
        quote!(#private::pullback_of_method!(#pull #(+ #private::HoldsOnTo<#held>)*))
    } else {
        let own = signature.home.is_trait().then(|| quote!(Self));
        let lifetimes: Vec<_> = lifetimes.map(|lifetime| quote!(#lifetime)).chain(own).collect();
        let types = names::type_parameters(&around).into_iter().chain(names::type_parameters(&generics));
        let captured: Vec<_> = lifetimes.into_iter().chain(types.map(|name| quote!(#name))).collect();
        quote!(impl #pull + use<#(#captured),*>)
    };
    let pair = quote!((#value, #pull));
    let output = signature.result_of(&pair);
    let (generics, _, bounds) = generics.split_for_impl();
    quote!(fn #name #generics(#(#params),*) -> #output #bounds)
}

/// Gives references without a lifetime one that the closure may name.
struct Elided<'l> {
    lifetime: &'l syn::Lifetime,
    found: bool,
}

impl VisitMut for Elided<'_> {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.lifetime.clone());
            self.found = true;
        }
        syn::visit_mut::visit_type_reference_mut(self, reference);
    }

    fn visit_lifetime_mut(&mut self, lifetime: &mut syn::Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.lifetime.clone();
            self.found = true;
        }
    }

    fn visit_receiver_mut(&mut self, receiver: &mut syn::Receiver) {
        let written = quote!(#receiver);
        if written.to_string() == "& self" {
            let lifetime = self.lifetime;
            if let Ok(syn::FnArg::Receiver(named)) = syn::parse2(quote!(&#lifetime self)) {
                *receiver = named;
                self.found = true;
                return;
            }
        }
        syn::visit_mut::visit_receiver_mut(self, receiver);
    }
}
