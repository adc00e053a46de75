//! Rows: of a Jacobian by the pullback or the vector-Jacobian product, one output after the other.

use super::super::companion::{arranged, float};
use super::super::expression::tuple;
use super::{
    Directions, Fresh, MANY, buffer_name, copies, count_of_directions, directions, inside, value_of,
    without_aux,
};
use crate::lower::Signature;
use crate::names;
use crate::options::Companion;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
use quote::quote;

/// What computes a row.
pub struct Row<'r> {
    /// The value and the pullback, as an expression; or a row, for a cotangent of this name.
    pub block: TokenStream,
    pub cotangent: &'r Ident,
    pub by_pullback: bool,
}

/// The rows where there are fewer, else the columns.
pub fn by_fewer(
    signature: &Signature,
    companion: Companion,
    row: &Row<'_>,
    columns: &TokenStream,
    called: &TokenStream,
) -> TokenStream {
    let (value, all) = (signature.value(), count_of_directions(signature));
    if let Some(Directions::Array(_, len)) = directions(&value) {
        let (outputs, rows) = (&len.tokens, by_rows(signature, companion, row));
        return quote!(if #outputs < #all { #rows } else { #columns });
    }
    let Some(Directions::List(elem)) = directions(&value) else { return columns.clone() };
    let mut fresh = Fresh::of(signature);
    let [outputs, pull, rows, given] = ["outputs", "pull", "fewer", "value"].map(|wish| fresh.name(wish));
    // A reverse sweep that cannot be had without another forward sweep costs as much as two columns.
    let asked = match row.by_pullback {
        true => {
            let (copies, block) = (copies(signature), &row.block);
            let pair = inside(signature, &quote!(#copies #block));
            let value = without_aux(signature, &quote!(#given));
            quote! {
                let (#given, #pull) = #pair;
                let #outputs = #value.len();
                (#outputs < #all).then_some((#outputs, #pull))
            }
        }
        false => {
            let own = value_of(signature, called);
            quote! {
                let #outputs = #own.len();
                (2 * #outputs < #all).then_some((#outputs, ()))
            }
        }
    };
    let (one, zero, private) = (float(elem, 1.0), float(elem, 0.0), names::private());
    let of_row = quote!(#private::vec![#zero; #outputs]);
    let OneByOne { before, rows: by_rows } =
        one_by_one(signature, companion, &quote!(#outputs), &mut fresh, &|index| {
            computed(signature, row, &of_row, index, &one, &pull)
        });
    let many = proc_macro2::Literal::u32_unsuffixed(MANY);
    quote! {
        let #rows = if #all > #many { #asked } else { ::core::option::Option::None };
        if let ::core::option::Option::Some((#outputs, #pull)) = #rows { #before #by_rows } else { #columns }
    }
}

/// A row for each output of an array.
pub fn by_rows(signature: &Signature, companion: Companion, row: &Row<'_>) -> TokenStream {
    let value = signature.value();
    let Some(Directions::Array(elem, len)) = directions(&value) else { return TokenStream::new() };
    let (one, zero, len) = (float(elem, 1.0), float(elem, 0.0), &len.tokens);
    let mut fresh = Fresh::of(signature);
    let pull = fresh.name("pull");
    let of_row = quote!([#zero; #len]);
    let computed = |index: &Ident| computed(signature, row, &of_row, index, &one, &pull);
    let shared = row.by_pullback.then(|| {
        let pair = inside(signature, &row.block);
        quote!(let (_, #pull) = #pair;)
    });
    if row.by_pullback && companion == Companion::Jacobian && signature.active().count() == 1 {
        let index = fresh.name("i");
        let computed = computed(&index);
        return quote!(#shared ::core::array::from_fn::<_, { #len }, _>(|#index| #computed));
    }
    let OneByOne { before, rows } = one_by_one(signature, companion, &quote!(#len), &mut fresh, &computed);
    // The pullback may take parameters away.
    quote!(#before #shared #rows)
}

/// The row of an output: what the pullback, or the block, gives for the cotangent that is one there.
fn computed(
    signature: &Signature,
    row: &Row<'_>,
    zeros: &TokenStream,
    index: &Ident,
    one: &TokenStream,
    pull: &Ident,
) -> TokenStream {
    let Row { block, cotangent, by_pullback } = row;
    let of_row = quote! {
        let mut #cotangent = #zeros;
        #cotangent[#index] = #one;
    };
    match by_pullback {
        true => quote!({ #of_row #pull(#cotangent) }),
        false => {
            let copies = copies(signature);
            inside(signature, &quote!(#of_row #copies #block))
        }
    }
}

/// Row after row.
struct OneByOne {
    /// What asks parameters for their shapes.
    before: TokenStream,
    rows: TokenStream,
}

fn one_by_one(
    signature: &Signature,
    companion: Companion,
    outputs: &TokenStream,
    fresh: &mut Fresh,
    computed: &dyn Fn(&Ident) -> TokenStream,
) -> OneByOne {
    let (index, line) = (fresh.name("i"), fresh.name("row"));
    let computed = computed(&index);
    if let (Companion::JacobianInto, Some(param)) = (companion, signature.active().next()) {
        let (name, buffer) = (&param.ident, buffer_name(signature));
        if directions(&param.ty).is_none() {
            let (count, private) = (fresh.name("count"), names::private());
            let before = quote! {
                let #count = #private::flat_len(&#name);
                ::core::assert_eq!(
                    #buffer.len(), #outputs * #count,
                    "the rows must have a number for each pair of an output and an input"
                );
            };
            let rows = quote! {
                for #index in 0..#outputs {
                    let #line = #computed;
                    #private::write_flat(&#line, &mut #buffer[#index * #count..][..#count]);
                }
            };
            return OneByOne { before, rows };
        }
        let before = quote! {
            ::core::assert_eq!(
                #buffer.len(), #outputs * #name.len(),
                "the rows must have a number for each pair of an output and an input"
            );
        };
        let rows = quote! {
            for #index in 0..#outputs {
                let #line = #computed;
                #buffer[#index * #line.len()..][..#line.len()].copy_from_slice(&#line[..]);
            }
        };
        return OneByOne { before, rows };
    }
    let Rows { declared, taken, kept, matrices, .. } =
        Rows::of(signature, &signature.value(), fresh, &line, &index);
    let rows = quote! {
        for #index in 0..#outputs {
            let #taken = #computed;
            #kept
        }
        #matrices
    };
    OneByOne { before: declared, rows }
}

/// The rows of as many gradients as a value has numbers: a matrix for each differentiated parameter.
pub struct Rows {
    /// The matrices, before the loop.
    pub declared: TokenStream,
    /// A row of each, as it comes out of the body.
    pub taken: TokenStream,
    /// What becomes of it.
    pub kept: TokenStream,
    /// Each of them.
    pub names: Vec<Ident>,
    /// All of them.
    pub matrices: TokenStream,
}

impl Rows {
    /// Of the outputs, or the directions, that a value has numbers for.
    pub fn of(signature: &Signature, of: &Ty, fresh: &mut Fresh, line: &Ident, index: &Ident) -> Rows {
        let private = names::private();
        let several = signature.active().count() > 1;
        let (mut declared, mut kept) = (TokenStream::new(), TokenStream::new());
        let (mut lines, mut names) = (Vec::new(), Vec::new());
        for param in signature.active() {
            let name = &param.ident;
            let own = if several { fresh.name(&format!("{line}_{}", param.name())) } else { line.clone() };
            let wish = if several { format!("rows_{}", param.name()) } else { "matrix".into() };
            let matrix = fresh.name(&wish);
            match directions(of) {
                Some(Directions::Array(_, len)) => {
                    let len = &len.tokens;
                    declared.extend(quote! {
                        let mut #matrix = ::core::array::from_fn::<_, { #len }, _>(|_| #private::zero(&#name));
                    });
                    kept.extend(quote!(#matrix[#index] = #own;));
                }
                _ => {
                    declared.extend(quote!(let mut #matrix = #private::Vec::new();));
                    kept.extend(quote!(#matrix.push(#own);));
                }
            }
            lines.push(quote!(#own));
            names.push(matrix);
        }
        let taken = if several { tuple(&lines) } else { quote!(#line) };
        let matrices = arranged(names.iter().map(|matrix| quote!(#matrix)).collect(), false);
        Rows { declared, taken, kept, names, matrices }
    }
}
