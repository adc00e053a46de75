//! `s![1.., i, ..;2]`: which part of an array of `ndarray`'s is asked for.

use super::macros::is_part;
use crate::diagnostics as code;
use crate::ir::{Id, Op, Plain};
use crate::lower::Lower;
use crate::spanned::Spanned;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::quote;
use syn::{Expr, Macro};

/// What stands between commas: a range or an index, and the step of a range.
struct Entry {
    of: Expr,
    step: Option<Expr>,
}

fn entries(mac: &Macro) -> syn::Result<Vec<Entry>> {
    split(mac.tokens.clone(), ',')
        .into_iter()
        .filter(|entry| !entry.is_empty())
        .map(|entry| {
            let mut parts = split(entry, ';').into_iter();
            let of = syn::parse2(parts.next().unwrap_or_default())?;
            Ok(Entry { of, step: parts.next().map(syn::parse2).transpose()? })
        })
        .collect()
}

/// The tokens between those marks.
fn split(tokens: TokenStream, mark: char) -> Vec<TokenStream> {
    let mut parts = vec![TokenStream::new()];
    for token in tokens {
        match (&token, parts.last_mut()) {
            (TokenTree::Punct(punct), _) if punct.as_char() == mark => parts.push(TokenStream::new()),
            (_, Some(part)) => part.extend([token]),
            (_, None) => {}
        }
    }
    parts
}

/// How many axes are left of an array; `None` if the expression is no such part.
pub(in crate::lower) fn axes_left(part: &Expr) -> Option<usize> {
    let Expr::Macro(mac) = part else { return None };
    let entries = is_part(&mac.mac).then(|| entries(&mac.mac).ok()).flatten()?;
    Some(entries.iter().filter(|entry| matches!(entry.of, Expr::Range(_))).count())
}

/// The part, of which each number is one of the function's.
pub(super) fn macro_of_part(lower: &mut Lower<'_>, mac: &Macro) -> Id {
    let Ok(entries) = entries(mac) else {
        return lower.report(&mac.path, &code::MACRO, &["s"]);
    };
    let (mut names, mut numbers) = (Vec::new(), Vec::new());
    let mut number = |expr: &Expr| {
        let literal = match expr {
            Expr::Unary(negative) => &negative.expr,
            expr => expr,
        };
        if let Expr::Lit(_) = literal {
            return quote!(#expr);
        }
        let name = Ident::new(&format!("at_{}", names.len() + 1), Span::call_site());
        numbers.push(lower.expr(expr));
        names.push(name.clone());
        quote!(#name)
    };
    let mut written = Vec::new();
    for Entry { of, step } in &entries {
        let of = match of {
            Expr::Range(range) => {
                let [start, end] = [&range.start, &range.end].map(|end| end.as_deref().map(&mut number));
                let limits = &range.limits;
                quote!(#start #limits #end)
            }
            index => number(index),
        };
        let step = step.as_ref().map(&mut number).map(|step| quote!(; #step));
        written.push(quote!(#of #step));
    }
    if numbers.iter().any(|id| lower.varies(*id)) {
        return lower.report(&mac.path, &code::MACRO, &["s"]);
    }
    let path = &mac.path;
    let ty = lower.types.fresh();
    let part = Plain::Verbatim(quote!(#path![#(#written),*]), names);
    lower.discrete(Op::Plain(part, numbers), ty, mac.span())
}
