//! What is refused: the smallest token that is responsible for it, and what only follows from an error before it.

use crate::diagnostics::{self as code, Sink};
use crate::ir::Id;
use crate::lower::Lower;
use crate::lower::library::maps::{IN_MAP, is_in_entry};
use crate::lower::scan::mentions::Mentions;
use crate::lower::sequence::consumer::CONSUMERS;
use crate::lower::sequence::found::FINDERS;
use crate::lower::sequence::is_source;
use crate::lower::sequence::stage::{DECIDING, INDEXED};
use proc_macro2::{Ident, TokenStream};
use quote::{ToTokens, quote};
use syn::Expr;
use syn::visit::Visit;

/// May the method follow in a chain of iterators?
pub(in crate::lower) fn adapts(name: &str) -> bool {
    // The others keep or lose the index of an item, these make sequences of sequences.
    const OF_SEQUENCES: [&str; 4] = ["rev", "zip", "chain", "cycle"];
    OF_SEQUENCES.contains(&name) || INDEXED.contains(&name) || DECIDING.contains(&name)
}

/// May it end one?
fn consumes(name: &str) -> bool {
    name == "collect" || CONSUMERS.contains(&name) || FINDERS.contains(&name)
}

/// Methods of `Option` and `Result` that take one apart, or make another of it.
const OF_OPTIONS: [&str; 19] = [
    "unwrap",
    "expect",
    "unwrap_or",
    "unwrap_or_else",
    "unwrap_or_default",
    "map_or",
    "map_or_else",
    "and_then",
    "or_else",
    "ok_or",
    "ok_or_else",
    "map_err",
    "ok",
    "unwrap_err",
    "is_some_and",
    "is_none_or",
    "get_or_insert_with",
    "get_or_insert",
    "flatten",
];

impl Lower<'_> {
    /// Does the value stand for something that has been reported, or is it made of such?
    pub(in crate::lower) fn is_poisoned(&self, id: Id) -> bool {
        self.poisoned.contains(&id)
    }

    /// Is there such a value in an expression? What is wrong with it then follows from that error.
    pub(in crate::lower) fn mentions_poisoned(&mut self, code: impl Mentions) -> bool {
        !self.poisoned.is_empty() && self.captures(code).iter().any(|(_, id)| self.is_poisoned(*id))
    }

    /// Reports the link of a chain of iterators that is not understood; `None` if the call is none of a chain, or
    /// nothing differentiated goes through it.
    pub(in crate::lower) fn refused_chain(&mut self, call: &syn::ExprMethodCall) -> Option<Id> {
        let link = culprit(call)?;
        if !self.mentions_varying(call) {
            return None;
        }
        Some(self.report(link, &code::ITERATOR, &[&link.to_string()]))
    }

    /// Reports what a loop runs over.
    pub(in crate::lower) fn refuse_iterator(&mut self, expr: &Expr) -> Id {
        if self.mentions_poisoned(expr) {
            return self.poison();
        }
        match crate::lower::expr::operator::bare(expr) {
            // A number, over which rustc does not run.
            Expr::Lit(_) => {
                self.types.disagree = true;
                self.poison()
            }
            Expr::MethodCall(call) if call.method == "len" && call.args.is_empty() => {
                self.types.disagree = true;
                self.poison()
            }
            Expr::MethodCall(call) => {
                let link = culprit(call).unwrap_or(&call.method);
                self.report(link, &code::ITERATOR, &[&link.to_string()])
            }
            other => self.report(other, &code::ITERATOR, &[&code::shown(other)]),
        }
    }

    /// Reports a method of which nothing is known, by what it is called on.
    pub(in crate::lower) fn refuse_method(&mut self, call: &syn::ExprMethodCall, receiver: Id) -> Id {
        if self.is_poisoned(receiver) {
            return self.poison();
        }
        if is_in_entry(&call.receiver)
            && call.args.iter().any(|arg| self.mentions_varying(arg.to_token_stream()))
        {
            return self.report(&call.method, &code::UNSUPPORTED, &IN_MAP);
        }
        let name = call.method.to_string();
        let ty = self.ty(receiver);
        let code = match takes_apart(&name) && !ty.referent().is_float() {
            true => &code::OPTION,
            false if ty.has_elements() => &code::LIST_METHOD,
            false if !self.varies(receiver) && !ty.referent().is_float() => &code::UNSEEN_CHANGE,
            false => &code::UNKNOWN_METHOD,
        };
        self.report(&call.method, code, &[&name])
    }
}

