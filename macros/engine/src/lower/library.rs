//! What methods of `std` mean, written in Rust: the functions in `library/` are lowered where such a method is called, as a
//! closure is that is written out.
//!
//! A function's first parameter is what the method is called on: `&[T]`, `&mut [T]` and `&mut Vec<T>` are places, `I` is a chain of
//! iterators, which stands where the parameter is mentioned. `F` is a closure or the name of a function, `C` one that only decides
//! (it and a `Range` stand where they are mentioned, too), anything else is a value.

use super::Lower;
use super::changes::Changes;
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::names;
use crate::types::Ty;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use std::sync::OnceLock;
use syn::spanned::Spanned;
use syn::{Expr, ExprMethodCall};

/// The text, by what the methods in it are called on.
const TEXT: [&str; 3] =
    [include_str!("library/slice.rs"), include_str!("library/vec.rs"), include_str!("library/iterator.rs")];

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

/// The module of what the text calls that has no text.
const LIBRARY: &str = "library";

/// A method: what it is called on, and its text.
struct Method {
    on: On,
    text: &'static str,
}

/// The methods by their names.
fn methods() -> &'static BTreeMap<&'static str, Vec<Method>> {
    static METHODS: OnceLock<BTreeMap<&'static str, Vec<Method>>> = OnceLock::new();
    METHODS.get_or_init(|| {
        let mut methods: BTreeMap<_, Vec<Method>> = BTreeMap::new();
        for text in TEXT.iter().flat_map(|file| file.split("\n\n")).filter(|text| text.starts_with("pub fn "))
        {
            let name = text["pub fn ".len()..].split(['<', '(']).next().unwrap_or_default();
            let ways =
                [("(list: &mut Vec", On::Resized), ("(list: &mut [", On::Changed), ("(list: &[", On::Slice)];
            let way = ways.iter().find(|(start, _)| text.contains(start));
            let on = way.map_or(On::Chain, |(_, on)| *on);
            methods.entry(name).or_default().push(Method { on, text });
        }
        methods
    })
}

/// Those of one name. What is unstable may do as the stable one does.
fn named(name: &str) -> Option<&'static [Method]> {
    methods().get(name.replace("_unstable", "").as_str()).map(Vec::as_slice)
}

/// Does a method of that name change what it is called on, or its length too?
pub(super) fn changes(name: &str) -> Option<On> {
    let on = named(name)?.iter().map(|method| method.on);
    on.into_iter().find(|on| matches!(on, On::Changed | On::Resized))
}

/// The names of all of them.
#[cfg(test)]
pub fn names() -> impl Iterator<Item = &'static str> {
    methods().keys().copied()
}

