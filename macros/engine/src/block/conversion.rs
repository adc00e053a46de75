//! The attribute on an `impl` of `From`: `#[differentiate] impl From<Polar> for Point { … }`. Beside it stands the `impl` of a trait of core
//! whose function is the rule.

use crate::configured;
use crate::diagnostics::Sink;
use crate::emit;
use crate::lower;
use crate::method::{Home, Impl, Place};
use crate::names;
use crate::options::Options;
use proc_macro2::TokenStream;
use quote::quote;
use std::rc::Rc;
use syn::{FnArg, ImplItem, ItemFn, ItemImpl, Pat, Type};

/// What is converted.
pub struct Conversion {
    /// The type between the angle brackets: that of the source.
    source: Type,
    function: ItemFn,
}

/// The conversion that a block implements, if it has the usual form.
pub fn of(block: &ItemImpl) -> Option<Conversion> {
    let (of, _) = block.trait_.as_ref()?;
    let last = of.segments.last().filter(|last| last.ident == "From")?;
    let source = crate::types::arguments(Some(last)).next()?.clone();
    // A pullback would hold on to how long the source is borrowed.
    if matches!(source, Type::Reference(_)) {
        return None;
    }
    let function = block.items.iter().find_map(|item| match item {
        ImplItem::Fn(function) if function.sig.ident == "from" => super::free(function),
        _ => None,
    })?;
    Some(Conversion { source, function })
}

/// Expands the attribute.
pub fn expand(
    mut block: ItemImpl,
    conversion: Conversion,
    asked: &Options,
    alloc: bool,
    mut sink: Sink,
) -> TokenStream {
    let Conversion { source, mut function } = conversion;
    // The attribute stands on the block or on its only function.
    let marked = function.attrs.iter().any(super::is_mark);
    let options = super::options_of(&mut function.attrs, &function.sig, marked, asked, &mut sink);
    super::without_marks(&mut block);
    let mut options = options.unwrap_or_default();
    if let (None, Some(FnArg::Typed(value))) = (&options.wrt, function.sig.inputs.first())
        && let Pat::Ident(name) = &*value.pat
    {
        options.wrt = Some(vec![name.ident.clone()]);
    }
    let self_ty = &block.self_ty;
    let home = |place: Place| {
        Home::Impl(Rc::new(Impl {
            generics: block.generics.clone(),
            place,
            of: None,
            ty: Some((**self_ty).clone()),
            makers: vec!["from".to_owned()],
            ..Impl::default()
        }))
    };
    let wrt = options.wrt.clone();
    let floats = lower::floats(&function, &home(Place::InCore), wrt.as_deref());
    let of_rule = Options { companions: Vec::new(), ..options.clone() };
    let rule = crate::expanded(function.clone(), &of_rule, &home(Place::InCore), alloc, &mut sink);
    let mut beside = |wanted: bool, place: Place| {
        (wanted && sink.is_empty())
            .then(|| crate::expanded(function.clone(), &options, &home(place), alloc, &mut sink))
    };
    let with_tangents = beside(options.has_tangents(), Place::TangentsInCore);
    let kept = beside(options.keeps(), Place::KeptInCore);
    let types = lower::signature_of(&function, wrt.as_deref(), &home(Place::InCore), &mut Sink::default());
    let errors = sink.into_tokens();
    if !errors.is_empty() {
        return quote!(#block #errors);
    }
    let generics = lower::with_floats(&block.generics, &floats);
    let (generics, _, bounds) = generics.split_for_impl();
    let private = names::private();
    let conditions = configured::conditions(&block.attrs);
    let conditions = quote!(#conditions #[doc(hidden)]);
    let implemented = |of: TokenStream, items: TokenStream| quote!(#conditions impl #generics #private::#of<#source> for #self_ty #bounds { #items });
    let cotangent = &types.cotangent;
    let (gradient, tangent) = emit::types_of_source(&types);
    let rule = implemented(
        quote!(ConvertedFrom),
        quote! {
            type Cotangent = #cotangent;
            type Gradient = #gradient;
            #rule
        },
    );
    let with_tangents = with_tangents.map(|rule| {
        let items = quote! {
            type TangentOf = #tangent;
            #rule
        };
        implemented(quote!(ConvertedFromWithTangents), items)
    });
    let kept = kept.map(|rule| implemented(quote!(KeptConvertedFrom), rule));
    quote!(#block #rule #with_tangents #kept)
}
