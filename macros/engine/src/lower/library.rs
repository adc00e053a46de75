//! What methods of `std` mean, written in Rust: the functions in `library/` are lowered where such a method is called, as a
//! closure is that is written out.
//!
//! A function's first parameter is what the method is called on: `&[T]`, `&mut [T]`, `&mut Vec<T>` and `Vec<T>` are places, `I` is a chain of
//! iterators, which stands where the parameter is mentioned. Of the others, `F` is a closure or the name of a function, `C` one that only decides, and `K` what such
//! a one gives (they, an `I`, and a `J`, which is anything that can be run over, stand where they are mentioned, too), a `Range` is what the call's range is with both of its ends, `OneOrMore` is a slice or a reference to an element,
//! anything else is a value.
//! `N` is a number between the angle brackets of the call.
//!
//! A function that gives an `Option` ends in `condition.then(|| value)`, whose value is made where it is used, or in an `Option` that
//! is made at once. One that gives an `IntoIter` ends in `list.into_iter()`, perhaps with a `map` behind it.

pub(super) mod deque;
pub(super) mod library_text;
pub(super) mod map_fields;
pub(super) mod maps;
pub(super) mod maps_of_values;
pub(super) mod mutator;

use super::Lower;
use super::env::callee::Callee;
use super::expr::operator::bare;
use super::scan::changes::Changes;
use super::sequence::range::Ends;
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::lower::option::control_flow::gives_flow;
use crate::lower::option::optional::{As, Optional};
use crate::lower::sequence::{Item, Sequence};
use crate::names;
use crate::spanned::Spanned;
use crate::types::{Len, Ty};
use library_text::Body;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use std::rc::Rc;
use std::sync::OnceLock;
use syn::{Expr, ExprMethodCall, RangeLimits, Stmt};

/// The text, by what the methods in it are called on. Those of a range have the names of others.
const TEXT: [&str; 7] = [
    include_str!("library/prelude/slice.rs"),
    include_str!("library/prelude/range.rs"),
    include_str!("library/prelude/vec.rs"),
    include_str!("library/prelude/deque.rs"),
    include_str!("library/prelude/iterator.rs"),
    include_str!("library/prelude/iterator_result.rs"),
    include_str!("library/prelude/iterator_flow.rs"),
];

/// What a method is called on.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum On {
    /// A list that it looks at.
    Slice,
    /// One whose elements it changes.
    Changed,
    /// One whose length it changes, too.
    Resized,
    /// A chain of iterators.
    Chain,
}

/// What a method gives.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Gives {
    Value,
    /// Or a `Result`.
    Option,
    /// Items, one after the other.
    Items,
}

/// Methods of such names that no type of a user's is expected to have: what has one is a list, also where only rustc sees its type.
const LISTS_ALONE: [&str; 28] = [
    "first_mut",
    "last_mut",
    "split_first_mut",
    "split_last_mut",
    "partition_point",
    "binary_search",
    "binary_search_by",
    "binary_search_by_key",
    "chunk_by",
    "is_sorted",
    "is_sorted_by",
    "is_sorted_by_key",
    "as_flattened",
    "as_slice",
    "as_mut_slice",
    "concat",
    "sort_by",
    "sort_unstable_by",
    "sort_by_key",
    "sort_unstable_by_key",
    "sort_by_cached_key",
    "select_nth_unstable_by",
    "rotate_left",
    "rotate_right",
    "copy_within",
    "swap_remove",
    "dedup_by",
    "dedup_by_key",
];

/// Is it the name of a method of lists that nothing else is expected to have?
pub(super) fn is_of_lists_alone(name: &str) -> bool {
    LISTS_ALONE.contains(&name)
}

/// Methods of a `Vec` that types of a user's may have too: a local of the function's own that has one is taken for a `Vec`, which rustc checks.
const OF_OWN_LISTS: [&str; 10] = [
    "insert",
    "remove",
    "append",
    "dedup",
    "split_off",
    "splice",
    "retain",
    "retain_mut",
    "drain",
    "extract_if",
];