/// Reports what is there only sometimes: whether it is, rustc decides later.
pub(in crate::lower) fn refuse_conditional(function: &syn::ItemFn, sink: &mut Sink) {
    struct Search<'s>(&'s mut Sink);
    impl<'ast> Visit<'ast> for Search<'_> {
        // An item is handed on as it stands.
        fn visit_item(&mut self, _: &'ast syn::Item) {}
        fn visit_attribute(&mut self, attribute: &'ast syn::Attribute) {
            if ["cfg", "cfg_attr"].iter().any(|name| attribute.path().is_ident(name)) {
                let shown = format!(
                    "`{}` inside of a function",
                    attribute.to_token_stream().to_string().replace(' ', "")
                );
                self.0.report(
                    attribute.path(),
                    &code::UNSUPPORTED,
                    &[
                        &shown,
                        "put it on a whole statement of the body, or on one of two versions of the function",
                    ],
                );
            }
        }
    }
    let mut search = Search(sink);
    function.sig.inputs.iter().for_each(|input| search.visit_fn_arg(input));
    search.visit_block(&function.block);
}

/// The link of a chain of iterators at which it is no longer understood. `None` for other calls, also for calls of what a
/// chain has given.
fn culprit(call: &syn::ExprMethodCall) -> Option<&Ident> {
    let mut links = vec![&call.method];
    let mut at = crate::lower::expr::operator::bare(&call.receiver);
    while let Expr::MethodCall(inner) = at {
        links.push(&inner.method);
        at = crate::lower::expr::operator::bare(&inner.receiver);
    }
    links.reverse();
    let is = |link: &&Ident, test: fn(&str) -> bool| test(&link.to_string());
    let from = match at {
        Expr::Range(_) => 0,
        _ => links.iter().position(|link| is(link, is_source))? + 1,
    };
    let known = links[from..].iter().position(|link| !is(link, adapts));
    match known.map(|at| from + at) {
        None => links.last().copied(),
        Some(at) if !is(&links[at], consumes) || at + 1 == links.len() => Some(links[at]),
        Some(_) => None,
    }
}

/// Is it a method of iterators, or one that makes an iterator of a list?
pub(in crate::lower) fn is_of_chain(name: &str) -> bool {
    adapts(name) || consumes(name) || is_source(name)
}

/// Is it a method that takes an `Option` or a `Result` apart?
pub(in crate::lower) fn takes_apart(name: &str) -> bool {
    OF_OPTIONS.contains(&name)
}

/// What a closure is known by: its parameters between their bars.
pub(in crate::lower) fn bars(closure: &syn::ExprClosure) -> TokenStream {
    let (first, inputs, last) = (&closure.inputs_begin, &closure.inputs, &closure.inputs_end);
    let capture = &closure.capture;
    quote!(#capture #first #inputs #last)
}

/// The token of an expression that says what kind it is.
pub(in crate::lower) fn mark(expr: &Expr) -> TokenStream {
    match expr {
        Expr::Struct(made) => made.path.to_token_stream(),
        Expr::Closure(closure) => bars(closure),
        Expr::Range(range) => range.limits.to_token_stream(),
        Expr::Let(condition) => condition.let_token.to_token_stream(),
        Expr::Try(tried) => tried.question_token.to_token_stream(),
        Expr::Call(call) => call.func.to_token_stream(),
        Expr::Macro(mac) => mac.mac.path.to_token_stream(),
        Expr::MethodCall(call) => {
            let closure = call.args.iter().find_map(|arg| match arg {
                Expr::Closure(closure) => Some(closure),
                _ => None,
            });
            closure.map_or_else(|| call.method.to_token_stream(), bars)
        }
        other => other.to_token_stream(),
    }
}
