//! How deep an item is nested, before anything walks it: every stage is recursive, and a stack is finite.

use proc_macro2::{Delimiter, Ident, TokenStream, TokenTree};

/// Brackets in brackets.
const NESTED: usize = 96;

/// Tokens of one expression, which bounds operators in a row and `else if`s in a row.
const IN_A_ROW: usize = 2_400;

/// The token at which an item gets too deep.
pub fn excess(tokens: &TokenStream) -> Option<TokenTree> {
    at(tokens, 0)
}

fn at(tokens: &TokenStream, depth: usize) -> Option<TokenTree> {
    let mut row = 0;
    let mut prefixes = 0;
    let mut braced = false;
    for token in tokens.clone() {
        // Behind a block begins another statement, unless it is one of an `if`.
        let continues = |name: &Ident| name == "else" || name == "as";
        if braced && matches!(&token, TokenTree::Ident(name) if !continues(name)) {
            row = 0;
        }
        braced = matches!(&token, TokenTree::Group(group) if group.delimiter() == Delimiter::Brace);
        row += 1;
        match &token {
            TokenTree::Group(group) => {
                prefixes = 0;
                if depth == NESTED {
                    return Some(token);
                }
                if let Some(found) = at(&group.stream(), depth + 1) {
                    return Some(found);
                }
            }
            TokenTree::Punct(punct) if matches!(punct.as_char(), ';' | ',') => (row, prefixes) = (0, 0),
            TokenTree::Punct(_) => prefixes += 1,
            TokenTree::Ident(_) | TokenTree::Literal(_) => prefixes = 0,
        }
        if row > IN_A_ROW || prefixes > NESTED {
            return Some(token);
        }
    }
    None
}
