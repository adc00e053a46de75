//! Functions that a function declares inside of itself, without an attribute of their own: they are inlined where something differentiated
//! enters them, as closures are.

use super::question;
use crate::derive::is_made_of_floats;
use crate::ir::Id;
use crate::lower::env::closure::Closure;
use crate::lower::expr::macros;
use crate::lower::expr::opaque::mentioned;
use crate::lower::fence::{hygiene, refuse};
use crate::lower::option::optional::As;
use crate::lower::{Lower, iterator};
use crate::types::{Float, Ty};
use proc_macro2::Ident;
use quote::{ToTokens, quote};
use std::rc::Rc;
use syn::visit::Visit;

/// Those that can be inlined.
#[derive(Clone, Default)]
pub(in crate::lower) struct Inner {
    functions: Vec<Rc<syn::ItemFn>>,
    /// The others, which get the attribute where something differentiated enters them.
    others: Vec<Rc<syn::ItemFn>>,
    /// Those of them that get it.
    annotated: Vec<Ident>,
    /// Those that are being inlined.
    running: Vec<Ident>,
    /// Those that have been looked at for what cannot be lowered.
    seen: Vec<Ident>,
    /// The type parameters around them that are floats. One of the same name in such a function stands for the same type, or rustc refuses what is
    /// generated.
    floats: Vec<String>,
}

impl Inner {
    /// Notes a function that gets the attribute, and those that it may call.
    fn annotate(&mut self, name: &Ident) {
        let is = |function: &&Rc<syn::ItemFn>| function.sig.ident == *name;
        let all = self.others.iter().chain(&self.functions);
        let Some(function) = all.clone().find(is).filter(|function| has_gradient(function)) else { return };
        self.annotated.push(name.clone());
        let names = mentioned(function.block.to_token_stream());
        let called = all.map(|function| &function.sig.ident).filter(|other| names.contains(other));
        for other in called.cloned().collect::<Vec<_>>() {
            if !self.annotated.contains(&other) {
                self.annotate(&other);
            }
        }
    }
}

fn has_gradient(function: &syn::ItemFn) -> bool {
    crate::lower::has_gradient(function, None, &crate::method::Home::default())
}

/// Looks through a function for those.
pub(in crate::lower) fn functions_in(function: &syn::ItemFn, floats: &[String]) -> Inner {
    struct Search(Inner);
    impl<'ast> Visit<'ast> for Search {
        fn visit_item(&mut self, item: &'ast syn::Item) {
            let syn::Item::Fn(function) = item else { return };
            if !is_plain(function) {
                return;
            }
            match may_be_inlined(function, &self.0.floats) {
                true => {
                    let function = question::matched(function);
                    self.0.functions.push(Rc::new(iterator::written_as_chains(&function).into_owned()));
                }
                false => self.0.others.push(Rc::new(function.clone())),
            }
        }
    }
    let mut search = Search(Inner { floats: floats.to_vec(), ..Inner::default() });
    search.visit_block(&function.block);
    search.0
}

/// Has it nothing that says more of it than its signature does?
fn is_plain(function: &syn::ItemFn) -> bool {
    let sig = &function.sig;
    let known = function.attrs.iter().all(|attribute| {
        ["inline", "allow", "doc", "must_use"].iter().any(|name| attribute.path().is_ident(name))
    });
    let plain = sig.asyncness.is_none() && sig.abi.is_none() && sig.variadic.is_none();
    known && plain && matches!(sig.safety, syn::Safety::Default)
}

/// One that calls itself cannot be, nor one with items of its own, which would stand beside those of the function around it.
fn may_be_inlined(function: &syn::ItemFn, floats: &[String]) -> bool {
    let sig = &function.sig;
    let names = mentioned(function.block.to_token_stream());
    let own = |name: &Ident| names.contains(name);
    let generic = sig.generics.type_params().map(|param| &param.ident);
    let generic = generic.filter(|name| !floats.iter().any(|float| *name == float));
    let constant = sig.generics.const_params().map(|param| &param.ident);
    !own(&sig.ident) && !generic.chain(constant).any(own) && !has_items(function)
}

fn has_items(function: &syn::ItemFn) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_item(&mut self, _: &'ast syn::Item) {
            self.0 = true;
        }
    }
    let mut search = Search(false);
    search.visit_block(&function.block);
    search.0
}

