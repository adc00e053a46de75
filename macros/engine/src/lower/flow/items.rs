//! Items of inner blocks. The companions have all items at their top, where those of inner blocks must not be taken for
//! others of the same name: they get names of their own.

use crate::diagnostics::{self as code, Sink};
use proc_macro2::{Delimiter, Group, Ident, Literal, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::borrow::Cow;
use syn::visit_mut::{self, VisitMut};

/// The function with such names, where it is needed.
pub(in crate::lower) fn apart<'f>(function: &'f syn::ItemFn, sink: &mut Sink) -> Cow<'f, syn::ItemFn> {
    if !function.block.stmts.iter().any(has_items) {
        return Cow::Borrowed(function);
    }
    let mut inner = Inner { all: function.to_token_stream(), depth: 0, renamed: false, sink };
    let mut apart = function.clone();
    inner.visit_block_mut(&mut apart.block);
    if inner.renamed { Cow::Owned(apart) } else { Cow::Borrowed(function) }
}

/// Is there an item in a block of the statement's own?
fn has_items(stmt: &syn::Stmt) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_block(&mut self, block: &'ast syn::Block) {
            self.0 |= block.stmts.iter().any(|stmt| matches!(stmt, syn::Stmt::Item(_)));
            syn::visit::visit_block(self, block);
        }

        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_stmt(&mut search, stmt);
    search.0
}

struct Inner<'s> {
    /// The function as it is so far.
    all: TokenStream,
    /// How many blocks around this place.
    depth: usize,
    renamed: bool,
    sink: &'s mut Sink,
}

