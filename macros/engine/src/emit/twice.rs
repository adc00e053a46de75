//! `order = 2`: the gradient is a differentiated function itself, with a rule of its own. Its vector-Jacobian product and its
//! Jacobian-vector product are the Hessian-vector product, since the Hessian is symmetric.

use super::companion::{attributes, cotangent_name, gradient, parameters, tangent_names, tangent_parameters};
use super::custom::clones;
use super::expression::tuple;
use crate::lower::Signature;
use crate::names;
use crate::options::Companion;
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

/// The two products, and the attribute that stands on the gradient, which follows.
pub fn of_gradient(function: &syn::ItemFn, signature: &Signature) -> TokenStream {
    let of_type = signature.home.is_impl().then(|| quote!(Self::));
    let companion = |companion: Companion| names::companion(&signature.name, companion.name());
    let (grad, hvp) = (companion(Companion::Grad), companion(Companion::Hvp));
    let [vjp, jvp] = [Companion::Vjp, Companion::Jvp].map(|of| names::companion(&grad, of.name()));
    let (generics, _, bounds) = signature.own_generics.split_for_impl();
    let (params, ty, d_value) = (parameters(signature), gradient(signature), cotangent_name(signature));
    let arguments: Vec<_> = signature.params.iter().map(|param| param.ident.to_token_stream()).collect();
    let active: Vec<_> = signature.active().collect();
    let directions = active.iter().enumerate().map(|(at, param)| {
        let at = proc_macro2::Literal::usize_unsuffixed(at);
        let part = if active.len() == 1 { quote!(#d_value) } else { quote!(#d_value.#at) };
        if let Ty::Ref(_) = param.ty { quote!(&#part) } else { part }
    });
    let directions: Vec<_> = directions.collect();
    let tangents: Vec<_> = tangent_names(signature).into_iter().map(|(_, name)| name).collect();
    let (taken, clones) = (tangent_parameters(signature), clones(signature));
    let names = active.iter().map(|param| match param.is_receiver() {
        true => quote!(self),
        false => param.ident.to_token_stream(),
    });
    let (vis, attributes) = (&function.vis, attributes(function));
    let given =
        tuple(&[quote!(#of_type #grad(#(#clones),*)), quote!(#of_type #hvp(#(#arguments,)* #(#tangents),*))]);
    let products = quote! {
        /// The vector-Jacobian product of the gradient: the Hessian-vector product.
        #attributes
        #vis fn #vjp #generics(#(#params,)* #d_value: #ty) -> #ty #bounds {
            #of_type #hvp(#(#arguments,)* #(#directions),*)
        }
        /// The gradient and its tangent: the Hessian-vector product.
        #attributes
        #vis fn #jvp #generics(#(#params,)* #(#taken),*) -> (#ty, #ty) #bounds {
            #given
        }
    };
    let products = if signature.home.is_impl() { names::with_receiver(products, "self") } else { products };
    quote! {
        #products
        #[::differentiate::differentiate(vjp = #of_type #vjp, jvp = #of_type #jvp, vjp, jvp, wrt(#(#names),*))]
    }
}
