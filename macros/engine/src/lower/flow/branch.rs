//! `if`, `match`, `let … else`: arms that are lowered side by side and joined.

use super::statement::Rest;
use crate::diagnostics as code;
use crate::ir::{Arm, Block, Branch, Flow, Id, Literal, Op, Pattern, Stmt};
use crate::lower::env::join::Lowered;
use crate::lower::option::in_two_steps::is_choosy;
use crate::lower::option::optional::{As, Optional};
use crate::lower::option::outcome::{Variant, matched};
use crate::lower::{Exit, Lower};
use crate::spanned::Spanned;
use crate::types::Ty;
use proc_macro2::Span;
use syn::visit::Visit;
use syn::{Expr, Pat};

/// Does the expression contain a `return` of this function?
pub(in crate::lower) fn returns(expr: &Expr) -> bool {
    struct Search(bool);
    impl<'ast> Visit<'ast> for Search {
        fn visit_expr_return(&mut self, _: &'ast syn::ExprReturn) {
            self.0 = true;
        }
        fn visit_expr_closure(&mut self, _: &'ast syn::ExprClosure) {}
        fn visit_item(&mut self, _: &'ast syn::Item) {}
    }
    let mut search = Search(false);
    search.visit_expr(expr);
    search.0
}

/// What a `match` looks at.
enum Scrutinee<'e> {
    /// An `Option` or a `Result`, of which the arms with a value and without are wanted.
    Optional(Optional<'e>),
    Value(Id),
}

/// The arms with a value and without, if these are all.
fn two_arms(branch: &syn::ExprMatch) -> Option<[&syn::Arm; 2]> {
    let [first, second] = branch.arms.iter().collect::<Vec<_>>()[..] else { return None };
    let some = |arm: &'_ syn::Arm| matches!(matched(&arm.pat), Some((Variant::Some | Variant::Ok, Some(inner))) if is_certain(inner));
    let none = |arm: &'_ syn::Arm| match matched(&arm.pat) {
        Some((Variant::None, None)) => true,
        Some((Variant::Err, Some(inner))) => is_certain(inner),
        _ => false,
    };
    let other = |arm: &'_ syn::Arm| matches!(arm.pat, Pat::Wild(_));
    match () {
        () if some(first) && none(second) => Some([first, second]),
        () if some(first) && other(second) && divides(&first.pat) => Some([first, second]),
        () if none(first) && some(second) => Some([second, first]),
        () => None,
    }
}

/// Does an `Option` or a `Result` fit this pattern wherever it has the variant? Where rustc asks for no arm for the other values inside,
/// as beside `_`, a slice may be longer than its pattern, and an enum have another variant.
pub(in crate::lower) fn divides(pat: &Pat) -> bool {
    matched(pat).is_some_and(|(_, inner)| inner.is_none_or(|inner| is_certain(inner) && !is_choosy(inner)))
}

fn wild() -> Pat {
    syn::parse_quote!(_)
}

/// Does a pattern inside of another match whatever is there?
pub(in crate::lower) fn is_certain(pat: &Pat) -> bool {
    match pat {
        Pat::Ident(name) => name.subpat.is_none() && super::pattern::constant_in(pat).is_none(),
        Pat::Wild(_) => true,
        Pat::Paren(inner) => is_certain(&inner.pat),
        Pat::Reference(inner) => is_certain(&inner.pat),
        Pat::Tuple(tuple) => tuple.elems.iter().all(|elem| matches!(elem, Pat::Rest(_)) || is_certain(elem)),
        Pat::Slice(slice) => slice.elems.iter().all(|elem| matches!(elem, Pat::Rest(_)) || is_certain(elem)),
        // Rust has the other arm only for `None` or `Err`.
        Pat::Struct(_) | Pat::TupleStruct(_) => matched(pat).is_none(),
        _ => false,
    }
}

/// The variant that a pattern is for and what is in it, if it divides the values into those with the variant and the others.
fn matched_alone(pat: &Pat) -> Option<(Variant, Option<&Pat>)> {
    matched(pat).filter(|_| divides(pat))
}

/// Is it a pattern for an `Option` or a `Result`, with a guard or without?
fn is_of_outcome(pat: &Pat) -> bool {
    match pat {
        Pat::Guard(guarded) => is_of_outcome(&guarded.pat),
        Pat::Reference(inner) => is_of_outcome(&inner.pat),
        Pat::Or(cases) => cases.cases.iter().any(is_of_outcome),
        pat => matched(pat).is_some(),
    }
}

/// Is it the pattern of a tuple with one of those at that place?
fn is_of_outcome_at(pat: &Pat, at: usize) -> bool {
    match pat {
        Pat::Guard(guarded) => is_of_outcome_at(&guarded.pat, at),
        Pat::Reference(inner) => is_of_outcome_at(&inner.pat, at),
        Pat::Paren(inner) => is_of_outcome_at(&inner.pat, at),
        Pat::Or(cases) => cases.cases.iter().any(|case| is_of_outcome_at(case, at)),
        Pat::Tuple(parts) => {
            let before = parts.elems.iter().take(at + 1);
            !before.clone().any(|part| matches!(part, Pat::Rest(_)))
                && before.last().is_some_and(|part| at < parts.elems.len() && is_of_outcome(part))
        }
        _ => false,
    }
}

/// The expression that a block ends in.
fn last_of(block: &syn::Block) -> Option<&Expr> {
    match block.stmts.last() {
        Some(syn::Stmt::Expr(value, None)) => Some(value),
        _ => None,
    }
}

/// What an arm does: pattern and guard first, then the value of its body.
pub(in crate::lower) type ArmBody<'s, 'a> =
    Box<dyn FnOnce(&mut Lower<'a>) -> (Pattern, Option<Block>, Id) + 's>;

impl<'a> Lower<'a> {
    /// The body of the function: its value is what a `return` left, or that of its last expression.
    pub(in crate::lower) fn function_body(
        &mut self,
        body: &syn::Block,
        signature: &crate::lower::Signature,
    ) -> Id {
        self.tail = true;
        let value = self.block_expr(body);
        // On a way that leaves it is no pair.
        if let Some(aux) = self.aux_result
            && self.exit == Exit::Falls
        {
            return self.body_with_aux(value, aux, signature);
        }
        let value = self.coerced(value, &signature.value_or_outcome());
        let value = self.by_value(value, signature);
        let result = self.value_of_local(self.result);
        let final_value = match (self.exit, self.left_known()) {
            (Exit::Leaves, _) => match self.aux_result {
                Some(aux) => {
                    let aux = self.value_of_local(aux);
                    return self.pair(result, aux, Span::call_site());
                }
                None => result,
            },
            (Exit::Falls, Some(false)) => value,
            (Exit::Falls, _) => {
                let left = self.value_of_local(self.left);
                self.choose(left, result, value)
            }
        };
        let final_value = self.coerced(final_value, &signature.result);
        let final_value = self.by_value(final_value, signature);
        self.given(&signature.result, final_value);
        final_value
    }

    /// What a function returns, with numbers instead of references to such.
    fn by_value(&mut self, value: Id, signature: &crate::lower::Signature) -> Id {
        match signature.returns_references_to_numbers() {
            true => self.numbers_behind(value, &signature.result),
            false => value,
        }
    }

    pub(in crate::lower) fn if_expr(&mut self, branch: &syn::ExprIf, rest: Option<Rest<'_>>, form: As) -> Id {
        if let Expr::Let(condition) = &*branch.cond {
            let otherwise = branch.else_branch.as_ref().map(|(_, e)| &**e);
            return self.if_let(condition, &branch.then_branch, otherwise, rest, form);
        }
        if let Some(value) = self.if_chain(branch, rest, form) {
            return value;
        }
        let condition = self.inner(|lower| lower.decision(&branch.cond));
        if self.exit == Exit::Leaves {
            return condition;
        }
        self.decides(condition);
        let then = rest.is_none().then(|| last_of(&branch.then_branch)).flatten();
        let tails = then.zip(branch.else_branch.as_ref()).map(|(then, (_, otherwise))| [then, otherwise]);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(|lower| (Pattern::Is(true), None, lower.block_as(&branch.then_branch, form))),
            Box::new(|lower| {
                let value = match &branch.else_branch {
                    Some((_, otherwise)) => lower.expr_as(otherwise, form),
                    None => lower.unit(),
                };
                (Pattern::Is(false), None, value)
            }),
        ];
        match tails {
            Some(tails) => {
                let (arms, choice) = self.choosing(arms, &tails);
                let value = self.branch(condition, arms, branch.span(), None);
                self.chosen(value, choice, None)
            }
            None => self.branch(condition, arms, branch.span(), rest),
        }
    }

    fn if_let(
        &mut self,
        condition: &syn::ExprLet,
        then: &syn::Block,
        otherwise: Option<&Expr>,
        rest: Option<Rest<'_>>,
        form: As,
    ) -> Id {
        let otherwise = move |lower: &mut Lower<'a>| match otherwise {
            Some(otherwise) => lower.expr_as(otherwise, form),
            None => lower.unit(),
        };
        let known = matched_alone(&condition.pat);
        let on = self.inner(|lower| lower.scrutinee(&condition.expr, &[&condition.pat], known.is_some()));
        let on = match (on, known) {
            (Scrutinee::Optional(optional), Some((variant, inner))) => {
                let then = move |lower: &mut Lower<'a>| lower.block_as(then, form);
                return match (variant, inner) {
                    (Variant::Some | Variant::Ok, Some(pat)) => {
                        self.if_some(optional, pat, then, None, otherwise, rest)
                    }
                    (_, error) => self.if_some(optional, &wild(), otherwise, error, then, rest),
                };
            }
            (Scrutinee::Optional(optional), None) => self.outcome_of(optional, condition.span()),
            (Scrutinee::Value(on), _) => on,
        };
        let pat = self.looking_at(&condition.pat, on);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                let pattern = lower.pattern(&pat, on, false);
                let value = lower.block_as(then, form);
                (pattern, None, value)
            }),
            Box::new(move |lower| {
                let value = otherwise(lower);
                (Pattern::Rust(Box::new(syn::parse_quote!(_)), Vec::new()), None, value)
            }),
        ];
        self.branch(on, arms, condition.span(), rest)
    }

    /// `while let p = e { … }` of a value without a derivative.
    pub(in crate::lower) fn while_matches(&mut self, l: &syn::ExprWhile, condition: &syn::ExprLet) -> Id {
        if crate::lower::scan::jump::jumps(&condition.expr) {
            let shown = "a jump or a panic in the value of this `while let`";
            return self.report(
                &crate::lower::fence::refuse::mark(&condition.expr),
                &code::UNSUPPORTED,
                &[shown, "write `loop`, with the value in a `let` of its own"],
            );
        }
        let tuple = match crate::lower::expr::operator::bare(&condition.expr) {
            Expr::Tuple(tuple) => tuple.elems.iter().any(|elem| self.is_optional(elem)),
            _ => false,
        };
        if tuple {
            // Several that may not be there: a `match` looks at them.
            let (value, pat, body) = (&condition.expr, &condition.pat, &l.body);
            let arms = syn::parse_quote!({ match #value { #pat => #body, _ => break } });
            let (label, loop_token) = (l.label.clone(), Default::default());
            self.endless_loop(&syn::ExprLoop { attrs: Vec::new(), label, loop_token, body: arms });
            return self.unit();
        }
        let label = l.label.as_ref().map(|label| &label.name);
        let assigned = self.assigned(&[&condition.expr], &l.body);
        self.looped(None, assigned, label, l.span(), |lower, _| lower.while_arms(l, condition));
        self.unit()
    }

    /// One iteration of it.
    pub(in crate::lower) fn while_arms(&mut self, l: &syn::ExprWhile, condition: &syn::ExprLet) {
        let on = match self.inner(|lower| lower.scrutinee(&condition.expr, &[&condition.pat], false)) {
            Scrutinee::Optional(optional) => self.outcome_of(optional, condition.span()),
            Scrutinee::Value(on) => on,
        };
        if self.varies(on) && !self.is_outcome(on) && !super::pattern::has_slice(&condition.pat) {
            self.refuse_while_let(condition);
            return;
        }
        let pat = self.looking_at(&condition.pat, on);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(|lower| {
                let pattern = lower.pattern(&pat, on, false);
                (pattern, None, lower.block_expr(&l.body))
            }),
            Box::new(|lower| {
                let value = lower.break_from(0, None);
                (Pattern::Rust(Box::new(syn::parse_quote!(_)), Vec::new()), None, value)
            }),
        ];
        self.branch(on, arms, condition.span(), None);
    }

    /// `let PATTERN = e else { … };` and what follows, which has the pattern's names.
    pub(in crate::lower) fn let_else(
        &mut self,
        local: &syn::Local,
        expr: &Expr,
        otherwise: &Expr,
        rest: Rest<'_>,
    ) -> Id {
        let known = matched_alone(&local.pat);
        let on = self.inner(|lower| lower.scrutinee(expr, &[&local.pat], known.is_some()));
        let on = match (on, known) {
            (Scrutinee::Optional(optional), Some((variant, inner))) => {
                let otherwise = move |lower: &mut Lower<'a>| lower.expr(otherwise);
                let rest = Some(Rest { target: None, scope: None, ..rest });
                return match (variant, inner) {
                    (Variant::Some | Variant::Ok, Some(pat)) => {
                        self.if_some(optional, pat, |lower| lower.unit(), None, otherwise, rest)
                    }
                    (_, error) => {
                        self.if_some(optional, &wild(), otherwise, error, |lower| lower.unit(), rest)
                    }
                };
            }
            (Scrutinee::Optional(optional), None) => self.outcome_of(optional, local.span()),
            (Scrutinee::Value(on), _) => on,
        };
        let pat = self.looking_at(&local.pat, on);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                let pattern = lower.pattern(&pat, on, false);
                (pattern, None, lower.unit())
            }),
            Box::new(move |lower| {
                let value = lower.expr(otherwise);
                (Pattern::Rust(Box::new(syn::parse_quote!(_)), Vec::new()), None, value)
            }),
        ];
        self.branch(on, arms, local.span(), Some(Rest { target: None, scope: None, ..rest }))
    }

    pub(in crate::lower) fn match_expr(
        &mut self,
        branch: &syn::ExprMatch,
        rest: Option<Rest<'_>>,
        form: As,
    ) -> Id {
        let guarded = branch.arms.iter().any(|arm| matches!(arm.pat, Pat::Guard(_)));
        let differentiated = guarded && self.mentions_varying(quote::ToTokens::to_token_stream(&branch.expr));
        if let Some(in_turn) = super::let_chain::guarded_in_turn(branch, differentiated) {
            return self.if_expr(&in_turn, rest, form);
        }
        let two = two_arms(branch);
        let pats: Vec<&Pat> = branch.arms.iter().map(|arm| &arm.pat).collect();
        let on = self.inner(|lower| lower.scrutinee(&branch.expr, &pats, two.is_some()));
        let on = match (on, two) {
            (Scrutinee::Optional(optional), Some([some, none])) => {
                let inner = |arm: &'_ syn::Arm| matched(&arm.pat).and_then(|(_, inner)| inner.cloned());
                let (value, error) = (inner(some), inner(none));
                return self.if_some(
                    optional,
                    &value.unwrap_or_else(wild),
                    |lower| lower.expr_as(&some.body, form),
                    error.as_ref(),
                    |lower| lower.expr_as(&none.body, form),
                    rest,
                );
            }
            (Scrutinee::Optional(optional), None) => self.outcome_of(optional, branch.expr.span()),
            (Scrutinee::Value(on), _) => on,
        };
        if branch.arms.is_empty() || self.exit == Exit::Leaves {
            return on;
        }
        let arm = |arm: &'_ syn::Arm| -> ArmBody<'_, 'a> {
            let arm = arm.clone();
            Box::new(move |lower: &mut Lower<'a>| {
                let (pat, guard) = match &arm.pat {
                    Pat::Guard(guarded) => (&*guarded.pat, Some(&guarded.guard)),
                    pat => (pat, None),
                };
                let pat = lower.looking_at(pat, on);
                let pattern = lower.pattern(&pat, on, guard.is_some());
                let guard = guard.map(|guard| lower.guard(guard));
                let value = lower.expr_as(&arm.body, form);
                (pattern, guard, value)
            })
        };
        let arms = branch.arms.iter().map(arm).collect();
        if rest.is_none() {
            let tails: Vec<&Expr> = branch.arms.iter().map(|arm| &*arm.body).collect();
            let (arms, choice) = self.choosing(arms, &tails);
            let again = choice.as_ref().and_then(|_| self.again(branch, on));
            let value = self.branch(on, arms, branch.expr.span(), None);
            return self.chosen(value, choice, again);
        }
        self.branch(on, arms, branch.expr.span(), rest)
    }

    /// What a `match` looks at. A pattern says whether what only rustc knows is an `Option` or a `Result`. If it is one, and if the arms
    /// are those `with` a value and without, it is not evaluated as a whole.
    fn scrutinee<'e>(&mut self, expr: &'e Expr, pats: &[&Pat], two: bool) -> Scrutinee<'e> {
        if two && let Some(optional) = self.optional_of(expr) {
            return Scrutinee::Optional(optional);
        }
        let on = match self.is_optional(expr) {
            true => self.optional_pair(expr),
            false => self.expr(expr),
        };
        let on = match pats.iter().any(|pat| super::pattern::has_slice(pat)) {
            true => self.with_copies_of_slices(on),
            false => on,
        };
        // What is in it may not be `Copy`, and is wanted in both sweeps.
        let is_variant = |pat: &Pat| matched(pat).is_some_and(|(_, inner)| inner.is_none_or(is_certain));
        let variants = two && pats.iter().all(|pat| matches!(pat, Pat::Wild(_)) || is_variant(pat));
        if variants
            && self.exit == Exit::Falls
            && let Some(optional) = self.opaque_as_optional(on)
        {
            return Scrutinee::Optional(optional);
        }
        pats.iter().for_each(|pat| self.matched_by(on, pat));
        let on = self.with_outcomes_of_fields(on, pats);
        let field = self.option_in_field(on).is_some() && pats.iter().any(|pat| is_of_outcome(pat));
        match (field || two && self.is_outcome(on)) && self.exit == Exit::Falls {
            true => Scrutinee::Optional(self.of_outcome(on, expr.span())),
            false => Scrutinee::Value(on),
        }
    }

    /// A tuple in which the fields that a pattern takes for an `Option` or a `Result` are read as such.
    fn with_outcomes_of_fields(&mut self, on: Id, pats: &[&Pat]) -> Id {
        let Op::Tuple(parts) = self.arena.op(on).clone() else { return on };
        let in_field = |(at, part): (usize, &Id)| {
            self.option_in_field(*part).is_some() && pats.iter().any(|pat| is_of_outcome_at(pat, at))
        };
        let fields: Vec<bool> = parts.iter().enumerate().map(in_field).collect();
        if !fields.contains(&true) {
            return on;
        }
        let span = self.arena.get(on).span;
        let parts: Vec<Id> = std::iter::zip(parts, fields)
            .map(|(part, is_field)| match is_field {
                true => {
                    let optional = self.of_outcome(part, span);
                    self.outcome_of(optional, span)
                }
                false => part,
            })
            .collect();
        let types = parts.iter().map(|part| self.arena.ty(*part).clone()).collect();
        self.node(Op::Tuple(parts), Ty::Tuple(types), span)
    }

    /// A pattern for it.
    pub(in crate::lower) fn looking_at(&mut self, pat: &Pat, on: Id) -> Pat {
        let ty = self.ty(on);
        self.pattern_of_pairs(pat, &ty)
    }

    /// The guard of an arm. It must change nothing: the reverse sweep would have to undo what a guard did that did not hold.
    fn guard(&mut self, guard: &Expr) -> Block {
        const ASSIGNED: [&str; 2] = [
            "an assignment inside of a guard",
            "assign before the `match`, or use an `if` instead of the arm",
        ];
        self.refuse_jump(guard);
        if !self.assigned_in(&[guard]).is_empty() {
            let refused = self.report(guard, &code::UNSUPPORTED, &ASSIGNED);
            return Block { results: vec![refused], ..Block::default() };
        }
        let block = self.inner(|lower| lower.separate(|lower| lower.decision(guard)));
        self.decides(block.results[0]);
        let changes = block.any(|stmt| match stmt {
            Stmt::Store(..) | Stmt::Replace(..) | Stmt::Grow(..) | Stmt::Shrink(..) => true,
            Stmt::Call(_) | Stmt::Let(_) => !stmt.writes(&self.arena).is_empty(),
            _ => false,
        });
        if changes {
            self.report(guard, &code::UNSUPPORTED, &ASSIGNED);
        }
        block
    }

    /// Lowers into a block of its own.
    pub(in crate::lower) fn separate(&mut self, lower: impl FnOnce(&mut Self) -> Id) -> Block {
        let outer = std::mem::take(&mut self.block);
        self.block.part = self.number_block();
        let before = self.values.clone();
        let value = lower(self);
        let changed = |local: usize| match (self.values[local], before[local]) {
            (Some(now), Some(before)) => !self.same(now, before),
            (now, before) => now != before,
        };
        if self.values.differing(&before).any(changed) {
            // Whether it is run at all is not known.
            let span = self.arena.get(value).span;
            self.sink.report_at(
                span,
                &code::UNSUPPORTED,
                &["an assignment inside of a condition", "assign in a statement before the condition"],
            );
        }
        self.values = before;
        let mut block = std::mem::replace(&mut self.block, outer);
        block.results = vec![value];
        block
    }

    /// What decides between the arms: of a place what is there now, which the reverse sweep asks for again after it has changed.
    /// Of many patterns that is the number of its elements.
    fn looked_at_once(&mut self, on: Id, arms: &mut [Lowered]) -> Id {
        let (ty, span) = (self.ty(on), self.arena.get(on).span);
        let Some(place) = self.place_of(on) else {
            // Elements are asked of a slice; one that a local keeps is a `Vec` here.
            let asked = arms.iter().any(|arm| super::pattern::asks_elements(&arm.pattern));
            return match matches!(ty.referent(), Ty::Vec(_)) && asked {
                true => self.whole_slice(on, span),
                false => on,
            };
        };
        let by_length: Option<Vec<Pattern>> =
            arms.iter().map(|arm| super::pattern::by_length(&arm.pattern)).collect();
        if let Some(patterns) = by_length.filter(|_| ty.is_list())
            && let Some(length) = self.length(on, span)
        {
            arms.iter_mut().zip(patterns).for_each(|(arm, pattern)| arm.pattern = pattern);
            return length;
        }
        let ty = match ty.referent() {
            Ty::Slice(elem) => Ty::Vec(elem.clone()),
            other => other.clone(),
        };
        let flow = self.arena.get(on).flow;
        let list = ty.is_list();
        let copy = self.node_with(Op::Load(place), ty, flow, span);
        // What is no list is not asked how long it is.
        match list {
            true => self.whole_slice(copy, span),
            false => self.borrow(copy, span),
        }
    }

    /// A list as a slice.
    fn whole_slice(&mut self, list: Id, span: Span) -> Id {
        let Some(length) = self.length(list, span) else { return self.borrow(list, span) };
        let from = self.index_literal(0);
        let all = self.slice(list, from, length, span);
        self.arena.assure(all);
        all
    }

    /// Lowers the arms side by side from the same state and joins where they left the locals.
    pub(in crate::lower) fn branch(
        &mut self,
        on: Id,
        arms: Vec<ArmBody<'_, 'a>>,
        span: Span,
        rest: Option<Rest<'_>>,
    ) -> Id {
        let values = self.values.clone();
        let names = self.names.clone();
        let outer_hoisted = std::mem::take(&mut self.hoisted);
        // What follows the branch takes the tail position from it.
        let tail = self.tail;
        self.tail &= rest.is_none();
        let mut lowered: Vec<Lowered> = arms
            .into_iter()
            .map(|arm| {
                self.values.clone_from(&values);
                self.names.clone_from(&names);
                let outer = std::mem::take(&mut self.block);
                self.block.part = self.number_block();
                let (pattern, guard, value) = arm(self);
                let block = std::mem::replace(&mut self.block, outer);
                let exit = std::mem::replace(&mut self.exit, Exit::Falls);
                let names = std::mem::take(&mut self.names);
                Lowered {
                    pattern,
                    guard,
                    block,
                    values: std::mem::take(&mut self.values),
                    names,
                    value,
                    exit,
                }
            })
            .collect();

        let going_on: Vec<usize> = (0..lowered.len()).filter(|i| lowered[*i].exit == Exit::Falls).collect();
        let mut pending = rest;
        if let (Some(rest), [only]) = (rest, going_on.as_slice()) {
            let arm = &mut lowered[*only];
            self.values = std::mem::take(&mut arm.values);
            self.names = std::mem::take(&mut arm.names);
            let outer = std::mem::replace(&mut self.block, std::mem::take(&mut arm.block));
            self.tail = tail;
            arm.value = self.rest(rest, arm.value);
            arm.block = std::mem::replace(&mut self.block, outer);
            arm.values = std::mem::take(&mut self.values);
            arm.exit = std::mem::replace(&mut self.exit, Exit::Falls);
            pending = None;
        }
        self.tail = tail;
        // Where one arm returns and the branch is the function's value, the others return too.
        if tail
            && pending.is_none()
            && lowered.iter().any(|arm| arm.exit == Exit::Leaves && !arm.block.diverges)
        {
            for arm in lowered.iter_mut().filter(|arm| arm.exit == Exit::Falls) {
                self.values = std::mem::take(&mut arm.values);
                let outer = std::mem::replace(&mut self.block, std::mem::take(&mut arm.block));
                self.leave(arm.value);
                arm.block = std::mem::replace(&mut self.block, outer);
                arm.values = std::mem::take(&mut self.values);
                arm.exit = std::mem::replace(&mut self.exit, Exit::Falls);
            }
        }
        self.names = names;
        let hoisted = std::mem::replace(&mut self.hoisted, outer_hoisted);
        self.block.stmts.extend(hoisted);
        let on = self.looked_at_once(on, &mut lowered);
        let value = self.join(on, lowered, values, span);
        self.followed(pending, value)
    }

    /// What follows something with a value, unless that left.
    pub(in crate::lower) fn followed(&mut self, rest: Option<Rest<'_>>, value: Id) -> Id {
        match rest {
            Some(_) if self.exit == Exit::Leaves => value,
            Some(rest) if self.left_known() == Some(false) => self.rest(rest, value),
            Some(rest) => {
                let left = self.value_of_local(self.left);
                self.unless(left, |lower| lower.rest(rest, value))
            }
            None => value,
        }
    }

    /// `if condition { yes } else { no }` of what is lowered on either side.
    pub(in crate::lower) fn branch_on<'s>(
        &mut self,
        condition: Id,
        yes: impl FnOnce(&mut Lower<'a>) -> Id + 's,
        no: impl FnOnce(&mut Lower<'a>) -> Id + 's,
    ) -> Id {
        self.decides(condition);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| (Pattern::Is(true), None, yes(lower))),
            Box::new(move |lower| (Pattern::Is(false), None, no(lower))),
        ];
        self.branch(condition, arms, Span::call_site(), None)
    }

    /// `if condition { yes } else { no }` of values that are there already.
    pub(in crate::lower) fn choose(&mut self, condition: Id, yes: Id, no: Id) -> Id {
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |_| (Pattern::Is(true), None, yes)),
            Box::new(move |_| (Pattern::Is(false), None, no)),
        ];
        self.branch(condition, arms, Span::call_site(), None)
    }

    /// `if condition { right } else { known }` or the other way round: `&&` and `||`.
    pub(in crate::lower) fn if_separate(
        &mut self,
        condition: Id,
        known: Id,
        right: Block,
        on_true: bool,
        span: Span,
    ) -> Id {
        let id = self.bound(Ty::Bool, Flow::default(), span);
        let decided = Block { results: vec![known], ..Block::default() };
        let (yes, no) = if on_true { (decided, right) } else { (right, decided) };
        let arms =
            [(true, yes), (false, no)].map(|(is, body)| Arm { pattern: Pattern::Is(is), guard: None, body });
        self.block.stmts.push(Stmt::Branch(Branch {
            on: condition,
            arms: arms.into(),
            results: vec![id],
            taken: None,
            at: span,
        }));
        id
    }

    /// What follows a `return` that may have been taken.
    pub(in crate::lower) fn unless(&mut self, returned: Id, rest: impl FnOnce(&mut Self) -> Id) -> Id {
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                // It has left already, with whatever it left with.
                lower.raise(lower.left);
                lower.exit = Exit::Leaves;
                let value = lower.poison();
                (Pattern::Is(true), None, value)
            }),
            Box::new(move |lower| {
                lower.values[lower.left.0] = Some(lower.literal(Literal::Bool(false), Ty::Bool));
                (Pattern::Is(false), None, rest(lower))
            }),
        ];
        self.branch(returned, arms, Span::call_site(), None)
    }
}
