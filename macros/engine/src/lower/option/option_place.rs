//! Places inside of an `Option` in a local: `if let Some(v) = a.as_mut()`, `if let Some((v, n)) = &mut a`, `*a.get_or_insert(x)`. What is there is taken out, changed
//! and put back, so that the rest of lowering sees assignments.

use super::outcome::{Variant, matched};
use crate::ir::compound;
use crate::lower::expr::operator::bare;
use crate::names;
use proc_macro2::{Ident, Span};
use quote::quote;
use std::borrow::Cow;
use std::collections::BTreeSet;
use syn::visit::Visit;
use syn::visit_mut::{self, VisitMut};
use syn::{Expr, Pat, parse_quote};

/// The function with such places written as assignments.
pub(in crate::lower) fn taken_out(function: &syn::ItemFn) -> Cow<'_, syn::ItemFn> {
    let mut search = Search::default();
    search.visit_block(&function.block);
    if !search.found {
        return Cow::Borrowed(function);
    }
    let mut function = function.clone();
    TakenOut { locals: search.locals, taken: 0 }.visit_block_mut(&mut function.block);
    Cow::Owned(function)
}

/// The `mut` locals, and whether something looks like such a place.
#[derive(Default)]
struct Search {
    locals: BTreeSet<String>,
    found: bool,
}

impl<'ast> Visit<'ast> for Search {
    fn visit_local(&mut self, local: &'ast syn::Local) {
        let names = crate::lower::flow::statement::idents_in(&local.pat);
        let names = names.into_iter().filter(|name| name.mutability.is_some());
        self.locals.extend(names.map(|name| name.ident.to_string()));
        syn::visit::visit_local(self, local);
    }

    fn visit_expr_method_call(&mut self, call: &'ast syn::ExprMethodCall) {
        self.found |= PLACES.iter().any(|name| call.method == *name);
        syn::visit::visit_expr_method_call(self, call);
    }

    fn visit_expr_match(&mut self, matched: &'ast syn::ExprMatch) {
        self.found |= matches!(&*matched.expr, Expr::Reference(place) if place.mutability.is_some());
        syn::visit::visit_expr_match(self, matched);
    }

    fn visit_pat_ident(&mut self, name: &'ast syn::PatIdent) {
        self.found |= name.by_ref.is_some() && name.mutability.is_some();
        syn::visit::visit_pat_ident(self, name);
    }

    fn visit_expr_let(&mut self, condition: &'ast syn::ExprLet) {
        self.found |= matches!(&*condition.expr, Expr::Reference(place) if place.mutability.is_some());
        syn::visit::visit_expr_let(self, condition);
    }
}

/// The methods that give a place.
const PLACES: [&str; 4] = ["as_mut", "get_or_insert", "get_or_insert_with", "insert"];

struct TakenOut {
    locals: BTreeSet<String>,
    /// How many have been.
    taken: usize,
}

