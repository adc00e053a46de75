//! Names for lifetimes that the user left out.

use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::Lifetime;
use syn::visit_mut::{self, VisitMut};

/// Gives each lifetime in a type a name, and finds those that have one.
pub struct Lifetimes {
    name: &'static str,
    taken: BTreeSet<String>,
    /// Those that it named.
    pub fresh: Vec<Lifetime>,
    /// Those that had a name.
    pub found: BTreeSet<Lifetime>,
}

impl Lifetimes {
    /// They are called `name`, or the like where that is `taken`.
    pub fn new(name: &'static str, taken: BTreeSet<String>) -> Lifetimes {
        Lifetimes { name, taken, fresh: Vec::new(), found: BTreeSet::new() }
    }

    fn fresh(&mut self) -> Lifetime {
        let mut name = self.name.to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        let lifetime = Lifetime::new(&format!("'{name}"), Span::call_site());
        self.fresh.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Lifetimes {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.fresh());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        match lifetime.ident == "_" {
            true => *lifetime = self.fresh(),
            false => drop(self.found.insert(lifetime.clone())),
        }
    }
    // Those of a function's type are its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}

/// The function with a name for the lifetime of its result, where it is left out and is that of the only parameter by reference: a
/// companion with more parameters by reference must say which of them the result is part of.
pub fn of_result(function: syn::ItemFn) -> syn::ItemFn {
    let mut named = function.clone();
    let taken = || function.sig.generics.lifetimes().map(|of| of.lifetime.ident.to_string()).collect();
    let mut of_inputs = Lifetimes::new("value", taken());
    for input in &mut named.sig.inputs {
        let syn::FnArg::Typed(typed) = input else { return function };
        // By a receiver rustc finds the lifetime.
        if matches!(&*typed.pat, syn::Pat::Ident(name) if super::is_receiver(&name.ident)) {
            return function;
        }
        of_inputs.visit_type_mut(&mut typed.ty);
    }
    let mut of_result = Lifetimes::new("value", taken());
    of_result.visit_return_type_mut(&mut named.sig.output);
    let ([lifetime], false) = (&of_inputs.fresh[..], of_result.fresh.is_empty()) else { return function };
    struct Renamed<'a>(&'a [Lifetime], &'a Lifetime);
    impl VisitMut for Renamed<'_> {
        fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
            if self.0.contains(lifetime) {
                *lifetime = self.1.clone();
            }
        }
    }
    Renamed(&of_result.fresh, lifetime).visit_return_type_mut(&mut named.sig.output);
    named.sig.generics.params.insert(0, syn::parse_quote!(#lifetime));
    named
}
