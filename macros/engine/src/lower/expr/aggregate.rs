//! Tuples, arrays, and their parts.

use crate::diagnostics as code;
use crate::ir::{Id, Member, Op, Place, Plain, Step};
use crate::lower::Lower;
use crate::lower::sequence::range::Ends;
use crate::spanned::Spanned;
use crate::types::{Len, Ty};
use proc_macro2::Span;
use quote::quote;
use syn::Expr;

impl Lower<'_> {
    pub(in crate::lower) fn tuple(&mut self, tuple: &syn::ExprTuple) -> Id {
        let parts: Vec<Id> = tuple.elems.iter().map(|elem| self.expr(elem)).collect();
        let ty = Ty::Tuple(parts.iter().map(|id| self.arena.ty(*id).clone()).collect());
        self.node(Op::Tuple(parts), ty, tuple.span())
    }

    pub(in crate::lower) fn array(&mut self, array: &syn::ExprArray) -> Id {
        let parts: Vec<Id> = array.elems.iter().map(|elem| self.expr(elem)).collect();
        let parts = self.elements_of_one_type(parts);
        if !parts.iter().any(|part| self.leads_to_variable(*part)) {
            return self.array_with(parts, array.span());
        }
        let copies = parts.iter().map(|part| self.copied(*part)).collect();
        let array = self.array_with(copies, array.span());
        self.arrays_of_copies.insert(array, parts);
        array
    }

    pub(in crate::lower) fn array_with(&mut self, parts: Vec<Id>, span: Span) -> Id {
        let elem = self.types.fresh_inferred();
        for part in &parts {
            let ty = self.arena.ty(*part).clone();
            self.types.unify(&elem, &ty);
        }
        let ty = Ty::Array(Box::new(elem), Len::of(parts.len()));
        self.node(Op::Array(parts), ty, span)
    }

    /// Does a part of it lead to a variable of the user's?
    fn leads_to_variable(&self, part: Id) -> bool {
        match (self.arena.op(part), self.ty(part)) {
            (Op::Tuple(parts), _) => parts.iter().any(|part| self.leads_to_variable(*part)),
            (_, Ty::Ref(to)) => self.place_of(part).is_some() && !matches!(*to, Ty::Infer(_) | Ty::Named(_)),
            _ => false,
        }
    }

    /// A tuple that is taken apart holds copies of the parts of lists that it refers to: a place is no value.
    pub(in crate::lower) fn with_copies_of_slices(&mut self, tuple: Id) -> Id {
        let Op::Tuple(parts) = self.arena.op(tuple).clone() else { return tuple };
        let of_list = |lower: &Self, part: Id| {
            lower.leads_to_variable(part) && lower.ty(part).is_list() && lower.lends(part).is_none()
        };
        if !parts.iter().any(|part| of_list(self, *part)) {
            return tuple;
        }
        let own: Vec<Id> = parts
            .into_iter()
            .map(|part| if of_list(self, part) { self.copied(part) } else { part })
            .collect();
        let ty = Ty::Tuple(own.iter().map(|id| self.arena.ty(*id).clone()).collect());
        self.node(Op::Tuple(own), ty, self.arena.get(tuple).span)
    }

    /// An array has no adjoint behind references: it holds copies of what they lead to, which are as good while nobody can
    /// change that.
    fn copied(&mut self, part: Id) -> Id {
        if let Op::Tuple(parts) = self.arena.op(part).clone() {
            let own: Vec<Id> = parts.iter().map(|part| self.copied(*part)).collect();
            let ty = Ty::Tuple(own.iter().map(|id| self.arena.ty(*id).clone()).collect());
            return self.node(Op::Tuple(own), ty, self.arena.get(part).span);
        }
        match self.ty(part) {
            Ty::Ref(_) => self.copy_behind(part),
            _ => part,
        }
    }

    pub(in crate::lower) fn repeat(&mut self, repeat: &syn::ExprRepeat) -> Id {
        let elem = self.expr(&repeat.expr);
        let ty = Ty::Array(Box::new(self.arena.ty(elem).clone()), Len::read(&repeat.len));
        let len = &repeat.len;
        if self.varies(elem) && self.ty(elem).is_aggregate() && ty.arity().is_none() {
            return self.report(
                repeat,
                &code::UNSUPPORTED,
                &[
                    "`[a; N]` where `a` is no number,",
                    "write the elements, `[a, a]`, or `let v: [T; 2] = std::array::from_fn(|_| a.clone());`",
                ],
            );
        }
        self.node(Op::Repeat(elem, quote!(#len)), ty, repeat.span())
    }

    pub(in crate::lower) fn field(&mut self, field: &syn::ExprField) -> Id {
        if let Some(local) = self.field_local(field) {
            return match self.put_together(local, field.span()) {
                Some(whole) => whole,
                None => self.value_of_local(local),
            };
        }
        if let Some(end) = self.end_of_range(field) {
            return end;
        }
        let base = self.lvalue(&field.base);
        // What was taken for a float has a field.
        if self.ty(base).referent().is_float() && self.varies(base) && self.learn_users_type(base) {
            return self.poison();
        }
        self.part(base, super::structs::member(&field.member), field.span())
    }

    /// `value.member`
    pub(in crate::lower) fn part(&mut self, value: Id, member: Member, span: Span) -> Id {
        // A part of what a reference leads to is a part of that.
        if let Op::Borrow(whole) = *self.arena.op(value) {
            return self.part(whole, member, span);
        }
        if let (true, Member::Index(_)) = (self.is_primitive(value), &member) {
            return self.left_to_rustc();
        }
        let ty = self.ty(value);
        let is_there = match (ty.referent(), &member) {
            (Ty::Tuple(parts), Member::Index(index)) => (*index as usize) < parts.len(),
            (known, Member::Name(_) | Member::Inside | Member::Variant(..)) => {
                !known.has_elements() && !known.is_float()
            }
            _ => true,
        };
        self.types.disagree |= !is_there && !self.is_unseen(value);
        if let Some(place) = self.place_of(value) {
            let ty = self.types.field(&ty, &member);
            return self.step_into(place, Step::Field(member), ty, span);
        }
        if let (Op::Tuple(parts), Member::Index(index)) = (self.arena.op(value), &member)
            && let Some(part) = parts.get(*index as usize)
        {
            return *part;
        }
        if let Some(part) = self.part_of_made(value, &member) {
            return part;
        }
        let ty = self.types.field(&ty, &member);
        if let Op::Zero(None) = self.arena.op(value)
            && !self.is_poisoned(value)
        {
            // Its type may be seen only later.
            return self.zero(ty);
        }
        let part = match self.arena.member(value, &member).map(|part| self.arena.get(part).flow) {
            Some(flow) => self.node_with(Op::Field(value, member), ty, flow, span),
            None => self.node(Op::Field(value, member), ty, span),
        };
        if self.either.contains(&value) {
            self.either.insert(part);
        }
        part
    }

    pub(in crate::lower) fn index(&mut self, index: &syn::ExprIndex) -> Id {
        let base = self.lvalue(&index.expr);
        let known = self.known_range(&index.index).and_then(|range| self.ends_of(range, index.span()));
        if let Expr::Range(range) = super::operator::bare(&index.index)
            && let Some(length) = self.length(base, index.span())
        {
            let from = match &range.start {
                Some(start) => self.expr(start),
                None => self.index_literal(0),
            };
            let end = range.end.as_ref().map(|end| self.expr(end));
            return self.cut(base, Ends { from, to: end, limits: range.limits }, length, index.span());
        }
        if let Some(ends) = known
            && let Some(length) = self.length(base, index.span())
        {
            return self.cut(base, ends, length, index.span());
        }
        if let Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) | Ty::Infer(_) = self.ty(base).referent() {
            let at = self.counting(&index.index);
            let at = self.in_users_value(base, at, index.span());
            let unseen = matches!(self.ty(base).referent(), Ty::Infer(_)) && !self.varies(base);
            let is_map = (self.is_opaque_place(base) || unseen) && self.family(base).is_none();
            if is_map && !matches!(self.ty(at), Ty::Int(_) | Ty::Infer(_) | Ty::Tuple(_)) {
                return self.entry_of_map(index);
            }
            let at = self.operand(at);
            let ty = self.arena.ty(at).clone();
            if self.ty(base).has_elements() {
                self.types.expect(&ty, &Ty::usize());
            } else if self.counts.contains(&at) && matches!(ty, Ty::Infer(_)) {
                // What a method returned and is an index is an integer.
                let integer = self.types.fresh_int();
                self.types.unify(&ty, &integer);
            }
            return self.element_at(base, at, index.span());
        }
        if self.is_primitive(base) {
            return self.left_to_rustc();
        }
        if self.varies(base) {
            return self.report(index, &code::UNSUPPORTED, &["this index", "index slices, arrays and `Vec`s by integers and ranges, and a type of yours where its `impl Index` has `#[differentiate]`; keep differentiated values in a `Vec` rather than in a map"]);
        }
        if self.is_opaque_place(base) {
            return self.entry_of_map(index);
        }
        self.types.disagree |= matches!(self.ty(base), Ty::Float(_) | Ty::Int(_) | Ty::Bool);
        let at = self.expr(&index.index);
        self.element_at(base, at, index.span())
    }

    /// An entry of a map, by a reference to its key. It stays where it is.
    fn entry_of_map(&mut self, index: &syn::ExprIndex) -> Id {
        let reference = self.as_written_here(&syn::parse_quote!(&#index));
        let (of, ty) = (self.arena.ty(reference).clone(), self.types.fresh());
        self.types.unify(&of, &Ty::Ref(Box::new(ty.clone())));
        self.node(Op::Deref(reference), ty, index.span())
    }

    /// Where an element of a value of the user's is, which has an operator `Index` of the user's; else the index itself.
    fn in_users_value(&mut self, base: Id, index: Id, span: Span) -> Id {
        let of_user = matches!(self.ty(base).referent(), Ty::Infer(_)) && self.varies(base);
        let by_tuple = matches!(self.ty(index), Ty::Tuple(_));
        if !of_user || self.family(base).is_some() || !(by_tuple || self.types.is_struct(self.arena.ty(base)))
        {
            return index;
        }
        let index = self.argument(index);
        self.discrete(Op::Plain(Plain::At, vec![base, index]), Ty::At, span)
    }

    /// `&base[range]`
    fn cut(&mut self, base: Id, Ends { from, to, limits }: Ends, length: Id, span: Span) -> Id {
        if to.is_none()
            && let Some(from_known) = self.arena.integer(from)
        {
            let rest = self.slice_within(base, from, length, span);
            if from_known == 0 {
                self.arena.assure(rest);
            }
            return rest;
        }
        let to = match (to, limits) {
            (Some(end), syn::RangeLimits::HalfOpen(_)) => end,
            (Some(last), syn::RangeLimits::Closed(_)) => self.plus(last, 1),
            (None, _) => length,
        };
        self.slice(base, from, to, span)
    }

    /// `value[at]` with an index of the engine's, which is in bounds.
    pub(in crate::lower) fn element(&mut self, value: Id, at: Id, span: Span) -> Id {
        self.indexed(value, at, true, span)
    }

    /// `value[at]` with an index of the user's: one past the end of a part is no element, also where the whole goes on.
    pub(in crate::lower) fn element_at(&mut self, value: Id, at: Id, span: Span) -> Id {
        self.indexed(value, at, false, span)
    }

    /// Is it a slice of another, whose elements are those of the whole? An index past its end need not panic then.
    pub(in crate::lower) fn is_part_of_list(&self, list: Id) -> bool {
        let ends_in_range = |place: Place| matches!(place.path.last(), Some(Step::Range(..)));
        matches!(self.arena.op(list), Op::Slice(..)) || self.place_of(list).is_some_and(ends_in_range)
    }

    /// The element of an array without a name that was just made.
    fn element_of_array(&self, value: Id, at: Id) -> Option<Id> {
        let array = match *self.arena.op(value) {
            Op::Borrow(array) => array,
            _ => value,
        };
        match self.arena.op(array) {
            Op::Array(elements) if self.arena.get(array).name.is_none() => {
                elements.get(usize::try_from(self.arena.integer(at)?).ok()?).copied()
            }
            _ => None,
        }
    }

    /// The index only decides which element, so nothing of it flows on.
    pub(in crate::lower) fn indexed(&mut self, value: Id, at: Id, in_bounds: bool, span: Span) -> Id {
        if self.ty(value).has_elements() {
            let of = self.arena.ty(at).clone();
            if let Ty::Int(_) = of {
                self.types.unify(&of, &Ty::usize());
            }
            self.types.disagree |= self.arena.integer(at).is_some_and(|at| at < 0);
        }
        if let Some(chunked) = self.chunked.get(&value).copied() {
            return self.chunk(chunked, at, span);
        }
        if let Some(element) = self.element_of_array(value, at) {
            return element;
        }
        if let Some(place) = self.place_of(value) {
            let ty = self.ty(value).part(0);
            let ty = match ty {
                Some(ty) => ty,
                None => self.types.fresh(),
            };
            let element = match in_bounds {
                true => self.step_into(place, Step::Index(at), ty, span),
                false => self.part_of_place(place, Step::Index(at), ty, span),
            };
            if in_bounds {
                self.arena.assure(element);
            }
            return element;
        }
        // An element of a slice is an element of the whole; but what the user named is indexed as such, since its bounds
        // are known to rustc then.
        if let Op::Slice(base, from, _) = *self.arena.op(value)
            && in_bounds
            && self.arena.get(value).name.is_none()
        {
            let at = self.total(from, at, span);
            return self.element(base, at, span);
        }
        let ty = self.ty(value).part(0);
        let ty = match ty {
            Some(ty) => ty,
            None => self.types.fresh(),
        };
        let flow = self.arena.get(value).flow;
        let element = self.node_with(Op::Index(value, at), ty, flow, span);
        if in_bounds {
            self.arena.assure(element);
        }
        element
    }

    /// `xs.len()` and the like: of the shape, not of the values.
    pub(in crate::lower) fn shape_method(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> Id {
        if call.method == "len"
            && let Some(length) = self.length(receiver, call.span())
        {
            return length;
        }
        if self.is_unseen_list(receiver) {
            self.arena.get_mut(receiver).ordered = true;
        }
        let ty = match call.method == "len" {
            true => Ty::usize(),
            false => Ty::Bool,
        };
        let op = Op::Plain(Plain::Method(call.method.clone(), quote!()), vec![receiver]);
        self.discrete(op, ty, call.span())
    }
}
