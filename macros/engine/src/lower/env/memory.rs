//! Arrays and `Vec`s that are changed in place: places, loads and stores.

use crate::diagnostics as code;
use crate::ir::{Arena, Block, Flow, Id, Ids, Node, Op, Place, Step, Stmt, Var};
use crate::lower::Lower;
use crate::lower::sequence::Sequence;
use crate::names::plain;
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use std::collections::BTreeMap;
use syn::Pat;

/// A variable that is changed in place, while it is lowered.
pub(in crate::lower) struct Memory {
    pub(in crate::lower) var: Var,
    pub(in crate::lower) name: String,
    /// Of the whole.
    pub(in crate::lower) ty: Ty,
    /// Its number of elements may change.
    pub(in crate::lower) resized: bool,
    /// What has flowed into it.
    pub(in crate::lower) flow: Flow,
    /// The parameter by `&mut` that it is.
    pub(in crate::lower) param: Option<usize>,
    /// It is of a type of the user's, and so carries no derivative.
    pub(in crate::lower) opaque: bool,
}

/// Notes at the end of each block the shape of what it declares, where that may not be how it began, or where a number of
/// elements does not say all: the reverse sweep begins with a zero of that shape.
pub(in crate::lower) fn measure(
    arena: &mut Arena,
    block: &mut Block,
    memories: &[Memory],
) -> BTreeMap<Var, Id> {
    let mut wanted: BTreeMap<Var, Ty> = BTreeMap::new();
    let ty = |var: Var| memories.iter().find(|memory| memory.var == var).map(|memory| memory.ty.clone());
    block.each(&mut |stmt| {
        if let Stmt::Grow(place, _) | Stmt::Shrink(place, _) | Stmt::Replace(place, ..) = stmt {
            wanted.extend(ty(place.var).map(|ty| (place.var, ty)));
        }
    });
    let nested = memories.iter().filter(|memory| memory.flow.varies && !counts(&memory.ty));
    wanted.extend(nested.map(|memory| (memory.var, memory.ty.clone())));
    let mut shapes = BTreeMap::new();
    if !wanted.is_empty() {
        measure_block(arena, block, &wanted, &mut shapes);
    }
    shapes
}

/// Does the number of elements say all of the shape of a list? What may be a struct has no other shape than its own.
fn counts(ty: &Ty) -> bool {
    match ty {
        Ty::Infer(_) | Ty::Named(_) => false,
        ty if ty.has_elements() => ty.part(0).is_none_or(|elem| elem.has_known_shape()),
        _ => true,
    }
}

/// Takes back what was noted of the shapes of assigned values that have one shape only, or no derivative.
pub(in crate::lower) fn settle_stores(arena: &Arena, block: &mut Block, memories: &[Memory]) {
    let varies = |var: Var| memories.iter().any(|memory| memory.var == var && memory.flow.varies);
    let mut unused = Ids::new();
    for stmt in &mut block.stmts {
        match stmt {
            Stmt::Replace(place, value, shape) => {
                let ty = arena.ty(*value);
                let other = matches!(ty, Ty::Infer(_) | Ty::Named(_)) && varies(place.var);
                if !other && !matches!(ty, Ty::Vec(_)) {
                    unused.insert(*shape);
                    *stmt = Stmt::Store(place.clone(), *value);
                }
            }
            other => {
                let arms = match other {
                    Stmt::Branch(branch) => branch.arms.iter_mut().map(|arm| &mut arm.body).collect(),
                    other => other.blocks_mut(),
                };
                arms.into_iter().for_each(|block| settle_stores(arena, block, memories));
            }
        }
    }
    block.stmts.retain(|stmt| !matches!(stmt, Stmt::Let(id) if unused.contains(id)));
}

