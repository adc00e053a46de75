//! Maps of differentiated values: the values are in a `Vec`, and the map holds the index of each. It is a map of constants unless that fails.

use crate::lower::expr::operator::bare;
use crate::lower::scan::mentions::Mentions;
use crate::names;
use crate::spanned::Spanned;
use proc_macro2::{Ident, Span};
use quote::{ToTokens, quote};
use std::collections::BTreeMap;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, ExprMethodCall, Pat, Path, PathArguments, Stmt, Type, parse_quote};

/// What asks or changes only the keys.
const OF_KEYS: [&str; 7] = ["contains_key", "len", "is_empty", "keys", "into_keys", "clear", "reserve"];

/// The function with a `Vec` beside each map whose uses are all understood, and the bare names of their types; `None` if there is no such map.
pub(in crate::lower) fn by_index(function: &syn::ItemFn) -> Option<(syn::ItemFn, Vec<Ident>)> {
    let mut found = Found::default();
    function.sig.inputs.iter().for_each(|input| found.visit_fn_arg(input));
    found.visit_block(&function.block);
    let maps: Vec<Ident> =
        found.maps.into_iter().filter(|name| found.bound.get(&name.to_string()) == Some(&1)).collect();
    let mut known = found.known;
    let mut rewritten = None;
    for (number, map) in maps.into_iter().enumerate() {
        let before = rewritten.as_ref().unwrap_or(function);
        let mut after = before.clone();
        let [index, values] = ["index", "values"].map(|what| names::hidden(what, number, map.span()));
        let mut by_index = ByIndex { map, index, values, made: 0, failed: false };
        by_index.visit_block_mut(&mut after.block);
        if !by_index.failed {
            rewritten = Some(after);
        }
    }
    known.dedup();
    rewritten.map(|function| (function, known))
}

/// The locals that are maps.
#[derive(Default)]
struct Found {
    maps: Vec<Ident>,
    known: Vec<Ident>,
    /// How often each name is bound.
    bound: BTreeMap<String, usize>,
}

impl<'ast> Visit<'ast> for Found {
    // An item is kept as it stands.
    fn visit_item(&mut self, _: &'ast syn::Item) {}

    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        *self.bound.entry(pat.ident.to_string()).or_default() += 1;
        syn::visit::visit_pat_ident(self, pat);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let Some(Declared { name, path, .. }) = declared(local) {
            self.maps.push(name);
            if let [only] = &path.segments.iter().collect::<Vec<_>>()[..] {
                self.known.push(only.ident.clone());
            }
        }
        syn::visit::visit_local(self, local);
    }
}

/// `let map: HashMap<K, V> = …;`
struct Declared<'l> {
    name: Ident,
    /// The type, without arguments.
    path: Path,
    /// The types of keys and values, as far as they are written.
    types: Option<[Type; 2]>,
    made: Made<'l>,
}

/// What a map is made of.
enum Made<'l> {
    /// `HashMap::new()`, the name and the arguments of such a function.
    Empty(&'l Ident, &'l syn::punctuated::Punctuated<Expr, syn::Token![,]>),
    /// Items that are pairs.
    Of(&'l Expr),
}

/// The path of a map, without arguments, and these.
fn map_path(path: &Path) -> Option<(Path, Option<[Type; 2]>)> {
    let (last, before) =
        path.segments.iter().collect::<Vec<_>>().split_last().map(|(l, b)| (*l, b.to_vec()))?;
    let of_std = match &before[..] {
        [] => true,
        [krate, module] => (krate.ident == "std" || krate.ident == "alloc") && module.ident == "collections",
        _ => false,
    };
    if !of_std || last.ident != "HashMap" && last.ident != "BTreeMap" {
        return None;
    }
    let types: Vec<Type> = crate::types::arguments(Some(last)).cloned().collect();
    let types = match (&last.arguments, &types[..]) {
        (PathArguments::None, _) => None,
        (_, [key, value]) => Some([key.clone(), value.clone()]),
        _ => return None,
    };
    let mut path = path.clone();
    if let Some(last) = path.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    Some((path, types))
}

