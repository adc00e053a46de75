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
