//! Statements and arms with `#[cfg(…)]`. Whether they are there rustc decides when the attribute has run: so there is an expansion for
//! each case, of the function as it is then, and rustc keeps the one that it needs.

use proc_macro2::{Delimiter, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use syn::parse::{ParseStream, Parser};
use syn::visit_mut::{self, VisitMut};
use syn::{Attribute, Block, ItemFn, Stmt};

/// Up to so many conditions are told apart: each doubles what is generated.
const FEW: usize = 3;

/// A function as it is where a condition holds; the condition is `None` if it is always so.
pub struct Configured {
    /// What `cfg` is to be asked.
    pub condition: Option<TokenStream>,
    /// The function without what is not there.
    pub function: ItemFn,
}

/// What a function may be, in all cases.
pub fn configurations(function: ItemFn) -> Vec<Configured> {
    // Most functions have none, and to look for them takes the statements apart.
    if !crate::names::mentions(&function.block.to_token_stream(), &["cfg"]) {
        return vec![Configured { condition: None, function }];
    }
    let mut search = Conditions::default();
    search.visit_block_mut(&mut function.block.clone());
    let atoms = search.atoms;
    if atoms.is_empty() || atoms.len() > FEW {
        return vec![Configured { condition: None, function }];
    }
    let cases = 0..1_u32 << atoms.len();
    let case = |case: u32| {
        let holds: Vec<bool> = (0..atoms.len()).map(|at| case >> at & 1 == 1).collect();
        let asked: Vec<TokenStream> = atoms
            .iter()
            .zip(&holds)
            .map(|(atom, holds)| match holds {
                true => atom.clone(),
                false => quote!(not(#atom)),
            })
            .collect();
        let condition = match &*asked {
            [only] => only.clone(),
            asked => quote!(all(#(#asked),*)),
        };
        let mut function = function.clone();
        Conditions { atoms: atoms.clone(), holds }.visit_block_mut(&mut function.block);
        Configured { condition: Some(condition), function }
    };
    cases.map(case).collect()
}

/// The items, each only where the condition holds; `None` if they are none.
pub fn only(condition: &TokenStream, items: TokenStream) -> Option<TokenStream> {
    let items = syn::parse2::<syn::File>(items).ok()?.items;
    Some(quote!(#(#[cfg(#condition)] #items)*))
}

/// The conditions in a function, and which of them hold; none are known to at first.
#[derive(Default)]
struct Conditions {
    atoms: Vec<TokenStream>,
    holds: Vec<bool>,
}

impl Conditions {
    /// Is what has these attributes there? Those that are answered go.
    fn keep(&mut self, attributes: &mut Vec<Attribute>) -> bool {
        let mut there = true;
        attributes.retain(|attribute| {
            let Some((atom, negated)) = condition(attribute) else { return true };
            let text = atom.to_string();
            match self.atoms.iter().position(|known| known.to_string() == text) {
                None => self.atoms.push(atom),
                Some(at) => there &= self.holds.get(at).is_none_or(|holds| *holds != negated),
            }
            false
        });
        there
    }

    /// The same of a statement.
    fn keep_statement(&mut self, stmt: &mut Stmt) -> bool {
        // An item is copied as it stands.
        if matches!(stmt, Stmt::Item(_)) {
            return true;
        }
        let parts =
            |input: ParseStream| Ok((input.call(Attribute::parse_outer)?, input.parse::<TokenStream>()?));
        let Ok((mut attributes, rest)) = parts.parse2(stmt.to_token_stream()) else { return true };
        if !attributes.iter().any(|attribute| condition(attribute).is_some()) {
            return true;
        }
        let there = self.keep(&mut attributes);
        let without = Block::parse_within.parse2(quote!(#(#attributes)* #rest));
        if let Some(without) = without.ok().and_then(|stmts| stmts.into_iter().next()) {
            *stmt = without;
        }
        there
    }
}

impl VisitMut for Conditions {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_block_mut(&mut self, block: &mut Block) {
        block.stmts.retain_mut(|stmt| self.keep_statement(stmt));
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_match_mut(&mut self, branch: &mut syn::ExprMatch) {
        branch.arms.retain_mut(|arm| self.keep(&mut arm.attrs));
        visit_mut::visit_expr_match_mut(self, branch);
    }
}

/// The conditional compilation of something of the user's, which holds for what is generated beside it too.
pub fn conditions(attributes: &[Attribute]) -> TokenStream {
    let conditions = attributes.iter().filter(|attribute| attribute.path().is_ident("cfg"));
    quote!(#(#conditions)*)
}

/// What `#[cfg(…)]` asks, and whether it is to be false.
fn condition(attribute: &Attribute) -> Option<(TokenStream, bool)> {
    if !attribute.path().is_ident("cfg") {
        return None;
    }
    let asked = attribute.meta.require_list().ok()?.tokens.clone();
    let tokens: Vec<TokenTree> = asked.clone().into_iter().collect();
    Some(match &*tokens {
        [TokenTree::Ident(not), TokenTree::Group(inner)]
            if not == "not" && inner.delimiter() == Delimiter::Parenthesis =>
        {
            (inner.stream(), true)
        }
        _ => (asked, false),
    })
}
