//! Structs: how they are made, and the entries of their gradients.

use super::Emit;
use super::expression::{Level, POSTFIX, PREFIX, field};
use crate::ir::{Id, Made, Member, Op, Place, Step, Variable};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

impl Emit<'_> {
    /// `Path { x: a, ..base }`, `Path(a, b)`.
    pub(super) fn made(&mut self, made: &Made, parts: &[Id]) -> TokenStream {
        let path = &made.path;
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

    /// A field of a variant, of a value that is that variant, or of the gradient of one, which is then borrowed.
    pub(super) fn of_variant(
        &self,
        whole: TokenStream,
        path: &str,
        member: &Member,
        (borrow, is_gradient): (TokenStream, bool),
    ) -> TokenStream {
        let member = field(member);
        let Ok(path) = syn::parse_str::<syn::Path>(path) else { return whole };
        let part = Ident::new("part", Span::mixed_site());
        if !is_gradient {
            return quote!(*match #borrow #whole { #path { #member: #part, .. } => #part, _ => ::core::unreachable!() });
        }
        let mut ty = path;
        let variant = ty.segments.pop();
        ty.segments.pop_punct();
        // An item sees nothing of the type parameters around it.
        let (ty, generics) = match &self.own_type {
            Some((own, generics)) if is_without_arguments(own, &ty) => (quote!(#own), generics.clone()),
            _ => (quote!(#ty), syn::Generics::default()),
        };
        let (declared, arguments, _) = generics.split_for_impl();
        let arguments = arguments.as_turbofish();
        quote! {
            (*{
                type Gradient #declared = <#ty as ::differentiate::Differentiable>::Tangent;
                match #borrow #whole { Gradient #arguments ::#variant { #member: #part, .. } => #part, _ => ::core::unreachable!() }
            })
        }
    }

    /// A part of the gradient or of the tangent of a field, by reference as the whole is.
    pub(super) fn part_of_gradient(&mut self, whole: TokenStream, step: &Step, changes: bool) -> TokenStream {
        let private = names::private();
        match step {
            Step::Index(at) => {
                let at = self.expr(*at);
                if changes {
                    return quote!(#private::element(#whole, #at));
                }
                self.wanted.elements = true;
                quote!(#private::Fields(#whole).at(#at))
            }
            Step::Field(member) => {
                let member = field(member);
                let part = if changes { quote!(part) } else { quote!(part_of) };
                quote!(#private::#part::<#member, _>(#whole))
            }
            Step::Range(..) => whole,
        }
    }

    /// Is it the tangent of a field, or of a part of one, which may be held constant? Then it is `()`, and so is each of its parts.
    pub(super) fn may_be_held(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Field(base, Member::Name(_)) => {
                self.body.arena.get(id).adjoint && self.is_unseen_struct(*base) || self.may_be_held(*base)
            }
            Op::Field(base, Member::Index(_)) | Op::Index(base, _) | Op::Deref(base) | Op::Borrow(base) => {
                self.may_be_held(*base)
            }
            _ => false,
        }
    }

    /// The gradient of such a field, of which a reference is passed on.
    pub(super) fn gradient_of_argument(&mut self, id: Id) -> Option<TokenStream> {
        let Op::Borrow(inner) = *self.op(id) else { return None };
        let Op::Field(base, Member::Name(name)) = self.op(inner).clone() else { return None };
        if !self.is_field_of_param(inner) {
            return None;
        }
        let mut base = base;
        while let Op::Deref(of) | Op::Borrow(of) = *self.op(base) {
            base = of;
        }
        let var = self.body.roots.iter().find(|(root, _)| *root == base).map(|(_, var)| *var)?;
        let var = self.var(var);
        Some(quote!(#var.#name))
    }

    /// Is it a field of a parameter, of which only rustc knows the type, by reference?
    pub(super) fn is_field_of_param(&self, id: Id) -> bool {
        let unseen = |id: Id| matches!(self.ty(id).referent(), Ty::Infer(_) | Ty::Named(_));
        match self.op(id) {
            Op::Borrow(inner) => self.is_field_of_param(*inner),
            Op::Field(base, Member::Name(_)) => unseen(id) && self.is_unseen_struct(*base),
            Op::Lvalue(place) | Op::Share(place) | Op::Load(place) => {
                unseen(id)
                    && self.body.external.contains(&place.var)
                    && matches!(place.path[..], [Step::Field(Member::Name(_))])
            }
            _ => false,
        }
    }

    /// Is it a parameter, or what that refers to?
    fn is_unseen_struct(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Deref(base) | Op::Borrow(base) => self.is_unseen_struct(*base),
            op => matches!(op, Op::Param(_)),
        }
    }

    /// A part of such a tangent.
    pub(super) fn part_that_may_be_held(&mut self, base: Id, member: &Member) -> (TokenStream, Level) {
        let (whole, private) = (self.base(base), names::private());
        match member {
            Member::Name(name) => {
                self.wanted.fields = true;
                (quote!(#private::field!(&#whole, #name)), POSTFIX)
            }
            member => {
                let member = field(member);
                (quote!(*#private::part_of::<#member, _>(&#whole)), PREFIX)
            }
        }
    }

    /// Is it a part of a variable of the function, and neither of a gradient nor of a tangent?
    fn is_own(&self, place: &Place) -> bool {
        let of_caller = |var| self.body.external.contains(&var);
        let own = |variable: &Variable| !variable.tangent || !of_caller(variable.var);
        self.body.memory.iter().any(|variable| variable.var == place.var && own(variable))
    }

    /// Is it the gradient, or the tangent, of a field of a parameter?
    pub(super) fn is_of_gradient(&self, place: &Place) -> bool {
        let is_param = |root: Id| matches!(self.op(root), Op::Param(_));
        let of_param = self.body.external.contains(&place.var)
            || self.body.roots.iter().any(|(root, var)| *var == place.var && is_param(*root));
        of_param && !self.is_own(place) && self.ends_in_field_of_struct(place)
    }

    /// Is it a field of a struct, which may be held constant there? Only rustc knows.
    pub(super) fn ends_in_field_of_struct(&self, place: &Place) -> bool {
        let Some((last, before)) = place.path.split_last() else { return false };
        let own = self.is_own(place);
        let of_field = before.iter().any(|step| matches!(step, Step::Field(Member::Name(_))));
        let Step::Field(last) = last else { return of_field && !own };
        let root = self.body.roots.iter().find(|(_, var)| *var == place.var).map(|(root, _)| *root);
        let mut ty = root.map(|root| self.ty(root).referent().clone());
        for step in before {
            ty = match step {
                Step::Field(Member::Index(index)) => ty.and_then(|ty| ty.part(*index)),
                // A part of a field has a part of its entry.
                Step::Field(Member::Name(_) | Member::Inside | Member::Variant(..)) => None,
                Step::Index(_) => ty.and_then(|ty| ty.part(0)),
                Step::Range(..) => ty,
            };
        }
        match last {
            Member::Name(_) | Member::Variant(..) => true,
            Member::Inside => of_field && !own,
            Member::Index(_) if of_field && !own => true,
            Member::Index(_) => ty.is_some_and(|ty| matches!(ty.referent(), Ty::Infer(_) | Ty::Named(_))),
        }
    }
}

/// Is a path that of a type without the type's arguments?
fn is_without_arguments(ty: &syn::Type, path: &syn::Path) -> bool {
    let (syn::Type::Path(ty), Some(last)) = (ty, path.segments.last()) else { return false };
    ty.path.segments.last().is_some_and(|own| own.ident == last.ident && !own.arguments.is_none())
        && last.arguments.is_none()
}