fn declared(local: &syn::Local) -> Option<Declared<'_>> {
    let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
    let (pat, written) = match &local.pat {
        Pat::Type(typed) => match &*typed.ty {
            Type::Path(ty) if ty.qself.is_none() => (&*typed.pat, Some(map_path(&ty.path)?)),
            _ => return None,
        },
        pat => (pat, None),
    };
    let Pat::Ident(syn::PatIdent { by_ref: None, ident, subpat: None, .. }) = pat else { return None };
    let (told, made) = match bare(&init.expr) {
        Expr::Call(call) => {
            let Expr::Path(function) = bare(&call.func) else { return None };
            let mut of = function.path.clone();
            of.segments.pop();
            of.segments.pop_punct();
            let name = &function.path.segments.last()?.ident;
            let made = match (name.to_string().as_str(), call.args.first()) {
                ("new" | "with_capacity" | "default", _) => Made::Empty(name, &call.args),
                ("from" | "from_iter", Some(items)) => Made::Of(items),
                _ => return None,
            };
            (Some(map_path(&of)?), made)
        }
        Expr::MethodCall(call) if call.method == "collect" => {
            let told = match &call.turbofish {
                Some(types) => match types.args.first()? {
                    syn::GenericArgument::Type(Type::Path(ty)) => Some(map_path(&ty.path)?),
                    _ => return None,
                },
                None => None,
            };
            (told, Made::Of(&call.receiver))
        }
        _ => return None,
    };
    let types = [&written, &told].into_iter().flatten().find_map(|(_, types)| types.clone());
    let (path, _) = written.or(told)?;
    Some(Declared { name: ident.clone(), path, types, made })
}

/// Writes one map by index.
struct ByIndex {
    /// The map as the user has it.
    map: Ident,
    /// The map that is generated in its place, and the values.
    index: Ident,
    values: Ident,
    /// How many locals have been made.
    made: usize,
    /// Is it used in a way that is not understood?
    failed: bool,
}

impl ByIndex {
    fn is_map(&self, expr: &Expr) -> bool {
        matches!(bare(expr), Expr::Path(path) if path.path.is_ident(&self.map))
    }

    fn name(&mut self, what: &str, at: Span) -> Ident {
        self.made += 1;
        // Those of another map have other numbers.
        names::hidden(&format!("{what}_of_{}", self.map), self.made, at)
    }

