//! What is emitted after an error: the user's function as it stands, so that the rest of the crate compiles, and
//! stubs of the companions, so that one mistake is one message.

use crate::emit;
use crate::lower::Signature;
use crate::options::Companion;
use proc_macro2::TokenStream;
use quote::quote;

/// For a function in which rustc will find types that do not agree: a copy of it, whose errors have the same words at the same
/// tokens and are therefore shown once, rather than companions in which they come back. Were nothing wrong with the function after all,
/// the call in the copy is an error: rustc cannot infer its parameter, and says so only where it has said nothing else.
pub fn mistyped(function: &syn::ItemFn) -> TokenStream {
    let private = crate::names::private();
    let mut copy = function.clone();
    let conditions =
        copy.attrs.iter().filter(|attr| attr.path().is_ident("cfg")).cloned().collect::<Vec<_>>();
    copy.attrs.clear();
    copy.vis = syn::Visibility::Inherited;
    copy.block.stmts.insert(0, syn::parse_quote!(#private::annotate_the_types_in_this_function();));
    quote! {
        #(#conditions)*
        #[allow(unused, clippy::all, clippy::pedantic)]
        const _: () = { #copy };
    }
}

/// The companions' signatures with bodies that are never run, as far as the signature can be understood.
pub fn stubs(function: &syn::ItemFn, signature: &Signature, companions: &[Companion]) -> TokenStream {
    let nameable = signature.params.iter().all(|p| !p.active || p.ty.tangent().is_some());
    let has_receiver = function.sig.receiver().is_some();
    if !nameable || has_receiver || signature.active().next().is_none() {
        return TokenStream::new();
    }
    let vis = &function.vis;
    let companions = companions.iter().map(|companion| {
        let head = emit::signature_of(function, signature, *companion);
        quote! {
            #[doc(hidden)]
            #[allow(unused, clippy::all, clippy::pedantic, missing_docs)]
            #vis #head { ::core::unreachable!("the function could not be differentiated") }
        }
    });
    let inputs = std::iter::once(quote!(_)).chain(signature.params.iter().map(|_| quote!(_)));
    let rule = emit::rule(
        function,
        signature,
        false,
        &vec![false; signature.params.len()],
        &quote! {
            (::core::unreachable!("the function could not be differentiated"),
             move |#(#inputs),*| ::core::unreachable!("the function could not be differentiated"))
        },
    );
    quote!(#(#companions)* #rule)
}
