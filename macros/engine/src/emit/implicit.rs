//! The implicit function theorem: the gradients of a root and its tangent.

use super::companion::buffer_name;
use super::custom::{Pulled, clones};
use super::rule;
use crate::lower::{Param, Signature};
use crate::names;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote, quote_spanned};

/// The gradients of a root, by the implicit function theorem: λ solves the transposed system of the residual's Jacobian, and the
/// gradients are minus the vector-Jacobian product of the residual with λ.
pub(super) fn gradients(
    signature: &Signature,
    path: &syn::ExprPath,
    value: &Ident,
    cotangent: &Ident,
) -> TokenStream {
    let at = names::place(path.span());
    let private = names::private_at(at);
    let [pull, row, residual, of] =
        ["pull", "row", "residual_value", "d_residual"].map(|wish| rule::names_beside(signature, wish));
    let (uses, rule, own) = rule_of(path, false);
    let of_root = quote_spanned!(at=> #private::root(&#value));
    let arguments = around(&signature.params, clones(signature), of_root);
    let forward = quote_spanned!(at=> #rule(#arguments #own));
    let rows = rows(signature, [&row, &of, value], &forward, at);
    let active_reference = |param: &&Param| param.active && matches!(param.ty, Ty::Ref(_));
    let zeros = signature.params.iter().filter(active_reference).map(|param| {
        let (name, gradient) = (&param.ident, buffer_name(signature, &param.ident));
        quote!(let mut #gradient = #private::zero(#name);)
    });
    let slots = signature.params.iter().map(|param| slot(signature, param, param.active, at)).collect();
    let root = quote!(#private::root_slot(&#value, ::core::option::Option::None));
    let slots = around(&signature.params, slots, root);
    let entries = signature.params.iter().map(|param| entry(signature, param)).collect();
    let entries = around(&signature.params, entries, quote!(_));
    let checked = signature.params.iter().filter(|param| param.active && !matches!(param.ty, Ty::Ref(_)));
    let checked = checked.map(|param| {
        let gradient = buffer_name(signature, &param.ident);
        names::moved_to(quote!(let #gradient = #private::gradient_of_residual(#gradient);), at)
    });
    quote! {
        #uses
        #rows
        let #of = #private::adjoint_of_root(&#value, #row, #cotangent);
        let (#residual, #pull) = #forward;
        #private::same_shape(&#value, &#residual);
        #(#zeros)*
        let (#entries) = #pull(#of, #slots);
        #(#checked)*
    }
}

/// What belongs to the parameters, with what belongs to the root among it: the receiver of a method comes first, the root second.
fn around(params: &[Param], of_params: Vec<TokenStream>, of_root: TokenStream) -> TokenStream {
    let first = params.iter().take_while(|param| param.is_receiver()).count();
    let (before, after) = of_params.split_at(first);
    quote!(#(#before,)* #of_root, #(#after,)*)
}

/// What a pullback of the residual takes for a parameter.
fn slot(signature: &Signature, param: &Param, wanted: bool, at: Span) -> TokenStream {
    let (private, name) = (names::private_at(at), &param.ident);
    let gradient = buffer_name(signature, name);
    match (&param.ty, wanted) {
        (Ty::Ref(_), true) => quote!((#name, ::core::option::Option::Some(&mut #gradient))),
        (Ty::Ref(_), false) => quote!(#private::unwanted(&#name)),
        _ => quote!(()),
    }
}

/// How its gradient with respect to a parameter is bound.
fn entry(signature: &Signature, param: &Param) -> TokenStream {
    match (&param.ty, param.active) {
        (Ty::Ref(_), _) | (_, false) => quote!(_),
        _ => buffer_name(signature, &param.ident).to_token_stream(),
    }
}

/// A closure with the name `row`, which pulls a cotangent of the residual back to the root alone.
fn rows(
    signature: &Signature,
    [row, of, value]: [&Ident; 3],
    forward: &TokenStream,
    at: Span,
) -> TokenStream {
    let private = names::private_at(at);
    let [pull, root] = ["pull", "d_root"].map(|wish| rule::names_beside(signature, wish));
    let slots = signature.params.iter().map(|param| slot(signature, param, false, at)).collect();
    let of_root = quote!(#private::root_slot(&#value, ::core::option::Option::Some(&mut #root)));
    let slots = around(&signature.params, slots, of_root);
    let pulled = pulled_to_root(&signature.params, &root, quote!(#pull(#of, #slots)), at);
    quote! {
        let #row = |#of| {
            let (_, #pull) = #forward;
            let mut #root = #private::zero(&#value);
            #pulled
            #root
        };
    }
}

/// Pulls back to the root, whose gradient is added to its buffer or, of a root by value, returned as an entry.
fn pulled_to_root(params: &[Param], root: &Ident, pull: TokenStream, at: Span) -> TokenStream {
    let private = names::private_at(at);
    let skipped = params.iter().take_while(|param| param.is_receiver()).map(|_| quote!(_));
    let added = names::moved_to(quote!(#private::add_root(&mut #root, entry);), at);
    quote! {
        let (#(#skipped,)* entry, ..) = #pull;
        #added
    }
}

/// The rule of a function that the user names, as it is imported and called, and the function itself where that is an argument.
fn rule_of(path: &syn::ExprPath, tangents: bool) -> (TokenStream, TokenStream, Option<TokenStream>) {
    let mut rule = path.clone();
    let segments = path.path.segments.len();
    let of_type = segments.checked_sub(2).and_then(|at| path.path.segments.get(at));
    let of_type = of_type.is_some_and(|of| of.ident.to_string().starts_with(char::is_uppercase));
    let Some(last) = rule.path.segments.last_mut() else { return (quote!(), quote!(#path), None) };
    let name = names::rule_of(&last.ident);
    let with_tangents = names::tangent_rule(last.ident.span());
    match of_type || path.qself.is_some() {
        true => {
            last.ident = if tangents { names::tangent_rule_of(&last.ident) } else { name };
            (quote!(), quote!(#rule), None)
        }
        false => {
            let imported = names::without_arguments(&path.path);
            match tangents {
                true => (quote!(use #imported as #name;), quote!(#name::#with_tangents), None),
                false => (quote!(use #imported as #name;), quote!(#name::forward), Some(quote!(#path))),
            }
        }
    }
}

/// The rule with tangents. The tangent t of the root x solves the system F_x t = -F_p t_p of the derivatives of the residual F. Root and
/// tangent together are the root of the residual with its tangent, so their gradients are those of that: first the multiplier of the
/// tangent's equation, by which the root moves that equation, then that of the root's.
pub fn with_tangents(function: &syn::ItemFn, signature: &Signature, path: &syn::ExprPath) -> TokenStream {
    let both = signature.with_tangents();
    let at = names::place(path.span());
    let private = names::private_at(at);
    let beside = |wish: &str| rule::names_beside(&both, wish);
    let [value, tangent, row, pull, root, residual, of] =
        ["value", "tangent", "row", "pull", "d_root", "residual_value", "d_residual"].map(beside);
    let [d_value, d_tangent, moved, of_root] = ["d_value", "d_tangent", "moved", "of_root"].map(beside);
    let (uses, row_rule, own) = rule_of(path, false);
    let (_, tangent_rule, _) = rule_of(path, true);
    let (values, tangents) = both.params.split_at(signature.params.len());
    let nothing = quote!(&mut ::core::default::Default::default());
    let argument = |(value, tangent): (&Param, &Param)| {
        let (of, name) = (&value.ident, &tangent.ident);
        match (value.active, tangent.ty.is_copy()) {
            (false, _) => quote!(#private::still(&#of, #nothing)),
            (true, true) => quote!(#name),
            (true, false) => quote!(::core::clone::Clone::clone(&#name)),
        }
    };
    let pairs = || values.iter().zip(tangents);
    let of_values = around(values, clones(signature), quote!(#private::root(&#value)));
    let rows = rows(signature, [&row, &of, &value], &quote!(#row_rule(#of_values #own)), at);
    let call = |root: TokenStream| {
        let of_tangents = around(values, pairs().map(argument).collect(), root);
        quote_spanned!(at=> #tangent_rule(#of_values #of_tangents))
    };
    let (moving, whole) = (call(quote!(#private::root(&#moved))), call(quote!(#private::root(&#tangent))));
    let slots_of = |wanted: bool| {
        let of_value = |param: &Param| slot(&both, param, param.active && wanted, at);
        let of_tangent = |(value, tangent): (&Param, &Param)| match value.active {
            true => of_value(tangent),
            false => {
                let of = &value.ident;
                quote!(#private::still_slot(&#of, #nothing))
            }
        };
        let root = match wanted {
            true => quote!(::core::option::Option::None),
            false => quote!(::core::option::Option::Some(&mut #root)),
        };
        let root = quote!(#private::root_slot(&#value, #root));
        let none = quote!(#private::root_slot(&#tangent, ::core::option::Option::None));
        let own = around(values, values.iter().map(of_value).collect(), root);
        let moved = around(values, pairs().map(of_tangent).collect(), none);
        quote!(#own #moved)
    };
    let (of_the_root, of_all) = (slots_of(false), slots_of(true));
    let entries_of = |params: &[Param]| {
        around(values, params.iter().map(|param| entry(&both, param)).collect(), quote!(_))
    };
    let (given, given_of_tangents) = (entries_of(values), entries_of(tangents));
    let zeros = pairs().filter(|(param, _)| param.active).flat_map(|(value, tangent)| {
        [value, tangent].into_iter().filter(|param| matches!(param.ty, Ty::Ref(_))).map(|param| {
            let (of, gradient) = (&value.ident, buffer_name(&both, &param.ident));
            quote!(let mut #gradient = #private::zero(&#of);)
        })
    });
    let of_tangent = quote!((#private::zero(&#value), ::core::clone::Clone::clone(&#of)));
    let to_root = pulled_to_root(values, &root, quote!(#pull(#of_tangent, #of_the_root)), at);
    let Pulled { slots, additions, entries, .. } = Pulled::of(&both);
    let name = crate::custom::called(function, &signature.home);
    let arguments = clones(signature);
    let clone = |of: &Ident| quote!(::core::clone::Clone::clone(&#of));
    let (own_value, own_tangent) = (clone(&value), clone(&tangent));
    rule::placed(
        function,
        &both,
        rule::Beside::Tangents,
        false,
        quote! {
            #uses
            let #value = #name(#(#arguments),*);
            #rows
            let #moved = #private::zero(&#value);
            let ((#residual, #moved), _) = #moving;
            #private::same_shape(&#value, &#residual);
            let #tangent = #private::tangent_of_root(&#value, #row, #moved);
            ((#own_value, #own_tangent), move |(#d_value, #d_tangent), #(#slots),*| {
                #rows
                let #of = #private::adjoint_of_root(&#value, &#row, #d_tangent);
                let (_, #pull) = #whole;
                let mut #root = #private::zero(&#value);
                #to_root
                let mut #of_root = #d_value;
                #private::accumulate(&mut #of_root, &#root);
                let #of_root = #private::adjoint_of_root(&#value, #row, #of_root);
                let (_, #pull) = #whole;
                #(#zeros)*
                let (#given #given_of_tangents) = #pull((#of_root, #of), #of_all);
                #additions
                (#(#entries,)*)
            })
        },
    )
}
