//! Statements: `let`, patterns, assignment, blocks.

use crate::diagnostics as code;
use crate::ir::{Id, Member, Op, Stmt};
use crate::lower::library::maps::{IN_MAP, is_in_entry};
use crate::lower::option::optional::{As, Optional};
use crate::lower::{Exit, Lower};
use crate::spanned::Spanned;
use crate::types::{self, Ty};
use proc_macro2::Ident;
use std::borrow::Cow;
use syn::{Expr, Pat};

/// What is left to do in a block after a statement that may return: where its value goes, and the statements after it.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Rest<'s> {
    /// What the value is bound to, and in which form it comes.
    pub(in crate::lower) target: Option<(&'s syn::Local, As)>,
    pub(in crate::lower) stmts: Stmts<'s>,
    /// In which form their value is asked for.
    pub(in crate::lower) form: As,
    /// How many names they know, unless the statement binds some for them.
    pub(in crate::lower) scope: Option<usize>,
}

/// Statements of several lists, one behind the other: what a statement is as good as, and what follows it.
#[derive(Clone, Copy)]
pub(in crate::lower) struct Stmts<'s> {
    list: &'s [syn::Stmt],
    behind: Option<&'s Stmts<'s>>,
}

impl<'s> Stmts<'s> {
    fn split(self) -> Option<(&'s syn::Stmt, Stmts<'s>)> {
        match (self.list.split_first(), self.behind) {
            (Some((first, list)), behind) => Some((first, Stmts { list, behind })),
            (None, behind) => behind?.split(),
        }
    }

    fn is_empty(self) -> bool {
        self.split().is_none()
    }

    /// A list of all of them.
    pub(in crate::lower) fn joined(self) -> Cow<'s, [syn::Stmt]> {
        match self.behind {
            Some(behind) if !behind.is_empty() => {
                Cow::Owned(self.list.iter().chain(&*behind.joined()).cloned().collect())
            }
            _ => Cow::Borrowed(self.list),
        }
    }
}

impl<'s> From<&'s [syn::Stmt]> for Stmts<'s> {
    fn from(list: &'s [syn::Stmt]) -> Stmts<'s> {
        Stmts { list, behind: None }
    }
}

