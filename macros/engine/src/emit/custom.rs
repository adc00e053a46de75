//! What is special about functions with rules of their own: the hidden rule, and the companions that need not compute the value.

use super::companion::{arranged, buffer_name, cotangent_name, written};
use super::expression::braced;
use super::rule;
use crate::custom::{self, Rule};
use crate::lower::{Param, Signature};
use crate::method::Place;
use crate::names;
use crate::options::Companion;
use crate::spanned::Spanned;
use crate::types::{Float, Ty};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Expr;

/// A companion that follows from the rule without the value; others are generated from a call of the function itself.
pub fn companion(
    function: &syn::ItemFn,
    signature: &Signature,
    companions: &[Companion],
    companion: Companion,
    rule: &Rule,
) -> Option<TokenStream> {
    if let (Rule::Vjp(_, Some(jvp)), Companion::Jvp) = (rule, companion)
        && is_companion(signature, jvp, companion)
    {
        return Some(TokenStream::new());
    }
    let cotangent = match companion {
        Companion::Vjp => Some(cotangent_name(signature).to_token_stream()),
        Companion::Grad => None,
        _ => return None,
    };
    let arguments = signature.params.iter().map(|param| param.ident.to_token_stream()).collect();
    let body = match rule {
        // The user's function is the companion.
        Rule::Vjp(path, _) if companion == Companion::Vjp && is_companion(signature, path, companion) => {
            return Some(TokenStream::new());
        }
        Rule::Vjp(path, _) => {
            let one = || match &signature.result {
                Ty::Float(Float::Generic(name)) => {
                    let name = Ident::new(name, proc_macro2::Span::call_site());
                    quote!(#name::ONE)
                }
                _ => quote!(1.0),
            };
            match cotangent {
                Some(cotangent) => call(path, arguments, cotangent),
                None => product(signature, companions, path, arguments, one()),
            }
        }
        Rule::Partials(partials) => {
            let of_grad = cotangent.as_ref().filter(|_| companions.contains(&Companion::Grad));
            match of_grad.filter(|_| signature.home.place() == Place::Type) {
                Some(cotangent) => scaled_gradient(signature, arguments, cotangent),
                None => {
                    let value = value_where_mentioned(function, signature, partials);
                    let (slopes, gradients) = gradients(signature, partials, cotangent.as_ref());
                    let gradients = arranged(gradients, false);
                    quote!(#value #slopes #gradients)
                }
            }
        }
        Rule::Implicit(_) => return None,
    };
    let cost = match rule {
        Rule::Vjp(path, _) => format!("Calls `{}`.", path.to_token_stream().to_string().replace(' ', "")),
        Rule::Partials(_) | Rule::Implicit(_) => "Computes its partial derivatives.".to_owned(),
    };
    Some(written(function, signature, companion, None, braced(body), &cost))
}

/// Is it the function that would be generated? Then it need not be.
fn is_companion(signature: &Signature, path: &syn::ExprPath, companion: Companion) -> bool {
    let name = names::companion(&signature.name, companion.name());
    let of_type = |path: &syn::Path| path.segments.len() == 2 && path.segments[0].ident == "Self";
    let here = if signature.home.is_impl() { of_type(&path.path) } else { path.path.get_ident().is_some() };
    here && path.qself.is_none() && path.path.segments.last().is_some_and(|last| last.ident == name)
}

/// The vector-Jacobian product by the companion if there is one, so that a rule that does not fit is reported once.
fn product(
    signature: &Signature,
    companions: &[Companion],
    path: &syn::ExprPath,
    mut arguments: Vec<TokenStream>,
    cotangent: TokenStream,
) -> TokenStream {
    let generated = signature.home.place() == Place::Type && companions.contains(&Companion::Vjp);
    if !generated || is_companion(signature, path, Companion::Vjp) {
        return call(path, arguments, cotangent);
    }
    let name = names::companion(&signature.name, Companion::Vjp.name());
    let of_type = signature.home.is_impl().then(|| quote!(Self::));
    arguments.push(cotangent);
    quote!(#of_type #name(#(#arguments),*))
}

/// A call of the user's function. What does not fit is reported at its name.
fn call(path: &syn::ExprPath, mut arguments: Vec<TokenStream>, cotangent: TokenStream) -> TokenStream {
    arguments.push(cotangent);
    let at = names::place(path.span());
    quote_spanned!(at=> #path(#(#arguments),*))
}

/// `let value = f(x);`, if the derivatives mention it.
fn value_where_mentioned(
    function: &syn::ItemFn,
    signature: &Signature,
    partials: &[Expr],
) -> Option<TokenStream> {
    mentions_value(partials).then(|| {
        let (name, value) = (custom::called(function, &signature.home), value_name(signature, partials));
        let arguments = clones(signature);
        quote!(let #value = #name(#(#arguments),*);)
    })
}

fn mentions_value(partials: &[Expr]) -> bool {
    partials.iter().any(|partial| names::mentions(&partial.to_token_stream(), &["value"]))
}

/// What the value is called: `value` where derivatives mention it.
pub fn value_name(signature: &Signature, partials: &[Expr]) -> Ident {
    match partials.iter().find_map(|partial| value_in(partial.to_token_stream())) {
        Some(value) => value,
        None => names::beside(signature.params.iter().map(|param| &param.ident), "value"),
    }
}

/// The user's own token, so that it is the same name whatever macro it comes from.
fn value_in(tokens: TokenStream) -> Option<Ident> {
    tokens.into_iter().find_map(|token| match token {
        proc_macro2::TokenTree::Ident(ident) if ident == "value" => Some(ident),
        proc_macro2::TokenTree::Group(group) => value_in(group.stream()),
        _ => None,
    })
}

/// Each derivative, times the cotangent if there is one; and what stands before it: a type is told where rustc would not have one.
fn gradients(
    signature: &Signature,
    partials: &[Expr],
    cotangent: Option<&TokenStream>,
) -> (TokenStream, Vec<TokenStream>) {
    let Some(cotangent) = cotangent else {
        return (TokenStream::new(), partials.iter().map(ToTokens::to_token_stream).collect());
    };
    let (mut slopes, mut gradients) = (TokenStream::new(), Vec::new());
    for (param, partial) in signature.active().zip(partials) {
        let wish = match partials {
            [_] => "slope".to_owned(),
            _ => format!("slope_{}", names::plain(&param.ident)),
        };
        let slope = rule::names_beside(signature, &wish);
        let ty = param.ty.written_tangent().map(|ty| quote!(: #ty));
        slopes.extend(quote!(let #slope #ty = #partial;));
        gradients.push(quote!(#slope * #cotangent));
    }
    (slopes, gradients)
}

/// `f_grad(x) * d_value`
fn scaled_gradient(
    signature: &Signature,
    arguments: Vec<TokenStream>,
    cotangent: &TokenStream,
) -> TokenStream {
    let name = names::companion(&signature.name, Companion::Grad.name());
    let of_type = signature.home.is_impl().then(|| quote!(Self::));
    let gradient = quote!(#of_type #name(#(#arguments),*));
    let names: Vec<Ident> = signature.active().map(|param| buffer_name(signature, &param.ident)).collect();
    match names.as_slice() {
        [_] => quote!(#gradient * #cotangent),
        names => quote! {
            let (#(#names),*) = #gradient;
            (#(#names * #cotangent),*)
        },
    }
}

/// The arguments for a call after which they are still needed.
pub fn clones(signature: &Signature) -> Vec<TokenStream> {
    let one = |param: &Param| {
        let name = &param.ident;
        let at = names::place(param.tokens.span());
        match param.ty.is_copy() {
            true => quote!(#name),
            false => quote_spanned!(at=> ::core::clone::Clone::clone(&#name)),
        }
    };
    signature.params.iter().map(one).collect()
}

/// The hidden rule.
pub fn forward(
    function: &syn::ItemFn,
    signature: &Signature,
    companions: &[Companion],
    rule: &Rule,
) -> TokenStream {
    let pairing = rule::pairing(function, signature, false);
    let partials: &[Expr] = match rule {
        Rule::Partials(partials) => partials,
        Rule::Vjp(..) | Rule::Implicit(_) => &[],
    };
    let value = value_name(signature, partials);
    let cotangent = cotangent_name(signature);
    let pulled = Pulled::of(signature);
    let gradients = match rule {
        Rule::Vjp(path, _) => {
            let arguments = signature.params.iter().map(|param| param.ident.to_token_stream()).collect();
            let gradients = product(signature, companions, path, arguments, quote!(#cotangent));
            let names = arranged(pulled.gradients.iter().map(ToTokens::to_token_stream).collect(), false);
            quote!(let #names = #gradients;)
        }
        Rule::Partials(partials) => {
            let (slopes, gradients) = gradients(signature, partials, Some(&cotangent.to_token_stream()));
            let names = &pulled.gradients;
            quote!(#slopes #(let #names = #gradients;)*)
        }
        Rule::Implicit(path) => super::implicit::gradients(signature, path, &value, &cotangent),
    };
    let Pulled { slots, additions, entries, .. } = &pulled;
    let name = custom::called(function, &signature.home);
    let arguments = clones(signature);
    let kept = matches!(rule, Rule::Implicit(_)) && !signature.result.is_copy();
    let given = if kept { quote!(::core::clone::Clone::clone(&#value)) } else { quote!(#value) };
    // What a function with partial derivatives does is to compute a number.
    let opaque = !matches!(rule, Rule::Partials(_));
    let statements = quote! {
        let #value = #name(#(#arguments),*);
        (#given, move |#cotangent, #(#slots),*| {
            #gradients
            #additions
            (#(#entries,)*)
        })
    };
    let kept = companions
        .contains(&Companion::Pullback)
        .then(|| rule::placed(function, signature, rule::Beside::Kept, false, statements.clone()));
    let rule = rule::rule(
        function,
        signature,
        false,
        &vec![false; signature.params.len()],
        &quote!(#opaque),
        Some(quote!(#pairing #statements)),
    );
    quote!(#rule #kept)
}

/// The pullback's parameters and what it returns.
pub(super) struct Pulled {
    /// The pattern of each slot.
    pub(super) slots: Vec<TokenStream>,
    /// The name of the gradient of each parameter that is differentiated.
    pub(super) gradients: Vec<Ident>,
    /// What adds gradients to the caller's.
    pub(super) additions: TokenStream,
    /// The entries that are returned.
    pub(super) entries: Vec<TokenStream>,
}

impl Pulled {
    pub(super) fn of(signature: &Signature) -> Pulled {
        let private = names::private();
        let mut pulled = Pulled {
            slots: Vec::new(),
            gradients: Vec::new(),
            additions: TokenStream::new(),
            entries: Vec::new(),
        };
        for param in &signature.params {
            let (name, by_reference) = (&param.ident, matches!(param.ty, Ty::Ref(_)));
            let entry = quote!(::core::default::Default::default());
            let gradient = buffer_name(signature, name);
            pulled.gradients.extend(param.active.then(|| gradient.clone()));
            match (by_reference, param.active) {
                (true, true) => {
                    let into = rule::names_beside(signature, &format!("into_{}", names::plain(name)));
                    let add = match param.ty.is_list() {
                        true => quote!(accumulate_slice),
                        false => quote!(accumulate),
                    };
                    pulled.slots.push(quote!((#name, #into)));
                    pulled.additions.extend(quote! {
                        if let ::core::option::Option::Some(#into) = #into {
                            #private::#add(#into, &#gradient);
                        }
                    });
                    pulled.entries.push(if param.is_receiver() {
                        quote!(#private::ByReference)
                    } else {
                        quote!(())
                    });
                }
                (true, false) => {
                    // What lives for good is not passed again: again it would live for shorter.
                    let lasts = names::mentions(&param.tokens.to_token_stream(), &["static"]);
                    pulled.slots.push(if lasts { quote!(_) } else { quote!((#name, _)) });
                    pulled.entries.push(if param.is_receiver() {
                        quote!(#private::ByReference)
                    } else {
                        entry
                    });
                }
                (false, true) => {
                    pulled.slots.push(quote!(()));
                    pulled.entries.push(quote!(#gradient));
                }
                (false, false) => {
                    pulled.slots.push(quote!(()));
                    pulled.entries.push(entry);
                }
            }
        }
        pulled
    }
}
