//! Values that may not be there: `pop`, `first`, `get`, `reduce`, `Some(x)`. A decision and a way to make the
//! value where it is there; no `Option` is ever built.

use super::outcome;
use crate::diagnostics as code;
use crate::ir::{Id, Member, Op, Pattern, Plain, Step};
use crate::lower::Lower;
use crate::lower::env::attempt::Link;
use crate::lower::env::callee::Callee;
use crate::lower::expr::operator::bare;
use crate::lower::flow::branch::ArmBody;
use crate::lower::flow::question;
use crate::lower::flow::statement::Rest;
use crate::lower::sequence::found::FINDERS;
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use syn::{Expr, Pat};

/// Makes the value, in the arm where it is there.
type Make<'e> = Box<dyn for<'l, 'a> FnOnce(&'l mut Lower<'a>) -> Id + 'e>;

/// Methods that make another `Option` or `Result` of one.
pub(in crate::lower) const ADAPTERS: [&str; 20] = [
    "transpose",
    "inspect_err",
    "copied",
    "cloned",
    "as_ref",
    "as_deref",
    "map",
    "map_err",
    "and_then",
    "and",
    "or",
    "or_else",
    "filter",
    "ok",
    "ok_or",
    "ok_or_else",
    "zip",
    "xor",
    "flatten",
    "inspect",
];

/// The form in which a value is asked for.
#[derive(Clone, Copy)]
pub(in crate::lower) enum As {
    /// Itself.
    Value,
    /// Itself, which is a `bool`.
    Decision,
    /// `(is it there, the value)`, of what may not be there.
    Pair,
}

/// A value that may not be there.
pub(in crate::lower) struct Optional<'e> {
    /// Is it there, and for a `Result`: why not?
    pub(in crate::lower) status: Id,
    /// Is it there?
    pub(in crate::lower) some: Id,
    /// Emits it.
    pub(in crate::lower) make: Make<'e>,
    /// Making it panics where it is not there.
    pub(in crate::lower) checked: bool,
}

impl<'e> Optional<'e> {
    pub(in crate::lower) fn new(
        some: Id,
        make: impl for<'l, 'a> FnOnce(&'l mut Lower<'a>) -> Id + 'e,
    ) -> Optional<'e> {
        Optional { status: some, some, make: Box::new(make), checked: false }
    }

    /// Something else is made of the value.
    pub(in crate::lower) fn then(
        self,
        next: impl for<'l, 'a> FnOnce(&'l mut Lower<'a>, Id) -> Id + 'e,
    ) -> Optional<'e> {
        let Optional { status, some, make, checked } = self;
        let make = move |lower: &mut Lower<'_>| {
            let value = make(lower);
            next(lower, value)
        };
        Optional { status, checked, ..Optional::new(some, make) }
    }
}

