//! Where an iterator in a local is used.

use super::Chain;
use crate::diagnostics::{self as code, Code};
use crate::lower::expr::opaque::mentioned;
use crate::lower::expr::operator::bare;
use crate::lower::flow::statement::names_in;
use crate::lower::iterator::survey::{ASKING, is_named};
use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::visit_mut::{VisitMut, visit_expr_mut};
use syn::{Expr, ExprMethodCall, Pat, Stmt, parse_quote};

/// Writes out the uses of an iterator.
pub(super) struct Uses<'c> {
    name: &'c Ident,
    chain: &'c Chain,
    /// It goes on after items were taken from it.
    stateful: bool,
    /// What is read here is asked for one item after the other, as a `for` does. How many items `zip` takes before it knows that there
    /// is no pair, other methods do not say.
    one_by_one: bool,
    /// The first use that cannot be written out.
    pub(super) refused: Option<(TokenStream, &'static Code, String)>,
}

impl<'c> Uses<'c> {
    pub(super) fn new(name: &'c Ident, chain: &'c Chain, stateful: bool) -> Self {
        Uses { name, chain, stateful, one_by_one: false, refused: None }
    }

    /// Statements of one block: from another local of that name on, it is another's.
    pub(super) fn statements(&mut self, stmts: &mut [Stmt]) {
        for stmt in stmts {
            self.visit_stmt_mut(stmt);
            if let Stmt::Local(local) = stmt
                && self.is_bound_by(&local.pat)
            {
                return;
            }
        }
    }

    fn is_bound_by(&self, pat: &Pat) -> bool {
        names_in(pat).contains(self.name)
    }

    fn refuse(&mut self, at: &dyn ToTokens, what: &str) {
        self.refused.get_or_insert_with(|| (at.to_token_stream(), &code::UNSUPPORTED, what.to_owned()));
    }

    /// The same where the items can be collected first.
    fn refuse_state(&mut self, at: &dyn ToTokens, what: &str) {
        self.refused.get_or_insert_with(|| (at.to_token_stream(), &code::ITERATOR_STATE, what.to_owned()));
    }

    /// The items that are still to come.
    fn rest(&self) -> Expr {
        match self.stateful {
            true => self.followed_by_calls(self.indexed_rest(false, false)),
            false => parenthesised(self.chain.whole.clone()),
        }
    }

    /// The same, each of which is taken.
    fn taken(&mut self, from_behind: bool, at: &dyn ToTokens) -> Expr {
        if let Some(link) = &self.chain.remembers {
            self.refuse_state(at, &format!("an item behind `{link}`"));
        }
        self.followed_by_calls(self.indexed_rest(from_behind, true))
    }