impl Lower<'_> {
    /// A block with a scope of its own.
    pub(in crate::lower) fn block_expr(&mut self, block: &syn::Block) -> Id {
        self.block_as(block, As::Value)
    }

    /// The same of one that may have a label.
    pub(in crate::lower) fn block_of(&mut self, block: &syn::ExprBlock, form: As) -> Id {
        match &block.label {
            Some(label) if crate::names::is_aux(&label.name) => self.aux(&block.block),
            Some(label) => self.labelled(&label.name, &block.block, form),
            None => self.block_as(&block.block, form),
        }
    }

    pub(in crate::lower) fn block_as(&mut self, block: &syn::Block, form: As) -> Id {
        let scope = self.names.len();
        let value = self.sequence(&block.stmts, form);
        self.names.truncate(scope);
        value
    }

    /// Statements in the current scope; the value is the last expression's.
    pub(in crate::lower) fn sequence(&mut self, stmts: &[syn::Stmt], form: As) -> Id {
        self.statements(stmts.into(), form)
    }

    fn statements(&mut self, stmts: Stmts<'_>, form: As) -> Id {
        let mut left = stmts;
        while let Some((stmt, after)) = left.split() {
            left = after;
            if let Some(unfolded) = self.unfolded(stmt) {
                return self.statements(Stmts { list: &unfolded, behind: Some(&after) }, form);
            }
            if let Some(bound) = self.bound_iterator(stmt, after) {
                return self.sequence(&bound, form);
            }
            if let Some(value) = self.returning_branch(stmt, after, form) {
                return value;
            }
            let last = matches!(stmt, syn::Stmt::Expr(_, None)) && after.is_empty();
            let value = match stmt {
                syn::Stmt::Expr(expr, None) if last => self.expr_in(expr, form),
                stmt => self.inner(|lower| lower.statement(stmt)),
            };
            if self.exit == Exit::Leaves {
                return value;
            }
            if self.left_known() != Some(false) {
                // A `return` may have been taken inside: the rest runs only if it was not.
                let left = self.value_of_local(self.left);
                let rest = |lower: &mut Self| if last { value } else { lower.statements(after, form) };
                return self.unless(left, rest);
            }
            if last {
                return value;
            }
        }
        self.unit()
    }

    /// A statement whose whole value is an `if` or `match` with a `return` in it takes what follows into
    /// the arm that goes on, where there is only one such arm.
    fn returning_branch(&mut self, stmt: &syn::Stmt, after: Stmts<'_>, form: As) -> Option<Id> {
        let (expr, target) = match stmt {
            syn::Stmt::Expr(expr, _) if !after.is_empty() => (expr, None),
            syn::Stmt::Local(local) => (&*local.init.as_ref()?.expr, Some(local)),
            _ => return None,
        };
        let opaque = |local: &syn::Local| {
            crate::lower::option::held::held_name(&local.pat)
                .is_some_and(|(name, _)| self.assumed.opaque.contains(&name.to_string()))
        };
        let optional = target.is_some_and(|local| !opaque(local)) && self.is_optional(expr);
        let made = if optional { As::Pair } else { As::Value };
        let rest = Rest {
            target: target.map(|local| (local, made)),
            stmts: after,
            form,
            scope: Some(self.names.len()),
        };
        match expr {
            Expr::If(branch) if self.leaves_block(expr) => Some(self.if_expr(branch, Some(rest), made)),
            Expr::Match(branch) if self.leaves_block(expr) => Some(self.match_expr(branch, Some(rest), made)),
            _ => match target?.init.as_ref()?.diverge.as_ref() {
                Some((_, otherwise)) => Some(self.let_else(target?, expr, otherwise, rest)),
                None => None,
            },
        }
    }

    /// What follows, with the value of the statement before it.
    pub(in crate::lower) fn rest(&mut self, rest: Rest<'_>, value: Id) -> Id {
        self.names.truncate(rest.scope.unwrap_or(self.names.len()));
        match rest.target {
            Some((local, As::Value | As::Decision)) => self.bind(&local.pat, value),
            Some((local, As::Pair)) => {
                let span = local.span();
                let [some, value] = [0, 1].map(|index| self.part(value, Member::Index(index), span));
                if self.hold(&local.pat, some, value).is_none() {
                    self.report(&local.pat, &code::PATTERN, &[]);
                }
            }
            None => {}
        }
        self.statements(rest.stmts, rest.form)
    }

    fn statement(&mut self, stmt: &syn::Stmt) -> Id {
        match stmt {
            syn::Stmt::Local(local) if self.inserted_unused(local) => self.unit(),
            syn::Stmt::Local(local) => {
                match &local.init {
                    Some(init) => self.bind_to(&local.pat, &init.expr),
                    None => {
                        let ty = self.types.fresh_inferred();
                        self.declare_later(&local.pat, ty);
                    }
                }
                self.unit()
            }
            syn::Stmt::Expr(Expr::MethodCall(call), Some(_)) if self.inserted(call) => self.unit(),
            syn::Stmt::Expr(expr @ Expr::MethodCall(_), Some(_)) if self.is_optional(expr) => {
                match self.optional_of(expr) {
                    Some(Optional { some, make, .. }) => {
                        let unused = |lower: &mut Lower<'_>| {
                            make(lower);
                            lower.unit()
                        };
                        self.branch_on(some, unused, |lower| lower.unit())
                    }
                    None => self.expr(expr),
                }
            }
            // `;` alone.
            syn::Stmt::Expr(Expr::Verbatim(nothing), _) if nothing.is_empty() => self.unit(),
            syn::Stmt::Expr(expr, _) => self.expr(expr),
            syn::Stmt::Macro(mac) => self.macro_statement(&mac.mac),
            syn::Stmt::Item(item) => {
                self.items.push(item.clone());
                self.unit()
            }
        }
    }

    /// `let pat = expr;`
    fn bind_to(&mut self, pat: &Pat, expr: &Expr) {
        let told = told_by(pat, expr);
        match () {
            () if matches!(crate::lower::expr::operator::bare(expr), Expr::Closure(_)) => {
                self.bind_closure(pat, &told);
            }
            () if self.rename_closure(pat, expr) => {}
            () if self.bind_optional(pat, &told) => {}
            () if matches!(pat, Pat::Wild(_)) && self.item_taken(expr) => {}
            () if self.bind_range(pat, expr) => {}
            () if self.holds_objects(pat, expr) => {
                let objects = self.opaque(
                    expr,
                    &code::UNSUPPORTED,
                    &[
                        "a trait object that holds a differentiated value",
                        "use an enum with a variant for each type, or a type parameter",
                    ],
                );
                self.bind(pat, objects);
            }
            () if self.holds_decision(pat, expr) => {
                let decision = self.decision(expr);
                self.bind(pat, decision);
            }
            () if self.holds_count(pat, expr) => {
                let count = self.counting(expr);
                self.bind(pat, count);
            }
            () if self.is_shown(pat, expr) => {
                let text = self.showing(|lower| lower.expr(expr));
                self.bind(pat, text);
            }
            () => {
                let value = self.value_for(pat, expr, told).unwrap_or_else(|| self.lvalue(expr));
                if self.exit == Exit::Falls {
                    self.bind(pat, value);
                }
            }
        }
    }

    /// A value of which the pattern tells more than the expression does; `None` if it does not.
    fn value_for(&mut self, pat: &Pat, expr: &Expr, told: Cow<'_, Expr>) -> Option<Id> {
        if let Pat::Type(typed) = pat {
            let ty = types::read_value(&typed.ty, &self.generics.clone(), &mut self.types);
            if let Some(array) = self.array_from_fn(&told, Some(ty)) {
                return Some(array);
            }
            let told = match told {
                Cow::Owned(told) => Some(told),
                Cow::Borrowed(_) => self.converted(expr, &typed.ty),
            };
            return told.map(|told| self.lvalue(&told));
        }
        let length = crate::lower::typing::sized::length(pat).filter(|_| matches!(pat, Pat::Slice(_)))?;
        let ty = Ty::Array(Box::new(self.types.fresh_inferred()), crate::types::Len::of(length));
        self.array_from_fn(expr, Some(ty))
    }

    /// `x.into()` of a differentiated value, where a float or a type of the user's is wanted: `f64::from(x)`.
    fn converted(&mut self, expr: &Expr, ty: &syn::Type) -> Option<Expr> {
        let Expr::MethodCall(call) = crate::lower::expr::operator::bare(expr) else { return None };
        if call.method != "into" {
            return None;
        }
        let receiver = &call.receiver;
        let of: Option<syn::ExprPath> = match (types::read(ty, &self.generics.clone(), &mut self.types), ty) {
            (Ty::Float(_) | Ty::Array(..) | Ty::Tuple(_), _) => Some(syn::parse_quote!(<#ty>::from)),
            (Ty::Named(_), syn::Type::Path(path)) if path.qself.is_none() => {
                let path = crate::names::in_expression(path.path.clone());
                Some(syn::parse_quote!(#path::from))
            }
            _ => None,
        };
        let of = of.filter(|_| self.mentions_varying(receiver))?;
        Some(syn::parse_quote!(#of(#receiver)))
    }

    /// Declares a local as a pattern does.
    pub(in crate::lower) fn declare_as(&mut self, pat: &syn::PatIdent, value: Id) {
        let local = self.declare(&pat.ident, value);
        if pat.mutability.is_some() {
            self.mutable.insert(local.0);
        }
    }

    /// Binds the names of an irrefutable pattern to parts of a value.
    pub(in crate::lower) fn bind(&mut self, pat: &Pat, value: Id) {
        let value = match super::pattern::takes_apart(pat) && self.is_primitive(value) {
            true => self.left_to_rustc(),
            false => value,
        };
        match pat {
            Pat::Ident(ident) if ident.by_ref.is_some() && ident.mutability.is_some() => {
                let value = self.report(pat, &code::MUT_REFERENCE, &[]);
                self.declare(&ident.ident, value);
            }
            Pat::Ident(ident)
                if ident.mutability.is_some()
                    && ident.by_ref.is_none()
                    && ident.subpat.is_none()
                    && self.declare_apart(&ident.ident, value) => {}
            Pat::Ident(ident) if self.becomes_memory(pat, value) && ident.subpat.is_none() => {
                let value = self.bound_value(value);
                match self.place_of(value) {
                    Some(_) => self.name_memory(&ident.ident, value),
                    None => self.declare_memory(&ident.ident, value),
                }
            }
            Pat::Ident(ident) if ident.subpat.is_none() => {
                let value = match ident.by_ref {
                    Some(_) => self.borrow(value, ident.span()),
                    None => self.bound_value(value),
                };
                if self.place_of(value).is_some() && !matches!(self.ty(value), Ty::Ref(_)) {
                    return self.name_memory(&ident.ident, value);
                }
                if ident.mutability.is_some() && self.declare_referring(&ident.ident, value) {
                    return;
                }
                self.declare_as(ident, value);
            }
            // `whole @ (a, b)`
            Pat::Ident(ident) if let Some((_, inner)) = &ident.subpat => {
                self.bind(inner, value);
                self.bind(&Pat::Ident(syn::PatIdent { subpat: None, ..ident.clone() }), value);
            }
            Pat::Wild(_) | Pat::Rest(_) => {}
            Pat::Paren(paren) => self.bind(&paren.pat, value),
            Pat::Type(typed) if self.goes_without_type(&typed.ty, value) => self.bind(&typed.pat, value),
            Pat::Type(typed) => {
                let ty = types::read_value(&typed.ty, &self.generics.clone(), &mut self.types);
                // Of what is followed more is known than a name.
                let mutable = matches!(&*typed.pat, Pat::Ident(name) if name.mutability.is_some());
                let rows = if mutable { self.list_of_rows(value, &ty) } else { None };
                let kept = rows.is_some() || mutable && self.is_empty_list(value);
                let value = rows.unwrap_or(value);
                if kept && is_of_slices(&ty) {
                    self.rows.insert(value);
                }
                let place = self.place_of(value);
                let stored = place.and_then(|place| self.memory(&place)).is_some_and(|m| m.flow.varies);
                let family = self.types.family(&ty);
                let open = stored || self.varies(value) || self.closed(value).is_some();
                let written = ty.clone();
                let ty = match open || family.is_some() {
                    true => {
                        let opened = crate::lower::signature::named::opened(&ty, &mut self.types).kept();
                        family.into_iter().for_each(|family| self.types.mark_foreign(&opened, family));
                        opened
                    }
                    // What it is filled with is kept in it.
                    false if kept => ty.kept(),
                    false => ty,
                };
                let value = self.as_slice(&typed.pat, value, &ty);
                let value = self.coerced(value, &ty);
                let of = self.arena.ty(value).clone();
                let seen = !matches!(self.types.shallow(&of), Ty::Infer(_));
                let agreed = !self.types.disagree;
                self.types.unify(&of, &ty);
                if agreed && self.types.disagree {
                    // Whatever is said of it follows from that.
                    let value = self.poison();
                    return self.bind(&typed.pat, value);
                }
                if open && family.is_none() {
                    self.named_by_user(&written, &ty, value);
                }
                if ty.is_float() {
                    self.types.say(&of);
                }
                let value = self.annotated(value, &typed.ty, &ty, seen);
                self.bind(&typed.pat, value);
            }
            Pat::Reference(reference) => {
                let value = self.deref(value, pat.span());
                self.bind(&reference.pat, value);
            }
            Pat::Tuple(tuple) => {
                let elems: Vec<_> = tuple.elems.iter().collect();
                if let Ty::Infer(_) = self.ty(value)
                    && !elems.iter().any(|p| matches!(p, Pat::Rest(_)))
                {
                    let parts = elems.iter().map(|_| self.types.fresh_inferred()).collect();
                    let of = self.arena.ty(value).clone();
                    self.types.unify(&of, &Ty::Tuple(parts));
                }
                let whole = self.ty(value).arity();
                self.bind_parts(pat, &elems, whole, |lower, index| {
                    let part = lower.part(value, Member::Index(index), pat.span());
                    lower.bound_part(value, part)
                });
            }
            Pat::Slice(slice) => {
                let elems: Vec<_> = slice.elems.iter().collect();
                let whole = match self.ty(value).referent() {
                    Ty::Array(_, len) => len.value,
                    _ => None,
                };
                let elems = self.bind_rest(elems, whole, value);
                let elems: Vec<_> = elems.iter().collect();
                self.bind_parts(pat, &elems, whole, |lower, index| {
                    let index = lower.index_literal(index);
                    let part = lower.element(value, index, pat.span());
                    lower.bound_part(value, part)
                });
            }
            Pat::Struct(fields) => {
                for field in &fields.fields {
                    let member = crate::lower::expr::structs::member(&field.member);
                    let part = self.part(value, member, field.span());
                    let part = self.bound_part(value, part);
                    self.bind(&field.pat, part);
                }
            }
            Pat::TupleStruct(tuple) if !self.varies(value) || !super::pattern::is_of_option(&tuple.path) => {
                let elems: Vec<_> = tuple.elems.iter().collect();
                self.bind_parts(pat, &elems, None, |lower, index| {
                    let part = lower.part(value, Member::Index(index), pat.span());
                    lower.bound_part(value, part)
                });
            }
            other => {
                self.report(other, &code::PATTERN, &[]);
            }
        }
    }

    /// What a pattern binds a part of `whole` to: a pattern that takes a reference apart binds references.
    pub(in crate::lower) fn bound_part(&mut self, whole: Id, part: Id) -> Id {
        let ty = self.ty(part);
        // How often a number or a list is referred to makes no difference; a string stays behind its own reference.
        let referred = matches!(ty, Ty::Ref(_)) && *ty.referent() != Ty::Discrete;
        if !matches!(self.ty(whole), Ty::Ref(_)) || referred {
            return part;
        }
        let reference = self.borrow(part, self.arena.get(part).span);
        if self.lends(whole).is_some() {
            self.lend([reference]);
        }
        reference
    }

    /// Binds a list of patterns, of which one may be `..`, to the parts of a value with `whole` parts.
    fn bind_parts(
        &mut self,
        pat: &Pat,
        elems: &[&Pat],
        whole: Option<u32>,
        part: impl Fn(&mut Self, u32) -> Id,
    ) {
        let mut skipped = 0;
        for (at, elem) in (0u32..).zip(elems) {
            match elem {
                Pat::Wild(_) => {}
                Pat::Rest(_) => {
                    let named = elems.len() as u32 - 1;
                    match whole {
                        // `..` may stand for none: what follows is then one further to the front.
                        Some(whole) if whole >= named => skipped = whole.wrapping_sub(elems.len() as u32),
                        _ if at + 1 == elems.len() as u32 => {}
                        _ => {
                            self.report(pat, &code::PATTERN, &[]);
                        }
                    }
                }
                elem => {
                    let value = part(self, at.wrapping_add(skipped));
                    self.bind(elem, value);
                }
            }
        }
    }

    /// `a = b`: the name stands for another value from here on.
    pub(in crate::lower) fn assign(&mut self, assign: &syn::ExprAssign) -> Id {
        if let Some((local, held)) = self.held(&assign.left) {
            self.assign_optional(local, held, &assign.right);
            return self.unit();
        }
        // What is assigned is as long as what was there.
        let expected = self.known_type(&assign.left);
        let value = match self.array_from_fn(&assign.right, expected) {
            Some(array) => self.loaded(array),
            None => self.expr(&assign.right),
        };
        self.assign_to(&assign.left, value);
        self.unit()
    }

    pub(in crate::lower) fn assign_to(&mut self, target: &Expr, value: Id) {
        match target {
            Expr::Paren(inner) => self.assign_to(&inner.expr, value),
            Expr::Infer(_) => {}
            Expr::Path(path) => {
                match path.path.get_ident().and_then(|name| Some((name, self.local(name)?))) {
                    Some((name, local)) => self.set(name, local, value),
                    // It is not declared: a `static` is in capitals.
                    None if path.path.get_ident().is_some_and(is_lower_case) => self.types.disagree = true,
                    None => {
                        self.report(target, &code::ASSIGN_TARGET, &[]);
                    }
                }
            }
            Expr::Tuple(tuple) => {
                for (index, elem) in (0..).zip(&tuple.elems) {
                    let part = self.part(value, Member::Index(index), elem.span());
                    self.assign_to(elem, part);
                }
            }
            Expr::Array(array) => {
                let value = self.loaded(value);
                for (at, elem) in (0..).zip(&array.elems) {
                    let at = self.index_literal(at);
                    let part = self.element(value, at, elem.span());
                    self.assign_to(elem, part);
                }
            }
            Expr::Field(field) => self.assign_field(field, value),
            Expr::Index(_) | Expr::Unary(_) => {
                let at = self.lvalue(target);
                match (self.place_of(at), target) {
                    (Some(place), _) => self.store(place, value),
                    // What a `Box` holds stands for the `Box`.
                    (None, Expr::Unary(unary)) if self.ty(at).is_float() && self.is_mutable(&unary.expr) => {
                        self.assign_to(&unary.expr, value);
                    }
                    (None, _) if self.is_poisoned(at) => {}
                    (None, Expr::Index(_)) if self.is_immutable(target) => self.immutable = true,
                    (None, Expr::Index(index)) => {
                        self.report(target, &code::ASSIGN_PART, &[&code::shown(&index.expr)]);
                    }
                    (None, _) if is_in_entry(target) => {
                        self.report(target, &code::UNSUPPORTED, &IN_MAP);
                    }
                    (None, _) => {
                        self.report(target, &code::ASSIGN_TARGET, &[]);
                    }
                }
            }
            other => {
                self.report(other, &code::ASSIGN_TARGET, &[]);
            }
        }
    }

    fn set(&mut self, name: &Ident, local: crate::lower::Local, value: Id) {
        if let Some(held) = self.held.get(&local.0).copied() {
            match self.as_outcome(value) {
                Some(pair) => {
                    let [status, value] =
                        [0, 1].map(|index| self.part(pair, Member::Index(index), name.span()));
                    self.hold_next(local, held, status, value);
                }
                None => {
                    self.report(name, &code::OPTION, &[]);
                }
            }
            return;
        }
        if let Some(referring) = self.referring.get(&local.0).copied() {
            return self.refer(local, referring, value);
        }
        if self.assign_apart(local, value) {
            return;
        }
        self.should_be_apart(local, value);
        let before = self.value_of_local(local);
        if self.lends(before).is_some() && matches!(self.ty(before), Ty::Ref(_)) {
            // The local is to refer to another place from here on. What a loop carries cannot be a place.
            match self.lends(value).is_some() && self.contexts.is_empty() {
                true => self.values[local.0] = Some(value),
                false => {
                    self.report(name, &code::MUT_REFERENCE, &[]);
                }
            }
            return;
        }
        if let Some(place) = self.place_of(before) {
            return self.store(place, value);
        }
        if self.is_of_option(value) && self.becomes_opaque(name) {
            // Its type may be told by what else the local holds.
            return;
        }
        let old = self.arena.ty(before).clone();
        let value = self.coerced(value, &old);
        self.given(&old, value);
        self.alike_to_rustc(before, value);
        self.values[local.0] = Some(value);
        let free = self.arena.is_free(value);
        let node = self.arena.get_mut(value);
        if node.name.is_none() && !free {
            node.name = Some(crate::names::plain(name));
        }
    }

    /// `t.0 = b`: a part of a place, or a new tuple with one part exchanged.
    fn assign_field(&mut self, field: &syn::ExprField, value: Id) {
        if let Some(local) = self.field_local(field) {
            return self.assign_field_local(local, value);
        }
        let base = self.lvalue(&field.base);
        if self.place_of(base).is_some() {
            let part = self.lvalue(&Expr::Field(field.clone()));
            if self.is_outcome(part) || self.is_poisoned(part) {
                return self.store_at(part, value);
            }
            // The field holds an `Option`, and no pair.
            return match self.option_value(value, field.span()) {
                Some(option) => self.store_at(part, option),
                None => {
                    self.report(field, &code::OPTION, &[]);
                }
            };
        }
        let (Ty::Tuple(elems), syn::Member::Unnamed(member)) = (self.ty(base), &field.member) else {
            if !self.is_poisoned(base) {
                self.report(field, &code::ASSIGN_PART, &[&code::shown(&field.base)]);
            }
            return;
        };
        let parts = (0..elems.len() as u32).map(|index| match index == member.index {
            true => value,
            false => self.part(base, Member::Index(index), field.span()),
        });
        let parts = parts.collect();
        let whole = self.node(Op::Tuple(parts), Ty::Tuple(elems), field.span());
        self.assign_to(&field.base, whole);
    }

    /// `return e`.
    pub(in crate::lower) fn return_expr(&mut self, ret: &syn::ExprReturn) -> Id {
        let value = match &ret.expr {
            Some(expr) => self.expr(expr),
            None => self.unit(),
        };
        self.leave(value);
        value
    }

    /// A statement that is kept for its effect.
    pub(in crate::lower) fn effect(&mut self, tokens: proc_macro2::TokenStream, captures: Vec<(Ident, Id)>) {
        self.block.stmts.push(Stmt::Effect(tokens, captures));
    }
}

/// The expression with what the annotation of a pattern tells it.
fn told_by<'e>(pat: &Pat, expr: &'e Expr) -> Cow<'e, Expr> {
    let told = match pat {
        Pat::Type(typed) => crate::lower::typing::told::told(expr, &typed.ty),
        _ => None,
    };
    told.map_or(Cow::Borrowed(expr), Cow::Owned)
}

fn is_lower_case(name: &Ident) -> bool {
    !name.to_string().contains(char::is_uppercase)
}

/// Is it `Vec<&[T]>`?
pub(in crate::lower) fn is_of_slices(ty: &Ty) -> bool {
    let is_slice = |elem: &Ty| matches!(elem, Ty::Ref(to) if matches!(**to, Ty::Slice(_)));
    matches!(ty, Ty::Vec(elem) if is_slice(elem))
}

/// The names in a pattern, as it has them.
pub fn idents_in(pat: &Pat) -> Vec<syn::PatIdent> {
    struct Names(Vec<syn::PatIdent>);
    impl<'ast> syn::visit::Visit<'ast> for Names {
        fn visit_pat_ident(&mut self, pat: &'ast syn::PatIdent) {
            self.0.push(pat.clone());
            syn::visit::visit_pat_ident(self, pat);
        }
    }
    let mut names = Names(Vec::new());
    syn::visit::Visit::visit_pat(&mut names, pat);
    names.0
}

/// The names that a pattern binds.
pub(in crate::lower) fn names_in(pat: &Pat) -> Vec<Ident> {
    idents_in(pat).into_iter().map(|name| name.ident).collect()
}
