//! Where a function panics, its companions do. A node that may panic is evaluated though nobody uses its value:
//!
//! - where the companion gives the function's value, everywhere: it panics exactly where the function does;
//! - in a gradient alone, where code of the user's own may run afterwards: that must not run where the function does not
//!   reach it. Apart from that a gradient leaves out what only the value needs.
//!
//! What the value needs anyway needs no mark, so that in most functions nothing is marked.

use crate::ir::{Arena, Block, Branch, Id, Ids, Loop, Op, Place, Plain, Step, Stmt, Var};
use crate::lower::Primal;
use crate::optimise::share;
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use std::collections::BTreeSet;

/// Marks the nodes and variables of a function in the arena of a companion, which gives the function's value or not.
pub fn mark(arena: &mut Arena, primal: &Primal, value: bool) {
    let external = primal.memory.iter().filter(|variable| variable.param.is_some());
    let external: BTreeSet<Var> = external.map(|variable| variable.var).collect();
    let (evaluated, read) = share::used(arena, &primal.block, external);
    let mut search = Search {
        value,
        evaluated,
        read,
        behind: arena.behind_panics(),
        bounds: Vec::new(),
        sure: Vec::new(),
        nodes: Vec::new(),
        vars: Vec::new(),
    };
    search.block(arena, &primal.block, value);
    let Search { sure, nodes, vars, .. } = search;
    sure.into_iter().for_each(|id| arena.assure(id));
    nodes.into_iter().for_each(|id| arena.require(id));
    vars.into_iter().for_each(|var| arena.require_var(var));
}

/// Does the function run opaque code, itself or through the callees that are named?
pub fn opaque_code(primal: &Primal) -> (bool, Vec<syn::Path>) {
    let (arena, block) = (&primal.arena, &primal.block);
    let mut callees = Vec::new();
    let mut own = block_acts(arena, block);
    for stmt in &block.stmts {
        match stmt {
            Stmt::Call(call) => match call.callee.function() {
                // Items of the function's own are not in scope where the rule stands.
                Some(callee) if primal.items.is_empty() && !call.may_construct(arena) => {
                    callees.push(callee.clone())
                }
                // The rule of a method is not known by a path that could be asked.
                _ => own = true,
            },
            // Functions that call each other in a circle do so in a branch or a loop. They cannot be asked.
            stmt => own |= stmt.blocks().iter().any(|block| block.any(|stmt| matches!(stmt, Stmt::Call(_)))),
        }
    }
    own |= callees.iter().any(|callee| callee.is_ident(&primal.signature.name));
    (own, callees)
}

struct Search {
    value: bool,
    /// What the value needs.
    evaluated: Ids,
    read: BTreeSet<Var>,
    /// What may panic, and what is computed from that.
    behind: Ids,
    /// The counters of the loops around this place, and the ends of their ranges.
    bounds: Vec<(Id, Id)>,
    sure: Vec<Id>,
    nodes: Vec<Id>,
    vars: Vec<Var>,
}

impl Search {
    /// `matters` says whether a panic after the block makes a difference. Says whether the block does something besides
    /// giving values, so that a panic before it makes one.
    fn block(&mut self, arena: &Arena, block: &Block, mut matters: bool) -> bool {
        let mut all = false;
        for (at, stmt) in block.stmts.iter().enumerate().rev() {
            let mut inside = false;
            match stmt {
                Stmt::Let(id) => {
                    if self.is_in_bounds(arena, *id) {
                        self.sure.push(*id);
                    } else if matters
                        && arena.may_panic(*id)
                        && !(self.value && self.evaluated.contains(id))
                        && !((arena.is_in_place(*id) || arena.op(*id).place().is_some())
                            && reached(arena, *id, &block.stmts[at + 1..]))
                    {
                        self.nodes.push(*id);
                    }
                }
                // A callee may do anything besides giving a value.
                Stmt::Call(call) if !self.evaluated.contains(&call.value) => self.nodes.push(call.value),
                Stmt::Store(place, _) | Stmt::Replace(place, ..) | Stmt::Grow(place, _) => {
                    if matters && place.may_panic() && !(self.value && self.read.contains(&place.var)) {
                        self.vars.push(place.var);
                    }
                }
                Stmt::Shrink(place, _) => {
                    if matters && !(self.value && self.read.contains(&place.var)) {
                        self.vars.push(place.var);
                    }
                }
                Stmt::Branch(branch) => {
                    self.results_of(branch);
                    for arm in &branch.arms {
                        inside |= self.block(arena, &arm.body, matters);
                    }
                    let guards = branch.arms.iter().filter_map(|arm| arm.guard.as_ref());
                    inside |= guards.clone().any(|guard| block_acts(arena, guard));
                    for guard in guards {
                        self.block(arena, guard, matters || inside);
                    }
                }
                Stmt::Loop(l) => {
                    inside = self.looped(arena, l, matters);
                    if inside && !matters {
                        // It does so in the next iteration.
                        self.looped(arena, l, true);
                    }
                }
                Stmt::Call(_)
                | Stmt::Effect(..)
                | Stmt::Var(..)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Pull(_)
                | Stmt::Add(..)
                | Stmt::Give(..)
                | Stmt::Adopt(..) => {}
            }
            inside |= acts(arena, stmt);
            matters |= inside;
            all |= inside;
        }
        all
    }

