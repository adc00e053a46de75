//! `Option`s and `Result`s that opaque code gives, of constants: `map.get("a").map(|w| w * x)`, `text.parse::<f64>().map_or(x, |k| k * x)`.
//! Which of the two it is, rustc knows.

use super::optional::Optional;
use crate::ir::{Id, Member, Op, Plain};
use crate::lower::env::referring::Referring;
use crate::lower::expr::operator::bare;
use crate::lower::expr::structs::Apart;
use crate::lower::scan::mentions::Mentions;
use crate::lower::{Local, Lower};
use crate::names;
use crate::types::Ty;
use proc_macro2::Span;
use quote::quote;
use syn::Expr;

/// Methods that nothing else of `std` has.
const ONLY_OF_OPTIONS: [&str; 9] = [
    "map_or",
    "map_or_else",
    "and_then",
    "unwrap_or",
    "unwrap_or_else",
    "is_some_and",
    "is_ok_and",
    "ok_or",
    "ok_or_else",
];

/// Those that are given a closure for the value.
const LOOKING_INSIDE: [&str; 6] = ["map", "map_or", "map_or_else", "and_then", "is_some_and", "is_none_or"];

/// Methods of opaque values that give an `Option` or a `Result`.
const GIVERS: [&str; 20] = [
    "first",
    "last",
    "split_first",
    "split_last",
    "get",
    "parse",
    "ok",
    "err",
    "checked_add",
    "checked_sub",
    "checked_mul",
    "checked_div",
    "checked_pow",
    "strip_prefix",
    "strip_suffix",
    "split_once",
    "rsplit_once",
    "to_digit",
    "first_key_value",
    "last_key_value",
];

/// Methods of such that give others.
const ADAPTED: [&str; 6] = ["copied", "cloned", "as_ref", "as_deref", "map_err", "or"];

