//! What a chain of iterators takes besides closures: it is evaluated where the iterator is bound.

use super::{begins, is_link, only_value};
use crate::lower::expr::operator::bare;
use crate::lower::iterator::rename::{binds_again, renamed};
use crate::lower::sequence::{in_iter, is_source};
use crate::lower::{Local, Lower};
use crate::names;
use crate::spanned::Spanned;
use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, Stmt, parse_quote};

impl Lower<'_> {
    /// The chain with what it takes besides closures bound to names of its own; `None` if not all of it is known.
    pub(super) fn hoisted_chain(&mut self, chain: &Expr, stmts: &mut Vec<Stmt>) -> Option<Expr> {
        match bare(chain) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let mut call = call.clone();
                if !self.is_iterator(&call.receiver) {
                    if !begins(&name) {
                        return None;
                    }
                    let moves = name == "into_iter";
                    *call.receiver = self.hoisted_source(&call.receiver, moves, stmts);
                    for arg in &mut call.args {
                        if let Expr::Closure(_) = bare(arg) {
                            self.take_by_value(arg, stmts);
                            continue;
                        }
                        self.hoist(arg, "size", stmts);
                        if is_source(&name) {
                            check_nonzero(arg, "chunk size must be non-zero", stmts);
                        }
                    }
                    return Some(Expr::MethodCall(call));
                }
                *call.receiver = self.hoisted_chain(&call.receiver, stmts)?;
                match (name.as_str(), call.args.first_mut()) {
                    // What they do, every iterator in a local can.
                    ("into_iter" | "peekable" | "fuse" | "clone", None) => return Some(*call.receiver),
                    ("zip" | "chain", Some(other)) => *other = self.hoisted_other(other, stmts)?,
                    ("take" | "skip" | "step_by" | "scan", Some(count)) => {
                        self.hoist(count, "count", stmts);
                        if name == "step_by" {
                            check_nonzero(count, "assertion failed: step != 0", stmts);
                        }
                    }
                    _ if is_link(&name) => {}
                    _ => return None,
                }
                if let Some(function) = call.args.last_mut() {
                    self.take_by_value(function, stmts);
                }
                Some(Expr::MethodCall(call))
            }
            Expr::Range(range) => {
                let mut range = range.clone();
                for end in [&mut range.start, &mut range.end].into_iter().flatten() {
                    self.hoist(end, "bound", stmts);
                }
                Some(Expr::Paren(syn::ExprParen {
                    attrs: Vec::new(),
                    paren_token: Default::default(),
                    expr: Box::new(Expr::Range(range)),
                }))
            }
            Expr::If(branch) => {
                // One of the two gives no item.
                let Expr::Block(otherwise) = &*branch.else_branch.as_ref()?.1 else { return None };
                let decided = self.hidden_name("decided", branch.cond.span());
                stmts.push(local(&decided, (*branch.cond).clone()));
                let mut own = Vec::new();
                let then = self.hoisted_chain(only_value(&branch.then_branch)?, &mut own)?;
                let otherwise = self.hoisted_chain(only_value(&otherwise.block)?, &mut own)?;
                if !own.is_empty() {
                    return None;
                }
                Some(parse_quote!(
                    #then
                        .take(if #decided { usize::MAX } else { 0 })
                        .chain(#otherwise.take(if #decided { 0 } else { usize::MAX }))
                ))
            }
            Expr::Call(call) => {
                in_iter(call)?;
                let mut call = call.clone();
                for arg in &mut call.args {
                    match bare(arg) {
                        Expr::Closure(_) => self.take_by_value(arg, stmts),
                        _ => self.hoist(arg, "item", stmts),
                    }
                }
                Some(Expr::Call(call))
            }
            other => self.known_range(other).map(|_| other.clone()),
        }
    }

    /// What `zip` and `chain` take: a chain, or something that can be run over.
    fn hoisted_other(&mut self, other: &Expr, stmts: &mut Vec<Stmt>) -> Option<Expr> {
        let begins_here = matches!(bare(other), Expr::MethodCall(call) if begins(&call.method.to_string()));
        if begins_here || self.is_iterator(other) {
            return self.hoisted_chain(other, stmts);
        }
        let moves = !matches!(bare(other), Expr::Reference(_));
        Some(self.hoisted_source(other, moves, stmts))
    }

    /// What a chain runs over. A name stands for itself, unless it may stand for something else later.
    fn hoisted_source(&mut self, source: &Expr, moves: bool, stmts: &mut Vec<Stmt>) -> Expr {
        let source = bare(source);
        let place = match source {
            Expr::Reference(reference) => bare(&reference.expr),
            other => other,
        };
        if let Expr::Path(path) = place {
            let local = path.path.get_ident().and_then(|name| self.local(name));
            if local.is_none_or(|local| !self.may_change(local)) {
                return source.clone();
            }
            // While it is borrowed nobody else can change it.
            if (!moves || !std::ptr::eq(place, source))
                && local.is_some_and(|local| !self.referring.contains_key(&local.0))
            {
                return source.clone();
            }
        }
        let name = self.hidden_name("source", source.span());
        let mut value = source.clone();
        if !moves && !matches!(source, Expr::Reference(_)) {
            value = match source {
                Expr::Path(_) => parse_quote!(&#source[..]),
                _ => Expr::Reference(syn::ExprReference {
                    attrs: Vec::new(),
                    and_token: Default::default(),
                    mutability: None,
                    expr: Box::new(value),
                }),
            };
        }
        stmts.push(local(&name, value));
        parse_quote!(#name)
    }

    /// Binds what a chain takes to a name of its own, unless it is the same later.
    fn hoist(&mut self, arg: &mut Expr, part: &str, stmts: &mut Vec<Stmt>) {
        let stays = match bare(arg) {
            Expr::Lit(_) => true,
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.local(name)) {
                Some(local) => !self.may_change(local),
                None => true,
            },
            _ => false,
        };
        if !stays {
            let name = self.hidden_name(part, arg.span());
            stmts.push(local(&name, std::mem::replace(arg, parse_quote!(#name))));
        }
    }

    /// A `move` closure has what may change as it is now.
    fn take_by_value(&mut self, function: &mut Expr, stmts: &mut Vec<Stmt>) {
        let Expr::Closure(closure) = function else { return };
        if closure.capture.is_none() || !self.assigned_in(&[&closure.body]).is_empty() {
            return;
        }
        let captured = self.captures(closure.body.to_token_stream());
        let mut instead = Vec::new();
        for (name, _) in captured {
            if !binds_again(&closure.body, &name)
                && self.local(&name).is_some_and(|local| self.may_change(local))
            {
                let own = self.hidden_name(&names::plain(&name), name.span());
                stmts.push(local(&own, parse_quote!(#name)));
                instead.push((name, parse_quote!(#own)));
            }
        }
        *closure.body = renamed(&closure.body, &instead);
    }

    fn may_change(&self, local: Local) -> bool {
        self.mutable.contains(&local.0)
            || self.referring.contains_key(&local.0)
            || self.values[local.0].is_some_and(|value| self.place_of(value).is_some())
    }
}

/// A chain that divides by a number panics where it is made.
fn check_nonzero(number: &Expr, message: &str, stmts: &mut Vec<Stmt>) {
    let known = matches!(bare(number), Expr::Lit(lit) if !lit.to_token_stream().to_string().starts_with('0'));
    if !known {
        stmts.push(parse_quote!(assert!(#number != 0, #message);));
    }
}

/// `let name = value;`
pub(super) fn local(name: &Ident, value: Expr) -> Stmt {
    // Not written out and parsed: it may be what a macro made, which reads otherwise.
    let mut local: Stmt = parse_quote!(let #name = (););
    if let Stmt::Local(syn::Local { init: Some(init), .. }) = &mut local {
        *init.expr = value;
    }
    local
}
