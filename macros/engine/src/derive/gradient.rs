//! `NameGradient`, where a type is not its own tangent type.

use super::spelled::Spelled;
use super::{Derived, Shape, Variant, binding, with_bounds};
use crate::names;
use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Generics, Member};

impl Derived<'_> {
    /// `NameGradient`, and what it implements.
    pub(super) fn own(&self, name: &Ident) -> TokenStream {
        let bounds = self.bounds().into_iter();
        let declared = self.kept(&with_bounds(&self.input.generics, bounds.collect()));
        let (generics, arguments, bounds) = declared.split_for_impl();
        let vis = &self.input.vis;
        let fields = |variant: &Variant, visible: bool| {
            let fields = variant.each(|field, _| {
                let (vis, ty) = (visible.then_some(&field.vis), field.spelled.tangent(&field.ty));
                match &field.member {
                    Member::Named(name) => quote!(#vis #name: #ty),
                    Member::Unnamed(_) => quote!(#vis #ty),
                }
            });
            match variant.shape {
                Shape::Named => quote!({ #(#fields),* }),
                Shape::Tuple => quote!((#(#fields),*)),
                Shape::Unit => quote!(),
            }
        };
        let doc = format!("The gradient of [`{}`].", names::plain(&self.input.ident));
        let lints = quote!(#[allow(missing_docs, dead_code, clippy::all, clippy::pedantic)]);
        let item = match self.variants.as_slice() {
            [whole @ Variant { name: None, .. }] => {
                let fields_of_whole = fields(whole, true);
                match whole.shape {
                    Shape::Named => quote!(#vis struct #name #generics #bounds #fields_of_whole),
                    Shape::Tuple | Shape::Unit => {
                        quote!(#vis struct #name #generics #fields_of_whole #bounds;)
                    }
                }
            }
            variants => {
                let variants = variants.iter().map(|variant| {
                    let (name, fields) = (&variant.name, fields(variant, false));
                    quote!(#name #fields)
                });
                quote!(#vis enum #name #generics #bounds { #(#variants),* })
            }
        };
        let implementations = self.implementations(name, &declared);
        let methods = self.methods_of_tangent(name);
        quote! {
            #[doc = #doc]
            #lints
            #item
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic)]
            impl #generics ::differentiate::Tangent for #name #arguments #bounds {
                #methods
            }
            #implementations
        }
    }

    /// What `NameGradient` implements as far as its fields do.
    fn implementations(&self, name: &Ident, declared: &Generics) -> TokenStream {
        let lints = quote!(#[automatically_derived] #[allow(unused, clippy::all, clippy::pedantic)]);
        // A bound without a parameter must hold, unless it is higher-ranked.
        let implemented =
            |of: TokenStream, what: &dyn Fn(&TokenStream) -> TokenStream, methods: TokenStream| {
                let fields = self.variants.iter().flat_map(|variant| &variant.fields);
                let opaque = fields.filter(|field| !matches!(field.spelled, Spelled::Constant));
                let bounds = opaque.map(|field| {
                    let ty = field.spelled.tangent(&field.ty);
                    let bound = what(&ty);
                    syn::parse_quote!(for<'trivial> #ty: #bound)
                });
                let generics = with_bounds(declared, bounds.collect());
                let (generics, _, bounds) = generics.split_for_impl();
                let (_, arguments, _) = declared.split_for_impl();
                quote!(#lints impl #generics #of for #name #arguments #bounds { #methods })
            };
        let clone = self.arms(|variant| {
            let path = variant.path(name);
            let parts = variant.each(|field, at| {
                let (member, value) = (&field.member, binding("a", at));
                quote!(#member: ::core::clone::Clone::clone(#value))
            });
            (variant.pattern_of_all(&path, "a"), quote!(#path { #(#parts),* }))
        });
        let equal = self.variants.iter().map(|variant| {
            let path = variant.path(name);
            let parts = variant.floats(|_, at| {
                let (a, b) = (binding("a", at), binding("b", at));
                quote!(&& #a == #b)
            });
            let (a, b) = (variant.pattern(&path, "a"), variant.pattern(&path, "b"));
            quote!((#a, #b) => true #(#parts)*,)
        });
        let other = (self.variants.len() > 1).then(|| quote!(_ => false,));
        let shown = self.arms(|variant| {
            let shown = names::plain(variant.name.as_ref().unwrap_or(name));
            let parts = variant.each(|field, at| {
                let value = binding("a", at);
                match &field.member {
                    Member::Named(name) => {
                        let name = names::plain(name);
                        quote!(.field(#name, #value))
                    }
                    Member::Unnamed(_) => quote!(.field(#value)),
                }
            });
            let builder = match variant.shape {
                Shape::Named => quote!(debug_struct),
                Shape::Tuple | Shape::Unit => quote!(debug_tuple),
            };
            let pattern = variant.pattern_of_all(&variant.path(name), "a");
            (pattern, quote!(formatter.#builder(#shown) #(#parts)* .finish()))
        });
        let differentiable = self.methods_of_value(name, true);
        let (copied, cloned) = (quote!(::core::marker::Copy), quote!(::core::clone::Clone));
        let mut all = implemented(
            quote!(::differentiate::Differentiable),
            &|ty| quote!(::differentiate::Differentiable<Tangent = #ty>),
            quote!(type Tangent = Self; #differentiable),
        );
        all.extend(implemented(
            cloned.clone(),
            &|_| cloned.clone(),
            quote!(fn clone(&self) -> Self { match self { #clone } }),
        ));
        all.extend(implemented(copied.clone(), &|_| copied.clone(), quote!()));
        all.extend(implemented(
            quote!(::core::cmp::PartialEq),
            &|_| quote!(::core::cmp::PartialEq),
            quote!(fn eq(&self, other: &Self) -> bool { match (self, other) { #(#equal)* #other } }),
        ));
        all.extend(implemented(
            quote!(::core::fmt::Debug),
            &|_| quote!(::core::fmt::Debug),
            quote!(fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result { match self { #shown } }),
        ));
        all
    }
}
