//! `#[derive(Differentiable)]`: the tangent type of a struct or an enum, and the arithmetic of both.
//!
//! A struct is treated as an enum with one variant. All code takes values apart with patterns whose fields have names or numbers (`Line { 0: a }`), which fit
//! every kind of variant.

mod blank;
mod gradient;
mod spelled;

use crate::depth;
use crate::diagnostics::{self as code, Sink};
use crate::spanned::Spanned;
use crate::{names, options};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote, quote_spanned};
use spelled::Spelled;
use syn::visit::Visit;
use syn::{Data, DeriveInput, GenericParam, Generics, Member, WherePredicate};

/// Expands `#[derive(Differentiable)]`.
pub fn derive(item: TokenStream) -> TokenStream {
    let mut sink = Sink::default();
    if depth::excess(&item).is_some() {
        sink.report(&item, &code::TOO_DEEP, &[]);
        return sink.into_tokens();
    }
    let Ok(input) = syn::parse2::<DeriveInput>(item.clone()) else {
        sink.report(&item, &code::DERIVE, &[]);
        return sink.into_tokens();
    };
    let derived = Derived::read(&input, &mut sink);
    let items = match sink.is_empty() {
        true => derived.map(|derived| derived.items()).unwrap_or_default(),
        false => sink.into_tokens(),
    };
    let lists = input.attrs.iter().filter(|attribute| attribute.path().is_ident("differentiate"));
    let mut lists = lists.filter_map(|attribute| attribute.meta.require_list().ok());
    match lists.find_map(|list| options::of_crate(&list.tokens)) {
        Some(of_crate) => names::with_crate(items, &of_crate),
        None => items,
    }
}

/// Are the fields of a type without generics spelled as floats, beside others without a derivative?
pub fn is_made_of_floats<'f>(generics: &Generics, fields: impl Iterator<Item = &'f syn::Field>) -> bool {
    let spelled: Vec<Spelled> = fields.map(|field| Spelled::of(&field.ty, &[])).collect();
    generics.params.is_empty()
        && spelled.contains(&Spelled::Floats)
        && spelled.iter().all(|field| matches!(field, Spelled::Floats | Spelled::Constant))
}

/// A field of the user's.
struct Field {
    member: Member,
    vis: syn::Visibility,
    ty: syn::Type,
    spelled: Spelled,
}

/// A variant of an enum, or all of a struct.
struct Variant {
    /// `None` for a struct.
    name: Option<Ident>,
    shape: Shape,
    fields: Vec<Field>,
}

#[derive(Clone, Copy)]
enum Shape {
    Named,
    Tuple,
    Unit,
}

/// The tangent type of an item.
enum Tangent {
    /// The item itself, with the tangent types of its type parameters.
    Itself,
    /// A type of its own, of this name.
    Own(Ident),
    /// `()`, for an enum that only enumerates.
    Nothing,
}

struct Derived<'a> {
    input: &'a DeriveInput,
    variants: Vec<Variant>,
    tangent: Tangent,
}

