//! Fields of structs that may be held constant, which only rustc knows: their gradients and tangents are then `()`, and so is each part.

use super::Emit;
use super::expression::field;
use super::expression::level::{ATOM, Level, POSTFIX};
use super::number::spelled;
use crate::ir::{Call, Callee, Id, Member, Op, Place, Step, Variable};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream};
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
            Op::Field(base, Member::Name(_) | Member::Variant(..)) => {
                let handed_in = self.param_behind(*base).is_some() || self.is_cotangent(*base);
                self.body.arena.get(id).adjoint && handed_in || self.may_be_held(*base)
            }
            Op::Field(base, Member::Index(_) | Member::Inside)
            | Op::Index(base, _)
            | Op::Slice(base, ..)
            | Op::Deref(base)
            | Op::Borrow(base) => self.may_be_held(*base),
            _ => false,
        }
    }

    /// Is it the cotangent of a rule?
    fn is_cotangent(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Deref(base) | Op::Borrow(base) => self.is_cotangent(*base),
            _ => self.body.pullback.as_ref().is_some_and(|pullback| pullback.params.first() == Some(&id)),
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

    /// What tells whether a part of a value is held constant there: the type of its gradient.
    pub(super) fn gradient_in(&mut self, id: Id) -> Option<TokenStream> {
        let (base, part) = self.part_in(id, &quote!(gradient))?;
        let private = names::private();
        Some(quote!(#private::gradient_in(&#base, |gradient| #part)))
    }

    /// The value that a field of a struct, or a part of one, is in, and the same part of its `gradient`.
    fn part_in(&mut self, id: Id, gradient: &TokenStream) -> Option<(TokenStream, TokenStream)> {
        let (base, step) = match self.op(id).clone() {
            Op::Borrow(inner) | Op::Deref(inner) => return self.part_in(inner, gradient),
            Op::Load(place) | Op::Share(place) | Op::Lvalue(place) => {
                return self.part_of_place(&place, gradient);
            }
            Op::Field(base, member @ (Member::Name(_) | Member::Index(_) | Member::Inside)) => {
                (base, Step::Field(member))
            }
            Op::Index(base, at) => (base, Step::Index(at)),
            _ => return None,
        };
        if let Some((of, whole)) = self.part_in(base, gradient) {
            return Some((of, self.reference_to_part(whole, &step)));
        }
        match step {
            Step::Field(Member::Name(name)) if self.is_base(base) => {
                Some((self.base(base), quote!(&#gradient.#name)))
            }
            _ => None,
        }
    }

    /// The same of a part of a variable.
    fn part_of_place(&mut self, place: &Place, gradient: &TokenStream) -> Option<(TokenStream, TokenStream)> {
        let (Step::Field(Member::Name(first)), rest) = place.path.split_first()? else { return None };
        let known = |step: &Step| !matches!(step, Step::Field(Member::Variant(..)) | Step::Range(..));
        if !rest.iter().all(known) {
            return None;
        }
        let whole = Place { var: place.var, path: Vec::new() };
        let part =
            rest.iter().fold(quote!(&#gradient.#first), |part, step| self.reference_to_part(part, step));
        Some((self.place_in_front(&whole), part))
    }

    /// A reference to a part of a gradient, of which only the type matters.
    fn reference_to_part(&mut self, whole: TokenStream, step: &Step) -> TokenStream {
        if let Step::Index(_) = step {
            return self.element_of_tangent(whole, quote!(0));
        }
        let (part, refers) = self.part_of_gradient(whole, step, false);
        if refers { part } else { quote!(&#part) }
    }

    /// Is it a value that has a name?
    fn is_base(&self, id: Id) -> bool {
        match self.op(id) {
            Op::Borrow(inner) | Op::Deref(inner) => self.is_base(*inner),
            Op::Param(_) | Op::Bound => true,
            _ => !self.inline.contains(&id),
        }
    }

    /// A call of a method without other differentiated arguments on a field of a struct, which may be held constant: then the method need have no rule.
    pub(super) fn called_on_field(
        &mut self,
        call: &Call,
        args: &[TokenStream],
        rule: &Ident,
    ) -> Option<TokenStream> {
        let Callee::Method(method, turbofish) = &call.callee else { return None };
        let (receiver, others) = call.args.split_first()?;
        let constant = |id: &Id| !self.body.arena.varies(*id) && !matches!(self.op(*id), Op::Lvalue(_));
        if call.tangents || !turbofish.is_empty() || others.len() > 3 || !others.iter().all(constant) {
            return None;
        }
        let forms: String =
            others.iter().map(|id| if let Ty::Ref(_) = self.ty(*id) { 'r' } else { 'v' }).collect();
        let held = self.gradient_in(*receiver)?;
        let (receiver, others) = args.split_first()?;
        let value = self.name(call.value);
        if self.uses(call.pullback) == 0 {
            return Some(quote!(let #value = #receiver.#method(#(#others),*);));
        }
        let (pullback, private) = (self.name(call.pullback), names::private());
        let lent = matches!(self.op(call.args[0]), Op::Lvalue(_)).then(|| quote!(mut));
        let either = names::either(&forms);
        let others = arguments(others);
        let of_float = crate::lower::OF_RULES.iter().any(|known| method == known);
        let float_rules = of_float.then(|| {
            let rules = names::float_rules(false);
            quote!(use #private::#rules as _;)
        });
        Some(quote! {
            let (#value, #pullback) = {
                #float_rules
                #private::method_of_field!(#held, #either, &#lent #receiver, #method or #rule(#(#others),*))
            };
        })
    }

    /// The gradient with respect to an argument, which goes on to a field by a cast.
    pub(super) fn passed_on(&mut self, gradient: Id, field: Id) -> (TokenStream, Level) {
        let Some((held, of)) = self.gradient_in(field).zip(spelled(self.ty(gradient))) else {
            return (self.at(gradient, POSTFIX), POSTFIX);
        };
        let (gradient, private) = (self.expr(gradient), names::private());
        (quote!(#private::of_argument!(#held, #of, #gradient)), ATOM)
    }

    /// A call of a method on a constant in a field or in a list, which may be a pointer to a trait object.
    pub(super) fn called_on_pointer(
        &mut self,
        call: &Call,
        args: &[TokenStream],
        rule: &Ident,
    ) -> Option<TokenStream> {
        let Callee::Method(method, turbofish) = &call.callee else { return None };
        let receiver = *call.args.first()?;
        let unseen = matches!(self.ty(receiver).referent(), Ty::Infer(_) | Ty::Named(_));
        let named = crate::types::is_object(self.ty(receiver).referent())
            || self.param_behind(receiver).is_some()
            || matches!(self.op(receiver), Op::Lvalue(_));
        let of_floats = crate::lower::OF_RULES.iter().any(|known| method == known);
        let plain = !call.tangents && !self.kept && turbofish.is_empty();
        if !plain || !unseen || named || of_floats || self.body.arena.varies(receiver) {
            return None;
        }
        let object = names::rule_of(&names::called_of_object(method));
        let (receiver, others) = args.split_first()?;
        let others = arguments(others);
        let (value, pullback) = (self.name(call.value), self.name(call.pullback));
        let private = names::private();
        Some(quote! {
            let (#value, #pullback) = #private::method_of_pointer!(&#receiver, #object or #rule(#(#others),*));
        })
    }

    /// A call of a method on what may have no size: begun and ended as that of a trait object is.
    pub(super) fn called_without_size(&mut self, call: &Call, args: &[TokenStream]) -> Option<TokenStream> {
        let Callee::Method(method, _) = &call.callee else { return None };
        let of = call.without_size.as_ref().filter(|_| !call.tangents && !self.kept)?;
        let ([begin, end], private) = (names::of_object(method, false), names::private());
        let (receiver, others) = args.split_first()?;
        let slots: Vec<_> = (0..others.len()).map(names::argument).collect();
        // References may be to what is gone when the next call ends.
        let typed = slots.iter().zip(&call.args[1..]).map(|(slot, arg)| match self.ty(*arg) {
            Ty::Ref(_) if self.body.arena.varies(*arg) => quote!(#slot: (&_, ::core::option::Option<&mut _>)),
            Ty::Ref(_) => quote!(#slot: (&_, _)),
            _ => quote!(#slot),
        });
        let typed: Vec<_> = typed.collect();
        let (value, pullback) = (self.name(call.value), self.name(call.pullback));
        let held = quote!(#private::HeldConstantByWrtSoNameItThereOrPassStopGradient);
        Some(quote! {
            let (#value, begun) = #receiver.#begin(#(#others),*);
            let #pullback = move |d_value, (this, _): (&#of, #held), #(#typed),*| this.#end(begun, d_value, #(#slots),*);
        })
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

    /// Is it the gradient of a field of a parameter, or of a copy of one? What is assigned there may be held constant; what is read of a copy may not:
    /// a derivative would be lost without a word.
    pub(super) fn is_of_any_gradient(&self, place: &Place) -> bool {
        let of_variable = self.body.memory.iter().any(|variable| variable.adjoint == Some(place.var));
        let of_value = self.body.roots.iter().any(|(_, var)| *var == place.var);
        let is_gradient = of_variable || of_value || self.body.external.contains(&place.var);
        is_gradient && !self.is_own(place) && self.ends_in_field_of_struct(place)
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

/// Arguments with names, as macros of core take them.
fn arguments(of: &[TokenStream]) -> impl Iterator<Item = TokenStream> {
    of.iter().enumerate().map(|(at, argument)| {
        let name = names::argument(at);
        quote!(#name = #argument)
    })
}
