//! Methods of the block that return a part of `self` by reference: `*self.at_mut(i, j) += x` is written as `self.data[i * self.cols + j] += x`, and
//! `self.row(i)` as `&self.data[a..b]`. Then the caller sees which part changes, and no rule is called. So are they of a local or a parameter that the
//! function shows to be of the block's type: `let mut out = Self::zeros(n, n); *out.at_mut(i, j) = x;`.

use crate::diagnostics::Sink;
use crate::lower::expr::operator::bare;
use crate::method::Impl;
use crate::names;
use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::{self, Visit};
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, FnArg, ItemFn, Pat, ReturnType, Stmt, Type, UnOp};

/// Such a method.
#[derive(Clone)]
pub struct Accessor {
    receiver: Ident,
    params: Vec<(Ident, Type)>,
    /// `&self.data[…]`, in which the parameters stand.
    part: syn::ExprReference,
    /// The names in it of constants and types.
    names: BTreeSet<String>,
}

/// An argument may stand more than once in the part, and what is passed may be such a part: so many tokens may be repeated.
const SHORT: usize = 40;

impl Accessor {
    /// The method as an accessor, if it does nothing but compute where the part is. Its receiver is a parameter with a type.
    pub fn of(method: &ItemFn) -> Option<Accessor> {
        let sig = &method.sig;
        let ReturnType::Type(_, output) = &sig.output else { return None };
        let Type::Reference(returned) = &**output else { return None };
        // Its methods are not those of the part.
        if matches!(&*returned.elem, Type::TraitObject(_)) {
            return None;
        }
        if !sig.generics.params.is_empty() || !method.attrs.iter().all(is_harmless) {
            return None;
        }
        let mut params = Vec::new();
        for input in &sig.inputs {
            let FnArg::Typed(typed) = input else { return None };
            let Pat::Ident(name) = &*typed.pat else { return None };
            if name.by_ref.is_some() || name.mutability.is_some() || name.subpat.is_some() {
                return None;
            }
            params.push((name.ident.clone(), (*typed.ty).clone()));
        }
        if params.is_empty() {
            return None;
        }
        let receiver = params.remove(0).0;
        if !names::is_receiver(&receiver) {
            return None;
        }
        let (last, before) = method.block.stmts.split_last()?;
        let Stmt::Expr(last, None) = last else { return None };
        before.iter().rev().try_fold(Names::of(last).values, needed)?;
        let mut values = BTreeMap::new();
        for stmt in before {
            let Stmt::Local(local) = stmt else { return None };
            let (pat, ty) = match &local.pat {
                Pat::Type(typed) => (&*typed.pat, Some(&*typed.ty)),
                pat => (pat, None),
            };
            let (Pat::Ident(name), Some(init)) = (pat, &local.init) else { return None };
            let mut value = (*init.expr).clone();
            Substituted(&values).visit_expr_mut(&mut value);
            let plain = name.by_ref.is_none() && name.mutability.is_none() && name.subpat.is_none();
            let is_param = params.iter().any(|(param, _)| *param == name.ident);
            if !plain || init.diverge.is_some() || is_param || !is_pure(&value) {
                return None;
            }
            values.insert(name.ident.to_string(), with_type(value, ty)?);
        }
        let Expr::Reference(part) = bare(last) else { return None };
        let mut part = part.clone();
        Substituted(&values).visit_expr_mut(&mut part.expr);
        let is_range =
            matches!(bare(&part.expr), Expr::Index(index) if matches!(bare(&index.index), Expr::Range(_)));
        let is_known = |name: &String| params.iter().any(|(param, _)| param == name);
        let Names { mut all, values, .. } = Names::of(&part.expr);
        all.retain(|name| !is_known(name));
        if values.iter().any(|name| !is_known(name) && !name.starts_with(char::is_uppercase))
            || !is_part_of(&part.expr, &is_self)
            || part.mutability.is_some() != returned.mutability.is_some()
        {
            return None;
        }
        let is_text = matches!(&*returned.elem, Type::Path(path) if path.path.is_ident("str"));
        if (is_text || matches!(&*returned.elem, Type::Slice(_))) && !is_range {
            let list = &part.expr;
            *part.expr = syn::parse_quote!(#list[..]);
        }
        Some(Accessor { receiver, params, part, names: all })
    }

    /// The part for these arguments, if they may be written where the parameters stand.
    fn called<'e>(
        &self,
        of: &Expr,
        args: impl ExactSizeIterator<Item = &'e Expr>,
    ) -> Option<syn::ExprReference> {
        if args.len() != self.params.len() {
            return None;
        }
        let used = Names::of(&self.part.expr).values;
        let mut values = BTreeMap::from([(self.receiver.to_string(), bare(of).clone())]);
        for ((name, ty), arg) in self.params.iter().zip(args) {
            // What the part does not need may panic.
            let needed = never_panics(arg) || used.contains(&name.to_string());
            if !needed || !is_pure(arg) || length(arg.to_token_stream()) > SHORT {
                return None;
            }
            values.insert(name.to_string(), with_type(arg.clone(), Some(ty))?);
        }
        let mut part = self.part.clone();
        Substituted(&values).visit_expr_mut(&mut part.expr);
        Some(part)
    }
}

