//! Maps in fields of differentiated structs. A map holds constants, so a field that is asked by key is held constant, which rustc checks: it becomes a
//! local of its own.

use crate::lower::expr::operator::bare;
use crate::lower::fence::refuse::is_of_chain;
use proc_macro2::Ident;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, Member, Pat, Type};

/// Only maps have these.
const OF_MAPS: [&str; 4] = ["contains_key", "get_key_value", "first_key_value", "last_key_value"];

/// The locals that fields become, with the fields.
pub(in crate::lower) type Fields = Vec<(Ident, Expr)>;

/// The names of the fields of `self` in a block that are maps, as one of its functions shows.
pub fn in_block<'f>(functions: impl Iterator<Item = &'f syn::ImplItemFn>) -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    for function in functions {
        let search = Search::of(&function.sig, &function.block);
        names.extend(search.maps.into_iter().filter_map(|names| match names.as_slice() {
            [root, field] if root == "self" => Some(field.clone()),
            _ => None,
        }));
    }
    names
}

/// The function with a local for each map in a field of a parameter that it does not change. `known` are the fields of `self` that are such.
pub(in crate::lower) fn taken_out(function: &syn::ItemFn, known: &BTreeSet<String>) -> (syn::ItemFn, Fields) {
    let mut search = Search::of(&function.sig, &function.block);
    let receiver = crate::names::receiver(proc_macro2::Span::call_site());
    search.maps.extend(known.iter().map(|name| vec![receiver.to_string(), name.clone()]));
    let mut out = TakeOut { roots: roots(function), maps: search.maps, fields: BTreeMap::new() };
    let mut function = function.clone();
    out.visit_block_mut(&mut function.block);
    (function, out.fields.into_values().collect())
}

/// The parameters that are not changed and that no other name hides.
fn roots(function: &syn::ItemFn) -> BTreeSet<String> {
    let mut bound = BoundNames::default();
    bound.visit_block(&function.block);
    let unchanged = |input: &FnArg| match input {
        FnArg::Typed(typed) => match (&*typed.pat, &*typed.ty) {
            (_, Type::Reference(reference)) if reference.mutability.is_some() => None,
            (Pat::Ident(name), _) if name.mutability.is_none() => Some(name.ident.to_string()),
            _ => None,
        },
        FnArg::Receiver(_) => None,
    };
    let names = function.sig.inputs.iter().filter_map(unchanged);
    names.filter(|name| !bound.0.contains(name)).collect()
}

/// The names that patterns bind.
#[derive(Default)]
struct BoundNames(BTreeSet<String>);

impl<'ast> Visit<'ast> for BoundNames {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.0.insert(pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }
}

/// `p.field`, `p.inner.field`: the names in it.
fn names_of(expr: &Expr) -> Option<Vec<String>> {
    let Expr::Field(syn::ExprField { base, member: Member::Named(member), .. }) = bare(expr) else {
        return None;
    };
    let mut names = match &**base {
        Expr::Path(path) => vec![path.path.get_ident()?.to_string()],
        base => names_of(base)?,
    };
    names.push(member.to_string());
    Some(names)
}

/// Looks for fields that are asked by key.
struct Search {
    /// Parameters that are texts.
    texts: BTreeSet<String>,
    maps: BTreeSet<Vec<String>>,
}

impl Search {
    fn of(sig: &syn::Signature, block: &syn::Block) -> Search {
        let text = |input: &FnArg| match input {
            FnArg::Typed(typed) => match &*typed.pat {
                Pat::Ident(name) if is_text(&typed.ty) => Some(name.ident.to_string()),
                _ => None,
            },
            FnArg::Receiver(_) => None,
        };
        let texts = sig.inputs.iter().filter_map(text).collect();
        let mut search = Search { texts, maps: BTreeSet::new() };
        search.visit_block(block);
        search
    }

    /// Is it a key, and neither an index nor a range?
    fn is_key(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Reference(reference) => !matches!(bare(&reference.expr), Expr::Array(_) | Expr::Range(_)),
            Expr::Lit(literal) => matches!(literal.lit, syn::Lit::Str(_)),
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.texts.contains(&name.to_string()))
            }
            Expr::MethodCall(call) => call.method == "as_str",
            _ => false,
        }
    }

    fn note(&mut self, field: &Expr) {
        self.maps.extend(names_of(field));
    }
}

/// `&str`, `String`, `&String`
fn is_text(ty: &Type) -> bool {
    match ty {
        Type::Reference(reference) => is_text(&reference.elem),
        Type::Path(path) => path.path.is_ident("str") || path.path.is_ident("String"),
        _ => false,
    }
}

impl<'ast> Visit<'ast> for Search {
    // There `self` is another one.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        let (name, args) = (call.method.to_string(), &call.args);
        if OF_MAPS.contains(&name.as_str()) || name == "get" && args.len() == 1 && self.is_key(&args[0]) {
            self.note(&call.receiver);
        }
        // Of a list or a struct of the user's it would be no iterator.
        if let Expr::MethodCall(source) = bare(&call.receiver)
            && (source.method == "values" || source.method == "keys")
            && source.args.is_empty()
            && !["iter", "into_iter"].contains(&name.as_str())
            && is_of_chain(&name)
        {
            self.note(&source.receiver);
        }
        visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_index(&mut self, index: &'ast syn::ExprIndex) {
        if self.is_key(&index.index) {
            self.note(&index.expr);
        }
        visit::visit_expr_index(self, index);
    }
}

/// Puts locals in the places of fields.
struct TakeOut {
    roots: BTreeSet<String>,
    maps: BTreeSet<Vec<String>>,
    fields: BTreeMap<Vec<String>, (Ident, Expr)>,
}

impl TakeOut {
    /// The local in the place of a field.
    fn local(&mut self, expr: &Expr) -> Option<Expr> {
        let names = names_of(expr).filter(|names| self.maps.contains(names))?;
        names.first().filter(|root| self.roots.contains(*root))?;
        let field = bare(expr);
        let Expr::Field(syn::ExprField { member: Member::Named(member), .. }) = field else { return None };
        let number = self.fields.len();
        let named = || (crate::names::hidden(&member.to_string(), number, member.span()), field.clone());
        let (name, _) = self.fields.entry(names).or_insert_with(named);
        Some(syn::parse_quote!(#name))
    }
}

impl VisitMut for TakeOut {
    // There `self` is another one.
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        match expr {
            Expr::Reference(reference) if reference.mutability.is_none() => {
                if let Some(local) = self.local(&reference.expr) {
                    *expr = local;
                    return;
                }
            }
            Expr::MethodCall(call) => {
                if let Some(local) = self.local(&call.receiver) {
                    *call.receiver = local;
                }
            }
            Expr::Index(index) => {
                if let Some(local) = self.local(&index.expr) {
                    *index.expr = local;
                }
            }
            Expr::Field(_) => {
                if let Some(local) = self.local(expr) {
                    *expr = syn::parse_quote!((*#local));
                    return;
                }
            }
            _ => {}
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}
