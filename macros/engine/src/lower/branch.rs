//! `if`, `match`, `let … else`: arms that are lowered side by side and joined.

use super::binding::Rest;
use super::join::Lowered;
use super::optional::{As, is_none_pattern, some_pattern};
use super::{Exit, Lower};
use crate::diagnostics as code;
use crate::ir::{Arm, Block, Branch, Flow, Id, Literal, Pattern, Stmt};
use crate::types::Ty;
use proc_macro2::Span;
use syn::spanned::Spanned;
use syn::visit::Visit;
use syn::{Expr, Pat};

/// Does the expression contain a `return` of this function?
pub(super) fn returns(expr: &Expr) -> bool {
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

/// What an arm does: pattern and guard first, then the value of its body.
pub(super) type ArmBody<'s, 'a> = Box<dyn FnOnce(&mut Lower<'a>) -> (Pattern, Option<Block>, Id) + 's>;

impl<'a> Lower<'a> {
    /// The body of the function: its value is what a `return` left, or that of its last expression.
    pub(super) fn function_body(&mut self, body: &syn::Block, signature: &super::Signature) -> Id {
        self.tail = true;
        let value = self.block_expr(body);
        let result = self.value_of_local(self.result);
        let final_value = match (self.exit, self.left_known()) {
            (Exit::Leaves, _) => result,
            (Exit::Falls, Some(false)) => value,
            (Exit::Falls, _) => {
                let left = self.value_of_local(self.left);
                self.choose(left, result, value)
            }
        };
        self.given(&signature.result, final_value);
        final_value
    }

    pub(super) fn if_expr(&mut self, branch: &syn::ExprIf, rest: Option<Rest<'_>>, form: As) -> Id {
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
        self.branch(condition, arms, branch.span(), rest)
    }

    fn if_let(
        &mut self,
        condition: &syn::ExprLet,
        then: &syn::Block,
        otherwise: Option<&Expr>,
        rest: Option<Rest<'_>>,
        form: As,
    ) -> Id {
        if let (Some(pat), Some(optional)) =
            (some_pattern(&condition.pat), self.inner(|lower| lower.optional_of(&condition.expr)))
        {
            let otherwise = move |lower: &mut Lower<'a>| match otherwise {
                Some(otherwise) => lower.expr_as(otherwise, form),
                None => lower.unit(),
            };
            return self.if_some(optional, pat, move |lower| lower.block_as(then, form), otherwise, rest);
        }
        let on = self.inner(|lower| lower.looked_at(&condition.expr));
        let pat = self.looking_at(&condition.pat, &condition.expr);
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |lower| {
                let pattern = lower.pattern(&pat, on, false);
                let value = lower.block_as(then, form);
                (pattern, None, value)
            }),
            Box::new(move |lower| {
                let value = match otherwise {
                    Some(otherwise) => lower.expr_as(otherwise, form),
                    None => lower.unit(),
                };
                (Pattern::Rust(Box::new(syn::parse_quote!(_)), Vec::new()), None, value)
            }),
        ];
        self.branch(on, arms, condition.span(), rest)
    }

    /// `while let p = e { … }` of a value without a derivative.
    pub(super) fn while_matches(&mut self, l: &syn::ExprWhile, condition: &syn::ExprLet) -> Id {
        if super::jump::jumps(&condition.expr) {
            let shown = "a jump or a panic in the value of this `while let`";
            return self.report(&super::refuse::mark(&condition.expr), &code::UNSUPPORTED, &[shown]);
        }
        let label = l.label.as_ref().map(|label| &label.name);
        let assigned = self.assigned(&[&condition.expr], &l.body);
        self.looped(None, assigned, label, l.span(), |lower, _| lower.while_arms(l, condition));
        self.unit()
    }

    /// One iteration of it.
    pub(super) fn while_arms(&mut self, l: &syn::ExprWhile, condition: &syn::ExprLet) {
        let on = self.inner(|lower| lower.expr(&condition.expr));
        if self.varies(on) && !super::pattern::has_slice(&condition.pat) {
            self.refuse_while_let(condition);
            return;
        }
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(|lower| {
                let pattern = lower.pattern(&condition.pat, on, false);
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
    pub(super) fn let_else(
        &mut self,
        local: &syn::Local,
        expr: &Expr,
        otherwise: &Expr,
        rest: Rest<'_>,
    ) -> Id {
        if let (Some(pat), Some(optional)) =
            (some_pattern(&local.pat), self.inner(|lower| lower.optional_of(expr)))
        {
            let otherwise = move |lower: &mut Lower<'a>| lower.expr(otherwise);
            let rest = Some(Rest { target: None, scope: None, ..rest });
            return self.if_some(optional, pat, |lower| lower.unit(), otherwise, rest);
        }
        let on = self.inner(|lower| lower.looked_at(expr));
        let pat = self.looking_at(&local.pat, expr);
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

    pub(super) fn match_expr(&mut self, branch: &syn::ExprMatch, rest: Option<Rest<'_>>, form: As) -> Id {
        if let Some(value) = self.match_optional(branch, rest, form) {
            return value;
        }
        let on = self.inner(|lower| lower.looked_at(&branch.expr));
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
                let pat = lower.looking_at(pat, &branch.expr);
                let pattern = lower.pattern(&pat, on, guard.is_some());
                let guard = guard.map(|guard| lower.guard(guard));
                let value = lower.expr_as(&arm.body, form);
                (pattern, guard, value)
            })
        };
        let arms = branch.arms.iter().map(arm).collect();
        self.branch(on, arms, branch.expr.span(), rest)
    }

    /// A `match` with the two arms of an `Option`; `None` if it is another.
    fn match_optional(&mut self, branch: &syn::ExprMatch, rest: Option<Rest<'_>>, form: As) -> Option<Id> {
        let [first, second] = branch.arms.iter().collect::<Vec<_>>()[..] else { return None };
        let (some, none) = match (some_pattern(&first.pat), some_pattern(&second.pat)) {
            (Some(_), None) if is_none_pattern(&second.pat) => (first, second),
            (None, Some(_)) if is_none_pattern(&first.pat) && !matches!(first.pat, Pat::Wild(_)) => {
                (second, first)
            }
            _ => return None,
        };
        let optional = self.inner(|lower| lower.optional_of(&branch.expr))?;
        let pat = some_pattern(&some.pat)?;
        Some(self.if_some(
            optional,
            pat,
            |lower| lower.expr_as(&some.body, form),
            |lower| lower.expr_as(&none.body, form),
            rest,
        ))
    }

    /// The guard of an arm. It must change nothing: the reverse sweep would have to undo what a guard did that did not hold.
    fn guard(&mut self, guard: &Expr) -> Block {
        self.refuse_jump(guard);
        if !self.assigned_in(&[guard]).is_empty() {
            let refused = self.report(guard, &code::UNSUPPORTED, &["an assignment inside of a guard"]);
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
            self.report(guard, &code::UNSUPPORTED, &["an assignment inside of a guard"]);
        }
        block
    }

    /// Lowers into a block of its own.
    pub(super) fn separate(&mut self, lower: impl FnOnce(&mut Self) -> Id) -> Block {
        let outer = std::mem::take(&mut self.block);
        self.block.part = self.number_block();
        let before = self.values.clone();
        let value = lower(self);
        let changed = |(now, before): (&Option<Id>, &Option<Id>)| match (now, before) {
            (Some(now), Some(before)) => !self.same(*now, *before),
            (now, before) => now != before,
        };
        if self.values.iter().zip(&before).any(changed) {
            // Whether it is run at all is not known.
            let span = self.arena.get(value).span;
            self.sink.report_at(span, &code::UNSUPPORTED, &["an assignment inside of a condition"]);
        }
        self.values.truncate(before.len());
        self.values.clone_from_slice(&before);
        let mut block = std::mem::replace(&mut self.block, outer);
        block.results = vec![value];
        block
    }

    /// Lowers the arms side by side from the same state and joins where they left the locals.
    pub(super) fn branch(
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
                self.leave(arm.value);
                arm.values = std::mem::take(&mut self.values);
                arm.exit = std::mem::replace(&mut self.exit, Exit::Falls);
            }
        }
        self.names = names;
        let hoisted = std::mem::replace(&mut self.hoisted, outer_hoisted);
        self.block.stmts.extend(hoisted);
        let value = self.join(on, lowered, values, span);
        self.followed(pending, value)
    }

    /// What follows something with a value, unless that left.
    pub(super) fn followed(&mut self, rest: Option<Rest<'_>>, value: Id) -> Id {
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
    pub(super) fn branch_on<'s>(
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
    pub(super) fn choose(&mut self, condition: Id, yes: Id, no: Id) -> Id {
        let arms: Vec<ArmBody<'_, 'a>> = vec![
            Box::new(move |_| (Pattern::Is(true), None, yes)),
            Box::new(move |_| (Pattern::Is(false), None, no)),
        ];
        self.branch(condition, arms, Span::call_site(), None)
    }

    /// `if condition { right } else { known }` or the other way round: `&&` and `||`.
    pub(super) fn if_separate(
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
    pub(super) fn unless(&mut self, returned: Id, rest: impl FnOnce(&mut Self) -> Id) -> Id {
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
