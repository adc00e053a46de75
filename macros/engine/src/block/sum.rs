//! The attribute on an `impl` of `Sum`: `#[differentiate] impl Sum for Vec3 { … }`. Beside it stands the `impl` of a trait of core whose
//! function adds up the items of a slice, as the function of `Sum` adds up those of an iterator.

use crate::configured;
use crate::diagnostics::Sink;
use crate::method::{Home, Impl, Place};
use crate::names;
use crate::options::Options;
use proc_macro2::TokenStream;
use quote::quote;
use std::rc::Rc;
use syn::{FnArg, ImplItem, ImplItemFn, ItemFn, ItemImpl, Pat, Type};

/// What is added up.
pub struct Sum {
    /// The type between the angle brackets: that of the items.
    item: Type,
    /// The function, with the name of its iterator.
    function: ImplItemFn,
    iterator: syn::PatIdent,
}

/// The sum that a block implements, if it has the usual form.
pub fn of(block: &ItemImpl) -> Option<Sum> {
    let (of, _) = block.trait_.as_ref()?;
    let last = of.segments.last().filter(|last| last.ident == "Sum")?;
    let item = match &last.arguments {
        syn::PathArguments::AngleBracketed(args) => args.args.iter().find_map(|arg| match arg {
            syn::GenericArgument::Type(ty) => Some(ty.clone()),
            _ => None,
        })?,
        _ => (*block.self_ty).clone(),
    };
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "sum" => Some(function.clone()),
        _ => None,
    })?;
    let iterator = match function.sig.inputs.first()? {
        FnArg::Typed(typed) => match &*typed.pat {
            Pat::Ident(pat) => pat.clone(),
            _ => return None,
        },
        FnArg::Receiver(_) => return None,
    };
    Some(Sum { item, function, iterator })
}

/// Expands the attribute.
pub fn expand(mut block: ItemImpl, sum: Sum, asked: &Options, alloc: bool, mut sink: Sink) -> TokenStream {
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item {
            function.attrs.retain(|attribute| !super::is_mark(attribute));
        }
    }
    let Sum { item, function, iterator } = sum;
    let self_ty = &block.self_ty;
    let of_self =
        |ty: &Type| if quote!(#ty).to_string() == "Self" { (**self_ty).clone() } else { ty.clone() };
    let (element, chain) = match &item {
        Type::Reference(reference) => (of_self(&reference.elem), quote!(iter())),
        item => (of_self(item), quote!(iter().cloned())),
    };
    let body = &function.block;
    let items = names::unmentioned_in(&quote!(#body), "items".to_owned(), "_");
    let tokens = quote! {
        fn sum(#items: &[#element]) -> #self_ty {
            let #iterator = #items.#chain;
            #body
        }
    };
    let Ok(mut summing) = syn::parse2::<ItemFn>(names::canonical(tokens)) else { return quote!(#block) };
    summing.attrs = function.attrs.into_iter().filter(|attribute| !super::is_mark(attribute)).collect();
    // The statements of the function stand behind that of the iterator.
    if let Some(syn::Stmt::Expr(syn::Expr::Block(inner), None)) = summing.block.stmts.pop() {
        summing.block.stmts.extend(inner.block.stmts);
    }
    let home = |place: Place| {
        Home::Impl(Rc::new(Impl {
            generics: block.generics.clone(),
            place,
            of: None,
            ty: Some((**self_ty).clone()),
            ..Impl::default()
        }))
    };
    let mut options = Options { wrt: Some(vec![items]), ..Options::default() };
    let floats = crate::lower::floats(&summing, &home(Place::InCore), options.wrt.as_deref());
    let rule = crate::expanded(summing.clone(), &options, &home(Place::InCore), alloc, &mut sink);
    options.companions.clone_from(&asked.companions);
    let mut beside = |wanted: bool, place: Place| {
        (wanted && sink.is_empty())
            .then(|| crate::expanded(summing.clone(), &options, &home(place), alloc, &mut sink))
    };
    let with_tangents = beside(asked.has_tangents(), Place::TangentsInCore);
    let kept = beside(asked.keeps(), Place::KeptInCore);
    let errors = sink.into_tokens();
    if !errors.is_empty() {
        return quote!(#block #errors);
    }
    let generics = crate::lower::with_floats(&block.generics, &floats);
    let (generics, _, bounds) = generics.split_for_impl();
    let private = names::private();
    let conditions = configured::conditions(&block.attrs);
    let conditions = quote!(#conditions #[doc(hidden)]);
    let implemented = |of: TokenStream, rule: TokenStream| quote!(#conditions impl #generics #private::#of<#item> for #self_ty #bounds { #rule });
    let with_tangents = with_tangents.map(|rule| implemented(quote!(SummedWithTangents), rule));
    let kept = kept.map(|rule| implemented(quote!(KeptSummed), rule));
    quote! {
        #block
        #conditions
        impl #generics #private::Summed<#item> for #self_ty #bounds {
            type Element = #element;
            type Cotangent = <#self_ty as ::differentiate::Differentiable>::Tangent;
            type Gradient = <#element as ::differentiate::Differentiable>::Tangent;
            #rule
        }
        #with_tangents
        #kept
    }
}