/// The module of what the text calls that has no text.
pub(super) const LIBRARY: &str = "library";

/// A method: what it is called on, what it gives, and its text.
struct Method {
    on: On,
    gives: Gives,
    takes_range: bool,
    /// The function that it is given gives a `Result`.
    of_results: bool,
    text: &'static str,
}

impl Method {
    fn read(text: &'static str) -> Method {
        let signature = text.split(" {").next().unwrap_or_default();
        let signature = signature.split_whitespace().collect::<Vec<_>>().join(" ");
        let signature = signature.replace("( ", "(").replace("'a ", "");
        let has = |part: &str| signature.contains(part);
        let ways = [
            ("(list: &mut Vec", On::Resized),
            ("(list: &mut [", On::Changed),
            ("(list: &[", On::Slice),
            ("(list: Vec", On::Slice),
        ];
        let on = ways.iter().find(|(start, _)| has(start)).map_or(On::Chain, |(_, on)| *on);
        let gives = match () {
            () if has(") -> Option<") || has(") -> Result<") => Gives::Option,
            () if has("-> IntoIter<") || has("-> impl Iterator<") => Gives::Items,
            () => Gives::Value,
        };
        let of_results =
            signature.rsplit_once(") -> ").is_some_and(|(functions, _)| functions.contains("-> Result<"));
        Method { on, gives, takes_range: has(": Range<usize>"), of_results, text }
    }
}

/// The methods by their names.
fn methods() -> &'static BTreeMap<&'static str, Vec<Method>> {
    static METHODS: OnceLock<BTreeMap<&'static str, Vec<Method>>> = OnceLock::new();
    METHODS.get_or_init(|| {
        let mut methods: BTreeMap<_, Vec<Method>> = BTreeMap::new();
        for text in TEXT.iter().flat_map(|file| file.split("\n\n")).filter(|text| text.starts_with("pub fn "))
        {
            let name = text["pub fn ".len()..].split(['<', '(']).next().unwrap_or_default();
            methods.entry(name).or_default().push(Method::read(text));
        }
        methods
    })
}

/// Those of one name. What is unstable may do as the stable one does.
fn named(name: &str) -> Option<&'static [Method]> {
    // Most names have no second word: this is asked at each link of a chain about all before it.
    let methods = match name.contains('_') {
        true => methods().get(name.replace("_unstable", "").as_str()),
        false => methods().get(name),
    };
    methods.map(Vec::as_slice)
}

/// Does a method of that name change what it is called on, or its length too?
pub(super) fn changes(name: &str) -> Option<On> {
    let on = named(name)?.iter().map(|method| method.on);
    on.into_iter().find(|on| matches!(on, On::Changed | On::Resized))
}

/// Does a method of that name move elements within a list, which is written as copies of them here?
pub(super) fn copies_elements(name: &str) -> bool {
    let copies = |method: &Method| {
        matches!(method.on, On::Changed | On::Resized)
            && method.gives == Gives::Value
            && method.text.contains("T: Copy")
    };
    ["swap", "reverse"].contains(&name) || named(name).is_some_and(|methods| methods.iter().any(copies))
}

/// May a method of that name, called on a list, give an `Option`?
pub(super) fn gives_option(name: &str) -> bool {
    let gives = |method: &Method| method.on != On::Chain && method.gives == Gives::Option;
    named(name).is_some_and(|methods| methods.iter().any(gives))
}

/// May a method of that name, called on an iterator, give an `Option`?
pub(super) fn ends_in_option(name: &str) -> bool {
    let ends = |method: &Method| method.on == On::Chain && method.gives == Gives::Option;
    named(name).is_some_and(|methods| methods.iter().any(ends))
}

/// May a method of that name, called on a list, begin a chain of iterators?
pub(super) fn gives_items(name: &str) -> bool {
    named(name).is_some_and(|methods| methods.iter().any(|method| method.gives == Gives::Items))
}

