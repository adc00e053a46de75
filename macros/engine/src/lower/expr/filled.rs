//! Arrays that are made element by element: `a.map(f)`, `std::array::from_fn(f)`, those that are made of slices, and parts of arrays.

use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::lower::Lower;
use crate::lower::fence::refuse::adapts;
use crate::lower::option::optional::Optional;
use crate::lower::sequence::Sequence;
use crate::spanned::Spanned;
use crate::types::{Len, Ty};
use proc_macro2::Span;
use std::rc::Rc;
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
        if let Expr::MethodCall(adapter) = super::operator::bare(&call.receiver)
            && adapter.method != "map"
            && adapts(&adapter.method.to_string())
            && self.is_opaque_source(&adapter.receiver)
        {
            // No array has such a method.
            return None;
        }
        let whole = self.receiver(call);
        let len = match self.ty(whole).referent().clone() {
            Ty::Array(_, len) => len,
            Ty::Infer(_) => self.length_of_constant(&call.receiver, function)?,
            _ => return None,
        };
        let sequence = self.elements(whole, false, false, call.span())?;
        let assigned = self.assigned_in(&[function]);
        Some(self.filled(sequence, len, function, assigned, call.span()))
    }

    /// The length of an array that is a constant, `Self::LAGS`, over which something differentiated is calculated.
    fn length_of_constant(&mut self, array: &Expr, function: &Expr) -> Option<Len> {
        let Expr::Path(path) = super::operator::bare(array) else { return None };
        let last = path.path.segments.last()?.ident.to_string();
        let is_constant = !last.contains(char::is_lowercase) && matches!(function, Expr::Closure(_));
        let generic = self.generic_names.contains(&path.path.segments[0].ident.to_string());
        if !is_constant || generic || !self.mentions_varying(function) {
            return None;
        }
        Some(Len::read(&syn::parse_quote!(#path.len())))
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
        if !self.mentions_varying(function) {
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
        if written.is_none()
            && expected.is_none()
            && let Some(array) = self.filled_as_long_as(function, expr.span())
        {
            return Some(array);
        }
        let Some(len) = written.or(expected) else {
            let what = "`from_fn` where the length of its array is not written beside it";
            let help = "write the length: `let a: [f64; 3] = std::array::from_fn(…);`, also where another name of the type is written";
            return Some(self.report(expr, &code::UNSUPPORTED, &[what, help]));
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

    /// `a.map(f)` where only rustc sees the type of `a`, which it takes for an array: a copy of which each element is replaced.
    pub(in crate::lower) fn mapped_unseen(&mut self, call: &syn::ExprMethodCall, whole: Id) -> Option<Id> {
        let (Some(function @ Expr::Closure(closure)), 1) = (call.args.first(), call.args.len()) else {
            return None;
        };
        let [input] = closure.inputs.iter().collect::<Vec<_>>()[..] else { return None };
        // What is an index is no number of the kind that is made of it.
        let names = crate::lower::flow::statement::names_in(input);
        if call.method != "map"
            || !self.is_unseen_list(whole)
            || names.iter().any(|name| is_index(&closure.body, name))
        {
            return None;
        }
        let sequence = self.elements(whole, false, false, call.span())?;
        let origin = Self::origin_of_call(&call.method);
        if let Some(len) = self.assumed.lengths.get(&origin).cloned() {
            let assigned = self.assigned_in(&[function]);
            return Some(self.filled(sequence, len, function, assigned, call.span()));
        }
        let array = self.filled_over(sequence, whole, function, call.span());
        self.mapped.push((self.arena.ty(array).clone(), origin));
        Some(array)
    }

    /// What becomes of an array that is mapped may tell its length: then its elements may be of another type. Or it proves to be an `Option`.
    pub(in crate::lower) fn check_mapped(&mut self) {
        for (ty, origin) in std::mem::take(&mut self.mapped) {
            match self.types.shallow(&ty) {
                Ty::Array(_, len) => {
                    self.assumed.lengths.insert(origin, len);
                }
                Ty::Outcome(..) => {
                    self.assumed.options.insert(origin);
                }
                _ => continue,
            }
            (self.assumed.reordered, self.again) = (true, true);
        }
    }

    /// `std::array::from_fn(|i| a[i] + b[i])` where nothing says how long the array is: as long as what is indexed by `i`, which rustc checks.
    fn filled_as_long_as(&mut self, function: &Expr, span: Span) -> Option<Id> {
        let Expr::Closure(closure) = function else { return None };
        let [Pat::Ident(index)] = closure.inputs.iter().collect::<Vec<_>>()[..] else { return None };
        let indexed = indexed_by(&closure.body, &index.ident);
        for whole in indexed {
            let whole = self.lvalue(&whole);
            let (from, assigned) = (self.index_literal(0), self.assigned_in(&[function]));
            match self.ty(whole).referent().clone() {
                Ty::Array(_, len) => {
                    let to = self.length(whole, span)?;
                    return Some(self.filled(Sequence::indices(from, to), len, function, assigned, span));
                }
                Ty::Infer(_) if self.is_unseen_list(whole) => {
                    self.arena.get_mut(whole).ordered = true;
                    let to = self.length(whole, span)?;
                    return Some(self.filled_over(Sequence::indices(from, to), whole, function, span));
                }
                _ => {}
            }
        }
        None
    }

    /// A copy of `whole`, of which each element is replaced by what the function gives.
    fn filled_over(&mut self, sequence: Sequence<'_>, whole: Id, function: &Expr, span: Span) -> Id {
        let copy = self.operand(whole);
        let array = self.anonymous(copy, span);
        let assigned = self.assigned_in(&[function]);
        self.filled_in(array, sequence, function, assigned, span, |_, _| {});
        array
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
        if !self.mentions_varying(given) {
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
        self.filled_in(array, sequence, function, assigned, span, |lower, value| {
            let of = lower.arena.ty(value).clone();
            lower.types.unify(&elem, &of);
            lower.fills_with(number, value);
        });
        array
    }

    /// Assigns each element of a variable what the function gives for an item; `made` is told each of these values.
    fn filled_in(
        &mut self,
        array: Id,
        sequence: Sequence<'_>,
        function: &Expr,
        assigned: Vec<crate::lower::Local>,
        span: Span,
        made: impl Fn(&mut Self, Id),
    ) {
        let Sequence { from, to, backwards, item } = sequence;
        let both: crate::lower::sequence::Item<'_> = Rc::new(move |lower, index| {
            let item = item(lower, index);
            lower.pair(index, item, span)
        });
        self.over(Sequence { from, to, backwards, item: both }, assigned, None, span, |lower, pair| {
            let Op::Tuple(parts) = lower.arena.op(pair).clone() else { return };
            let value = lower.call_handed(function, &[parts[1]], span);
            let value = lower.loaded(value);
            made(lower, value);
            let target = lower.element(array, parts[0], span);
            lower.store_at(target, value);
        });
    }
}

/// What is indexed by a name and nothing else.
fn indexed_by(body: &Expr, index: &syn::Ident) -> Vec<Expr> {
    struct Search<'i> {
        index: &'i syn::Ident,
        found: Vec<Expr>,
        /// Names that only the body knows.
        own: Vec<syn::Ident>,
    }
    impl<'ast> syn::visit::Visit<'ast> for Search<'_> {
        fn visit_expr_index(&mut self, at: &'ast syn::ExprIndex) {
            let is_index = matches!(super::operator::bare(&at.index), Expr::Path(path) if path.path.is_ident(self.index));
            if is_index && is_place(&at.expr) {
                self.found.push((*at.expr).clone());
            }
            syn::visit::visit_expr_index(self, at);
        }
        fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
            self.own.push(name.ident.clone());
        }
    }
    let mut search = Search { index, found: Vec::new(), own: vec![index.clone()] };
    syn::visit::Visit::visit_expr(&mut search, body);
    let Search { found, own, .. } = search;
    let outside = |whole: &Expr| {
        let mentioned = super::opaque::mentioned(quote::quote!(#whole));
        !own.iter().any(|name| mentioned.contains(name))
    };
    found.into_iter().filter(outside).collect()
}

/// Is something indexed by the name?
fn is_index(body: &Expr, name: &syn::Ident) -> bool {
    struct Search<'n>(&'n syn::Ident, bool);
    impl<'ast> syn::visit::Visit<'ast> for Search<'_> {
        fn visit_expr_index(&mut self, at: &'ast syn::ExprIndex) {
            let index = &at.index;
            self.1 |= super::opaque::mentioned(quote::quote!(#index)).contains(self.0);
            syn::visit::visit_expr_index(self, at);
        }
    }
    let mut search = Search(name, false);
    syn::visit::Visit::visit_expr(&mut search, body);
    search.1
}

/// A local, a field of one, and so on.
fn is_place(expr: &Expr) -> bool {
    match super::operator::bare(expr) {
        Expr::Path(_) => true,
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(at) => is_place(&at.expr),
        _ => false,
    }
}
