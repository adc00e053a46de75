//! Conditions with several `let`s, or with a `let` beside something else: `if let Some(v) = x.first() && *v > 0.0 { … }`.
//! Each such condition is an `if` inside of another, as it was to be written before there were others.

use super::statement::Rest;
use crate::ir::Id;
use crate::lower::Lower;
use crate::lower::expr::operator::bare;
use crate::lower::option::optional::As;
use crate::lower::scan::jump::jumps;
use syn::{BinOp, Block, Expr, Pat, Stmt, parse_quote};

impl Lower<'_> {
    /// An `if` with such a condition; `None` if it has none.
    pub(in crate::lower) fn if_chain(
        &mut self,
        branch: &syn::ExprIf,
        rest: Option<Rest<'_>>,
        form: As,
    ) -> Option<Id> {
        let otherwise = branch.else_branch.as_ref().map(|(_, otherwise)| &**otherwise);
        let nested = nested(&branch.cond, &branch.then_branch, otherwise)?;
        Some(match nested {
            Expr::If(nested) if !jumps(&nested.cond) => self.if_expr(&nested, rest, form),
            nested => {
                let value = self.expr_as(&nested, form);
                self.followed(rest, value)
            }
        })
    }

    /// A `while` with such a condition, or with a jump in its condition: a `loop` that is left where the condition does not hold. `None` if it
    /// has neither.
    pub(in crate::lower) fn while_chain(&mut self, l: &syn::ExprWhile) -> Option<Id> {
        let otherwise: Expr = parse_quote!({ break });
        let body = match nested(&l.cond, &l.body, Some(&otherwise)) {
            Some(nested) => nested,
            None if jumps(&l.cond) => {
                let (condition, body) = (&l.cond, &l.body);
                parse_quote!(if #condition #body else #otherwise)
            }
            None => return None,
        };
        self.endless_loop(&syn::ExprLoop {
            attrs: Vec::new(),
            label: l.label.clone(),
            loop_token: Default::default(),
            body: block(vec![Stmt::Expr(body, None)]),
        });
        Some(self.unit())
    }
}

