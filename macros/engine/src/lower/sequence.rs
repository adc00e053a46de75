//! What a loop or a chain of iterators runs over: a range, and for each index an item. Adapters make
//! sequences from sequences.

pub(super) mod adapter;
pub(super) mod consumer;
pub(super) mod extreme;
pub(super) mod found;
pub(super) mod numbered;
pub(super) mod range;
pub(super) mod stage;

use super::Lower;
use super::option::optional::Optional;
use crate::ir::{Id, Literal, Op, Part, Plain, Step, Var};
use crate::spanned::Spanned;
use crate::types::{Int, Len, Ty};
use proc_macro2::Span;
use std::rc::Rc;
use syn::Expr;

/// Makes the item at an index.
pub(super) type Item<'e> = Rc<dyn for<'l, 'a> Fn(&'l mut Lower<'a>, Id) -> Id + 'e>;

/// The methods of a string that begin a chain.
pub(super) const CHARACTERS: [&str; 6] =
    ["chars", "char_indices", "bytes", "lines", "split_whitespace", "split_ascii_whitespace"];

/// Those that take what stands between its parts.
const SPLITTING: [&str; 7] =
    ["split", "rsplit", "splitn", "rsplitn", "split_terminator", "split_inclusive", "matches"];

/// A sequence: an item for each index of a range.
pub(super) struct Sequence<'e> {
    pub(super) from: Id,
    /// One past the last; `None` if there is no end.
    pub(super) to: Option<Id>,
    pub(super) backwards: bool,
    pub(super) item: Item<'e>,
}

/// What is seen of the type of what a chain runs over.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Seen {
    /// It may be anything that can be iterated over.
    Nothing,
    /// A list of values of types that are known by their names only: only rustc knows whether they can be copied.
    Others,
    /// A list of numbers, or of what is made of numbers.
    Numbers,
}

/// A slice seen as a slice of arrays.
#[derive(Clone, Copy)]
pub(super) struct Chunked {
    whole: Id,
    /// Elements in an array.
    size: Id,
    /// Arrays.
    count: Id,
    /// They may be changed.
    lent: bool,
}

/// A variable that is run over by value.
#[derive(Clone, Copy)]
pub(super) struct Run {
    number: usize,
    var: Var,
    /// Where that began.
    block: Part,
    at: usize,
}

impl<'e> Sequence<'e> {
    /// The indices of a range themselves.
    pub(super) fn indices(from: Id, to: Id) -> Sequence<'e> {
        Sequence { from, to: Some(to), backwards: false, item: Rc::new(|_, index| index) }
    }
}

