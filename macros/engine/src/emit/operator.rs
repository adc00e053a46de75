//! The rule of an operator, by which functions that calculate with the user's types find it.

use super::companion::attributes;
use super::expression::{braced, tuple};
use super::rule::Beside;
use crate::lower::Signature;
use crate::method::Operator;
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, format_ident, quote};

/// What has been written of the rule.
pub(super) struct Parts {
    /// The statements of the function.
    pub(super) statements: TokenStream,
    /// Its value.
    pub(super) value: TokenStream,
    /// The name of the cotangent of the value.
    pub(super) cotangent: Ident,
    /// What the pullback calls each parameter's buffer.
    pub(super) buffers: Vec<Ident>,
    /// What the pullback does; it evaluates to a tuple with an entry for each parameter.
    pub(super) back: TokenStream,
    /// Is it a rule beside the rule? In that with tangents a tangent for each operand follows the operands.
    pub(super) beside: Option<Beside>,
}

/// What a parameter by reference refers to.
fn referent(param: &crate::lower::Param) -> Option<TokenStream> {
    match &param.tokens {
        syn::Type::Reference(reference) => Some(reference.elem.to_token_stream()),
        _ => None,
    }
}

/// The trait in core of such an operator, and its function.
pub(super) fn contract(assigns: bool, beside: Option<Beside>, at: Span) -> [Ident; 2] {
    let names = match (assigns, beside) {
        (true, None) => ["AssignOperator", "assign_rule"],
        (true, Some(Beside::Tangents)) => ["AssignOperatorWithTangents", "assign_rule_with_tangents"],
        (true, Some(Beside::Kept)) => ["KeptAssignOperator", "kept_assign_rule"],
        (false, None) => ["Operator", "rule"],
        (false, Some(Beside::Tangents)) => ["OperatorWithTangents", "rule_with_tangents"],
        (false, Some(Beside::Kept)) => ["KeptOperator", "kept_rule"],
    };
    names.map(|name| Ident::new(name, at))
}

