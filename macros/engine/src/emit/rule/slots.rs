//! The type of a pullback: one slot for each parameter.

use super::head::WithoutLifetimes;
use crate::emit::companion::buffer_type;
use crate::emit::expression::tuple;
use crate::lower::Signature;
use crate::names;
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;
use syn::visit_mut::VisitMut;

/// The types of what a pullback takes, the cotangent first, and of what it returns.
pub(in crate::emit) fn slots(signature: &Signature, params: &[syn::Type]) -> (Vec<TokenStream>, TokenStream) {
    let private = names::private();
    let unit = || quote!(());
    let cotangent = &signature.cotangent;
    let mut inputs = vec![match (signature.outcome, signature.aux) {
        (true, _) => quote!(((), #cotangent)),
        (false, true) => {
            let aux = signature.aux_cotangent();
            quote!((#cotangent, #aux))
        }
        (false, false) => cotangent.clone(),
    }];
    let mut outputs = Vec::new();
    for (param, ty) in signature.params.iter().zip(params) {
        let tangent = param.ty.written_tangent().filter(|_| param.active);
        if param.exchanged {
            let buffer = buffer_type(param);
            inputs.push(quote!(&mut #buffer));
            outputs.push(unit());
            continue;
        }
        let mut ty = ty.clone();
        WithoutLifetimes.visit_type_mut(&mut ty);
        // What is held constant by `wrt` has a type of its own, for the message where a caller needs it.
        let is_seen = param.ty.is_differentiable() && !signature.home.is_of_generic_trait();
        let is_held = is_seen || param.is_receiver();
        let held = match is_held {
            true => quote!(#private::HeldConstantByWrtSoNameItThereOrPassStopGradient),
            false => unit(),
        };
        if let Some(member) = &param.given {
            let number = names::number_of_field(member);
            inputs.push(unit());
            outputs.push(quote!(<#cotangent as #private::GivenField<#number>>::Back));
            continue;
        }
        let (input, output) = match (tangent, &param.ty) {
            (Some(tangent), Ty::Ref(inner)) => {
                let buffer = match &**inner {
                    Ty::Slice(elem) | Ty::Vec(elem) => {
                        let elem = elem.written_tangent().unwrap_or_else(unit);
                        quote!([#elem])
                    }
                    _ => tangent,
                };
                (quote!((#ty, ::core::option::Option<&mut #buffer>)), unit())
            }
            // A caller may pass a field of its own whose gradient is `()`, as that of a field that is held constant.
            (None, Ty::Ref(_)) if !param.slotless && !is_held => {
                (quote!((#ty, ::core::option::Option<&mut ()>)), unit())
            }
            (None, Ty::Ref(_)) if !param.slotless => (quote!((#ty, #held)), unit()),
            (Some(tangent), _) => (unit(), tangent),
            (None, _) => (unit(), held),
        };
        inputs.push(input);
        outputs.push(output);
    }
    if let (Some(first), Some(entry)) = (outputs.first_mut(), entry_of_receiver(signature)) {
        *first = quote!(#entry);
    }
    (inputs, tuple(&outputs))
}

/// The type of a pullback.
pub(super) fn pullback_type(
    signature: &Signature,
    params: &[syn::Type],
    boxed: bool,
    kept: bool,
    captured: &TokenStream,
) -> TokenStream {
    // It is called more than once, each time a clone of it.
    let clone = kept.then(|| quote!(+ ::core::clone::Clone));
    let private = names::private();
    let (inputs, outputs) = slots(signature, params);
    match boxed {
        true => {
            let held = signature.held.first().map(|lifetime| quote!(+ #lifetime));
            quote!(#private::Box<dyn ::core::ops::FnOnce(#(#inputs),*) -> #outputs #held>)
        }
        false if signature.home.is_seen() => {
            quote!(impl ::core::ops::FnOnce(#(#inputs),*) -> #outputs #clone + #captured)
        }
        // Of which type parameters the pullback may be made, the attribute does not see.
        false => quote!(#private::pullback_of_method!(::core::ops::FnOnce(#(#inputs),*) -> #outputs #clone)),
    }
}

/// What the pullback of a method has in place of the gradient of a receiver by reference, to which it adds.
pub(super) fn entry_of_receiver(signature: &Signature) -> Option<TokenStream> {
    let receiver = signature.params.first().filter(|param| param.is_receiver())?;
    let private = names::private();
    (receiver.exchanged || matches!(receiver.ty, Ty::Ref(_))).then(|| quote!(#private::ByReference))
}
