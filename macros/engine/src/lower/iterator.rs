//! Iterators in locals: `let it = x.iter().map(…);`. Such a local is no value: where it is used, its chain is written out. What the chain
//! takes besides closures is evaluated at the binding. An iterator that is asked for one item after another has a position beside it,
//! which is an integer like any other.

mod given;
mod hoist;
mod made;
mod remember;
pub mod rename;
mod survey;
mod uses;

pub(super) use uses::with_item_of;

use super::Lower;
use super::expr::operator::bare;
use crate::diagnostics as code;
use crate::ir::Id;
use crate::lower::flow::statement::Stmts;
use crate::lower::sequence::stage::{DECIDING, INDEXED};
use crate::lower::sequence::{CHARACTERS, in_iter, is_source};
use crate::names;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::{Expr, ExprMethodCall, Pat, Stmt, parse_quote};

use survey::Survey;
use uses::Uses;

pub(super) use given::written_out;
pub(super) use made::written_as_chains;

/// What a chain is written out as where its iterator is used.
pub(super) struct Chain {
    /// All of it.
    whole: Expr,
    /// The links whose items have indices and are made without an effect.
    indexed: Expr,
    /// The calls after those, from the inside out.
    calls: Vec<ExprMethodCall>,
    /// How many items were taken from the front.
    position: Ident,
    /// One past the last item that was not taken from behind.
    end: Option<Ident>,
    /// Making an item has an effect.
    acts: bool,
    /// What its links remember is in locals beside it.
    counts: bool,
    /// The first link that remembers something else.
    remembers: Option<Ident>,
    span: Span,
}

/// Adapters that make sequences from sequences.
const OF_SEQUENCES: [&str; 4] = ["rev", "zip", "chain", "cycle"];

/// Links that remember nothing from one item to the next.
const STATELESS: [&str; 7] = ["map", "filter", "filter_map", "map_while", "inspect", "copied", "cloned"];

/// The tokens that the chains of iterators may have which are written out.
const MANY: usize = 4_096;

