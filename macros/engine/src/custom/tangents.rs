//! The function with tangents of a function with a rule of its own, written out: what its rule with tangents computes, and what is
//! differentiated for second derivatives.

use super::{Rule, called, has_receiver};
use crate::emit::custom::{clones, value_name};
use crate::lower::{Param, Signature};
use crate::names;
use crate::spanned::Spanned;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::{Expr, ExprPath, ItemFn};

/// The function of the arguments and their tangents that gives the value and its tangent. `None` if the rule does not say.
pub fn with_tangents(function: &ItemFn, signature: &Signature, rule: &Rule) -> Option<ItemFn> {
    let both = signature.with_tangents();
    let (params, tangents) = both.params.split_at(signature.params.len());
    let body = match rule {
        Rule::Partials(derivatives) => by_partials(function, signature, derivatives, tangents),
        Rule::Vjp(_, Some(path)) => by_function(path, params, tangents),
        Rule::Vjp(_, None) | Rule::Implicit(_) => return None,
    };
    let mut written = function.clone();
    let (names, types): (Vec<&Ident>, Vec<&syn::Type>) =
        both.params.iter().map(|param| (&param.ident, &param.tokens)).unzip();
    let result = &both.result_tokens;
    written.sig.inputs = syn::parse_quote!(#(#names: #types),*);
    written.sig.output = syn::parse_quote!(-> #result);
    written.block = syn::parse2(quote!({ #body })).ok()?;
    Some(written)
}

/// The parameters with respect to which it is differentiated.
pub fn varying(signature: &Signature) -> Vec<Ident> {
    let both = signature.with_tangents();
    both.params.iter().filter(|param| param.active).map(|param| param.ident.clone()).collect()
}

/// The sum of the partial derivatives times the tangents.
fn by_partials(
    function: &ItemFn,
    signature: &Signature,
    derivatives: &[Expr],
    tangents: &[Param],
) -> TokenStream {
    let value = value_name(signature, derivatives);
    let mut arguments = clones(signature).into_iter();
    let name = &function.sig.ident;
    let call = match has_receiver(function) {
        true => {
            let receiver = arguments.next();
            quote!(#receiver.#name(#(#arguments),*))
        }
        false => {
            let called = called(function, &signature.home);
            quote!(#called(#(#arguments),*))
        }
    };
    let (mut statements, mut terms) = (quote!(let #value = #call;), Vec::new());
    let active = signature.params.iter().zip(tangents).filter(|(param, _)| param.active);
    let mut slopes: Vec<Ident> = Vec::new();
    for ((param, tangent), derivative) in active.zip(derivatives) {
        let wish = format!("slope_{}", names::plain(&param.ident));
        let taken = signature.params.iter().chain(tangents).map(|param| &param.ident);
        let slope = names::beside(taken.chain([&value]).chain(&slopes), &wish);
        let ty = param.ty.written_tangent().map(|ty| quote!(: #ty));
        statements.extend(quote!(let #slope #ty = #derivative;));
        let name = &tangent.ident;
        let by_reference = matches!(tangent.tokens, syn::Type::Reference(_));
        terms.push(if by_reference { quote!(#slope * *#name) } else { quote!(#slope * #name) });
        slopes.push(slope);
    }
    quote!(#statements (#value, #(#terms)+*))
}

/// The user's own function, which takes the tangents of what is differentiated.
fn by_function(path: &ExprPath, params: &[Param], tangents: &[Param]) -> TokenStream {
    let own = params.iter().map(|param| param.ident.to_token_stream());
    let moved = params.iter().zip(tangents).filter(|(param, _)| param.active).map(|(param, tangent)| {
        let name = &tangent.ident;
        // A rule takes the tangent of a receiver by reference, a companion as the receiver.
        match (&param.tokens, &tangent.tokens) {
            (syn::Type::Reference(_), _) | (_, syn::Type::Path(_)) => quote!(#name),
            (_, syn::Type::Reference(_)) => quote!(::core::clone::Clone::clone(#name)),
            _ => quote!(#name),
        }
    });
    let arguments = own.chain(moved);
    let at = names::place(path.span());
    quote_spanned!(at=> #path(#(#arguments),*))
}
