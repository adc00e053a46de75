//! Hygiene of `macro_rules!`: two variables of one name are two where they come from different macros. Lowering knows
//! locals by their names, so such a function is refused.

use crate::diagnostics::{self as code, Sink};
use proc_macro2::{Delimiter, Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::BTreeMap;
use syn::visit::Visit;

/// Reports names that may be another variable's.
pub(in crate::lower) fn refuse_homonyms(function: &syn::ItemFn, sink: &mut Sink) {
    let mut declared = Declared::default();
    declared.visit_item_fn(function);
    let mut mentions = Vec::new();
    mentioned(function.sig.inputs.to_token_stream(), Delimiter::None, &mut mentions);
    mentioned(function.block.to_token_stream(), Delimiter::None, &mut mentions);
    for name in mentions {
        let shown = name.to_string();
        let origin = declared.0.get(&shown);
        if origin.is_some_and(|origin| *origin != Origin::of(name.span())) {
            sink.report(&name, &code::HOMONYM, &[&shown]);
            declared.0.remove(&shown);
        }
    }
}

/// The macro that a token comes from, which hygiene goes by. rustc tells it only where it shows a span: `#3 bytes(10..12)`.
#[derive(PartialEq)]
struct Origin(Option<String>);

impl Origin {
    fn of(span: Span) -> Origin {
        let shown = format!("{span:?}");
        let number = shown.split(' ').next().filter(|start| start.starts_with('#'));
        Origin(number.map(str::to_owned))
    }
}

/// The variables of a function, and where the first of each name comes from.
#[derive(Default)]
struct Declared(BTreeMap<String, Origin>);

impl<'ast> Visit<'ast> for Declared {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.0.entry(pat.ident.to_string()).or_insert_with(|| Origin::of(pat.ident.span()));
        syn::visit::visit_pat_ident(self, pat);
    }
}

/// The names that may be a variable's.
fn mentioned(tokens: TokenStream, within: Delimiter, names: &mut Vec<Ident>) {
    let tokens: Vec<TokenTree> = tokens.into_iter().collect();
    let is = |at: usize, c: char| matches!(tokens.get(at), Some(TokenTree::Punct(p)) if p.as_char() == c);
    for (at, token) in tokens.iter().enumerate() {
        let before = |back: usize, c| at >= back && is(at - back, c);
        match token {
            TokenTree::Ident(name) => {
                let part = before(1, '.') && !before(2, '.');
                let path = before(1, ':') && before(2, ':') || is(at + 1, ':') && is(at + 2, ':');
                let first = at == 0 || before(1, ',');
                let field = within == Delimiter::Brace && first && is(at + 1, ':');
                let makes_macro = is(at + 1, '!') && matches!(tokens.get(at + 2), Some(TokenTree::Group(_)));
                if !part && !path && !field && !makes_macro && !before(1, '\'') {
                    names.push(name.clone());
                }
            }
            TokenTree::Group(group) => mentioned(group.stream(), group.delimiter(), names),
            TokenTree::Literal(_) | TokenTree::Punct(_) => {}
        }
    }
}
