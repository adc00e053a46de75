//! The verifier sees what it is there for: well-formed functions are broken in one place.

use crate::adjoint::Mode;
use crate::diagnostics::Sink;
use crate::ir::{Block, Body, Id, Op, Stmt, verify};
use crate::lower::lower;
use crate::types::Ty;
use crate::{Switches, alone};

/// Its loop keeps values on a stack, and its adjoints are accumulators.
const LOOPED: &str = "fn f(x: &[f64], n: usize) -> f64 {
    let mut s = 1.0;
    let mut list = [0.5, 0.25, x[0]];
    for i in 0..n {
        list[i % 3] = s * x[i];
        s = (s * x[i % 2] + list[0]).sin();
        if s > 2.0 { s = s.exp() * x[0]; }
    }
    s + list[1]
}";

fn body(mode: Mode) -> Body {
    let function = syn::parse_str(LOOPED).expect("Rust");
    let mut sink = Sink::default();
    let primal = lower(&function, None, &mut sink);
    assert!(sink.is_empty());
    let body = alone(&primal, mode, Switches { cheap: 0, ..Switches::default() });
    verify(&body).expect("well-formed");
    body
}

/// Changes the first statement, at any depth and innermost first, that it can change.
fn change(block: &mut Block, how: &mut impl FnMut(&mut Vec<Stmt>, usize) -> bool) -> bool {
    for at in 0..block.stmts.len() {
        let inside = block.stmts[at].blocks_mut().into_iter().any(|block| change(block, how));
        if inside || how(&mut block.stmts, at) {
            return true;
        }
    }
    false
}

#[track_caller]
fn broken(mut body: Body, word: &str, mut how: impl FnMut(&mut Vec<Stmt>, usize) -> bool) {
    let done = change(&mut body.block, &mut how);
    let done = done || body.pullback.as_mut().is_some_and(|back| change(&mut back.body, &mut how));
    assert!(done, "nothing there to break");
    let error = verify(&body).expect_err("it is not seen");
    assert!(error.contains(word), "{error}");
}

/// Removes a statement.
fn without(picked: impl Fn(&Stmt) -> bool) -> impl FnMut(&mut Vec<Stmt>, usize) -> bool {
    move |stmts, at| {
        let found = picked(&stmts[at]);
        found.then(|| stmts.remove(at)).is_some()
    }
}

#[test]
fn stacks_are_seen_to_match() {
    for mode in [Mode::Grad, Mode::Forward] {
        broken(body(mode), "stack", without(|stmt| matches!(stmt, Stmt::Push(..))));
        broken(body(mode), "", without(|stmt| matches!(stmt, Stmt::Pop(..))));
        broken(body(mode), "stack", |stmts, at| match &mut stmts[at] {
            Stmt::Push(_, values) => values.pop().is_some(),
            _ => false,
        });
        // Emptied once, where it is filled in every iteration.
        let mut early = body(mode);
        let mut pop = None;
        let take = &mut |stmts: &mut Vec<Stmt>, at: usize| {
            pop = matches!(stmts[at], Stmt::Pop(..)).then(|| stmts.remove(at));
            pop.is_some()
        };
        let taken = change(&mut early.block, take)
            || early.pullback.as_mut().is_some_and(|back| change(&mut back.body, take));
        assert!(taken);
        let outer = match &mut early.pullback {
            Some(back) => &mut back.body,
            None => &mut early.block,
        };
        let at = outer.stmts.iter().rposition(|stmt| matches!(stmt, Stmt::Loop(_))).expect("a loop");
        outer.stmts.splice(at..at, pop);
        assert!(verify(&early).expect_err("it is not seen").contains("stack"));
    }
}

#[test]
fn variables_are_seen_to_be_declared() {
    for mode in [Mode::Grad, Mode::Vjp, Mode::Forward] {
        broken(body(mode), "not in scope", without(|stmt| matches!(stmt, Stmt::Var(..))));
        broken(body(mode), "declared twice", |stmts, at| match stmts[at] {
            Stmt::Var(..) => {
                stmts.insert(at, stmts[at].clone());
                true
            }
            _ => false,
        });
        // Used behind the block in which it is declared.
        broken(body(mode), "not in scope", |stmts, at| match &mut stmts[at] {
            Stmt::Loop(l) => {
                let declared = l.body.stmts.iter().any(|stmt| matches!(stmt, Stmt::Var(..)));
                let last =
                    l.body.stmts.iter().rposition(|stmt| matches!(stmt, Stmt::Store(..) | Stmt::Add(..)));
                let moved = last.filter(|_| declared).map(|last| l.body.stmts.remove(last));
                let done = moved.is_some();
                stmts.splice(at + 1..at + 1, moved);
                done
            }
            Stmt::Var(..) => {
                let var = stmts.remove(at);
                stmts.push(var);
                true
            }
            _ => false,
        });
    }
}

#[test]
fn what_is_added_is_seen_to_be_of_the_type() {
    let retyped = |body: Body, pick: &dyn Fn(&Body, &Stmt) -> Option<Id>| {
        let mut body = body;
        let mut found = None;
        for block in body.sweeps() {
            block.each(&mut |stmt| found = found.or_else(|| pick(&body, stmt)));
        }
        body.arena.get_mut(found.expect("nothing there to break")).ty =
            Ty::Tuple(vec![Ty::usize(), Ty::Bool]);
        let error = verify(&body).expect_err("it is not seen");
        assert!(error.contains("(usize,bool,)"), "{error}");
    };
    for mode in [Mode::Grad, Mode::Forward] {
        retyped(body(mode), &|_, stmt| match stmt {
            Stmt::Add(_, value) => Some(*value),
            _ => None,
        });
        retyped(body(mode), &|body, stmt| match stmt {
            Stmt::Let(id) => match body.arena.op(*id) {
                Op::Apply(rule, args) if rule.name == "sin" => Some(args[0]),
                _ => None,
            },
            _ => None,
        });
        retyped(body(mode), &|body, stmt| match stmt {
            Stmt::Let(id) => match body.arena.op(*id) {
                Op::Apply(rule, args) if rule.name == "add" => Some(args[1]),
                _ => None,
            },
            _ => None,
        });
    }
}
