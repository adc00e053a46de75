//! Places: what is read from, assigned to or lent.

use super::field;
use super::level::{Level, POSTFIX, PREFIX};
use crate::emit::Emit;
use crate::ir::{Id, Member, Place, Step};
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// What opaque code gets by `&mut`.
    pub(super) fn lent_to_opaque(&mut self, id: Id) -> TokenStream {
        let place = self.at(id, PREFIX);
        quote!(&mut #place)
    }

    pub(super) fn place_level(&self, place: &Place) -> Level {
        let inside = matches!(place.path.last(), Some(Step::Field(Member::Inside)));
        match inside || place.path.is_empty() && self.body.external.contains(&place.var) {
            true => PREFIX,
            false => POSTFIX,
        }
    }

    /// A part of a variable in front of `.` or `[`, which look through references themselves.
    pub(in crate::emit) fn place_in_front(&mut self, place: &Place) -> TokenStream {
        match place.path.is_empty() {
            true => {
                let name = self.var(place.var);
                quote!(#name)
            }
            false if matches!(place.path.last(), Some(Step::Field(Member::Inside))) => {
                let place = self.place(place);
                quote!((#place))
            }
            false => self.place(place),
        }
    }

    /// A part of a variable.
    pub(in crate::emit) fn place(&mut self, place: &Place) -> TokenStream {
        let (tokens, refers) = self.place_or_reference(place);
        if refers { quote!((*#tokens)) } else { tokens }
    }

    /// A part of a variable by `&mut`.
    pub(in crate::emit) fn lent_place(&mut self, place: &Place) -> TokenStream {
        self.assigning = true;
        let (tokens, refers) = self.place_or_reference(place);
        self.assigning = false;
        if refers { tokens } else { quote!(&mut #tokens) }
    }

    /// A part of a variable that is assigned.
    pub(in crate::emit) fn assigned_place(&mut self, place: &Place) -> TokenStream {
        self.assigning = true;
        let tokens = self.place(place);
        self.assigning = false;
        tokens
    }

    /// A part of a variable, or a `&mut` to it.
    pub(super) fn place_or_reference(&mut self, place: &Place) -> (TokenStream, bool) {
        let name = self.var(place.var);
        let mut tokens = match place.path.is_empty() && self.body.external.contains(&place.var) {
            true => quote!(*#name),
            false => quote!(#name),
        };
        let variable = self.body.memory.iter().find(|variable| variable.var == place.var);
        let own = variable.is_some();
        let tangent = variable.is_some_and(|variable| variable.tangent);
        let place_of_root = place.var;
        // A field may be held constant: its gradient is then `()`, which has neither elements nor parts.
        let held = !own || tangent && self.body.external.contains(&place.var);
        // A gradient is the function's alone.
        let changes = !own || self.assigning;
        let lent = if changes { quote!(&mut) } else { quote!(&) };
        let (mut of_field, mut refers, mut known) = (false, false, 0);
        if let Some((list, steps)) = self.hoisted(place) {
            (tokens, known, of_field, refers) = (quote!(&mut *#list), steps, true, true);
        }
        for (at, step) in place.path.iter().enumerate().skip(known) {
            if refers && matches!(step, Step::Field(Member::Variant(..))) {
                tokens = quote!((*#tokens));
            }
            if at == 0
                && matches!(step, Step::Field(Member::Variant(..)))
                && self.body.external.contains(&place.var)
            {
                tokens = quote!(*#tokens);
            }
            match step {
                Step::Field(Member::Variant(path, member)) if own && !tangent => {
                    let borrow = if self.assigning { quote!(&mut) } else { quote!(&) };
                    let part = self.of_variant(tokens, path, member, borrow);
                    tokens = quote!((#part));
                }
                Step::Index(at_place) if *self.ty(*at_place) == Ty::At => {
                    let place = self.expr(*at_place);
                    tokens = match (own, self.assigning) {
                        (true, false) if tangent => quote!((*#place.of_gradient(&#tokens))),
                        (true, true) if tangent => quote!((*#place.entry(&mut #tokens))),
                        (true, false) => quote!((*#tokens.differentiate_element(#place))),
                        (true, true) => quote!((*#tokens.differentiate_element_mut(#place))),
                        (false, _) if refers => quote!((*#place.entry(#tokens))),
                        (false, _) if at == 0 && self.body.external.contains(&place_of_root) => {
                            quote!((*#place.entry(&mut *#tokens)))
                        }
                        (false, _) => quote!((*#place.entry(&mut #tokens))),
                    };
                }
                Step::Field(Member::Variant(path, member)) => {
                    let of = (path.as_str(), &**member);
                    let may_be_held = of_field || !self.is_gradient_of_param(place);
                    let part = self.of_variant_of_gradient(quote!(#lent #tokens), of, changes, may_be_held);
                    tokens = quote!((*#part));
                }
                Step::Index(_) | Step::Field(_) | Step::Range(..) if of_field && held => {
                    let whole = if refers { tokens } else { quote!(#lent #tokens) };
                    (tokens, refers) = self.part_of_gradient(whole, step, changes);
                    continue;
                }
                step => tokens.extend(self.step(step)),
            }
            of_field |= matches!(step, Step::Field(Member::Name(_)));
            refers = false;
        }
        match place.path.last() {
            Some(Step::Field(Member::Inside)) if !refers => (quote!(*#tokens), false),
            _ => (tokens, refers),
        }
    }

    /// A step into a variable, behind what it steps into.
    pub(in crate::emit) fn step(&mut self, step: &Step) -> TokenStream {
        match step {
            Step::Field(member) => {
                let member = field(member);
                quote!(.#member)
            }
            Step::Index(at) => {
                let at = self.expr(*at);
                quote!([#at])
            }
            Step::Range(from, to) => {
                let (from, to) = (self.bound(*from), self.bound(*to));
                quote!([#from..#to])
            }
        }
    }
}
