//! What stands for the value of an `Option` of the type that has none, made of those of the fields.

use super::{Derived, Variant};
use crate::names;
use proc_macro2::TokenStream;
use quote::quote;

impl Derived<'_> {
    /// That of the variant with the fewest fields. A type with parameters has none but its default value.
    pub(super) fn blank(&self) -> TokenStream {
        let fewest = self.variants.iter().min_by_key(|variant| variant.fields.len());
        let (Some(Variant { name: variant, fields, .. }), true) =
            (fewest, self.input.generics.params.is_empty() && self.input.generics.where_clause.is_none())
        else {
            return TokenStream::new();
        };
        let (private, name) = (names::private(), &self.input.ident);
        let path = match variant {
            Some(variant) => quote!(#name::#variant),
            None => quote!(#name),
        };
        let (types, members): (Vec<_>, Vec<_>) =
            fields.iter().map(|field| (&field.ty, &field.member)).unzip();
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic)]
            impl #private::Blanks for #name {
                const KNOWN: bool = true #(&& #private::has_blank!(#types))*;
                fn made() -> Self {
                    #path { #(#members: #private::blank_of!(#types),)* }
                }
            }
        }
    }
}
