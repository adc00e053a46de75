//! Methods that change a list in place, and the functions of `std::mem`.

use crate::diagnostics as code;
use crate::ir::{Callee, Id, Literal, Member, Op, Place, Plain, Stmt};
use crate::lower::Lower;
use crate::lower::scan::changes::{FOLLOWED, RESIZERS, VIEWS, mutates};
use crate::lower::sequence::Sequence;
use crate::types::{Len, Ty};
use proc_macro2::{Ident, Span};
use syn::Expr;

impl Lower<'_> {
    /// Adds an element to the end of a list.
    pub(in crate::lower) fn push(&mut self, place: Place, value: Id) {
        let elem = self.list_element(&place);
        let value = self.loaded(value);
        let value = self.coerced(value, &elem);
        let is_row = self.of_references.contains(&place.var)
            && place.path.is_empty()
            && matches!(self.types.resolve(&elem), Ty::Vec(_))
            && matches!(self.ty(value), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
        let kept = match is_row || self.is_array_as_slice(value, &elem) {
            true => self.copied_list(value),
            false => self.kept_in_list(value),
        };
        self.note_references(place.var, value, kept);
        let value = kept;
        let flow = self.arena.get(value).flow;
        self.flows_into(&place, flow);
        let (elem, of) = (self.list_element(&place), self.arena.ty(value).clone());
        self.types.unify(&elem, &of);
        self.block.stmts.push(Stmt::Grow(place, value));
    }

    /// An item by which a list is extended: of a slice it is a reference, which `push` copies.
    fn added(&mut self, item: Id) -> Id {
        match self.ty(item) {
            Ty::Ref(to) if matches!(*to, Ty::Slice(_)) => item,
            _ => self.operand(item),
        }
    }

    /// What a list keeps of an element: a number instead of a reference to one, which may not live as long as the list does
    /// in the gradient.
    pub(in crate::lower) fn kept_in_list(&mut self, value: Id) -> Id {
        if self.lends(value).is_some() {
            // What is kept is a copy, so that a change of it would be lost.
            self.sink.report_at(self.arena.get(value).span, &code::MUT_REFERENCE, &[]);
            return self.reported();
        }
        match self.ty(value) {
            Ty::Ref(to) if self.types.resolve(&to).is_copy() && !to.refers() => self.operand(value),
            Ty::Ref(to) if self.types.resolve(&to).is_list() && !to.refers() => self.copied_list(value),
            ty @ Ty::Tuple(_) if ty.refers() => {
                let span = self.arena.get(value).span;
                let parts = (0..ty.arity().unwrap_or_default()).map(|index| {
                    let part = self.part(value, Member::Index(index), span);
                    self.kept_in_list(part)
                });
                let parts: Vec<Id> = parts.collect();
                self.tuple_of(parts, span)
            }
            _ => value,
        }
    }

    /// Is it `&[a, b]` where the list is one of slices?
    fn is_array_as_slice(&mut self, value: Id, elem: &Ty) -> bool {
        let of_array = |ty: Ty| matches!(ty, Ty::Ref(to) if matches!(*to, Ty::Array(..)));
        self.types.resolve(elem).is_list() && of_array(self.ty(value))
    }

    /// What a slice refers to.
    fn copied_list(&mut self, slice: Id) -> Id {
        let elem = self.ty(slice).referent().part(0).unwrap_or_else(|| self.types.fresh());
        let span = self.arena.get(slice).span;
        self.node(Op::ToVec(slice), Ty::Vec(Box::new(elem)), span)
    }

    /// A `Vec` of slices, which keeps what is in them; `None` if these are none.
    pub(in crate::lower) fn list_of_slices(&mut self, array: Id) -> Option<Id> {
        let Op::Array(slices) = self.arena.op(array).clone() else { return None };
        let is_slice = |ty: Ty| matches!(&ty, Ty::Ref(to) if to.is_list());
        if !self.varies(array) || !is_slice(self.ty(*slices.first()?)) {
            return None;
        }
        self.list_kept(array, slices)
    }

    /// `let mut rows: Vec<&[usize]> = vec![&[0]];`: a list to which others may be added, as the type says.
    pub(in crate::lower) fn list_of_rows(&mut self, list: Id, read: &Ty) -> Option<Id> {
        let of_slices =
            matches!(read, Ty::Vec(elem) if matches!(&**elem, Ty::Ref(to) if matches!(**to, Ty::Slice(_))));
        let Op::ToVec(array) = self.arena.op(list).clone() else { return None };
        let Op::Array(rows) = self.arena.op(array).clone() else { return None };
        let is_row = |ty: Ty| matches!(&ty, Ty::Ref(to) if matches!(**to, Ty::Array(..) | Ty::Slice(_)));
        let rows = Some(rows).filter(|rows| of_slices && rows.iter().all(|row| is_row(self.ty(*row))))?;
        self.list_kept(array, rows)
    }

    fn list_kept(&mut self, array: Id, slices: Vec<Id>) -> Option<Id> {
        let span = self.arena.get(array).span;
        let kept: Vec<Id> = slices.iter().map(|slice| self.copied_list(*slice)).collect();
        let elem = self.arena.ty(kept[0]).clone();
        let (slice, first, len) = (slices[0], kept[0], Len::of(kept.len()));
        let array = self.node(Op::Array(kept), Ty::Array(Box::new(elem.clone()), len), span);
        let list = self.node(Op::ToVec(array), Ty::Vec(Box::new(elem)), span);
        let list = self.anonymous(list, span);
        self.note_references(self.place_of(list)?.var, slice, first);
        Some(list)
    }

    /// Notes a list that keeps what the user's list has references to.
    pub(in crate::lower) fn note_references(&mut self, var: crate::ir::Var, value: Id, kept: Id) {
        if value != kept && matches!(self.ty(value), Ty::Ref(_)) {
            self.of_references.insert(var);
        }
    }

    /// An argument of a call that the user took out of such a list: a reference.
    pub(in crate::lower) fn out_of_references(&mut self, arg: Id) -> Id {
        match self.arena.op(arg) {
            Op::Load(place) if !place.path.is_empty() && self.of_references.contains(&place.var) => {
                self.borrow(arg, self.arena.get(arg).span)
            }
            _ => match self.place_of(arg) {
                Some(place) if place.path.is_empty() && self.of_references.contains(&place.var) => {
                    let shown = "a `Vec` of references as an argument";
                    self.sink.report_at(
                        self.arena.get(arg).span,
                        &code::UNSUPPORTED,
                        &[shown, "collect what they refer to, by `.copied()` or `.cloned()`"],
                    );
                    self.reported()
                }
                _ => arg,
            },
        }
    }

    /// A list without elements.
    pub(in crate::lower) fn empty_list(&mut self, elem: Ty, span: Span) -> Id {
        let (zero, none) = (self.zero(elem.clone()), self.index_literal(0));
        self.node(Op::List(zero, none), Ty::Vec(Box::new(elem)), span)
    }

    /// Is it `Vec::new()`?
    pub(in crate::lower) fn is_empty_list(&self, id: Id) -> bool {
        let is_zero = |id: Id| matches!(self.arena.op(id), Op::Literal(Literal::Int(Some(0), _)));
        matches!(self.arena.op(id), Op::List(_, none) if is_zero(*none))
    }

    /// A list that begins empty and grows.
    pub(in crate::lower) fn growing(&mut self, elem: Ty, span: Span) -> Id {
        let empty = self.empty_list(elem, span);
        let list = self.anonymous(empty, span);
        if let Some(memory) = self.place_of(list).and_then(|place| self.memory(&place)) {
            memory.resized = true;
        }
        list
    }

    /// A list that grows or shrinks must be the function's own, or be in one that is.
    pub(in crate::lower) fn may_resize(&mut self, place: &Place) -> bool {
        self.memory(place).is_some_and(|memory| memory.param.is_none())
    }

    /// Does it add to a list in a field of a parameter, whose type only rustc knows? The elements are added one after the other.
    pub(in crate::lower) fn extends_by_rule(
        &mut self,
        call: &syn::ExprMethodCall,
        place: &Place,
        receiver: Id,
    ) -> bool {
        let extends = match (call.method.to_string().as_str(), call.args.first()) {
            ("extend_from_slice", Some(_)) => true,
            ("extend", Some(items)) => self.is_chain(items),
            _ => false,
        };
        extends && self.is_unseen_list(receiver) && !self.may_resize(place)
    }

    /// Adds an element to a list in a field of a parameter.
    fn push_by_rule(&mut self, place: Place, value: Id, span: Span) {
        let value = self.argument(value);
        self.resize_by_rule("push_on_vec", place, vec![value], span);
    }

    /// Takes the last element off a list in a field of a parameter.
    pub(in crate::lower) fn popped_by_rule(&mut self, place: Place, span: Span) -> Id {
        self.resize_by_rule("pop_of_vec", place, Vec::new(), span)
    }

    /// Calls the rule of core for a method of a `Vec`.
    fn resize_by_rule(&mut self, name: &str, place: Place, args: Vec<Id>, span: Span) -> Id {
        let ty = self.types.fresh();
        let list = self.place(place, Ty::Ref(Box::new(ty)), span);
        self.lent.insert(list);
        let callee = Callee::Method(Ident::new(name, span), proc_macro2::TokenStream::new());
        self.differentiated_call(callee, std::iter::once(list).chain(args).collect(), span)
    }

    /// Takes elements off a list until it has `length`; gives how many it has then.
    fn shorten(&mut self, list: Id, place: Place, length: Id, span: Span) -> Option<Id> {
        let whole = self.length(list, span)?;
        let least = self.least(length, whole, span);
        self.over(Sequence::indices(least, whole), Vec::new(), None, span, |lower, _| {
            lower.shrink(place, span);
        });
        Some(least)
    }

    /// Two lengths that must be the same: the function panics where they are not.
    fn same_length(&mut self, a: Id, b: Id, span: Span) {
        let known = self.arena.integer(a).zip(self.arena.integer(b)).is_some_and(|(a, b)| a == b);
        if !known && !self.arena.same_index(a, b) {
            self.check(quote::quote!(same_length), vec![a, b], span);
        }
    }

    /// A number of elements that must not be 0.
    pub(in crate::lower) fn nonzero(&mut self, count: Id, span: Span) {
        if self.arena.integer(count).is_none_or(|count| count <= 0) {
            self.check(quote::quote!(nonzero), vec![count], span);
        }
    }

    /// A function of core that only panics.
    fn check(&mut self, name: proc_macro2::TokenStream, args: Vec<Id>, span: Span) {
        let private = crate::names::private();
        self.discrete(
            Op::Plain(Plain::Call(quote::quote!(#private::#name)), args),
            Ty::Tuple(Vec::new()),
            span,
        );
    }

    /// Assigns what is a place.
    pub(in crate::lower) fn store_at(&mut self, target: Id, value: Id) {
        if let Some(place) = self.place_of(target) {
            self.store(place, value);
        }
    }

    /// Exchanges two elements.
    fn exchange(&mut self, [a, b]: [Id; 2]) {
        let (x, y) = (self.loaded(a), self.loaded(b));
        self.store_at(a, y);
        self.store_at(b, x);
    }

    /// The place that a method changes which is called on it; else what stands for the call, which is refused here or by rustc.
    pub(in crate::lower) fn changed_place(
        &mut self,
        call: &syn::ExprMethodCall,
        receiver: Id,
    ) -> Result<Place, Id> {
        match self.place_of(receiver) {
            Some(place) => Ok(place),
            None if self.is_immutable(&call.receiver) => {
                self.immutable = true;
                Err(self.unit())
            }
            None => Err(self.refuse_method(call, receiver)),
        }
    }

    /// The methods that change a list in place; `None` if the method is none that changes a place.
    pub(in crate::lower) fn mutator(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        if !mutates(&name) || VIEWS.contains(&name.as_str()) {
            return None;
        }
        let receiver = self.lvalue(&call.receiver);
        let place = match self.changed_place(call, receiver) {
            Ok(place) => place,
            Err(refused) => return Some(refused),
        };
        let span = call.method.span();
        if self.extends_by_rule(call, &place, receiver) {
            let add = &mut |lower: &mut Lower<'_>, item: Id| {
                let item = lower.operand(item);
                lower.push_by_rule(place.clone(), item, span);
            };
            let items = call.args.first()?;
            if self.is_chain(items) {
                self.each(items, &[], Vec::new(), span, add)?;
            } else {
                let sequence = self.sequence_of(items)?;
                self.over(sequence, Vec::new(), None, span, add);
            }
            return Some(self.unit());
        }
        let grows = name == "push";
        if self.is_unseen_list(receiver) && RESIZERS.contains(&name.as_str()) {
            // Of what is differentiated only a `Vec` has such a method.
            let list = Ty::Vec(Box::new(self.types.fresh()));
            let ty = self.arena.ty(receiver).referent().clone();
            self.types.unify(&ty, &list);
        }
        if !grows && !self.ty(receiver).has_elements() && !self.is_unseen_list(receiver) {
            // What else has such a method only its author knows.
            return Some(self.refuse_method(call, receiver));
        }
        let followed = FOLLOWED.contains(&name.as_str())
            && (!RESIZERS.contains(&name.as_str()) || self.may_resize(&place));
        if !followed && self.may_run_opaque(call, receiver) {
            return Some(self.opaque_method(call, receiver));
        }
        if RESIZERS.contains(&name.as_str()) && !self.may_resize(&place) {
            return Some(self.report(&call.method, &code::RESIZE, &[&name]));
        }
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (name.as_str(), arguments.as_slice()) {
            ("push", [value]) => {
                let value = self.expr(value);
                self.push(place, value);
            }
            ("pop", []) => {
                if let Some(crate::lower::option::optional::Optional { some, make, .. }) =
                    self.optional_method(call)
                {
                    let taken = |lower: &mut Lower<'_>| {
                        make(lower);
                        lower.unit()
                    };
                    self.branch_on(some, taken, |lower| lower.unit());
                }
            }
            ("clear", []) => {
                let elem = self.list_element(&place);
                let empty = self.empty_list(elem, span);
                self.store(place, empty);
            }
            ("truncate", [length]) => {
                let length = self.number_of_elements(length);
                self.shorten(receiver, place, length, span)?;
            }
            ("extend", [items]) if self.is_chain(items) => {
                self.each(items, &[], Vec::new(), span, &mut |lower, item| {
                    let item = lower.added(item);
                    lower.push(place.clone(), item);
                })?;
            }
            ("extend_from_slice" | "extend", [items]) => {
                let sequence = self.sequence_of(items)?;
                self.over(sequence, Vec::new(), None, span, |lower, item| {
                    let item = lower.added(item);
                    lower.push(place, item);
                });
            }
            ("resize", [length, value]) => {
                let (length, value) = (self.number_of_elements(length), self.expr(value));
                let least = self.shorten(receiver, place.clone(), length, span)?;
                let more = Sequence::indices(least, length);
                self.over(more, Vec::new(), None, span, |lower, _| lower.push(place, value));
            }
            ("reverse", []) => {
                let length = self.length(receiver, span)?;
                let two = self.index_literal(2);
                let usize = Ty::usize();
                let half = self.discrete(Op::Plain(Plain::operator("/"), vec![length, two]), usize, span);
                let indices = Sequence::indices(self.index_literal(0), half);
                self.over(indices, Vec::new(), None, span, |lower, index| {
                    let behind = lower.plus(index, 1);
                    let other = lower.difference(length, behind, span);
                    let elements = [index, other].map(|at| lower.element(receiver, at, span));
                    lower.exchange(elements);
                });
            }
            ("swap", [i, j]) => {
                let (i, j) = (self.expr(i), self.expr(j));
                let elements = [i, j].map(|at| self.element_at(receiver, at, span));
                self.exchange(elements);
            }
            ("fill", [value]) => {
                let value = self.expr(value);
                let sequence = self.elements(receiver, true, true, span)?;
                self.over(sequence, Vec::new(), None, span, |lower, target| lower.store_at(target, value));
            }
            ("copy_from_slice" | "clone_from_slice", [source]) => {
                let source = self.lvalue(source);
                let (length, given) = (self.length(receiver, span)?, self.length(source, span)?);
                self.same_length(length, given, span);
                let indices = Sequence::indices(self.index_literal(0), length);
                self.over(indices, Vec::new(), None, span, |lower, index| {
                    let value = lower.element(source, index, span);
                    let value = lower.loaded(value);
                    let target = lower.element(receiver, index, span);
                    lower.store_at(target, value);
                });
            }
            _ => return Some(self.refuse_method(call, receiver)),
        }
        Some(self.unit())
    }

    /// Is it `&mut r`, where `r` is itself a reference? Then the references change places, and not what they lead to.
    pub(in crate::lower) fn leads_to_reference(&mut self, arg: &Expr) -> bool {
        let Expr::Reference(reference) = arg else { return false };
        let Expr::Path(path) = crate::lower::expr::operator::bare(&reference.expr) else { return false };
        let Some(local) = path.path.get_ident().and_then(|name| self.local(name)) else { return false };
        let value = self.value_of_local(local);
        self.referring.contains_key(&local.0)
            || matches!(self.ty(value), Ty::Ref(_))
            || self.lends(value).is_some()
    }

    /// `std::mem::swap`, `std::mem::replace` and `std::mem::take`.
    pub(in crate::lower) fn memory_function(&mut self, name: &str, args: &[Id]) -> Option<Id> {
        let a = args.first()?;
        let target = self.lends(*a)?;
        let span = self.arena.get(*a).span;
        let place = self.deref(*a, span);
        let old = self.loaded(place);
        let b = args.get(1).copied();
        match (name, b, b.and_then(|b| self.lends(b))) {
            ("take", None, None) => {
                let default = match self.ty(old) {
                    Ty::Vec(elem) => self.empty_list(*elem, span),
                    ty @ (Ty::Float(_) | Ty::Array(..) | Ty::Tuple(_)) => self.zero(ty),
                    ty @ Ty::Infer(_) if self.is_own_list(place) => {
                        // Whatever it is, rustc knows its default.
                        let default = Plain::Call(quote::quote!(::core::default::Default::default));
                        self.discrete(Op::Plain(default, Vec::new()), ty, span)
                    }
                    _ => return None,
                };
                self.store(target, default);
                Some(old)
            }
            ("swap", Some(b), Some(other)) => {
                let place = self.deref(b, span);
                let new = self.loaded(place);
                self.store(target, new);
                self.store(other, old);
                Some(self.unit())
            }
            ("replace", Some(b), None) => {
                self.store(target, b);
                Some(old)
            }
            _ => None,
        }
    }
}

/// Is it `mem::swap`, `mem::replace` or `mem::take`?
pub(in crate::lower) fn is_of_memory(path: &syn::ExprPath) -> bool {
    let mut segments = path.path.segments.iter().rev();
    let name =
        segments.next().is_some_and(|name| ["swap", "replace", "take"].iter().any(|of| name.ident == of));
    name && segments.next().is_some_and(|module| module.ident == "mem")
}
