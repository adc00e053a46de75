//! Maps and sets of `std`, which hold constants: they have no indices, so what is run over is collected first.

use crate::diagnostics as code;
use crate::ir::Id;
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, Pat};

const MAPS: [&str; 6] = ["HashMap", "BTreeMap", "HashSet", "BTreeSet", "LinkedList", "BinaryHeap"];

/// The methods that begin a chain.
const SOURCES: [&str; 6] = ["iter", "into_iter", "keys", "values", "into_keys", "into_values"];

/// The methods that lead to what is in a map, to change it.
const CHANGING: [&str; 3] = ["entry", "get_mut", "values_mut"];

/// The locals that are such, as their types or what makes them says, and whether each holds pairs.
pub(in crate::lower) fn declared(function: &syn::ItemFn) -> BTreeMap<String, bool> {
    struct Search(BTreeMap<String, bool>);
    impl Search {
        fn note(&mut self, pat: &Pat, said: Option<bool>) {
            match (pat, said) {
                (Pat::Ident(name), Some(pairs)) => {
                    self.0.insert(name.ident.to_string(), pairs);
                }
                (Pat::Type(typed), _) => {
                    self.note(&typed.pat, said.or_else(|| map_named(typed.ty.to_token_stream())))
                }
                _ => {}
            }
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_local(&mut self, local: &'ast syn::Local) {
            let made = local.init.as_ref().and_then(|init| map_made(&init.expr));
            self.note(&local.pat, made);
            syn::visit::visit_local(self, local);
        }
        fn visit_pat_type(&mut self, typed: &'ast syn::PatType) {
            self.note(&typed.pat, map_named(typed.ty.to_token_stream()));
        }
    }
    let mut search = Search(BTreeMap::new());
    search.visit_item_fn(function);
    search.0
}

/// The function with constants for the keys of maps: what is found by a float is none that `std` has, so a field of a differentiated struct that
/// is a key has no derivative.
pub(in crate::lower) fn with_constant_keys(
    function: syn::ItemFn,
    more: &super::map_fields::Fields,
) -> syn::ItemFn {
    let mut maps: Vec<String> = declared(&function).into_keys().collect();
    maps.extend(more.iter().map(|(name, _)| name.to_string()));
    if maps.is_empty() {
        return function;
    }
    let key = crate::names::unmentioned(&function, "key".to_owned(), "_");
    let mut function = function;
    ConstantKeys { maps, key }.visit_block_mut(&mut function.block);
    function
}

struct ConstantKeys {
    maps: Vec<String>,
    key: Ident,
}

impl VisitMut for ConstantKeys {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        let Expr::MethodCall(call) = &mut *expr else { return };
        let of_map = match bare(&call.receiver) {
            Expr::Path(path) => {
                path.path.get_ident().is_some_and(|name| self.maps.iter().any(|map| name == map))
            }
            _ => false,
        };
        let finds = ["get", "contains_key", "contains"].iter().any(|name| call.method == name);
        let is_field =
            |arg: &Expr| matches!(bare(arg), Expr::Reference(of) if matches!(bare(&of.expr), Expr::Field(_)));
        let (true, true, Some(arg)) = (of_map, finds, call.args.first_mut().filter(|arg| is_field(arg)))
        else {
            return;
        };
        let name = Ident::new(&self.key.to_string(), call.method.span());
        let found = std::mem::replace(arg, syn::parse_quote!(#name));
        *expr = syn::parse_quote!({
            let #name = ::differentiate::stop_gradient(#found);
            #call
        });
    }
}

/// `HashMap::new()`, `iter.collect::<HashMap<_, _>>()`
fn map_made(expr: &Expr) -> Option<bool> {
    match bare(expr) {
        Expr::Call(call) => match bare(&call.func) {
            Expr::Path(path) => map_named(path.to_token_stream()),
            _ => None,
        },
        Expr::MethodCall(call) => match call.method == "clone" {
            true => map_made(&call.receiver),
            false => map_named(call.turbofish.as_ref()?.args.to_token_stream()),
        },
        _ => None,
    }
}

/// Is a type such, and does it hold pairs? What is between the angle brackets of another type is an element's.
fn map_named(tokens: TokenStream) -> Option<bool> {
    let before =
        tokens.into_iter().take_while(|token| !matches!(token, TokenTree::Punct(p) if p.as_char() == '<'));
    let mut named = before.filter_map(|token| match token {
        TokenTree::Ident(name) if MAPS.iter().any(|map| name == map) => {
            Some(name.to_string().ends_with("Map"))
        }
        _ => None,
    });
    named.next()
}

/// The names of the methods of an expression.
fn links(expr: &Expr) -> Vec<&Ident> {
    match bare(expr) {
        Expr::MethodCall(call) => {
            let mut names = links(&call.receiver);
            names.push(&call.method);
            names
        }
        _ => Vec::new(),
    }
}

/// Is it in an entry of a map: `*map.entry(key).or_insert(0.0)`?
pub(in crate::lower) fn is_in_entry(expr: &Expr) -> bool {
    let expr = match bare(expr) {
        Expr::Unary(unary) => &unary.expr,
        other => other,
    };
    links(expr).iter().any(|name| *name == "entry")
}

/// What is said of a differentiated value in a map.
pub(in crate::lower) const IN_MAP: [&str; 2] = [
    "a differentiated value in a map",
    "keep the values in a `Vec`, and in the map the index of each: `let at = *index.entry(key).or_insert(values.len());`",
];

/// What the methods of an expression are called on in the end.
fn map_in(expr: &Expr) -> Option<&Expr> {
    match bare(expr) {
        Expr::MethodCall(call) => match bare(&call.receiver) {
            Expr::MethodCall(_) => map_in(&call.receiver),
            receiver => Some(receiver),
        },
        _ => None,
    }
}

impl Lower<'_> {
    /// Declares the maps in fields of parameters, which hold no gradient, as rustc checks.
    pub(in crate::lower) fn declare_map_fields(&mut self) {
        for (name, field) in self.map_fields {
            let map = self.lvalue(field);
            let map = self.borrow(map, field.span());
            let map = if self.varies(map) { self.constant(map) } else { map };
            self.declare(name, map);
            self.maps.insert(name.to_string(), true);
        }
    }

    /// Is it a local, or a reference to one, that is a map or a set?
    pub(in crate::lower) fn is_map(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Path(path) => path
                .path
                .get_ident()
                .is_some_and(|name| self.maps.contains_key(&name.to_string()) && self.local(name).is_some()),
            Expr::Reference(reference) => self.is_map(&reference.expr),
            _ => false,
        }
    }

    /// `map.keys()` and the like.
    pub(in crate::lower) fn runs_over_map(&self, call: &ExprMethodCall) -> bool {
        // No list has these.
        let of_maps = ["keys", "values"].iter().any(|name| call.method == name);
        let field = matches!(bare(&call.receiver), Expr::Field(_)) && self.is_of_rustcs_own(&call.receiver);
        let is_source = match call.method == "range" {
            true => call.args.len() == 1,
            false => SOURCES.iter().any(|name| call.method == name) && call.args.is_empty(),
        };
        is_source && (self.is_map(&call.receiver) || of_maps && field)
    }

    /// What a map or a set is run over by: a list of its items, of which each is a reference if the flag says so. `None` if it is none.
    pub(in crate::lower) fn items_of_map(&mut self, expr: &Expr) -> Option<(Id, bool)> {
        let (map, method) = match bare(expr) {
            Expr::MethodCall(call) if self.runs_over_map(call) => (&*call.receiver, call.method.to_string()),
            Expr::Reference(reference) if reference.mutability.is_none() && self.is_map(expr) => {
                (&*reference.expr, "iter".into())
            }
            Expr::Path(_) if self.is_map(expr) => (expr, "into_iter".into()),
            _ => return None,
        };
        if self.mentions_varying(expr) {
            return None;
        }
        let by_value = method.starts_with("into") && matches!(bare(map), Expr::Path(_));
        let name = match bare(map) {
            // A field has no name of its own.
            Expr::Field(_) => crate::names::of_library(&Ident::new("map", map.span()), map.span()),
            _ => crate::lower::scan::changes::base(map)?,
        };
        let of_pairs = self.holds_pairs(map);
        // `range` takes some of them.
        let (some, mut captures) = match bare(expr) {
            Expr::MethodCall(call) if !call.args.is_empty() => {
                let args = &call.args;
                (quote!(range(#args)), self.captures(quote!(#args)))
            }
            _ => (quote!(iter()), Vec::new()),
        };
        let clone = quote!(::core::clone::Clone::clone);
        // The pullback may outlive the map.
        let items = match method.trim_start_matches("into_") {
            "keys" => quote!(#name.keys().cloned()),
            "values" => quote!(#name.values().cloned()),
            _ if of_pairs => quote!(#name.#some.map(|(key, value)| (#clone(key), #clone(value)))),
            _ => quote!(#name.#some.cloned()),
        };
        let map = self.lvalue(map);
        let by_value = by_value && !matches!(self.ty(map), Ty::Ref(_));
        // It stays where it is.
        let map = match self.ty(map) {
            _ if self.is_opaque_place(map) => map,
            Ty::Ref(_) => self.argument(map),
            _ => {
                let shared = self.borrow(map, expr.span());
                self.argument(shared)
            }
        };
        let elem = self.types.fresh();
        captures.retain(|(other, _)| *other != name);
        captures.push((name, map));
        Some((self.all_of(&items, elem, captures, expr.span()), !by_value))
    }

    /// Is it a map rather than a set?
    fn holds_pairs(&self, map: &Expr) -> bool {
        match bare(map) {
            Expr::Path(path) => {
                path.path.get_ident().and_then(|name| self.maps.get(&name.to_string())) == Some(&true)
            }
            Expr::Reference(reference) => self.holds_pairs(&reference.expr),
            _ => false,
        }
    }

    /// Does it assign what is in a map: `*map.entry(key).or_insert(0) += 1`?
    pub(in crate::lower) fn changes_entry(&self, expr: &Expr) -> bool {
        let target = match expr {
            Expr::Assign(assign) => &assign.left,
            Expr::Binary(binary) if crate::ir::compound(&binary.op).is_some() => &binary.left,
            // `map.entry(key).or_default().push(value)`
            Expr::MethodCall(call) => {
                let changes = |name: &Ident| CHANGING.iter().any(|known| name == known);
                let changed = links(&call.receiver).into_iter().any(changes);
                return changed
                    && map_in(expr).is_some_and(|map| self.is_map(map))
                    && self.is_made_of_constants(expr);
            }
            _ => return false,
        };
        let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr: place, .. }) = bare(target) else {
            return false;
        };
        map_in(place).is_some_and(|map| self.is_map(map)) && self.is_made_of_constants(expr)
    }

    /// Such an assignment, as it stands.
    pub(in crate::lower) fn entry_changed(&mut self, expr: &Expr) -> Id {
        let (target, written) = match expr {
            Expr::Assign(assign) => (&*assign.left, syn::parse_quote!({ #expr; })),
            Expr::Binary(binary) => (&*binary.left, syn::parse_quote!({ #expr; })),
            other => (other, expr.clone()),
        };
        if let Some(name) = crate::lower::scan::changes::base(target)
            && self.becomes_opaque(&name)
        {
            return self.poison();
        }
        self.as_written_here(&written)
    }

    /// Reports a differentiated value that is put into a map, by which it could not be followed.
    pub(in crate::lower) fn refuse_in_map(&mut self, call: &ExprMethodCall) -> Option<Id> {
        if !self.is_map(&call.receiver) {
            return None;
        }
        let numbers = call
            .args
            .iter()
            .filter(|arg| matches!(bare(arg), Expr::Path(_) | Expr::Binary(_) | Expr::Block(_)));
        let entering = numbers.into_iter().find(|arg| self.mentions_varying(arg))?;
        Some(self.report(entering, &code::UNSUPPORTED, &["a differentiated value in a map or a set", "keep differentiated values in a `Vec` or an array, and in the map their indices: `x[map[\"a\"]]`"]))
    }

    /// Is it one by its type, where that is seen?
    pub(in crate::lower) fn is_type_of_map(ty: &Ty) -> bool {
        matches!(ty, Ty::Named(name) if MAPS.iter().any(|known| name.contains(&format!("{known} <"))))
    }
}
