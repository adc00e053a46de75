//! Numbers as text. Out of a text comes no derivative, so a text with a differentiated number in it may only be shown.

use super::opaque::mentioned;
use super::operator::bare;
use crate::diagnostics as code;
use crate::ir::Id;
use crate::lower::Lower;
use crate::lower::expr::macros::{arguments, is_format, is_write, shows};
use crate::lower::expr::receiver::without_lengths;
use proc_macro2::{Ident, TokenStream, TokenTree};
use std::collections::{BTreeMap, BTreeSet};
use syn::visit::Visit;
use syn::{Expr, Macro, Pat};

/// The locals that hold a text and are mentioned only where something is printed or panics.
pub(in crate::lower) fn only_shown(block: &syn::Block) -> BTreeSet<String> {
    #[derive(Default)]
    struct Search {
        texts: BTreeMap<String, usize>,
        mentions: BTreeMap<String, usize>,
    }
    impl Search {
        fn mention(&mut self, name: &Ident) {
            *self.mentions.entry(name.to_string()).or_default() += 1;
        }
    }
    impl<'ast> Visit<'ast> for Search {
        fn visit_local(&mut self, local: &'ast syn::Local) {
            if let (Some(name), Some(init)) = (name_of(&local.pat), &local.init)
                && is_text(&init.expr)
            {
                *self.texts.entry(name.to_string()).or_default() += 1;
            }
            syn::visit::visit_local(self, local);
        }
        fn visit_ident(&mut self, name: &'ast Ident) {
            self.mention(name);
        }
        fn visit_macro(&mut self, mac: &'ast Macro) {
            if !shows(mac) {
                mentioned(mac.tokens.clone()).iter().for_each(|name| self.mention(name));
            }
        }
    }
    let mut search = Search::default();
    search.visit_block(block);
    let Search { texts, mentions } = search;
    texts
        .into_iter()
        .filter(|(name, count)| mentions.get(name) == Some(count))
        .map(|(name, _)| name)
        .collect()
}

fn name_of(pat: &Pat) -> Option<&Ident> {
    match pat {
        Pat::Ident(pat) => Some(&pat.ident),
        Pat::Type(typed) => name_of(&typed.pat),
        _ => None,
    }
}

/// `format!(…)`
fn is_text(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::Macro(mac) if is_format(&mac.mac))
}

/// A text that is made for an `Err`, or a closure that makes one: it is for a person to read.
pub(in crate::lower) fn explains(error: &Expr) -> bool {
    match bare(error) {
        Expr::Closure(closure) => explains(&closure.body),
        Expr::Block(block) => {
            matches!(&block.block.stmts[..], [syn::Stmt::Expr(text, None)] if explains(text))
        }
        Expr::MethodCall(call) if call.args.is_empty() => {
            ["into", "to_string", "to_owned"].iter().any(|name| call.method == name)
                && explains(&call.receiver)
        }
        Expr::Call(call) if call.args.len() == 1 => explains(&call.args[0]),
        error => is_text(error),
    }
}

/// Does it make a text, of whatever: `format!(…)`, `name.to_string()`, `String::from(name)`?
pub(in crate::lower) fn is_made_text(part: &Expr) -> bool {
    match bare(part) {
        Expr::MethodCall(call) => call.method == "to_string" && call.args.is_empty(),
        Expr::Call(call) => {
            let path = match bare(&call.func) {
                Expr::Path(path) => &path.path,
                _ => return false,
            };
            let names = path.segments.iter().map(|segment| segment.ident.to_string());
            call.args.len() == 1 && names.eq(["String", "from"])
        }
        part => explains(part),
    }
}

impl Lower<'_> {
    /// Is the text of a `let` only shown?
    pub(in crate::lower) fn is_shown(&self, pat: &Pat, init: &Expr) -> bool {
        is_text(init) && name_of(pat).is_some_and(|name| self.shown.contains(&name.to_string()))
    }

    /// Reads what is only shown to a person.
    pub(in crate::lower) fn showing<T>(&mut self, read: impl FnOnce(&mut Self) -> T) -> T {
        let before = std::mem::replace(&mut self.shows, true);
        let result = read(self);
        self.shows = before;
        result
    }

    /// What an `Err` is made of: a text in it is only shown.
    pub(in crate::lower) fn reason<T>(
        &mut self,
        error: &Expr,
        read: impl FnOnce(&mut Self, &Expr) -> T,
    ) -> T {
        match explains(error) {
            true => self.showing(|lower| read(lower, error)),
            false => {
                let error = self.with_texts(error);
                read(self, &error)
            }
        }
    }

    /// An error, in which what becomes a text has no derivative.
    fn with_texts(&mut self, error: &Expr) -> Expr {
        let mut error = error.clone();
        let text = is_made_text(&error) && self.mentions_varying(&error);
        match &mut error {
            Expr::MethodCall(call) if text => {
                let receiver = &call.receiver;
                *call.receiver = syn::parse_quote!(::differentiate::stop_gradient(&#receiver));
            }
            Expr::Call(call) if text => {
                let of = &call.args[0];
                call.args[0] = syn::parse_quote!(::differentiate::stop_gradient(#of));
            }
            Expr::Closure(closure) => *closure.body = self.with_texts(&closure.body),
            Expr::Call(call) => call.args.iter_mut().for_each(|arg| *arg = self.with_texts(arg)),
            Expr::Struct(made) => {
                made.fields.iter_mut().for_each(|field| field.expr = self.with_texts(&field.expr));
            }
            _ => {}
        }
        error
    }

    /// Reports a differentiated number in a text that may be read again.
    pub(in crate::lower) fn refuse_text(&mut self, mac: &Macro) -> Option<Id> {
        if self.shows || !is_format(mac) && !is_write(mac) {
            return None;
        }
        let arguments = arguments(mac).unwrap_or_default().into_iter();
        let arguments = arguments.map(|argument| without_constants(without_lengths(&argument)));
        let captures = self.captures(arguments.collect::<TokenStream>());
        let (name, _) = captures.into_iter().find(|(_, id)| self.varies(*id))?;
        let made = if is_write(mac) { "write!" } else { "format!" };
        Some(self.report(&mac.path, &code::NO_DERIVATIVE, &[made, &name.to_string()]))
    }
}

/// The tokens without what `stop_gradient` takes.
fn without_constants(tokens: TokenStream) -> TokenStream {
    let mut constant = false;
    let rest = tokens.into_iter().filter_map(|token| {
        let follows = std::mem::take(&mut constant);
        match token {
            TokenTree::Group(_) if follows => None,
            TokenTree::Group(group) => {
                let inner = without_constants(group.stream());
                Some(TokenTree::Group(proc_macro2::Group::new(group.delimiter(), inner)))
            }
            TokenTree::Ident(name) => {
                constant = name == "stop_gradient";
                Some(TokenTree::Ident(name))
            }
            other => Some(other),
        }
    });
    rest.collect()
}