impl Lower<'_> {
    /// The statements that a `let` of an iterator and those after it are as good as; `None` if it is another statement.
    pub(super) fn bound_iterator(&mut self, stmt: &Stmt, after: Stmts<'_>) -> Option<Vec<Stmt>> {
        let Stmt::Local(local) = stmt else { return None };
        let init = local.init.as_ref().filter(|init| init.diverge.is_none())?;
        if let (Pat::Tuple(names), Expr::Tuple(values)) = (&local.pat, bare(&init.expr)) {
            return self.bound_apart(local, names, values, after);
        }
        let name = bound_name(&local.pat)?;
        let chain = boxed(&init.expr);
        if let Expr::Block(block) = bare(chain) {
            return self.bound_in_block(local, block, after);
        }
        if !self.is_followed(chain) {
            return None;
        }
        let after = &*after.joined();
        let mut stmts = Vec::new();
        let whole = self.hoisted_chain(chain, &mut stmts)?;
        let survey = Survey::of(name, after);
        let whole = self.as_bound(whole, name, after);
        let span = name.span();
        if count(whole.to_token_stream()) > MANY {
            self.report(
                &bare(chain),
                &code::UNSUPPORTED,
                &[
                    "an iterator that is made of so many others",
                    "collect the items of one in between: `let items: Vec<_> = ….collect();`",
                ],
            );
            return None;
        }
        let stateful = survey.asks && !survey.once || survey.peeks;
        let [position, end] = ["position", "end"].map(|part| self.hidden_name(part, span));
        let (indexed, calls) = self.split_chain(&whole);
        let (end, acts) = (survey.from_behind.then_some(end), self.items_change(&whole));
        let mut chain =
            Chain { whole, indexed, calls, position, end, acts, counts: false, remembers: None, span };
        if stateful {
            self.remember(&mut chain, &mut stmts);
        }
        let mut rest = after.to_vec();
        let mut uses = Uses::new(name, &chain, stateful);
        uses.statements(&mut rest);
        if let Some((at, code, what)) = uses.refused {
            if !self.mentions_varying(&init.expr) {
                return None;
            }
            let help =
                "collect the items first, `let items: Vec<_> = ….collect();`, or write a loop over indices";
            self.report(&at, code, &[&what, help]);
        }
        if stateful {
            let position = &chain.position;
            stmts.push(parse_quote!(let mut #position = 0;));
            if let Some(end) = &chain.end {
                let indexed = &chain.indexed;
                stmts.push(parse_quote!(let mut #end = (#indexed).len();));
            }
        }
        stmts.append(&mut rest);
        Some(stmts)
    }

    /// `let (mut a, mut b) = (x.iter(), y.iter());`
    fn bound_apart(
        &mut self,
        local: &syn::Local,
        names: &syn::PatTuple,
        values: &syn::ExprTuple,
        after: Stmts<'_>,
    ) -> Option<Vec<Stmt>> {
        let simple = names.elems.iter().all(|pat| bound_name(pat).is_some());
        if !simple
            || names.elems.len() != values.elems.len()
            || !values.elems.iter().any(|value| self.is_followed(value))
        {
            return None;
        }
        // What is evaluated later must not mean what was bound before it.
        let mut names = names.elems.iter().collect::<Vec<_>>();
        let mut stmts = Vec::new();
        for (at, value) in values.elems.iter().enumerate() {
            let mentioned = super::expr::opaque::mentioned(value.to_token_stream());
            if names[..at].iter().any(|pat| bound_name(pat).is_some_and(|name| mentioned.contains(name))) {
                return None;
            }
        }
        for (pat, value) in names.drain(..).zip(&values.elems) {
            let mut local = local.clone();
            local.pat = pat.clone();
            if let Some(init) = &mut local.init {
                *init.expr = value.clone();
            }
            stmts.push(Stmt::Local(local));
        }
        stmts.extend_from_slice(&after.joined());
        Some(stmts)
    }

    /// `let it = { …; x.iter() };`
    fn bound_in_block(
        &mut self,
        local: &syn::Local,
        block: &syn::ExprBlock,
        after: Stmts<'_>,
    ) -> Option<Vec<Stmt>> {
        let (Stmt::Expr(last, None), before) = block.block.stmts.split_last()? else { return None };
        let iterates = matches!(bare(boxed(last)), Expr::MethodCall(call) if {
            let name = call.method.to_string();
            is_link(&name) || begins(&name)
        });
        let declared = before.iter().filter_map(|stmt| match stmt {
            Stmt::Local(local) => Some(super::flow::statement::names_in(&local.pat)),
            _ => None,
        });
        let declared: Vec<Ident> = declared.flatten().collect();
        if !iterates || block.label.is_some() {
            return None;
        }
        let after = after.joined();
        let later = after.iter().flat_map(|stmt| super::expr::opaque::mentioned(stmt.to_token_stream()));
        if later.into_iter().any(|name| declared.contains(&name)) {
            return None;
        }
        let mut stmts = before.to_vec();
        let mut local = local.clone();
        if let Some(init) = &mut local.init {
            *init.expr = last.clone();
        }
        stmts.push(Stmt::Local(local));
        stmts.extend_from_slice(&after);
        Some(stmts)
    }

    /// Is the expression an iterator, and not what a chain of iterators ends in?
    pub(super) fn is_iterator(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                is_link(&name) && self.is_iterator(&call.receiver)
                    || is_source(&name)
                    || self.runs_over_map(call)
                    || crate::lower::library::gives_items(&name) && self.is_chain(expr)
            }
            other => self.is_chain(other),
        }
    }

    /// `it.next();`: an item that is not used; `false` if it is another statement.
    pub(super) fn item_taken(&mut self, expr: &Expr) -> bool {
        let Expr::MethodCall(call) = bare(expr) else { return false };
        self.is_iterator(&call.receiver)
            && self.changes_something(expr)
            && self.is_optional(expr)
            && self.optional_parts(expr).is_some()
    }

    /// `x.iter().len()`: how many items there are.
    pub(super) fn length_of_chain(&mut self, call: &ExprMethodCall) -> Option<Id> {
        if call.method != "len"
            || !call.args.is_empty()
            || !self.is_iterator(&call.receiver)
            || !self.mentions_varying(call)
        {
            return None;
        }
        let span = call.method.span();
        let sequence = self.sequence_of(&call.receiver)?;
        let sequence = self.counted_from_zero(sequence, span);
        let to = sequence.to?;
        Some(self.difference(to, sequence.from, span))
    }

    /// Is it a chain that is written out where it is used? What is not differentiated, over something whose type is not seen, may be any
    /// iterator.
    fn is_followed(&mut self, chain: &Expr) -> bool {
        match bare(chain) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let links = is_link(&name) && self.is_iterator(&call.receiver);
                (links || begins(&name) && !self.is_iterator(&call.receiver))
                    && !self.is_text(&call.receiver)
                    && !self.is_unseen_chain(call)
            }
            Expr::Call(call) => in_iter(call).is_some() && self.mentions_varying(chain),
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
                let Some(Expr::Block(otherwise)) = otherwise else { return false };
                let arms = [only_value(&branch.then_branch), only_value(&otherwise.block)];
                !matches!(bare(&branch.cond), Expr::Let(_))
                    && arms.iter().all(|arm| arm.is_some_and(|arm| self.is_followed(arm)))
            }
            _ => false,
        }
    }

    fn hidden_name(&mut self, name: &str, span: Span) -> Ident {
        self.operands += 1;
        names::hidden(name, self.operands, span)
    }

    /// The links whose items have indices and are made without an effect, and the calls after them.
    fn split_chain(&self, whole: &Expr) -> (Expr, Vec<ExprMethodCall>) {
        let (mut calls, mut at) = (Vec::new(), whole);
        while let Expr::MethodCall(call) = bare(at) {
            calls.push(call);
            at = &call.receiver;
        }
        calls.reverse();
        let has_index = |call: &&&ExprMethodCall| {
            !DECIDING.iter().any(|name| call.method == *name)
                && !self.items_change(&Expr::MethodCall((**call).clone()))
        };
        let indexed = calls.iter().take_while(has_index).count();
        let first = match indexed.checked_sub(1) {
            Some(last) => Expr::MethodCall(calls[last].clone()),
            None => at.clone(),
        };
        (first, calls[indexed..].iter().map(|call| (*call).clone()).collect())
    }
}

