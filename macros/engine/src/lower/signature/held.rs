//! Lifetimes that the pullback of a rule holds on to: those in parameters by value that the reverse sweep needs, which no caller passes again.

use super::{Param, Signature};
use crate::method::{Home, Place};
use proc_macro2::Span;
use std::collections::BTreeSet;
use syn::Lifetime;
use syn::visit_mut::{self, VisitMut};

impl Signature {
    /// May the rule say of such a parameter that its pullback holds on to it? The rule of a trait's function says nothing of a single function.
    pub fn may_hold(&self, param: &Param) -> bool {
        let said = match &self.home {
            Home::Module => true,
            Home::Impl(block) => block.place == Place::Type && self.home.is_seen(),
            Home::Operator(_) => false,
        };
        said && !param.active && !param.is_receiver() && param.inner_reference().is_some()
    }

    /// The signature of a rule whose pullback holds on to the parameters at these positions: each lifetime in them has a name.
    pub fn holding(&self, positions: &[usize]) -> Signature {
        let mut signature = self.clone();
        let generics = [Some(&self.own_generics), self.home.generics()].into_iter().flatten();
        let taken =
            generics.flat_map(|generics| generics.lifetimes()).map(|of| of.lifetime.ident.to_string());
        let taken = taken.collect();
        let mut named = Named { taken, fresh: Vec::new(), found: BTreeSet::new() };
        for position in positions {
            if let Some(param) = signature.params.get_mut(*position) {
                named.visit_type_mut(&mut param.tokens);
            }
        }
        for lifetime in named.fresh.iter().rev() {
            signature.own_generics.params.insert(0, syn::parse_quote!(#lifetime));
        }
        let own = self.own_generics.lifetimes().map(|of| &of.lifetime);
        signature.held =
            named.fresh.iter().chain(own.filter(|of| named.found.contains(of))).cloned().collect();
        signature
    }
}

/// Gives each lifetime a name, and finds those that have one.
struct Named {
    taken: BTreeSet<String>,
    fresh: Vec<Lifetime>,
    found: BTreeSet<Lifetime>,
}

impl Named {
    fn fresh(&mut self) -> Lifetime {
        let mut name = "held".to_owned();
        while !self.taken.insert(name.clone()) {
            name.push('_');
        }
        let lifetime = Lifetime::new(&format!("'{name}"), Span::call_site());
        self.fresh.push(lifetime.clone());
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
        match lifetime.ident == "_" {
            true => *lifetime = self.fresh(),
            false => drop(self.found.insert(lifetime.clone())),
        }
    }
    // What a function takes it does not hold.
    fn visit_type_fn_ptr_mut(&mut self, _: &mut syn::TypeFnPtr) {}
    fn visit_parenthesized_generic_arguments_mut(&mut self, _: &mut syn::ParenthesizedGenericArguments) {}
}
