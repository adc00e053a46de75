//! The attribute on a trait, `#[differentiate] trait Kernel { … }`, and on its implementations.
//!
//! The rule of a function is another function of the trait, which every `impl` with the attribute writes. The generated functions are
//! provided by the trait, and call the rule.

use super::{is_mark, options_of};
use crate::configured;
use crate::diagnostics::{self, Sink};
use crate::emit::object::Written;
use crate::method::{self, Home, Impl, Place};
use crate::names;
use crate::options::Options;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use std::rc::Rc;
use syn::{FnArg, ItemFn, ItemTrait, TraitItem, TraitItemFn};

/// Expands the attribute on a trait.
pub fn expand(mut item: ItemTrait, options: &Options, alloc: bool, sink: Sink) -> TokenStream {
    let marked = item.items.iter().any(|of| matches!(of, TraitItem::Fn(of) if of.attrs.iter().any(is_mark)));
    let (mut generated, mut errors) = (TokenStream::new(), TokenStream::new());
    let (mut of_self, mut boxes) = (false, alloc);
    let (mut of_objects, mut of_box) = ([(); 3].map(|()| TokenStream::new()), TokenStream::new());
    let object = item.ident.to_token_stream();
    let objects = [
        quote!(#object),
        quote!(#object + ::core::marker::Send),
        quote!(#object + ::core::marker::Send + ::core::marker::Sync),
    ];
    let (_, parameters, _) = item.generics.split_for_impl();
    let home = |place: Place| {
        Home::Impl(Rc::new(Impl {
            generics: item.generics.clone(),
            place,
            of: None,
            ty: None,
            has_types: item.items.iter().any(|of| matches!(of, TraitItem::Type(_))),
            declares: syn::parse2(quote!(#object #parameters)).ok(),
            signatures: super::signatures(item.items.iter().filter_map(|of| match of {
                TraitItem::Fn(of) => Some(&of.sig),
                _ => None,
            })),
            ..Impl::default()
        }))
    };
    let (rules, companions) = (home(Place::Trait), home(Place::Provided));
    for of in &mut item.items {
        let TraitItem::Fn(method) = of else { continue };
        let mut own = Sink::default();
        let Some(asked) = options_of(&mut method.attrs, &method.sig, marked, options, &mut own) else {
            continue;
        };
        let Some(function) = with_body(method) else { continue };
        if marked || super::has_gradient(&function, &asked, &rules) {
            of_self |= asked.wrt.iter().flatten().any(names::is_receiver);
            generated.extend(match method.default {
                Some(_) => crate::expanded(function.clone(), &asked, &rules, alloc, &mut own),
                None => crate::declared(function.clone(), &asked, &rules, &mut own),
            });
            if own.is_empty() {
                if alloc {
                    let of = |written| crate::of_object(function.clone(), &asked, &rules, &object, written);
                    generated.extend(of(Written::Declared));
                    for (object, of_object) in objects.iter().zip(&mut of_objects) {
                        let rule =
                            crate::of_object(function.clone(), &asked, &rules, object, Written::OfObject);
                        of_object.extend(rule);
                    }
                    let rule = of(Written::OfBox);
                    // Of the rules a box has the usual one.
                    boxes &= !rule.is_empty() && !asked.has_tangents() && !asked.keeps();
                    of_box.extend(rule);
                }
                let mut provided = calling(function, &companions);
                if asked.wrt.iter().flatten().any(names::is_receiver) {
                    with_copies(&mut provided.sig);
                }
                generated.extend(crate::expanded(provided, &asked, &companions, alloc, &mut own));
            }
        }
        errors.extend(own.into_tokens());
    }
    let before = sink.into_tokens();
    if generated.is_empty() && errors.is_empty() && before.is_empty() {
        let mut sink = Sink::default();
        sink.report(&item.ident, &diagnostics::EMPTY_BLOCK, &[]);
        errors.extend(sink.into_tokens());
    }
    // The gradient with respect to the value itself needs a type.
    if of_self && !names::mentions(&item.supertraits.to_token_stream(), &["Differentiable"]) {
        item.colon_token.get_or_insert_default();
        item.supertraits.push(syn::parse_quote!(::differentiate::Differentiable));
    }
    let annotated = names::annotated_trait();
    let annotation = quote! {
        #[doc(hidden)]
        #[allow(unused)]
        fn #annotated() -> &'static [&'static str]
        where
            Self: ::core::marker::Sized;
    };
    let is_object = is_object(&item) && !of_objects[0].is_empty();
    let of_object = is_object.then(|| {
        let (conditions, private) = (configured::conditions(&item.attrs), names::private());
        let of_box = if boxes { for_boxes(&item, &of_box) } else { None };
        let of_box = of_box.map(|of_box| quote!(#conditions #of_box));
        let of_objects = objects.iter().zip(of_objects).map(|(object, rules)| {
            quote! {
                #conditions
                impl dyn #object + '_ { #rules }
                #conditions
                impl #private::Object for dyn #object + '_ {}
            }
        });
        quote!(#(#of_objects)* #of_box)
    });
    let item = with_items(item.to_token_stream(), quote!(#annotation #generated));
    quote!(#item #before #errors #of_object)
}

/// The trait for a trait object in a `Box`, by which such a box is called as any other type is; `None` if something in the trait could not be
/// passed on.
fn for_boxes(item: &ItemTrait, rules: &TokenStream) -> Option<TokenStream> {
    let (name, private) = (&item.ident, names::private());
    let mut passed = TokenStream::new();
    for of in &item.items {
        let TraitItem::Fn(TraitItemFn { attrs, sig, default, .. }) = of else { return None };
        if sig.receiver().is_none() || needs_size(sig) {
            default.as_ref()?;
            continue;
        }
        if !matches!(sig.receiver()?.kind, syn::ReceiverKind::Reference(..)) {
            return None;
        }
        let (mut sig, mut args) = (sig.clone(), Vec::new());
        for (at, input) in sig.inputs.iter_mut().enumerate().skip(1) {
            let FnArg::Typed(typed) = input else { return None };
            let argument = quote::format_ident!("argument_{at}");
            *typed.pat = syn::parse_quote!(#argument);
            args.push(argument);
        }
        let conditions = configured::conditions(attrs);
        let function = &sig.ident;
        passed.extend(quote!(#conditions #[inline] #sig { (**self).#function(#(#args),*) }));
    }
    let annotation = annotation(&[]);
    Some(quote! {
        #[allow(deprecated, unused)]
        impl<'object> #name for #private::Box<dyn #name + 'object> {
            #passed
            #annotation
            #rules
        }
    })
}

/// Is a function there for types with a size only?
fn needs_size(sig: &syn::Signature) -> bool {
    sig.generics.where_clause.as_ref().is_some_and(|clause| {
        let clause = quote!(#clause).to_string();
        clause.contains("Self : Sized") || clause.contains("Self : :: core :: marker :: Sized")
    })
}

/// Can the trait be used as `dyn Trait`, as far as that is written here?
fn is_object(item: &ItemTrait) -> bool {
    const SUPERTRAITS: [&str; 4] = ["Debug", "Display", "Send", "Sync"];
    let known = |bound: &syn::TypeParamBound| match bound {
        syn::TypeParamBound::Trait(bound) => {
            bound.path.segments.last().is_some_and(|last| SUPERTRAITS.iter().any(|known| last.ident == known))
        }
        _ => false,
    };
    let method = |sig: &syn::Signature| {
        let receiver =
            sig.receiver().is_some_and(|receiver| !matches!(receiver.kind, syn::ReceiverKind::Value));
        let generic =
            sig.generics.params.iter().any(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
        let (inputs, output) = (sig.inputs.iter().skip(1), &sig.output);
        let named = names::mentions(&quote!(#(#inputs),* #output), &["Self", "impl"]);
        needs_size(sig) || receiver && !generic && !named && sig.asyncness.is_none()
    };
    item.generics.params.is_empty()
        && item.generics.where_clause.is_none()
        && item.supertraits.iter().all(known)
        && item.items.iter().all(|of| matches!(of, TraitItem::Fn(of) if method(&of.sig)))
}

/// What an `impl` says of itself: the functions that it writes without their rules.
pub fn annotation(without: &[String]) -> TokenStream {
    let annotated = names::annotated_trait();
    quote! {
        #[doc(hidden)]
        #[allow(unused)]
        fn #annotated() -> &'static [&'static str]
        where
            Self: ::core::marker::Sized,
        {
            &[#(#without),*]
        }
    }
}

/// A block with more items at its end.
pub fn with_items(block: TokenStream, items: TokenStream) -> TokenStream {
    let mut tokens: Vec<proc_macro2::TokenTree> = block.into_iter().collect();
    if let Some(proc_macro2::TokenTree::Group(body)) = tokens.pop() {
        let (inside, span) = (body.stream(), body.span());
        let mut body = proc_macro2::Group::new(body.delimiter(), quote!(#inside #items));
        body.set_span(span);
        tokens.push(body.into());
    }
    tokens.into_iter().collect()
}

/// The function of a trait with its body, or with none.
fn with_body(method: &TraitItemFn) -> Option<ItemFn> {
    let TraitItemFn { attrs, sig, default, .. } = method;
    let body = default.as_ref().map_or_else(|| quote!({}), |body| quote!(#body));
    syn::parse2(names::canonical(quote!(#(#attrs)* #sig #body))).ok()
}

/// A gradient leaves a receiver by `&mut` as it is, and needs a copy of it, which the trait need not ask for.
fn with_copies(sig: &mut syn::Signature) {
    let changed = sig.inputs.first().is_some_and(|input| match input {
        FnArg::Typed(typed) => matches!(&*typed.ty, syn::Type::Reference(of) if of.mutability.is_some()),
        FnArg::Receiver(_) => false,
    });
    if changed {
        sig.generics.make_where_clause().predicates.push(syn::parse_quote!(Self: ::core::clone::Clone));
    }
}

/// The same function with a call of itself as its body.
fn calling(function: ItemFn, home: &Home) -> ItemFn {
    let mut function = method::with_named_receiver(function);
    let args: Vec<_> = function
        .sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                syn::Pat::Ident(pat) => Some(pat.ident.clone()),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        })
        .collect();
    let own = home.own(&function.sig.ident);
    function.block = syn::parse_quote!({ #own(#(#args),*) });
    function
}
