//! The traits of the crate argmin, as tokens: `differentiate` depends on no version of it.

use crate::configured;
use crate::diagnostics::{ARGMIN, Sink};
use crate::emit;
use crate::lower::{self, Param, Signature};
use crate::method::{self, Home, Place};
use crate::names;
use crate::options::{Companion, Options};
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Type;

/// Where the options ask for it, the implementations of the function itself and of its companions: for the type in whose `impl` the function
/// stands, or for a new struct named after a free function.
pub fn traits(function: &syn::ItemFn, options: &Options, home: &Home, sink: &mut Sink) -> TokenStream {
    let Some(word) = &options.argmin else { return TokenStream::new() };
    let function = method::with_named_receiver(function.clone());
    let mut own = Sink::default();
    let signature = &lower::signature_of(&function, options.wrt.as_deref(), home, &mut own);
    if let (Some(aux), true) = (&options.aux, own.is_empty()) {
        sink.report(aux, &ARGMIN, &["a result without `aux`"]);
    }
    // What is wrong with the signature itself is reported where the function is lowered.
    if !own.is_empty() || options.aux.is_some() {
        return TokenStream::new();
    }
    let Some(param) = parameter(&function, signature, word, sink) else { return TokenStream::new() };
    let companions = crate::request::companions(options, signature, &mut own);
    let (name, vis, private) = (&signature.name, &function.vis, names::private());
    let conditions = configured::conditions(&function.attrs);
    let (ty, passed) = match &param.tokens {
        Type::Reference(reference) => match &*reference.elem {
            Type::Slice(slice) => {
                let elem = &slice.elem;
                (quote!(#private::Vec<#elem>), quote!(param))
            }
            own => (own.to_token_stream(), quote!(param)),
        },
        own => (own.to_token_stream(), quote!(::core::clone::Clone::clone(param))),
    };
    let (method, differentiated) = (signature.home.is_impl(), sink.is_empty());
    let (generics, own_type, bounds, declared) = match &signature.home {
        Home::Impl(block) => {
            let (generics, _, bounds) = block.generics.split_for_impl();
            (generics.to_token_stream(), block.ty.to_token_stream(), bounds.to_token_stream(), None)
        }
        Home::Module | Home::Operator(_) => {
            let own = names::in_camel_case(name);
            let doc = format!("[`{name}`] as a problem for the crate argmin.");
            let declared = quote! {
                #conditions
                #[doc = #doc]
                #[derive(Clone, Copy, Debug, Default)]
                #vis struct #own;
            };
            (TokenStream::new(), own.to_token_stream(), TokenStream::new(), Some(declared))
        }
    };
    let implemented = |of: &str, associated: &str, result: &TokenStream, as_method: &str, called: &Ident| {
        let of = names::of_argmin(of);
        let (associated, as_method) = (names::of_argmin(associated), names::of_argmin(as_method));
        let call = match method {
            // The companions of a method that cannot be differentiated have no stubs.
            true if !differentiated => {
                quote!(::core::unreachable!("the function could not be differentiated"))
            }
            true => quote!(Self::#called(self, #passed)),
            false => quote!(#called(#passed)),
        };
        let call = if signature.outcome { quote!(#call?) } else { call };
        quote! {
            #conditions
            impl #generics ::argmin::core::#of for #own_type #bounds {
                type Param = #ty;
                type #associated = #result;
                fn #as_method(
                    &self,
                    param: &Self::Param,
                ) -> ::core::result::Result<Self::#associated, ::argmin::core::Error> {
                    ::core::result::Result::Ok(#call)
                }
            }
        }
    };
    let value = signature.value_tokens();
    let mut code = match signature.value().is_float() {
        true => implemented("CostFunction", "Output", &value, "cost", name),
        false => implemented("Operator", "Output", &value, "apply", name),
    };
    for companion in &companions {
        let own = names::companion(name, companion.name());
        let rows = || emit::rows(signature, *companion);
        code.extend(match companion {
            Companion::Grad => {
                let gradient = param.ty.written_tangent().unwrap_or_else(|| quote!(()));
                implemented("Gradient", "Gradient", &gradient, "gradient", &own)
            }
            Companion::Hessian => implemented("Hessian", "Hessian", &rows(), "hessian", &own),
            Companion::Jacobian => implemented("Jacobian", "Jacobian", &rows(), "jacobian", &own),
            _ => continue,
        });
    }
    quote!(#declared #code)
}

/// The one parameter, of a function that suits argmin.
fn parameter<'s>(
    function: &syn::ItemFn,
    signature: &'s Signature,
    word: &Ident,
    sink: &mut Sink,
) -> Option<&'s Param> {
    let mut wrong = |at: &dyn ToTokens, what: &str| {
        sink.report(at, &ARGMIN, &[what]);
        None
    };
    let name = &signature.name;
    match &signature.home {
        Home::Impl(block) if block.ty.is_none() || block.place != Place::Type => {
            return wrong(word, "the attribute on the `impl` of a type as well");
        }
        Home::Operator(_) => return wrong(word, "a method with a name"),
        Home::Impl(_) | Home::Module => {}
    }
    let receiver = signature.params.first().filter(|param| param.is_receiver());
    match receiver {
        Some(own) if own.active => return wrong(word, "a `self` that is constant"),
        Some(own) if !matches!(own.ty, Ty::Ref(_)) || own.exchanged => {
            return wrong(word, "a method that takes `&self`");
        }
        None if signature.home.is_impl() => return wrong(name, "a method that takes `&self`"),
        _ => {}
    }
    if !function.sig.generics.params.is_empty() {
        return wrong(&function.sig.generics.params, "a function without generics of its own");
    }
    if receiver.is_none() && names::in_camel_case(name) == *name {
        return wrong(name, "a function whose name is not the one of a struct");
    }
    if signature.outcome && matches!(signature.result.part(0), Some(Ty::Bool)) {
        return wrong(&signature.result_tokens, "a result that is a float or floats, or a `Result` of these");
    }
    let mut others = signature.params.iter().filter(|param| !param.is_receiver());
    let (one, more) = (others.next()?, others.next());
    match more.or(Some(one).filter(|one| one.exchanged)) {
        Some(other) => wrong(&other.tokens, "exactly one parameter beside `self`"),
        None => Some(one),
    }
}
