//! The attribute on an `impl`: it holds for each function in the block, or for those that have an attribute of their own.

mod operator;

use crate::diagnostics::{self, Sink};
use crate::lower;
use crate::method::{self, Home, Impl};
use crate::names;
use crate::options::Options;
use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::{ImplItem, ImplItemFn, ItemFn, ItemImpl};

/// Expands the attribute on an `impl`.
pub fn expand(mut block: ItemImpl, options: &Options, alloc: bool, mut sink: Sink) -> TokenStream {
    let marked = block.items.iter().any(|item| matches!(item, ImplItem::Fn(of) if is_marked(of)));
    let operator = operator::of(&block);
    let home = match &operator {
        Some(operator) => operator::home(operator.clone()),
        None => Home::Impl(Impl { generics: block.generics.clone() }),
    };
    let (mut generated, mut errors) = (TokenStream::new(), TokenStream::new());
    if let (Some((of, _)), None) = (&block.trait_, &operator) {
        sink.report(of, &diagnostics::TRAIT, &[]);
        let errors = sink.into_tokens();
        return quote!(#block #errors);
    }
    for item in &mut block.items {
        let ImplItem::Fn(method) = item else { continue };
        let mut own = Sink::default();
        let mut asked = Options::default();
        if marked {
            let Some(at) = method.attrs.iter().position(is_mark) else { continue };
            if let syn::Meta::List(list) = &method.attrs.remove(at).meta {
                asked = Options::parse(list.tokens.clone(), &mut own);
            }
        }
        asked = asked.within(options, &method.sig);
        let Some(mut function) = free(method) else { continue };
        if let Some(operator) = &operator {
            if !operator::is_function(operator, &function.sig.ident) {
                continue;
            }
            asked.wrt.get_or_insert_with(|| operator::operands(&function));
            function = operator::with_types(function, operator);
        }
        // Without an attribute of its own, a function that has no gradient stays what it is.
        if marked || operator.is_some() || has_gradient(&function, &asked, &home) {
            let items = crate::expanded(function, &asked, &home, alloc, &mut own);
            generated.extend(items);
        }
        errors.extend(own.into_tokens());
    }
    let ItemImpl { attrs, self_ty, .. } = &block;
    let conditions = attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    let generics = lower::with_own_float(&block.generics);
    let (generics, _, bounds) = generics.split_for_impl();
    let generated = (!generated.is_empty()).then(|| match operator {
        Some(_) => generated,
        None => quote! {
            #(#conditions)*
            impl #generics #self_ty #bounds {
                #generated
            }
        },
    });
    let before = sink.into_tokens();
    quote!(#block #before #errors #generated)
}

/// The function as the rest of the engine reads functions.
fn free(method: &ImplItemFn) -> Option<ItemFn> {
    syn::parse2(names::canonical(method.to_token_stream())).ok()
}

fn is_mark(attribute: &syn::Attribute) -> bool {
    attribute.path().segments.last().is_some_and(|last| last.ident == "differentiate")
}

fn is_marked(method: &ImplItemFn) -> bool {
    method.attrs.iter().any(is_mark)
}

/// Has the function something to differentiate with respect to, and a result that has a gradient?
fn has_gradient(function: &ItemFn, options: &Options, home: &Home) -> bool {
    let function = method::with_named_receiver(function.clone());
    lower::has_gradient(&function, options.wrt.as_deref(), home)
}
