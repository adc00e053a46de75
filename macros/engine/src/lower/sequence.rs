//! What a loop or a chain of iterators runs over: a range, and for each index an item. Adapters make
//! sequences from sequences.

use super::Lower;
use crate::ir::{Id, Op, Plain, Step};
use crate::types::{Len, Ty};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, RangeLimits};

/// Makes the item at an index.
pub(super) type Item<'e> = Box<dyn for<'l, 'a> FnOnce(&'l mut Lower<'a>, Id) -> Id + 'e>;

/// A sequence: an item for each index of a range.
pub(super) struct Sequence<'e> {
    pub(super) from: Id,
    pub(super) to: Id,
    pub(super) backwards: bool,
    pub(super) item: Item<'e>,
}

/// A slice seen as a slice of arrays.
#[derive(Clone, Copy)]
pub(super) struct Chunked {
    whole: Id,
    /// Elements in an array.
    size: Id,
    /// Arrays.
    count: Id,
}

impl<'e> Sequence<'e> {
    /// The indices of a range themselves.
    pub(super) fn indices(from: Id, to: Id) -> Sequence<'e> {
        Sequence { from, to, backwards: false, item: Box::new(|_, index| index) }
    }
}

impl Lower<'_> {
    /// Reads an expression as a sequence; `None` if it is none.
    pub(super) fn sequence_of<'e>(&mut self, expr: &'e Expr) -> Option<Sequence<'e>> {
        match expr {
            Expr::Paren(inner) => self.sequence_of(&inner.expr),
            Expr::Group(inner) => self.sequence_of(&inner.expr),
            Expr::Range(range) => self.range(range),
            Expr::Reference(reference) => {
                let whole = self.lvalue(&reference.expr);
                let sequence = self.elements(whole, true, expr.span())?;
                Some(if reference.mutability.is_some() { lent(sequence) } else { sequence })
            }
            Expr::MethodCall(call) => self.adapter(call),
            other => {
                let whole = self.lvalue(other);
                let by_reference = matches!(self.ty(whole), Ty::Ref(_));
                let sequence = self.elements(whole, by_reference, expr.span())?;
                Some(if self.lends(whole).is_some() { lent(sequence) } else { sequence })
            }
        }
    }

    fn range<'e>(&mut self, range: &syn::ExprRange) -> Option<Sequence<'e>> {
        let from = self.expr(range.start.as_ref()?);
        let mut to = self.expr(range.end.as_ref()?);
        let (from, end) = (self.operand(from), self.operand(to));
        to = end;
        if let RangeLimits::Closed(_) = range.limits {
            to = self.plus(to, 1);
        }
        Some(Sequence::indices(from, to))
    }

    /// The elements of an array, a slice or a `Vec`.
    pub(super) fn elements<'e>(&mut self, whole: Id, by_reference: bool, span: Span) -> Option<Sequence<'e>> {
        let to = self.length(whole, span)?;
        let from = self.index_literal(0);
        let by_reference = by_reference && !self.chunked.contains_key(&whole);
        let item: Item<'e> = Box::new(move |lower, index| {
            let element = lower.element(whole, index, span);
            if by_reference { lower.borrow(element, span) } else { lower.loaded(element) }
        });
        Some(Sequence { from, to, backwards: false, item })
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
            Ty::Array(_, Len { value: Some(value), .. }) => Some(self.index_literal(*value)),
            Ty::Array(..) | Ty::Slice(_) | Ty::Vec(_) => {
                if let Some(place) = self.place_of(whole).filter(|place| self.is_resized(place)) {
                    return Some(self.length_now(place, span));
                }
                let method = Plain::method("len");
                Some(self.discrete(Op::Plain(method, vec![whole]), usize, span))
            }
            _ => None,
        }
    }

    /// Integers known here are computed here.
    fn arithmetic_of_indices(&mut self, op: syn::BinOp, a: Id, b: Id, span: Span) -> Id {
        let known = match (&op, self.arena.integer(a), self.arena.integer(b)) {
            (syn::BinOp::Add(_), Some(x), Some(y)) => Some(x + y),
            (syn::BinOp::Sub(_), Some(x), Some(y)) => Some(x - y),
            (syn::BinOp::Mul(_), Some(x), Some(y)) => Some(x * y),
            (syn::BinOp::Add(_), Some(0), _) => return b,
            (syn::BinOp::Add(_) | syn::BinOp::Sub(_), _, Some(0)) => return a,
            (syn::BinOp::Mul(_), _, Some(1)) => return a,
            _ => None,
        };
        if let Some(known) = known.and_then(|known| u32::try_from(known).ok()) {
            return self.index_literal(known);
        }
        let (x, y) = (self.ty(a), self.ty(b));
        let ty = if let Ty::Int(Some(_)) = x { x } else { y };
        self.node(Op::Plain(Plain::Binary(op), vec![a, b]), ty, span)
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

    fn times(&mut self, a: Id, b: Id, span: Span) -> Id {
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
                // A literal cannot be the receiver of a method.
                let (a, b) = if known.is_some() { (b, a) } else { (a, b) };
                let method = Plain::method("min");
                self.discrete(Op::Plain(method, vec![a, b]), Ty::usize(), span)
            }
        }
    }

    /// The same items, counted from zero.
    pub(super) fn counted_from_zero<'e>(&mut self, sequence: Sequence<'e>, span: Span) -> Sequence<'e> {
        if !sequence.backwards && self.arena.integer(sequence.from) == Some(0) {
            return sequence;
        }
        let Sequence { from, to, backwards, item } = sequence;
        let count = self.difference(to, from, span);
        let zero = self.index_literal(0);
        let item: Item<'e> = Box::new(move |lower, index| {
            let at = match backwards {
                false => lower.total(from, index, span),
                true => {
                    let behind = lower.plus(index, 1);
                    lower.difference(to, behind, span)
                }
            };
            item(lower, at)
        });
        Sequence { from: zero, to: count, backwards: false, item }
    }

    fn adapter<'e>(&mut self, call: &'e syn::ExprMethodCall) -> Option<Sequence<'e>> {
        let span = call.span();
        let name = call.method.to_string();
        let argument = call.args.first();
        match (name.as_str(), argument) {
            ("iter" | "iter_mut", None) => {
                let whole = self.lvalue(&call.receiver);
                let sequence = self.elements(whole, true, span)?;
                Some(if name == "iter_mut" { lent(sequence) } else { sequence })
            }
            ("into_iter", None) => self.sequence_of(&call.receiver),
            ("copied" | "cloned", None) => {
                let Sequence { from, to, backwards, item } = self.sequence_of(&call.receiver)?;
                let item: Item<'e> = Box::new(move |lower, index| {
                    let item = item(lower, index);
                    let item = lower.deref(item, span);
                    lower.loaded(item)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("rev", None) => {
                let sequence = self.sequence_of(&call.receiver)?;
                Some(Sequence { backwards: !sequence.backwards, ..sequence })
            }
            ("enumerate", None) => {
                let sequence = self.sequence_of(&call.receiver)?;
                let Sequence { from, to, backwards, item } = self.counted_from_zero(sequence, span);
                let item: Item<'e> = Box::new(move |lower, index| {
                    let item = item(lower, index);
                    lower.pair(index, item, span)
                });
                Some(Sequence { from, to, backwards, item })
            }
            ("zip", Some(other)) => {
                let a = self.sequence_of(&call.receiver)?;
                let b = self.sequence_of(other)?;
                let (a, b) = (self.counted_from_zero(a, span), self.counted_from_zero(b, span));
                let to = self.least(a.to, b.to, span);
                let (x, y) = (a.item, b.item);
                let item: Item<'e> = Box::new(move |lower, index| {
                    let (x, y) = (x(lower, index), y(lower, index));
                    lower.pair(x, y, span)
                });
                Some(Sequence { from: a.from, to, backwards: false, item })
            }
            ("skip" | "take" | "step_by", Some(count)) => {
                let sequence = self.sequence_of(&call.receiver)?;
                let count = self.expr(count);
                let sequence = self.counted_from_zero(sequence, span);
                Some(self.part_of(sequence, &name, count, span))
            }
            ("windows" | "chunks" | "chunks_exact", Some(size)) => {
                let whole = self.lvalue(&call.receiver);
                let size = self.expr(size);
                self.pieces(whole, &name, size, span)
            }
            ("map", Some(Expr::Closure(closure))) => {
                let Sequence { from, to, backwards, item } = self.sequence_of(&call.receiver)?;
                let item: Item<'e> = Box::new(move |lower, index| {
                    let item = item(lower, index);
                    lower.inline(closure, &[item])
                });
                Some(Sequence { from, to, backwards, item })
            }
            _ => None,
        }
    }

    pub(super) fn pair(&mut self, a: Id, b: Id, span: Span) -> Id {
        let ty = Ty::Tuple(vec![self.arena.ty(a).clone(), self.arena.ty(b).clone()]);
        self.node(Op::Tuple(vec![a, b]), ty, span)
    }

    /// `skip`, `take` and `step_by` of a sequence that counts from zero.
    fn part_of<'e>(&mut self, sequence: Sequence<'e>, name: &str, count: Id, span: Span) -> Sequence<'e> {
        let Sequence { from, to, item, .. } = sequence;
        match name {
            "skip" => {
                let from = self.least(count, to, span);
                Sequence { from, to, backwards: false, item }
            }
            "take" => {
                let to = self.least(to, count, span);
                Sequence { from, to, backwards: false, item }
            }
            _ => {
                let to = match (self.arena.integer(to), self.arena.integer(count)) {
                    (Some(n), Some(step)) if step > 0 => {
                        let steps = u32::try_from((n + step - 1) / step).unwrap_or(0);
                        self.index_literal(steps)
                    }
                    _ => {
                        let ceil = Plain::method("div_ceil");
                        self.discrete(Op::Plain(ceil, vec![to, count]), Ty::usize(), span)
                    }
                };
                let item: Item<'e> = Box::new(move |lower, index| {
                    let at = lower.times(index, count, span);
                    item(lower, at)
                });
                Sequence { from, to, backwards: false, item }
            }
        }
    }

    /// `windows`, `chunks` and `chunks_exact`: the items are slices.
    fn pieces<'e>(&mut self, whole: Id, name: &str, size: Id, span: Span) -> Option<Sequence<'e>> {
        let length = self.length(whole, span)?;
        let zero = self.index_literal(0);
        let integer = |lower: &mut Self, op: syn::BinOp, a: Id, b: Id| {
            lower.discrete(Op::Plain(Plain::Binary(op), vec![a, b]), Ty::usize(), span)
        };
        let windows = name == "windows";
        let to = match name {
            "windows" => {
                let more = self.plus(length, 1);
                let method = Plain::method("saturating_sub");
                match (self.arena.integer(more), self.arena.integer(size)) {
                    (Some(n), Some(size)) => self.index_literal(u32::try_from((n - size).max(0)).ok()?),
                    _ => self.discrete(Op::Plain(method, vec![more, size]), Ty::usize(), span),
                }
            }
            "chunks" => {
                let method = Plain::method("div_ceil");
                match (self.arena.integer(length), self.arena.integer(size)) {
                    (Some(n), Some(size)) if size > 0 => {
                        self.index_literal(u32::try_from((n + size - 1) / size).ok()?)
                    }
                    _ => self.discrete(Op::Plain(method, vec![length, size]), Ty::usize(), span),
                }
            }
            _ => integer(self, syn::parse_quote!(/), length, size),
        };
        let whole_chunks = name != "chunks";
        let item: Item<'e> = Box::new(move |lower, index| {
            let start = if windows { index } else { lower.times(index, size, span) };
            let mut end = lower.total(start, size, span);
            if !whole_chunks {
                end = lower.least(end, length, span);
            }
            lower.slice(whole, start, end, span)
        });
        Some(Sequence { from: zero, to, backwards: false, item })
    }

    /// An array of a slice that is seen as a slice of arrays.
    pub(super) fn chunk(&mut self, chunked: Chunked, at: Id, span: Span) -> Id {
        let start = self.times(at, chunked.size, span);
        let end = self.total(start, chunked.size, span);
        self.slice(chunked.whole, start, end, span)
    }

    /// `&whole[from..to]`
    pub(super) fn slice(&mut self, whole: Id, from: Id, to: Id, span: Span) -> Id {
        // A slice of a slice is a slice of the whole.
        if let Op::Slice(base, start, _) = *self.arena.op(whole) {
            let (from, to) = (self.total(start, from, span), self.total(start, to, span));
            return self.slice(base, from, to, span);
        }
        let elem = self.ty(whole).part(0);
        let elem = match elem {
            Some(elem) => elem,
            None => self.types.fresh(),
        };
        if let Some(place) = self.place_of(whole) {
            let ty = Ty::Ref(Box::new(Ty::Slice(Box::new(elem))));
            return self.step_into(place, Step::Range(from, to), ty, span);
        }
        let flow = self.arena.get(whole).flow;
        self.node_with(Op::Slice(whole, from, to), Ty::Ref(Box::new(Ty::Slice(Box::new(elem)))), flow, span)
    }

    /// `split_at` and `as_chunks`; `None` if the call is neither.
    pub(super) fn parts_of_slice(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let span = call.span();
        let name = call.method.to_string();
        if let ("split_at" | "split_at_mut", Some(at)) = (name.as_str(), call.args.first()) {
            let whole = self.lvalue(&call.receiver);
            let length = self.length(whole, span)?;
            let at = self.expr(at);
            let zero = self.index_literal(0);
            let (a, b) = (self.slice(whole, zero, at, span), self.slice(whole, at, length, span));
            if name == "split_at_mut" {
                self.lend([a, b]);
            }
            return Some(self.pair(a, b, span));
        }
        if let ("as_chunks", Some(size)) = (name.as_str(), const_argument(call)) {
            let whole = self.lvalue(&call.receiver);
            let length = self.length(whole, span)?;
            let size = self.expr(&size);
            let usize = Ty::usize();
            let count = self.discrete(Op::Plain(Plain::operator("/"), vec![length, size]), usize, span);
            // Stands for the view; nothing evaluates it.
            let elem = self.ty(whole).part(0)?;
            let ty = Ty::Slice(Box::new(Ty::Ref(Box::new(Ty::Slice(Box::new(elem))))));
            let flow = self.arena.get(whole).flow;
            let view = self.bound(ty, flow, span);
            self.chunked.insert(view, Chunked { whole, size, count });
            let start = self.times(count, size, span);
            let rest = self.slice(whole, start, length, span);
            return Some(self.pair(view, rest, span));
        }
        None
    }
}