/// The function with the parts in place of the calls; `None` if there are none.
pub(in crate::lower) fn written_out(function: &ItemFn, block: &Impl) -> Option<ItemFn> {
    let known = &*block.accessors;
    let mentions = |name: &String| names::mentions(&function.block.to_token_stream(), &[name]);
    let known: BTreeMap<&String, &Accessor> = known.iter().filter(|(name, _)| mentions(name)).collect();
    if known.is_empty() {
        return None;
    }
    let hidden = Hidden::by(function);
    let seen = |accessor: &Accessor| !hidden.any(&accessor.names);
    let known = known.into_iter().filter(|(_, accessor)| seen(accessor)).collect();
    let mut function = function.clone();
    let mut parts = Parts { known, own: Own::of(&function, block), found: false };
    parts.visit_block_mut(&mut function.block);
    parts.found.then_some(function)
}

struct Parts<'k> {
    known: BTreeMap<&'k String, &'k Accessor>,
    own: Own<'k>,
    found: bool,
}

impl VisitMut for Parts<'_> {
    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        visit_mut::visit_expr_mut(self, expr);
        if let Expr::MethodCall(call) = expr
            && self.own.is_own(&call.receiver)
            && call.turbofish.is_none()
            && let Some(accessor) = self.known.get(&call.method.to_string())
            && let Some(part) = accessor.called(&call.receiver, call.args.iter())
        {
            *expr = syn::parse_quote!((#part));
            self.found = true;
        }
        // What a reference is to, where Rust looks through the reference.
        let base = match expr {
            Expr::Unary(unary) if matches!(unary.op, UnOp::Deref(_)) => {
                if let Expr::Reference(part) = bare(&unary.expr) {
                    *expr = (*part.expr).clone();
                }
                return;
            }
            Expr::Index(index) => &mut index.expr,
            Expr::Field(field) => &mut field.base,
            Expr::MethodCall(call) => &mut call.receiver,
            _ => return,
        };
        if let Expr::Reference(part) = bare(base)
            && is_part_of(&part.expr, &|base| self.own.is_own(base))
        {
            *base = part.expr.clone();
        }
    }
}

/// The names that stand for values of the block's type wherever they are bound.
struct Own<'k> {
    block: &'k Impl,
    /// The type as it is written.
    ty: String,
    names: BTreeSet<String>,
    bound: BTreeMap<String, usize>,
    own: BTreeMap<String, usize>,
}