fn measure_block(
    arena: &mut Arena,
    block: &mut Block,
    wanted: &BTreeMap<Var, Ty>,
    shapes: &mut BTreeMap<Var, Id>,
) {
    let mut own = Vec::new();
    for stmt in &mut block.stmts {
        own.extend(stmt.declares().and_then(|var| Some((var, wanted.get(&var)?))));
        let bodies = match stmt {
            Stmt::Branch(branch) => branch.arms.iter_mut().map(|arm| &mut arm.body).collect(),
            other => other.blocks_mut(),
        };
        bodies.into_iter().for_each(|block| measure_block(arena, block, wanted, shapes));
    }
    for (var, ty) in own {
        let id = arena.add(shape(Place { var, path: Vec::new() }, ty));
        block.stmts.push(Stmt::Let(id));
        shapes.insert(var, id);
    }
}

/// The shape of a list as it is when this is evaluated.
fn shape(place: Place, ty: &Ty) -> Node {
    let (op, ty, role) = match counts(ty) {
        true => (Op::Len(place), Ty::usize(), "length"),
        false => (Op::Zeros(place), ty.clone(), "zeros"),
    };
    let (flow, span) = (Flow::default(), Span::call_site());
    Node {
        op,
        ty,
        flow,
        span,
        name: None,
        role: Some(role.into()),
        adjoint: false,
        unseen: false,
        ordered: false,
    }
}

