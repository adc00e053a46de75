//! Methods that are called through `dyn Trait`. The rule of a method returns a type of its own, which a trait object cannot: two more functions of
//! the trait begin a call, keeping the pullback in a box, and end it. The rule of the trait object consists of both.

use crate::emit::companion::{attributes, parameters};
use crate::emit::rule::{Head, slots};
use crate::lower::Signature;
use crate::names;
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;

/// Where the functions stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In the trait. They panic: an `impl` has them that does not write the method, or whose pullback holds on to what a box cannot.
    Declared,
    /// In an `impl` of it.
    Implemented,
    /// Beside the trait: the rule of the trait object.
    OfObject,
    /// In the `impl` of the trait for the trait object in a `Box`, of which the lifetime is called `'object`.
    OfBox,
}

/// Can the method be called through `dyn Trait`, where the trait can be used so?
fn is_of_object(function: &syn::ItemFn, signature: &Signature) -> bool {
    let generic =
        function.sig.generics.params.iter().any(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
    let by_reference = signature.params.first().is_some_and(|param| {
        param.is_receiver() && !param.active && !param.exchanged && matches!(param.ty, Ty::Ref(_))
    });
    let (inputs, output) = (function.sig.inputs.iter().skip(1), &function.sig.output);
    let named = names::mentions(&quote!(#(#inputs),* #output), &["Self", "impl"]);
    by_reference && !generic && !named && function.sig.generics.where_clause.is_none()
}

/// The functions by which a method is called through `dyn Trait`, or the rule made of them; with `tangents` those of the rule with tangents.
pub fn functions(
    function: &syn::ItemFn,
    signature: &Signature,
    object: &TokenStream,
    written: Written,
    tangents: bool,
) -> TokenStream {
    if !is_of_object(function, signature) {
        return TokenStream::new();
    }
    let signature = if tangents { &signature.with_tangents() } else { signature };
    let Head { generics, params, result, .. } = Head::of(function, signature);
    let (inputs, outputs) = slots(signature, &params);
    let (head, attributes, private) = (parameters(signature), attributes(function), names::private());
    let [begin, end] = names::of_object(&signature.name, tangents);
    let called = match written {
        Written::OfObject => names::called_of_object(&signature.name),
        Written::Declared | Written::Implemented | Written::OfBox => signature.name.clone(),
    };
    let rule = if tangents { names::tangent_rule_of(&called) } else { names::rule_of(&called) };
    let names: Vec<_> = signature.params.iter().skip(1).map(|param| &param.ident).collect();
    let given: Vec<_> = (1..inputs.len()).map(|at| quote::format_ident!("slot_{at}")).skip(1).collect();
    let (cotangent, slots_of_arguments) = (&inputs[0], &inputs[2..]);
    let whole = quote!(#private::Box<dyn ::core::any::Any>);
    let inner = quote!(#cotangent, (&Self, #private::HeldConstantByWrtSoNameItThereOrPassStopGradient), #(#slots_of_arguments),*);
    if written == Written::OfBox {
        return quote! {
            #attributes
            #[allow(refining_impl_trait)]
            fn #rule #generics(#(#head),*) -> (
                #result,
                impl ::core::ops::FnOnce(#inner) -> #outputs + use<'object>,
            ) {
                let (value, begun) = (**self).#begin(#(#names),*);
                (value, move |d_value, (this, _), #(#given),*| Self::#end(this, begun, d_value, #(#given),*))
            }
            #attributes
            fn #begin #generics(#(#head),*) -> (#result, #whole) {
                (**self).#begin(#(#names),*)
            }
            #attributes
            fn #end(&self, begun: #whole, d_value: #cotangent, #(#given: #slots_of_arguments),*) -> #outputs {
                (**self).#end(begun, d_value, #(#given),*)
            }
        };
    }
    if written == Written::OfObject {
        let receiver = quote!((&dyn #object, #private::HeldConstantByWrtSoNameItThereOrPassStopGradient));
        return quote! {
            #[doc(hidden)]
            #attributes
            pub fn #rule #generics(#(#head),*) -> (
                #result,
                #private::Box<dyn ::core::ops::FnOnce(#cotangent, #receiver, #(#slots_of_arguments),*) -> #outputs>,
            ) {
                let (value, begun) = self.#begin(#(#names),*);
                (value, #private::Box::new(move |d_value, (this, _), #(#given),*| this.#end(begun, d_value, #(#given),*)))
            }
        };
    }
    let (begins, ends) = match written {
        Written::Implemented => {
            let nothing = names.iter().map(|_| quote!(loop {}));
            (
                quote!({
                    let (value, pullback) = Self::#rule(self, #(#names),*);
                    (value, #private::Box::new(pullback))
                }),
                quote!({
                    let pullback = #private::begun(|| Self::#rule(loop {}, #(#nothing),*).1, begun);
                    pullback(d_value, (self, ::core::default::Default::default()), #(#given),*)
                }),
            )
        }
        Written::Declared | Written::OfObject | Written::OfBox => {
            let message = format!(
                "`{}` is differentiated through `dyn` only where the `impl` writes it, and is that of a type without generics",
                signature.name
            );
            (quote!({ ::core::panic!(#message) }), quote!({ ::core::panic!(#message) }))
        }
    };
    quote! {
        #[doc(hidden)]
        #attributes
        fn #begin #generics(#(#head),*) -> (#result, #whole) #begins
        #[doc(hidden)]
        #attributes
        fn #end(&self, begun: #whole, d_value: #cotangent, #(#given: #slots_of_arguments),*) -> #outputs #ends
    }
}
