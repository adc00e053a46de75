//! Lifetimes that the pullback of a rule holds on to: those in parameters by value that the reverse sweep needs, which no caller passes again.

use super::{Param, Signature};
use crate::method::{Home, Place};
use crate::names::lifetimes::Lifetimes;
use syn::visit_mut::VisitMut;

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
        let mut named = Lifetimes::new("held", taken);
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
