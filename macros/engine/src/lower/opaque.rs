//! Rust that is carried along as it stands because nothing differentiated is in it.

use super::Lower;
use crate::diagnostics::Code;
use crate::ir::{Id, Op, Plain};
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::spanned::Spanned;

impl Lower<'_> {
    /// Keeps an expression as written if no differentiated value is in it, else reports.
    pub(super) fn opaque(&mut self, expr: &syn::Expr, code: &Code, fill: &[&str]) -> Id {
        let captures = self.captures(expr.to_token_stream());
        if let Some((name, _)) = captures.iter().find(|(_, id)| self.varies(*id)) {
            let name = name.to_string();
            let fill = if fill.is_empty() { &[name.as_str()] } else { fill };
            return self.report(&super::refuse::mark(expr), code, fill);
        }
        if self.changes_outside(expr) || captures.iter().any(|(_, id)| self.is_opaque_place(*id)) {
            // What is only carried along must not change what is around it.
            return self.report(&super::refuse::mark(expr), code, fill);
        }
        let captures: Vec<_> = captures.into_iter().map(|(name, id)| (name, self.argument(id))).collect();
        let ty = self.types.fresh();
        let (names, ids): (Vec<_>, Vec<_>) = captures.into_iter().unzip();
        self.node(Op::Plain(Plain::Verbatim(quote!(#expr), names), ids), ty, expr.span())
    }

    /// The locals that tokens mention by name, also inside format strings. A name that means something else
    /// there (a field, a method) is bound needlessly, which does no harm.
    pub(super) fn captures(&mut self, tokens: TokenStream) -> Vec<(Ident, Id)> {
        let mut captures: Vec<(Ident, Id)> = Vec::new();
        for name in mentioned(tokens) {
            if let Some(local) = self.local(&name)
                && !captures.iter().any(|(n, _)| *n == name)
            {
                let value = self.named(local, name.span());
                captures.push((name, value));
            }
        }
        captures
    }
}

/// The names that tokens mention.
pub(super) fn mentioned(tokens: TokenStream) -> Vec<Ident> {
    let mut names = Vec::new();
    collect(tokens, &mut names);
    names
}

fn collect(tokens: TokenStream, names: &mut Vec<Ident>) {
    for token in tokens {
        match token {
            TokenTree::Ident(ident) => names.push(ident),
            TokenTree::Group(group) => collect(group.stream(), names),
            TokenTree::Literal(literal) => {
                let text = literal.to_string();
                let words = text.split(|c: char| !c.is_alphanumeric() && c != '_');
                let words = words.filter(|word| text.contains('"') && syn::parse_str::<Ident>(word).is_ok());
                names.extend(words.map(|word| Ident::new(word, literal.span())));
            }
            TokenTree::Punct(_) => {}
        }
    }
}