/// A `match` with a guard that looks at elements, which are there only where the pattern fits: an `if` for each arm, in turn. `None` if it
/// has no such arm. What is in the variant of an enum of differentiated values is an element too.
pub(in crate::lower) fn guarded_in_turn(
    branch: &syn::ExprMatch,
    differentiated: bool,
) -> Option<syn::ExprIf> {
    let binds = |pat: &Pat| binds_elements(pat) || differentiated && is_variant(pat);
    let looks = |arm: &syn::Arm| matches!(&arm.pat, Pat::Guard(guarded) if binds(&guarded.pat));
    let last = branch.arms.iter().rposition(looks).filter(|_| is_place(&branch.expr))?;
    let on = &branch.expr;
    let rest = syn::ExprMatch { arms: branch.arms[last + 1..].to_vec(), ..branch.clone() };
    let otherwise: Expr = Expr::Match(rest);
    let in_turn = branch.arms[..=last].iter().rev().fold(otherwise, |otherwise, arm| {
        let body = &arm.body;
        match &arm.pat {
            Pat::Guard(guarded) => {
                let (pat, guard) = (&guarded.pat, &guarded.guard);
                match &**pat {
                    Pat::Wild(_) => parse_quote!(if (#guard) { #body } else { #otherwise }),
                    pat => parse_quote!(if let #pat = #on && (#guard) { #body } else { #otherwise }),
                }
            }
            pat => parse_quote!(if let #pat = #on { #body } else { #otherwise }),
        }
    });
    match in_turn {
        Expr::If(in_turn) => Some(in_turn),
        _ => None,
    }
}

/// Is a pattern that of a variant of an enum of the user's?
fn is_variant(pat: &Pat) -> bool {
    match pat {
        Pat::TupleStruct(tuple) => {
            crate::lower::option::outcome::matched(pat).is_none() && tuple.path.segments.len() > 1
        }
        Pat::Struct(made) => made.path.segments.len() > 1,
        Pat::Paren(inner) => is_variant(&inner.pat),
        Pat::Reference(inner) => is_variant(&inner.pat),
        _ => false,
    }
}

/// Does a pattern give a name to elements?
fn binds_elements(pat: &Pat) -> bool {
    struct Search(bool);
    impl<'ast> syn::visit::Visit<'ast> for Search {
        fn visit_pat_slice(&mut self, slice: &'ast syn::PatSlice) {
            self.0 |= slice.elems.iter().any(|elem| !super::statement::names_in(elem).is_empty());
        }
    }
    let mut search = Search(false);
    syn::visit::Visit::visit_pat(&mut search, pat);
    search.0
}

/// May it be asked for several times? Locals, and what is made of such.
pub(in crate::lower) fn is_place(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Path(_) => true,
        Expr::Reference(reference) => is_place(&reference.expr),
        Expr::Tuple(tuple) => tuple.elems.iter().all(is_place),
        Expr::Unary(unary) => matches!(unary.op, syn::UnOp::Deref(_)) && is_place(&unary.expr),
        Expr::Field(field) => is_place(&field.base),
        Expr::Index(index) => {
            matches!(bare(&index.index), Expr::Range(_) | Expr::Lit(_) | Expr::Path(_))
                && is_place(&index.expr)
        }
        Expr::MethodCall(call) => {
            ["as_slice", "first", "last", "len"].iter().any(|name| call.method == name)
                && is_place(&call.receiver)
        }
        _ => false,
    }
}

/// An `if` for each condition, one inside of the other. Unless what is done otherwise is small it is written once, after them, in a
/// block that is left where all conditions hold.
fn nested(condition: &Expr, then: &Block, otherwise: Option<&Expr>) -> Option<Expr> {
    let mut conditions = Vec::new();
    split(condition, &mut conditions);
    if conditions.len() < 2 {
        return None;
    }
    let (then, repeated, once) = match otherwise {
        Some(otherwise) if !is_small(otherwise) => {
            let label = crate::names::chain_label();
            let mut stmts = super::labelled::with_break_at_end(&label, then);
            stmts.push(parse_quote!(break #label;));
            (block(stmts), None, Some((label, otherwise)))
        }
        otherwise => (then.clone(), otherwise, None),
    };
    let around = |inner: Block, condition: Expr| {
        let otherwise = repeated.map(|otherwise| (Default::default(), Box::new(otherwise.clone())));
        let nested = syn::ExprIf {
            attrs: Vec::new(),
            if_token: Default::default(),
            cond: Box::new(condition),
            then_branch: inner,
            else_branch: otherwise,
        };
        block(vec![Stmt::Expr(Expr::If(nested), None)])
    };
    let mut nested = conditions.into_iter().rev().fold(then, around);
    let Some((label, otherwise)) = once else {
        return match nested.stmts.pop() {
            Some(Stmt::Expr(nested, None)) => Some(nested),
            _ => None,
        };
    };
    nested.stmts.push(Stmt::Expr(otherwise.clone(), None));
    let label = syn::Label { name: label, colon_token: Default::default() };
    Some(Expr::Block(syn::ExprBlock { attrs: Vec::new(), label: Some(label), block: nested }))
}

/// The conditions of a chain in order: each a `let`, or all that stands between two of them. One, if there is no `let` beside
/// anything else.
fn split(condition: &Expr, conditions: &mut Vec<Expr>) {
    match condition {
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) && has_let(condition) => {
            split(&binary.left, conditions);
            match (conditions.last_mut(), &*binary.right) {
                (Some(last), right) if !matches!(last, Expr::Let(_)) && !matches!(right, Expr::Let(_)) => {
                    let mut both = binary.clone();
                    std::mem::swap(&mut *both.left, last);
                    *last = Expr::Binary(both);
                }
                (_, right) => conditions.push(right.clone()),
            }
        }
        other => conditions.push(other.clone()),
    }
}

/// Is it a `let`, or a chain of conditions with one?
pub(in crate::lower) fn has_let(condition: &Expr) -> bool {
    match condition {
        Expr::Let(_) => true,
        Expr::Binary(binary) if matches!(binary.op, BinOp::And(_)) => {
            has_let(&binary.left) || has_let(&binary.right)
        }
        _ => false,
    }
}

/// Is it no longer than a jump to it? It has no names, which could mean something else beside the patterns.
fn is_small(expr: &Expr) -> bool {
    match bare(expr) {
        Expr::Lit(_) => true,
        Expr::Break(jump) => jump.expr.is_none(),
        Expr::Return(jump) => jump.expr.is_none(),
        Expr::Continue(_) => true,
        Expr::Unary(unary) => is_small(&unary.expr),
        Expr::Block(block) if block.label.is_none() => match &*block.block.stmts {
            [] => true,
            [Stmt::Expr(only, _)] => is_small(only),
            _ => false,
        },
        _ => false,
    }
}

fn block(stmts: Vec<Stmt>) -> Block {
    Block { brace_token: Default::default(), stmts }
}
