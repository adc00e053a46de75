//! Functions that a branch chooses: beside the value of the branch stands which of them it is.

use crate::diagnostics as code;
use crate::ir::{Id, Op, Step};
use crate::lower::env::callee::{Callee, numbered};
use crate::lower::env::values::Values;
use crate::lower::expr::operator::bare;
use crate::lower::flow::branch::ArmBody;
use crate::lower::option::optional::As;
use crate::lower::{Exit, Local, Lower, Symbol};
use proc_macro2::{Span, TokenStream};
use quote::ToTokens;
use std::cell::RefCell;
use std::rc::Rc;
use syn::Expr;

/// The functions that the arms of a branch give, and the local that holds which arm's it is.
pub(in crate::lower) struct Choice {
    selector: Local,
    found: Rc<RefCell<Found>>,
    /// Some cannot be values of the generated code.
    hides: bool,
    at: TokenStream,
}

#[derive(Default)]
struct Found {
    callees: Vec<Callee>,
    /// An arm gave something else.
    other: bool,
    /// An arm gave a function that uses what is the arm's own, such as what its pattern binds.
    inner: bool,
}

/// A `match` whose arms are functions that use what the patterns bind: a call looks at the same value again.
pub(in crate::lower) struct Again {
    on: Id,
    branch: syn::ExprMatch,
    names: Vec<(Symbol, Local)>,
    values: Values,
}

