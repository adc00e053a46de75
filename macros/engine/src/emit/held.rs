//! Fields of structs that may be held constant, which only rustc knows: their gradients and tangents are then `()`, and so is each part.

use super::Emit;
use super::expression::field;
use crate::ir::{Id, Member, Op, Place, Step, Variable};
use crate::names;
use crate::types::Ty;
use proc_macro2::TokenStream;
use quote::quote;

impl Emit<'_> {
    /// A part of the gradient or of the tangent of a field, of which `whole` is a reference, by `&mut` if it `changes`; and whether the part is a
    /// reference too.
    pub(super) fn part_of_gradient(
        &mut self,
        whole: TokenStream,
        step: &Step,
        changes: bool,
    ) -> (TokenStream, bool) {
        let private = names::private();
        let part = match step {
            Step::Index(at) if changes => {
                let at = self.expr(*at);
                self.wanted.held = true;
                quote!(#private::Fields(#whole).element(#at))
            }
            Step::Index(at) => {
                let at = self.expr(*at);
                self.element_of_tangent(whole, at)
            }
            Step::Field(Member::Inside) => {
                self.wanted.held = true;
                quote!(#private::Fields(#whole).inside())
            }
            Step::Field(Member::Name(name)) => {
                self.wanted.held = true;
                return (quote!(#private::field!(#whole, #name)), false);
            }
            Step::Field(member) => {
                let member = field(member);
                let part = if changes { quote!(part) } else { quote!(part_of) };
                quote!(#private::#part::<#member, _>(#whole))
            }
            Step::Range(from, to) => {
                self.wanted.held = true;
                let (from, to) = (self.expr(*from), self.expr(*to));
                quote!(#private::Fields(#whole).slice(#from..#to))
            }
        };
        (part, true)
    }

    /// A reference to an element of the tangent of a field.
    pub(super) fn element_of_tangent(&mut self, whole: TokenStream, at: TokenStream) -> TokenStream {
        self.wanted.held = true;
        let private = names::private();
        quote!(#private::Fields(#whole).at(#at))
    }

    /// Is it the tangent of a field, or of a part of one?
    pub(super) fn may_be_held(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Field(base, Member::Name(_)) => {
                self.body.arena.get(id).adjoint && self.param_behind(*base).is_some()
                    || self.may_be_held(*base)
            }
            Op::Field(base, Member::Index(_))
            | Op::Index(base, _)
            | Op::Slice(base, ..)
            | Op::Deref(base)
            | Op::Borrow(base) => self.may_be_held(*base),
            _ => false,
        }
    }

    /// A value by reference.
    fn reference_to(&mut self, id: Id) -> TokenStream {
        match self.is_reference(id) {
            true => self.expr(id),
            false => {
                let value = self.base(id);
                quote!(&#value)
            }
        }
    }

    /// The tangent of an argument, where it is that of a field: of what is held constant the callee chooses it.
    pub(super) fn tangent_of_argument(&mut self, tangent: Id, argument: Id) -> Option<TokenStream> {
        if !self.may_be_held(tangent) {
            return None;
        }
        self.wanted.held = true;
        let private = names::private();
        let method = if self.is_reference(tangent) { quote!(referred) } else { quote!(argument) };
        let tangent = self.reference_to(tangent);
        let argument = self.reference_to(argument);
        Some(quote!(#private::Fields(#tangent).#method(#argument, &mut ::core::default::Default::default())))
    }

    /// The slot for such a tangent, and for the reference to its gradient where that is wanted.
    pub(super) fn slot_of_tangent(
        &mut self,
        (tangent, gradient): (Id, Option<&TokenStream>),
        argument: Id,
    ) -> Option<TokenStream> {
        if !self.may_be_held(tangent) {
            return None;
        }
        self.wanted.held = true;
        let (private, tangent, argument) =
            (names::private(), self.expr(tangent), self.reference_to(argument));
        let owner = quote!(&mut ::core::default::Default::default());
        Some(match gradient {
            Some(gradient) => quote!(#private::Fields(#tangent).slot_for(#argument, #gradient, #owner)),
            None => quote!(#private::Fields(#tangent).slot(#argument, #owner)),
        })
    }

    /// Is it a field of a parameter, of which only rustc knows the type, by reference?
    pub(super) fn is_field_of_param(&self, id: Id) -> bool {
        let unseen = |id: Id| matches!(self.ty(id).referent(), Ty::Infer(_) | Ty::Named(_));
        match self.op(id) {
            Op::Borrow(inner) => self.is_field_of_param(*inner),
            Op::Field(base, Member::Name(_)) => unseen(id) && self.param_behind(*base).is_some(),
            Op::Lvalue(place) | Op::Share(place) | Op::Load(place) => {
                unseen(id)
                    && self.body.external.contains(&place.var)
                    && matches!(place.path[..], [Step::Field(Member::Name(_))])
            }
            _ => false,
        }
    }

    /// The gradient of such a field, of which a reference is passed on.
    pub(super) fn gradient_of_argument(&mut self, id: Id) -> Option<TokenStream> {
        let Op::Borrow(inner) = *self.op(id) else { return None };
        let Op::Field(base, Member::Name(name)) = self.op(inner).clone() else { return None };
        let param = self.param_behind(base).filter(|_| self.is_field_of_param(inner))?;
        let var = self.body.roots.iter().find(|(root, _)| *root == param).map(|(_, var)| *var)?;
        let var = self.var(var);
        Some(quote!(#var.#name))
    }

    /// The parameter that it is, or refers to.
    pub(super) fn param_behind(&self, id: Id) -> Option<Id> {
        match self.op(id) {
            Op::Deref(base) | Op::Borrow(base) => self.param_behind(*base),
            Op::Param(_) => Some(id),
            _ => None,
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
        self.is_gradient_of_param(place) && !self.is_own(place) && self.ends_in_field_of_struct(place)
    }

    /// Is it in what belongs to a parameter itself, and not to a copy of a part of one?
    pub(super) fn is_gradient_of_param(&self, place: &Place) -> bool {
        let is_param = |root: Id| matches!(self.op(root), Op::Param(_));
        self.body.external.contains(&place.var)
            || self.body.roots.iter().any(|(root, var)| *var == place.var && is_param(*root))
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