impl Lower<'_> {
    /// A method of the library; `None` if it is none.
    pub(super) fn of_library(&mut self, call: &ExprMethodCall) -> Option<Id> {
        let methods = named(&call.method.to_string())?;
        let chain = self.is_chain(&call.receiver);
        let method = methods.iter().find(|method| (method.on == On::Chain) == chain)?;
        let receiver = match method.on {
            On::Chain if self.is_foreign_chain(call) => return None,
            On::Chain => None,
            // What only looks, and at nothing that is differentiated, is rustc's.
            On::Slice if !self.mentions_varying(call.to_token_stream()) => return None,
            on => match self.receiving(call, on)? {
                Ok(list) => Some(list),
                Err(refused) => return Some(refused),
            },
        };
        let span = call.method.span();
        let function: syn::ItemFn = syn::parse_str(method.text).ok()?;
        let params: Vec<(Ident, syn::Type)> = function.sig.inputs.iter().filter_map(parameter).collect();
        if params.len() != call.args.len() + 1 {
            // rustc says so.
            self.types.disagree = true;
            return Some(self.poison());
        }
        let scope = self.names.len();
        let mut body = Body::of(&function, span);
        match receiver {
            Some(list) => {
                self.local_called(&body.name(&params[0].0), Some(list));
            }
            None => body.stands(&params[0].0, call.receiver.to_token_stream()),
        }
        for ((name, ty), argument) in params[1..].iter().zip(&call.args) {
            match ty.to_token_stream().to_string().as_str() {
                "F" if matches!(super::operator::bare(argument), Expr::Closure(_)) => {
                    let pat = body.name(name);
                    self.bind_closure(&syn::parse_quote!(#pat), argument);
                }
                "F" | "C" | "Range < usize >" => body.stands(name, argument.to_token_stream()),
                _ => {
                    let value = self.expr(argument);
                    self.declare(&body.name(name), value);
                }
            }
        }
        let block = body.block()?;
        let Changes { mutated, fields, resized, .. } = Changes::of(&block);
        self.changes.fields.extend(fields);
        self.changes.mutated.extend(mutated);
        self.changes.resized.extend(resized);
        self.depth += 1;
        let value = self.inner(|lower| lower.block_expr(&block));
        self.depth -= 1;
        self.names.truncate(scope);
        Some(value)
    }

    /// `library::order_by(list, compare)`: the order of a list's elements, which does not change gradually. `None` if the call is none.
    pub(super) fn order(&mut self, call: &syn::ExprCall) -> Option<Id> {
        let Expr::Path(path) = &*call.func else { return None };
        let (first, function) = (path.path.segments.first()?, path.path.segments.last()?);
        if names::plain(&first.ident) != LIBRARY || first.ident == LIBRARY {
            return None;
        }
        let list = call.args.first()?;
        let compare = super::operator::bare(call.args.last()?);
        if self.changes_something(compare) {
            return Some(self.report(&super::refuse::mark(compare), &code::CLOSURE, &[]));
        }
        let captures = self.captures(compare.to_token_stream());
        if self.refuse_inlined(&captures) {
            return Some(self.poison());
        }
        let value = self.expr(list);
        let list = Ident::new("values", Span::mixed_site());
        let (mut names, mut ids) = (vec![list.clone()], vec![value]);
        for (name, id) in captures {
            names.push(name);
            ids.push(self.argument(id));
        }
        let (private, function) = (names::private(), &function.ident);
        let order = quote!(#private::#function(#list, #compare));
        let ty = Ty::Vec(Box::new(Ty::usize()));
        Some(self.discrete(Op::Plain(Plain::Verbatim(order, names), ids), ty, call.span()))
    }

    /// The list that a method is called on; inside, what stands for one that it may not be called on.
    fn receiving(&mut self, call: &ExprMethodCall, on: On) -> Option<Result<Id, Id>> {
        let receiver = self.receiver(call);
        if !self.ty(receiver).has_elements() {
            return None;
        }
        if on == On::Slice {
            return Some(Ok(receiver));
        }
        let place = match self.changed_place(call, receiver) {
            Ok(place) => place,
            Err(refused) => return Some(Err(refused)),
        };
        if on == On::Resized && !self.may_resize(&place) {
            let name = call.method.to_string();
            return Some(Err(self.report(&call.method, &code::RESIZE, &[&name])));
        }
        Some(Ok(receiver))
    }
}

fn parameter(input: &syn::FnArg) -> Option<(Ident, syn::Type)> {
    let syn::FnArg::Typed(input) = input else { return None };
    let syn::Pat::Ident(name) = &*input.pat else { return None };
    Some((name.ident.clone(), (*input.ty).clone()))
}

/// The body of a function of the library, at the place of a call.
struct Body {
    tokens: TokenStream,
    /// The names that it declares, which are its own.
    own: Vec<Ident>,
    /// What stands for names of it.
    instead: Vec<(Ident, TokenStream)>,
    span: Span,
}

impl Body {
    fn of(function: &syn::ItemFn, span: Span) -> Body {
        struct Declared(Vec<Ident>);
        impl<'ast> syn::visit::Visit<'ast> for Declared {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                self.0.push(pat.ident.clone());
            }
        }
        let mut declared = Declared(Vec::new());
        syn::visit::Visit::visit_item_fn(&mut declared, function);
        Body { tokens: function.block.to_token_stream(), own: declared.0, instead: Vec::new(), span }
    }

    /// What a name of its own is called here.
    fn name(&self, name: &Ident) -> Ident {
        names::of_library(name, self.span)
    }

    /// Lets an expression of the user's stand for a name.
    fn stands(&mut self, name: &Ident, expr: TokenStream) {
        self.instead.push((name.clone(), expr));
    }

    fn block(self) -> Option<syn::Block> {
        let tokens = self.at_place(self.tokens.clone());
        syn::parse2(tokens).ok()
    }

    fn at_place(&self, tokens: TokenStream) -> TokenStream {
        // What stands behind a single dot is a method.
        let mut dots = 0;
        let one = |token: TokenTree| {
            let method = std::mem::take(&mut dots) == 1;
            match token {
                TokenTree::Ident(name) if method => {
                    TokenTree::Ident(Ident::new(&name.to_string(), self.span)).into()
                }
                TokenTree::Ident(name) => {
                    if let Some((_, expr)) = self.instead.iter().find(|(known, _)| *known == name) {
                        return quote!((#expr));
                    }
                    let own = self.own.contains(&name) || name == LIBRARY;
                    let name = if own { self.name(&name) } else { Ident::new(&name.to_string(), self.span) };
                    TokenTree::Ident(name).into()
                }
                TokenTree::Group(group) => {
                    let mut here = Group::new(group.delimiter(), self.at_place(group.stream()));
                    here.set_span(self.span);
                    TokenTree::Group(here).into()
                }
                mut other => {
                    if matches!(&other, TokenTree::Punct(dot) if dot.as_char() == '.') {
                        dots = 1 + usize::from(method);
                    }
                    other.set_span(self.span);
                    other.into()
                }
            }
        };
        tokens.into_iter().flat_map(one).collect()
    }
}
