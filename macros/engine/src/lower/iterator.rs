//! Iterators in locals: `let it = x.iter().map(…);`. Such a local is no value: where it is used, its chain is written out. What the chain
//! takes besides closures is evaluated at the binding. An iterator that is asked for one item after another has a position beside it,
//! which is an integer like any other.

mod uses;

use super::Lower;
use super::operator::bare;
use super::sequence::{CHARACTERS, in_iter, is_source};
use super::stage::{DECIDING, INDEXED};
use crate::diagnostics as code;
use crate::ir::Id;
use crate::names;
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::spanned::Spanned;
use syn::visit_mut::VisitMut;
use syn::{Expr, ExprMethodCall, Pat, Stmt, parse_quote};

use uses::{Survey, Uses};

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
    span: Span,
}

/// Adapters that make sequences from sequences.
const OF_SEQUENCES: [&str; 4] = ["rev", "zip", "chain", "cycle"];

/// Links that remember nothing from one item to the next.
const STATELESS: [&str; 6] = ["map", "filter", "filter_map", "inspect", "copied", "cloned"];

/// The tokens that the chains of iterators may have which are written out.
const MANY: usize = 4_096;

impl Lower<'_> {
    /// The statements that a `let` of an iterator and those after it are as good as; `None` if it is another statement.
    pub(super) fn bound_iterator(&mut self, stmt: &Stmt, after: &[Stmt]) -> Option<Vec<Stmt>> {
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
        let mut stmts = Vec::new();
        let whole = self.hoisted_chain(chain, &mut stmts)?;
        let survey = Survey::of(name, after);
        let whole = self.as_bound(whole, name, after);
        let span = name.span();
        if count(whole.to_token_stream()) > MANY {
            self.report(&bare(chain), &code::UNSUPPORTED, &["an iterator that is made of so many others"]);
            return None;
        }
        let stateful = survey.asks && !survey.once;
        let [position, end] = ["position", "end"].map(|part| self.hidden_name(part, span));
        let (indexed, calls) = self.split_chain(&whole);
        let (end, acts) = (survey.from_behind.then_some(end), self.items_change(&whole));
        let chain = Chain { whole, indexed, calls, position, end, acts, span };
        let mut rest = after.to_vec();
        let mut uses = Uses::new(name, &chain, stateful);
        uses.statements(&mut rest);
        if let Some((at, what)) = uses.refused {
            if !self.mentions_varying(init.expr.to_token_stream()) {
                return None;
            }
            self.report(&at, &code::UNSUPPORTED, &[&what]);
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
        after: &[Stmt],
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
            let mentioned = super::opaque::mentioned(value.to_token_stream());
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
        stmts.extend_from_slice(after);
        Some(stmts)
    }

    /// `let it = { …; x.iter() };`
    fn bound_in_block(
        &mut self,
        local: &syn::Local,
        block: &syn::ExprBlock,
        after: &[Stmt],
    ) -> Option<Vec<Stmt>> {
        let (Stmt::Expr(last, None), before) = block.block.stmts.split_last()? else { return None };
        let iterates = matches!(bare(boxed(last)), Expr::MethodCall(call) if {
            let name = call.method.to_string();
            is_link(&name) || begins(&name)
        });
        let declared = before.iter().filter_map(|stmt| match stmt {
            Stmt::Local(local) => Some(super::binding::names_in(&local.pat)),
            _ => None,
        });
        let declared: Vec<Ident> = declared.flatten().collect();
        let later = after.iter().flat_map(|stmt| super::opaque::mentioned(stmt.to_token_stream()));
        if !iterates || block.label.is_some() || later.into_iter().any(|name| declared.contains(&name)) {
            return None;
        }
        let mut stmts = before.to_vec();
        let mut local = local.clone();
        if let Some(init) = &mut local.init {
            *init.expr = last.clone();
        }
        stmts.push(Stmt::Local(local));
        stmts.extend_from_slice(after);
        Some(stmts)
    }

    /// Is the expression an iterator, and not what a chain of iterators ends in?
    pub(super) fn is_iterator(&self, expr: &Expr) -> bool {
        match bare(expr) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                is_link(&name) && self.is_iterator(&call.receiver) || is_source(&name)
            }
            other => self.is_chain(other),
        }
    }

    /// `it.next();`: an item of which nobody asks anything; `false` if it is another statement.
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
            || !self.mentions_varying(call.to_token_stream())
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
                let links = is_link(&name) && self.is_chain(&call.receiver);
                (links || begins(&name) && !self.is_chain(&call.receiver)) && !self.is_foreign_chain(call)
            }
            Expr::Call(call) => in_iter(call).is_some() && self.mentions_varying(chain.to_token_stream()),
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

    /// The chain with what it takes besides closures bound to names of its own; `None` if not all of it is known.
    fn hoisted_chain(&mut self, chain: &Expr, stmts: &mut Vec<Stmt>) -> Option<Expr> {
        match bare(chain) {
            Expr::MethodCall(call) => {
                let name = call.method.to_string();
                let mut call = call.clone();
                if !self.is_chain(&call.receiver) {
                    if !begins(&name) {
                        return None;
                    }
                    let moves = name == "into_iter";
                    *call.receiver = self.hoisted_source(&call.receiver, moves, stmts);
                    for arg in &mut call.args {
                        self.hoist(arg, "size", stmts);
                        check_nonzero(arg, "chunk size must be non-zero", stmts);
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
        let begins_here =
            matches!(bare(other), Expr::MethodCall(call) if begins(&call.method.to_string()));
        if begins_here || self.is_chain(other) {
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
                && self.local(&name).is_some_and(|local| self.may_change(local)) {
                let own = self.hidden_name(&names::plain(&name), name.span());
                stmts.push(local(&own, parse_quote!(#name)));
                instead.push((name, own));
            }
        }
        *closure.body = renamed(&closure.body, &instead);
    }

    /// The chain, in which names mean what they do at the binding, whatever is bound to them later.
    fn as_bound(&mut self, chain: Expr, name: &Ident, after: &[Stmt]) -> Expr {
        let mut again = names_bound(after);
        again.push(name.clone());
        let mut instead = Vec::new();
        for mentioned in super::opaque::mentioned(chain.to_token_stream()) {
            if instead.iter().any(|(known, _)| *known == mentioned) || !again.contains(&mentioned) {
                continue;
            }
            if let Some(local) = self.local(&mentioned) {
                if binds_again(&chain, &mentioned) {
                    let shown = format!("a later `{mentioned}`, where an iterator mentions one before it,");
                    self.report(&mentioned, &code::UNSUPPORTED, &[&shown]);
                    continue;
                }
                let own = self.hidden_name(&names::plain(&mentioned), mentioned.span());
                self.name_again(&own, local);
                instead.push((mentioned, own));
            }
        }
        renamed(&chain, &instead)
    }

    fn may_change(&self, local: super::Local) -> bool {
        self.mutable.contains(&local.0)
            || self.referring.contains_key(&local.0)
            || self.values[local.0].is_some_and(|value| self.place_of(value).is_some())
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

impl Chain {
    /// Why no item can be taken from it alone, if that is so: the first link that remembers something.
    fn remembers(&self) -> Option<&Ident> {
        let mut calls = self.calls.iter().map(|call| &call.method);
        calls.find(|method| !STATELESS.iter().any(|name| *method == name))
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

/// A chain that divides by a number panics where it is made.
fn check_nonzero(number: &Expr, message: &str, stmts: &mut Vec<Stmt>) {
    let known = matches!(bare(number), Expr::Lit(lit) if !lit.to_token_stream().to_string().starts_with('0'));
    if !known {
        stmts.push(parse_quote!(assert!(#number != 0, #message);));
    }
}

/// `let name = value;`
fn local(name: &Ident, value: Expr) -> Stmt {
    // Not written out and parsed: it may be what a macro made, which reads otherwise.
    let mut local: Stmt = parse_quote!(let #name = (););
    if let Stmt::Local(syn::Local { init: Some(init), .. }) = &mut local {
        *init.expr = value;
    }
    local
}

/// The names that patterns bind in statements, however deep inside.
fn names_bound(stmts: &[Stmt]) -> Vec<Ident> {
    struct Bound(Vec<Ident>);
    impl<'ast> syn::visit::Visit<'ast> for Bound {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(pat.ident.clone());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut bound = Bound(Vec::new());
    stmts.iter().for_each(|stmt| syn::visit::Visit::visit_stmt(&mut bound, stmt));
    bound.0
}

/// An expression with other names for some locals, where closures in it do not bind them anew.
fn renamed(expr: &Expr, instead: &[(Ident, Ident)]) -> Expr {
    struct Renamed<'n>(&'n [(Ident, Ident)]);
    impl VisitMut for Renamed<'_> {
        fn visit_expr_path_mut(&mut self, path: &mut syn::ExprPath) {
            if let Some(name) = path.path.get_ident()
                && let Some((_, own)) = self.0.iter().find(|(known, _)| known == name)
            {
                path.path = own.clone().into();
            }
        }
        fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
            let own: Vec<Ident> = closure.inputs.iter().flat_map(super::binding::names_in).collect();
            let left = self.0.iter().filter(|(name, _)| !own.contains(name)).cloned().collect::<Vec<_>>();
            syn::visit_mut::visit_expr_mut(&mut Renamed(&left), &mut closure.body);
        }
    }
    let mut expr = expr.clone();
    if !instead.is_empty() {
        Renamed(instead).visit_expr_mut(&mut expr);
    }
    expr
}

/// Does a pattern in the expression bind the name anew, apart from those of closures' parameters, or does a macro mention it?
fn binds_again(expr: &Expr, name: &Ident) -> bool {
    struct Search<'n>(&'n Ident, bool);
    impl<'ast> syn::visit::Visit<'ast> for Search<'_> {
        fn visit_expr_closure(&mut self, closure: &'ast syn::ExprClosure) {
            self.visit_expr(&closure.body);
        }
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.1 |= pat.ident == *self.0;
        }
        fn visit_macro(&mut self, mac: &'ast syn::Macro) {
            self.1 |= super::opaque::mentioned(mac.tokens.clone()).contains(self.0);
        }
    }
    let mut search = Search(name, false);
    syn::visit::Visit::visit_expr(&mut search, expr);
    search.1
}

fn count(tokens: TokenStream) -> usize {
    let one = |token: TokenTree| match token {
        TokenTree::Group(group) => 1 + count(group.stream()),
        TokenTree::Ident(_) | TokenTree::Punct(_) | TokenTree::Literal(_) => 1,
    };
    tokens.into_iter().map(one).sum()
}
