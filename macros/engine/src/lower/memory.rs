//! Arrays and `Vec`s that are changed in place: places, loads and stores.

use super::Lower;
use crate::diagnostics as code;
use crate::ir::{Arena, Block, Flow, Id, Node, Op, Place, Plain, Step, Stmt, Var};
use crate::types::Ty;
use proc_macro2::{Ident, Span};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use syn::{Expr, Pat};

/// Methods that change what they are called on.
const MUTATORS: [&str; 29] = [
    "swap",
    "fill",
    "reverse",
    "copy_from_slice",
    "clone_from_slice",
    "copy_within",
    "iter_mut",
    "chunks_mut",
    "chunks_exact_mut",
    "split_at_mut",
    "sort",
    "sort_by",
    "sort_by_key",
    "sort_unstable",
    "sort_unstable_by",
    "rotate_left",
    "rotate_right",
    "push",
    "pop",
    "clear",
    "truncate",
    "extend",
    "extend_from_slice",
    "append",
    "insert",
    "remove",
    "swap_remove",
    "drain",
    "resize",
];

/// Those after which a list may have another number of elements.
const RESIZERS: [&str; 12] = [
    "push",
    "pop",
    "clear",
    "truncate",
    "extend",
    "extend_from_slice",
    "append",
    "insert",
    "remove",
    "swap_remove",
    "drain",
    "resize",
];

/// A variable that is changed in place, while it is lowered.
pub(super) struct Memory {
    pub(super) var: Var,
    pub(super) name: String,
    /// Of the whole.
    pub(super) ty: Ty,
    /// Its number of elements may change.
    pub(super) resized: bool,
    /// What has flowed into it.
    pub(super) flow: Flow,
    /// The parameter by `&mut` that it is.
    pub(super) param: Option<usize>,
}

/// The names of locals of which a part is changed somewhere in a function.
pub(super) fn mutated(block: &syn::Block) -> Vec<String> {
    struct Search(Vec<String>);
    impl Search {
        fn base(&mut self, expr: &Expr) {
            match expr {
                Expr::Path(path) => self.0.extend(path.path.get_ident().map(Ident::to_string)),
                Expr::Index(index) => self.base(&index.expr),
                Expr::Field(field) => self.base(&field.base),
                Expr::Paren(inner) => self.base(&inner.expr),
                Expr::Unary(unary) => self.base(&unary.expr),
                Expr::MethodCall(call) => self.base(&call.receiver),
                Expr::Reference(reference) => self.base(&reference.expr),
                _ => {}
            }
        }
        fn target(&mut self, expr: &Expr) {
            match expr {
                Expr::Index(index) => self.base(&index.expr),
                Expr::Paren(inner) => self.target(&inner.expr),
                Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.target(elem)),
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
            self.target(&assign.left);
            syn::visit::visit_expr_assign(self, assign);
        }
        fn visit_expr_binary(&mut self, binary: &'ast syn::ExprBinary) {
            if super::operator::compound(&binary.op).is_some() {
                self.target(&binary.left);
            }
            syn::visit::visit_expr_binary(self, binary);
        }
        fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
            if reference.mutability.is_some() {
                self.base(&reference.expr);
            }
            syn::visit::visit_expr_reference(self, reference);
        }
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            if MUTATORS.contains(&call.method.to_string().as_str()) {
                self.base(&call.receiver);
            }
            syn::visit::visit_expr_method_call(self, call);
        }
        fn visit_pat_ident(&mut self, _: &'ast syn::PatIdent) {}
    }
    let mut search = Search(Vec::new());
    search.visit_block(block);
    search.0
}