/// The `4` of `.as_chunks::<4>()`.
fn const_argument(call: &syn::ExprMethodCall) -> Option<Expr> {
    match call.turbofish.as_ref()?.args.first()? {
        syn::GenericArgument::Const(size) => Some(size.clone()),
        syn::GenericArgument::Type(syn::Type::Path(size)) => {
            let path = size.path.clone();
            Some(Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path }))
        }
        _ => None,
    }
}

/// Does the expression look like a chain of iterators?
pub(super) fn is_chain(expr: &Expr) -> bool {
    match expr {
        Expr::Paren(inner) => is_chain(&inner.expr),
        Expr::Range(_) => true,
        Expr::MethodCall(call) => {
            const SOURCES: [&str; 6] = ["iter", "into_iter", "windows", "chunks", "chunks_exact", "iter_mut"];
            SOURCES.contains(&call.method.to_string().as_str()) || is_chain(&call.receiver)
        }
        _ => false,
    }
}

/// The items may be lent on, as `iter_mut` gives them.
fn lent(sequence: Sequence<'_>) -> Sequence<'_> {
    let inner = sequence.item;
    let item: Item<'_> = Box::new(move |lower, index| {
        let item = inner(lower, index);
        lower.lend([item]);
        item
    });
    Sequence { item, ..sequence }
}
