//! What lowering assumed, written into the rule as items that rustc refuses if it is wrong, and what only the rules of callees know.

use crate::ir::Stmt;
use crate::lower::{Primal, Spelt};
use crate::names::{self, Rules};
use crate::types::{Float, Int, Ty};
use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};

/// The name of the type around the function.
pub(super) fn own_name(primal: &Primal) -> Option<Ident> {
    primal.signature.home.block().and_then(crate::method::Impl::name)
}

/// What lowering told by its spelling, for rustc to contradict.
pub(super) fn told_by_spelling(spelt: &Spelt, own: Option<Ident>, alloc: bool) -> TokenStream {
    let Spelt { constants, variables, tuple_structs, functions, macros, known, vecs } = spelt;
    // The type around the function is known to be one, and its generics might not be told here.
    let others =
        tuple_structs.iter().filter(|(path, _)| own.as_ref().is_none_or(|own| *own != path.to_string()));
    let structs = others.map(|(path, types)| {
        let names: Vec<Ident> = (0..types.len()).map(|at| quote::format_ident!("part_{at}")).collect();
        // A number without a type is of whatever type the struct says, or of the usual one.
        let parts = types.iter().zip(&names).map(|(ty, name)| match ty {
            Ty::Int(Int::Some(_)) => quote!(0),
            Ty::Float(Float::Some(_)) => quote!(0.0),
            _ => quote!(#name),
        });
        let given = types.iter().zip(&names).filter(|(ty, _)| !ty.is_open()).map(|(ty, name)| {
            let ty = crate::emit::number::known(ty).unwrap_or_else(|| quote!(_));
            quote!(#name: #ty)
        });
        quote!(let _ = |#(#given),*| match #path(#(#parts),*) { #path(..) => {} _ => {} };)
    });
    let macros = macros.iter().filter_map(|name| macro_of_std(name, alloc));
    let vecs = vecs.iter().filter(|_| alloc).map(|name| {
        let private = names::private_at(name.span());
        quote_spanned!(name.span()=> const _: () = #private::another_vec::<#name>();)
    });
    let types = known.iter().filter_map(|name| known_of_std(name, alloc)).chain(vecs);
    let binds = (!variables.is_empty()).then(|| quote!(const _: () = { fn names(#(#variables: ()),*) {} };));
    let others = constants.iter().filter(|name| *name != "None");
    let constants = others.map(|name| quote_spanned!(name.span()=> const _: () = { let _ = &#name; };));
    let functions = functions.iter().filter_map(|path| {
        let name = &path.segments.last()?.ident;
        let (at, path) = (name.span(), names::without_arguments(path));
        let of_iter = path.segments.iter().rev().nth(1).is_some_and(|module| module.ident == "iter");
        let (module, types) = match name.to_string().as_str() {
            "stop_gradient" => (quote_spanned!(at=> ::differentiate), quote_spanned!(at=> <()>)),
            _ if of_iter => (quote_spanned!(at=> ::core::iter), quote_spanned!(at=> <()>)),
            "from_fn" => (quote_spanned!(at=> ::core::array), quote_spanned!(at=> <(), 0, fn(usize)>)),
            _ => (quote_spanned!(at=> ::core::mem), quote_spanned!(at=> <()>)),
        };
        let private = names::private_at(at);
        Some(quote_spanned!(at=> const _: () = #private::known_by_its_name(#module::#name::#types, #path::#types);))
    });
    quote!(#(#constants)* #(#structs)* #binds #(#functions)* #(#types)* #(#macros)*)
}

/// Is compiled only where a macro's name means the one of `std`: names that macros import are ambiguous with any other that is in
/// scope.
fn macro_of_std(name: &Ident, alloc: bool) -> Option<TokenStream> {
    let (at, private) = (name.span(), names::private_at(name.span()));
    let (of, used) = match name.to_string().as_str() {
        "vec" if alloc => (quote!(), quote!(let _: #private::Vec<()> = #name![];)),
        "format" if alloc => (quote!(), quote!(let _ = #name!("");)),
        "write" | "writeln" => {
            (quote!(), quote!(let _ = |to: &mut ::core::fmt::Formatter<'_>| #name!(to, "");))
        }
        "assert" | "debug_assert" => (quote!(), quote!(#name!(true);)),
        "assert_eq" | "assert_ne" | "debug_assert_eq" | "debug_assert_ne" => {
            (quote!(), quote!(#name!((), ());))
        }
        "print" | "println" | "eprint" | "eprintln" => (quote!(std), quote!(#name!("");)),
        "matches" => (quote!(), quote!(let _ = #name!((), ());)),
        "cfg" => (quote!(), quote!(let _ = #name!(all());)),
        "stringify" | "concat" | "line" | "column" | "file" | "module_path" => {
            (quote!(), quote!(let _ = #name!();))
        }
        _ => return None,
    };
    Some(quote_spanned!(at=> const _: () = { #private::macro_of_std!(#of #name); let _ = || { #used }; };))
}

/// Is compiled only where a name means the type or the variant of `std`.
fn known_of_std(name: &Ident, alloc: bool) -> Option<TokenStream> {
    let (at, private) = (name.span(), names::private_at(name.span()));
    let same_type = |ty: TokenStream, known: TokenStream| quote_spanned!(at=> const _: () = #private::type_of_std::<#ty, #known>(););
    let same = |module: TokenStream, types: TokenStream| quote_spanned!(at=> const _: () = #private::known_by_its_name(::core::#module::#name::#types, #name::#types););
    let of_trait = |ty: TokenStream, module: TokenStream, function: TokenStream| quote_spanned!(at=> const _: () = #private::known_by_its_name(<#ty as ::core::#module::#name>::#function, <#ty as #name>::#function););
    Some(match name.to_string().as_str() {
        "Vec" if alloc => same_type(quote!(#name<()>), quote!(#private::Vec<()>)),
        "VecDeque" if alloc => same_type(quote!(#name<()>), quote!(#private::VecDeque<()>)),
        "HashMap" => {
            same_type(quote!(#name<(), ()>), quote_spanned!(at=> ::std::collections::HashMap<(), ()>))
        }
        "BTreeMap" if alloc => same_type(quote!(#name<(), ()>), quote!(#private::BTreeMap<(), ()>)),
        "Box" if alloc => same_type(quote!(#name<()>), quote!(#private::Box<()>)),
        "Rc" if alloc => same_type(quote!(#name<()>), quote!(#private::Rc<()>)),
        "Arc" if alloc => same_type(quote!(#name<()>), quote!(#private::Arc<()>)),
        "Cow" if alloc => same_type(quote!(#name<'static, ()>), quote!(#private::Cow<'static, ()>)),
        "String" if alloc => same_type(quote!(#name), quote!(#private::String)),
        "Option" => same_type(quote!(#name<()>), quote_spanned!(at=> ::core::option::Option<()>)),
        "Some" => same(quote!(option::Option), quote!(<()>)),
        "Ok" | "Err" => same(quote!(result::Result), quote!(<(), ()>)),
        "Result" => same_type(quote!(#name<(), ()>), quote_spanned!(at=> ::core::result::Result<(), ()>)),
        // Functions are of one type only if they are one.
        "Iterator" => of_trait(quote!(::core::ops::Range<usize>), quote!(iter), quote!(next)),
        "IntoIterator" => of_trait(quote!(::core::ops::Range<usize>), quote!(iter), quote!(into_iter)),
        "DoubleEndedIterator" => of_trait(quote!(::core::ops::Range<usize>), quote!(iter), quote!(next_back)),
        "ExactSizeIterator" => of_trait(quote!(::core::ops::Range<usize>), quote!(iter), quote!(len)),
        "Clone" => of_trait(quote!(usize), quote!(clone), quote!(clone)),
        "ToOwned" if alloc => {
            quote_spanned!(at=> const _: () = #private::known_by_its_name(<usize as #private::ToOwned>::to_owned, <usize as #name>::to_owned);)
        }
        "PartialOrd" => of_trait(quote!(usize), quote!(cmp), quote!(partial_cmp)),
        "PartialEq" => of_trait(quote!(usize), quote!(cmp), quote!(eq)),
        "Ord" => of_trait(quote!(usize), quote!(cmp), quote!(cmp)),
        "Add" | "Sub" | "Mul" | "Div" | "Rem" | "Neg" => {
            let method = Ident::new(&name.to_string().to_lowercase(), at);
            of_trait(quote!(i32), quote!(ops), quote!(#method))
        }
        "None" => quote_spanned!(at=> const _: ::core::option::Option<()> = #name;),
        _ => return None,
    })
}

/// Checks that callees do not differentiate what they get by `&mut` and was taken for opaque: a pullback that is not needed would not show it.
pub(super) fn constant_places(primal: &Primal, rules: &Rules) -> TokenStream {
    let arena = &primal.arena;
    let mut checks: Vec<TokenStream> = Vec::new();
    primal.block.each(&mut |stmt| {
        let Stmt::Call(call) = stmt else { return };
        let Some(callee) = call.callee.function().filter(|_| call.args.iter().any(|arg| arena.varies(*arg))) else {
            return;
        };
        for (at, arg) in call.args.iter().enumerate() {
            let opaque = matches!(arena.op(*arg), crate::ir::Op::Lvalue(_)) && !arena.varies(*arg);
            if opaque && rules.knows(callee) {
                let (rule, at) = (rules.name(callee), proc_macro2::Literal::usize_unsuffixed(at));
                let message = "`differentiate` does not see that this function differentiates what it gets by `&mut`: make it a method of that type";
                let check = quote!(const _: () = ::core::assert!(!#rule::DIFFERENTIATES[#at], #message););
                if checks.iter().all(|known| known.to_string() != check.to_string()) {
                    checks.push(check);
                }
            }
        }
    });
    let uses = rules.imports();
    match checks.is_empty() {
        true => quote!(),
        false => quote!(const _: () = { #uses #(#checks)* };),
    }
}

/// Does the function run opaque code? Known when it is compiled, and its callees are.
pub(super) fn opaque_code(primal: &Primal, rules: &Rules) -> TokenStream {
    let (own, callees) = crate::analysis::panics::opaque_code(primal);
    // A call that was removed as dead has no name to ask by.
    let own = own || !callees.iter().all(|callee| rules.knows(callee));
    if own || callees.is_empty() {
        return quote!(#own);
    }
    let mut asked: Vec<TokenStream> = Vec::new();
    for callee in &callees {
        let rule = rules.name(callee);
        let one = quote!(#rule::RUNS_OPAQUE_CODE);
        if !asked.iter().any(|known| known.to_string() == one.to_string()) {
            asked.push(one);
        }
    }
    let uses = rules.imports();
    quote!({ #uses #(#asked)||* })
}