impl<'a> Lower<'a> {
    /// Where the arms of a branch give functions, notes which arm was taken.
    pub(in crate::lower) fn choosing<'s>(
        &mut self,
        arms: Vec<ArmBody<'s, 'a>>,
        tails: &[&Expr],
    ) -> (Vec<ArmBody<'s, 'a>>, Option<Choice>)
    where
        'a: 's,
    {
        if !tails.iter().all(|tail| leaves(tail) || self.may_be_function(tail)) {
            return (arms, None);
        }
        let hides = tails.iter().any(|tail| self.hides(tail));
        let first = self.count_of(0);
        let (selector, found) = (self.hidden(first), Rc::new(RefCell::new(Found::default())));
        let before = Rc::new(self.values.clone());
        let wrapped = arms.into_iter().map(|arm| -> ArmBody<'s, 'a> {
            let (found, before) = (Rc::clone(&found), Rc::clone(&before));
            Box::new(move |lower: &mut Lower<'a>| {
                let (pattern, guard, value) = arm(lower);
                if lower.exit == Exit::Leaves {
                    return (pattern, guard, value);
                }
                let callee = lower.callee_of(value);
                let inner = callee.as_ref().is_some_and(|callee| !lower.outlives(callee, &before));
                lower.choose_callee(callee, selector, &mut found.borrow_mut());
                found.borrow_mut().inner |= inner;
                let value = if hides { lower.unit() } else { value };
                (pattern, guard, value)
            })
        });
        let at = tails.first().map(|tail| crate::lower::fence::refuse::mark(last(tail))).unwrap_or_default();
        (wrapped.collect(), Some(Choice { selector, found, hides, at }))
    }

    fn choose_callee(&mut self, callee: Option<Callee>, selector: Local, found: &mut Found) {
        let offset = u32::try_from(found.callees.len()).unwrap_or(u32::MAX);
        let at = self.count_of(offset);
        let index = match callee {
            Some(Callee::Chosen(inner, callees)) => {
                found.callees.extend(callees.iter().cloned());
                self.total(at, inner, Span::call_site())
            }
            Some(callee) => {
                found.callees.push(callee);
                at
            }
            None => {
                found.other = true;
                at
            }
        };
        self.values[selector.0] = Some(index);
    }

    /// Is a function made in an arm the same after the branch: does it use nothing of the arm's own?
    pub(in crate::lower) fn outlives(&self, callee: &Callee, before: &Values) -> bool {
        match callee {
            Callee::Closure(closure) => closure.uses_only(self, before),
            Callee::Path(_) | Callee::Value(_) => true,
            Callee::Again(_) => false,
            Callee::Chosen(_, callees) => callees.iter().all(|callee| self.outlives(callee, before)),
        }
    }

    /// The value of the branch, with what it may be.
    pub(in crate::lower) fn chosen(&mut self, value: Id, choice: Option<Choice>, again: Option<Again>) -> Id {
        let Some(Choice { selector, found, hides, at }) = choice else { return value };
        if self.exit == Exit::Leaves {
            return value;
        }
        let Found { callees, other, inner } = found.take();
        let index = self.value_of_local(selector);
        let callee = match (&callees[..], again) {
            ([], _) => None,
            _ if other => None,
            (_, again) if inner => again.map(|again| Callee::Again(Rc::new(again))),
            ([one], _) => Some(one.clone()),
            _ => Some(Callee::Chosen(index, callees.into())),
        };
        let Some(callee) = callee else {
            return if hides { self.report(&at, &code::CLOSURE, &[]) } else { value };
        };
        let span = self.arena.get(value).span;
        match hides {
            true => self.hidden_function(callee, at, span),
            false => {
                let value = self.chosen_value(&callee, span).unwrap_or(value);
                if matches!(self.arena.op(value), Op::Bound) {
                    self.callees.insert(value, callee);
                }
                value
            }
        }
    }

    /// What a call repeats of a `match` of that value, if nothing but functions stands in its arms.
    pub(in crate::lower) fn again(&mut self, branch: &syn::ExprMatch, on: Id) -> Option<Again> {
        let plain = |arm: &syn::Arm| !matches!(arm.pat, syn::Pat::Guard(_)) && is_alone(&arm.body);
        if self.place_of(on).is_some() || !branch.arms.iter().all(plain) {
            return None;
        }
        let captures = self.captures(branch.to_token_stream());
        let values = self.values_taken(&captures);
        Some(Again { on, branch: branch.clone(), names: self.names.clone(), values })
    }

    /// A call of the function that such a `match` gave: the `match`, with the call in each arm.
    pub(in crate::lower) fn call_again(
        &mut self,
        again: &Again,
        args: &[Id],
        form: As,
        at: &Expr,
        span: Span,
    ) -> Id {
        let names = std::mem::replace(&mut self.names, again.names.clone());
        let now = self.values.clone();
        self.values.copy_from(self.returned.0 + 1..again.values.len(), &again.values);
        let on = again.on;
        let arms = again.branch.arms.iter().map(|arm| -> ArmBody<'_, 'a> {
            Box::new(move |lower: &mut Lower<'a>| {
                let pat = lower.looking_at(&arm.pat, on);
                let pattern = lower.pattern(&pat, on, false);
                let function = lower.expr(&arm.body);
                if lower.exit == Exit::Leaves {
                    return (pattern, None, function);
                }
                let value = match lower.callee_of(function) {
                    Some(callee) => lower.call_callee(&callee, args, form, at, span),
                    None => lower.report(&crate::lower::fence::refuse::mark(&arm.body), &code::CLOSURE, &[]),
                };
                (pattern, None, value)
            })
        });
        let arms: Vec<ArmBody<'_, 'a>> = arms.collect();
        let value = self.inner(|lower| lower.branch(on, arms, span, None));
        let kept = again.values.len();
        self.values.copy_from(self.returned.0 + 1..kept, &now);
        self.names = names;
        value
    }

    /// One of several functions, which was chosen at run time.
    pub(in crate::lower) fn chosen_function(&mut self, callee: Callee, span: Span) -> Id {
        match self.chosen_value(&callee, span) {
            Some(value) => {
                self.callees.insert(value, callee);
                value
            }
            None => self.hidden_function(callee, quote::quote_spanned!(span=> f), span),
        }
    }

    /// The chosen function as a value, in a branch of its own: only there rustc makes paths and closures of one type, a pointer's.
    fn chosen_value(&mut self, callee: &Callee, span: Span) -> Option<Id> {
        let Callee::Chosen(chosen, callees) = callee else { return None };
        let values = callees.iter().map(|callee| match callee {
            Callee::Path(path) => Some(Expr::Path(path.clone())),
            Callee::Closure(closure) if closure.captured(self).is_empty() => Some(closure.written()),
            Callee::Closure(_) | Callee::Value(_) | Callee::Chosen(..) | Callee::Again(_) => None,
        });
        let values = values.collect::<Option<Vec<Expr>>>()?;
        let count = values.len();
        let arms = values.iter().enumerate().map(|(index, value)| -> ArmBody<'_, 'a> {
            Box::new(move |lower: &mut Lower<'a>| {
                let value = match value {
                    Expr::Path(path) => lower.path(path),
                    other => lower.opaque(other, &code::CLOSURE, &[]),
                };
                (numbered(index, count), None, value)
            })
        });
        let arms: Vec<ArmBody<'_, 'a>> = arms.collect();
        Some(self.inner(|lower| lower.branch(*chosen, arms, span, None)))
    }

    /// May it give a function?
    fn may_be_function(&self, tail: &Expr) -> bool {
        match last(tail) {
            Expr::Closure(_) => true,
            Expr::Reference(inner) => self.may_be_function(&inner.expr),
            Expr::Call(call) => behind_pointer(call).is_some_and(|inner| self.may_be_function(inner)),
            Expr::Cast(cast) => matches!(*cast.ty, syn::Type::FnPtr(_)),
            Expr::If(branch) => {
                branch.else_branch.is_some() && self.may_be_function_of_block(&branch.then_branch)
            }
            Expr::Match(branch) => branch.arms.first().is_some_and(|arm| self.may_be_function(&arm.body)),
            Expr::Path(path) => match path.path.get_ident().and_then(|name| self.local(name)) {
                Some(local) => self.callee_of_local(local).is_some(),
                None => crate::lower::expr::path::is_function(path),
            },
            Expr::Index(index) => match bare(&index.expr) {
                Expr::Path(path) => {
                    let local = path.path.get_ident().and_then(|name| self.local(name));
                    let list = local.and_then(|local| self.values[local.0]);
                    list.is_some_and(|list| self.callee_at(list, &mut vec![Step::Index(list)]).is_some())
                }
                _ => false,
            },
            _ => false,
        }
    }

    fn may_be_function_of_block(&self, block: &syn::Block) -> bool {
        matches!(block.stmts.last(), Some(syn::Stmt::Expr(value, None)) if self.may_be_function(value))
    }

    /// Is there one that cannot be a value of the generated code?
    fn hides(&mut self, tail: &Expr) -> bool {
        match last(tail) {
            Expr::Closure(closure) => self.mentions_varying(&closure.body),
            Expr::Reference(inner) => self.hides(&inner.expr),
            Expr::Call(call) => behind_pointer(call).is_some_and(|inner| self.hides(inner)),
            Expr::If(branch) => {
                let otherwise = branch.else_branch.as_ref().is_some_and(|(_, tail)| self.hides(tail));
                let then = Expr::Block(syn::ExprBlock {
                    attrs: Vec::new(),
                    label: None,
                    block: branch.then_branch.clone(),
                });
                otherwise || self.hides(&then)
            }
            Expr::Match(branch) => branch.arms.iter().any(|arm| self.hides(&arm.body)),
            path @ (Expr::Path(_) | Expr::Index(_)) => self.mentions_varying(path),
            _ => false,
        }
    }
}

