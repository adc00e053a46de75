//! Annotations that are kept as the user wrote them.

use crate::ir::{Id, Node, Op, Plain, Stmt};
use crate::lower::Lower;
use crate::spanned::Spanned;
use crate::types::{Float, Int, Ty};
use syn::visit::Visit;

impl Lower<'_> {
    /// A value with the user's annotation, which is kept where rustc may learn from it: where it has a name that is not
    /// known here, where it is all that tells what an opaque expression gives, or where a value becomes another by it (an array
    /// a slice). What varies, any other reference and a place are as they are: their types follow from what they are made of.
    pub(in crate::lower) fn annotated(
        &mut self,
        value: Id,
        written: &syn::Type,
        read: &Ty,
        seen: bool,
    ) -> Id {
        if let Ty::Outcome(..) = read {
            return self.told_outcome(value, written);
        }
        self.tell_call(value, written);
        let value = self.element_of_unseen(value);
        let special = self.place_of(value).is_some() || self.ranges.contains_key(&value);
        let coerces = coerces(written);
        if self.varies(value)
            || special
            || self.is_poisoned(value)
            || !coerces && has(read, &|ty| matches!(ty, Ty::Ref(_))) && !self.tells_number(value, read)
        {
            return value;
        }
        let opaque = !seen && matches!(self.arena.op(value), Op::Plain(..) | Op::Load(_));
        if !opaque && !coerces && !has(read, &|ty| matches!(ty, Ty::Named(_))) {
            return value;
        }
        let (span, ty) = (written.span(), self.arena.ty(value).clone());
        let op = Op::Plain(Plain::Typed(Box::new(written.clone())), vec![value]);
        if matches!(self.arena.op(value), Op::Literal(_)) {
            // A number is the same in every iteration.
            let flow = Default::default();
            let (name, role) = (None, None);
            let id = self.arena.add(Node {
                op,
                ty,
                flow,
                span,
                name,
                role,
                adjoint: false,
                unseen: false,
                ordered: false,
            });
            self.annotated.push(id);
            return id;
        }
        let element = !seen && matches!(self.arena.op(value), Op::Load(_));
        let id = self.node(op, ty, span);
        if element {
            // What holds the element learns its type here.
            self.arena.require(id);
        }
        id
    }

    /// An element of what only rustc knows, which is copied where it is bound with a type.
    fn element_of_unseen(&mut self, value: Id) -> Id {
        let Some(place) = self.place_of(value).filter(|place| !place.path.is_empty()) else { return value };
        let root = self.memory(&place).map(|memory| (memory.flow.varies, memory.ty.clone()));
        let unseen =
            root.is_some_and(|(varies, ty)| !varies && matches!(self.types.shallow(&ty), Ty::Infer(_)));
        match unseen && !matches!(self.ty(value), Ty::Ref(_)) {
            true => self.loaded(value),
            false => value,
        }
    }

    /// May a name in the annotation say of which type a number in the value is?
    fn tells_number(&self, value: Id, read: &Ty) -> bool {
        let open =
            |ty: &Ty| matches!(self.types.shallow(ty), Ty::Int(Int::Some(_)) | Ty::Float(Float::Some(_)));
        has(read, &|ty| matches!(ty, Ty::Named(_))) && has(self.arena.ty(value), &open)
    }

    /// A call whose value has the user's annotation, by which rustc may learn the callee's generic arguments.
    fn tell_call(&mut self, value: Id, written: &syn::Type) {
        if let Some(Stmt::Call(call)) = self.block.stmts.last_mut()
            && call.value == value
            && is_generic(written)
        {
            call.told = Some(Box::new(written.clone()));
        }
    }

    /// Does a local hold trait objects, made of nothing differentiated? What makes them stays as it is: only rustc knows which become one.
    pub(in crate::lower) fn holds_objects(&mut self, pat: &syn::Pat, init: &syn::Expr) -> bool {
        matches!(pat, syn::Pat::Type(typed) if holds_objects(&typed.ty))
            && !self.mentions_varying(init)
            && !self.changes_outside(init)
            && !self.captures(quote::quote!(#init)).iter().any(|(_, id)| self.is_opaque_place(*id))
    }

    /// A type between angle brackets that a value has. A name that is not known here says nothing.
    pub(in crate::lower) fn says(&mut self, value: Id, ty: &Ty) {
        if !has(ty, &|ty| matches!(ty, Ty::Named(_))) {
            let of = self.arena.ty(value).clone();
            self.types.unify(&of, ty);
        }
    }
}

/// Is it a type with arguments, and no list?
fn is_generic(written: &syn::Type) -> bool {
    let syn::Type::Path(path) = written else { return false };
    let last = path.path.segments.last();
    last.is_some_and(|last| {
        last.ident != "Vec" && matches!(last.arguments, syn::PathArguments::AngleBracketed(_))
    })
}

/// Does the type make a slice of an array, text of a `String`, a trait object of anything?
fn coerces(written: &syn::Type) -> bool {
    match written {
        syn::Type::Reference(reference) => match &*reference.elem {
            syn::Type::Slice(_) => true,
            syn::Type::Path(path) if path.path.is_ident("str") => true,
            object => holds_objects(object),
        },
        syn::Type::Tuple(tuple) => tuple.elems.iter().any(coerces),
        syn::Type::Paren(inner) => coerces(&inner.elem),
        syn::Type::Array(array) => coerces(&array.elem),
        list => holds_objects(list),
    }
}

/// Is it a trait object, or a list of what holds some? Functions are followed instead.
fn holds_objects(written: &syn::Type) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_type_trait_object(&mut self, object: &'ast syn::TypeTraitObject) {
            self.0 |= !crate::lower::env::function::is_function_bound(&object.bounds);
        }
    }
    let mut search = Search(false);
    search.visit_type(written);
    search.0
}

/// Is there such a type in it?
pub(super) fn has(ty: &Ty, is: &dyn Fn(&Ty) -> bool) -> bool {
    is(ty) || ty.values().iter().any(|value| has(value, is))
}
