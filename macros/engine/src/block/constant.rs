//! Rules of functions in a block without a derivative, by which a caller need not know that there is none.

use crate::types::{Float, Ty, Types, generic_argument, is_outcome, second_argument};
use crate::{configured, names};
use proc_macro2::TokenStream;
use quote::quote;
use syn::{FnArg, ImplItemFn, Pat, ReceiverKind, ReturnType, Signature};

/// Is it an associated function of integers, such as `Matrix::zeros(rows, columns)`?
pub(super) fn without_floats(sig: &Signature) -> bool {
    let discrete = |input: &FnArg| match input {
        FnArg::Typed(typed) => is_discrete(&typed.ty) && matches!(*typed.pat, Pat::Ident(_)),
        FnArg::Receiver(_) => false,
    };
    let returns = matches!(&sig.output, ReturnType::Type(_, ty) if matches!(**ty, syn::Type::Path(_)));
    !sig.inputs.is_empty() && sig.inputs.iter().all(discrete) && returns && is_plain(sig)
}

/// What a function without a derivative gives: how its rule writes it, and the cotangent of that.
struct Answer {
    ty: TokenStream,
    cotangent: TokenStream,
    value: fn(&TokenStream) -> TokenStream,
}

/// An integer, a `bool`, a text, a tuple of integers, or an `Option` or a `Result` of these.
fn answer(ty: &syn::Type) -> Option<Answer> {
    let as_it_is = |value: &TokenStream| value.clone();
    if is_discrete(ty) || quote!(#ty).to_string() == "String" {
        return Some(Answer { ty: quote!(#ty), cotangent: quote!(()), value: as_it_is });
    }
    if let syn::Type::Tuple(tuple) = ty {
        let nothing = tuple.elems.iter().map(|elem| is_discrete(elem).then(|| quote!(())));
        let nothing = nothing.collect::<Option<Vec<_>>>()?;
        let cotangent = if nothing.is_empty() { quote!(()) } else { quote!((#(#nothing,)*)) };
        return Some(Answer { ty: quote!(#ty), cotangent, value: as_it_is });
    }
    let syn::Type::Path(path) = ty else { return None };
    let inner = ["Option", "Result"].iter().find_map(|name| generic_argument(path, name))?;
    let Answer { ty, cotangent, .. } = answer(inner).filter(|_| !is_outcome(inner))?;
    let cotangent = quote!(((), #cotangent));
    match (generic_argument(path, "Option"), second_argument(path)) {
        (Some(_), None) => Some(Answer {
            ty: quote!((::core::primitive::bool, #ty)),
            cotangent,
            value: |value| {
                quote!({
                    let value = #value;
                    (value.is_some(), value.unwrap_or_default())
                })
            },
        }),
        (None, Some(error)) => Some(Answer {
            ty: quote!((::core::result::Result<(), #error>, #ty)),
            cotangent,
            value: |value| {
                quote!(match #value {
                    ::core::result::Result::Ok(value) => (::core::result::Result::Ok(()), value),
                    ::core::result::Result::Err(error) => {
                        (::core::result::Result::Err(error), ::core::default::Default::default())
                    }
                })
            },
        }),
        _ => None,
    }
}

/// Is it a method of numbers that answers by something without a derivative, such as `fn len(&self) -> usize`?
pub(super) fn answers(sig: &Signature) -> bool {
    let number = |input: &FnArg| match input {
        FnArg::Typed(typed) => {
            (is_discrete(&typed.ty) || is_float(&typed.ty)) && matches!(*typed.pat, Pat::Ident(_))
        }
        FnArg::Receiver(receiver) => matches!(receiver.kind, ReceiverKind::Reference(_, None, None)),
    };
    let is_unit = |ty: &syn::Type| matches!(ty, syn::Type::Tuple(tuple) if tuple.elems.is_empty());
    let answers = matches!(&sig.output, ReturnType::Type(_, ty) if !is_unit(ty) && answer(ty).is_some());
    sig.receiver().is_some() && sig.inputs.iter().all(number) && answers && is_plain(sig)
}

fn is_discrete(ty: &syn::Type) -> bool {
    matches!(crate::types::read(ty, &[], &mut Types::default()), Ty::Int(_) | Ty::Bool)
}

fn is_float(ty: &syn::Type) -> bool {
    let read = crate::types::read(ty, &[], &mut Types::default());
    matches!(read, Ty::Float(Float::F64 | Float::F32))
}

fn is_plain(sig: &Signature) -> bool {
    let plain =
        sig.asyncness.is_none() && sig.generics.params.is_empty() && sig.generics.where_clause.is_none();
    let safe = !matches!(sig.safety, syn::Safety::Unsafe(_)) && sig.abi.is_none() && sig.constness.is_none();
    plain && safe
}

/// The rule of such a function: what the caller passes, such as the field of a struct, may be an integer, and the receiver differentiated.
pub(super) fn rule(method: &ImplItemFn) -> TokenStream {
    let ImplItemFn { attrs, vis, sig, .. } = method;
    let (name, rule) = (&sig.ident, names::rule_of(&sig.ident));
    let ReturnType::Type(_, output) = &sig.output else { return TokenStream::new() };
    let types: Vec<&syn::Type> = sig
        .inputs
        .iter()
        .filter_map(|input| match input {
            FnArg::Typed(typed) => Some(&*typed.ty),
            FnArg::Receiver(_) => None,
        })
        .collect();
    let args: Vec<_> = (0..types.len()).map(|at| quote::format_ident!("argument_{at}")).collect();
    let private = names::private();
    let mut slots: Vec<TokenStream> = types.iter().map(|_| quote!(())).collect();
    let mut entries: Vec<TokenStream> =
        types.iter().map(|ty| if is_float(ty) { quote!(#ty) } else { quote!(()) }).collect();
    let mut nothing: Vec<TokenStream> =
        types.iter().map(|ty| if is_float(ty) { quote!(0.0) } else { quote!(()) }).collect();
    // What is made of integers may be anything; an answer is none that has a cotangent.
    let (generics, cotangent, receiver, passed) = match sig.receiver() {
        Some(_) => {
            slots.insert(0, quote!(#private::Unaffected));
            entries.insert(0, quote!(#private::ByReference));
            nothing.insert(0, quote!(#private::ByReference));
            let answer = answer(output).map_or_else(|| quote!(()), |answer| answer.cotangent);
            (TokenStream::new(), answer, quote!(&self,), quote!(self,))
        }
        None => (quote!(<Cotangent>), quote!(Cotangent), TokenStream::new(), TokenStream::new()),
    };
    let value = quote!(Self::#name(#passed #(#args),*));
    let answer = sig.receiver().and_then(|_| answer(output));
    let (output, value) = match answer {
        Some(answer) => (answer.ty, (answer.value)(&value)),
        None => (quote!(#output), value),
    };
    let conditions = configured::conditions(attrs);
    quote! {
        #conditions
        #[doc(hidden)]
        #[inline]
        #[allow(unused, clippy::all, clippy::pedantic)]
        #vis fn #rule #generics(#receiver #(#args: #types),*) -> (
            #output,
            #private::pullback_of_method!(::core::ops::FnOnce(#cotangent, #(#slots),*) -> (#(#entries,)*)),
        ) {
            (#value, |_: #cotangent, #(_: #slots),*| (#(#nothing,)*))
        }
    }
}
