//! Structs: how they are made, and the entries of their gradients.

use super::Emit;
use super::expression::field;
use crate::ir::{Id, Made, Member, Op};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

impl Emit<'_> {
    /// `Path { x: a, ..base }`, `Path(a, b)`.
    pub(super) fn made(&mut self, made: &Made, parts: &[Id]) -> TokenStream {
        let path = &made.path;
        if let Some(blank) = self.blank(made, parts) {
            return blank;
        }
        let values: Vec<_> = parts.iter().map(|part| self.owned(*part)).collect();
        if made.is_call() || made.members.first() == Some(&Member::Inside) {
            return quote!(#path(#(#values),*));
        }
        let fields = made.members.iter().zip(&values).map(|(member, value)| {
            let member = field(member);
            match member.to_string() == value.to_string() {
                true => quote!(#member),
                false => quote!(#member: #value),
            }
        });
        let base = values.last().filter(|_| made.base).map(|base| quote!(..#base));
        quote!(#path { #(#fields,)* #base })
    }

    /// A struct that stands where an `Option` has none. Its fields need not have a default value.
    fn blank(&self, made: &Made, parts: &[Id]) -> Option<TokenStream> {
        let nothing = |id: &Id| matches!(self.op(*id), Op::Zero(None)) && !self.body.arena.get(*id).adjoint;
        let unseen = |id: &Id| matches!(self.ty(*id), Ty::Infer(_) | Ty::Named(_));
        let path = made.of_struct()?;
        (parts.iter().all(nothing) && parts.iter().any(unseen)).then(|| self.blank_of(&path))
    }

    /// A field of a variant, of a value that is that variant.
    pub(super) fn of_variant(
        &self,
        whole: TokenStream,
        path: &str,
        member: &Member,
        borrow: TokenStream,
    ) -> TokenStream {
        let member = field(member);
        let Ok(path) = syn::parse_str::<syn::Path>(path) else { return whole };
        let part = Ident::new("part", Span::mixed_site());
        quote!(*match #borrow #whole { #path { #member: #part, .. } => #part, _ => ::core::unreachable!() })
    }

    /// The same of a reference to a gradient or to a tangent; the part is a reference too. If it `may_be_held` constant, it may be `()`.
    pub(super) fn of_variant_of_gradient(
        &self,
        whole: TokenStream,
        (path, member): (&str, &Member),
        changes: bool,
        may_be_held: bool,
    ) -> TokenStream {
        let variant = path.rsplit("::").next().unwrap_or(path).trim();
        let part = names::part_of_variant(variant, &field(member).to_string(), changes);
        let private = names::private();
        match may_be_held {
            true => quote!(#private::part_of_variant!(#whole, #part)),
            false => quote!((#whole).#part()),
        }
    }
}