impl<'a> Lower<'a> {
    /// Reads an expression as a value that may not be there; `None` if it is not one that can be followed.
    pub(in crate::lower) fn optional_of<'e>(&mut self, expr: &'e Expr) -> Option<Optional<'e>> {
        let before = self.so_far(Link::Expr(expr));
        let optional = self.read_optional(expr);
        if optional.is_none() {
            self.give_up(&before, Link::Expr(expr));
        }
        optional
    }

    fn read_optional<'e>(&mut self, expr: &'e Expr) -> Option<Optional<'e>> {
        let expr = bare(expr);
        let span = expr.span();
        if let Some((variant, of)) = outcome::made(expr) {
            return Some(self.variant_made(variant, of, expr));
        }
        if self.is_known_outcome(expr) {
            let pair = self.lvalue(expr);
            return Some(self.of_outcome(pair, span));
        }
        match expr {
            Expr::Call(call) if crate::lower::typing::told::array_made(call).is_some() => {
                self.array_tried(call)
            }
            Expr::Call(call) if let Some(exchange) = self.exchange_in_memory(call) => {
                Some(self.exchanged_in_memory(exchange))
            }
            Expr::Call(call) if self.is_optional(expr) => {
                let callee = self.callee_behind(&call.func).flatten();
                let pair = match callee {
                    // What its body ends in is known to be one.
                    Some(callee @ Callee::Closure(_)) if self.ends_in_optional(&callee) => {
                        return Some(self.called_for_optional(call, callee, span));
                    }
                    _ => self.inner(|lower| lower.expr(expr)),
                };
                let pair = match self.as_outcome(pair) {
                    Some(pair) => pair,
                    // It must not be evaluated again.
                    None if self.changes_something(expr) => self.report(expr, &code::OPTION, &[]),
                    None => return None,
                };
                Some(self.of_outcome(pair, span))
            }
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) if self.is_optional(expr) => {
                let pair = self.inner(|lower| lower.optional_pair(expr));
                Some(self.of_outcome(pair, span))
            }
            Expr::MethodCall(call) if let Some(status) = self.status_in_block(call) => {
                let value = self.inner(|lower| lower.expr(expr));
                self.assumed_outcome(value, Some(status)).then(|| self.of_outcome(value, span))
            }
            Expr::MethodCall(call) if self.takes_from_field(call) => self.taken_from_field(call, span),
            Expr::MethodCall(call) => self.optional_method(call),
            Expr::Path(_) => self.held(expr).map(|(local, held)| self.held_now(local, held)),
            Expr::Reference(shared) if shared.mutability.is_none() => {
                let optional = self.optional_of(&shared.expr)?;
                Some(self.by_reference(optional, span))
            }
            _ => None,
        }
    }

    /// A reference to the value, and to what is in an `Err`.
    pub(in crate::lower) fn by_reference<'e>(&mut self, optional: Optional<'e>, span: Span) -> Optional<'e> {
        let status = self.shared_status(optional.status, span);
        Optional { status, ..optional }.then(move |lower, value| lower.borrow(value, span))
    }

    /// The status with a reference to what is in an `Err`.
    pub(in crate::lower) fn shared_status(&mut self, status: Id, span: Span) -> Id {
        match (self.ty(status), self.arena.op(status)) {
            (_, Op::Zero(_) | Op::Plain(Plain::Call(_), _)) => status,
            (Ty::Status, _) => {
                let shared = Op::Plain(Plain::method("as_ref"), vec![status]);
                self.discrete(shared, Ty::Status, span)
            }
            _ => status,
        }
    }

    /// Does a closure without a written type end in an `Option` or a `Result`?
    fn ends_in_optional(&self, callee: &Callee) -> bool {
        let Callee::Closure(closure) = callee else { return false };
        matches!(closure.code().output, syn::ReturnType::Default) && self.gives_outcome(closure.code())
    }

    /// A call of such a closure.
    fn called_for_optional<'e>(&mut self, call: &syn::ExprCall, callee: Callee, span: Span) -> Optional<'e> {
        let pair = self.inner(|lower| lower.call_of_expr(call, Some(callee), As::Pair));
        self.of_outcome(pair, span)
    }

    /// Takes the last element off a list.
    pub(in crate::lower) fn shrink(&mut self, place: crate::ir::Place, span: Span) -> Id {
        let flow = self.memory(&place).map(|memory| memory.flow).unwrap_or_default();
        let ty = self.list_element(&place);
        let taken = self.bound(ty, flow, span);
        self.block.stmts.push(crate::ir::Stmt::Shrink(place, taken));
        taken
    }

    /// What ends in a value that may not be there, as a pair.
    pub(in crate::lower) fn optional_pair(&mut self, expr: &Expr) -> Id {
        match bare(expr) {
            Expr::Block(block) => self.block_of(block, As::Pair),
            Expr::If(branch) if branch.else_branch.is_some() => self.if_expr(branch, None, As::Pair),
            Expr::Match(branch) => self.match_expr(branch, None, As::Pair),
            // These do not come back.
            Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) | Expr::Macro(_) => self.expr(expr),
            other => {
                let span = other.span();
                let parts = self.optional_or_assumed(other).map(|optional| self.made_now(optional));
                let Some((status, value)) = parts else {
                    return self.report(&crate::lower::fence::refuse::mark(other), &code::OPTION, &[]);
                };
                self.outcome(status, value, span)
            }
        }
    }

    /// The status, and the value.
    pub(in crate::lower) fn optional_parts(&mut self, expr: &Expr) -> Option<(Id, Id)> {
        let span = expr.span();
        match bare(expr) {
            Expr::If(_) | Expr::Match(_) | Expr::Block(_) => {
                let pair = self.is_optional(expr).then(|| self.optional_pair(expr))?;
                Some((self.part(pair, Member::Index(0), span), self.part(pair, Member::Index(1), span)))
            }
            expr => self.parts_of_simple(expr),
        }
    }

    fn parts_of_simple(&mut self, expr: &Expr) -> Option<(Id, Id)> {
        let simple = if let Expr::If(_) = expr { None } else { self.optional_of(expr) };
        Some(self.made_now(simple?))
    }

    /// The value of an expression, in the form that is asked for.
    pub(in crate::lower) fn expr_as(&mut self, expr: &Expr, form: As) -> Id {
        match self.jumping(expr, form) {
            Some(value) => value,
            None => self.expr_in(expr, form),
        }
    }

    /// The same of one without a jump in an operand.
    pub(in crate::lower) fn expr_in(&mut self, expr: &Expr, form: As) -> Id {
        match form {
            As::Value => self.expr(expr),
            As::Decision => self.decision(expr),
            As::Pair => self.optional_pair(expr),
        }
    }

    /// `if let Some(p) = e`, `let Some(p) = e else`, `match e { Some(p) => …, None => … }`: two arms. `error` is the pattern for what is
    /// in an `Err`.
    pub(in crate::lower) fn if_some<'s>(
        &mut self,
        optional: Optional<'s>,
        pat: &'s Pat,
        then: impl FnOnce(&mut Lower<'a>) -> Id + 's,
        error: Option<&'s Pat>,
        otherwise: impl FnOnce(&mut Lower<'a>) -> Id + 's,
        rest: Option<Rest<'_>>,
    ) -> Id {
        let Optional { status, some, make, .. } = optional;
        // Here the pattern inside is one that always matches.
        match crate::lower::flow::pattern::constant_in(pat) {
            Some(constant) => {
                self.report(&constant, &code::PATTERN, &[]);
            }
            None => self.note_names(pat),
        }
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                let value = make(lower);
                lower.bind(pat, value);
                (Pattern::Is(true), None, then(lower))
            }),
            Box::new(move |lower| {
                if let Some(pat) = error.filter(|pat| !matches!(pat, Pat::Wild(_))) {
                    let error = lower.error(status, pat.span());
                    lower.bind(pat, error);
                }
                (Pattern::Is(false), None, otherwise(lower))
            }),
        ];
        self.branch(some, arms, pat.span(), rest)
    }

    /// `a - 1` of a length.
    pub(in crate::lower) fn minus_one(&mut self, length: Id, span: Span) -> Id {
        let one = self.index_literal(1);
        self.difference(length, one, span)
    }

    /// The type of a list's elements.
    pub(in crate::lower) fn list_element(&mut self, place: &crate::ir::Place) -> Ty {
        let whole = self.type_of_place(place);
        match whole.and_then(|ty| ty.part(0)) {
            Some(elem) => elem,
            None => self.types.fresh(),
        }
    }

    pub(in crate::lower) fn type_of_place(&mut self, place: &crate::ir::Place) -> Option<Ty> {
        let mut ty = self.memory(place)?.ty.clone();
        for (at, step) in place.path.iter().enumerate() {
            ty = match step {
                Step::Index(_) => self.types.shallow(&ty).part(0)?,
                Step::Field(Member::Index(index)) => self.types.shallow(&ty).part(*index)?,
                // Its elements are those of the whole.
                Step::Range(..) if at + 1 < place.path.len() => continue,
                Step::Field(Member::Name(_) | Member::Inside | Member::Variant(..)) | Step::Range(..) => {
                    return None;
                }
            };
        }
        Some(self.types.shallow(&ty))
    }
}

