//! Macros: `vec!`, those that check or print, and those without a derivative.

use super::{Exit, Lower};
use crate::diagnostics as code;
use crate::ir::{Id, Literal, Op, Plain};
use crate::types::{Len, Ty};
use quote::quote;
use syn::Expr;
use syn::spanned::Spanned;

/// Macros that check or print and give nothing back.
const EFFECTS: &[&str] = &[
    "assert",
    "assert_eq",
    "assert_ne",
    "debug_assert",
    "debug_assert_eq",
    "debug_assert_ne",
    "print",
    "println",
    "eprint",
    "eprintln",
];

/// Macros that do not come back.
const DIVERGING: &[&str] = &["panic", "unreachable", "todo", "unimplemented"];

/// Macros whose value has no derivative.
const CONSTANT: &[&str] = &["matches", "format", "stringify", "concat", "line", "file", "cfg", "env"];

impl Lower<'_> {
    /// A macro for its value.
    pub(super) fn macro_call(&mut self, mac: &syn::Macro, expr: &Expr) -> Id {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        if EFFECTS.contains(&name.as_str()) || DIVERGING.contains(&name.as_str()) {
            return self.macro_statement(mac);
        }
        if CONSTANT.contains(&name.as_str()) {
            let captures = self.captures(mac.tokens.clone());
            let (names, ids): (Vec<_>, Vec<_>) = captures.into_iter().unzip();
            let ty = if name == "matches" { Ty::Bool } else { self.types.fresh() };
            return self.discrete(Op::Plain(Plain::Verbatim(quote!(#mac), names), ids), ty, mac.span());
        }
        if name == "vec" {
            return self.vec_macro(mac);
        }
        // An unknown macro could contain anything, also a `return`.
        let captures = self.captures(mac.tokens.clone());
        match captures.iter().any(|(_, id)| self.varies(*id)) {
            true => self.report(&mac.path, &code::MACRO, &[&name]),
            false => self.opaque(expr, &code::MACRO, &[&name]),
        }
    }

    /// `vec![a; n]`, `vec![a, b]`
    fn vec_macro(&mut self, mac: &syn::Macro) -> Id {
        let span = mac.span();
        if let Ok(repeat) = syn::parse2::<syn::ExprRepeat>({
            let tokens = &mac.tokens;
            quote!([#tokens])
        }) {
            let (value, len) = (self.expr(&repeat.expr), self.expr(&repeat.len));
            if self.varies(value) && self.ty(value).is_aggregate() {
                return self.copies(value, len, &repeat);
            }
            let ty = Ty::Vec(Box::new(self.arena.ty(value).clone()));
            return self.node(Op::List(value, len), ty, span);
        }
        match syn::parse2::<syn::ExprArray>({
            let tokens = &mac.tokens;
            quote!([#tokens])
        }) {
            Ok(array) if array.elems.is_empty() => {
                let elem = self.types.fresh();
                self.empty_list(elem, span)
            }
            Ok(array) => {
                let array = self.array(&array);
                let elem = self.ty(array).part(0).unwrap_or(Ty::Bool);
                self.node(Op::ToVec(array), Ty::Vec(Box::new(elem)), span)
            }
            Err(_) => self.report(&mac.path, &code::MACRO, &["vec"]),
        }
    }

    /// `vec![a; 2]` of arrays or lists: only floats can be added up over a length that is not known.
    fn copies(&mut self, value: Id, len: Id, repeat: &syn::ExprRepeat) -> Id {
        const FEW: i128 = 64;
        let Op::Literal(Literal::Int(Some(count @ 1..=FEW), _)) = *self.arena.op(len) else {
            return self.report(repeat, &code::UNSUPPORTED, &["`vec![a; n]` where `a` is no number,"]);
        };
        let (elem, span) = (self.arena.ty(value).clone(), repeat.span());
        let parts = vec![value; count as usize];
        let ty = Ty::Array(Box::new(elem.clone()), Len::of(parts.len()));
        let array = self.node(Op::Array(parts), ty, span);
        self.node(Op::ToVec(array), Ty::Vec(Box::new(elem)), span)
    }

    /// A macro for its effect.
    pub(super) fn macro_statement(&mut self, mac: &syn::Macro) -> Id {
        let name = mac.path.segments.last().map(|s| s.ident.to_string()).unwrap_or_default();
        let diverges = DIVERGING.contains(&name.as_str());
        if !diverges && !EFFECTS.contains(&name.as_str()) {
            return self.report(&mac.path, &code::MACRO, &[&name]);
        }
        let captures = self.captures(mac.tokens.clone());
        self.effect(quote!(#mac;), captures);
        if diverges {
            self.exit = Exit::Leaves;
            self.block.diverges = true;
        }
        self.unit()
    }
}