impl Lower<'_> {
    /// Is an expression, on which a method is called, an `Option` or a `Result` that opaque code gives?
    pub(in crate::lower) fn is_opaque_option(&self, expr: &Expr, method: &str) -> bool {
        // What it gives is used as it is where nothing looks inside.
        if is_comparison(expr) {
            return LOOKING_INSIDE.contains(&method);
        }
        let gives = |expr: &Expr| match bare(expr) {
            Expr::MethodCall(call) => gives_option(call) || self.is_item_of_foreign_chain(expr),
            _ => false,
        };
        (ONLY_OF_OPTIONS.contains(&method) || gives(expr)) && self.may_be_opaque_option(expr)
    }

    /// May an expression be such a value? Then what is wanted of it says whether it is one.
    pub(in crate::lower) fn may_be_opaque_option(&self, expr: &Expr) -> bool {
        let unseen = |ty: Ty| matches!(ty.referent(), Ty::Infer(_) | Ty::Named(_) | Ty::Discrete);
        let may_be = match bare(expr) {
            Expr::MethodCall(_) => true,
            Expr::Call(call) => self.callee_behind(&call.func).is_none(),
            Expr::Path(_) => self.known_type(expr).is_some_and(unseen),
            Expr::Field(_) | Expr::Index(_) | Expr::Unary(_) => self.known_type(expr).is_none_or(unseen),
            _ => false,
        };
        let chain = self.is_chain(expr) && !self.is_item_of_foreign_chain(expr);
        let constant = || self.is_made_of_constants(expr) || is_comparison(expr);
        may_be && !self.is_optional(expr) && !chain && constant()
    }

    /// Is something made of such a value by methods that iterators have as well, in code that mentions something differentiated:
    /// `lookup(k).map(|w| w * x)`? Asked only where an `Option` or a `Result` is wanted.
    pub(in crate::lower) fn adapts_opaque(&self, expr: &Expr) -> bool {
        matches!(bare(expr), Expr::MethodCall(call) if self.call_adapts_opaque(call))
    }

    /// The same of a call.
    pub(in crate::lower) fn call_adapts_opaque(&self, call: &syn::ExprMethodCall) -> bool {
        super::optional::ADAPTERS.iter().any(|name| call.method == name)
            && !self.is_made_of_constants(call)
            && (self.may_be_opaque_option(&call.receiver) || self.adapts_opaque(&call.receiver))
    }

    /// Is a method called on such a value, in code that mentions something differentiated?
    pub(in crate::lower) fn is_of_opaque_option(&self, call: &syn::ExprMethodCall, method: &str) -> bool {
        self.is_opaque_option(&call.receiver, method) && !self.is_made_of_constants(call)
    }

    /// Does it mention nothing that is differentiated?
    pub(in crate::lower) fn is_made_of_constants(&self, code: &impl Mentions) -> bool {
        let varies = |name: &syn::Ident| self.local(name).is_some_and(|local| !self.is_constant_local(local));
        !code.has_name(varies)
    }

    /// Is nothing differentiated in a local, or in what it is made of?
    fn is_constant_local(&self, local: Local) -> bool {
        if let Some(Apart { fields, .. }) = self.apart.get(&local.0) {
            return fields.iter().all(|field| self.is_constant_local(*field));
        }
        if let Some(Referring::Slice { whole, .. }) = self.referring.get(&local.0) {
            return !self.varies(*whole);
        }
        let value = self.values.get(local.0).copied().flatten();
        value.is_none_or(|value| !self.varies(value) && !self.inlined_only(value))
    }

    /// Such a value as what may not be there.
    pub(in crate::lower) fn of_opaque_option<'e>(&mut self, expr: &Expr, known: Option<Ty>) -> Optional<'e> {
        let (whole, span) = (self.expr(expr), crate::spanned::Spanned::span(expr));
        self.optional_of_opaque(whole, known, span)
    }

    fn optional_of_opaque<'e>(&mut self, whole: Id, known: Option<Ty>, span: Span) -> Optional<'e> {
        let (status, some, inside) = self.parts_of_opaque(whole, known, span);
        let make = move |lower: &mut Lower<'_>| lower.inside_of_opaque(inside, span);
        Optional { status, ..Optional::new(some, make) }
    }

    /// An opaque value, of which it is known that it is an `Option` or a `Result`, as what may not be there; `None` if it is no opaque value.
    pub(in crate::lower) fn opaque_as_optional<'e>(&mut self, id: Id) -> Option<Optional<'e>> {
        let span = self.arena.get(id).span;
        self.is_opaque_value(id).then(|| self.optional_of_opaque(id, None, span))
    }

    fn is_opaque_value(&self, id: Id) -> bool {
        matches!(self.arena.op(id), Op::Plain(Plain::Method(..) | Plain::Call(_) | Plain::Verbatim(..), _))
            && !self.varies(id)
            && matches!(self.ty(id), Ty::Infer(_))
    }

    /// An opaque value, of which it is known that it is an `Option` or a `Result`, as a pair; `None` if it is no opaque value.
    pub(in crate::lower) fn opaque_as_outcome(&mut self, id: Id) -> Option<Id> {
        if !self.is_opaque_value(id) {
            return None;
        }
        let span = self.arena.get(id).span;
        let (status, some, inside) = self.parts_of_opaque(id, None, span);
        let value = self.branch_on(
            some,
            move |lower| lower.inside_of_opaque(inside, span),
            |lower| {
                let ty = lower.types.fresh_inferred();
                lower.zero(ty)
            },
        );
        Some(self.outcome(status, value, span))
    }

    /// The status, whether there is a value, and the `Option` of it.
    fn parts_of_opaque(&mut self, whole: Id, known: Option<Ty>, span: Span) -> (Id, Id, Id) {
        let private = names::private();
        let types = vec![known.unwrap_or_else(|| self.types.fresh()), self.types.fresh()];
        let parts = Op::Plain(Plain::Call(quote!(#private::parts)), vec![whole]);
        let parts = self.discrete(parts, Ty::Tuple(types), span);
        let [status, inside] = [0, 1].map(|index| self.part(parts, Member::Index(index), span));
        let some = self.holds(status, span);
        (status, some, inside)
    }

    fn inside_of_opaque(&mut self, inside: Id, span: Span) -> Id {
        let (private, ty) = (names::private(), self.types.fresh());
        let asked = self.borrow(inside, span);
        let value = self.discrete(Op::Plain(Plain::Call(quote!(#private::inside)), vec![asked]), ty, span);
        self.taken_out.insert(value);
        value
    }
}

/// `a.partial_cmp(&b)`, which no derivative leaves, whatever is compared.
fn is_comparison(expr: &Expr) -> bool {
    matches!(bare(expr), Expr::MethodCall(call) if call.method == "partial_cmp" && call.args.len() == 1)
}

fn gives_option(call: &syn::ExprMethodCall) -> bool {
    let name = call.method.to_string();
    if ADAPTED.contains(&name.as_str()) {
        return matches!(bare(&call.receiver), Expr::MethodCall(inner) if gives_option(inner));
    }
    GIVERS.contains(&name.as_str())
}