    /// A result of a branch whose condition may panic stays one, also where the arms yield the same.
    fn results_of(&mut self, branch: &Branch) {
        let evaluated = branch.results.iter().find(|result| self.evaluated.contains(result));
        let guards = branch.arms.iter().filter_map(|arm| arm.guard.as_ref());
        let mut conditions = guards.flat_map(|guard| &guard.results).chain([&branch.on]);
        if let Some(result) = evaluated.filter(|_| self.value)
            && conditions.any(|condition| self.behind.contains(condition))
        {
            self.nodes.push(*result);
        }
    }

    fn looped(&mut self, arena: &Arena, l: &Loop, matters: bool) -> bool {
        let counter = l
            .counter
            .as_ref()
            .filter(|counter| !counter.closed && arena.integer(counter.from).is_some_and(|from| from >= 0));
        self.bounds.extend(counter.map(|counter| (counter.index, counter.to)));
        let acts = self.block(arena, &l.body, matters);
        if counter.is_some() {
            self.bounds.pop();
        }
        acts
    }

    /// Is it an element at the index of a loop that runs as far as there are elements?
    fn is_in_bounds(&self, arena: &Arena, id: Id) -> bool {
        let end = |at: Id| self.bounds.iter().find(|(index, _)| *index == at).map(|(_, end)| *end);
        match arena.op(id) {
            Op::Index(base, at) => end(*at).is_some_and(|end| {
                let counted = |list: Id| behind(arena, list) == behind(arena, *base);
                let length = arena.ty(*base).referent().arity();
                let constant = arena.integer(end).zip(length).is_some_and(|(end, length)| end <= length.into());
                constant || length_of(arena, end).is_some_and(counted)
            }),
            Op::Load(place) | Op::Lvalue(place) | Op::Share(place) => match place.path.as_slice() {
                [Step::Index(at)] => end(*at).and_then(|end| length_of(arena, end)).is_some_and(|list| {
                    matches!(arena.op(list), Op::Lvalue(Place { var, path }) if *var == place.var && path.is_empty())
                }),
                _ => false,
            },
            _ => false,
        }
    }
}

/// What `a.len()` is the length of. That of a list that grows and shrinks is asked by another operation.
fn length_of(arena: &Arena, id: Id) -> Option<Id> {
    match arena.op(id) {
        Op::Plain(Plain::Method(name, _), args) if name == "len" => args.first().copied(),
        _ => None,
    }
}

/// A value behind its references.
fn behind(arena: &Arena, id: Id) -> Id {
    match arena.op(id) {
        Op::Borrow(inner) | Op::Deref(inner) => behind(arena, *inner),
        _ => id,
    }
}

/// Is what is always written in place evaluated by one of the statements that follow, before anything else happens?
fn reached(arena: &Arena, id: Id, after: &[Stmt]) -> bool {
    /// What is evaluated is so at once.
    const SOON: usize = 24;
    let lies_in = |place: &Place| arena.op(id).place().is_some_and(|whole| place.lies_in(arena, whole));
    for stmt in after.iter().take(SOON) {
        let own = match stmt {
            Stmt::Let(other) => arena.op(*other).place().is_some_and(lies_in),
            Stmt::Store(place, _)
            | Stmt::Replace(place, ..)
            | Stmt::Grow(place, _)
            | Stmt::Shrink(place, _) => lies_in(place),
            _ => false,
        };
        let tuple = matches!(stmt, Stmt::Let(other) if matches!(arena.op(*other), Op::Tuple(_)));
        if own || !tuple && stmt.uses(arena).contains(&id) {
            return true;
        }
        if acts(arena, stmt) || !stmt.blocks().is_empty() {
            return false;
        }
    }
    false
}

fn block_acts(arena: &Arena, block: &Block) -> bool {
    block.any(|stmt| acts(arena, stmt))
}

/// Does a statement run code of the user's own, or print?
fn acts(arena: &Arena, stmt: &Stmt) -> bool {
    match stmt {
        Stmt::Effect(tokens, _) => !only_checks(tokens.clone()),
        stmt => arena.runs_foreign_code(stmt),
    }
}

/// Is it an assertion that calls nothing but what is known only to give a value?
fn only_checks(tokens: TokenStream) -> bool {
    let mut tokens = tokens.into_iter().peekable();
    let (mut name, mut checks) = (String::new(), true);
    while let Some(token) = tokens.next() {
        match token {
            TokenTree::Ident(ident) => {
                name = ident.to_string();
                let called = matches!(
                    tokens.peek(),
                    Some(TokenTree::Group(group)) if group.delimiter() == Delimiter::Parenthesis
                );
                checks &= !called || crate::ir::is_total(&name);
            }
            TokenTree::Punct(punct) if punct.as_char() == '!' => checks &= !name.contains("print"),
            TokenTree::Group(group) => checks &= only_checks(group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => {}
        }
    }
    checks
}
