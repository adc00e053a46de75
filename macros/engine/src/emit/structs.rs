//! Structs: how they are made, and the entries of their gradients.

use super::Emit;
use super::expression::field;
use crate::ir::{Id, Made, Member};
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

impl Emit<'_> {
    /// `Path { x: a, ..base }`, `Path(a, b)`.
    pub(super) fn made(&mut self, made: &Made, parts: &[Id]) -> TokenStream {
        let path = &made.path;
        let values: Vec<_> = parts.iter().map(|part| self.owned(*part)).collect();
        if made.is_call() || made.members.first() == Some(&Member::Inside) {
            return quote!(#path(#(#values),*));
        }
        let fields = made.members.iter().zip(&values).map(|(member, value)| {
            let member = field(member);
            match member.to_string() == value.to_string() {
                true => quote!(#member),
                false => quote!(#member: #value),
            }
        });
        let base = values.last().filter(|_| made.base).map(|base| quote!(..#base));
        quote!(#path { #(#fields,)* #base })
    }

    /// A field of a variant, of a value that is that variant, or of the gradient of one, which is then borrowed.
    pub(super) fn of_variant(
        &self,
        whole: TokenStream,
        path: &str,
        member: &Member,
        (borrow, is_gradient): (TokenStream, bool),
    ) -> TokenStream {
        let member = field(member);
        let Ok(path) = syn::parse_str::<syn::Path>(path) else { return whole };
        let part = Ident::new("part", Span::mixed_site());
        if !is_gradient {
            return quote!(*match #borrow #whole { #path { #member: #part, .. } => #part, _ => ::core::unreachable!() });
        }
        let mut ty = path;
        let variant = ty.segments.pop();
        ty.segments.pop_punct();
        // An item sees nothing of the type parameters around it.
        let (ty, generics) = match &self.own_type {
            Some((own, generics)) if is_without_arguments(own, &ty) => (quote!(#own), generics.clone()),
            _ => (quote!(#ty), syn::Generics::default()),
        };
        let (declared, arguments, _) = generics.split_for_impl();
        let arguments = arguments.as_turbofish();
        quote! {
            (*{
                type Gradient #declared = <#ty as ::differentiate::Differentiable>::Tangent;
                match #borrow #whole { Gradient #arguments ::#variant { #member: #part, .. } => #part, _ => ::core::unreachable!() }
            })
        }
    }
}

/// Is a path that of a type without the type's arguments?
fn is_without_arguments(ty: &syn::Type, path: &syn::Path) -> bool {
    let (syn::Type::Path(ty), Some(last)) = (ty, path.segments.last()) else { return false };
    ty.path.segments.last().is_some_and(|own| own.ident == last.ident && !own.arguments.is_none())
        && last.arguments.is_none()
}
