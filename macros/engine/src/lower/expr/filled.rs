//! Arrays that are made element by element: `a.map(f)`, `std::array::from_fn(f)`, those that are made of slices, and parts of arrays.

use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::Lower;
use crate::lower::option::optional::Optional;
use crate::lower::sequence::Sequence;
use crate::types::{Len, Ty};
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::{Expr, Pat};

impl Lower<'_> {
    /// `a.map(f)` of an array; `None` if the call is not that.
    pub(in crate::lower) fn mapped_array(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let (Some(function), "map") = (call.args.first(), call.method.to_string().as_str()) else {
            return None;
        };
        if self.is_chain(&call.receiver) || self.is_optional(&call.receiver) {
            return None;
        }
        let whole = self.receiver(call);
        let Ty::Array(_, len) = self.ty(whole).referent().clone() else { return None };
        let sequence = self.elements(whole, false, false, call.span())?;
        let assigned = self.assigned_in(&[function]);
        Some(self.filled(sequence, len, function, assigned, call.span()))
    }

    /// `std::array::from_fn(f)` with a function of something differentiated; `None` if the expression is not that.
    /// `expected` is the type that stands beside it.
    pub(in crate::lower) fn array_from_fn(&mut self, expr: &Expr, expected: Option<Ty>) -> Option<Id> {
        let Expr::Call(call) = super::operator::bare(expr) else { return None };
        let Expr::Path(path) = super::operator::bare(&call.func) else { return None };
        let mut segments = path.path.segments.iter().rev();
        let last = segments.next().filter(|last| last.ident == "from_fn")?;
        segments.next().filter(|module| module.ident == "array")?;
        let function = call.args.first()?;
        if !self.mentions_varying(quote::quote!(#function)) {
            return None;
        }
        self.spelt.note_function(&path.path);
        let written = match &last.arguments {
            syn::PathArguments::AngleBracketed(args) => match args.args.iter().nth(1) {
                Some(syn::GenericArgument::Const(len)) => Some(Len::read(len)),
                Some(syn::GenericArgument::Type(syn::Type::Path(len))) => {
                    let path = len.path.clone();
                    Some(Len::read(&Expr::Path(syn::ExprPath { attrs: Vec::new(), qself: None, path })))
                }
                _ => None,
            },
            _ => None,
        };
        let expected = match expected.map(|ty| self.types.shallow(&ty)) {
            Some(Ty::Array(_, len)) => Some(len),
            _ => None,
        };
        let Some(len) = written.or(expected) else {
            let what =
                "`from_fn` where the length of its array is not written beside it (`let a: [f64; 3] = …`)";
            return Some(self.report(expr, &code::UNSUPPORTED, &[what]));
        };
        let to = match len.value {
            Some(value) => self.index_literal(value),
            None => {
                let tokens = &len.tokens;
                let constant = Plain::Path(quote::quote!(#tokens));
                self.discrete(Op::Plain(constant, Vec::new()), Ty::usize(), expr.span())
            }
        };
        let from = self.index_literal(0);
        let assigned = self.assigned_in(&[function]);
        Some(self.filled(Sequence::indices(from, to), len, function, assigned, expr.span()))
    }

    /// The first elements of a list, which has as many, as an array.
    pub(in crate::lower) fn array_of(&mut self, list: Id, len: Len, span: Span) -> Id {
        /// Beyond this the array is made in a loop.
        const FEW: u32 = 16;
        if let Some(count) = len.value.filter(|count| *count <= FEW) {
            let elements = (0..count).map(|at| {
                let at = self.index_literal(at);
                let element = self.element(list, at, span);
                self.loaded(element)
            });
            let elements: Vec<Id> = elements.collect();
            let elem = self.ty(list).part(0).unwrap_or_else(|| self.types.fresh());
            return self.node(Op::Array(elements), Ty::Array(Box::new(elem), len), span);
        }
        let (name, size) = (crate::names::of_library(&syn::Ident::new("elements", span), span), &len.tokens);
        let scope = self.names.len();
        self.local_called(&name, Some(list));
        let element: Expr = syn::parse_quote!(|at| #name[at]);
        let to = self.expr(&syn::parse_quote!(#size));
        let from = self.index_literal(0);
        let array = self.filled(Sequence::indices(from, to), len, &element, Vec::new(), span);
        self.names.truncate(scope);
        self.loaded(array)
    }

    /// `<[T; N]>::try_from(list)`: an array, if there are as many elements.
    pub(in crate::lower) fn array_tried<'e>(&mut self, call: &syn::ExprCall) -> Option<Optional<'e>> {
        let (size, by_reference) = crate::lower::typing::told::array_made(call)?;
        let given = call.args.first()?;
        if !self.mentions_varying(quote::quote!(#given)) {
            return None;
        }
        let (span, list) = (call.span(), self.lvalue(given));
        if !self.ty(list).has_elements() {
            return None;
        }
        let (length, wanted) = (self.length(list, span)?, self.expr(size));
        let known = self.arena.integer(length).zip(self.arena.integer(wanted));
        let some = match known.is_some_and(|(length, wanted)| length == wanted) {
            true => self.literal(Literal::Bool(true), Ty::Bool),
            false => self.discrete(Op::Plain(Plain::operator("=="), vec![length, wanted]), Ty::Bool, span),
        };
        let len = Len::read(size);
        Some(Optional::new(some, move |lower| {
            let array = lower.array_of(list, len, span);
            if by_reference { lower.borrow(array, span) } else { array }
        }))
    }

    /// The patterns of an array's elements, after `name @ ..` was bound to the rest of them.
    pub(in crate::lower) fn bind_rest(
        &mut self,
        elems: Vec<&Pat>,
        whole: Option<u32>,
        value: Id,
    ) -> Vec<Pat> {
        let mut left: Vec<Pat> = elems.iter().map(|elem| (*elem).clone()).collect();
        let at = elems
            .iter()
            .position(|elem| matches!(elem, Pat::Ident(_)) && crate::lower::flow::pattern::is_rest(elem));
        let named = u32::try_from(elems.len().saturating_sub(1)).ok();
        let length = whole.zip(named).and_then(|(whole, named)| whole.checked_sub(named));
        let (Some(at), Some(length), Some(Pat::Ident(name))) = (at, length, at.map(|at| elems[at])) else {
            return left;
        };
        let span = name.ident.span();
        let from = self.count_of(u32::try_from(at).unwrap_or(u32::MAX));
        let to = self.plus(from, length);
        let part = self.slice_within(value, from, to, span);
        self.arena.assure(part);
        let rest = match (self.ty(value), self.lends(value).is_some()) {
            (Ty::Ref(_), true) => {
                self.lend([part]);
                part
            }
            (by, _) => {
                let array = self.array_of(part, Len::of(length as usize), span);
                if let Ty::Ref(_) = by { self.borrow(array, span) } else { array }
            }
        };
        let mut name = name.clone();
        name.subpat = None;
        self.bind(&Pat::Ident(name), rest);
        left[at] = syn::parse_quote!(..);
        left
    }

    fn filled(
        &mut self,
        sequence: Sequence<'_>,
        len: Len,
        function: &Expr,
        assigned: Vec<crate::lower::Local>,
        span: Span,
    ) -> Id {
        let elem = self.types.fresh_inferred();
        let number = self.filled;
        self.filled += 1;
        let zero = self.placeholder(number, &elem, span);
        let ty = Ty::Array(Box::new(elem.clone()), len.clone());
        let empty = self.node(Op::Repeat(zero, len.tokens), ty, span);
        let array = self.anonymous(empty, span);
        let Sequence { from, to, backwards, item } = sequence;
        let both: crate::lower::sequence::Item<'_> = Box::new(move |lower, index| {
            let item = item(lower, index);
            lower.pair(index, item, span)
        });
        self.over(Sequence { from, to, backwards, item: both }, assigned, None, span, |lower, pair| {
            let Op::Tuple(parts) = lower.arena.op(pair).clone() else { return };
            let value = lower.call_handed(function, &[parts[1]], span);
            let value = lower.loaded(value);
            let of = lower.arena.ty(value).clone();
            lower.types.unify(&elem, &of);
            lower.fills_with(number, value);
            let target = lower.element(array, parts[0], span);
            lower.store_at(target, value);
        });
        array
    }
}