/// The argument of `Box::new` and the like.
fn behind_pointer(call: &syn::ExprCall) -> Option<&Expr> {
    match bare(&call.func) {
        Expr::Path(path) => super::function::pointer(&path.path).and(call.args.first()),
        _ => None,
    }
}

/// A closure, a path or a panic, and nothing before it.
fn is_alone(body: &Expr) -> bool {
    match bare(body) {
        Expr::Block(syn::ExprBlock { label: None, block, .. }) => match &block.stmts[..] {
            [syn::Stmt::Expr(value, None)] => is_alone(value),
            _ => false,
        },
        Expr::Closure(_) | Expr::Path(_) => true,
        Expr::Reference(inner) => is_alone(&inner.expr),
        Expr::Cast(cast) => is_alone(&cast.expr),
        Expr::Call(call) => behind_pointer(call).is_some_and(is_alone),
        other => leaves(other),
    }
}

/// Does it leave, instead of giving a value?
fn leaves(tail: &Expr) -> bool {
    match last(tail) {
        Expr::Return(_) | Expr::Break(_) | Expr::Continue(_) => true,
        Expr::Macro(mac) => crate::lower::expr::macros::diverges(&mac.mac),
        _ => false,
    }
}

/// The expression whose value a block has.
fn last(expr: &Expr) -> &Expr {
    match bare(expr) {
        Expr::Block(syn::ExprBlock { label: None, block, .. }) => match block.stmts.last() {
            Some(syn::Stmt::Expr(value, None)) => last(value),
            _ => expr,
        },
        expr => expr,
    }
}
