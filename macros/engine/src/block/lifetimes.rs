//! Lifetimes that the head of an `impl` leaves out: `impl Model<'_>`, `impl Kernel for &K`.

use crate::names::lifetimes::Lifetimes;
use std::collections::BTreeSet;
use syn::visit::{self, Visit};
use syn::visit_mut::VisitMut;
use syn::{ItemImpl, Lifetime};

/// Gives each of them a name, since generated code writes the types several times, and a pullback says what it holds on to.
pub fn name(block: &mut ItemImpl) {
    let mut written = Written(BTreeSet::new());
    written.visit_item_impl(block);
    let mut named = Lifetimes::new("elided", written.0);
    if let Some((of, _)) = &mut block.trait_ {
        named.visit_path_mut(of);
    }
    named.visit_type_mut(&mut block.self_ty);
    let found = named.fresh.into_iter().map(|lifetime| syn::parse_quote!(#lifetime));
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
