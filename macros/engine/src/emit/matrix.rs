//! Jacobians and Hessians: one direction, or one output, after the other, around the body that computes a column or a row.

mod rows;

use super::companion::{arranged, buffer_name as buffer_of_gradient, float, taken, tangent_names};
use crate::ir::Body;
use crate::lower::{Param, Signature};
use crate::names;
use crate::options::Companion;
use crate::types::{Len, Ty};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use rows::Rows;
pub(super) use rows::{Row, by_fewer, by_rows};

/// How a matrix is computed.
#[allow(clippy::large_enum_variant, reason = "there is one at a time")]
pub enum Matrix {
    /// Of a Hessian, the rows of each parameter in turn; of a Jacobian, the columns. A body for each differentiated parameter.
    Along(Vec<Body>),
    /// A row for each output, by the pullback or the vector-Jacobian product.
    Rows(Body),
    /// These rows where there are fewer of them, else these columns.
    Fewer(Body, Vec<Body>),
}

/// Of what a Jacobian has fewer.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Fewer {
    /// Outputs.
    Rows,
    /// Directions, or as many.
    Columns,
    /// It is known at run time.
    Open,
}

/// Parameters whose numbers have one index at most: the directions in which they move.
fn has_directions(param: &Param) -> bool {
    !param.exchanged && directions(&param.ty).is_some()
}

/// The numbers of a value.
enum Directions<'t> {
    One(&'t Ty),
    Array(&'t Ty, &'t Len),
    List(&'t Ty),
}

fn directions(ty: &Ty) -> Option<Directions<'_>> {
    match ty.referent() {
        float @ Ty::Float(_) => Some(Directions::One(float)),
        Ty::Array(elem, len) if elem.is_float() => Some(Directions::Array(elem, len)),
        Ty::Slice(elem) | Ty::Vec(elem) if elem.is_float() => Some(Directions::List(elem)),
        _ => None,
    }
}

/// With up to so many directions it is not worth while to ask first how many outputs there are.
const MANY: u32 = 8;

/// Are there fewer outputs than directions? Parameters of other types have no directions.
pub fn fewer(signature: &Signature) -> Fewer {
    // Up to so many outputs are taken for fewer than the numbers in a slice.
    const FEW: u32 = 4;
    let (value, active) = (signature.value(), signature.active().collect::<Vec<_>>());
    if !active.iter().all(|param| has_directions(param)) {
        let of_array = matches!(directions(&value), Some(Directions::Array(..)));
        return if of_array { Fewer::Rows } else { Fewer::Columns };
    }
    let count = |param: &&Param| match directions(&param.ty)? {
        Directions::One(_) => Some(1),
        Directions::Array(_, len) => len.value,
        Directions::List(_) => None,
    };
    let is_list = |param: &&Param| matches!(directions(&param.ty), Some(Directions::List(_)));
    let directions_in_all = active.iter().map(count).sum::<Option<u32>>();
    let len = match directions(&value) {
        Some(Directions::Array(_, len)) => len,
        Some(Directions::List(_)) if directions_in_all.is_none_or(|all| all > MANY) => return Fewer::Open,
        _ => return Fewer::Columns,
    };
    match (len.value, directions_in_all) {
        (Some(outputs), Some(directions)) if outputs < directions => Fewer::Rows,
        (Some(_), Some(_)) => Fewer::Columns,
        (Some(outputs), None) if outputs <= FEW && active.iter().any(&is_list) => Fewer::Rows,
        // Where a length has a name, it may be that of the parameter.
        (None, _) if !active.iter().any(&is_list) => Fewer::Columns,
        _ => Fewer::Open,
    }
}

/// Can a function have a Jacobian: is its output one `&mut` array or slice, or a result of several numbers? What shape its rows have
/// may only rustc know.
pub fn has_outputs(signature: &Signature) -> bool {
    match signature.exchanged().collect::<Vec<_>>().as_slice() {
        [] => match directions(&signature.value()) {
            Some(Directions::Array(..) | Directions::List(_)) => true,
            Some(Directions::One(_)) => false,
            None => !signature.value().is_discrete() && signature.value() != Ty::Tuple(Vec::new()),
        },
        [one] => {
            // What it is differentiated with respect to is another parameter.
            signature.active().any(|param| !param.exchanged)
                && matches!(signature.value(), Ty::Tuple(ref none) if none.is_empty())
                && matches!(directions(&one.ty), Some(Directions::Array(..) | Directions::List(_)))
        }
        _ => false,
    }
}

