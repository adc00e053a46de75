//! The rule of an operator, by which functions that calculate with the user's types find it.

use super::companion::attributes;
use super::expression::{braced, tuple};
use crate::lower::Signature;
use crate::method::Operator;
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};

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
}

/// The `impl` beside that of the operator.
pub(super) fn rule(
    function: &syn::ItemFn,
    signature: &Signature,
    operator: &Operator,
    parts: Parts,
) -> TokenStream {
    let Parts { statements, value, cotangent, buffers, back } = parts;
    let private = names::private();
    let (marker, left, attributes) = (&operator.marker, &operator.left, attributes(function));
    let right = operator.right.as_ref().map_or_else(|| quote!(()), |right| quote!(#right));
    let generics = crate::lower::with_floats(&operator.block.generics, &signature.generics);
    let captured = names::type_parameters(&operator.block.generics);
    let (generics, _, bounds) = generics.split_for_impl();
    // The pullback holds on to no reference of the caller's.
    let (mut copies, mut before, mut entries, mut gradients) = (quote!(), quote!(), Vec::new(), Vec::new());
    for (index, param) in signature.params.iter().enumerate() {
        let (ident, buffer) = (&param.ident, &buffers[index]);
        let tangent = param.ty.written_tangent().filter(|_| param.active);
        let held = match param.ty.is_discrete() {
            true => quote!(()),
            false => quote!(#private::HeldConstantByWrt),
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
    let right_name = match signature.params.get(1) {
        Some(param) => param.ident.clone(),
        None => names::unmentioned(function, "nothing".to_owned(), "_"),
    };
    let own = signature.params.first().map(|param| &param.ident);
    let mut gradients = gradients.into_iter();
    let of_left = gradients.next().unwrap_or_else(|| quote!(()));
    let of_right = gradients.next().unwrap_or_else(|| quote!(()));
    let of_right_entry = entries.get(1).cloned().unwrap_or_else(|| quote!(()));
    let of_left_entry = entries.first().cloned().unwrap_or_else(|| quote!(()));
    let d_left = buffers.first();
    let whole = match operator.assigns {
        true => quote! {
            impl #generics #private::AssignOperator<#private::#marker, #right> for #left #bounds {
                type GradientOfLeft = #of_left;
                type GradientOfRight = #of_right;
                #[inline]
                fn assign_rule(
                    &mut self,
                    #right_name: #right,
                ) -> impl ::core::ops::FnOnce(&mut #of_left) -> #of_right + use<#(#captured),*> {
                    let #own = self;
                    #copies
                    #statements
                    move |#d_left: &mut #of_left| {
                        #before
                        let #taken = #back;
                        #of_right_entry
                    }
                }
            }
        },
        false => {
            let (output, d_output) = (&signature.result_tokens, &signature.cotangent);
            quote! {
                impl #generics #private::Operator<#private::#marker, #right> for #left #bounds {
                    type Output = #output;
                    type Cotangent = #d_output;
                    type GradientOfLeft = #of_left;
                    type GradientOfRight = #of_right;
                    #[inline]
                    fn rule(
                        self,
                        #right_name: #right,
                    ) -> (#output, impl ::core::ops::FnOnce(#d_output) -> (#of_left, #of_right) + use<#(#captured),*>) {
                        let #own = self;
                        #copies
                        #statements
                        (#value, move |#cotangent: #d_output| {
                            #before
                            let #taken = #back;
                            (#of_left_entry, #of_right_entry)
                        })
                    }
                }
            }
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