/// Does making the items of a chain count what was taken of an iterator in a local?
pub(super) fn counts_taken(chain: &Expr) -> bool {
    let Expr::MethodCall(call) = bare(chain) else { return false };
    let counts = |arg: &Expr| match bare(arg) {
        Expr::Closure(closure) => match &*closure.body {
            Expr::Binary(binary) => {
                crate::ir::compound(&binary.op).is_some()
                    && matches!(&*binary.left, Expr::Path(path) if path.path.get_ident().is_some_and(names::is_hidden))
            }
            _ => false,
        },
        arg => counts_taken(arg),
    };
    counts_taken(&call.receiver) || call.args.iter().any(counts)
}

/// May the method begin a chain that is followed here? Characters are collected.
fn begins(name: &str) -> bool {
    is_source(name) && !CHARACTERS.contains(&name)
        || name != "drain" && crate::lower::library::gives_items(name)
}

/// Does the method make an iterator of another?
fn is_link(name: &str) -> bool {
    OF_SEQUENCES.contains(&name)
        || INDEXED.contains(&name)
        || DECIDING.contains(&name)
        || ["into_iter", "peekable", "fuse", "clone"].contains(&name)
}

/// The name in `it`, `mut it` and `it: T`.
fn bound_name(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(name) if name.by_ref.is_none() && name.subpat.is_none() => Some(&name.ident),
        Pat::Type(typed) => bound_name(&typed.pat),
        _ => None,
    }
}

/// What is in the box of `Box::new(…)`; else the expression itself.
fn boxed(expr: &Expr) -> &Expr {
    match bare(expr) {
        Expr::Call(call) if call.func.to_token_stream().to_string() == "Box :: new" => {
            call.args.first().unwrap_or(expr)
        }
        _ => expr,
    }
}

/// What the block of an arm gives, if it does nothing else.
fn only_value(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.as_slice() {
        [Stmt::Expr(value, None)] => Some(boxed(value)),
        _ => None,
    }
}

fn count(tokens: TokenStream) -> usize {
    let one = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.into_iter().map(one).sum()
}