/// The `impl` beside that of the operator.
pub(super) fn rule(
    function: &syn::ItemFn,
    signature: &Signature,
    operator: &Operator,
    parts: Parts,
) -> TokenStream {
    let Parts { statements, value, cotangent, buffers, back, beside } = parts;
    let tangents = beside == Some(Beside::Tangents);
    let clone = (beside == Some(Beside::Kept)).then(|| quote!(+ ::core::clone::Clone));
    let private = names::private();
    let (marker, left, attributes) = (&operator.marker, &operator.left, attributes(function));
    let right = operator.right.as_ref().map_or_else(|| quote!(()), |right| quote!(#right));
    let generics = crate::lower::with_floats(&operator.block.generics, &signature.generics);
    let captured = names::type_parameters(&operator.block.generics);
    let mut generics = generics;
    if tangents {
        // Nobody has asked that what the rule copies can be copied. The lifetime puts the question off until somebody asks.
        let clause = generics.make_where_clause();
        let copied = signature.params.iter().filter(|param| !param.exchanged);
        for ty in copied.filter_map(referent) {
            clause.predicates.push(syn::parse_quote!(for<'trivial> #ty: ::core::clone::Clone));
        }
    }
    let (generics, _, bounds) = generics.split_for_impl();
    // The pullback holds on to no reference of the caller's.
    let (mut copies, mut before, mut entries, mut gradients) = (quote!(), quote!(), Vec::new(), Vec::new());
    for (index, param) in signature.params.iter().enumerate() {
        let (ident, buffer) = (&param.ident, &buffers[index]);
        let tangent = param.ty.written_tangent().filter(|_| param.active);
        let held = match param.ty.is_discrete() {
            true => quote!(()),
            false => quote!(#private::HeldConstantByWrtSoNameItThereOrPassStopGradient),
        };
        gradients.push(tangent.clone().unwrap_or_else(|| held.clone()));
        let by_reference = !param.exchanged && matches!(param.ty, Ty::Ref(_));
        entries.push(match (by_reference, &tangent) {
            (true, Some(_)) => {
                let (copy, gradient) = (format_ident!("copy_{index}"), format_ident!("gradient_{index}"));
                copies.extend(quote!(let #copy = ::core::clone::Clone::clone(#ident);));
                before.extend(quote! {
                    let #ident = &#copy;
                    let mut #gradient = #private::zero(#ident);
                    let #buffer = ::core::option::Option::Some(&mut #gradient);
                });
                quote!(#gradient)
            }
            (true, None) => {
                let copy = format_ident!("copy_{index}");
                copies.extend(quote!(let #copy = ::core::clone::Clone::clone(#ident);));
                before.extend(quote!(let #ident = &#copy;));
                held
            }
            (false, Some(_)) => {
                let name = format_ident!("entry_{index}");
                quote!(#name)
            }
            (false, None) => held,
        });
    }
    let taken = (0..signature.params.len()).map(|index| format_ident!("entry_{index}"));
    let taken = tuple(&taken.map(|name| quote!(#name)).collect::<Vec<_>>());
    let back = braced(back);
    let this = names::unmentioned(function, "this".to_owned(), "_").to_string();
    let right_name = match signature.params.get(1).filter(|_| operator.right.is_some()) {
        Some(param) => param.ident.clone(),
        None => names::unmentioned(function, "nothing".to_owned(), "_"),
    };
    let own = signature.params.first().map(|param| &param.ident);
    let operands = if tangents { signature.params.len() / 2 } else { signature.params.len() };
    let nothing = || quote!(());
    let of_left = gradients.first().cloned().unwrap_or_else(nothing);
    let of_right = gradients.get(1).filter(|_| operands > 1).cloned().unwrap_or_else(nothing);
    // The entries of the operands, then those of their tangents, of which a unary operator has fewer.
    let mut given = Vec::new();
    for half in entries.chunks(operands.max(1)) {
        given.extend(half.iter().cloned());
        given.extend((half.len() < 2).then(nothing));
    }
    let rights: Vec<_> = given.iter().skip(1).step_by(2).collect();
    let rights = if let [right] = rights[..] { quote!(#right) } else { quote!((#(#rights),*)) };
    let d_lefts = buffers.iter().step_by(operands.max(1));
    let d_lefts: Vec<_> = d_lefts.map(|name| quote!(#name: &mut #of_left)).collect();
    // What a tangent refers to.
    let of_tangent = |at: usize| match signature.params.get(operands + at).filter(|_| at < operands) {
        Some(param) => referent(param).unwrap_or_else(|| param.tokens.to_token_stream()),
        None => quote!(#private::NoTangent),
    };
    let (t_left, t_right) = (of_tangent(0), of_tangent(1));
    let name_of_tangent = |at: usize, wish: &str| match signature.params.get(operands + at) {
        Some(param) if at < operands => param.ident.clone(),
        _ => names::unmentioned(function, wish.to_owned(), "_"),
    };
    let (left_name, of_right_name) = (name_of_tangent(0, "t_left"), name_of_tangent(1, "t_right"));
    let (output, d_output) = (&signature.result_tokens, &signature.cotangent);
    let [implemented, name] = contract(operator.assigns, beside, Span::call_site());
    let types = match (operator.assigns, beside) {
        (_, Some(Beside::Kept)) => quote!(),
        (true, None) => quote!(type GradientOfLeft = #of_left; type GradientOfRight = #of_right;),
        (true, Some(Beside::Tangents)) => quote!(type TangentOfRight = #t_right;),
        (false, None) => quote! {
            type Output = #output;
            type Cotangent = #d_output;
            type GradientOfLeft = #of_left;
            type GradientOfRight = #of_right;
        },
        (false, Some(Beside::Tangents)) => {
            quote!(type TangentOfLeft = #t_left; type TangentOfRight = #t_right;)
        }
    };
    let lent = if operator.assigns { quote!(&mut #t_left) } else { quote!(&#t_left) };
    let moved = tangents.then(|| quote!(#left_name: #lent, #of_right_name: &#t_right));
    let whole = match operator.assigns {
        true => {
            let (inputs, outputs) = match tangents {
                true => (quote!(&mut #of_left, &mut #of_left), quote!((#of_right, #of_right))),
                false => (quote!(&mut #of_left), of_right.clone()),
            };
            quote! {
                fn #name(
                    &mut self,
                    #right_name: #right,
                    #moved
                ) -> impl ::core::ops::FnOnce(#inputs) -> #outputs #clone + use<#(#captured),*> {
                    let #own = self;
                    #copies
                    #statements
                    move |#(#d_lefts),*| {
                        #before
                        let #taken = #back;
                        #rights
                    }
                }
            }
        }
        false => {
            let outputs = match tangents {
                true => quote!((#of_left, #of_right, #of_left, #of_right)),
                false => quote!((#of_left, #of_right)),
            };
            quote! {
                fn #name(
                    self,
                    #right_name: #right,
                    #moved
                ) -> (#output, impl ::core::ops::FnOnce(#d_output) -> #outputs #clone + use<#(#captured),*>) {
                    let #own = self;
                    #copies
                    #statements
                    (#value, move |#cotangent: #d_output| {
                        #before
                        let #taken = #back;
                        (#(#given),*)
                    })
                }
            }
        }
    };
    let whole = quote! {
        impl #generics #private::#implemented<#private::#marker, #right> for #left #bounds {
            #types
            #[inline]
            #whole
        }
    };
    let whole = names::with_receiver(whole, &this);
    quote! {
        #[doc(hidden)]
        #attributes
        #[allow(refining_impl_trait)]
        #whole
    }
}
