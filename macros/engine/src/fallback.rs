//! What is emitted after an error: the user's function as it stands, so that the rest of the crate compiles, and
//! stubs of the companions, so that one mistake is one message.

use crate::emit;
use crate::lower::Signature;
use crate::options::Companion;
use proc_macro2::TokenStream;
use quote::quote;

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