    /// The part of the chain that has indices, without what was taken of it; each item that is asked for is `taken`.
    fn indexed_rest(&self, from_behind: bool, taken: bool) -> Expr {
        let Chain { indexed, position, end, span, .. } = self.chain;
        let mut rest = parenthesised(indexed.clone());
        if let Some(end) = end {
            rest = method(rest, "take", vec![parse_quote!(#end)], *span);
        }
        rest = method(rest, "skip", vec![parse_quote!(#position)], *span);
        match (taken, from_behind, end) {
            (false, ..) => rest,
            (true, true, Some(end)) => {
                let rest = method(rest, "rev", Vec::new(), *span);
                method(rest, "inspect", vec![parse_quote!(|_| #end -= 1)], *span)
            }
            (true, ..) => method(rest, "inspect", vec![parse_quote!(|_| #position += 1)], *span),
        }
    }

    fn followed_by_calls(&self, mut rest: Expr) -> Expr {
        for call in &self.chain.calls {
            let receiver = Box::new(rest);
            rest = Expr::MethodCall(ExprMethodCall { receiver, ..call.clone() });
        }
        rest
    }

    /// Does every item have an index?
    fn is_indexed(&self) -> bool {
        self.chain.calls.is_empty()
    }

    /// `it.next()`, `it.nth(skipped)`
    fn next(&mut self, skipped: Option<Expr>, at: &dyn ToTokens) -> Expr {
        let Chain { indexed, position, end, span, .. } = self.chain;
        if !self.is_indexed() {
            let taken = self.taken(false, at);
            return match skipped {
                None => method(taken, "next", Vec::new(), *span),
                Some(skipped) => method(taken, "nth", vec![skipped], *span),
            };
        }
        let mut all = parenthesised(indexed.clone());
        if let Some(end) = end {
            all = method(all, "take", vec![parse_quote!(#end)], *span);
        }
        let index = match skipped {
            None => parse_quote!({
                let at = #position;
                #position += 1;
                at
            }),
            Some(skipped) => {
                let mut block: syn::ExprBlock = parse_quote!({
                    let skipped = ();
                    let at = #position + skipped;
                    #position = at + 1;
                    at
                });
                if let Some(Stmt::Local(syn::Local { init: Some(init), .. })) = block.block.stmts.first_mut()
                {
                    *init.expr = skipped;
                }
                Expr::Block(block)
            }
        };
        method(all, "nth", vec![index], *span)
    }

    /// `it.next_back()`
    fn next_back(&mut self, at: &dyn ToTokens) -> Expr {
        let Chain { position, end, span, .. } = self.chain;
        match end {
            Some(end) if self.is_indexed() => {
                let index = parse_quote!({
                    if #position < #end {
                        #end -= 1;
                    }
                    0
                });
                let behind = method(self.indexed_rest(false, false), "rev", Vec::new(), *span);
                method(behind, "nth", vec![index], *span)
            }
            _ => method(self.taken(true, at), "next", Vec::new(), *span),
        }
    }

    /// `it.peek()`: the item stays.
    fn peek(&mut self, at: &dyn ToTokens) -> Expr {
        let Chain { indexed, position, end, acts, span, .. } = self.chain;
        if *acts || self.chain.counts {
            self.refuse_state(at, "a look at the next item");
        }
        let next = if self.is_indexed() {
            let mut all = parenthesised(indexed.clone());
            if let Some(end) = end {
                all = method(all, "take", vec![parse_quote!(#end)], *span);
            }
            method(all, "nth", vec![parse_quote!(#position)], *span)
        } else {
            if self.chain.remembers.is_some() {
                self.refuse_state(at, "a look at the next item");
            }
            method(self.rest(), "next", Vec::new(), *span)
        };
        method(next, "as_ref", Vec::new(), *span)
    }

    /// `it.next_if(wanted)`
    fn next_if(&mut self, call: &ExprMethodCall, wanted: Expr) -> Expr {
        let (peek, next) = (self.peek(call), self.next(None, call));
        let asked = method(peek, "is_some_and", vec![wanted], call.method.span());
        parse_quote!(if #asked { #next } else { None })
    }

    /// A method of the iterator.
    fn asked(&mut self, call: &ExprMethodCall) -> Expr {
        let name = call.method.to_string();
        let args: Vec<Expr> = call.args.iter().cloned().collect();
        let by = |receiver: Expr| {
            Expr::MethodCall(ExprMethodCall { receiver: Box::new(receiver), ..call.clone() })
        };
        match (name.as_str(), args.as_slice()) {
            ("clone", []) => {
                if self.chain.counts {
                    self.refuse_state(&call.method, "a copy of this iterator");
                }
                self.rest()
            }
            ("by_ref", []) if !self.stateful => self.rest(),
            ("remainder" | "into_remainder", []) => self.remainder(call),
            ("as_slice" | "as_ref", []) => self.as_slice(call),
            ("size_hint" | "peek_mut" | "advance_by" | "next_chunk" | "as_mut_slice" | "into_slice", _) => {
                self.refuse(&call.method, &format!("`{name}` of an iterator"));
                by(self.rest())
            }
            _ if !self.stateful || !ASKING.contains(&name.as_str()) => by(self.rest()),
            ("next", []) => self.next(None, &call.method),
            ("nth", [skipped]) => self.next(Some(skipped.clone()), &call.method),
            ("next_back", []) => self.next_back(&call.method),
            ("nth_back", [skipped]) => {
                method(self.taken(true, &call.method), "nth", vec![skipped.clone()], call.method.span())
            }
            ("by_ref", []) => self.taken(false, &call.method),
            ("peek", []) => self.peek(&call.method),
            ("next_if", [wanted]) => self.next_if(call, wanted.clone()),
            ("next_if_eq", [other]) => {
                let other = other.clone();
                let item = own("item", call.method.span());
                self.next_if(call, parse_quote!(|#item| *#item == *(#other)))
            }
            ("rfind", [wanted]) => {
                method(self.taken(true, &call.method), "find", vec![wanted.clone()], call.method.span())
            }
            ("rposition" | "try_rfold", _) => {
                self.refuse(&call.method, &format!("`{name}` of an iterator that goes on afterwards"));
                by(self.rest())
            }
            _ => by(self.taken(false, &call.method)),
        }
    }

    /// What is left of a slice beside whole chunks.
    fn remainder(&mut self, call: &ExprMethodCall) -> Expr {
        if let Expr::MethodCall(chunks) = bare(&self.chain.whole)
            && let (list, Some(size)) = (&chunks.receiver, chunks.args.first())
        {
            let rest: Option<Expr> = match chunks.method.to_string().as_str() {
                "chunks_exact" => Some(parse_quote!((&#list[#list.len() - #list.len() % #size..]))),
                "chunks_exact_mut" => Some(parse_quote!((&mut #list[#list.len() - #list.len() % #size..]))),
                "rchunks_exact" => Some(parse_quote!((&#list[..#list.len() % #size]))),
                _ => None,
            };
            if let Some(rest) = rest {
                return rest;
            }
        }
        self.refuse(&call.method, &format!("`{}` of this iterator", call.method));
        self.rest()
    }

    /// The part of a slice that is still to come.
    fn as_slice(&mut self, call: &ExprMethodCall) -> Expr {
        let Chain { whole, position, end, .. } = self.chain;
        if let Expr::MethodCall(iter) = bare(whole)
            && iter.method == "iter"
        {
            let list = &iter.receiver;
            return match (self.stateful, end) {
                (false, _) => parse_quote!((&#list[..])),
                (true, None) => parse_quote!((&#list[#list.len().min(#position)..])),
                (true, Some(end)) => parse_quote!((&#list[#end.min(#position)..#end])),
            };
        }
        self.refuse(&call.method, &format!("`{}` of this iterator", call.method));
        self.rest()
    }
}

impl VisitMut for Uses<'_> {
    fn visit_expr_mut(&mut self, expr: &mut Expr) {
        let replaced = match expr {
            Expr::MethodCall(call) if is_named(&call.receiver, self.name) => {
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
                // `it.by_ref().rev()`
                Some(self.asked(call))
            }
            Expr::MethodCall(call) if call.method == "rev" && self.is_by_ref(&call.receiver) => {
                Some(self.taken(true, &call.method))
            }
            Expr::MethodCall(call) if call.method == "zip" && self.is_taken(&call.receiver) => {
                if !self.one_by_one {
                    self.refuse(&call.method, "`zip` of an iterator that goes on, except in a `for` loop,");
                }
                call.args.iter_mut().for_each(|arg| self.visit_expr_mut(arg));
                let (taken, other) = (self.taken(false, &call.method), call.args.first().cloned());
                other.map(|other| paired(taken, other, call.method.span()))
            }
            Expr::Call(call) if is_dropped(call, self.name) => Some(parse_quote!(())),
            Expr::Reference(reference) if is_named(&reference.expr, self.name) => {
                match reference.mutability {
                    Some(_) if self.stateful => Some(self.taken(false, reference)),
                    _ => Some(self.rest()),
                }
            }
            Expr::Path(path) if path.path.is_ident(self.name) => Some(self.rest()),
            Expr::Assign(assign) if is_named(&assign.left, self.name) => {
                self.refuse(&assign.eq_token, "an assignment to an iterator");
                Some(parse_quote!(()))
            }
            _ => None,
        };
        match replaced {
            Some(replaced) => *expr = replaced,
            None => {
                let before = self.one_by_one;
                self.one_by_one &= match expr {
                    Expr::MethodCall(call) => super::is_link(&call.method.to_string()),
                    Expr::Paren(_) | Expr::Group(_) => true,
                    _ => false,
                };
                visit_expr_mut(self, expr);
                self.one_by_one = before;
            }
        }
    }

    fn visit_block_mut(&mut self, block: &mut syn::Block) {
        let before = std::mem::take(&mut self.one_by_one);
        self.statements(&mut block.stmts);
        self.one_by_one = before;
    }

    fn visit_expr_closure_mut(&mut self, closure: &mut syn::ExprClosure) {
        let before = std::mem::take(&mut self.one_by_one);
        if !closure.inputs.iter().any(|pat| self.is_bound_by(pat)) {
            self.visit_expr_mut(&mut closure.body);
        }
        self.one_by_one = before;
    }

    fn visit_arm_mut(&mut self, arm: &mut syn::Arm) {
        if !self.is_bound_by(&arm.pat) {
            syn::visit_mut::visit_arm_mut(self, arm);
        }
    }

    fn visit_expr_for_loop_mut(&mut self, l: &mut syn::ExprForLoop) {
        let before = std::mem::replace(&mut self.one_by_one, true);
        self.visit_expr_mut(&mut l.expr);
        self.one_by_one = before;
        if !self.is_bound_by(&l.pat) {
            self.visit_block_mut(&mut l.body);
        }
    }

    fn visit_expr_if_mut(&mut self, branch: &mut syn::ExprIf) {
        self.visit_expr_mut(&mut branch.cond);
        if !self.is_bound_in(&branch.cond) {
            self.visit_block_mut(&mut branch.then_branch);
        }
        if let Some((_, otherwise)) = &mut branch.else_branch {
            self.visit_expr_mut(otherwise);
        }
    }

    fn visit_expr_while_mut(&mut self, l: &mut syn::ExprWhile) {
        self.visit_expr_mut(&mut l.cond);
        if !self.is_bound_in(&l.cond) {
            self.visit_block_mut(&mut l.body);
        }
    }

    fn visit_item_mut(&mut self, _: &mut syn::Item) {}

    fn visit_macro_mut(&mut self, mac: &mut syn::Macro) {
        if mentioned(mac.tokens.clone()).contains(self.name) {
            self.refuse(&mac.path, "an iterator inside of a macro");
        }
    }
}

impl Uses<'_> {
    /// Does a `let` in a condition bind the name anew?
    fn is_bound_in(&self, condition: &Expr) -> bool {
        match bare(condition) {
            Expr::Let(condition) => self.is_bound_by(&condition.pat),
            Expr::Binary(both) => self.is_bound_in(&both.left) || self.is_bound_in(&both.right),
            _ => false,
        }
    }

    /// `it.by_ref()`, `(&mut it)`
    fn is_taken(&self, expr: &Expr) -> bool {
        self.stateful
            && match bare(expr) {
                Expr::Reference(reference) => {
                    reference.mutability.is_some() && is_named(&reference.expr, self.name)
                }
                expr => self.is_by_ref(expr),
            }
    }

    /// `it.by_ref()`
    fn is_by_ref(&self, expr: &Expr) -> bool {
        matches!(bare(expr), Expr::MethodCall(call) if call.method == "by_ref" && is_named(&call.receiver, self.name))
    }
}

/// `taken.zip(other)`, which takes an item before it asks whether there is another for it.
fn paired(taken: Expr, other: Expr, span: proc_macro2::Span) -> Expr {
    if super::counts_taken(&other) || asks(&other) {
        let (first, second) = (own("first", span), own("second", span));
        let next = method(other, "next", Vec::new(), span);
        let paired = parse_quote!(|#first| #next.map(|#second| (#first, #second)));
        return method(taken, "map_while", vec![paired], span);
    }
    method(method(taken, "enumerate", Vec::new(), span), "map_while", vec![with_item_of(other, span)], span)
}

/// The closure that makes of a number and an item a pair with the item of that number of another iterator.
pub(in crate::lower) fn with_item_of(other: Expr, span: proc_macro2::Span) -> Expr {
    let [at, first, second] = ["at", "first", "second"].map(|name| own(name, span));
    let other = match bare(&other) {
        Expr::Range(_) => parenthesised(other),
        _ => method(other, "into_iter", Vec::new(), span),
    };
    let nth = method(other, "nth", vec![parse_quote!(#at)], span);
    parse_quote!(|(#at, #first)| #nth.map(|#second| (#first, #second)))
}

/// A name that the function has not.
fn own(name: &str, span: proc_macro2::Span) -> Ident {
    crate::names::of_library(&Ident::new(name, span), span)
}

/// `it.by_ref()`, `&mut it`, and what is made of them.
fn asks(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Reference(reference) => reference.mutability.is_some(),
        Expr::MethodCall(call) => {
            call.method == "by_ref" || asks(&call.receiver) || call.args.iter().any(asks)
        }
        _ => false,
    }
}

/// `drop(it)`
fn is_dropped(call: &syn::ExprCall, name: &Ident) -> bool {
    let path = call.func.to_token_stream().to_string();
    ["drop", "mem :: drop", "std :: mem :: drop", "core :: mem :: drop"].contains(&path.as_str())
        && call.args.first().is_some_and(|arg| is_named(arg, name))
}

/// `receiver.name(args)`
fn method(receiver: Expr, name: &str, args: Vec<Expr>, span: proc_macro2::Span) -> Expr {
    Expr::MethodCall(ExprMethodCall {
        attrs: Vec::new(),
        receiver: Box::new(receiver),
        dot_token: Default::default(),
        method: Ident::new(name, span),
        turbofish: None,
        paren_token: Default::default(),
        args: args.into_iter().collect(),
    })
}

fn parenthesised(expr: Expr) -> Expr {
    match expr {
        Expr::Range(_) | Expr::Closure(_) => Expr::Paren(syn::ExprParen {
            attrs: Vec::new(),
            paren_token: Default::default(),
            expr: Box::new(expr),
        }),
        other => other,
    }
}
