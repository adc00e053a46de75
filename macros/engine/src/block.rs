//! The attribute on an `impl`: it holds for each function in the block, or for those that have an attribute of their own.

mod chains;
mod constant;
mod conversion;
mod helper;
mod index;
mod lifetimes;
mod operator;
mod passed;
mod sum;
mod traits;

use crate::configured;
use crate::diagnostics::{self, Sink};
use crate::lower;
use crate::method::{self, Home, Impl, Place};
use crate::names;
use crate::options::Options;
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use std::rc::Rc;
use syn::{ImplItem, ImplItemFn, ItemFn, ItemImpl};
pub use traits::expand as expand_trait;

/// Expands the attribute on an `impl`.
pub fn expand(mut block: ItemImpl, options: &Options, alloc: bool, mut sink: Sink) -> TokenStream {
    lifetimes::name(&mut block);
    let marked =
        block.items.iter().any(|item| matches!(item, ImplItem::Fn(of) if of.attrs.iter().any(is_mark)));
    if let Some(sum) = sum::of(&block) {
        return sum::expand(block, sum, options, alloc, sink);
    }
    if let Some(conversion) = conversion::of(&block) {
        return conversion::expand(block, conversion, options, alloc, sink);
    }
    let operator = operator::of(&block);
    let of_trait = block.trait_.as_ref().filter(|_| operator.is_none()).map(|(of, _)| of.clone());
    if of_trait.as_ref().is_some_and(is_index) {
        // Reading and writing an element needs no rule, only where the element is.
        without_marks(&mut block);
        let (errors, beside) = (sink.into_tokens(), index::beside(&block));
        return quote!(#block #errors #beside);
    }
    if let Some(of) = of_trait.as_ref().filter(|of| is_of_std(of)) {
        sink.report(of, &diagnostics::TRAIT, &[]);
        without_marks(&mut block);
        let errors = sink.into_tokens();
        return quote!(#block #errors);
    }
    let home = match &operator {
        Some(operator) => operator::home(operator.clone()),
        None => {
            let place = if of_trait.is_some() { Place::ImplOfTrait } else { Place::Type };
            let methods = || {
                block.items.iter().filter_map(|item| match item {
                    ImplItem::Fn(method) => Some(method),
                    _ => None,
                })
            };
            Home::Impl(Rc::new(Impl {
                generics: block.generics.clone(),
                place,
                of: of_trait.clone(),
                has_types: block.items.iter().any(|item| matches!(item, ImplItem::Type(_))),
                declares: None,
                ty: Some((*block.self_ty).clone()),
                makers: makers(&block),
                signatures: signatures(methods().map(|method| &method.sig)),
                accessors: match of_trait {
                    Some(_) => Rc::default(),
                    None => accessors(methods()),
                },
                fields: lower::fields_with_methods(&quote!(#block)),
                maps: lower::maps_in_block(methods()),
                structs: lower::names_of_structs(&quote!(#block)),
            }))
        }
    };
    let (mut generated, mut errors, mut without) = (TokenStream::new(), TokenStream::new(), Vec::new());
    let (mut constants, mut beside) = (TokenStream::new(), TokenStream::new());
    let mut floats = Vec::new();
    let (mut known, mut helpers) = (helper::Known::default(), Vec::new());
    let owned = is_owned(&block);
    let chains = chains::Chains::of(&block);
    let passed = match operator.is_none() && of_trait.is_none() {
        true => passed_on(&block, marked, options, &home, &chains),
        false => BTreeMap::new(),
    };
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        let mut own = Sink::default();
        let name = method.sig.ident.to_string();
        let inherent = operator.is_none() && of_trait.is_none();
        if inherent && (constant::without_floats(&method.sig) || constant::answers(&method.sig)) {
            method.attrs.retain(|attribute| !is_mark(attribute));
            constants.extend(constant::rule(method));
            known.constant(&method.sig.ident);
            continue;
        }
        let asked = options_of(&mut method.attrs, &method.sig, marked, options, &mut own);
        let function = free(method).map(|function| chains.written(function, asked.as_ref()));
        let (Some(mut asked), Some(mut function)) = (asked, function.clone()) else {
            helpers.extend(function.filter(|_| inherent).map(helper::with_named_params));
            without.push(name);
            continue;
        };
        match &operator {
            Some(operator) if !operator::is_function(operator, &function.sig.ident) => continue,
            Some(operator) => {
                asked.wrt.get_or_insert_with(|| operator::operands(&function));
                function = operator::with_types(function, operator);
            }
            None => function = operator::of_float(function, &block.self_ty, &home),
        }
        asked.passed.extend(passed.get(&name).into_iter().flatten().cloned());
        // Without an attribute of its own, a function that has no gradient stays what it is.
        match marked || operator.is_some() || has_gradient(&function, &asked, &home) {
            true => {
                floats.extend(lower::floats(&function, &home, asked.wrt.as_deref()));
                known.asked(&function, &asked, &home);
                generated.extend(crate::expanded(function.clone(), &asked, &home, alloc, &mut own));
                if alloc && home.place() == Place::ImplOfTrait && operator.is_none() && own.is_empty() {
                    let written = match owned {
                        true => crate::emit::object::Written::Implemented,
                        false => crate::emit::object::Written::Repeated,
                    };
                    generated.extend(crate::of_object(
                        function.clone(),
                        &asked,
                        &home,
                        &TokenStream::new(),
                        written,
                    ));
                }
                beside.extend(crate::argmin::traits(&function, &asked, &home, &mut own));
            }
            false => {
                helpers.extend(Some(function).filter(|_| inherent));
                without.push(name);
            }
        }
        errors.extend(own.into_tokens());
    }
    let before = sink.into_tokens();
    let nothing = generated.is_empty() && constants.is_empty();
    generated.extend(constants);
    generated.extend(known.rules(helpers, &home, !marked, alloc));
    if nothing && errors.is_empty() && before.is_empty() && of_trait.is_none() {
        let mut sink = Sink::default();
        sink.report(&block.impl_token, &diagnostics::EMPTY_BLOCK, &[]);
        errors.extend(sink.into_tokens());
    }
    if of_trait.is_some() {
        let annotation = traits::annotation(&without);
        floats.sort();
        floats.dedup();
        block.generics = lower::with_floats(&block.generics, &floats);
        let block = traits::with_items(block.to_token_stream(), quote!(#annotation #generated));
        return quote!(#block #before #errors);
    }
    let ItemImpl { attrs, self_ty, .. } = &block;
    let conditions = configured::conditions(attrs);
    let (generics, _, bounds) = block.generics.split_for_impl();
    let generated = (!generated.is_empty()).then(|| match operator {
        Some(_) => generated,
        None => quote! {
            #conditions
            impl #generics #self_ty #bounds {
                #generated
            }
        },
    });
    quote!(#block #before #errors #generated #beside)
}

/// What the functions of an inherent block pass on to each other, by the callee's name.
fn passed_on(
    block: &ItemImpl,
    marked: bool,
    options: &Options,
    home: &Home,
    chains: &chains::Chains,
) -> BTreeMap<String, Vec<Ident>> {
    let mut functions = passed::Functions::new(home);
    for item in &block.items {
        let ImplItem::Fn(method) = item else { continue };
        if constant::without_floats(&method.sig) || constant::answers(&method.sig) {
            continue;
        }
        let mut method = method.clone();
        let asked = options_of(&mut method.attrs, &method.sig, marked, options, &mut Sink::default());
        let Some(function) = free(&method) else { continue };
        let function = chains.written(function, asked.as_ref());
        let function = operator::of_float(function, &block.self_ty, home);
        let asked = asked.filter(|asked| marked || has_gradient(&function, asked, home));
        functions.add(&function, asked.as_ref());
    }
    functions.passed()
}

/// Is the block without generics, so that what it makes holds on to nothing?
fn is_owned(block: &ItemImpl) -> bool {
    let ty = &block.self_ty;
    block.generics.params.is_empty() && !quote!(#ty).to_string().contains(['\'', '&'])
}

/// The options of a function in a block, of which the attribute is removed; `None` if others are `marked`.
fn options_of(
    attributes: &mut Vec<syn::Attribute>,
    sig: &syn::Signature,
    marked: bool,
    block: &Options,
    sink: &mut Sink,
) -> Option<Options> {
    let mut asked = Options::default();
    if marked {
        let at = attributes.iter().position(is_mark)?;
        if let syn::Meta::List(list) = &attributes.remove(at).meta {
            asked = Options::parse(names::canonical(list.tokens.clone()), sink);
        }
    }
    Some(asked.within(block, sig))
}

/// The functions of a block that return structs: of the block's own type, or of one that is made in the block.
fn makers(block: &ItemImpl) -> Vec<String> {
    let own = &block.self_ty;
    let own = quote!(#own).to_string();
    let mut made = lower::names_of_structs(&quote!(#block));
    // A type parameter may stand for a float.
    made.retain(|name| block.generics.type_params().all(|param| param.ident != *name));
    let returns_struct = |method: &ImplItemFn| {
        let syn::ReturnType::Type(_, ty) = &method.sig.output else { return false };
        let name = quote!(#ty).to_string();
        name == "Self" || name == own || made.contains(&name)
    };
    let methods = block.items.iter().filter_map(|item| match item {
        ImplItem::Fn(method) if returns_struct(method) => Some(method.sig.ident.to_string()),
        _ => None,
    });
    methods.collect()
}

/// The signatures of functions, by their names, apart from those with generics of their own.
fn signatures<'a>(all: impl Iterator<Item = &'a syn::Signature>) -> Rc<BTreeMap<String, syn::Signature>> {
    let known = all.filter(|sig| sig.generics.params.is_empty());
    Rc::new(known.map(|sig| (sig.ident.to_string(), sig.clone())).collect())
}

/// The methods that return a part of `self` by reference, by their names.
fn accessors<'a>(all: impl Iterator<Item = &'a ImplItemFn>) -> Rc<BTreeMap<String, lower::Accessor>> {
    let known = all.filter_map(|method| {
        let function = method::with_named_receiver(free(method)?);
        Some((method.sig.ident.to_string(), lower::Accessor::of(&function)?))
    });
    Rc::new(known.collect())
}

/// `Index` or `IndexMut`
fn is_index(of: &syn::Path) -> bool {
    of.segments.last().is_some_and(|last| last.ident == "Index" || last.ident == "IndexMut")
}

/// A trait of the standard library, which has no attribute.
fn is_of_std(of: &syn::Path) -> bool {
    const STD: [&str; 22] = [
        "Default",
        "Clone",
        "Copy",
        "From",
        "Into",
        "TryFrom",
        "TryInto",
        "Display",
        "Debug",
        "Iterator",
        "IntoIterator",
        "FromIterator",
        "Extend",
        "Sum",
        "Product",
        "Index",
        "IndexMut",
        "Deref",
        "DerefMut",
        "AsRef",
        "PartialEq",
        "PartialOrd",
    ];
    of.segments.last().is_some_and(|last| STD.iter().any(|known| last.ident == known))
}

/// The function as the rest of the engine reads functions.
fn free(method: &ImplItemFn) -> Option<ItemFn> {
    syn::parse2(names::canonical(method.to_token_stream())).ok()
}

/// The functions of a block that has no rules of functions.
fn without_marks(block: &mut ItemImpl) {
    for item in &mut block.items {
        if let ImplItem::Fn(function) = item {
            function.attrs.retain(|attribute| !is_mark(attribute));
        }
    }
}

fn is_mark(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "differentiate")
}

/// Has the function something to differentiate with respect to, and a result that has a gradient?
fn has_gradient(function: &ItemFn, options: &Options, home: &Home) -> bool {
    let function = method::with_named_receiver(function.clone());
    lower::has_gradient(&function, options.wrt.as_deref(), home)
}