/// Is a row added to its place in the caller's buffer: is it a slice?
pub fn fills_rows(signature: &Signature, companion: Companion) -> bool {
    let is_list = |param: &Param| matches!(directions(&param.ty), Some(Directions::List(_)));
    companion == Companion::HessianInto && signature.active().all(is_list)
}

/// The generics of a function that computes rows. Of a parameter whose type is generic, the tangent runs through its numbers too.
pub(super) fn with_bounds(signature: &Signature, companion: Companion) -> syn::Generics {
    let mut generics = signature.own_generics.clone();
    if !companion.is_matrix() {
        return generics;
    }
    let all = signature.home.all_generics(&signature.own_generics);
    let is_float = |name: &str| signature.generics.iter().any(|float| *float == *name);
    let mut open: Vec<String> = all.type_params().map(|param| param.ident.to_string()).collect();
    open.retain(|name| !is_float(name));
    if !open.is_empty() {
        open.push("Self".into());
    }
    let open: Vec<&str> = open.iter().map(String::as_str).collect();
    for param in signature.active().filter(|param| directions(&param.ty).is_none()) {
        let tangent = param.ty.written_tangent().filter(|tangent| names::mentions(tangent, &open));
        if let Some(tangent) = tangent {
            let clause = generics.make_where_clause();
            clause.predicates.push(syn::parse_quote!(#tangent: ::differentiate::Differentiable));
        }
    }
    generics
}

/// The name of the caller's buffer for rows.
pub(super) fn buffer_name(signature: &Signature) -> Ident {
    super::rule::names_beside(signature, "rows")
}

/// Has the output neither one number nor one index? Then its numbers are in the order of `write_flat`.
fn is_flattened(signature: &Signature) -> bool {
    directions(&output(signature)).is_none()
}

/// A column as a slice of numbers.
fn numbers(signature: &Signature, column: TokenStream) -> TokenStream {
    let private = names::private();
    match is_flattened(signature) {
        true => quote!(#private::floats_of(&#column)),
        false => column,
    }
}

/// The type of the numbers in a matrix.
pub(super) fn float_of(signature: &Signature) -> TokenStream {
    if is_flattened(signature) {
        return quote!(f64);
    }
    let of = |ty: &Ty| match directions(ty)? {
        Directions::One(float) | Directions::Array(float, _) | Directions::List(float) => float.tangent(),
    };
    signature.active().find_map(|param| of(&param.ty)).unwrap_or_else(|| quote!(f64))
}

/// The type of the rows.
pub fn rows(signature: &Signature, companion: Companion) -> TokenStream {
    let gradient = |param: &Param| param.ty.written_tangent().unwrap_or_else(|| quote!(()));
    let all = |of: &Ty, tangent: &TokenStream| {
        arranged(signature.active().map(|param| stacked(of, tangent, &gradient(param))).collect(), false)
    };
    match companion {
        Companion::Hessian => {
            arranged(signature.active().map(|param| all(&param.ty, &gradient(param))).collect(), false)
        }
        _ => all(&output(signature), &signature.cotangent),
    }
}

/// What a Jacobian is of.
fn output(signature: &Signature) -> Ty {
    signature.exchanged().next().map_or_else(|| signature.value(), |param| param.ty.clone())
}

/// The type of as many rows as a value has numbers. Of a type that is known by name only, its tangent says.
fn stacked(of: &Ty, tangent: &TokenStream, row: &TokenStream) -> TokenStream {
    let private = names::private();
    match directions(of) {
        Some(Directions::Array(_, len)) => {
            let len = &len.tokens;
            quote!([#row; #len])
        }
        Some(Directions::List(_)) => quote!(#private::Vec<#row>),
        Some(Directions::One(_)) => row.clone(),
        None => quote!(<#tangent as #private::Stacked>::Rows<#row>),
    }
}

/// The names that a matrix needs, which nothing else has.
struct Fresh(Vec<Ident>);

impl Fresh {
    fn of(signature: &Signature) -> Fresh {
        let tangents = tangent_names(signature).into_iter().map(|(_, name)| name);
        Fresh(taken(signature).into_iter().chain(tangents).chain([buffer_name(signature)]).collect())
    }

    fn name(&mut self, wish: &str) -> Ident {
        let name = names::beside(self.0.iter(), wish);
        self.0.push(name.clone());
        name
    }
}

/// One body after the other, and the matrix; `blocks` are the bodies as expressions, one for each differentiated parameter. `called` is the
/// function as it is called by a path.
pub(super) fn along(
    signature: &Signature,
    companion: Companion,
    blocks: Vec<TokenStream>,
    called: &TokenStream,
) -> TokenStream {
    let mut fresh = Fresh::of(signature);
    let (buffer, index) = (buffer_name(signature), fresh.name("i"));
    let copies = copies(signature);
    let (mut code, mut parts) = (TokenStream::new(), Vec::new());
    let hessian = matches!(companion, Companion::Hessian | Companion::HessianInto);
    let into = matches!(companion, Companion::HessianInto | Companion::JacobianInto);
    let before = fresh.name("before");
    code.extend(without_directions(signature, called));
    if let Some(output) = signature.exchanged().next() {
        let name = &output.ident;
        let own = if output.ty.is_list() { quote!(#name.to_vec()) } else { quote!(*#name) };
        code.extend(quote!(let #before = #own;));
        let (tangent, private) = (tangent_of_output(signature), names::private());
        code.extend(quote!(let mut #tangent = #private::zero(&*#name);));
    }
    let named: Vec<(&Param, Ident)> =
        tangent_names(signature).into_iter().filter(|(param, _)| !param.exchanged).collect();
    for ((param, tangent), block) in named.iter().zip(blocks) {
        let block = around(signature, &before, &block);
        if !into && is_stacked(signature, param, hessian) {
            let lent = match directions(&param.ty) {
                Some(Directions::One(_)) => TokenStream::new(),
                _ => lent(param, tangent),
            };
            let block = inside(signature, &quote!(#lent #copies #block));
            let (columns, rows) = by_shape(&mut fresh, signature, (param, tangent), hessian, &block, called);
            code.extend(columns);
            parts.push(rows);
            continue;
        }
        let Some(kind) = directions(&param.ty) else {
            let lent = lent(param, tangent);
            let computed = inside(signature, &quote!(#lent #copies #block));
            code.extend(flat(&mut fresh, signature, (param, tangent), &buffer, hessian, &computed));
            continue;
        };
        let (Directions::Array(elem, _) | Directions::List(elem)) = kind else {
            // Its only direction is written in the body.
            let block = quote!(#copies #block);
            match into {
                true if hessian => {
                    let second = inside(signature, &block);
                    code.extend(quote!(#buffer[0] = #second;));
                }
                true => {
                    let column = fresh.name("column");
                    let block = numbers(signature, inside(signature, &block));
                    code.extend(quote! {
                        let #column = #block;
                        ::core::assert_eq!(#buffer.len(), #column.len(), "the rows must have a number for each output");
                        #buffer.copy_from_slice(&#column[..]);
                    });
                }
                false => {
                    let column = inside(signature, &block);
                    let lent = tangent_of_output(signature).is_some();
                    parts.push(if lent { quote!(::core::clone::Clone::clone(#column)) } else { column });
                }
            }
            continue;
        };
        let name = &param.ident;
        let (one, zero) = (float(elem, 1.0), float(elem, 0.0));
        let lent = lent(param, tangent);
        let moved = quote! {
            #tangent[#index] = #one;
        };
        let back = quote!(#tangent[#index] = #zero;);
        let private = names::private();
        let line = fresh.name(if hessian { "row" } else { "column" });
        let begin = quote!(let mut #tangent = #private::zero(&#name););
        let each = quote!(for #index in 0..#name.len());
        let computed = inside(signature, &quote!(#lent #copies #block));
        code.extend(match (into, hessian) {
            (true, true) if fills_rows(signature, companion) => {
                let own = buffer_of_gradient(signature, name);
                quote! {
                    ::core::assert_eq!(#buffer.len(), #name.len() * #name.len(), "the rows must have a number for each pair");
                    #begin
                    let #line = #name.len();
                    #each {
                        #moved
                        let #own = &mut #buffer[#index * #line..][..#line];
                        #own.fill(#zero);
                        #computed;
                        #back
                    }
                }
            }
            (true, true) => quote! {
                ::core::assert_eq!(#buffer.len(), #name.len() * #name.len(), "the rows must have a number for each pair");
                #begin
                #each {
                    #moved
                    let #line = #computed;
                    #back
                    #buffer[#index * #name.len()..][..#name.len()].copy_from_slice(&#line[..]);
                }
            },
            (true, false) => {
                let at = fresh.name("j");
                let computed = numbers(signature, computed);
                quote! {
                    #begin
                    #each {
                        #moved
                        let #line = #computed;
                        #back
                        ::core::assert_eq!(
                            #buffer.len(), #line.len() * #name.len(),
                            "the rows must have a number for each pair of an output and an input"
                        );
                        for #at in 0..#line.len() {
                            #buffer[#at * #name.len() + #index] = #line[#at];
                        }
                    }
                }
            }
            (false, true) => {
                let rows = Rows::of(signature, &param.ty, &mut fresh, &line, &index);
                let Rows { declared, taken, kept, matrices, .. } = rows;
                parts.push(matrices);
                quote! {
                    #declared
                    #begin
                    #each {
                        #moved
                        let #taken = #computed;
                        #back
                        #kept
                    }
                }
            }
            (false, false) => {
                let (matrix, at) = (fresh.name("matrix"), fresh.name("j"));
                let zero = quote!(#private::zero(&#name));
                let (declared, grown) = match directions(&output(signature)) {
                    Some(Directions::Array(_, len)) => {
                        let len = &len.tokens;
                        (quote!(::core::array::from_fn::<_, { #len }, _>(|_| #zero)), None)
                    }
                    _ => (
                        quote!(#private::Vec::new()),
                        Some(quote!(#matrix.resize_with(#line.len(), || #zero);)),
                    ),
                };
                parts.push(quote!(#matrix));
                quote! {
                    let mut #matrix = #declared;
                    #begin
                    #each {
                        #moved
                        let #line = #computed;
                        #back
                        #grown
                        for #at in 0..#line.len() {
                            #matrix[#at][#index] = #line[#at];
                        }
                    }
                }
            }
        });
    }
    let value = if into { quote!(()) } else { arranged(parts, false) };
    quote!(#code #value)
}

/// Has a matrix the shape that only the types of its parameter and of its output tell?
fn is_stacked(signature: &Signature, param: &Param, hessian: bool) -> bool {
    directions(&param.ty).is_none() || !hessian && is_flattened(signature)
}

/// What computes such a matrix, line after line, and the matrix of the lines.
fn by_shape(
    fresh: &mut Fresh,
    signature: &Signature,
    (param, tangent): (&Param, &Ident),
    hessian: bool,
    block: &TokenStream,
    called: &TokenStream,
) -> (TokenStream, TokenStream) {
    let (name, private) = (&param.ident, names::private());
    let line = fresh.name(if hessian { "row" } else { "column" });
    if hessian {
        let index = fresh.name("i");
        let rows = Rows::of(signature, &param.ty, fresh, &line, &index);
        let Rows { declared, taken, kept, names, .. } = rows;
        let lines = along_numbers(fresh, (param, tangent), &index, &quote!(let #taken = #block; #kept));
        let stacked = names.iter().map(|rows| quote!(#private::stacked(&#private::zero(&#name), #rows)));
        return (quote!(#declared #lines), arranged(stacked.collect(), false));
    }
    let columns = fresh.name("columns");
    let lines = match directions(&param.ty) {
        // Its only direction is written in the body.
        Some(Directions::One(_)) => quote!(let #columns = [#block];),
        _ => {
            let index = fresh.name("i");
            let owned = match tangent_of_output(signature) {
                Some(_) => quote!(::core::clone::Clone::clone(#line)),
                None => quote!(#line),
            };
            let each = quote!(let #line = #block; #columns.push(#owned););
            let lines = along_numbers(fresh, (param, tangent), &index, &each);
            quote!(let mut #columns = #private::Vec::new(); #lines)
        }
    };
    let rows = |result: TokenStream| quote!(#private::rows_of_columns(&#name, #result, &#columns));
    let matrix = match (tangent_of_output(signature), directions(&param.ty)) {
        (Some(tangent), _) => rows(quote!(&#tangent)),
        (None, Some(Directions::One(_))) => rows(quote!(&#columns[0])),
        (None, _) => {
            let (along, value) = (rows(quote!(#line)), value_of(signature, called));
            // Without a direction to run along, the value says how many rows there are.
            let without = rows(quote!(&#private::zero(&#value)));
            quote! {
                match #columns.first() {
                    ::core::option::Option::Some(#line) => #along,
                    ::core::option::Option::None => #without,
                }
            }
        }
    };
    (lines, matrix)
}

/// Runs along each number of a parameter in turn.
fn along_numbers(
    fresh: &mut Fresh,
    (param, tangent): (&Param, &Ident),
    index: &Ident,
    each: &TokenStream,
) -> TokenStream {
    let (name, private) = (&param.ident, names::private());
    let unit = fresh.name("unit");
    quote! {
        let mut #tangent = #private::zero(&#name);
        let mut #unit = #private::Vec::new();
        #unit.resize(#private::flat_len(&#name), 0.0);
        for #index in 0..#unit.len() {
            #unit[#index] = 1.0;
            #private::read_flat(&mut #tangent, &#unit);
            #unit[#index] = 0.0;
            #each
        }
    }
}

/// The rows of a parameter of any type, whose numbers are in the order of `write_flat`.
fn flat(
    fresh: &mut Fresh,
    signature: &Signature,
    (param, tangent): (&Param, &Ident),
    buffer: &Ident,
    hessian: bool,
    computed: &TokenStream,
) -> TokenStream {
    let (name, private) = (&param.ident, names::private());
    let [index, count, line] =
        ["i", "count", if hessian { "row" } else { "column" }].map(|wish| fresh.name(wish));
    if hessian {
        let part = fresh.name("part");
        return quote! {
            let #count = #private::flat_len(&#name);
            let mut #tangent = #private::zero(&#name);
            ::core::assert_eq!(#buffer.len(), #count * #count, "the rows must have a number for each pair");
            for #index in 0..#count {
                // The direction stands where its row will.
                let #part = &mut #buffer[#index * #count..][..#count];
                #part.fill(0.0);
                #part[#index] = 1.0;
                #private::read_flat(&mut #tangent, #part);
                let #line = #computed;
                #private::write_flat(&#line, &mut #buffer[#index * #count..][..#count]);
            }
        };
    }
    let at = fresh.name("j");
    let computed = numbers(signature, computed.clone());
    let each = quote! {
        let #line = #computed;
        ::core::assert_eq!(
            #buffer.len(), #line.len() * #count,
            "the rows must have a number for each pair of an output and an input"
        );
        for #at in 0..#line.len() {
            #buffer[#at * #count + #index] = #line[#at];
        }
    };
    let lines = along_numbers(fresh, (param, tangent), &index, &each);
    quote!(let #count = #private::flat_len(&#name); #lines)
}

/// How many directions there are.
fn count_of_directions(signature: &Signature) -> TokenStream {
    let counts = signature.active().map(|param| match directions(&param.ty) {
        Some(Directions::Array(..) | Directions::List(_)) => {
            let name = &param.ident;
            quote!(#name.len())
        }
        _ => quote!(1),
    });
    quote!(#(#counts)+*)
}

/// The value of the function itself.
fn value_of(signature: &Signature, called: &TokenStream) -> TokenStream {
    let (copies, arguments) = (copies(signature), signature.params.iter().map(|param| &param.ident));
    without_aux(signature, &inside(signature, &quote!(#copies #called(#(#arguments),*))))
}

/// Of the pair that a function with the option `aux` gives, the value.
fn without_aux(signature: &Signature, result: &TokenStream) -> TokenStream {
    if signature.aux { quote!(#result.0) } else { result.clone() }
}

/// Where no direction is left to run a body along, whether there is a value says the function itself.
fn without_directions(signature: &Signature, called: &TokenStream) -> Option<TokenStream> {
    let lists = signature.active().map(|param| match directions(&param.ty) {
        Some(Directions::List(_)) => Some(&param.ident),
        _ => None,
    });
    let lists = lists.collect::<Option<Vec<_>>>().filter(|_| signature.outcome)?;
    let run = value_of(signature, called);
    Some(quote!(if #(#lists.len() == 0)&&* { #run; }))
}

/// What a body gives. Where the function gives an `Option` or a `Result` without a value, so does the companion.
fn inside(signature: &Signature, block: &TokenStream) -> TokenStream {
    match (signature.outcome, signature.result.part(0)) {
        (false, _) => quote!({ #block }),
        (true, Some(Ty::Bool)) => quote!({ #block }?),
        // The type of the error is not to be inferred through a conversion.
        (true, _) => quote! {
            match { #block } {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(error) => return ::core::result::Result::Err(error),
            }
        },
    }
}

/// The tangent as the body takes it: by reference where the parameter is a reference.
fn lent(param: &Param, tangent: &Ident) -> TokenStream {
    match (&param.ty, param.ty.is_list()) {
        (Ty::Ref(_), true) => quote!(let #tangent = &#tangent[..];),
        (Ty::Ref(_), false) => quote!(let #tangent = &#tangent;),
        (ty, false) if ty.is_copy() => TokenStream::new(),
        (_, _) => quote!(let #tangent = ::core::clone::Clone::clone(&#tangent);),
    }
}

/// Parameters that the body may take away or change, each time as they were.
fn copies(signature: &Signature) -> TokenStream {
    let taken = signature.params.iter().filter(|p| !p.exchanged && !p.is_receiver() && !p.ty.is_copy());
    let taken = taken
        .filter(|param| !matches!(param.ty, Ty::Ref(_)) && !matches!(param.tokens, syn::Type::Reference(_)));
    let copies = taken.map(|param| {
        let name = &param.ident;
        match param.function && names::mentions(&param.tokens.to_token_stream(), &["Fn"]) {
            true => quote!(let #name = &#name;),
            false => quote!(let #name = ::core::clone::Clone::clone(&#name);),
        }
    });
    let restored = changing(signature).into_iter().map(|(param, before)| {
        let name = &param.ident;
        match param.ty.referent() {
            Ty::Slice(_) => quote!(#name.clone_from_slice(&#before);),
            _ => quote!(*#name = ::core::clone::Clone::clone(&#before);),
        }
    });
    copies.chain(restored).collect()
}

/// The parameters by `&mut` that are constant, and what they lead to at the beginning: the body runs several times, and each time
/// changes that as the function does.
fn changing(signature: &Signature) -> Vec<(&Param, Ident)> {
    let mut fresh = Fresh::of(signature);
    let by_mut = |param: &&Param| match &param.tokens {
        syn::Type::Reference(reference) => !param.active && reference.mutability.is_some(),
        _ => false,
    };
    let named = signature.params.iter().filter(by_mut).map(|param| {
        let name = if param.is_receiver() { "self".into() } else { names::plain(&param.ident) };
        (param, fresh.name(&format!("{name}_before")))
    });
    named.collect()
}

/// What the bodies begin with.
pub(super) fn before(signature: &Signature) -> TokenStream {
    let kept = changing(signature).into_iter().map(|(param, before)| {
        let name = &param.ident;
        match param.ty.referent() {
            Ty::Slice(_) => quote!(let #before = #name.to_vec();),
            _ => quote!(let #before = ::core::clone::Clone::clone(&*#name);),
        }
    });
    kept.collect()
}

/// The tangent of the `&mut` parameter that is the output.
fn tangent_of_output(signature: &Signature) -> Option<Ident> {
    tangent_names(signature).into_iter().find(|(param, _)| param.exchanged).map(|(_, name)| name)
}

/// The body with a tangent for the `&mut` parameter that is the output, which is as it was before each time.
fn around(signature: &Signature, before: &Ident, block: &TokenStream) -> TokenStream {
    let (Some(output), Some(tangent)) = (signature.exchanged().next(), tangent_of_output(signature)) else {
        return block.clone();
    };
    let (name, zero) = (&output.ident, zero_of(&output.ty));
    quote! {
        #name.copy_from_slice(&#before[..]);
        #tangent.fill(#zero);
        {
            let #tangent = &mut #tangent;
            #block
        }
        &#tangent
    }
}

/// The zero of the numbers in a value.
fn zero_of(ty: &Ty) -> TokenStream {
    match directions(ty) {
        Some(Directions::One(elem) | Directions::Array(elem, _) | Directions::List(elem)) => float(elem, 0.0),
        None => quote!(0.0),
    }
}
