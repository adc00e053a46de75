//! The implicit function theorem: the gradients of a root and its tangent.

use super::companion::buffer_name;
use super::custom::{Pulled, clones};
use super::rule;
use crate::lower::{Param, Signature};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;

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
    let beside = |wish: &str| rule::names_beside(signature, wish);
    let [pull, row, root, residual, of] =
        ["pull", "row", "d_root", "residual_value", "d_residual"].map(beside);
    // The receiver of a method comes first, the root second.
    let (receiver, others): (Vec<&Param>, Vec<&Param>) =
        signature.params.iter().partition(|param| param.is_receiver());
    let argument = |param: &&Param| {
        let name = &param.ident;
        match param.ty.is_copy() {
            true => quote!(#name),
            false => quote!(::core::clone::Clone::clone(&#name)),
        }
    };
    let (first, rest): (Vec<_>, Vec<_>) =
        (receiver.iter().map(argument).collect(), others.iter().map(argument).collect());
    let (uses, rule, own) = rule_of(path, false);
    let forward = quote_spanned!(at=> #rule(#(#first,)* #private::root(&#value), #(#rest,)* #own));
    // Without gradients with respect to the parameters.
    let without = |param: &&Param| match param.ty {
        Ty::Ref(_) => {
            let name = &param.ident;
            quote!(#private::unwanted(&#name))
        }
        _ => quote!(()),
    };
    let (first_without, rest_without): (Vec<_>, Vec<_>) =
        (receiver.iter().map(without).collect(), others.iter().map(without).collect());
    let with = |param: &&Param| {
        let name = &param.ident;
        let gradient = buffer_name(signature, name);
        match (&param.ty, param.active) {
            (Ty::Ref(_), true) => quote!((#name, ::core::option::Option::Some(&mut #gradient))),
            _ => without(param),
        }
    };
    let (first_with, rest_with): (Vec<_>, Vec<_>) =
        (receiver.iter().map(with).collect(), others.iter().map(with).collect());
    let entry = |param: &&Param| match (&param.ty, param.active) {
        (Ty::Ref(_), _) | (_, false) => quote!(_),
        _ => buffer_name(signature, &param.ident).to_token_stream(),
    };
    let (first_entries, rest_entries): (Vec<_>, Vec<_>) =
        (receiver.iter().map(entry).collect(), others.iter().map(entry).collect());
    let skip = receiver.iter().map(|_| quote!(_));
    let zeros = signature.active().filter(|param| matches!(param.ty, Ty::Ref(_))).map(|param| {
        let (name, gradient) = (&param.ident, buffer_name(signature, &param.ident));
        quote!(let mut #gradient = #private::zero(#name);)
    });
    let checked =
        others.iter().chain(&receiver).filter(|param| param.active && !matches!(param.ty, Ty::Ref(_)));
    let checked = checked.map(|param| {
        let gradient = buffer_name(signature, &param.ident);
        names::moved_to(quote!(let #gradient = #private::gradient_of_residual(#gradient);), at)
    });
    let added = names::moved_to(quote!(#private::add_root(&mut #root, entry);), at);
    quote! {
        #uses
        let #row = |#of| {
            let (_, #pull) = #forward;
            let mut #root = #private::zero(&#value);
            let (#(#skip,)* entry, ..) =
                #pull(#of, #(#first_without,)* #private::root_slot(&#value, ::core::option::Option::Some(&mut #root)), #(#rest_without),*);
            #added
            #root
        };
        let #of = #private::adjoint_of_root(&#value, #row, #cotangent);
        let (#residual, #pull) = #forward;
        #private::same_shape(&#value, &#residual);
        #(#zeros)*
        let (#(#first_entries,)* _, #(#rest_entries),*) =
            #pull(#of, #(#first_with,)* #private::root_slot(&#value, ::core::option::Option::None), #(#rest_with),*);
        #(#checked)*
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
    // The receiver of a method comes first, the root second.
    let first = values.iter().take_while(|param| param.is_receiver()).count();
    let around = |arguments: Vec<TokenStream>, root: TokenStream| {
        let (before, after) = arguments.split_at(first);
        quote!(#(#before,)* #root, #(#after),*)
    };
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
    let of_values = around(clones(signature), quote!(#private::root(&#value)));
    let call = |root: TokenStream| {
        let of_tangents = around(pairs().map(argument).collect(), root);
        quote_spanned!(at=> #tangent_rule(#of_values, #of_tangents))
    };
    let (moving, whole) = (call(quote!(#private::root(&#moved))), call(quote!(#private::root(&#tangent))));
    let slot = |wanted: bool| {
        let gradient = |param: &Param| buffer_name(&both, &param.ident);
        let of_value = |param: &Param| {
            let (name, gradient) = (&param.ident, gradient(param));
            match (&param.ty, param.active && wanted) {
                (Ty::Ref(_), true) => quote!((#name, ::core::option::Option::Some(&mut #gradient))),
                (Ty::Ref(_), false) => quote!(#private::unwanted(&#name)),
                _ => quote!(()),
            }
        };
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
        let own = around(values.iter().map(of_value).collect(), quote!(#private::root_slot(&#value, #root)));
        let none = quote!(#private::root_slot(&#tangent, ::core::option::Option::None));
        let moved = around(pairs().map(of_tangent).collect(), none);
        quote!(#own, #moved)
    };
    let (of_the_root, of_all) = (slot(false), slot(true));
    let entry = |param: &Param| match (&param.ty, param.active) {
        (Ty::Ref(_), _) | (_, false) => quote!(_),
        _ => buffer_name(&both, &param.ident).to_token_stream(),
    };
    let given = |params: &[Param]| around(params.iter().map(entry).collect(), quote!(_));
    let (given, given_of_tangents) = (given(values), given(tangents));
    let skipped = values[..first].iter().map(|_| quote!(_));
    let added = names::moved_to(quote!(#private::add_root(&mut #root, entry);), at);
    let of_residual = {
        let plain = |param: &Param| match param.ty {
            Ty::Ref(_) => {
                let name = &param.ident;
                quote!(#private::unwanted(&#name))
            }
            _ => quote!(()),
        };
        let root = quote!(#private::root_slot(&#value, ::core::option::Option::Some(&mut #root)));
        around(values.iter().map(plain).collect(), root)
    };
    let zeros = pairs().filter(|(param, _)| param.active).flat_map(|(value, tangent)| {
        [value, tangent].into_iter().filter(|param| matches!(param.ty, Ty::Ref(_))).map(|param| {
            let (of, gradient) = (&value.ident, buffer_name(&both, &param.ident));
            quote!(let mut #gradient = #private::zero(&#of);)
        })
    });
    let skip = skipped.clone();
    let rows = quote! {
        let #row = |#of| {
            let (_, #pull) = #row_rule(#of_values, #own);
            let mut #root = #private::zero(&#value);
            let (#(#skip,)* entry, ..) = #pull(#of, #of_residual);
            #added
            #root
        };
    };
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
                let #of = #private::adjoint_of_root(&#value, #row, #d_tangent);
                let (_, #pull) = #whole;
                let mut #root = #private::zero(&#value);
                let (#(#skipped,)* entry, ..) = #pull((#private::zero(&#value), ::core::clone::Clone::clone(&#of)), #of_the_root);
                #added
                let mut #of_root = #d_value;
                #private::accumulate(&mut #of_root, &#root);
                #rows
                let #of_root = #private::adjoint_of_root(&#value, #row, #of_root);
                let (_, #pull) = #whole;
                #(#zeros)*
                let (#given, #given_of_tangents) = #pull((#of_root, #of), #of_all);
                #additions
                (#(#entries,)*)
            })
        },
    )
}