impl<'a> Derived<'a> {
    fn read(input: &'a DeriveInput, sink: &mut Sink) -> Option<Derived<'a>> {
        let params: Vec<&Ident> = input.generics.type_params().map(|param| &param.ident).collect();
        let mut variant = |name: Option<Ident>, fields: &syn::Fields| {
            let shape = match fields {
                syn::Fields::Named(_) => Shape::Named,
                syn::Fields::Unnamed(_) => Shape::Tuple,
                syn::Fields::Unit => Shape::Unit,
            };
            let fields = fields.iter().enumerate().map(|(at, field)| Field {
                member: match &field.ident {
                    Some(name) => Member::Named(name.clone()),
                    None => Member::Unnamed(at.into()),
                },
                vis: field.vis.clone(),
                ty: field.ty.clone(),
                spelled: match is_constant(field, sink) {
                    true => Spelled::Constant,
                    false => Spelled::of(&field.ty, &params),
                },
            });
            Variant { name, shape, fields: fields.collect() }
        };
        let variants: Vec<Variant> = match &input.data {
            Data::Struct(data) => vec![variant(None, &data.fields)],
            Data::Enum(data) => {
                data.variants.iter().map(|of| variant(Some(of.ident.clone()), &of.fields)).collect()
            }
            Data::Union(data) => {
                sink.report(&data.union_token, &code::DERIVE, &[]);
                return None;
            }
        };
        let is_enum = matches!(input.data, Data::Enum(_));
        let tangent = match variants.iter().flat_map(|variant| &variant.fields).next() {
            None if is_enum => Tangent::Nothing,
            _ if variants.iter().all(Variant::is_its_own_tangent) => Tangent::Itself,
            _ => Tangent::Own(format_ident!(
                "{}Gradient",
                names::plain(&input.ident),
                span = input.ident.span()
            )),
        };
        Some(Derived { input, variants, tangent })
    }

    fn items(&self) -> TokenStream {
        let (differentiable, tangent) = match &self.tangent {
            Tangent::Nothing => (self.nothing(), TokenStream::new()),
            Tangent::Itself => (self.differentiable(), self.tangent_of_itself()),
            Tangent::Own(name) => (self.differentiable(), self.own(name)),
        };
        let (parts, of_variants) = (self.parts_of_tangent(), self.parts_of_variants());
        let (constructor, blank) = (self.constructor(), self.blank());
        quote!(#differentiable #tangent #parts #of_variants #constructor #blank)
    }

    /// How a tuple struct is made of its fields, for its rule.
    fn constructor(&self) -> TokenStream {
        let [whole @ Variant { name: None, shape: Shape::Tuple, .. }] = self.variants.as_slice() else {
            return TokenStream::new();
        };
        let (name, tangent) = match &self.tangent {
            Tangent::Own(tangent) => (&self.input.ident, tangent),
            Tangent::Itself | Tangent::Nothing => (&self.input.ident, &self.input.ident),
        };
        if whole.fields.is_empty() {
            return TokenStream::new();
        }
        let generics = with_bounds(&self.input.generics, self.bounds());
        let (generics, _, bounds) = generics.split_for_impl();
        let (_, arguments, _) = self.input.generics.split_for_impl();
        let fields = whole.each(|field, _| field.ty.to_token_stream());
        let tangents = whole.each(|field, _| field.spelled.tangent(&field.ty));
        let names = whole.each(|_, at| binding("a", at).to_token_stream());
        let (of_struct, of_tangent) =
            (whole.pattern_of_all(&quote!(#name), "a"), whole.pattern_of_all(&quote!(#tangent), "a"));
        let [of_value, to_value] =
            ["b", "c"].map(|prefix| whole.each(|_, at| binding(prefix, at).to_token_stream()));
        let slots = whole.each(|_, _| quote!(()));
        let (with_tangents, kept) =
            (names::tangent_rule(Span::call_site()), names::kept_rule(Span::call_site()));
        let (private, vis) = (names::private(), &self.input.vis);
        let of = quote!(<Self as #private::Constructor<(#(#fields,)*), (#(#tangents,)*)>>);
        let whole_tangent = quote!(<Self as ::differentiate::Differentiable>::Tangent);
        quote! {
            #[automatically_derived]
            #[allow(unused, private_interfaces, private_bounds, clippy::all, clippy::pedantic)]
            impl #generics #private::Constructor<(#(#fields,)*), (#(#tangents,)*)> for #name #arguments #bounds {
                fn made((#(#names,)*): (#(#fields,)*)) -> Self { #of_struct }
                fn taken_apart(#of_tangent: Self::Tangent) -> (#(#tangents,)*) { (#(#names,)*) }
            }
            #[automatically_derived]
            #[allow(unused, private_interfaces, private_bounds, clippy::all, clippy::pedantic)]
            impl #generics #name #arguments #bounds {
                #[doc(hidden)]
                #vis const RUNS_OPAQUE_CODE: bool = false;
                #[doc(hidden)]
                #vis fn #kept(#(#names: #fields),*) -> (
                    Self,
                    impl ::core::ops::FnOnce(#whole_tangent, #(#slots),*) -> (#(#tangents,)*) + ::core::clone::Clone,
                ) {
                    (#of_struct, |tangent: #whole_tangent, #(_: #slots),*| #of::taken_apart(tangent))
                }
                #[doc(hidden)]
                #vis fn #with_tangents(#(#to_value: #fields,)* #(#names: #tangents),*) -> (
                    (Self, #whole_tangent),
                    impl ::core::ops::FnOnce(
                        (#whole_tangent, #whole_tangent), #(#slots,)* #(#slots),*
                    ) -> (#(#tangents,)* #(#tangents),*),
                ) {
                    let value = #of::made((#(#to_value,)*));
                    ((value, #of_tangent), |both: (#whole_tangent, #whole_tangent), #(_: #slots,)* #(_: #slots),*| {
                        let (#(#of_value,)*) = #of::taken_apart(both.0);
                        let (#(#names,)*) = #of::taken_apart(both.1);
                        (#(#of_value,)* #(#names),*)
                    })
                }
            }
        }
    }

    /// The parts of the tangent of a tuple struct, which may stand in a field whose gradient the macro does not see.
    fn parts_of_tangent(&self) -> TokenStream {
        let [whole @ Variant { name: None, shape, .. }] = self.variants.as_slice() else {
            return TokenStream::new();
        };
        let Some((name, declared)) = self.declared_tangent() else { return TokenStream::new() };
        let given = self.given_fields(whole, name, &declared);
        let Shape::Tuple = shape else { return given };
        let (generics, arguments, bounds) = declared.split_for_impl();
        let private = names::private();
        let parts = whole.each(|field, at| {
            let ty = self.tangent_of(field);
            let (member, at) = (&field.member, proc_macro2::Literal::usize_unsuffixed(at));
            quote! {
                #[automatically_derived]
                impl #generics #private::Parts<#at> for #name #arguments #bounds {
                    type Part = #ty;
                    fn part(&mut self) -> &mut #ty { &mut self.#member }
                    fn part_of(&self) -> &#ty { &self.#member }
                }
            }
        });
        quote!(#(#parts)* #given)
    }

    /// What goes back to the arguments that became the fields.
    fn given_fields(&self, whole: &Variant, name: &Ident, declared: &Generics) -> TokenStream {
        let (generics, arguments, bounds) = declared.split_for_impl();
        let private = names::private();
        let fields = whole.each(|field, _| {
            let (member, ty) = (&field.member, self.tangent_of(field));
            let number = names::number_of_field(&member.to_token_stream().to_string());
            let (back, value) = match field.spelled {
                Spelled::Constant => {
                    let held = quote!(#private::HeldConstantByWrtSoNameItThereOrPassStopGradient);
                    (held.clone(), held)
                }
                Spelled::Floats | Spelled::Other => (ty, quote!(::core::clone::Clone::clone(&self.#member))),
            };
            let predicates = bounds.iter().flat_map(|bounds| &bounds.predicates);
            quote! {
                #[automatically_derived]
                #[allow(private_interfaces, private_bounds)]
                impl #generics #private::GivenField<#number> for #name #arguments
                where #(#predicates,)* for<'given> #back: ::core::clone::Clone
                {
                    type Back = #back;
                    fn back(&self) -> #back { #value }
                }
            }
        });
        quote!(#(#fields)*)
    }

    /// The parts of the tangent of an enum, which may stand in a field whose gradient the macro does not see: methods, since a field may be held constant,
    /// and then nothing but the name of a method can stand for a variant.
    fn parts_of_variants(&self) -> TokenStream {
        let Some((name, declared)) = self.declared_tangent() else { return TokenStream::new() };
        let vis = &self.input.vis;
        let of_variant = |variant: &Variant| {
            let (path, shown) = (variant.path(name), names::plain(variant.name.as_ref()?));
            let parts = variant.each(|field, _| {
                let (member, ty) = (&field.member, self.tangent_of(field));
                let of_member = member.to_token_stream().to_string();
                let [part, part_mut] =
                    [false, true].map(|changes| names::part_of_variant(&shown, &of_member, changes));
                let other = (self.variants.len() > 1).then(|| quote!(_ => ::core::unreachable!(),));
                quote! {
                    #[doc(hidden)]
                    #vis fn #part(&self) -> &#ty { match self { #path { #member: part, .. } => part, #other } }
                    #[doc(hidden)]
                    #vis fn #part_mut(&mut self) -> &mut #ty { match self { #path { #member: part, .. } => part, #other } }
                }
            });
            Some(quote!(#(#parts)*))
        };
        let parts: Vec<TokenStream> = self.variants.iter().filter_map(of_variant).collect();
        if parts.is_empty() {
            return TokenStream::new();
        }
        let (generics, arguments, bounds) = declared.split_for_impl();
        quote! {
            #[automatically_derived]
            #[allow(unused, non_snake_case, private_interfaces, clippy::all, clippy::pedantic)]
            impl #generics #name #arguments #bounds { #(#parts)* }
        }
    }

    /// The tangent type of the item, with its generics; `None` if it has none of its own.
    fn declared_tangent(&self) -> Option<(&Ident, Generics)> {
        match &self.tangent {
            Tangent::Nothing => None,
            Tangent::Itself => Some((&self.input.ident, self.input.generics.clone())),
            Tangent::Own(name) => {
                let bounds = self.bounds().into_iter();
                Some((name, self.kept(&with_bounds(&self.input.generics, bounds.collect()))))
            }
        }
    }

    /// The type of a field in it.
    fn tangent_of(&self, field: &Field) -> TokenStream {
        match &self.tangent {
            Tangent::Own(_) => field.spelled.tangent(&field.ty),
            Tangent::Itself | Tangent::Nothing => field.ty.to_token_stream(),
        }
    }

    /// An enum that only enumerates.
    fn nothing(&self) -> TokenStream {
        let name = &self.input.ident;
        let (generics, arguments, bounds) = self.input.generics.split_for_impl();
        let private = names::private();
        quote! {
            #[automatically_derived]
            impl #generics ::differentiate::Differentiable for #name #arguments #bounds {
                type Tangent = ();
                fn zero(&self) {}
                fn step(&mut self, _: f64, _: &()) {}
                fn flat_len(&self) -> usize { 0 }
                fn write_flat(&self, floats: &mut [f64]) { #private::none_left(floats); }
                fn read_flat(&mut self, floats: &[f64]) { #private::none_left(floats); }
            }
        }
    }

    /// The implementation for the user's type.
    fn differentiable(&self) -> TokenStream {
        let name = &self.input.ident;
        let generics = with_bounds(&self.input.generics, self.bounds());
        let (generics, _, bounds) = generics.split_for_impl();
        let (_, arguments, _) = self.input.generics.split_for_impl();
        let (tangent, of) = match &self.tangent {
            Tangent::Own(own) => {
                let kept = self.kept(&self.input.generics);
                let (_, arguments, _) = kept.split_for_impl();
                (quote!(#own #arguments), own)
            }
            Tangent::Itself | Tangent::Nothing => {
                let arguments = self.input.generics.params.iter().map(|param| match param {
                    GenericParam::Lifetime(param) => param.lifetime.to_token_stream(),
                    GenericParam::Const(param) => param.ident.to_token_stream(),
                    GenericParam::Type(param) if self.is_bounded(&param.ident) => {
                        param.ident.to_token_stream()
                    }
                    GenericParam::Type(syn::TypeParam { ident, .. }) => {
                        quote!(<#ident as ::differentiate::Differentiable>::Tangent)
                    }
                });
                (quote!(#name <#(#arguments),*>), name)
            }
        };
        let methods = self.methods_of_value(of, false);
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic)]
            impl #generics ::differentiate::Differentiable for #name #arguments #bounds {
                type Tangent = #tangent;
                #methods
            }
        }
    }

    /// The methods of `Differentiable`; `tangent` is the name of the tangent type. `same`: the value is a tangent itself.
    fn methods_of_value(&self, tangent: &Ident, same: bool) -> TokenStream {
        let private = names::private();
        let of = |field: &Field| match same {
            true => field.spelled.tangent(&field.ty),
            false => field.ty.to_token_stream(),
        };
        let call = |field: &Field, method: TokenStream| {
            let (ty, at) = (of(field), field.ty.span());
            quote_spanned!(at=> <#ty as ::differentiate::Differentiable>::#method)
        };
        let zero = self.arms(|variant| {
            let path = variant.path(tangent);
            let values = variant.each(|field, at| {
                let member = &field.member;
                let value = binding("a", at);
                let zero = match field.spelled {
                    Spelled::Constant => quote!(()),
                    _ => {
                        let zero = call(field, quote!(zero));
                        quote!(#zero(#value))
                    }
                };
                quote!(#member: #zero)
            });
            (variant.pattern(&self.input_path(variant, same, tangent), "a"), quote!(#path { #(#values),* }))
        });
        let step = self.pairs(|variant| {
            let steps = variant.floats(|field, at| {
                let (value, tangent, step) = (binding("a", at), binding("b", at), call(field, quote!(step)));
                quote!(#step(#value, scale, #tangent);)
            });
            let (own, other) = (self.input_path(variant, same, tangent), variant.path(tangent));
            (variant.pattern(&own, "a"), variant.pattern(&other, "b"), quote!(#(#steps)*))
        });
        let count = self.arms(|variant| {
            let counts = variant.floats(|field, at| {
                let (value, count) = (binding("a", at), call(field, quote!(flat_len)));
                quote!(+ #count(#value))
            });
            (variant.pattern(&self.input_path(variant, same, tangent), "a"), quote!(0 #(#counts)*))
        });
        let flat = |function: TokenStream| {
            self.arms(|variant| {
                let parts = variant.floats(|_, at| {
                    let value = binding("a", at);
                    quote!(let floats = #private::#function(#value, floats);)
                });
                let pattern = variant.pattern(&self.input_path(variant, same, tangent), "a");
                (pattern, quote!(#(#parts)* #private::none_left(floats);))
            })
        };
        let (write, read) = (flat(quote!(write_part)), flat(quote!(read_part)));
        quote! {
            fn zero(&self) -> Self::Tangent { match self { #zero } }
            fn step(&mut self, scale: f64, tangent: &Self::Tangent) { match (self, tangent) { #step } }
            fn flat_len(&self) -> usize { match self { #count } }
            fn write_flat(&self, floats: &mut [f64]) { match self { #write } }
            fn read_flat(&mut self, floats: &[f64]) { match self { #read } }
        }
    }

    fn input_path(&self, variant: &Variant, same: bool, tangent: &Ident) -> TokenStream {
        variant.path(if same { tangent } else { &self.input.ident })
    }

    /// The methods of `Tangent`.
    fn methods_of_tangent(&self, name: &Ident) -> TokenStream {
        let both = |each: &dyn Fn(Ident, Ident) -> TokenStream, before: TokenStream| {
            self.pairs(|variant| {
                let parts = variant.floats(|_, at| each(binding("a", at), binding("b", at)));
                let path = variant.path(name);
                (variant.pattern(&path, "a"), variant.pattern(&path, "b"), quote!(#before #(#parts)*))
            })
        };
        let one = |each: &dyn Fn(Ident) -> TokenStream, before: TokenStream| {
            self.arms(|variant| {
                let parts = variant.floats(|_, at| each(binding("a", at)));
                (variant.pattern(&variant.path(name), "a"), quote!(#before #(#parts)*))
            })
        };
        let accumulate = both(&|a, b| quote!(::differentiate::Tangent::accumulate(#a, #b);), quote!());
        let dot = both(&|a, b| quote!(+ ::differentiate::Tangent::dot(#a, #b)), quote!(0.0));
        let is_zero = one(&|a| quote!(&& ::differentiate::Tangent::is_zero(#a)), quote!(true));
        let scale = one(&|a| quote!(::differentiate::Tangent::scale(#a, factor);), quote!());
        quote! {
            fn accumulate(&mut self, other: &Self) { match (self, other) { #accumulate } }
            fn is_zero(&self) -> bool { match self { #is_zero } }
            fn scale(&mut self, factor: f64) { match self { #scale } }
            fn dot(&self, other: &Self) -> f64 { match (self, other) { #dot } }
        }
    }

    /// A type that is its own tangent type.
    fn tangent_of_itself(&self) -> TokenStream {
        let name = &self.input.ident;
        let params = self.input.generics.type_params();
        let bounds =
            params.map(|syn::TypeParam { ident, .. }| syn::parse_quote!(#ident: ::differentiate::Tangent));
        let generics = with_bounds(&self.input.generics, bounds.collect());
        let (generics, arguments, bounds) = generics.split_for_impl();
        let methods = self.methods_of_tangent(name);
        quote! {
            #[automatically_derived]
            #[allow(unused, clippy::all, clippy::pedantic)]
            impl #generics ::differentiate::Tangent for #name #arguments #bounds {
                #methods
            }
        }
    }

    /// The bounds that the fields ask for.
    fn bounds(&self) -> Vec<WherePredicate> {
        let mut bounds: Vec<WherePredicate> = Vec::new();
        let params: Vec<&Ident> = self.input.generics.type_params().map(|param| &param.ident).collect();
        let fields = self.variants.iter().flat_map(|variant| &variant.fields);
        for field in fields.filter(|field| !matches!(field.spelled, Spelled::Constant)) {
            for param in spelled::bare_params(&field.ty, &params) {
                let itself = matches!(self.tangent, Tangent::Itself) && self.is_bounded(param);
                bounds.push(match itself {
                    true => syn::parse_quote!(#param: ::differentiate::Differentiable<Tangent = #param> + ::differentiate::Tangent),
                    false => syn::parse_quote!(#param: ::differentiate::Differentiable),
                });
            }
            for ty in spelled::other_types(&field.ty, &params) {
                if params.iter().any(|param| mentions(&ty, param)) {
                    bounds.push(syn::parse_quote!(#ty: ::differentiate::Differentiable));
                }
            }
        }
        bounds
    }

    /// Has a type parameter a bound in the declaration? Its tangent type need not satisfy that.
    fn is_bounded(&self, param: &Ident) -> bool {
        let generics = &self.input.generics;
        let of_its_own = generics.type_params().any(|of| of.ident == *param && !of.bounds.is_empty());
        of_its_own || generics.where_clause.as_ref().is_some_and(|clause| mentions(clause, param))
    }

    /// The parameters that the fields of `NameGradient` mention, with the bounds that mention no others.
    fn kept(&self, generics: &Generics) -> Generics {
        let mut types = TokenStream::new();
        for field in self.variants.iter().flat_map(|variant| &variant.fields) {
            types.extend(field.spelled.tangent(&field.ty));
        }
        let mut kept = generics.clone();
        let is_used = |param: &GenericParam| names::mentions(&types, &[&name_of(param)]);
        kept.params = generics.params.iter().filter(|param| is_used(param)).cloned().collect();
        let dropped: Vec<String> =
            generics.params.iter().filter(|param| !is_used(param)).map(name_of).collect();
        if let Some(clause) = &mut kept.where_clause {
            clause.predicates = clause
                .predicates
                .iter()
                .filter(|predicate| {
                    !dropped.iter().any(|name| names::mentions(&predicate.to_token_stream(), &[name]))
                })
                .cloned()
                .collect();
        }
        kept
    }

    fn arms(&self, arm: impl Fn(&Variant) -> (TokenStream, TokenStream)) -> TokenStream {
        let arms = self.variants.iter().map(|variant| {
            let (pattern, body) = arm(variant);
            quote!(#pattern => { #body })
        });
        quote!(#(#arms)*)
    }

    fn pairs(&self, arm: impl Fn(&Variant) -> (TokenStream, TokenStream, TokenStream)) -> TokenStream {
        let arms = self.variants.iter().map(|variant| {
            let (one, other, body) = arm(variant);
            quote!((#one, #other) => { #body })
        });
        let private = names::private();
        let others = (self.variants.len() > 1).then(|| quote!(_ => #private::different_variants(),));
        quote!(#(#arms)* #others)
    }
}

impl Variant {
    fn is_its_own_tangent(&self) -> bool {
        self.fields.iter().all(|field| matches!(field.spelled, Spelled::Floats))
    }

    /// The variant of the item of that name.
    fn path(&self, item: &Ident) -> TokenStream {
        match &self.name {
            Some(name) => quote!(#item::#name),
            None => quote!(#item),
        }
    }

    /// A pattern that binds the fields with a derivative.
    fn pattern(&self, path: &TokenStream, prefix: &str) -> TokenStream {
        let fields = self.floats(|field, at| {
            let (member, name) = (&field.member, binding(prefix, at));
            quote!(#member: #name,)
        });
        quote!(#path { #(#fields)* .. })
    }

    /// A pattern that binds all fields.
    fn pattern_of_all(&self, path: &TokenStream, prefix: &str) -> TokenStream {
        let fields = self.each(|field, at| {
            let (member, name) = (&field.member, binding(prefix, at));
            quote!(#member: #name)
        });
        quote!(#path { #(#fields),* })
    }

    fn each(&self, of: impl Fn(&Field, usize) -> TokenStream) -> Vec<TokenStream> {
        self.fields.iter().enumerate().map(|(at, field)| of(field, at)).collect()
    }

    /// The same for the fields with a derivative.
    fn floats(&self, of: impl Fn(&Field, usize) -> TokenStream) -> Vec<TokenStream> {
        let fields = self.fields.iter().enumerate();
        let fields = fields.filter(|(_, field)| !matches!(field.spelled, Spelled::Constant));
        fields.map(|(at, field)| of(field, at)).collect()
    }
}

/// The name of a field in a pattern.
fn binding(prefix: &str, at: usize) -> Ident {
    Ident::new(&format!("{prefix}{at}"), Span::mixed_site())
}

fn name_of(param: &GenericParam) -> String {
    match param {
        GenericParam::Lifetime(param) => param.lifetime.ident.to_string(),
        GenericParam::Type(param) => param.ident.to_string(),
        GenericParam::Const(param) => param.ident.to_string(),
    }
}

fn mentions(tokens: &impl ToTokens, name: &Ident) -> bool {
    names::mentions(&tokens.to_token_stream(), &[&name.to_string()])
}

fn with_bounds(generics: &Generics, bounds: Vec<WherePredicate>) -> Generics {
    let mut generics = generics.clone();
    if !bounds.is_empty() {
        let clause = generics.make_where_clause();
        for bound in bounds {
            let shown = bound.to_token_stream().to_string();
            let known = clause.predicates.iter().any(|one| one.to_token_stream().to_string() == shown);
            if !known {
                clause.predicates.push(bound);
            }
        }
    }
    generics
}

/// Is the field marked with `#[differentiate(constant)]`?
fn is_constant(field: &syn::Field, sink: &mut Sink) -> bool {
    struct Attributes<'s>(bool, &'s mut Sink);
    impl<'ast> Visit<'ast> for Attributes<'_> {
        fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
            if !attribute.path().is_ident("differentiate") {
                return;
            }
            match attribute.parse_args::<Ident>() {
                Ok(option) if option == "constant" => self.0 = true,
                _ => self.1.report(&attribute.meta, &code::FIELD_OPTION, &[]),
            }
        }
    }
    let mut attributes = Attributes(false, sink);
    field.attrs.iter().for_each(|attribute| attributes.visit_attribute(attribute));
    attributes.0
}