impl<'k> Own<'k> {
    fn of(function: &ItemFn, block: &'k Impl) -> Own<'k> {
        let ty = block.ty.as_ref().map(|ty| ty.to_token_stream().to_string()).unwrap_or_default();
        let mut own = Own { block, ty, names: BTreeSet::new(), bound: BTreeMap::new(), own: BTreeMap::new() };
        // A clone of such a value is one too.
        for _ in 0..3 {
            own.bound.clear();
            own.own.clear();
            own.visit_item_fn(function);
            let all = |name: &&String| own.own.get(*name) == own.bound.get(*name);
            let names: BTreeSet<String> = own.own.keys().filter(all).cloned().collect();
            if names == own.names {
                break;
            }
            own.names = names;
        }
        own
    }

    fn is_own(&self, expr: &Expr) -> bool {
        let is_named = |path: &syn::ExprPath| {
            path.path.get_ident().is_some_and(|name| self.names.contains(&name.to_string()))
        };
        is_self(expr) || matches!(bare(expr), Expr::Path(path) if is_named(path))
    }

    /// `Self`, `&Self`, or the name of the type.
    fn names_type(&self, ty: &Type) -> bool {
        match ty {
            Type::Reference(of) => self.names_type(&of.elem),
            Type::Paren(of) => self.names_type(&of.elem),
            ty => {
                let name = ty.to_token_stream().to_string();
                name == "Self" || !self.ty.is_empty() && name == self.ty
            }
        }
    }

    fn is_type(&self, name: &Ident) -> bool {
        name == "Self" || self.block.name().is_some_and(|own| own == *name)
    }

    /// Does it give a value of the type: a literal, a constructor of the block, a clone?
    fn gives(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::Struct(literal) => {
                literal.qself.is_none() && literal.path.get_ident().is_some_and(|of| self.is_type(of))
            }
            Expr::Call(call) => match bare(&call.func) {
                Expr::Path(path) if path.qself.is_none() && path.path.segments.len() == 2 => {
                    let (of, function) = (&path.path.segments[0], &path.path.segments[1]);
                    let made = self.block.signatures.get(&function.ident.to_string());
                    of.arguments.is_none()
                        && self.is_type(&of.ident)
                        && made.is_some_and(|sig| match &sig.output {
                            ReturnType::Type(_, ty) => self.names_type(ty),
                            ReturnType::Default => false,
                        })
                }
                _ => false,
            },
            Expr::MethodCall(call) => {
                call.method == "clone" && call.args.is_empty() && self.is_own(&call.receiver)
            }
            _ => false,
        }
    }

    fn note(&mut self, name: &syn::PatIdent) {
        if name.by_ref.is_none() && name.subpat.is_none() {
            *self.own.entry(name.ident.to_string()).or_default() += 1;
        }
    }
}

impl<'ast> Visit<'ast> for Own<'_> {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        *self.bound.entry(pat.ident.to_string()).or_default() += 1;
        syn::visit::visit_pat_ident(self, pat);
    }

    fn visit_pat_type(&mut self, typed: &'ast syn::PatType) {
        if let Pat::Ident(name) = &*typed.pat
            && self.names_type(&typed.ty)
        {
            self.note(name);
        }
        syn::visit::visit_pat_type(self, typed);
    }

    fn visit_local(&mut self, local: &'ast syn::Local) {
        if let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init)
            && self.gives(&init.expr)
        {
            self.note(name);
        }
        syn::visit::visit_local(self, local);
    }
}

/// Values in place of names.
struct Substituted<'v>(&'v BTreeMap<String, Expr>);

impl VisitMut for Substituted<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let value = match expr {
            Expr::Path(path) => path.path.get_ident().and_then(|name| self.0.get(&name.to_string())),
            _ => None,
        };
        match value {
            Some(value @ (Expr::Path(_) | Expr::Lit(_) | Expr::Paren(_) | Expr::Field(_))) => {
                *expr = value.clone();
            }
            Some(value) => *expr = syn::parse_quote!((#value)),
            None => visit_mut::visit_expr_mut(self, expr),
        }
    }
}

fn is_self(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Path(path) if path.path.get_ident().is_some_and(names::is_receiver))
}