/// The function as a closure. What a type in it means may be known inside of the function only.
fn as_closure(function: &syn::ItemFn, floats: &[String]) -> syn::ExprClosure {
    let sig = &function.sig;
    let generics = sig.generics.params.iter().map(|param| match param {
        syn::GenericParam::Lifetime(param) => param.lifetime.ident.clone(),
        syn::GenericParam::Type(param) => param.ident.clone(),
        syn::GenericParam::Const(param) => param.ident.clone(),
    });
    let generics: Vec<Ident> = generics.filter(|name| !floats.iter().any(|float| name == float)).collect();
    let outside = |ty: &syn::Type| {
        let names = mentioned(ty.to_token_stream());
        !names.iter().any(|name| name == "impl" || generics.contains(name))
    };
    let inputs = sig.inputs.iter().filter_map(|input| match input {
        syn::FnArg::Typed(typed) if outside(&typed.ty) => Some(quote!(#typed)),
        syn::FnArg::Typed(typed) => Some(typed.pat.to_token_stream()),
        syn::FnArg::Receiver(_) => None,
    });
    let output = match &sig.output {
        syn::ReturnType::Type(arrow, ty) if outside(ty) => quote!(#arrow #ty),
        _ => quote!(),
    };
    let block = &function.block;
    syn::parse_quote!(|#(#inputs),*| #output #block)
}

impl Lower<'_> {
    /// A call of such a function which something differentiated enters; `None` if it is none.
    pub(in crate::lower) fn call_inner(&mut self, path: &syn::ExprPath, args: &[Id]) -> Option<Id> {
        let name = path.path.get_ident()?;
        let is = |function: &&Rc<syn::ItemFn>| function.sig.ident == *name;
        let function = Rc::clone(self.inner.functions.iter().find(is)?);
        let enters = args.iter().any(|arg| self.varies(*arg) || self.lends(*arg).is_some());
        if !enters || self.inner.running.contains(name) || self.local(name).is_some() {
            return None;
        }
        // It may be called with another type in place of the parameter.
        let other = |lower: &Self, arg: &Id| has_other_float(&lower.ty(*arg), &lower.inner.floats);
        let generic = function.sig.generics.type_params().next().is_some();
        if generic && !self.inner.floats.is_empty() && args.iter().any(|arg| other(self, arg)) {
            return None;
        }
        if !self.inner.seen.contains(name) {
            self.inner.seen.push(name.clone());
            refuse::refuse_conditional(&function, self.sink);
            macros::refuse_macros(&function, self.sink);
            hygiene::refuse_homonyms(&function, self.sink);
            self.spelt.note_names(&function);
        }
        self.inner.running.push(name.clone());
        let closure = Closure::of_constant(&as_closure(&function, &self.inner.floats));
        let value = self.call_closure(&closure, args, As::Value);
        self.inner.running.pop();
        Some(value)
    }

    /// Something differentiated enters a function that cannot be inlined: its item gets the attribute.
    pub(in crate::lower) fn annotate_inner(&mut self, path: &syn::Path) {
        if let Some(name) = path.get_ident().filter(|name| !self.inner.annotated.contains(name)) {
            self.inner.annotate(name);
        }
    }

    /// The items of the function, with the attribute on those.
    pub(in crate::lower) fn annotated_items(&mut self) -> Vec<syn::Item> {
        let mut items = std::mem::take(&mut self.items);
        for item in &mut items {
            if let syn::Item::Fn(function) = item
                && self.inner.annotated.contains(&function.sig.ident)
            {
                function.attrs.push(syn::parse_quote!(#[::differentiate::differentiate(vjp)]));
            }
        }
        derive_gradients(&mut items);
        items
    }
}

/// Gives the types of the items that are made of floats the gradients and copies that a `Vec` of them needs, where they have none.
fn derive_gradients(items: &mut [syn::Item]) {
    const NEEDED: [&str; 2] = ["Clone", "Differentiable"];
    let written: Vec<(String, String)> = items.iter().filter_map(implemented).collect();
    for item in items {
        let (attrs, name) = match item {
            syn::Item::Struct(of) if is_made_of_floats(&of.generics, of.fields.iter()) => {
                (&mut of.attrs, of.ident.to_string())
            }
            syn::Item::Enum(of)
                if is_made_of_floats(
                    &of.generics,
                    of.variants.iter().flat_map(|variant| &variant.fields),
                ) =>
            {
                (&mut of.attrs, of.ident.to_string())
            }
            _ => continue,
        };
        let derived = quote!(#(#attrs)*);
        for needed in NEEDED {
            let has = crate::names::mentions(&derived, &[needed])
                || written.iter().any(|(of, by)| of == needed && *by == name);
            if !has {
                let path: syn::Path = match needed {
                    "Clone" => syn::parse_quote!(::core::clone::Clone),
                    _ => syn::parse_quote!(::differentiate::Differentiable),
                };
                attrs.push(syn::parse_quote!(#[derive(#path)]));
            }
        }
    }
}

/// The names of the trait and of the type of an `impl`.
fn implemented(item: &syn::Item) -> Option<(String, String)> {
    let syn::Item::Impl(block) = item else { return None };
    let (of, _) = block.trait_.as_ref()?;
    let syn::Type::Path(by) = &*block.self_ty else { return None };
    let last = |path: &syn::Path| path.segments.last().map(|last| last.ident.to_string());
    Some((last(of)?, last(&by.path)?))
}

/// Is a type made of floats that are none of these type parameters?
fn has_other_float(ty: &Ty, floats: &[String]) -> bool {
    match ty {
        Ty::Float(Float::Generic(name)) => !floats.contains(name),
        Ty::Float(Float::F64 | Float::F32) => true,
        other => other.values().iter().any(|part| has_other_float(part, floats)),
    }
}