impl Lower<'_> {
    /// Does the expression look like a value that may not be there, and that can be followed?
    pub(in crate::lower) fn is_optional(&self, expr: &Expr) -> bool {
        let tail = |block: &syn::Block| matches!(block.stmts.last(), Some(syn::Stmt::Expr(last, None)) if self.is_optional(last));
        if outcome::made(expr).is_some() || self.is_known_outcome(expr) {
            return true;
        }
        match bare(expr) {
            Expr::Path(_) => self.held(expr).is_some(),
            Expr::Call(call) if self.exchange_in_memory(call).is_some() => true,
            Expr::Call(call) => match self.callee_behind(&call.func) {
                Some(Some(Callee::Closure(closure))) => self.gives_outcome(closure.code()),
                _ => crate::lower::typing::told::array_made(call).is_some(),
            },
            Expr::Block(block) => tail(&block.block),
            Expr::If(branch) => {
                tail(&branch.then_branch)
                    || branch.else_branch.as_ref().is_some_and(|(_, e)| self.is_optional(e))
            }
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.is_optional(&arm.body)),
            Expr::Reference(shared) => shared.mutability.is_none() && self.is_optional(&shared.expr),
            Expr::MethodCall(call) => self.status_in_block(call).is_some() || self.is_optional_method(call),
            _ => false,
        }
    }

    /// `self.last.take()`, `self.last.replace(x)`: of what varies, only an `Option` has these.
    fn takes_from_field(&self, call: &syn::ExprMethodCall) -> bool {
        let arguments = match call.method.to_string().as_str() {
            "take" => 0,
            "replace" => 1,
            _ => return false,
        };
        matches!(bare(&call.receiver), Expr::Field(_))
            && call.args.len() == arguments
            && !self.is_made_of_constants(&call.receiver)
    }

    /// What was there; the field is assigned.
    fn taken_from_field<'e>(&mut self, call: &syn::ExprMethodCall, span: Span) -> Option<Optional<'e>> {
        let receiver = &call.receiver;
        let before = self.lvalue(receiver);
        let before = self.loaded(before);
        self.option_in_field(before)?;
        let next: Expr = match call.args.first() {
            Some(next) => syn::parse_quote!(#receiver = ::core::option::Option::Some(#next)),
            None => syn::parse_quote!(#receiver = ::core::option::Option::None),
        };
        self.inner(|lower| lower.expr(&next));
        Some(self.of_outcome(before, span))
    }

    /// The status of the `Option` or the `Result` that a method of `self` gives, as its signature in the block says; `None` if it is no such method,
    /// or nothing differentiated goes into it.
    fn status_in_block(&self, call: &syn::ExprMethodCall) -> Option<Ty> {
        let Expr::Path(receiver) = bare(&call.receiver) else { return None };
        let of_self = receiver.path.get_ident().is_some_and(crate::names::is_receiver);
        let status = match question::of_output(&self.signatures.get(&call.method.to_string())?.output)? {
            question::Of::Option => Ty::Bool,
            question::Of::Result => Ty::Status,
        };
        (of_self && !self.is_made_of_constants(call)).then_some(status)
    }

    /// Is it a list that the caller lends by `&mut`, with nothing differentiated in it? Its length may change.
    pub(super) fn is_constant_of_caller(&self, expr: &Expr) -> bool {
        let Expr::Path(path) = bare(expr) else { return false };
        let local = path.path.get_ident().and_then(|name| self.local(name));
        let Some(value) = local.and_then(|local| self.values[local.0]) else { return false };
        let lent = self.place_of(value).is_some_and(|place| {
            self.memories.iter().any(|memory| memory.var == place.var && memory.param.is_some())
        });
        lent && self.ty(value).is_list() && !self.varies(value)
    }

    /// Does a method give an `Option` or a `Result` that can be followed?
    pub(in crate::lower) fn is_optional_method(&self, call: &syn::ExprMethodCall) -> bool {
        if self.is_of_struct(&call.receiver) {
            return false;
        }
        match call.method.to_string().as_str() {
            "get" if call.args.len() != 1 => false,
            "pop" if self.is_constant_of_caller(&call.receiver) => false,
            "pop" | "first" | "split_first" | "split_last" | "get" => {
                !self.is_chain(&call.receiver) && !self.is_of_rustcs_own(&call.receiver)
            }
            "last" => !self.is_of_rustcs_own(&call.receiver) && !self.ends_foreign_chain(call, "last"),
            "then" | "then_some" => true,
            "sum" | "product" | "collect" => self.follows_items(call),
            "take_if" => self.held(&call.receiver).is_some(),
            "take" | "replace" => self.held(&call.receiver).is_some() || self.takes_from_field(call),
            name if self.ends_foreign_chain(call, name) => false,
            _ if self.is_by_key(call) => true,
            name if FINDERS.contains(&name) => self.is_chain(&call.receiver),
            "fold" => call.args.first().is_some_and(|init| self.is_optional(init)),
            "clone" | "to_owned" => self.is_optional(&call.receiver),
            name if ADAPTERS.contains(&name) => {
                self.is_optional(&call.receiver) || self.is_of_opaque_option(call, name)
            }
            name if crate::lower::library::ends_in_option(name) && self.is_iterator(&call.receiver) => true,
            name if crate::lower::library::gives_option(name) => {
                let of_list =
                    crate::lower::library::is_of_lists_alone(name) && !self.is_made_of_constants(call);
                !self.is_chain(&call.receiver) && (of_list || !self.is_of_rustcs_own(&call.receiver))
            }
            _ => false,
        }
    }
}
