//! Lifetimes that the head of an `impl` leaves out: `impl Model<'_>`, `impl Kernel for &K`.

use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{ItemImpl, Lifetime};

/// Gives each of them a name, since generated code writes the types several times, and a pullback says what it holds on to.
pub fn name(block: &mut ItemImpl) {
    let mut written = Written(BTreeSet::new());
    written.visit_item_impl(block);
    let mut named = Named { taken: written.0, found: Vec::new() };
    if let Some((of, _)) = &mut block.trait_ {
        named.visit_path_mut(of);
    }
    named.visit_type_mut(&mut block.self_ty);
    let found = named.found.into_iter().map(|lifetime| syn::parse_quote!(#lifetime));
    block.generics.params = found.chain(std::mem::take(&mut block.generics.params)).collect();
}

/// The lifetimes that have names.
struct Written(BTreeSet<String>);

impl<'ast> Visit<'ast> for Written {
    fn visit_lifetime(&mut self, lifetime: &'ast Lifetime) {
        self.0.insert(lifetime.ident.to_string());
        visit::visit_lifetime(self, lifetime);
    }
}

/// Names the others.
struct Named {
    taken: BTreeSet<String>,
    found: Vec<Lifetime>,
}

impl Named {
    fn fresh(&mut self) -> Lifetime {
        let mut name = "elided".to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        let lifetime = Lifetime::new(&format!("'{name}"), Span::call_site());
        self.found.push(lifetime.clone());
        lifetime
    }
}

impl VisitMut for Named {
    fn visit_type_reference_mut(&mut self, reference: &mut syn::TypeReference) {
        if reference.lifetime.is_none() {
            reference.lifetime = Some(self.fresh());
        }
        visit_mut::visit_type_reference_mut(self, reference);
    }
    fn visit_lifetime_mut(&mut self, lifetime: &mut Lifetime) {
        if lifetime.ident == "_" {
            *lifetime = self.fresh();
        }
    }
    // Those of a function's type are its own.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}