impl Lower<'_> {
    /// Is the pattern a name whose value is changed in place?
    pub(in crate::lower) fn becomes_memory(&self, pat: &Pat, value: Id) -> bool {
        match pat {
            Pat::Ident(ident) => {
                let name = ident.ident.to_string();
                // A list that is assigned as a whole may change its length, which values do not.
                let list = matches!(self.ty(value), Ty::Vec(_)) && self.changes.resized.contains(&name);
                let part = self.changes.fields.contains(&name)
                    && matches!(self.ty(value), Ty::Infer(_) | Ty::Named(_));
                ident.mutability.is_some()
                    && (list
                        || part
                        || self.changes.mutated.contains(&name)
                        || self.assumed.opaque.contains(&name))
                    && match self.types.resolve(&self.ty(value)) {
                        Ty::Ref(_) => false,
                        // One with a list in it would have to be copied part by part.
                        tuple @ Ty::Tuple(_) => tuple.is_copy(),
                        _ => true,
                    }
            }
            _ => false,
        }
    }

    /// Declares a variable that is changed in place.
    pub(in crate::lower) fn declare_memory(&mut self, name: &Ident, init: Id) {
        let place = self.anonymous(init, name.span());
        // Differentiated values may flow into the receiver of a differentiated method.
        let receives = self.assumed.receivers.contains(&name.to_string());
        let constructs = self.family(init).is_none() && self.constructs(init);
        let opaque = !receives && (self.assumed.opaque.contains(&name.to_string()) || constructs);
        if let Some(memory) = self.place_of(place).and_then(|place| self.memory(&place)) {
            memory.opaque = opaque;
        }
        if self.rows.contains(&init)
            && let Some(place) = self.place_of(place)
        {
            self.of_references.insert(place.var);
        }
        self.name_memory(name, place);
    }

    /// A variable without a name of the user's.
    pub(in crate::lower) fn anonymous(&mut self, init: Id, span: Span) -> Id {
        let ty = self.arena.ty(init).clone();
        let var = self.variable("list", ty, self.arena.get(init).flow, None);
        self.block.stmts.push(Stmt::Var(var, init));
        let ty = self.arena.ty(init).clone();
        let place = self.place(Place { var, path: Vec::new() }, ty, span);
        self.unnamed.insert(place);
        place
    }

    /// Gives a variable that was made without a name the user's.
    pub(in crate::lower) fn name_memory(&mut self, name: &Ident, place: Id) {
        self.unnamed.remove(&place);
        let resized =
            self.changes.resized.contains(&name.to_string()) || self.assumed.resized.contains(&plain(name));
        if let Some(memory) = self.place_of(place).and_then(|place| self.memory(&place)) {
            memory.name = plain(name);
            memory.resized |= resized;
        }
        self.bind_place(name, place);
    }

    /// A parameter by `&mut`: the variable is the caller's.
    pub(in crate::lower) fn declare_exchanged(&mut self, name: &Ident, param: usize, ty: Ty, flow: Flow) {
        let var = self.variable(&plain(name), ty.clone(), flow, Some(param));
        if let Some(memory) = self.memories.last_mut() {
            memory.opaque = matches!(ty, Ty::Named(_));
            memory.resized = self.assumed.resized.contains(&memory.name);
        }
        let place = self.place(Place { var, path: Vec::new() }, Ty::Ref(Box::new(ty)), name.span());
        self.lent.insert(place);
        self.bind_place(name, place);
    }

    fn variable(&mut self, name: &str, ty: Ty, own: Flow, param: Option<usize>) -> Var {
        let var = self.arena.var();
        let assumed = self.assumed.stored.get(&self.memories.len()).copied().unwrap_or_default();
        let (name, flow) = (name.to_owned(), own.and(assumed));
        self.memories.push(Memory { var, name, ty, resized: false, flow, param, opaque: false });
        var
    }

    fn bind_place(&mut self, name: &Ident, place: Id) {
        self.local_called(name, Some(place));
    }

    /// Marks places as borrowed by `&mut`. What is no place could be changed unseen.
    pub(in crate::lower) fn lend<const N: usize>(&mut self, ids: [Id; N]) {
        let strange = ids.iter().find(|id| self.place_of(**id).is_none() && !self.is_poisoned(**id));
        if let Some(id) = strange.copied() {
            self.sink.report_at(self.arena.get(id).span, &code::MUT_REFERENCE, &[]);
            // With what they refer to.
            let inner = ids.iter().filter_map(|id| match self.arena.op(*id) {
                Op::Borrow(inner) => Some(*inner),
                _ => None,
            });
            self.poisoned.extend(inner.chain(ids));
        }
        self.lent.extend(ids);
    }

    /// The place that an argument by `&mut` lends.
    pub(in crate::lower) fn lends(&self, id: Id) -> Option<Place> {
        self.place_of(id).filter(|_| self.lent.contains(&id))
    }

    /// Reports an argument that carries a place along, `f((x, &mut a))`: what the callee does with it would not be seen.
    pub(in crate::lower) fn carries_place(&mut self, args: &[Id]) -> bool {
        let found = args.iter().find_map(|arg| self.place_within(*arg));
        if let Some(place) = found {
            self.sink.report_at(self.arena.get(place).span, &code::MUT_REFERENCE, &[]);
        }
        found.is_some()
    }

    fn place_within(&self, id: Id) -> Option<Id> {
        let (Op::Tuple(parts) | Op::Array(parts) | Op::Struct(_, parts)) = self.arena.op(id) else {
            return None;
        };
        parts.iter().find_map(|part| match self.lends(*part) {
            Some(_) => Some(*part),
            None => self.place_within(*part),
        })
    }

    /// More may flow into a variable than what was stored there.
    pub(in crate::lower) fn flows_into(&mut self, place: &Place, flow: Flow) {
        if let Some(memory) = self.memory(place) {
            memory.flow = memory.flow.and(flow);
        }
    }

    pub(in crate::lower) fn memory(&mut self, place: &Place) -> Option<&mut Memory> {
        self.memories.iter_mut().find(|memory| memory.var == place.var)
    }

    /// A place that is not read.
    pub(in crate::lower) fn place(&mut self, place: Place, ty: Ty, span: Span) -> Id {
        let flow = self.memory(&place).map(|memory| memory.flow).unwrap_or_default();
        self.node_with(Op::Lvalue(place), ty, flow, span)
    }

    /// The place behind a node.
    pub(in crate::lower) fn place_of(&self, id: Id) -> Option<Place> {
        match self.arena.op(id) {
            Op::Lvalue(place) => Some(place.clone()),
            _ => None,
        }
    }

    /// What a pattern binds: a variable that was just made is not read but gets its name.
    pub(in crate::lower) fn bound_value(&mut self, id: Id) -> Id {
        if self.unnamed.contains(&id) { id } else { self.loaded(id) }
    }

    /// Reads a place; a reference to a place stays one.
    pub(in crate::lower) fn loaded(&mut self, id: Id) -> Id {
        match (self.place_of(id), self.ty(id)) {
            (None, _) | (Some(_), Ty::Ref(_)) => id,
            (Some(place), _) => {
                let ty = self.arena.ty(id).clone();
                let (mut flow, span) = (self.arena.get(id).flow, self.arena.get(id).span);
                if let Some(memory) = self.memory(&place) {
                    // More may have flowed into it since the place was named.
                    flow = flow.and(memory.flow);
                }
                let load = self.node_with(Op::Load(place), ty, flow, span);
                if self.arena.is_sure(id) {
                    self.arena.assure(load);
                }
                load
            }
        }
    }

    /// What a call gets for a reference to a place: a reference to a copy, since the place may change before the
    /// reverse sweep looks at it again.
    pub(in crate::lower) fn argument(&mut self, id: Id) -> Id {
        let id = self.as_rust(id);
        if self.lends(id).is_some() {
            return id;
        }
        let Some(place) = self.place_of(id) else { return self.with_parts_as_arguments(id) };
        let (flow, span) = (self.arena.get(id).flow, self.arena.get(id).span);
        let ty = match self.ty(id).referent() {
            Ty::Slice(elem) => Ty::Vec(elem.clone()),
            other => other.clone(),
        };
        let copy = self.node_with(Op::Load(place), ty, flow, span);
        self.borrow(copy, span)
    }

    /// `f((x, &a))`: a tuple or an array with references to copies. Rust makes no slice of a `&Vec` in there.
    fn with_parts_as_arguments(&mut self, id: Id) -> Id {
        let (span, flow) = (self.arena.get(id).span, self.arena.get(id).flow);
        let parts = match (self.arena.op(id).clone(), self.arrays_of_copies.get(&id)) {
            (Op::Borrow(inner), _) => {
                let own = self.with_parts_as_arguments(inner);
                return if own == inner { id } else { self.borrow(own, span) };
            }
            (_, Some(references)) => references.clone(),
            (Op::Tuple(parts) | Op::Array(parts), None) => parts,
            _ => return id,
        };
        let own: Vec<Id> = parts.iter().map(|part| self.part_as_argument(*part)).collect();
        match self.arena.op(id) {
            _ if own == parts && !self.arrays_of_copies.contains_key(&id) => id,
            Op::Tuple(_) => {
                let ty = self.arena.ty(id).clone();
                self.node_with(Op::Tuple(own), ty, flow, span)
            }
            _ => self.array_with(own, span),
        }
    }

    fn part_as_argument(&mut self, part: Id) -> Id {
        let span = self.arena.get(part).span;
        let is_slice = matches!(self.ty(part).referent(), Ty::Slice(_));
        let own = self.argument(part);
        if own != part
            && is_slice
            && let Some(length) = self.length(part, span)
        {
            let zero = self.index_literal(0);
            return self.slice(own, zero, length, span);
        }
        own
    }

    /// One step into a place, which is known to be in bounds: an element of a part is an element of the whole.
    pub(in crate::lower) fn step_into(&mut self, mut place: Place, mut step: Step, ty: Ty, span: Span) -> Id {
        while let Some(Step::Range(from, _)) = place.path.last().cloned() {
            step = match step {
                Step::Index(at) => Step::Index(self.total(from, at, span)),
                Step::Range(a, b) => Step::Range(self.total(from, a, span), self.total(from, b, span)),
                Step::Field(_) => break,
            };
            place.path.pop();
        }
        self.part_of_place(place, step, ty, span)
    }

    /// One step into a place: a part of a part is looked for in that, where it may be out of bounds.
    pub(in crate::lower) fn part_of_place(&mut self, mut place: Place, step: Step, ty: Ty, span: Span) -> Id {
        place.path.push(step);
        self.place(place, ty, span)
    }

    /// Assigns a place.
    pub(in crate::lower) fn store(&mut self, place: Place, value: Id) {
        let value = match self.type_of_place(&place) {
            Some(ty) => self.coerced(value, &ty),
            None => value,
        };
        // A reference to a variable is none of the values of another.
        self.types.disagree |= self.place_of(value).is_some();
        let flow = self.arena.get(value).flow;
        self.flows_into(&place, flow);
        // What a call gives may turn out to be a list here.
        let of = self.arena.ty(value).clone();
        match self.type_of_place(&place) {
            Some(whole) => self.types.unify(&whole, &of),
            None => self.stored_by_user(&place, &of),
        }
        let is_list = matches!(self.ty(value), Ty::Vec(_));
        if !is_list && !matches!(self.ty(value), Ty::Infer(_)) {
            self.block.stmts.push(Stmt::Store(place, value));
            return;
        }
        if is_list
            && place.path.is_empty()
            && self.memory(&place).is_some_and(|memory| memory.param.is_some())
        {
            return self.store_for_caller(place, value);
        }
        // A list of another length may take its place, or a struct with other lists in it.
        let ty = self.types.resolve(&of);
        let shape = self.arena.add(shape(place.clone(), &ty));
        self.block.stmts.push(Stmt::Let(shape));
        self.block.stmts.push(Stmt::Replace(place, value, shape));
    }

    /// Assigns a list of the caller's, who holds a buffer of the same length for its adjoint: the length must stay.
    fn store_for_caller(&mut self, place: Place, value: Id) {
        let span = self.arena.get(value).span;
        let Some(whole) = self.type_of_place(&place) else { return };
        let of = self.arena.ty(value).clone();
        self.types.unify(&whole, &of);
        let target = self.place(place.clone(), whole, span);
        let (length, given) = (self.length_now(place, span), self.length(value, span));
        let Some(given) = given else { return };
        let names = ["length", "given"].map(|name| Ident::new(name, Span::call_site()));
        let [a, b] = &names;
        let message = "a list lent by `&mut` must keep its length where the function is differentiated";
        let assertion = quote::quote!(::core::assert_eq!(#a, #b, #message););
        self.effect(assertion, names.clone().into_iter().zip([length, given]).collect());
        let indices = Sequence::indices(self.index_literal(0), length);
        self.over(indices, Vec::new(), None, span, |lower, index| {
            let element = lower.element(value, index, span);
            let target = lower.element(target, index, span);
            lower.store_at(target, element);
        });
    }

    /// How many elements a list has at this point.
    pub(in crate::lower) fn length_now(&mut self, place: Place, span: Span) -> Id {
        let length = self.node_with(Op::Len(place), Ty::usize(), Flow::default(), span);
        self.arena.get_mut(length).role = Some("length".into());
        length
    }

    /// Could the number of elements change?
    pub(in crate::lower) fn is_resized(&mut self, place: &Place) -> bool {
        // What is inside of another list may be replaced by any.
        !place.path.is_empty() || self.memory(place).is_some_and(|memory| memory.resized)
    }

    /// Did more flow into a variable than was assumed when it was read?
    pub(in crate::lower) fn check_assumptions(&mut self) {
        for (number, Memory { flow, .. }) in self.memories.iter().enumerate() {
            let assumed = self.assumed.stored.get(&number).copied().unwrap_or_default();
            if assumed.and(*flow) != assumed {
                self.assumed.stored.insert(number, assumed.and(*flow));
                self.again = true;
            }
        }
    }
}