/// The names of locals whose number of elements may change: by a method, or because all of them are assigned.
pub(super) fn resized(block: &syn::Block) -> Vec<String> {
    struct Search(Vec<String>);
    impl Search {
        fn base(&mut self, expr: &Expr) {
            match expr {
                Expr::Path(path) => self.0.extend(path.path.get_ident().map(Ident::to_string)),
                Expr::Index(index) => self.base(&index.expr),
                Expr::Field(field) => self.base(&field.base),
                Expr::Paren(inner) => self.base(&inner.expr),
                Expr::Unary(unary) => self.base(&unary.expr),
                Expr::Tuple(tuple) => tuple.elems.iter().for_each(|elem| self.base(elem)),
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_assign(&mut self, assign: &'ast syn::ExprAssign) {
            self.base(&assign.left);
            syn::visit::visit_expr_assign(self, assign);
        }
        fn visit_expr_reference(&mut self, reference: &'ast syn::ExprReference) {
            if reference.mutability.is_some() {
                self.base(&reference.expr);
            }
            syn::visit::visit_expr_reference(self, reference);
        }
        fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
            if RESIZERS.contains(&call.method.to_string().as_str()) {
                self.base(&call.receiver);
            }
            syn::visit::visit_expr_method_call(self, call);
        }
    }
    let mut search = Search(Vec::new());
    search.visit_block(block);
    search.0
}

/// Says at the end of each block how many elements the lists have that it declares and that grow or shrink: the
/// reverse sweep begins with as many adjoints.
pub(super) fn measure(arena: &mut Arena, block: &mut Block) -> BTreeMap<Var, Id> {
    let mut resized = BTreeSet::new();
    block.each(&mut |stmt| {
        if let Stmt::Grow(place, _) | Stmt::Shrink(place, _) | Stmt::Replace(place, ..) = stmt {
            resized.insert(place.var);
        }
    });
    let mut lengths = BTreeMap::new();
    if !resized.is_empty() {
        measure_block(arena, block, &resized, &mut lengths);
    }
    lengths
}

fn measure_block(
    arena: &mut Arena,
    block: &mut Block,
    resized: &BTreeSet<Var>,
    lengths: &mut BTreeMap<Var, Id>,
) {
    let mut own = Vec::new();
    for stmt in &mut block.stmts {
        match stmt {
            Stmt::Var(var, _) if resized.contains(var) => own.push(*var),
            Stmt::Branch(branch) => {
                branch.arms.iter_mut().for_each(|arm| measure_block(arena, &mut arm.body, resized, lengths));
            }
            Stmt::Loop(l) => measure_block(arena, &mut l.body, resized, lengths),
            _ => {}
        }
    }
    for var in own {
        let id = arena.add(Node {
            op: Op::Len(Place { var, path: Vec::new() }),
            ty: Ty::usize(),
            flow: Flow::default(),
            span: Span::call_site(),
            name: None,
            role: Some("length".into()),
            adjoint: false,
        });
        block.stmts.push(Stmt::Let(id));
        lengths.insert(var, id);
    }
}

impl Lower<'_> {
    /// Is the pattern a name whose value is changed in place?
    pub(super) fn becomes_memory(&self, pat: &Pat, value: Id) -> bool {
        match pat {
            Pat::Ident(ident) => {
                let name = ident.ident.to_string();
                // A list that is assigned as a whole may change its length, which values do not.
                let list =
                    matches!(self.ty(value), Ty::Vec(_)) && self.resized.contains(&plain(&ident.ident));
                ident.mutability.is_some()
                    && (list || self.mutated.contains(&name))
                    && !matches!(self.ty(value), Ty::Ref(_) | Ty::Tuple(_))
            }
            _ => false,
        }
    }

    /// Declares a variable that is changed in place.
    pub(super) fn declare_memory(&mut self, name: &Ident, init: Id) {
        let place = self.anonymous(init, name.span());
        self.name_memory(name, place);
    }

    /// A variable without a name of the user's.
    pub(super) fn anonymous(&mut self, init: Id, span: Span) -> Id {
        let ty = self.arena.ty(init).clone();
        let var = self.variable("list", ty, self.arena.get(init).flow, None);
        self.block.stmts.push(Stmt::Var(var, init));
        let ty = self.arena.ty(init).clone();
        let place = self.place(Place { var, path: Vec::new() }, ty, span);
        self.unnamed.insert(place);
        place
    }

    /// Gives a variable that was made without a name the user's.
    pub(super) fn name_memory(&mut self, name: &Ident, place: Id) {
        self.unnamed.remove(&place);
        let resized = self.resized.contains(&plain(name));
        if let Some(memory) = self.place_of(place).and_then(|place| self.memory(&place)) {
            memory.name = plain(name);
            memory.resized |= resized;
        }
        self.bind_place(name, place);
    }

    /// A parameter by `&mut`: the variable is the caller's.
    pub(super) fn declare_exchanged(&mut self, name: &Ident, param: usize, ty: Ty, flow: Flow) {
        let var = self.variable(&plain(name), ty.clone(), flow, Some(param));
        let place = self.place(Place { var, path: Vec::new() }, Ty::Ref(Box::new(ty)), name.span());
        self.lent.insert(place);
        self.bind_place(name, place);
    }

    fn variable(&mut self, name: &str, ty: Ty, own: Flow, param: Option<usize>) -> Var {
        let var = self.arena.var();
        let assumed = self.assumed_in.get(&self.memories.len()).copied().unwrap_or_default();
        let (name, flow) = (name.to_owned(), own.and(assumed));
        self.memories.push(Memory { var, name, ty, resized: false, flow, param });
        var
    }

    fn bind_place(&mut self, name: &Ident, place: Id) {
        self.names.push((name.clone(), super::Local(self.values.len())));
        self.values.push(Some(place));
    }

    /// Marks places as borrowed by `&mut`.
    pub(super) fn lend(&mut self, ids: [Id; 2]) {
        self.lent.extend(ids.into_iter().filter(|id| matches!(self.arena.op(*id), Op::Lvalue(_))));
    }

    /// The place that an argument by `&mut` lends.
    pub(super) fn lends(&self, id: Id) -> Option<Place> {
        self.place_of(id).filter(|_| self.lent.contains(&id))
    }

    /// More may flow into a variable than what was stored there.
    pub(super) fn flows_into(&mut self, place: &Place, flow: Flow) {
        if let Some(memory) = self.memory(place) {
            memory.flow = memory.flow.and(flow);
        }
    }

    pub(super) fn memory(&mut self, place: &Place) -> Option<&mut Memory> {
        self.memories.iter_mut().find(|memory| memory.var == place.var)
    }

    /// A place that is not read.
    pub(super) fn place(&mut self, place: Place, ty: Ty, span: Span) -> Id {
        let flow = self.memory(&place).map(|memory| memory.flow).unwrap_or_default();
        self.node_with(Op::Lvalue(place), ty, flow, span)
    }

    /// The place behind a node.
    pub(super) fn place_of(&self, id: Id) -> Option<Place> {
        match self.arena.op(id) {
            Op::Lvalue(place) => Some(place.clone()),
            _ => None,
        }
    }

    /// Reads a place; a reference to a place stays one.
    pub(super) fn loaded(&mut self, id: Id) -> Id {
        match (self.place_of(id), self.ty(id)) {
            (None, _) | (Some(_), Ty::Ref(_)) => id,
            // What was just made is not copied but gets its name.
            (Some(_), _) if self.unnamed.contains(&id) => id,
            (Some(place), ty) => {
                let (flow, span) = (self.arena.get(id).flow, self.arena.get(id).span);
                self.node_with(Op::Load(place), ty, flow, span)
            }
        }
    }

    /// What a call gets for a reference to a place: a reference to a copy, since the place may change before the
    /// reverse sweep looks at it again.
    pub(super) fn argument(&mut self, id: Id) -> Id {
        if self.lends(id).is_some() {
            return id;
        }
        let Some(place) = self.place_of(id) else { return id };
        let (flow, span) = (self.arena.get(id).flow, self.arena.get(id).span);
        let ty = match self.ty(id).referent() {
            Ty::Slice(elem) => Ty::Vec(elem.clone()),
            other => other.clone(),
        };
        let copy = self.node_with(Op::Load(place), ty, flow, span);
        self.borrow(copy, span)
    }

    /// One step into a place.
    pub(super) fn step_into(&mut self, mut place: Place, step: Step, ty: Ty, span: Span) -> Id {
        // An element of a part is an element of the whole.
        if let Some(Step::Range(from, _)) = place.path.last().cloned() {
            match step {
                Step::Index(at) => {
                    place.path.pop();
                    let at = self.total(from, at, span);
                    place.path.push(Step::Index(at));
                }
                Step::Range(a, b) => {
                    place.path.pop();
                    let (a, b) = (self.total(from, a, span), self.total(from, b, span));
                    place.path.push(Step::Range(a, b));
                }
                field @ Step::Field(_) => place.path.push(field),
            }
        } else {
            place.path.push(step);
        }
        self.place(place, ty, span)
    }

    /// Assigns a place.
    pub(super) fn store(&mut self, place: Place, value: Id) {
        let flow = self.arena.get(value).flow;
        self.flows_into(&place, flow);
        if !matches!(self.ty(value), Ty::Vec(_)) {
            self.block.stmts.push(Stmt::Store(place, value));
            return;
        }
        if let Some(whole) = self.type_of_place(&place) {
            let of = self.arena.ty(value).clone();
            self.types.unify(&whole, &of);
        }
        // A list of another length may take its place.
        let length = self.length_now(place.clone(), Span::call_site());
        self.block.stmts.push(Stmt::Replace(place, value, length));
    }

    /// How many elements a list has at this point.
    pub(super) fn length_now(&mut self, place: Place, span: Span) -> Id {
        let length = self.node_with(Op::Len(place), Ty::usize(), Flow::default(), span);
        self.arena.get_mut(length).role = Some("length".into());
        length
    }

    /// Could the number of elements change?
    pub(super) fn is_resized(&mut self, place: &Place) -> bool {
        self.memory(place).is_some_and(|memory| memory.resized)
    }

    /// Adds an element to the end of a list.
    pub(super) fn push(&mut self, place: Place, value: Id) {
        let value = self.loaded(value);
        let flow = self.arena.get(value).flow;
        self.flows_into(&place, flow);
        let (elem, of) = (self.list_element(&place), self.arena.ty(value).clone());
        self.types.unify(&elem, &of);
        self.block.stmts.push(Stmt::Grow(place, value));
    }

    /// A list that begins empty and grows.
    pub(super) fn growing(&mut self, elem: Ty, span: Span) -> Id {
        let (zero, none) = (self.zero(elem.clone()), self.index_literal(0));
        let empty = self.node(Op::List(zero, none), Ty::Vec(Box::new(elem)), span);
        let list = self.anonymous(empty, span);
        if let Some(memory) = self.place_of(list).and_then(|place| self.memory(&place)) {
            memory.resized = true;
        }
        list
    }

    /// Did more flow into a variable than was assumed when it was read?
    pub(super) fn check_assumptions(&mut self) {
        for (number, Memory { flow, .. }) in self.memories.iter().enumerate() {
            let assumed = self.assumed_in.get(&number).copied().unwrap_or_default();
            if assumed.and(*flow) != assumed {
                self.assumed_in.insert(number, assumed.and(*flow));
                self.again = true;
            }
        }
    }

    /// A list that grows or shrinks must be the function's own, and its elements must have a zero that can be written down.
    pub(super) fn may_resize(&mut self, place: &Place) -> bool {
        let own = self.memory(place).is_some_and(|memory| memory.param.is_none());
        own && place.path.is_empty() && !matches!(self.list_element(place), Ty::Vec(_) | Ty::Named(_))
    }

    fn swap_elements(&mut self, list: Id, i: Id, j: Id, span: Span) {
        let (a, b) = (self.element(list, i, span), self.element(list, j, span));
        let (x, y) = (self.loaded(a), self.loaded(b));
        for (target, value) in [(a, y), (b, x)] {
            if let Some(place) = self.place_of(target) {
                self.store(place, value);
            }
        }
    }

    /// The methods that change a list in place; `None` if the method is none that changes a place.
    pub(super) fn mutator(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let name = call.method.to_string();
        if !MUTATORS.contains(&name.as_str()) || name == "iter_mut" {
            return None;
        }
        let receiver = self.lvalue(&call.receiver);
        let Some(place) = self.place_of(receiver) else {
            return Some(self.report(&call.method, &code::UNKNOWN_METHOD, &[&name]));
        };
        if RESIZERS.contains(&name.as_str()) && !self.may_resize(&place) {
            return Some(self.report(&call.method, &code::RESIZE, &[&name]));
        }
        let span = call.method.span();
        let arguments: Vec<&Expr> = call.args.iter().collect();
        match (name.as_str(), arguments.as_slice()) {
            ("push", [value]) => {
                let value = self.expr(value);
                self.push(place, value);
            }
            ("pop", []) => {
                if let Some(super::optional::Optional { some, make, .. }) = self.optional_method(call) {
                    let taken = |lower: &mut Lower<'_>| {
                        make(lower);
                        lower.unit()
                    };
                    self.branch_on(some, taken, |lower| lower.unit());
                }
            }
            ("clear", []) => {
                let elem = self.list_element(&place);
                let (zero, none) = (self.zero(elem.clone()), self.index_literal(0));
                let empty = self.node(Op::List(zero, none), Ty::Vec(Box::new(elem)), span);
                self.store(place, empty);
            }
            ("truncate", [length]) => {
                let length = self.expr(length);
                let whole = self.length(receiver, span)?;
                let from = self.least(length, whole, span);
                let indices = super::sequence::Sequence::indices(from, whole);
                self.over(indices, Vec::new(), None, span, |lower, _| {
                    lower.shrink(place, span);
                });
            }
            ("extend", [items]) if super::sequence::is_chain(items) => {
                self.each(items, &[], Vec::new(), span, &mut |lower, item| {
                    let item = lower.operand(item);
                    lower.push(place.clone(), item);
                })?;
            }
            ("extend_from_slice" | "extend", [items]) => {
                let sequence = self.sequence_of(items)?;
                self.over(sequence, Vec::new(), None, span, |lower, item| {
                    let item = lower.operand(item);
                    lower.push(place, item);
                });
            }
            ("resize", [length, value]) => {
                let (length, value) = (self.expr(length), self.expr(value));
                let whole = self.length(receiver, span)?;
                let least = self.least(length, whole, span);
                let less = super::sequence::Sequence::indices(least, whole);
                let shrunk = place.clone();
                self.over(less, Vec::new(), None, span, |lower, _| {
                    lower.shrink(shrunk, span);
                });
                let more = super::sequence::Sequence::indices(least, length);
                self.over(more, Vec::new(), None, span, |lower, _| lower.push(place, value));
            }
            ("reverse", []) => {
                let length = self.length(receiver, span)?;
                let two = self.index_literal(2);
                let usize = Ty::usize();
                let half = self.discrete(Op::Plain(Plain::operator("/"), vec![length, two]), usize, span);
                let indices = super::sequence::Sequence::indices(self.index_literal(0), half);
                self.over(indices, Vec::new(), None, span, |lower, index| {
                    let behind = lower.plus(index, 1);
                    let other = lower.difference(length, behind, span);
                    lower.swap_elements(receiver, index, other, span);
                });
            }
            ("swap", [i, j]) => {
                let (i, j) = (self.expr(i), self.expr(j));
                self.swap_elements(receiver, i, j, span);
            }
            ("fill", [value]) => {
                let value = self.expr(value);
                let sequence = self.elements(receiver, true, span)?;
                self.over(sequence, Vec::new(), None, span, |lower, target| {
                    if let Some(place) = lower.place_of(target) {
                        lower.store(place, value);
                    }
                });
            }
            ("copy_from_slice" | "clone_from_slice", [source]) => {
                let source = self.lvalue(source);
                let indices =
                    super::sequence::Sequence::indices(self.index_literal(0), self.length(receiver, span)?);
                self.over(indices, Vec::new(), None, span, |lower, index| {
                    let value = lower.element(source, index, span);
                    let value = lower.loaded(value);
                    let target = lower.element(receiver, index, span);
                    if let Some(place) = lower.place_of(target) {
                        lower.store(place, value);
                    }
                });
            }
            _ => return Some(self.report(&call.method, &code::UNKNOWN_METHOD, &[&name])),
        }
        Some(self.unit())
    }
}

/// A name without the mark of a raw identifier.
fn plain(name: &Ident) -> String {
    name.to_string().trim_start_matches("r#").to_owned()
}
