//! Methods that are called through `dyn Trait`. The rule of a method returns a type of its own, which a trait object cannot: two more functions of
//! the trait begin a call, keeping the pullback in a box, and end it. The rule of the trait object consists of both.

use super::companion::{attributes, parameters};
use super::rule::{head::Head, slots::slots};
use crate::lower::{Param, Signature};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// Where the functions stand.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Written {
    /// In the trait. They panic: an `impl` has them that does not write the method, or whose pullback holds on to what a box cannot.
    Declared,
    /// In an `impl` of it.
    Implemented,
    /// In an `impl` with generics, whose pullback a box cannot keep: it keeps the arguments, and the rule runs again.
    Repeated,
    /// Beside the trait: the rule of the trait object.
    OfObject,
    /// In the `impl` of the trait for the trait object in a `Box`, of which the lifetime is called `'object`.
    OfBox,
}

/// Can the method be called through `dyn Trait`, where the trait can be used so? Types that name `Self` do not tell: an `impl` may write them
/// out.
fn is_of_object(function: &syn::ItemFn, signature: &Signature) -> bool {
    let generic =
        function.sig.generics.params.iter().any(|param| !matches!(param, syn::GenericParam::Lifetime(_)));
    let by_reference = signature.params.first().is_some_and(|param| {
        param.is_receiver() && !param.active && !param.exchanged && matches!(param.ty, Ty::Ref(_))
    });
    by_reference && !generic && !mentions(function, "impl") && function.sig.generics.where_clause.is_none()
}

/// Do the types of the arguments or that of the result mention a name?
fn mentions(function: &syn::ItemFn, name: &str) -> bool {
    let (inputs, output) = (function.sig.inputs.iter().skip(1), &function.sig.output);
    names::mentions(&quote!(#(#inputs),* #output), &[name])
}

/// The functions by which a method is called through `dyn Trait`, or the rule made of them; with `tangents` those of the rule with tangents.
pub fn functions(
    function: &syn::ItemFn,
    signature: &Signature,
    object: &TokenStream,
    written: Written,
    tangents: bool,
) -> TokenStream {
    let of_self = mentions(function, "Self");
    let beside = matches!(written, Written::OfObject | Written::OfBox);
    if !is_of_object(function, signature) || of_self && beside {
        return TokenStream::new();
    }
    let sized = (of_self && written == Written::Declared).then(|| quote!(where Self: ::core::marker::Sized));
    let signature = if tangents { &signature.with_tangents() } else { signature };
    let Head { generics, params, result, .. } = Head::of(function, signature);
    let (inputs, outputs) = slots(signature, &params);
    let (head, attributes, private) = (parameters(signature), attributes(function), names::private());
    let [begin, end] = names::of_object(&signature.name, tangents);
    let called = match written {
        Written::OfObject => names::called_of_object(&signature.name),
        Written::Declared | Written::Implemented | Written::Repeated | Written::OfBox => {
            signature.name.clone()
        }
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
        let receiver = quote!((&(dyn #object), #private::HeldConstantByWrtSoNameItThereOrPassStopGradient));
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
        Written::Repeated if !is_repeatable(signature) => return TokenStream::new(),
        Written::Repeated => repeated(signature, &rule, &names, &given),
        Written::Declared | Written::OfObject | Written::OfBox => {
            let message = format!(
                "`{}` is differentiated through `dyn` only where the `impl` writes it and, if that has generics, where what it is passed by value and returns is made of numbers",
                signature.name
            );
            (quote!({ ::core::panic!(#message) }), quote!({ ::core::panic!(#message) }))
        }
    };
    quote! {
        #[doc(hidden)]
        #attributes
        fn #begin #generics(#(#head),*) -> (#result, #whole) #sized #begins
        #[doc(hidden)]
        #attributes
        fn #end(&self, begun: #whole, d_value: #cotangent, #(#given: #slots_of_arguments),*) -> #outputs #sized #ends
    }
}

/// Can a box keep the arguments by value and the value, and can the method be called with them again?
fn is_repeatable(signature: &Signature) -> bool {
    let again = |param: &Param| match &param.ty {
        _ if param.exchanged || param.slotless => false,
        Ty::Ref(_) => true,
        ty => may_be_of_numbers(ty),
    };
    !signature.outcome
        && !signature.aux
        && signature.params.iter().skip(1).all(again)
        && may_be_of_numbers(&signature.result)
}

/// May it be made of numbers? Of a type that is known by its name only, rustc knows.
fn may_be_of_numbers(ty: &Ty) -> bool {
    match ty {
        Ty::Float(_) | Ty::Int(_) | Ty::Bool | Ty::Named(_) | Ty::Infer(_) => true,
        Ty::Tuple(_) | Ty::Array(..) | Ty::Vec(_) => ty.values().iter().all(may_be_of_numbers),
        _ => false,
    }
}

/// What begins a call and ends it by calling the rule again.
fn repeated(
    signature: &Signature,
    rule: &Ident,
    names: &[&Ident],
    slots: &[Ident],
) -> (TokenStream, TokenStream) {
    let (private, result) = (names::private(), &signature.result_tokens);
    let method = signature.name.to_string();
    let (mut copies, mut types, mut again) = (Vec::new(), Vec::new(), Vec::new());
    for ((param, name), slot) in signature.params.iter().skip(1).zip(names).zip(slots) {
        if let Ty::Ref(_) = param.ty {
            again.push(quote!(#slot.0));
            continue;
        }
        let (at, ty) = (syn::Index::from(types.len()), &param.tokens);
        copies.push(quote!(#private::Again::<#ty>::of(#method).copy(&#name)));
        again.push(quote!(arguments.#at));
        types.push(quote!(#ty));
    }
    let never = quote!(#[allow(unused_imports)] use #private::NeverAgain as _;);
    let both = quote!(#private::Again::<(#result, (#(#types,)*))>::of(#method));
    let values = quote!(#private::Again::<#result>::of(#method));
    let begins = quote!({
        #never
        let (arguments, (value, _)) = ((#(#copies,)*), Self::#rule(self, #(#names),*));
        (#values.copy(&value), #both.keep((value, arguments)))
    });
    let ends = quote!({
        #never
        let (value, arguments) = #both.kept(begun);
        let (again, pullback) = Self::#rule(self, #(#again),*);
        #values.compare(&value, &again);
        pullback(d_value, (self, ::core::default::Default::default()), #(#slots),*)
    });
    (begins, ends)
}
