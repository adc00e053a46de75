//! Adapters of iterators that leave every item an index: sequences made from sequences.

use super::{Item, Sequence};
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::types::{Int, Ty};
use proc_macro2::Span;
use std::rc::Rc;

/// What is written when the type of an integer is known.
pub(in crate::lower) enum Recounted {
    /// An integer that is cast to the type of another.
    Cast(Id),
    /// The integer at an index of a range.
    Nth { integer: Id, from: Id, to: Id, at: Id, backwards: bool },
}

impl Lower<'_> {
    /// The same items, counted from zero.
    pub(in crate::lower) fn counted_from_zero<'e>(
        &mut self,
        sequence: Sequence<'e>,
        span: Span,
    ) -> Sequence<'e> {
        let Sequence { from, to, backwards, item } = sequence;
        let begins = self.arena.integer(from) == Some(0);
        if let Some(to) = to {
            self.integer_type(from, to);
        }
        // Indices are of the type `usize`, whatever a range of the user's counts in.
        let mut types = [Some(from), to].into_iter().flatten().map(|id| self.ty(id));
        let other = types.find(|ty| match ty {
            Ty::Int(Int::Named(name)) => name != "usize",
            // Of two numbers: what they are is seen later.
            Ty::Int(Int::Some(_)) => true,
            Ty::Infer(_) | Ty::Named(_) => true,
            _ => false,
        });
        if !backwards && begins && other.is_none() {
            return Sequence { from, to, backwards, item };
        }
        let signed = !matches!(&other, Some(Ty::Int(Int::Named(name))) if name.starts_with('u'));
        let signed = signed && other.is_some();
        // There may be more integers in a range than its type counts, or the type is not seen.
        let narrow = match &other {
            Some(Ty::Int(Int::Named(name))) => ["i8", "i16"].contains(&name.as_str()),
            Some(ty) => !matches!(ty, Ty::Int(_)),
            None => false,
        };
        let literal = |id: Id| self.arena.integer(id).is_some();
        let wide =
            matches!(other, None | Some(Ty::Int(Int::Named(_)))) || to.is_some_and(literal) && literal(from);
        let count = to.map(|to| {
            if narrow || !wide {
                let (to, closed) = self.last_of(to);
                return self.discrete(Op::Plain(Plain::Count { closed }, vec![from, to]), Ty::usize(), span);
            }
            // A range that ends before it begins is empty.
            let first = if begins && !signed { from } else { self.least(from, to, span) };
            let count = self.difference(to, first, span);
            self.integer_as(count, other.as_ref().map(|_| Ty::usize()), span)
        });
        let zero = self.index_literal(0);
        let item: Item<'e> = Rc::new(move |lower, at| {
            if let (true, Some(to)) = (narrow, to) {
                let ty = lower.integer_type(from, to);
                let nth = lower.discrete(lower.nth(from, to, at, backwards), ty, span);
                return item(lower, nth);
            }
            let index = lower.integer_as(at, other.clone(), span);
            let integer = match to.filter(|_| backwards) {
                None => lower.total(from, index, span),
                Some(to) => {
                    let behind = lower.plus(index, 1);
                    lower.arena.assure(behind);
                    lower.difference(to, behind, span)
                }
            };
            lower.arena.assure(integer);
            if let Some(to) = to.filter(|_| index != at) {
                lower.recounted.push(Recounted::Nth { integer, from, to, at, backwards });
            }
            item(lower, integer)
        });
        Sequence { from: zero, to: count, backwards: false, item }
    }

    /// The end of a range, and whether it is the last of an inclusive one.
    fn last_of(&self, to: Id) -> (Id, bool) {
        self.inclusive.get(&to).map_or((to, false), |last| (*last, true))
    }

    /// The integer at an index of a range.
    fn nth(&self, from: Id, to: Id, at: Id, backwards: bool) -> Op {
        let (to, closed) = self.last_of(to);
        Op::Plain(Plain::Nth { backwards, closed }, vec![from, to, at])
    }

    /// An integer as another type, if one is given.
    pub(in crate::lower) fn integer_as(&mut self, id: Id, ty: Option<Ty>, span: Span) -> Id {
        let Some(ty) = ty else { return id };
        if let Some(known) = self.arena.integer(id).and_then(|known| u32::try_from(known).ok())
            && let Ty::Int(Int::Named(_)) = ty
        {
            let literal = self.index_literal(known);
            self.arena.get_mut(literal).ty = ty;
            return literal;
        }
        let cast = Plain::Cast(Box::new(syn::parse_quote!(_)));
        let cast = self.discrete(Op::Plain(cast, vec![id]), ty, span);
        self.recounted.push(Recounted::Cast(cast));
        cast
    }

    /// Writes the types of such casts, once they are known. Where only rustc knows one, the range itself gives its integers.
    pub(in crate::lower) fn settle_recounted(&mut self) {
        for recounted in std::mem::take(&mut self.recounted) {
            match recounted {
                Recounted::Cast(id) => {
                    let node = self.arena.get_mut(id);
                    if let (Op::Plain(Plain::Cast(to), _), Ty::Int(Int::Named(name))) =
                        (&mut node.op, &node.ty)
                    {
                        let name = syn::Ident::new(name, Span::call_site());
                        *to = syn::parse_quote!(#name);
                    }
                }
                Recounted::Nth { integer, from, to, at, backwards } => {
                    if self.arena.ty(integer).is_open() {
                        self.arena.get_mut(integer).op = self.nth(from, to, at, backwards);
                    }
                }
            }
        }
    }

    /// Reports a method that passes over items, where making them changes something.
    fn refused_items<'e>(&mut self, call: &syn::ExprMethodCall) -> Sequence<'e> {
        let shown = format!("`{}` behind a closure that may change something", call.method);
        self.report(
            &call.method,
            &code::UNSUPPORTED,
            &[
                &shown,
                "collect the items first, `let items: Vec<_> = ….collect();`, or write a loop over indices",
            ],
        );
        let none = self.index_literal(0);
        Sequence { item: Rc::new(|lower, _| lower.reported()), ..Sequence::indices(none, none) }
    }

    pub(in crate::lower) fn adapter<'e>(&mut self, call: &'e syn::ExprMethodCall) -> Option<Sequence<'e>> {
        let span = crate::lower::expr::operator::span_of_call(call);
        let name = call.method.to_string();
        let argument = call.args.first();
        let of_iterators = super::stage::INDEXED.contains(&name.as_str())
            || ["rev", "zip", "chain", "cycle", "peekable", "fuse", "by_ref"].contains(&name.as_str());
        if of_iterators && !self.is_chain_or_opaque(&call.receiver) {
            // What slices and the like have by this name is not an iterator's.
            return None;
        }
        match (name.as_str(), argument) {
            ("iter" | "iter_mut", None) => {
                let whole = self.lvalue(&call.receiver);
                self.elements(whole, true, name == "iter_mut", call.method.span())
            }
            ("to_vec" | "to_owned" | "clone", None) => {
                let whole = self.expr(&syn::Expr::MethodCall(call.clone()));
                let whole = self.listed(whole, span);
                self.elements(whole, false, false, span)
            }
            ("into_iter" | "peekable" | "fuse" | "by_ref", None) => self.sequence_of(&call.receiver),
            ("copied" | "cloned", None) => {
                let Sequence { from, to, backwards, item } = self.sequence_of(&call.receiver)?;
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let item = item(lower, index);
                    let item = lower.deref(item, span);
                    lower.loaded(item)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("rev", None)
                if trims(&call.receiver) && self.items_change(&call.receiver)
                    || crate::lower::iterator::counts_taken(&call.receiver) =>
            {
                // Those at the end are made all the same, and what was taken from the front is counted.
                Some(self.refused_items(call))
            }
            ("rev", None) => {
                let sequence = self.sequence_of(&call.receiver)?;
                sequence.to?;
                Some(Sequence { backwards: !sequence.backwards, ..sequence })
            }
            ("enumerate", None) => {
                let sequence = self.sequence_of(&call.receiver)?;
                let Sequence { from, to, backwards, item } = self.counted_from_zero(sequence, span);
                // The user sees the index, and calculates with it.
                let from = if self.arena.integer(from) == Some(0) { self.count_of(0) } else { from };
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let item = item(lower, index);
                    lower.pair(index, item, span)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("zip", Some(other)) => {
                if self.items_change(&call.receiver) {
                    // How many of its items are made after the last pair only the iterators know.
                    return Some(self.refused_items(call));
                }
                let a = self.sequence_of(&call.receiver)?;
                let b = self.sequence_of(other)?;
                let (a, b) = (self.counted_from_zero(a, span), self.counted_from_zero(b, span));
                let to = match (a.to, b.to) {
                    (Some(a), Some(b)) => Some(self.least(a, b, span)),
                    (a, b) => a.or(b),
                };
                let (x, y) = (a.item, b.item);
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let (x, y) = (x(lower, index), y(lower, index));
                    lower.pair(x, y, span)
                });
                Some(Sequence { from: a.from, to, backwards: false, item })
            }
            ("skip" | "take" | "step_by", Some(count)) => {
                if name != "take" && self.items_change(&call.receiver) {
                    // What is skipped is made all the same, and that changes something.
                    return Some(self.refused_items(call));
                }
                let sequence = self.sequence_of(&call.receiver)?;
                let count = self.expr(count);
                let sequence = self.counted_from_zero(sequence, span);
                Some(self.part_of(sequence, &name, count, span))
            }
            (
                "windows" | "chunks" | "chunks_exact" | "rchunks" | "rchunks_exact" | "chunks_mut"
                | "chunks_exact_mut" | "rchunks_mut" | "rchunks_exact_mut",
                Some(size),
            ) => {
                let whole = self.lvalue(&call.receiver);
                let size = self.expr(size);
                self.pieces(whole, &name, size, call.method.span())
            }
            ("array_windows", None) => {
                let whole = self.lvalue(&call.receiver);
                let size = super::const_argument(call)?;
                let (count, len) = (self.expr(&size), crate::types::Len::read(&size));
                let Sequence { from, to, backwards, item } = self.pieces(whole, "windows", count, span)?;
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let piece = item(lower, index);
                    let array = lower.array_of(piece, len.clone(), span);
                    lower.borrow(array, span)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("map", Some(function)) => {
                let Sequence { from, to, backwards, item } = self.sequence_of(&call.receiver)?;
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let item = item(lower, index);
                    lower.call_handed(function, &[item], span)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("inspect", Some(function)) => {
                let Sequence { from, to, backwards, item } = self.sequence_of(&call.receiver)?;
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let item = item(lower, index);
                    let lent = lower.lent_again(item, span);
                    lower.call_handed(function, &[lent], span);
                    item
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("chain", Some(other)) => {
                let a = self.sequence_of(&call.receiver)?;
                let b = self.sequence_of(other)?;
                Some(self.chained(a, b, span))
            }
            ("cycle", None) => {
                let sequence = self.sequence_of(&call.receiver)?;
                Some(self.cycled(sequence, span))
            }
            _ => self.library_items(call),
        }
    }

    /// Is it what a call of opaque code gives, or made of that by adapters?
    pub(in crate::lower) fn is_opaque_source(&mut self, expr: &syn::Expr) -> bool {
        match crate::lower::expr::operator::bare(expr) {
            syn::Expr::Call(call) => super::in_iter(call).is_none() && !self.mentions_varying(call),
            syn::Expr::MethodCall(call) if crate::lower::fence::refuse::adapts(&call.method.to_string()) => {
                self.is_opaque_source(&call.receiver)
            }
            expr @ syn::Expr::MethodCall(call) => {
                self.is_made_by_user(expr, call) && !self.mentions_varying(call)
            }
            _ => false,
        }
    }

    /// Does it look like a chain of iterators, or is it made of what opaque code gives?
    pub(super) fn is_chain_or_opaque(&mut self, expr: &syn::Expr) -> bool {
        self.is_chain(expr) || self.is_opaque_source(expr)
    }

    /// One sequence after another.
    fn chained<'e>(&mut self, a: Sequence<'e>, b: Sequence<'e>, span: Span) -> Sequence<'e> {
        let (a, b) = (self.counted_from_zero(a, span), self.counted_from_zero(b, span));
        let Some(first) = a.to else { return a };
        let to = b.to.map(|second| self.total(first, second, span));
        let (x, y) = (a.item, b.item);
        let item: Item<'e> = Rc::new(move |lower, index| {
            let before = Op::Plain(Plain::operator("<"), vec![index, first]);
            let before = lower.discrete(before, Ty::Bool, span);
            let mut lent = None;
            let kept = &mut lent;
            let joined = lower.branch_on(
                before,
                |lower| {
                    let item = x(lower, index);
                    lower.stripped(item, span).0
                },
                |lower| {
                    let at = lower.difference(index, first, span);
                    let item = y(lower, at);
                    let (item, lent) = lower.stripped(item, span);
                    *kept = Some(lent);
                    item
                },
            );
            lower.wrapped(joined, lent.as_ref(), span)
        });
        Sequence { from: a.from, to, backwards: false, item }
    }

    /// A sequence again and again.
    fn cycled<'e>(&mut self, sequence: Sequence<'e>, span: Span) -> Sequence<'e> {
        let Sequence { from, to, item, .. } = self.counted_from_zero(sequence, span);
        let Some(count) = to else { return Sequence { from, to, backwards: false, item } };
        let endless = match self.arena.integer(count) {
            Some(0) => Some(count),
            Some(_) => None,
            // Of nothing it is nothing.
            None => {
                let most = Plain::Path(quote::quote!(usize::MAX));
                let most = self.discrete(Op::Plain(most, Vec::new()), Ty::usize(), span);
                let method = Plain::method("saturating_mul");
                Some(self.discrete(Op::Plain(method, vec![count, most]), Ty::usize(), span))
            }
        };
        let item: Item<'e> = Rc::new(move |lower, index| {
            let at = Op::Plain(Plain::operator("%"), vec![index, count]);
            let at = lower.discrete(at, Ty::usize(), span);
            item(lower, at)
        });
        Sequence { from, to: endless, backwards: false, item }
    }

    /// `skip`, `take` and `step_by` of a sequence that counts from zero.
    fn part_of<'e>(&mut self, sequence: Sequence<'e>, name: &str, count: Id, span: Span) -> Sequence<'e> {
        let Sequence { from, to, item, .. } = sequence;
        match name {
            "skip" => {
                let from = to.map_or(count, |to| self.least(count, to, span));
                Sequence { from, to, backwards: false, item }
            }
            "take" => {
                let to = to.map_or(count, |to| self.least(to, count, span));
                Sequence { from, to: Some(to), backwards: false, item }
            }
            _ => {
                if to.is_none() {
                    self.nonzero(count, span);
                }
                let to = to.map(|to| match (self.arena.integer(to), self.arena.integer(count)) {
                    (Some(n), Some(step)) if step > 0 => {
                        let steps = u32::try_from((n + step - 1) / step).unwrap_or(0);
                        self.index_literal(steps)
                    }
                    _ => self.counts("div_ceil", to, count, span),
                });
                let item: Item<'e> = Rc::new(move |lower, index| {
                    let at = lower.times(index, count, span);
                    item(lower, at)
                });
                Sequence { from, to, backwards: false, item }
            }
        }
    }

    /// A method of two counts. Numbers alone would not say on what it is called.
    fn counts(&mut self, method: &str, a: Id, b: Id, span: Span) -> Id {
        for id in [a, b] {
            match self.ty(id) {
                Ty::Int(Int::Any) => self.arena.get_mut(id).ty = Ty::usize(),
                ty @ Ty::Int(Int::Some(_)) => self.types.unify(&ty, &Ty::usize()),
                _ => {}
            }
        }
        self.discrete(Op::Plain(Plain::method(method), vec![a, b]), Ty::usize(), span)
    }

    /// `windows`, `chunks` and `chunks_exact`: the items are slices.
    fn pieces<'e>(&mut self, whole: Id, name: &str, size: Id, span: Span) -> Option<Sequence<'e>> {
        let length = self.length(whole, span)?;
        let zero = self.index_literal(0);
        let integer = |lower: &mut Self, op: syn::BinOp, a: Id, b: Id| {
            lower.discrete(Op::Plain(Plain::Binary(op), vec![a, b]), Ty::usize(), span)
        };
        let (name, changes) = match name.strip_suffix("_mut") {
            Some(name) => (name, true),
            None => (name, false),
        };
        let windows = name == "windows";
        if windows {
            // The others divide by it.
            self.nonzero(size, span);
        }
        let to = match name {
            "windows" => {
                let more = self.plus(length, 1);
                match (self.arena.integer(more), self.arena.integer(size)) {
                    (Some(n), Some(size)) => self.index_literal(u32::try_from((n - size).max(0)).ok()?),
                    _ => self.counts("saturating_sub", more, size, span),
                }
            }
            "chunks" | "rchunks" => match (self.arena.integer(length), self.arena.integer(size)) {
                (Some(n), Some(size)) if size > 0 => {
                    self.index_literal(u32::try_from((n + size - 1) / size).ok()?)
                }
                _ => self.counts("div_ceil", length, size, span),
            },
            _ => integer(self, syn::parse_quote!(/), length, size),
        };
        let whole_chunks = name == "chunks_exact" || windows;
        let (from_behind, whole_behind) = (name.starts_with("rchunks"), name == "rchunks_exact");
        let item: Item<'e> = Rc::new(move |lower, index| {
            if from_behind {
                let before = lower.times(index, size, span);
                let end = lower.difference(length, before, span);
                let most = if whole_behind { size } else { lower.least(size, end, span) };
                let start = lower.difference(end, most, span);
                let piece = lower.slice_within(whole, start, end, span);
                lower.arena.assure(piece);
                if changes {
                    lower.lend([piece]);
                }
                return piece;
            }
            let start = if windows { index } else { lower.times(index, size, span) };
            let mut end = lower.total(start, size, span);
            if !whole_chunks {
                end = lower.least(end, length, span);
            }
            let piece = lower.slice_within(whole, start, end, span);
            lower.arena.assure(piece);
            if changes {
                lower.lend([piece]);
            }
            piece
        });
        Some(Sequence { from: zero, to: Some(to), backwards: false, item })
    }
}

/// Does the chain leave out items at its end?
fn trims(chain: &syn::Expr) -> bool {
    match crate::lower::expr::operator::bare(chain) {
        syn::Expr::MethodCall(call) => {
            ["take", "zip"].iter().any(|name| call.method == name) || trims(&call.receiver)
        }
        _ => false,
    }
}