/// Is it a field of such a value, or a part of one?
fn is_part_of(expr: &Expr, is_whole: &impl Fn(&Expr) -> bool) -> bool {
    match bare(expr) {
        Expr::Field(field) => is_whole(&field.base) || is_part_of(&field.base, is_whole),
        Expr::Index(index) => is_part_of(&index.expr, is_whole) && is_index(&index.index),
        _ => false,
    }
}

fn is_index(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Range(range) => [&range.start, &range.end].into_iter().flatten().all(|end| is_pure(end)),
        expr => is_pure(expr),
    }
}

/// The names that are used after a statement, from those that are used behind it; `None` if it may panic for nothing that is used.
fn needed(mut used: BTreeSet<String>, stmt: &Stmt) -> Option<BTreeSet<String>> {
    if let Stmt::Local(syn::Local { pat, init: Some(init), .. }) = stmt {
        let bound = super::statement::idents_in(pat);
        if bound.iter().any(|name| used.contains(&name.ident.to_string())) {
            used.extend(Names::of(&init.expr).values);
        } else if !never_panics(&init.expr) {
            return None;
        }
    }
    Some(used)
}

fn never_panics(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) | Expr::Path(_) => true,
        Expr::Field(field) => never_panics(&field.base),
        Expr::Cast(cast) => never_panics(&cast.expr),
        Expr::Unary(syn::ExprUnary { op: UnOp::Deref(_), expr, .. }) => never_panics(expr),
        _ => false,
    }
}

/// The names that mean something else in a function than around it, apart from its locals; `None` if they are not all seen.
pub struct Hidden(Option<BTreeSet<String>>);

impl Hidden {
    /// Those of the items and of the generic parameters.
    pub fn by(function: &ItemFn) -> Hidden {
        struct Items(BTreeSet<String>, Sink);
        impl<'ast> Visit<'ast> for Items {
            fn visit_item(&mut self, item: &'ast syn::Item) {
                self.0.extend(super::items::declared(item, &mut self.1).iter().map(ToString::to_string));
            }
        }
        let generics = function.sig.generics.params.iter().filter_map(|param| match param {
            syn::GenericParam::Type(param) => Some(param.ident.to_string()),
            syn::GenericParam::Const(param) => Some(param.ident.to_string()),
            syn::GenericParam::Lifetime(_) => None,
        });
        let mut items = Items(generics.collect(), Sink::default());
        items.visit_block(&function.block);
        Hidden(items.1.is_empty().then_some(items.0))
    }

    pub fn any(&self, names: &BTreeSet<String>) -> bool {
        self.0.as_ref().map_or(!names.is_empty(), |hidden| !names.is_disjoint(hidden))
    }
}

/// May it be evaluated where it is used, and as often, with the same value?
fn is_pure(expr: &Expr) -> bool {
    match expr {
        Expr::Lit(_) => true,
        Expr::Path(path) => path.qself.is_none(),
        Expr::Paren(inner) => is_pure(&inner.expr),
        Expr::Group(inner) => is_pure(&inner.expr),
        Expr::Field(field) => is_pure(&field.base),
        Expr::Cast(cast) => is_pure(&cast.expr),
        Expr::Unary(unary) => match unary.op {
            UnOp::Neg(_) => is_pure(&unary.expr),
            UnOp::Deref(_) => matches!(bare(&unary.expr), Expr::Path(_)),
            _ => false,
        },
        Expr::Index(index) => is_pure(&index.expr) && is_pure(&index.index),
        Expr::Binary(binary) => !assigns(&binary.op) && is_pure(&binary.left) && is_pure(&binary.right),
        Expr::MethodCall(call) => call.method == "len" && call.args.is_empty() && is_pure(&call.receiver),
        _ => false,
    }
}

fn length(tokens: TokenStream) -> usize {
    let inside = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + length(group.stream()),
        _ => 1,
    };
    tokens.into_iter().map(inside).sum()
}