impl VisitMut for Inner<'_> {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.depth += 1;
        visit_mut::visit_block_mut(self, block);
        self.depth -= 1;
        if self.depth == 0 {
            return;
        }
        let mut names = Vec::new();
        for stmt in &block.stmts {
            if let syn::Stmt::Item(item) = stmt {
                names.extend(declared(item, self.sink));
            }
        }
        for name in names {
            let here = count(quote!(#block), &name);
            if here == count(self.all.clone(), &name) {
                continue;
            }
            if let Some(text) = in_text(quote!(#block), &name) {
                self.sink.report(
                    &text,
                    &code::UNSUPPORTED,
                    &[
                        "an item of an inner block in a format string",
                        "pass it as an argument: `{}` in the string, and the item behind it",
                    ],
                );
            }
            let mut number = 2;
            let other = loop {
                let other = Ident::new(&format!("{name}_{number}"), name.span());
                if count(self.all.clone(), &other) == 0 {
                    break other;
                }
                number += 1;
            };
            for stmt in &mut block.stmts {
                if let syn::Stmt::Item(syn::Item::Use(item)) = stmt {
                    import_as(&mut item.tree, &name, &other);
                } else if let Ok(renamed) =
                    syn::parse2::<syn::Block>(renamed(quote!({ #stmt }), &name, &other))
                {
                    *stmt = renamed.stmts.into_iter().next().unwrap_or_else(|| stmt.clone());
                }
            }
            self.renamed = true;
            self.all.extend(quote!(#other));
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// The names that an item declares.
pub(super) fn declared(item: &syn::Item, sink: &mut Sink) -> Vec<Ident> {
    fn used(tree: &syn::UseTree, names: &mut Vec<Ident>, sink: &mut Sink) {
        match tree {
            syn::UseTree::Path(path) => used(&path.tree, names, sink),
            syn::UseTree::Name(name) => names.push(name.ident.clone()),
            syn::UseTree::Rename(rename) => names.push(rename.rename.clone()),
            syn::UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names, sink)),
            // What it brings is not seen.
            syn::UseTree::Glob(glob) => {
                sink.report(
                    glob,
                    &code::UNSUPPORTED,
                    &["`use …::*` in an inner block", "import the names one by one"],
                );
            }
        }
    }
    match item {
        syn::Item::Const(item) => vec![item.ident.clone()],
        syn::Item::Static(item) => vec![item.ident.clone()],
        syn::Item::Fn(item) => vec![item.sig.ident.clone()],
        syn::Item::Struct(item) => vec![item.ident.clone()],
        syn::Item::Enum(item) => vec![item.ident.clone()],
        syn::Item::Type(item) => vec![item.ident.clone()],
        syn::Item::Trait(item) => vec![item.ident.clone()],
        syn::Item::Union(item) => vec![item.ident.clone()],
        syn::Item::Mod(item) => vec![item.ident.clone()],
        syn::Item::Use(item) => {
            let mut names = Vec::new();
            used(&item.tree, &mut names, sink);
            names
        }
        _ => Vec::new(),
    }
}

/// Imports by another name.
fn import_as(tree: &mut syn::UseTree, name: &Ident, other: &Ident) {
    match tree {
        syn::UseTree::Path(path) if path.ident == *name => path.ident = other.clone(),
        syn::UseTree::Path(path) => import_as(&mut path.tree, name, other),
        syn::UseTree::Group(group) => group.items.iter_mut().for_each(|tree| import_as(tree, name, other)),
        syn::UseTree::Rename(rename) if rename.rename == *name => rename.rename = other.clone(),
        syn::UseTree::Name(imported) if imported.ident == *name => {
            let (ident, rename) = (imported.ident.clone(), other.clone());
            *tree = syn::UseTree::Rename(syn::UseRename { ident, as_token: Default::default(), rename });
        }
        _ => {}
    }
}

fn count(tokens: TokenStream, name: &Ident) -> usize {
    let here = |token| match token {
        TokenTree::Ident(ident) => usize::from(ident == *name),
        TokenTree::Group(group) => count(group.stream(), name),
        TokenTree::Literal(literal) => usize::from(is_in_text(&literal, name)),
        TokenTree::Punct(_) => 0,
    };
    tokens.into_iter().map(here).sum()
}

/// The first format string with the name.
fn in_text(tokens: TokenStream, name: &Ident) -> Option<Literal> {
    tokens.into_iter().find_map(|token| match token {
        TokenTree::Group(group) => in_text(group.stream(), name),
        TokenTree::Literal(literal) => is_in_text(&literal, name).then_some(literal),
        TokenTree::Ident(_) | TokenTree::Punct(_) => None,
    })
}

/// Is it a format string with the name, as in `"{K:.3}"`?
fn is_in_text(literal: &Literal, name: &Ident) -> bool {
    let text = literal.to_string();
    [format!("{{{name}}}"), format!("{{{name}:"), format!("{name}$")]
        .iter()
        .any(|mention| text.contains(mention))
}

/// The tokens with one name exchanged, except where it is that of a field, a method, a lifetime, or of something in a module.
fn renamed(tokens: TokenStream, name: &Ident, other: &Ident) -> TokenStream {
    inside(tokens, Delimiter::None, name, other)
}

fn inside(tokens: TokenStream, within: Delimiter, name: &Ident, other: &Ident) -> TokenStream {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: Option<usize>, c: char| {
        let token = at.and_then(|at| tokens.get(at));
        matches!(token, Some(TokenTree::Punct(punct)) if punct.as_char() == c)
    };
    let renamed = tokens.iter().enumerate().map(|(at, token)| {
        let before = |n: usize| at.checked_sub(n);
        if let TokenTree::Group(group) = token {
            let stream = inside(group.stream(), group.delimiter(), name, other);
            let mut group = Group::new(group.delimiter(), stream);
            group.set_span(token.span());
            return quote!(#group);
        }
        let TokenTree::Ident(ident) = token else { return quote!(#token) };
        if ident != name {
            return quote!(#token);
        }
        let part = is(before(1), '.') && !is(before(2), '.');
        let inside_of_module = is(before(1), ':') && is(before(2), ':');
        let first = at == 0 || is(before(1), ',');
        let is_field = within == Delimiter::Brace && first && is(Some(at + 1), ':') && !is(Some(at + 2), ':');
        let mut other = other.clone();
        other.set_span(ident.span());
        match part || inside_of_module || is_field || is(before(1), '\'') {
            true => quote!(#token),
            false => quote!(#other),
        }
    });
    renamed.collect()
}