/// The names of all of them.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    methods().keys().copied()
}

impl Lower<'_> {
    /// The method of the library that a call means.
    fn library_method(&self, call: &ExprMethodCall) -> Option<&'static Method> {
        let methods = named(&call.method.to_string())?;
        if ["try_fold", "try_for_each"].iter().any(|name| call.method == name)
            && self.gives_flow(call.args.last()?)
        {
            return None;
        }
        let chain = self.is_iterator(&call.receiver);
        let is_range = |arg: &Expr| matches!(bare(arg), Expr::Range(_)) || self.known_range(arg).is_some();
        let range = call.args.first().is_some_and(is_range);
        let results = methods.iter().any(|method| method.of_results) && self.gives_result(call.args.last()?);
        let means = |method: &&Method| {
            (method.on == On::Chain) == chain && method.takes_range == range && method.of_results == results
        };
        methods.iter().find(means)
    }

    /// Does a function give a `ControlFlow`, which is no `Option`?
    fn gives_flow(&self, function: &Expr) -> bool {
        match bare(function) {
            Expr::Closure(closure) => gives_flow(&closure.body),
            other => match self.callee_behind(other) {
                Some(Some(Callee::Closure(closure))) => gives_flow(closure.body()),
                _ => false,
            },
        }
    }

    /// A method of the library; `None` if it is none, or gives an `Option`.
    pub(super) fn of_library(&mut self, call: &ExprMethodCall) -> Option<Id> {
        let method = self.library_method(call).filter(|method| method.gives != Gives::Option)?;
        let scope = self.names.len();
        let block = match self.entered(call, method)? {
            Ok(block) => block,
            Err(refused) => return Some(refused),
        };
        let value = match (method.gives, tail(&block)) {
            // The items are those of a list, which stands for them.
            (Gives::Items, Some((stmts, Expr::MethodCall(items)))) if items.method == "into_iter" => self
                .inner(|lower| {
                    lower.sequence(stmts, As::Value);
                    lower.expr(&items.receiver)
                }),
            (Gives::Items, _) => return None,
            (Gives::Value | Gives::Option, _) => self.inner(|lower| lower.block_expr(&block)),
        };
        self.depth -= 1;
        self.names.truncate(scope);
        Some(value)
    }

    /// A method of the library that gives an `Option`; `None` if it is none.
    pub(super) fn library_optional<'e>(&mut self, call: &ExprMethodCall) -> Option<Optional<'e>> {
        let method = self.library_method(call).filter(|method| method.gives == Gives::Option)?;
        let (span, scope) = (call.span(), self.names.len());
        let block = match self.entered(call, method)? {
            Ok(block) => block,
            Err(refused) => {
                let always = self.literal(crate::ir::Literal::Bool(true), Ty::Bool);
                return Some(Optional::new(always, move |_| refused));
            }
        };
        let (stmts, last) = tail(&block)?;
        self.inner(|lower| lower.sequence(stmts, As::Value));
        let optional = match last {
            Expr::MethodCall(then) if then.method == "then" => {
                let some = self.expr(&then.receiver);
                let (names, value) = (self.names.clone(), closure_body(then)?.clone());
                Optional::new(some, move |lower| {
                    let outer = std::mem::replace(&mut lower.names, names);
                    lower.depth += 1;
                    let value = lower.inner(|lower| lower.lvalue(&value));
                    lower.depth -= 1;
                    lower.names = outer;
                    value
                })
            }
            made => {
                let pair = self.inner(|lower| lower.optional_pair(made));
                self.of_outcome(pair, span)
            }
        };
        self.depth -= 1;
        self.names.truncate(scope);
        Some(optional)
    }

    /// A method of the library that gives items; `None` if it is none.
    pub(super) fn library_items<'e>(&mut self, call: &ExprMethodCall) -> Option<Sequence<'e>> {
        let method = self.library_method(call).filter(|method| method.gives == Gives::Items)?;
        let (span, scope) = (call.span(), self.names.len());
        let changes = |arg: &&Expr| match self.callee_behind(arg) {
            Some(Some(Callee::Closure(closure))) => self.changes_something(closure.body()),
            _ => self.changes_something(arg),
        };
        if let Some(changing) = call.args.iter().find(changes) {
            // The items are made one after the other, while they are asked for.
            self.report(
                changing,
                &code::UNSUPPORTED,
                &["a change inside of a chain's argument", "do it in a statement before the chain"],
            );
            return None;
        }
        let block = match self.entered(call, method)? {
            Ok(block) => block,
            Err(refused) => {
                let zero = self.index_literal(0);
                let none = Sequence::indices(zero, zero);
                return Some(Sequence { item: Rc::new(move |_, _| refused), ..none });
            }
        };
        let (stmts, last) = tail(&block)?;
        self.inner(|lower| lower.sequence(stmts, As::Value));
        let Expr::MethodCall(last) = last else { return None };
        let (list, function) = match (last.method == "map", bare(&last.receiver)) {
            (true, Expr::MethodCall(items)) => (&items.receiver, last.args.first()),
            _ => (&last.receiver, None),
        };
        let list = self.lvalue(list);
        let Sequence { from, to, backwards, item } = self.elements(list, false, false, span)?;
        let names = self.names.clone();
        let function = function.and_then(|function| match function {
            // It is written out where nothing changes what it has taken.
            Expr::Closure(closure) => Some(syn::ExprClosure { capture: None, ..closure.clone() }),
            _ => None,
        });
        let item: Item<'e> = Rc::new(move |lower, index| {
            let item = item(lower, index);
            let Some(function) = &function else { return item };
            let outer = std::mem::replace(&mut lower.names, names.clone());
            let item = lower.inline(function, &[item], As::Value);
            lower.names = outer;
            item
        });
        self.depth -= 1;
        self.names.truncate(scope);
        Some(Sequence { from, to, backwards, item })
    }

    /// The body of a method of the library at the place of a call, with its parameters declared; inside, what stands for a call that
    /// is refused. `None` if the call is none of the method.
    fn entered(&mut self, call: &ExprMethodCall, method: &Method) -> Option<Result<syn::Block, Id>> {
        let receiver = match method.on {
            On::Chain if self.is_foreign_chain(call) => return None,
            // What gives no lists, and of nothing that is differentiated, is rustc's.
            On::Chain
                if !method.text.contains("Vec<")
                    && !method.text.contains("_flow<")
                    && !self.mentions_varying(call)
                    && !self.changes_something(&Expr::MethodCall(call.clone())) =>
            {
                return None;
            }
            On::Chain => None,
            // What only looks, and at nothing that is differentiated, is rustc's.
            On::Slice if method.gives == Gives::Value && !self.mentions_varying(call) => {
                return None;
            }
            on => match self.receiving(call, on)? {
                Ok(list) => Some(list),
                Err(refused) => return Some(Err(refused)),
            },
        };
        let span = call.method.span();
        let function: syn::ItemFn = syn::parse_str(method.text).ok()?;
        let params: Vec<(Ident, syn::Type)> = function.sig.inputs.iter().filter_map(parameter).collect();
        if params.len() != call.args.len() + 1 {
            // rustc says so.
            self.types.disagree = true;
            return Some(Err(self.poison()));
        }
        let mut body = Body::of(&function, span);
        let number = function.sig.generics.const_params().next();
        if let Some(number) = number.filter(|number| body.mentions(&number.ident)) {
            match super::sequence::const_argument(call) {
                Some(given) => body.stands_number(&number.ident, given.to_token_stream()),
                None => {
                    let shown = format!("`{}` without `::<N>` beside it", call.method);
                    let help = format!("write the number: `.{}::<2>(…)`", call.method);
                    return Some(Err(self.report(&call.method, &code::UNSUPPORTED, &[&shown, &help])));
                }
            }
        }
        // The arguments know nothing of the names that are declared here.
        let mut declared = Vec::new();
        match receiver {
            Some(list) => declared.push((body.name(&params[0].0), Some(list))),
            None => body.stands(&params[0].0, call.receiver.to_token_stream()),
        }
        for ((name, ty), argument) in params[1..].iter().zip(&call.args) {
            match ty.to_token_stream().to_string().as_str() {
                "F" if matches!(bare(argument), Expr::Closure(_)) => {
                    let pat = body.name(name);
                    self.bind_closure(&syn::parse_quote!(#pat), argument);
                }
                "F" | "C" | "I" | "J" | "& K" => body.stands(name, argument.to_token_stream()),
                "Range < usize >" => {
                    let ends = self.range_of_list(argument, receiver?)?;
                    declared.push((body.name(name), Some(ends)));
                }
                "OneOrMore < T >" => {
                    let value = self.expr(argument);
                    let slice = self.of_one_element(value);
                    declared.push((body.name(name), Some(slice)));
                }
                _ => {
                    let value = self.expr(argument);
                    declared.push((body.name(name), Some(value)));
                }
            }
        }
        for (name, value) in declared {
            self.local_called(&name, value);
        }
        let block = body.block()?;
        let Changes { mutated, fields, resized, .. } = Changes::of(&block);
        self.changes.fields.extend(fields);
        self.changes.mutated.extend(mutated);
        self.changes.resized.extend(resized);
        self.depth += 1;
        Some(Ok(block))
    }

    /// A slice; of an element of that by reference, a slice of it alone.
    fn of_one_element(&mut self, value: Id) -> Id {
        if matches!(self.ty(value), Ty::Ref(to) if matches!(*to, Ty::Slice(_))) {
            return value;
        }
        let span = self.arena.get(value).span;
        let element = self.deref(value, span);
        let alone = self.array_with(vec![element], span);
        self.borrow(alone, span)
    }

    /// A range of indices of a list, with both of its ends.
    fn range_of_list(&mut self, range: &Expr, list: Id) -> Option<Id> {
        let span = range.span();
        let (from, to, limits) = match bare(range) {
            Expr::Range(range) => {
                let mut end = |end: &Option<Box<Expr>>| end.as_ref().map(|end| self.expr(end));
                (end(&range.start), end(&range.end), range.limits)
            }
            other => {
                let known = self.known_range(other)?;
                let Ends { from, to, limits } = self.ends_of(known, span)?;
                (Some(from), to, limits)
            }
        };
        let from = match from {
            Some(from) => from,
            None => self.index_literal(0),
        };
        let to = match (to, limits) {
            (Some(to), RangeLimits::HalfOpen(_)) => to,
            (Some(to), RangeLimits::Closed(_)) => self.plus(to, 1),
            (None, _) => self.length(list, span)?,
        };
        Some(self.range_between(from, to, span))
    }

    /// `library::f(list, …)` in the text; `None` if the call is none.
    pub(super) fn library_function(&mut self, call: &syn::ExprCall) -> Option<Id> {
        let Expr::Path(path) = &*call.func else { return None };
        let (first, function) = (path.path.segments.first()?, path.path.segments.last()?);
        if names::plain(&first.ident) != LIBRARY || first.ident == LIBRARY {
            return None;
        }
        if function.ident == "array" {
            let list = self.lvalue(call.args.first()?);
            // The text asks for what is there.
            self.arena.assure(list);
            let syn::PathArguments::AngleBracketed(args) = &function.arguments else { return None };
            let size = args.args.first()?.to_token_stream();
            let array = self.array_of(list, Len::read(&syn::parse2(size).ok()?), call.span());
            return Some(self.borrow(array, call.span()));
        }
        if function.ident == "array_mut" {
            return Some(self.lvalue(call.args.first()?));
        }
        self.order(call, &function.ident)
    }

    /// What depends on the order of a list's elements alone, which does not change gradually.
    fn order(&mut self, call: &syn::ExprCall, function: &Ident) -> Option<Id> {
        let (list, rest) = (call.args.first()?, call.args.iter().skip(1).collect::<Vec<_>>());
        let compare = bare(call.args.last()?);
        if self.changes_something(compare) {
            return Some(self.report(&super::fence::refuse::mark(compare), &code::CLOSURE, &[]));
        }
        let Some((captures, closures)) = self.captures_with_closures(quote!(#(#rest),*)) else {
            return Some(self.poison());
        };
        let value = self.expr(list);
        let list = names::unmentioned_in(&quote!(#closures #(#rest),*), "values".into(), "_");
        let (mut names, mut ids) = (vec![list.clone()], vec![value]);
        for (name, id) in captures {
            names.push(name);
            ids.push(self.argument(id));
        }
        let private = names::private();
        let (order, ty) = match function.to_string().as_str() {
            "order_by" | "order_by_key" => {
                (quote!(#private::#function(#list, #compare)), Ty::Vec(Box::new(Ty::usize())))
            }
            "partition_point" => (quote!(#list.#function(#compare)), Ty::usize()),
            "is_sorted_by_key" => (quote!(#list.#function(#compare)), Ty::Bool),
            // The searches: was it found, and where it is or would be.
            _ => {
                let (at, result) = (Ident::new("at", Span::mixed_site()), quote!(::core::result::Result));
                let order = quote!(match #list.#function(#(#rest),*) {
                    #result::Ok(#at) => (true, #at),
                    #result::Err(#at) => (false, #at),
                });
                (order, Ty::Tuple(vec![Ty::Bool, Ty::usize()]))
            }
        };
        let order = if closures.is_empty() { order } else { quote!({ #closures #order }) };
        Some(self.discrete(Op::Plain(Plain::Verbatim(order, names), ids), ty, call.span()))
    }

    /// The list that a method is called on; inside, what stands for one that it may not be called on.
    fn receiving(&mut self, call: &ExprMethodCall, on: On) -> Option<Result<Id, Id>> {
        let receiver = self.receiver(call);
        let seen = self.ty(receiver).has_elements();
        let unseen = self.is_unseen_list(receiver)
            || on == On::Slice && matches!(self.ty(receiver).referent(), Ty::Infer(_));
        let of_list = unseen && is_of_lists_alone(&call.method.to_string())
            || self.is_unseen_list(receiver)
                && OF_OWN_LISTS.iter().any(|name| call.method == name)
                && self.is_own_list(receiver);
        match (on, seen) {
            (_, false) if !of_list => return None,
            (On::Slice, true) => return Some(Ok(receiver)),
            (On::Slice, false) => return Some(Ok(self.borrow(receiver, call.span()))),
            (On::Changed | On::Resized | On::Chain, _) => {}
        }
        let place = match self.changed_place(call, receiver) {
            Ok(place) => place,
            Err(refused) => return Some(Err(refused)),
        };
        if on == On::Resized && !self.may_resize(&place) {
            let name = call.method.to_string();
            if name == "swap_remove" && self.is_unseen_list(receiver) {
                // Core has its rule.
                return None;
            }
            return Some(Err(self.report(&call.method, &code::RESIZE, &[&name])));
        }
        Some(Ok(receiver))
    }
}

/// The statements of a block and the expression at its end.
fn tail(block: &syn::Block) -> Option<(&[Stmt], &Expr)> {
    match block.stmts.split_last()? {
        (Stmt::Expr(last, None), stmts) => Some((stmts, bare(last))),
        _ => None,
    }
}

/// The body of the closure that a method takes.
fn closure_body(call: &ExprMethodCall) -> Option<&Expr> {
    match call.args.first()? {
        Expr::Closure(closure) => Some(&closure.body),
        _ => None,
    }
}

fn parameter(input: &syn::FnArg) -> Option<(Ident, syn::Type)> {
    let syn::FnArg::Typed(input) = input else { return None };
    let syn::Pat::Ident(name) = &*input.pat else { return None };
    Some((name.ident.clone(), (*input.ty).clone()))
}
