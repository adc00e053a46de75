//! The text of a method of the library, as it is lowered at the place of a call.

use super::LIBRARY;
use crate::names;
use proc_macro2::{Group, Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote};

/// The body of a function of the library, at the place of a call.
pub(in crate::lower) struct Body {
    tokens: TokenStream,
    /// The names that it declares, which are its own.
    own: Vec<Ident>,
    /// What stands for names of it.
    instead: Vec<(Ident, TokenStream)>,
    span: Span,
}

impl Body {
    pub(in crate::lower) fn of(function: &syn::ItemFn, span: Span) -> Body {
        struct Declared(Vec<Ident>);
        impl<'ast> syn::visit::Visit<'ast> for Declared {
            fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
                if pat.ident == "None" {
                    return;
                }
                self.0.push(pat.ident.clone());
            }
        }
        let mut declared = Declared(Vec::new());
        syn::visit::Visit::visit_item_fn(&mut declared, function);
        Body { tokens: function.block.to_token_stream(), own: declared.0, instead: Vec::new(), span }
    }

    /// What a name of its own is called here.
    pub(in crate::lower) fn name(&self, name: &Ident) -> Ident {
        names::of_library(name, self.span)
    }

    /// Lets an expression of the user's stand for a name.
    pub(in crate::lower) fn stands(&mut self, name: &Ident, expr: TokenStream) {
        self.instead.push((name.clone(), quote!((#expr))));
    }

    /// Lets a number stand for a name, also between angle brackets.
    pub(in crate::lower) fn stands_number(&mut self, name: &Ident, number: TokenStream) {
        self.instead.push((name.clone(), number));
    }

    /// Is a name mentioned?
    pub(in crate::lower) fn mentions(&self, name: &Ident) -> bool {
        fn within(tokens: &TokenStream, name: &Ident) -> bool {
            tokens.clone().into_iter().any(|token| match token {
                TokenTree::Ident(other) => other == *name,
                TokenTree::Group(group) => within(&group.stream(), name),
                TokenTree::Punct(_) | TokenTree::Literal(_) => false,
            })
        }
        within(&self.tokens, name)
    }

    pub(in crate::lower) fn block(self) -> Option<syn::Block> {
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
                        return expr.clone();
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
