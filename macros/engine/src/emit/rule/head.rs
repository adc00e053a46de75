//! The signature of a rule.

use crate::ir::Body;
use crate::lower::Signature;
use crate::method::Home;
use crate::names;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::visit_mut::VisitMut;

/// What stands around the statements of a rule. Its last parameter is the function that is called, to be compared with the
/// rule's own.
pub(in crate::emit) struct Head {
    pub(in crate::emit) generics: syn::Generics,
    pub(in crate::emit) params: Vec<syn::Type>,
    pub(in crate::emit) result: syn::Type,
    /// The type of the last parameter.
    pub(super) called: syn::Type,
    /// The types that the pullback may hold on to.
    pub(super) captured: TokenStream,
}

impl Head {
    pub(in crate::emit) fn of(function: &syn::ItemFn, signature: &Signature) -> Head {
        let mut generics = signature.own_generics.clone();
        let result = &signature.result_tokens;
        let mut params: Vec<syn::Type> = signature.params.iter().map(|param| param.tokens.clone()).collect();
        let returned = &signature.returned;
        let [mut result, mut returned]: [syn::Type; 2] =
            [syn::parse_quote!(#result), syn::parse_quote!(#returned)];
        let pair = signature.pair_tokens();
        if let Home::Impl(block) = &signature.home {
            let lifetimes = block.generics.lifetimes().map(|lifetime| &lifetime.lifetime);
            let (around, own) = (names::type_parameters(&block.generics), names::type_parameters(&generics));
            let of_trait = signature.home.is_trait().then(|| quote!(Self));
            let lifetimes = lifetimes.chain(&signature.held).map(|lifetime| quote!(#lifetime));
            let lifetimes: Vec<_> = lifetimes.chain(of_trait).collect();
            let types = around.into_iter().chain(own).map(|name| quote!(#name));
            let captured: Vec<_> = lifetimes.into_iter().chain(types).collect();
            let (captured, called) = (quote!(use<#(#captured),*>), syn::parse_quote!(()));
            let result = if signature.outcome { syn::parse_quote!(#pair) } else { result };
            return Head { generics, params, result, called, captured };
        }
        let name = names::unmentioned(function, "Primal".to_owned(), "_");
        let mut named = NamedTraits { prefix: &name, generics: &mut generics };
        params.iter_mut().chain([&mut result, &mut returned]).for_each(|ty| named.visit_type_mut(ty));
        let called = match has_early_lifetimes(function) {
            true => syn::parse_quote!(fn(#(#params),*) -> #returned),
            false => {
                generics.params.push(syn::parse_quote!(#name: ::core::ops::Fn(#(#params),*) -> #returned));
                syn::parse_quote!(#name)
            }
        };
        let captured = captured(signature, &generics);
        let result = if signature.outcome { syn::parse_quote!(#pair) } else { result };
        Head { generics, params, result, called, captured }
    }
}

/// What the pullback of a function may hold on to: type parameters, and the lifetimes of what is passed by value.
pub(super) fn captured(signature: &Signature, generics: &syn::Generics) -> TokenStream {
    let (lifetimes, types) = (&signature.held, names::type_parameters(generics));
    let lifetimes = lifetimes.iter().map(|lifetime| quote!(#lifetime));
    let all = lifetimes.chain(types.into_iter().map(|name| quote!(#name)));
    quote!(use<#(#all),*>)
}

/// The signature of a rule with this pullback.
pub(super) fn holding(signature: &Signature, body: &Body) -> Signature {
    let needed = crate::record::params_needed(body);
    let held = (0..signature.params.len())
        .filter(|at| signature.may_hold(&signature.params[*at]) && needed.contains(at));
    signature.holding(&held.collect::<Vec<_>>())
}

/// Lifetimes that are a part of the function's type, which a pullback must not hold on to. So it is not known by its type.
pub(super) fn has_early_lifetimes(function: &syn::ItemFn) -> bool {
    let generics = &function.sig.generics;
    let bounded = generics.lifetimes().any(|lifetime| !lifetime.bounds.is_empty());
    let clauses = generics.where_clause.iter().flat_map(|clause| &clause.predicates);
    bounded || clauses.into_iter().any(|clause| quote!(#clause).to_string().contains('\''))
}

/// `impl Trait` is not allowed in `Fn(…)`: here it gets a name.
struct NamedTraits<'a> {
    prefix: &'a Ident,
    generics: &'a mut syn::Generics,
}

impl VisitMut for NamedTraits<'_> {
    fn visit_type_mut(&mut self, ty: &mut syn::Type) {
        if let syn::Type::ImplTrait(syn::TypeImplTrait { bounds, .. }) = ty {
            let name = quote::format_ident!("{}{}", self.prefix, self.generics.params.len());
            self.generics.params.push(syn::parse_quote!(#name: #bounds));
            *ty = syn::parse_quote!(#name);
        }
        syn::visit_mut::visit_type_mut(self, ty);
    }
}

/// A reference that is handed over again may live shorter than the first one.
pub(super) struct WithoutLifetimes;

impl VisitMut for WithoutLifetimes {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        reference.lifetime = None;
        syn::visit_mut::visit_type_reference_mut(self, reference);
    }
}