fn assigns(op: &syn::BinOp) -> bool {
    crate::ir::compound(op).is_some()
}

/// A value where nothing else tells its type: of literals alone only a name or a parameter did.
fn with_type(mut value: Expr, ty: Option<&Type>) -> Option<Expr> {
    struct Literals<'t> {
        suffix: Option<&'t Ident>,
        alone: bool,
        found: bool,
        unclear: bool,
    }
    impl VisitMut for Literals<'_> {
        fn visit_expr_binary_mut(&mut self, of: &mut syn::ExprBinary) {
            // What a literal is shifted by does not tell its type.
            let shifts = matches!(of.op, syn::BinOp::Shl(_) | syn::BinOp::Shr(_));
            self.unclear |= shifts && Names::of(&of.left).all.is_empty();
            visit_mut::visit_expr_binary_mut(self, of);
        }
        fn visit_expr_path_mut(&mut self, _: &mut syn::ExprPath) {
            self.alone = false;
        }
        fn visit_lit_mut(&mut self, lit: &mut syn::Lit) {
            let suffix = match lit {
                syn::Lit::Int(int) => int.suffix(),
                syn::Lit::Float(float) => float.suffix(),
                _ => return,
            };
            if !suffix.is_empty() {
                self.alone = false;
                return;
            }
            self.found = true;
            if let Some(suffix) = self.suffix {
                let (digits, span) = (lit.to_token_stream(), lit.span());
                if let Ok(mut typed) = syn::parse_str::<syn::Lit>(&format!("{digits}{suffix}")) {
                    typed.set_span(span);
                    *lit = typed;
                }
            }
        }
    }
    let mut asked = Literals { suffix: None, alone: true, found: false, unclear: false };
    asked.visit_expr_mut(&mut value);
    if !(asked.alone && asked.found) {
        return (!asked.found || !asked.unclear).then_some(value);
    }
    let Type::Path(path) = ty? else { return None };
    let suffix = path.path.get_ident().filter(|name| crate::types::is_primitive(name))?;
    Literals { suffix: Some(suffix), alone: true, found: false, unclear: false }.visit_expr_mut(&mut value);
    Some(value)
}

/// The names in an expression: all with which paths begin, those of values, and those of patterns.
#[derive(Default)]
pub struct Names {
    all: BTreeSet<String>,
    values: BTreeSet<String>,
    bound: BTreeSet<String>,
}

impl Names {
    pub fn of(expr: &Expr) -> Names {
        let mut found = Names::default();
        found.visit_expr(expr);
        found
    }

    /// Those that the expression does not bind.
    pub fn free(mut self) -> BTreeSet<String> {
        self.all.retain(|name| !self.bound.contains(name));
        self.all
    }

    fn other_than_self<'p>(mut path: impl Iterator<Item = &'p Ident>) -> Option<String> {
        path.next().filter(|name| !names::is_receiver(name)).map(ToString::to_string)
    }
}

impl<'ast> Visit<'ast> for Names {
    fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
        self.bound.insert(pat.ident.to_string());
        visit::visit_pat_ident(self, pat);
    }

    fn visit_expr_path(&mut self, path: &'ast syn::ExprPath) {
        self.values.extend(Names::other_than_self(path.path.get_ident().into_iter()));
        visit::visit_expr_path(self, path);
    }

    fn visit_path(&mut self, path: &'ast syn::Path) {
        self.all.extend(Names::other_than_self(path.segments.iter().map(|segment| &segment.ident)));
        visit::visit_path(self, path);
    }
}

/// Does it change nothing of what the method does, and bring no rule of its own?
fn is_harmless(attribute: &syn::Attribute) -> bool {
    let Some(last) = attribute.path().segments.last() else { return false };
    match &attribute.meta {
        syn::Meta::List(list) if last.ident == "differentiate" => !list.tokens.to_string().contains('='),
        _ => ["doc", "inline", "must_use", "allow", "differentiate"].iter().any(|known| last.ident == known),
    }
}
