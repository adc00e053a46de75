//! What the spelling of a field's type says of its tangent type.

use crate::names;
use crate::spanned::Spanned;
use crate::types::{INTEGERS, generic_argument};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote, quote_spanned};
use syn::Type;

/// What a field's type is spelled as.
#[derive(Clone, Copy, PartialEq)]
pub(super) enum Spelled {
    /// A float, or an array, a tuple or a `Vec` of such, or a type parameter: it is its own tangent type.
    Floats,
    /// Without a derivative: its tangent type is `()`.
    Constant,
    /// Anything else, or made of several of these.
    Other,
}

/// Types without a derivative, by name.
const CONSTANTS: [&str; 6] = ["bool", "char", "str", "String", "PhantomData", "PhantomPinned"];

impl Spelled {
    /// `params` are the type parameters.
    pub(super) fn of(ty: &Type, params: &[&Ident]) -> Spelled {
        match ty {
            Type::Group(group) => Spelled::of(&group.elem, params),
            Type::Paren(paren) => Spelled::of(&paren.elem, params),
            Type::Array(array) => Spelled::of(&array.elem, params),
            Type::Tuple(tuple) => {
                let mut elems = tuple.elems.iter().map(|elem| Spelled::of(elem, params));
                let first = elems.next().unwrap_or(Spelled::Constant);
                if elems.all(|other| other == first) { first } else { Spelled::Other }
            }
            Type::Slice(slice) => constant_or_other(&slice.elem, params),
            Type::Reference(reference) => constant_or_other(&reference.elem, params),
            Type::Path(path) if path.qself.is_none() => {
                if let Some(elem) = generic_argument(path, "Vec") {
                    return Spelled::of(elem, params);
                }
                if let Some(inner) = generic_argument(path, "Option") {
                    return constant_or_other(inner, params);
                }
                let Some(last) = path.path.segments.last() else { return Spelled::Other };
                let name = last.ident.to_string();
                let alone = path.path.segments.len() == 1;
                if name == "f64" || name == "f32" || alone && params.iter().any(|param| **param == name) {
                    return Spelled::Floats;
                }
                match CONSTANTS.contains(&name.as_str()) || INTEGERS.contains(&name.as_str()) {
                    true => Spelled::Constant,
                    false => Spelled::Other,
                }
            }
            _ => Spelled::Other,
        }
    }

    /// The tangent type of a field of that type.
    pub(super) fn tangent(self, ty: &Type) -> TokenStream {
        match self {
            Spelled::Constant => quote!(()),
            Spelled::Floats | Spelled::Other => tangent(ty),
        }
    }
}

/// A reference or an `Option` of something.
fn constant_or_other(inner: &Type, params: &[&Ident]) -> Spelled {
    match Spelled::of(inner, params) {
        Spelled::Constant => Spelled::Constant,
        Spelled::Floats | Spelled::Other => Spelled::Other,
    }
}

/// The tangent type, with as few projections as the spelling allows: without them no lifetime of a reference stays.
fn tangent(ty: &Type) -> TokenStream {
    match ty {
        Type::Group(group) => tangent(&group.elem),
        Type::Paren(paren) => tangent(&paren.elem),
        Type::Array(array) => {
            let (elem, len) = (tangent(&array.elem), &array.len);
            quote!([#elem; #len])
        }
        Type::Tuple(tuple) => {
            let elems = tuple.elems.iter().map(tangent);
            quote!((#(#elems,)*))
        }
        Type::Reference(reference) => tangent(&reference.elem),
        Type::Slice(slice) => list(&slice.elem),
        Type::Path(path) if path.qself.is_none() => {
            if let Some(elem) = generic_argument(path, "Vec") {
                return list(elem);
            }
            if let Some(inner) = generic_argument(path, "Option") {
                let inner = tangent(inner);
                return quote!(::core::option::Option<#inner>);
            }
            match Spelled::of(ty, &[]) {
                Spelled::Floats => ty.to_token_stream(),
                Spelled::Constant => quote!(()),
                Spelled::Other => projection(ty),
            }
        }
        other => projection(other),
    }
}

fn list(elem: &Type) -> TokenStream {
    let (elem, private) = (tangent(elem), names::private());
    quote!(#private::Vec<#elem>)
}

/// What rustc knows: where there is no tangent type, it says so at the field's type.
fn projection(ty: &Type) -> TokenStream {
    let at = ty.span();
    quote_spanned!(at=> <#ty as ::differentiate::Differentiable>::Tangent)
}

/// The type parameters that stand in a type as parts of which the spelling says the tangent type.
pub(super) fn bare_params<'p>(ty: &Type, params: &[&'p Ident]) -> Vec<&'p Ident> {
    let mut found = Vec::new();
    parts(ty, &mut |part| {
        if let Type::Path(path) = part {
            found.extend(params.iter().copied().filter(|param| path.path.is_ident(*param)));
        }
    });
    found
}

/// The other parts, which only rustc knows.
pub(super) fn other_types(ty: &Type, params: &[&Ident]) -> Vec<Type> {
    let mut found = Vec::new();
    parts(ty, &mut |part| {
        if Spelled::of(part, params) == Spelled::Other {
            found.push(part.clone());
        }
    });
    found
}

/// Visits the parts behind arrays, tuples, `Vec`s, `Option`s and references.
fn parts(ty: &Type, visit: &mut impl FnMut(&Type)) {
    match ty {
        Type::Group(group) => parts(&group.elem, visit),
        Type::Paren(paren) => parts(&paren.elem, visit),
        Type::Array(array) => parts(&array.elem, visit),
        Type::Slice(slice) => parts(&slice.elem, visit),
        Type::Reference(reference) => parts(&reference.elem, visit),
        Type::Tuple(tuple) => tuple.elems.iter().for_each(|elem| parts(elem, visit)),
        Type::Path(path) => {
            let inner = ["Vec", "Option"].iter().find_map(|name| generic_argument(path, name));
            match inner {
                Some(inner) => parts(inner, visit),
                None => visit(ty),
            }
        }
        other => visit(other),
    }
}