impl TakenOut {
    fn local<'e>(&self, expr: &'e Expr) -> Option<&'e Ident> {
        let Expr::Path(path) = bare(expr) else { return None };
        path.path.get_ident().filter(|name| self.locals.contains(&name.to_string()))
    }

    fn name(&mut self) -> Ident {
        self.taken += 1;
        names::hidden("taken", self.taken, Span::mixed_site())
    }

    /// `if let Some(v) = a.as_mut() { … }`, `if let Some(v) = &mut a && *v > x { … }`
    fn branch(&mut self, branch: &syn::ExprIf) -> Option<Expr> {
        let mut conditions = Vec::new();
        let Expr::Let(condition) = first_condition(&branch.cond, &mut conditions) else { return None };
        let place = match bare(&condition.expr) {
            Expr::MethodCall(call) if call.method == "as_mut" && call.args.is_empty() => {
                self.local(&call.receiver)?
            }
            Expr::Reference(reference) if reference.mutability.is_some() => self.local(&reference.expr)?,
            expr if refers_mutably(&condition.pat) => self.local(expr)?,
            _ => return None,
        };
        let Some((Variant::Some, Some(pat))) = matched(&condition.pat) else { return None };
        if jumps(&branch.then_branch) {
            return None;
        }
        let (mut lent, then) = (Vec::new(), &branch.then_branch);
        let (taken, value) = self.parts(pat, &mut lent)?;
        let result = self.name();
        // A condition only looks at what is there.
        let shown = lent
            .iter()
            .filter(|_| !conditions.is_empty())
            .map(|(name, value)| quote!(&& let #name = &#value));
        let shown: Vec<_> = shown.collect();
        let lent = lent.iter().map(|(name, value)| quote!(let #name = &mut #value;));
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| quote!(else #otherwise));
        Some(parse_quote! {
            if let ::core::option::Option::Some(#taken) = #place #(#shown)* #(&& #conditions)* {
                let #result = { #(#lent)* #then };
                #place = ::core::option::Option::Some(#value);
                #result
            } #otherwise
        })
    }

    /// A pattern that takes out what another one borrows, and the value to put back; `lent` are the names, and what they refer to.
    fn parts(&mut self, pat: &Pat, lent: &mut Vec<(Ident, Ident)>) -> Option<(Pat, Expr)> {
        match pat {
            Pat::Tuple(tuple) => {
                let parts: Option<Vec<_>> = tuple.elems.iter().map(|elem| self.parts(elem, lent)).collect();
                let (taken, values): (Vec<Pat>, Vec<Expr>) = parts?.into_iter().unzip();
                Some((parse_quote!((#(#taken,)*)), parse_quote!((#(#values,)*))))
            }
            Pat::Paren(inner) => self.parts(&inner.pat, lent),
            Pat::Ident(_) | Pat::Wild(_) => {
                let value = self.name();
                if let Pat::Ident(name) = pat {
                    let plain = name.subpat.is_none() && (name.by_ref.is_none() || name.mutability.is_some());
                    let name = plain.then_some(&name.ident)?;
                    lent.push((name.clone(), value.clone()));
                }
                Some((parse_quote!(mut #value), parse_quote!(#value)))
            }
            _ => None,
        }
    }

    /// `match a.as_mut() { Some(v) if *v > x => …, Some(v) => …, None => … }`
    fn arms(&mut self, branch: &syn::ExprMatch) -> Option<Expr> {
        if let Some(Expr::If(chain)) = super::places::arms_of_place(branch) {
            return self.branch(&chain);
        }
        let [first, second] = branch.arms.iter().collect::<Vec<_>>()[..] else { return None };
        let (some, none) = match (matched(&first.pat)?, matched(&second.pat)) {
            ((Variant::Some, Some(_)), _) => (first, second),
            ((Variant::None, _), Some((Variant::Some, Some(_)))) => (second, first),
            _ => return None,
        };
        let none_only =
            matches!(none.pat, Pat::Wild(_)) || matches!(matched(&none.pat), Some((Variant::None, _)));
        if !none_only {
            return None;
        }
        let (value, pat, then, otherwise) = (&branch.expr, &some.pat, &some.body, &none.body);
        let syn::Expr::If(branch) = parse_quote!(if let #pat = #value { #then } else { #otherwise }) else {
            return None;
        };
        self.branch(&branch)
    }

    /// The local in `*a.get_or_insert(x)`, and what has to be done for a value to be there.
    fn place(&mut self, expr: &Expr) -> Option<(Ident, Vec<syn::Stmt>)> {
        let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr, .. }) = bare(expr) else {
            return None;
        };
        let Expr::MethodCall(call) = bare(expr) else { return None };
        if call.method == "unwrap"
            && let Expr::MethodCall(inner) = bare(&call.receiver)
            && inner.method == "as_mut"
        {
            return Some((self.local(&inner.receiver)?.clone(), Vec::new()));
        }
        let [argument] = call.args.iter().collect::<Vec<_>>()[..] else { return None };
        let place = self.local(&call.receiver)?.clone();
        let value = self.name();
        let stmts: syn::Block = match call.method.to_string().as_str() {
            "insert" => parse_quote!({ #place = ::core::option::Option::Some(#argument); }),
            "get_or_insert" => parse_quote!({
                let #value = #argument;
                if #place.is_none() { #place = ::core::option::Option::Some(#value); }
            }),
            "get_or_insert_with" => {
                let made: Expr = match bare(argument) {
                    Expr::Closure(closure) if closure.inputs.is_empty() => (*closure.body).clone(),
                    other => parse_quote!(#other()),
                };
                parse_quote!({ if #place.is_none() { #place = ::core::option::Option::Some(#made); } })
            }
            _ => return None,
        };
        Some((place, stmts.stmts))
    }
}

impl TakenOut {
    /// `let r = a.insert(x);`: the place is written where `*r` is. It may not be mentioned otherwise.
    fn named(&mut self, stmts: &mut Vec<syn::Stmt>) {
        let mut at = 0;
        while at < stmts.len() {
            let (before, rest) = stmts.split_at_mut(at + 1);
            if let Some((name, call)) = lent(&before[at])
                && let Some((place, made)) = self.place(&parse_quote!(*#call))
            {
                let mut written = Written { name: &name, place: &place, times: 0 };
                let mut after = rest.to_vec();
                after.iter_mut().for_each(|stmt| written.visit_stmt_mut(stmt));
                let mentions = crate::lower::expr::opaque::mentioned(quote!(#(#rest)*));
                if mentions.iter().filter(|mention| **mention == name).count() == written.times {
                    stmts.splice(at.., made.into_iter().chain(after));
                    continue;
                }
            }
            at += 1;
        }
    }
}

/// The name and the call in `let r = a.insert(x);`.
fn lent(stmt: &syn::Stmt) -> Option<(Ident, Expr)> {
    let syn::Stmt::Local(local) = stmt else { return None };
    let (Pat::Ident(name), Some(init)) = (&local.pat, &local.init) else { return None };
    let plain = name.by_ref.is_none() && name.mutability.is_none() && init.diverge.is_none();
    (plain && matches!(&*init.expr, Expr::MethodCall(_))).then(|| (name.ident.clone(), (*init.expr).clone()))
}

/// Writes a place in an `Option` where it is mentioned by `*name`.
struct Written<'n> {
    name: &'n Ident,
    place: &'n Ident,
    times: usize,
}

impl VisitMut for Written<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        if let Expr::Unary(syn::ExprUnary { op: syn::UnOp::Deref(_), expr: inner, .. }) = expr
            && matches!(bare(inner), Expr::Path(path) if path.path.is_ident(self.name))
        {
            let place = self.place;
            self.times += 1;
            *expr = parse_quote!(*#place.as_mut().unwrap());
            return;
        }
        visit_mut::visit_expr_mut(self, expr);
    }
}

impl VisitMut for TakenOut {
    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        self.named(&mut block.stmts);
        visit_mut::visit_block_mut(self, block);
    }

    fn visit_expr_let_mut(&mut self, condition: &mut syn::ExprLet) {
        field_by_reference(&mut condition.expr);
        visit_mut::visit_expr_let_mut(self, condition);
    }

    fn visit_expr_match_mut(&mut self, branch: &mut syn::ExprMatch) {
        field_by_reference(&mut branch.expr);
        visit_mut::visit_expr_match_mut(self, branch);
    }

    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let written = match expr {
            Expr::If(branch) => self.branch(branch),
            Expr::Match(branch) => self.arms(branch),
            Expr::Assign(assign) => self.place(&assign.left).map(|(place, stmts)| {
                let (value, right) = (self.name(), &assign.right);
                parse_quote!({ let #value = #right; #(#stmts)* #place = ::core::option::Option::Some(#value); })
            }),
            Expr::Binary(binary) if compound(&binary.op).is_some() => {
                self.place(&binary.left).zip(compound(&binary.op)).map(|((place, stmts), op)| {
                    let (value, right) = (self.name(), &binary.right);
                    parse_quote!({
                        let #value = #right;
                        #(#stmts)*
                        #place = ::core::option::Option::Some(#place.unwrap() #op #value);
                    })
                })
            }
            Expr::Unary(_) => self.place(expr).map(|(place, stmts)| match stmts.is_empty() {
                true => parse_quote!(#place.unwrap()),
                false => parse_quote!({ #(#stmts)* #place.unwrap() }),
            }),
            _ => None,
        };
        if let Some(written) = written {
            *expr = written;
        }
        visit_mut::visit_expr_mut(self, expr);
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}
}

/// `&mut s.field` for `s.field.as_mut()`, which a pattern takes apart.
fn field_by_reference(scrutinee: &mut Expr) {
    let Expr::MethodCall(call) = bare(scrutinee) else { return };
    let field = bare(&call.receiver);
    if call.method == "as_mut" && call.args.is_empty() && matches!(field, Expr::Field(_) | Expr::Index(_)) {
        *scrutinee = parse_quote!(&mut #field);
    }
}

/// Does a pattern take mutable references and nothing else, as in `Some(ref mut v)`?
fn refers_mutably(pat: &Pat) -> bool {
    let names = crate::lower::flow::statement::idents_in(pat);
    !names.is_empty() && names.iter().all(|name| name.by_ref.is_some() && name.mutability.is_some())
}

/// The first of the conditions that `&&` joins; `others` are the rest.
fn first_condition<'e>(condition: &'e Expr, others: &mut Vec<&'e Expr>) -> &'e Expr {
    match condition {
        Expr::Binary(binary) if matches!(binary.op, syn::BinOp::And(_)) => {
            let first = first_condition(&binary.left, others);
            others.push(&binary.right);
            first
        }
        first => first,
    }
}

/// Would what is taken out not be put back?
fn jumps(block: &syn::Block) -> bool {
    struct Jumps(bool);
    impl<'ast> Visit<'ast> for Jumps {
        fn visit_expr(&mut self, expr: &'ast Expr) {
            self.0 |= matches!(expr, Expr::Break(_) | Expr::Continue(_));
            syn::visit::visit_expr(self, expr);
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut jumps = Jumps(false);
    jumps.visit_block(block);
    jumps.0
}