impl Lower<'_> {
    /// Reads an expression as a sequence; `None` if it is none.
    pub(super) fn sequence_of<'e>(&mut self, expr: &'e Expr) -> Option<Sequence<'e>> {
        self.tried(|lower| lower.read_sequence(expr))
    }

    fn read_sequence<'e>(&mut self, expr: &'e Expr) -> Option<Sequence<'e>> {
        if let Some(ends) = self.known_range(expr).and_then(|range| self.ends_of(range, expr.span())) {
            return self.between(ends, expr.span());
        }
        if let Some((optional, by_reference)) = self.optional_source(expr) {
            return Some(self.of_optional(optional, by_reference, expr.span()));
        }
        if let Some((list, by_reference)) = self.items_of_map(expr) {
            return self.elements(list, by_reference, false, expr.span());
        }
        match expr {
            Expr::Paren(inner) => self.sequence_of(&inner.expr),
            Expr::Group(inner) => self.sequence_of(&inner.expr),
            Expr::Range(range) => self.range(range),
            Expr::Reference(reference) => {
                let whole = self.lvalue(&reference.expr);
                match (self.ty(whole).referent(), reference.mutability) {
                    (Ty::Named(name), None)
                        if super::expr::receiver::is_users_name(name) && !self.varies(whole) =>
                    {
                        self.of_value(expr)
                    }
                    (_, mutable) => self.elements(whole, true, mutable.is_some(), expr.span()),
                }
            }
            // `map` of an array runs at once, and what gives characters is collected.
            Expr::MethodCall(call) if self.rows_of(call).is_some() => self.foreign_rows(call),
            Expr::MethodCall(call) => {
                let array = self.tried(|lower| lower.mapped_array(call));
                match array.or_else(|| self.tried(|lower| lower.characters(call))) {
                    Some(list) => self.elements(list, false, false, expr.span()),
                    None if self.is_made_by_user(expr, call)
                        || self.may_be_users_iter(call)
                        || collects_vec(call) =>
                    {
                        self.of_value(expr)
                    }
                    None => self.adapter(call),
                }
            }
            Expr::Call(call) if in_iter(call).is_some() => self.made(call),
            other => self.of_value(other),
        }
    }

    /// The elements of a value.
    fn of_value<'e>(&mut self, expr: &'e Expr) -> Option<Sequence<'e>> {
        let whole = self.lvalue(expr);
        let whole = self.listed(whole, expr.span());
        let ty = self.ty(whole);
        let Sequence { from, to, backwards, item } =
            self.elements(whole, matches!(ty, Ty::Ref(_)), false, expr.span())?;
        let unknown = matches!(ty, Ty::Infer(_) | Ty::Named(_));
        let item: Item<'e> = Rc::new(move |lower, index| {
            let item = item(lower, index);
            if unknown {
                lower.either.insert(item);
            }
            item
        });
        Some(Sequence { from, to, backwards, item })
    }

    /// What can be run over by index in place of a constant by value of which only rustc knows what it is: a list as it is, of
    /// anything else a list of its items.
    pub(super) fn listed(&mut self, whole: Id, span: Span) -> Id {
        let by_value = matches!(
            self.arena.op(whole),
            Op::Param(_)
                | Op::Borrow(_)
                | Op::Plain(Plain::Call(_) | Plain::Method(..) | Plain::Verbatim(..) | Plain::Typed(_), _)
        );
        let unseen = match self.ty(whole) {
            Ty::Infer(_) | Ty::Named(_) => true,
            // A type of the user's may say what a reference to it gives.
            Ty::Ref(of) => matches!(&*of, Ty::Named(name) if super::expr::receiver::is_users_name(name)),
            _ => false,
        };
        if !by_value || !unseen || self.varies(whole) {
            return whole;
        }
        let private = crate::names::private();
        let listed = Plain::Call(quote::quote!(#private::listed!));
        let ty = self.types.fresh();
        let list = self.discrete(Op::Plain(listed, vec![whole]), ty, span);
        self.arena.get_mut(list).role = Some(crate::analysis::storage::ITEMS.into());
        list
    }

    /// Is it a call of a method by a name that no iterator and no slice has?
    pub(super) fn is_made_by_user(&self, expr: &Expr, call: &syn::ExprMethodCall) -> bool {
        !super::expr::receiver::is_of_std(&call.method.to_string()) && !self.is_chain(expr)
    }

    /// Is it `iter()` of a constant that is known by a name of the user's? It may be a method of that type, which gives anything.
    fn may_be_users_iter(&self, call: &syn::ExprMethodCall) -> bool {
        let Expr::Path(path) = super::expr::operator::bare(&call.receiver) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let Some(value) = local.and_then(|local| self.values[local.0]) else { return false };
        call.method == "iter"
            && !self.varies(value)
            && matches!(self.ty(value).referent(), Ty::Named(name) if super::expr::receiver::is_users_name(name))
    }

    /// An `Option` or a `Result` that is run over, and whether its item is a reference.
    fn optional_source<'e>(&mut self, expr: &'e Expr) -> Option<(Optional<'e>, bool)> {
        let (source, by_reference) = match super::expr::operator::bare(expr) {
            Expr::MethodCall(call) if call.method == "iter" && self.is_optional(&call.receiver) => {
                (&*call.receiver, true)
            }
            Expr::Reference(shared) if shared.mutability.is_none() && self.is_optional(&shared.expr) => {
                (&*shared.expr, true)
            }
            expr if self.is_optional(expr) => (expr, false),
            _ => return None,
        };
        Some((self.optional_of(source)?, by_reference))
    }

    /// One item, or none.
    pub(super) fn of_optional<'e>(
        &mut self,
        optional: Optional<'e>,
        by_reference: bool,
        span: Span,
    ) -> Sequence<'e> {
        let Optional { some, make, .. } = optional;
        let (from, to) = match self.arena.op(some) {
            Op::Literal(Literal::Bool(known)) => {
                let known = u32::from(*known);
                (self.index_literal(0), self.index_literal(known))
            }
            _ => {
                let count = Op::Plain(Plain::Cast(Box::new(syn::parse_quote!(usize))), vec![some]);
                (self.index_literal(0), self.discrete(count, Ty::usize(), span))
            }
        };
        // It is there once.
        let make = std::cell::Cell::new(Some(make));
        let item: Item<'e> = Rc::new(move |lower, _| {
            let Some(make) = make.take() else { return lower.poison() };
            let value = make(lower);
            if by_reference { lower.borrow(value, span) } else { value }
        });
        Sequence { from, to: Some(to), backwards: false, item }
    }

    /// A chain that touches nothing differentiated, over something of a type of which only rustc knows what it can: it stays as it
    /// is written.
    pub(super) fn is_foreign_chain(&self, call: &syn::ExprMethodCall) -> bool {
        self.is_constant_chain(call) && self.seen(&call.receiver) != Seen::Numbers
    }

    /// The same over something whose type is not seen at all, so that it may be anything that can be iterated over.
    pub(super) fn is_unseen_chain(&self, call: &syn::ExprMethodCall) -> bool {
        self.is_constant_chain(call) && self.seen(&call.receiver) == Seen::Nothing
    }

    fn is_constant_chain(&self, call: &syn::ExprMethodCall) -> bool {
        self.is_made_of_constants(call)
            && !self.changes_outside(&Expr::MethodCall(call.clone()))
            && !self.may_change_unseen(call)
    }

    /// Does the expression look like a chain of iterators?
    pub(super) fn is_chain(&self, expr: &Expr) -> bool {
        match expr {
            Expr::Paren(inner) => self.is_chain(&inner.expr),
            Expr::Range(_) => true,
            Expr::Call(call) => in_iter(call).is_some(),
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let begins = is_source(&name)
                    || self.rows_of(call).is_some()
                    || self.splits_text(call)
                    || self.runs_over_map(call);
                begins
                    || !consumer::CONSUMERS.contains(&name.as_str())
                        && (self.is_chain(&call.receiver) || self.begins_chain(expr, call, &name))
            }
            other => self.known_range(other).is_some(),
        }
    }

    /// Is a method of what is no chain itself one of the library that gives a chain?
    fn begins_chain(&self, expr: &Expr, call: &syn::ExprMethodCall, name: &str) -> bool {
        match super::library::gives_items(name) {
            true => !self.is_of_rustcs_own(&call.receiver),
            false => self.known_range(expr).is_some(),
        }
    }

    /// What is seen of the type of what a chain runs over.
    fn seen(&self, source: &Expr) -> Seen {
        match source {
            // What is made of these alone is rustc's.
            Expr::MethodCall(call) if self.splits_text(call) || self.runs_over_map(call) => Seen::Nothing,
            Expr::MethodCall(call) => self.seen(&call.receiver),
            Expr::Paren(inner) => self.seen(&inner.expr),
            Expr::Reference(inner) => self.seen(&inner.expr),
            Expr::Index(index) => self.seen(&index.expr),
            Expr::Path(path) => {
                let local = path.path.get_ident().and_then(|name| self.local(name));
                let value = local.and_then(|local| self.values[local.0]);
                value.map_or(Seen::Nothing, |value| self.seen_of(&self.ty(value)))
            }
            Expr::Field(field) => self.seen(&field.base),
            Expr::Call(call) if in_iter(call).is_none() => Seen::Nothing,
            _ => Seen::Numbers,
        }
    }

    fn seen_of(&self, ty: &Ty) -> Seen {
        match ty.referent() {
            Ty::Infer(_) | Ty::Named(_) | Ty::Discrete => Seen::Nothing,
            list if self.is_list_of_others(list) => Seen::Others,
            _ => Seen::Numbers,
        }
    }

    /// Is it a list of values of types that are known by their names only, or have parts of such?
    pub(super) fn is_list_of_others(&self, ty: &Ty) -> bool {
        let referent = ty.referent();
        referent.has_elements() && referent.part(0).is_some_and(|elem| self.holds_others(&elem))
    }

    /// Is it, or does it have a part that is, known by its name only?
    fn holds_others(&self, ty: &Ty) -> bool {
        match self.types.shallow(ty).referent() {
            Ty::Named(_) | Ty::Discrete => true,
            Ty::Slice(part) | Ty::Vec(part) | Ty::Array(part, _) => self.holds_others(part),
            Ty::Tuple(parts) => parts.iter().any(|part| self.holds_others(part)),
            _ => false,
        }
    }

    /// `text.split(',')`
    fn splits_text(&self, call: &syn::ExprMethodCall) -> bool {
        SPLITTING.iter().any(|name| call.method == name) && self.is_text(&call.receiver)
    }

    /// `s.chars()`, `s.lines()`, `s.split(',')`: characters and parts of a text have no index, so they are collected.
    fn characters(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        if self.splits_text(call) {
            let whole = Expr::MethodCall(call.clone());
            if self.mentions_varying(call) || self.changes_outside(&whole) {
                return None;
            }
            let captures = self.captured(quote::quote!(#call));
            let elem = Ty::Discrete;
            return Some(self.all_of(&quote::quote!(#call), elem, captures, call.span()));
        }
        if !CHARACTERS.contains(&call.method.to_string().as_str()) || !call.args.is_empty() {
            return None;
        }
        let receiver = self.expr(&call.receiver);
        if self.varies(receiver) {
            return None;
        }
        let receiver = self.argument(receiver);
        // A `String` stays where it is.
        let receiver = match self.ty(receiver) {
            Ty::Ref(_) => receiver,
            _ => self.borrow(receiver, call.span()),
        };
        let text = syn::Ident::new("text", Span::call_site());
        let method = &call.method;
        let elem = match method.to_string().as_str() {
            "chars" | "char_indices" | "bytes" => self.types.fresh(),
            _ => Ty::Discrete,
        };
        Some(self.all_of(&quote::quote!(#text.#method()), elem, vec![(text.clone(), receiver)], call.span()))
    }

    /// A list of all that an iterator of the user's gives.
    pub(super) fn all_of(
        &mut self,
        iterator: &proc_macro2::TokenStream,
        elem: Ty,
        captures: Vec<(syn::Ident, Id)>,
        span: Span,
    ) -> Id {
        let private = crate::names::private();
        let all = quote::quote!(#iterator.collect::<#private::Vec<_>>());
        let (names, args) = captures.into_iter().unzip();
        let list = self.discrete(Op::Plain(Plain::Verbatim(all, names), args), Ty::Vec(Box::new(elem)), span);
        self.arena.get_mut(list).role = Some(crate::analysis::storage::ITEMS.into());
        list
    }

    /// `iter::once`, `iter::repeat`, `iter::repeat_n` and `iter::empty`.
    fn made<'e>(&mut self, call: &syn::ExprCall) -> Option<Sequence<'e>> {
        let name = in_iter(call)?;
        let args: Vec<Id> = call.args.iter().map(|arg| self.expr(arg)).collect();
        let from = self.index_literal(0);
        let (to, value) = match (name.as_str(), args.as_slice()) {
            ("once", [value]) => (Some(self.index_literal(1)), *value),
            ("repeat", [value]) => (None, *value),
            ("repeat_n", [value, count]) => (Some(*count), *value),
            ("empty", []) => (Some(from), self.poison()),
            _ => return None,
        };
        self.note_in_iter(call);
        Some(Sequence { from, to, backwards: false, item: Rc::new(move |_, _| value) })
    }

    /// That the function is the one of `std::iter`, rustc checks.
    pub(super) fn note_in_iter(&mut self, call: &syn::ExprCall) {
        if let Expr::Path(path) = super::expr::operator::bare(&call.func) {
            self.spelt.note_function(&path.path);
        }
    }

    /// The elements of an array, a slice or a `Vec`.
    pub(super) fn elements<'e>(
        &mut self,
        whole: Id,
        by_reference: bool,
        lends: bool,
        span: Span,
    ) -> Option<Sequence<'e>> {
        let by_reference = by_reference && !self.chunked.contains_key(&whole);
        // `for v in out`, where `out` is a `&mut`.
        let lends = lends || self.lent.contains(&whole);
        let (whole, run) = if by_reference || lends { (whole, None) } else { self.taken(whole) };
        let to = self.length(whole, span)?;
        let from = self.index_literal(0);
        let item: Item<'e> = Rc::new(move |lower, index| {
            lower.running.extend(run);
            let element = lower.element(whole, index, span);
            let item = if by_reference { lower.borrow(element, span) } else { lower.loaded(element) };
            if lends {
                lower.lend([item]);
            }
            item
        });
        Some(Sequence { from, to: Some(to), backwards: false, item })
    }

    /// What is run over by value was copied, or moved, at the beginning. Its place will do, unless that changes meanwhile.
    fn taken(&mut self, whole: Id) -> (Id, Option<Run>) {
        let Some(place) = self.place_of(whole).filter(|_| !matches!(self.ty(whole), Ty::Ref(_))) else {
            return (whole, None);
        };
        let number = self.runs;
        self.runs += 1;
        if self.assumed.changing.contains(&number) {
            let copy = self.loaded(whole);
            self.arena.get_mut(copy).role = Some("copy".into());
            return (copy, None);
        }
        (whole, Some(Run { number, var: place.var, block: self.block.part, at: self.block.stmts.len() }))
    }

    /// Did what was run over change, from where that began to the end of the loop that was just lowered?
    pub(super) fn check_runs(&mut self, runs: &[Run]) {
        for run in runs {
            let begun = if run.block == self.block.part { run.at } else { self.block.stmts.len() - 1 };
            let since = &self.block.stmts[begun..];
            if since.iter().any(|stmt| stmt.writes_within(&self.arena).contains(&run.var)) {
                self.again |= self.assumed.changing.insert(run.number);
            }
        }
    }

    /// How many elements there are.
    pub(super) fn length(&mut self, whole: Id, span: Span) -> Option<Id> {
        if let Some(Chunked { count, .. }) = self.chunked.get(&whole) {
            return Some(*count);
        }
        let usize = Ty::usize();
        if let Op::Slice(_, from, to) = *self.arena.op(whole) {
            return Some(self.difference(to, from, span));
        }
        if let Some(Step::Range(from, to)) = self.place_of(whole).and_then(|mut place| place.path.pop()) {
            return Some(self.difference(to, from, span));
        }
        match self.ty(whole).referent() {
            Ty::Array(_, Len { value: Some(value), .. }) => Some(self.count_of(*value)),
            Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) => {
                if let Some(place) = self.place_of(whole).filter(|place| self.is_resized(place)) {
                    return Some(self.length_now(place, span));
                }
                let method = Plain::method("len");
                Some(self.discrete(Op::Plain(method, vec![whole]), usize, span))
            }
            // Maps and sets of `std` have no indices.
            ty if Self::is_type_of_map(ty) => None,
            // An iterator with a name has no indices.
            Ty::Infer(_) if self.is_adapted(whole) => None,
            // Only rustc knows what it is, and refuses if it is not iterated in the order of its indices.
            Ty::Infer(_) | Ty::Named(_) => {
                let length = match self.place_of(whole) {
                    // It may change its length.
                    Some(place) => self.length_now(place, span),
                    None => self.discrete(Op::Plain(Plain::method("len"), vec![whole]), usize, span),
                };
                self.arena.get_mut(whole).ordered = true;
                self.arena.get_mut(length).ordered = true;
                Some(length)
            }
            _ => None,
        }
    }

    /// Is it what an adapter of iterators made?
    fn is_adapted(&self, id: Id) -> bool {
        const ADAPTERS: [&str; 10] =
            ["rev", "step_by", "map", "filter", "zip", "enumerate", "skip", "take", "chain", "take_while"];
        match self.arena.op(id) {
            Op::Plain(Plain::Method(name, _), _) => ADAPTERS.iter().any(|adapter| name == adapter),
            _ => false,
        }
    }

    /// Integers known here are computed here.
    fn arithmetic_of_indices(&mut self, op: syn::BinOp, a: Id, b: Id, span: Span) -> Id {
        let known = match (&op, self.arena.integer(a), self.arena.integer(b)) {
            (syn::BinOp::Add(_), Some(x), Some(y)) => x.checked_add(y),
            (syn::BinOp::Sub(_), Some(x), Some(y)) => x.checked_sub(y),
            (syn::BinOp::Mul(_), Some(x), Some(y)) => x.checked_mul(y),
            (syn::BinOp::Add(_), Some(0), _) => return b,
            (syn::BinOp::Add(_) | syn::BinOp::Sub(_), _, Some(0)) => return a,
            (syn::BinOp::Mul(_), _, Some(1)) => return a,
            _ => None,
        };
        let ty = self.integer_type(a, b);
        if let Some(known) = known.and_then(|known| u32::try_from(known).ok()) {
            let literal = self.index_literal(known);
            self.arena.get_mut(literal).ty = ty;
            return literal;
        }
        let node = self.node(Op::Plain(Plain::Binary(op), vec![a, b]), ty, span);
        // What it is for is checked where it is used.
        self.arena.assure(node);
        node
    }

    pub(super) fn plus(&mut self, a: Id, b: u32) -> Id {
        let b = self.index_literal(b);
        self.arithmetic_of_indices(syn::parse_quote!(+), a, b, Span::call_site())
    }

    pub(super) fn total(&mut self, a: Id, b: Id, span: Span) -> Id {
        self.arithmetic_of_indices(syn::parse_quote!(+), a, b, span)
    }

    pub(super) fn difference(&mut self, a: Id, b: Id, span: Span) -> Id {
        self.arithmetic_of_indices(syn::parse_quote!(-), a, b, span)
    }

    pub(super) fn times(&mut self, a: Id, b: Id, span: Span) -> Id {
        self.arithmetic_of_indices(syn::parse_quote!(*), a, b, span)
    }

    pub(super) fn least(&mut self, a: Id, b: Id, span: Span) -> Id {
        match (self.arena.integer(a), self.arena.integer(b)) {
            (Some(x), Some(y)) => {
                if x <= y {
                    a
                } else {
                    b
                }
            }
            _ if a == b => a,
            (known, _) => {
                if let Op::Plain(Plain::Method(name, _), args) = self.arena.op(a)
                    && name == "min"
                    && args.contains(&b)
                {
                    return a;
                }
                // A literal cannot be the receiver of a method.
                let (a, b) = if known.is_some() { (b, a) } else { (a, b) };
                let (x, y) = (self.ty(a), self.ty(b));
                self.types.unify(&x, &y);
                let ty = match x {
                    Ty::Int(Int::Named(_) | Int::Some(_)) => x,
                    _ => Ty::usize(),
                };
                self.discrete(Op::Plain(Plain::method("min"), vec![a, b]), ty, span)
            }
        }
    }

    pub(super) fn pair(&mut self, a: Id, b: Id, span: Span) -> Id {
        self.tuple_of(vec![a, b], span)
    }

    /// An array of a slice that is seen as a slice of arrays.
    pub(super) fn chunk(&mut self, chunked: Chunked, at: Id, span: Span) -> Id {
        let start = self.times(at, chunked.size, span);
        let end = self.total(start, chunked.size, span);
        let chunk = self.slice(chunked.whole, start, end, span);
        if chunked.lent {
            self.lend([chunk]);
        }
        chunk
    }

    /// `&whole[from..to]`, which ends before the whole does: a slice of a slice is a slice of the whole.
    pub(in crate::lower) fn slice_within(&mut self, whole: Id, from: Id, to: Id, span: Span) -> Id {
        if let Op::Slice(base, start, _) = *self.arena.op(whole) {
            let (from, to) = (self.total(start, from, span), self.total(start, to, span));
            return self.slice_within(base, from, to, span);
        }
        match self.place_of(whole).zip(self.ty(whole).part(0)) {
            Some((place, elem)) => {
                let ty = Ty::Ref(Box::new(Ty::Slice(Box::new(elem))));
                self.step_into(place, Step::Range(from, to), ty, span)
            }
            None => self.slice(whole, from, to, span),
        }
    }

    /// `&whole[from..to]`
    pub(super) fn slice(&mut self, whole: Id, from: Id, to: Id, span: Span) -> Id {
        let elem = self.ty(whole).part(0);
        let elem = match elem {
            Some(elem) => elem,
            None => self.types.fresh(),
        };
        if let Some(place) = self.place_of(whole) {
            let ty = Ty::Ref(Box::new(Ty::Slice(Box::new(elem))));
            return self.part_of_place(place, Step::Range(from, to), ty, span);
        }
        let flow = self.arena.get(whole).flow;
        self.node_with(Op::Slice(whole, from, to), Ty::Ref(Box::new(Ty::Slice(Box::new(elem)))), flow, span)
    }

    /// `split_at` and `as_chunks`; `None` if the call is neither.
    pub(super) fn parts_of_slice(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let span = call.method.span();
        let name = call.method.to_string();
        if let ("split_at" | "split_at_mut", Some(at)) = (name.as_str(), call.args.first()) {
            let whole = self.receiver(call);
            let length = self.length(whole, span)?;
            let at = self.expr(at);
            let zero = self.index_literal(0);
            let (a, b) = (self.slice(whole, zero, at, span), self.slice(whole, at, length, span));
            if name == "split_at_mut" {
                self.lend([a, b]);
            }
            return Some(self.pair(a, b, span));
        }
        if let ("remainder", Expr::MethodCall(of)) =
            (name.as_str(), super::expr::operator::bare(&call.receiver))
            && (of.method == "chunks_exact" || of.method == "rchunks_exact")
            && let Some(size) = of.args.first()
        {
            let whole = self.receiver(of);
            let length = self.length(whole, span)?;
            let size = self.expr(size);
            let rest = Op::Plain(Plain::operator("%"), vec![length, size]);
            let rest = self.discrete(rest, Ty::usize(), span);
            let (from, to) = match of.method == "chunks_exact" {
                true => (self.difference(length, rest, span), length),
                false => (self.index_literal(0), rest),
            };
            return Some(self.slice_within(whole, from, to, span));
        }
        if let ("as_chunks" | "as_chunks_mut", Some(size)) = (name.as_str(), const_argument(call)) {
            let lent = name == "as_chunks_mut";
            let whole = self.receiver(call);
            let length = self.length(whole, span)?;
            let size = self.expr(&size);
            let usize = Ty::usize();
            let count = self.discrete(Op::Plain(Plain::operator("/"), vec![length, size]), usize, span);
            // Stands for the view; nothing evaluates it.
            let elem = self.ty(whole).part(0)?;
            let ty = Ty::Slice(Box::new(Ty::Ref(Box::new(Ty::Slice(Box::new(elem))))));
            let flow = self.arena.get(whole).flow;
            let view = self.bound(ty, flow, span);
            self.chunked.insert(view, Chunked { whole, size, count, lent });
            let start = self.times(count, size, span);
            let rest = self.slice(whole, start, length, span);
            if lent {
                self.lend([rest]);
            }
            let both = self.pair(view, rest, span);
            // It is only taken apart.
            self.block.stmts.pop();
            return Some(both);
        }
        None
    }
}

/// The `4` of `.as_chunks::<4>()`.
pub(super) fn const_argument(call: &syn::ExprMethodCall) -> Option<Expr> {
    match call.turbofish.as_ref()?.args.first()? {
        syn::GenericArgument::Const(size) => Some(size.clone()),
        syn::GenericArgument::Type(syn::Type::Path(size)) => {
            let path = size.path.clone();
            Some(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path }))
        }
        _ => None,
    }
}

/// The `once` of `iter::once(x)`.
pub(super) fn in_iter(call: &syn::ExprCall) -> Option<String> {
    let Expr::Path(path) = super::expr::operator::bare(&call.func) else { return None };
    let mut segments = path.path.segments.iter().rev();
    let name = segments.next()?.ident.to_string();
    (segments.next()?.ident == "iter").then_some(name)
}

/// Does the method begin a chain of iterators?
pub(super) fn is_source(name: &str) -> bool {
    const SOURCES: [&str; 8] = [
        "iter",
        "into_iter",
        "windows",
        "array_windows",
        "chunks",
        "chunks_exact",
        "rchunks",
        "rchunks_exact",
    ];
    CHARACTERS.contains(&name) || SOURCES.contains(&name.trim_end_matches("_mut"))
}

/// `collect::<Vec<_>>()`
fn collects_vec(call: &syn::ExprMethodCall) -> bool {
    let to = call.turbofish.as_ref().and_then(|to| to.args.first());
    call.method == "collect"
        && matches!(to, Some(syn::GenericArgument::Type(syn::Type::Path(path))) if crate::types::generic_argument(path, "Vec").is_some())
}
