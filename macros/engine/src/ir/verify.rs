//! What every stage may rely on: nodes are defined once, before their use, and in scope; a place is no value.

use super::{Arena, Block, Body, Id, Op, Stmt};
use std::collections::BTreeSet;

/// Checks a function of the output.
///
/// # Errors
/// Says which node is used out of scope or defined twice, or which arm yields too few values.
pub fn verify(body: &Body) -> Result<(), String> {
    let mut scope = Scope::default();
    verify_stmts(&body.arena, &body.block, &mut scope)?;
    if let Some(pullback) = &body.pullback {
        pullback.params.iter().for_each(|id| {
            scope.insert(*id);
        });
        verify_block(&body.arena, &pullback.body, &mut scope)?;
    }
    Ok(())
}

/// What is in scope, and in which order it came in.
#[derive(Default)]
struct Scope {
    all: BTreeSet<Id>,
    order: Vec<Id>,
}

impl Scope {
    fn insert(&mut self, id: Id) -> bool {
        let new = self.all.insert(id);
        if new {
            self.order.push(id);
        }
        new
    }

    /// Checks what is inside of a block that binds something; that is out of scope afterwards.
    fn inside(
        &mut self,
        binds: impl IntoIterator<Item = Id>,
        check: impl FnOnce(&mut Scope) -> Result<(), String>,
    ) -> Result<(), String> {
        let before = self.order.len();
        binds.into_iter().for_each(|id| {
            self.insert(id);
        });
        let result = check(self);
        for id in self.order.drain(before..) {
            self.all.remove(&id);
        }
        result
    }
}

fn verify_block(arena: &Arena, block: &Block, scope: &mut Scope) -> Result<(), String> {
    scope.inside([], |scope| verify_stmts(arena, block, scope))
}

fn verify_stmts(arena: &Arena, block: &Block, scope: &mut Scope) -> Result<(), String> {
    for stmt in &block.stmts {
        for id in stmt.uses(arena) {
            used(arena, id, scope)?;
        }
        holds(arena, stmt).into_iter().try_for_each(|id| is_value(arena, id))?;
        if let Stmt::Branch(branch) = stmt {
            for arm in &branch.arms {
                let bound = match &arm.pattern {
                    super::Pattern::Rust(_, bound) => bound.iter().map(|(_, id)| *id).collect(),
                    super::Pattern::Is(_) => Vec::new(),
                };
                if !arm.body.diverges && arm.body.results.len() != branch.results.len() {
                    return Err(format!("an arm yields {:?} for {:?}", arm.body.results, branch.results));
                }
                scope.inside(bound, |inside| {
                    arm.guard.iter().try_for_each(|guard| verify_block(arena, guard, inside))?;
                    verify_stmts(arena, &arm.body, inside)
                })?;
            }
        }
        if let Stmt::Loop(l) = stmt {
            if l.body.results.len() != l.carried.len() {
                return Err("a loop does not hand on what it carries".into());
            }
            scope.inside(l.binds(), |inside| {
                verify_stmts(arena, &l.body, inside)?;
                l.exit.iter().try_for_each(|id| used(arena, *id, inside))
            })?;
        }
        for id in stmt.defines() {
            if !scope.insert(id) {
                return Err(format!("{id:?} is defined twice"));
            }
            if !matches!(stmt, Stmt::Let(_)) && !matches!(arena.op(id), Op::Bound) {
                return Err(format!("{id:?} is defined by a statement, and is more than that"));
            }
        }
    }
    if block.diverges {
        return Ok(());
    }
    block.results.iter().try_for_each(|id| {
        is_value(arena, *id)?;
        used(arena, *id, scope)
    })
}

/// What a statement puts away, so that it must be a value of its own.
fn holds(arena: &Arena, stmt: &Stmt) -> Vec<Id> {
    match stmt {
        Stmt::Let(id) => match arena.op(*id) {
            Op::Tuple(parts) | Op::Array(parts) | Op::Apply(_, parts) => parts.clone(),
            Op::Repeat(inner, _) | Op::List(inner, _) | Op::ToVec(inner) | Op::Convert(inner) => vec![*inner],
            Op::Literal(_)
            | Op::Param(_)
            | Op::Select(..)
            | Op::Plain(..)
            | Op::Field(..)
            | Op::Index(..)
            | Op::Slice(..)
            | Op::Borrow(_)
            | Op::Deref(_)
            | Op::Zero(_)
            | Op::Read(_)
            | Op::Load(_)
            | Op::Lvalue(_)
            | Op::Share(_)
            | Op::Len(_)
            | Op::Zeros(_)
            | Op::Aside(..)
            | Op::Bound => Vec::new(),
        },
        Stmt::Loop(l) => l.carried.iter().map(|carried| carried.init).collect(),
        Stmt::Var(_, value) | Stmt::Store(_, value) | Stmt::Replace(_, value, _) | Stmt::Grow(_, value) => {
            vec![*value]
        }
        // What is added, or kept on a stack of elements, is only looked at.
        Stmt::Add(..)
        | Stmt::Push(..)
        | Stmt::Branch(_)
        | Stmt::Pop(..)
        | Stmt::Call(_)
        | Stmt::Pull(_)
        | Stmt::Shrink(..)
        | Stmt::Give(..)
        | Stmt::Adopt(..)
        | Stmt::Effect(..) => Vec::new(),
    }
}

/// A place has no adjoint: what is read there must have been read.
fn is_value(arena: &Arena, id: Id) -> Result<(), String> {
    match arena.op(id) {
        Op::Lvalue(_) => {
            Err(format!("{id:?} ({}) is a place where a value must be", super::print::show(arena.op(id))))
        }
        _ => Ok(()),
    }
}

fn used(arena: &Arena, id: Id, scope: &Scope) -> Result<(), String> {
    match scope.all.contains(&id) || arena.is_free(id) {
        true => Ok(()),
        false => Err(format!("{id:?} ({}) is not in scope", super::print::show(arena.op(id)))),
    }
}