    /// Where the value of a key is; one that is missing is put there.
    fn place(&mut self, key: &Expr, missing: &Expr, present: Option<Vec<Stmt>>, at: &Ident) -> Vec<Stmt> {
        let (index, values) = (self.index.clone(), self.values.clone());
        let otherwise = present.map(|stmts| quote!(else { #(#stmts)* }));
        // A key may be made of differentiated values, such as a comparison.
        let made = (!is_name(key)).then(|| self.name("key", key.span()));
        let (bound, key) = match &made {
            Some(name) => (Some(parse_quote!(let #name = #key;)), parse_quote!(#name)),
            None => (None, key.clone()),
        };
        let found = parse_quote!(let #at = *#index.entry(#key).or_insert(#values.len()););
        let put = parse_quote!(if #at == #values.len() { #values.push(#missing); } #otherwise);
        bound.into_iter().chain([found, put]).collect()
    }

    /// `map.insert(key, value);`
    fn inserted(&mut self, key: &Expr, value: &Expr) -> Vec<Stmt> {
        let span = key.span();
        let [key_name, value_name, at] = ["key", "value", "at"].map(|what| self.name(what, span));
        let values = &self.values;
        let present = vec![parse_quote!(#values[#at] = #value_name;)];
        let mut stmts: Vec<Stmt> =
            vec![parse_quote!(let #key_name = #key;), parse_quote!(let #value_name = #value;)];
        stmts.extend(self.place(&parse_quote!(#key_name), &parse_quote!(#value_name), Some(present), &at));
        stmts
    }

    /// What an expression begins with: `map.entry(key).or_insert(value)` in `map.entry(key).or_insert(value).0`.
    fn entry_in<'e>(&self, expr: &'e mut Expr) -> Option<&'e mut Expr> {
        if self.entry(expr).is_some() {
            return Some(expr);
        }
        match expr {
            Expr::Paren(inner) => self.entry_in(&mut inner.expr),
            Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => self.entry_in(expr),
            Expr::Field(field) => self.entry_in(&mut field.base),
            Expr::Index(index) => self.entry_in(&mut index.expr),
            Expr::MethodCall(call) => self.entry_in(&mut call.receiver),
            _ => None,
        }
    }

    /// `map.entry(key).or_insert(value)`, with `and_modify` or without.
    fn entry(&self, expr: &Expr) -> Option<Entry> {
        let Expr::MethodCall(call) = bare(expr) else { return None };
        let (missing, eager): (Expr, bool) = match (call.method.to_string().as_str(), call.args.first()) {
            ("or_insert", Some(value)) => (value.clone(), !is_plain(value)),
            ("or_default", None) => (parse_quote!(::core::default::Default::default()), false),
            ("or_insert_with", Some(Expr::Closure(closure))) if closure.inputs.is_empty() => {
                let body = &closure.body;
                (parse_quote!(#body), crate::lower::flow::branch::returns(body))
            }
            ("or_insert_with", Some(function @ Expr::Path(_))) => (parse_quote!(#function()), false),
            _ => return None,
        };
        let (entry, changed) = match bare(&call.receiver) {
            Expr::MethodCall(and) if and.method == "and_modify" => {
                match (bare(&and.receiver), &and.args.first()?) {
                    (Expr::MethodCall(entry), Expr::Closure(closure)) if closure.inputs.len() == 1 => {
                        (entry, Some((closure.inputs[0].clone(), (*closure.body).clone())))
                    }
                    _ => return None,
                }
            }
            Expr::MethodCall(entry) => (entry, None),
            _ => return None,
        };
        if entry.method != "entry" || !self.is_map(&entry.receiver) {
            return None;
        }
        let jumps = changed.as_ref().is_some_and(|(_, body)| crate::lower::flow::branch::returns(body));
        let lazily = call.method != "or_insert_with" || !eager;
        (!jumps && lazily).then_some(())?;
        Some(Entry { key: entry.args.first()?.clone(), missing, eager, changed })
    }

    /// The statements that find an entry, and its place.
    fn found(&mut self, entry: Entry, span: Span) -> (Vec<Stmt>, Expr) {
        let at = self.name("at", span);
        let values = self.values.clone();
        let (mut stmts, mut missing, mut key) = (Vec::new(), entry.missing, entry.key);
        if entry.eager {
            let [key_name, value_name] = ["key", "value"].map(|what| self.name(what, span));
            stmts.extend::<[Stmt; 2]>([
                parse_quote!(let #key_name = #key;),
                parse_quote!(let #value_name = #missing;),
            ]);
            (key, missing) = (parse_quote!(#key_name), parse_quote!(#value_name));
        }
        let present = entry.changed.map(|(pat, body)| -> Vec<Stmt> {
            vec![parse_quote!(let #pat = &mut #values[#at];), Stmt::Expr(body, Some(Default::default()))]
        });
        stmts.extend(self.place(&key, &missing, present, &at));
        (stmts, parse_quote!(#values[#at]))
    }

    /// The statements in place of one that declares the map or changes what is in it; `None` if it is another.
    fn statements(&mut self, stmt: &Stmt) -> Option<Vec<Stmt>> {
        match stmt {
            Stmt::Local(local) => match declared(local).filter(|declared| declared.name == self.map) {
                Some(declared) => Some(self.declaration(declared)),
                None => {
                    let mut local = local.clone();
                    let init = local.init.as_mut().filter(|init| init.diverge.is_none())?;
                    let before = self.taken_out(&mut init.expr)?;
                    Some(before.into_iter().chain([Stmt::Local(local)]).collect())
                }
            },
            Stmt::Expr(Expr::MethodCall(call), Some(_)) if self.is_map(&call.receiver) => {
                let (key, value) = (call.args.first()?, call.args.iter().nth(1)?);
                (call.method == "insert").then(|| {
                    let stmts = self.inserted(key, value);
                    vec![parse_quote!({ #(#stmts)* })]
                })
            }
            Stmt::Expr(expr, Some(_)) => {
                let entry = self.entry(expr)?;
                let (stmts, _) = self.found(entry, expr.span());
                Some(vec![parse_quote!({ #(#stmts)* })])
            }
            _ => None,
        }
    }

    /// An expression that begins with an entry, or assigns to what is in one, with the search before it.
    fn searched(&mut self, expr: &Expr) -> Option<Expr> {
        let mut expr = expr.clone();
        let mut before = Vec::new();
        let (target, assigns) = match &mut expr {
            Expr::Assign(assign) => (&mut *assign.left, Some(&mut *assign.right)),
            Expr::Binary(binary) if crate::ir::compound(&binary.op).is_some() => {
                (&mut *binary.left, Some(&mut *binary.right))
            }
            expr => (expr, None),
        };
        self.entry_in(target)?;
        let assigns = match assigns {
            Some(right) => {
                before.extend(self.operand(right));
                quote!(;)
            }
            None => quote!(),
        };
        before.extend(self.taken_out(target)?);
        Some(parse_quote!({ #(#before)* #expr #assigns }))
    }

    /// Takes the search for an entry out of an expression that begins with one.
    fn taken_out(&mut self, expr: &mut Expr) -> Option<Vec<Stmt>> {
        let (span, whole) = (expr.span(), self.entry(expr).is_some());
        let entry = self.entry_in(expr)?;
        let found = self.entry(entry)?;
        let (stmts, place) = self.found(found, span);
        *self.entry_in(expr)? = place.clone();
        match whole {
            true => *expr = parse_quote!(&mut #place),
            false => without_deref(expr, &place),
        }
        Some(stmts)
    }

    /// The right side of an assignment is evaluated before the place that is assigned.
    fn operand(&mut self, right: &mut Expr) -> Option<Stmt> {
        if is_plain(right) {
            return None;
        }
        let name = self.name("operand", right.span());
        let value = std::mem::replace(right, parse_quote!(#name));
        Some(parse_quote!(let #name = #value;))
    }

    fn declaration(&mut self, declared: Declared<'_>) -> Vec<Stmt> {
        let (index, values, path) = (self.index.clone(), self.values.clone(), &declared.path);
        let (of_map, of_values) = match &declared.types {
            Some([key, value]) => (quote!(: #path<#key, ::core::primitive::usize>), quote!(: Vec<#value>)),
            None => Default::default(),
        };
        let new = match &declared.made {
            Made::Empty(name, args) => quote!(#name(#args)),
            Made::Of(_) => quote!(new()),
        };
        let mut stmts: Vec<Stmt> = vec![
            parse_quote!(let mut #index #of_map = #path::#new;),
            parse_quote!(let mut #values #of_values = Vec::new();),
        ];
        if let Made::Of(items) = declared.made {
            let [key, value] = ["key", "value"].map(|what| self.name(what, index.span()));
            let inserted = self.inserted(&parse_quote!(#key), &parse_quote!(#value));
            stmts.push(parse_quote!(for (#key, #value) in #items { #(#inserted)* }));
        }
        stmts
    }

    /// A method of the map that reads.
    fn method(&mut self, call: &ExprMethodCall) -> Option<Expr> {
        let (index, values, args) = (&self.index, &self.values, &call.args);
        let name = &call.method;
        let [key, at] = ["key", "at"].map(|what| names::hidden(what, 0, name.span()));
        let found = quote!(#index.get(#args).copied().unwrap_or(::core::primitive::usize::MAX));
        Some(match name.to_string().as_str() {
            "get" | "get_mut" => parse_quote!(#values.#name(#found)),
            "values" => parse_quote!(#index.values().map(|#at| &#values[*#at])),
            "into_values" => parse_quote!(#index.into_values().map(|#at| #values[#at].clone())),
            "remove" => parse_quote!(#index.remove(#args).map(|#at| #values[#at].clone())),
            "iter" | "range" | "first_key_value" | "last_key_value" => {
                parse_quote!(#index.#name(#args).map(|(#key, #at)| (#key, &#values[*#at])))
            }
            "into_iter" | "pop_first" | "pop_last" => {
                parse_quote!(#index.#name().map(|(#key, #at)| (#key, #values[#at].clone())))
            }
            of_keys if OF_KEYS.contains(&of_keys) => parse_quote!(#index.#name(#args)),
            _ => return None,
        })
    }

    /// `for (key, value) in &mut map`, `for value in map.values_mut()`: what the loop runs over, and its body.
    fn changing_loop(&self, looped: &syn::ExprForLoop) -> Option<(Pat, Expr, syn::Block)> {
        let (index, values) = (&self.index, &self.values);
        let at = names::hidden("at", 0, looped.pat.span());
        let both = match bare(&looped.expr) {
            Expr::Reference(reference) => reference.mutability.is_some() && self.is_map(&reference.expr),
            Expr::MethodCall(call) => call.method == "iter_mut" && self.is_map(&call.receiver),
            _ => false,
        };
        let (pat, over, value): (Pat, Expr, &Pat) = match (bare(&looped.expr), &*looped.pat) {
            (_, Pat::Tuple(pair)) if both && pair.elems.len() == 2 => {
                let key = &pair.elems[0];
                (parse_quote!((#key, #at)), parse_quote!(#index.iter()), &pair.elems[1])
            }
            (Expr::MethodCall(call), value) if call.method == "values_mut" && self.is_map(&call.receiver) => {
                (parse_quote!(#at), parse_quote!(#index.values()), value)
            }
            _ => return None,
        };
        let mut body = looped.body.clone();
        body.stmts.insert(0, parse_quote!(let #value = &mut #values[*#at];));
        Some((pat, over, body))
    }
}

struct Entry {
    key: Expr,
    /// What is put there, and whether it is made also where nothing is missing.
    missing: Expr,
    eager: bool,
    /// What `and_modify` does.
    changed: Option<(Pat, Expr)>,
}

/// Is it a name or a number, or what a name refers to?
fn is_name(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) => is_name(expr),
        _ => false,
    }
}

/// Has it no effect, and is it the same before and after a change of something else?
fn is_plain(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) => true,
        Expr::Path(_) => true,
        Expr::Unary(unary) => is_plain(&unary.expr),
        Expr::Field(field) => is_plain(&field.base),
        Expr::Reference(reference) => is_plain(&reference.expr),
        Expr::Binary(binary) => is_plain(&binary.left) && is_plain(&binary.right),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_plain),
        _ => false,
    }
}

/// `*values[at]` is `values[at]`, where the reference to the entry was meant.
fn without_deref(expr: &mut Expr, place: &Expr) {
    let is_place =
        |expr: &Expr| bare(expr).to_token_stream().to_string() == place.to_token_stream().to_string();
    match expr {
        Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr: inner, .. }) if is_place(inner) => {
            *expr = place.clone();
        }
        Expr::Paren(inner) => without_deref(&mut inner.expr, place),
        Expr::Unary(unary) => without_deref(&mut unary.expr, place),
        Expr::Field(field) => without_deref(&mut field.base, place),
        Expr::Index(index) => without_deref(&mut index.expr, place),
        Expr::MethodCall(call) => without_deref(&mut call.receiver, place),
        _ => {}
    }
}

impl VisitMut for ByIndex {
    // An item is kept as it stands.
    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        self.failed |= matches!(item, syn::Item::Macro(_));
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let mut stmts = Vec::new();
        for stmt in std::mem::take(&mut block.stmts) {
            match self.statements(&stmt) {
                Some(several) => stmts.extend(several),
                None => stmts.push(stmt),
            }
        }
        block.stmts = stmts;
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Some(searched) = self.searched(expr) {
            *expr = searched;
        }
        let (index, values) = (self.index.clone(), self.values.clone());
        match expr {
            Expr::MethodCall(call) if self.is_map(&call.receiver) => {
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
                match self.method(call) {
                    Some(written) => *expr = written,
                    None => self.failed = true,
                }
            }
            Expr::Index(of) if self.is_map(&of.expr) => {
                self.visit_expr_mut(&mut of.index);
                let key = &of.index;
                *expr = parse_quote!(#values[#index[#key]]);
            }
            Expr::ForLoop(looped) => {
                let shared = |of: &syn::ExprReference| of.mutability.is_none() && self.is_map(&of.expr);
                if let Some((pat, over, body)) = self.changing_loop(looped) {
                    (*looped.pat, *looped.expr, looped.body) = (pat, over, body);
                } else if matches!(bare(&looped.expr), Expr::Reference(of) if shared(of)) {
                    let map = &self.map;
                    *looped.expr = parse_quote!(#map.iter());
                } else if self.is_map(&looped.expr) {
                    let map = &self.map;
                    *looped.expr = parse_quote!(#map.into_iter());
                }
                visit_mut::visit_expr_for_loop_mut(self, looped);
            }
            Expr::Path(path) => self.failed |= path.path.is_ident(&self.map),
            _ => visit_mut::visit_expr_mut(self, expr),
        }
    }

    // What is in a macro stays as it is written.
    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        self.failed |= mac.tokens.has_name(|name| *name == self.map);
    }
}
