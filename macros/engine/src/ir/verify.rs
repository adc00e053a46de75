//! What every stage may rely on: nodes are defined once, before their use, and in scope; a place is no value; variables are
//! declared where they are used; what is kept on a stack is taken off it (`verify/stacks.rs`); what is added to an adjoint is of
//! its type (`verify/types.rs`). Linear in the size of the function.

mod stacks;
mod types;

#[cfg(test)]
use super::Variable;
use super::{Arena, Block, Body, Id, Op, Pattern, Slot, Stmt, Var};
use crate::types::Ty;
use std::collections::BTreeMap;

/// Checks a function of the output.
///
/// # Errors
/// Says which node or variable is used out of scope or defined twice, which arm yields too few values, which stack is not
/// taken off as it was filled, or what is added to something of another type.
pub fn verify(body: &Body) -> Result<(), String> {
    check(body, true)?;
    stacks::verify(body)
}

/// Checks both sweeps before recording: the reverse sweep mentions values of the forward sweep wherever they were computed.
///
/// # Errors
/// The same, apart from what only holds once the values are recorded.
#[cfg(test)]
pub fn verify_swept(body: &Body) -> Result<(), String> {
    check(body, false)
}

/// Checks a function before it is transformed; the variables of its `&mut` parameters belong to its caller.
///
/// # Errors
/// The same, apart from what only a reverse sweep has.
#[cfg(test)]
pub fn verify_primal(arena: &Arena, block: &Block, memory: &[Variable]) -> Result<(), String> {
    let lent = memory.iter().filter(|variable| variable.param.is_some());
    let mut verifier = Verifier {
        arena,
        recorded: true,
        cleared: false,
        scope: vec![false; arena.nodes.len()],
        defined: Vec::new(),
        vars: lent.map(|variable| (variable.var, None)).collect(),
        declared: Vec::new(),
        roots: BTreeMap::new(),
        memory: BTreeMap::new(),
    };
    verifier.stmts(block)
}

fn check(body: &Body, recorded: bool) -> Result<(), String> {
    let mut verifier = Verifier {
        arena: &body.arena,
        recorded,
        cleared: recorded,
        scope: vec![false; body.arena.nodes.len()],
        defined: Vec::new(),
        vars: BTreeMap::new(),
        declared: Vec::new(),
        roots: body.roots.iter().map(|(root, var)| (*var, *root)).collect(),
        memory: body.memory.iter().filter_map(|own| Some((own.adjoint?, own.var))).collect(),
    };
    let params = body.memory.iter().filter(|variable| variable.param.is_some());
    let (values, adjoints): (Vec<Var>, Vec<Option<Var>>) = params.map(|v| (v.var, v.adjoint)).unzip();
    let adjoints: Vec<Var> = adjoints.into_iter().flatten().collect();
    let lent = body.lent.iter().map(|(param, var)| (*var, Some(body.arena.ty(*param).referent().clone())));
    verifier.vars.extend(lent);
    verifier.vars.extend(values.iter().map(|var| (*var, None)));
    let Some(pullback) = &body.pullback else {
        verifier.vars.extend(adjoints.into_iter().map(|var| (var, None)));
        return verifier.stmts(&body.block);
    };
    verifier.stmts(&body.block)?;
    // The caller's variables are out of scope when the closure runs, and those that it passes then were not in scope before.
    values.iter().for_each(|var| drop(verifier.vars.remove(var)));
    verifier.vars.extend(adjoints.into_iter().map(|var| (var, None)));
    pullback.params.iter().try_for_each(|id| verifier.define(*id))?;
    verifier.block(&pullback.body)
}

struct Verifier<'a> {
    arena: &'a Arena,
    /// Is each value in scope where it is used?
    recorded: bool,
    /// Is dead code removed?
    cleared: bool,
    scope: Vec<bool>,
    /// What is in scope, in the order of its definition.
    defined: Vec<Id>,
    /// The variables in scope, with their type where that is known.
    vars: BTreeMap<Var, Option<Ty>>,
    declared: Vec<Var>,
    /// Whose adjoint an accumulator is.
    roots: BTreeMap<Var, Id>,
    /// The variable of the user's whose adjoint a variable is.
    memory: BTreeMap<Var, Var>,
}

impl Verifier<'_> {
    /// A block with a scope of its own.
    fn block(&mut self, block: &Block) -> Result<(), String> {
        self.scoped(|this| this.stmts(block))
    }

    fn scoped(&mut self, inside: impl FnOnce(&mut Self) -> Result<(), String>) -> Result<(), String> {
        let (defined, declared) = (self.defined.len(), self.declared.len());
        inside(self)?;
        for id in self.defined.split_off(defined) {
            self.scope[id.0 as usize] = false;
        }
        for var in self.declared.split_off(declared) {
            self.vars.remove(&var);
        }
        Ok(())
    }

    fn stmts(&mut self, block: &Block) -> Result<(), String> {
        block.stmts.iter().try_for_each(|stmt| self.stmt(stmt))?;
        if block.diverges {
            return Ok(());
        }
        block.results.iter().try_for_each(|id| {
            self.is_value(*id)?;
            self.used(*id)
        })
    }

    fn stmt(&mut self, stmt: &Stmt) -> Result<(), String> {
        stmt.uses(self.arena).into_iter().try_for_each(|id| self.used(id))?;
        holds(self.arena, stmt).into_iter().try_for_each(|id| self.is_value(id))?;
        self.variables(stmt)?;
        self.types(stmt)?;
        match stmt {
            Stmt::Branch(branch) => {
                for arm in &branch.arms {
                    if !arm.body.diverges && arm.body.results.len() != branch.results.len() {
                        return Err(format!("an arm yields {:?} for {:?}", arm.body.results, branch.results));
                    }
                    self.scoped(|this| {
                        if let Pattern::Rust(_, bound) = &arm.pattern {
                            bound.iter().try_for_each(|(_, id)| this.define(*id))?;
                        }
                        arm.guard.iter().try_for_each(|guard| this.block(guard))?;
                        this.block(&arm.body)
                    })?;
                }
            }
            Stmt::Loop(l) => {
                if l.body.results.len() != l.carried.len() {
                    return Err("a loop does not hand on what it carries".into());
                }
                self.scoped(|this| {
                    l.binds().into_iter().try_for_each(|id| this.define(id))?;
                    this.stmts(&l.body)?;
                    l.exit.iter().try_for_each(|id| this.used(*id))
                })?;
            }
            Stmt::Let(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Store(..)
            | Stmt::Replace(..)
            | Stmt::Grow(..)
            | Stmt::Shrink(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => {}
        }
        for id in stmt.defines() {
            self.define(id)?;
            if !matches!(stmt, Stmt::Let(_)) && !matches!(self.arena.op(id), Op::Bound) {
                return Err(format!("{id:?} is defined by a statement, and is more than that"));
            }
        }
        Ok(())
    }

    fn define(&mut self, id: Id) -> Result<(), String> {
        self.defined.push(id);
        match std::mem::replace(&mut self.scope[id.0 as usize], true) {
            true => Err(format!("{id:?} is defined twice")),
            false => Ok(()),
        }
    }

    fn used(&self, id: Id) -> Result<(), String> {
        match !self.recorded || self.scope[id.0 as usize] || self.arena.is_free(id) {
            true => Ok(()),
            false => Err(format!("{id:?} ({}) is not in scope", super::print::show(self.arena.op(id)))),
        }
    }

    /// A place has no adjoint: what is read there must have been read. Dead code may still do otherwise before it is removed.
    fn is_value(&self, id: Id) -> Result<(), String> {
        match self.arena.op(id) {
            Op::Lvalue(_) if self.cleared => {
                let shown = super::print::show(self.arena.op(id));
                Err(format!("{id:?} ({shown}) is a place where a value must be"))
            }
            _ => Ok(()),
        }
    }

    /// Are the variables that a statement mentions declared, and is one that it declares new?
    fn variables(&mut self, stmt: &Stmt) -> Result<(), String> {
        let mentioned = match stmt {
            Stmt::Let(id) => match self.arena.op(*id) {
                Op::Read(var) => Some(*var),
                op => op.place().map(|place| place.var),
            },
            Stmt::Add(place, _)
            | Stmt::Store(place, _)
            | Stmt::Replace(place, ..)
            | Stmt::Grow(place, _)
            | Stmt::Shrink(place, _) => Some(place.var),
            Stmt::Var(var, init) => return self.declare(*var, *init),
            Stmt::Adopt(var, _, zero) => return self.declare(*var, *zero),
            Stmt::Pull(pull) => {
                let places = pull.slots.iter().filter_map(Slot::place);
                places.into_iter().try_for_each(|place| self.in_scope(place.var))?;
                None
            }
            Stmt::Branch(_)
            | Stmt::Loop(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Call(_)
            | Stmt::Give(..)
            | Stmt::Effect(..) => None,
        };
        mentioned.into_iter().try_for_each(|var| self.in_scope(var))
    }

    fn in_scope(&self, var: Var) -> Result<(), String> {
        match self.vars.contains_key(&var) {
            true => Ok(()),
            false => Err(format!("variable {} is not in scope", var.0)),
        }
    }

    fn declare(&mut self, var: Var, init: Id) -> Result<(), String> {
        let ty = self.arena.ty(init).referent().clone();
        if self.vars.insert(var, Some(ty)).is_some() {
            return Err(format!("variable {} is declared twice", var.0));
        }
        self.declared.push(var);
        Ok(())
    }
}

/// What a statement puts away, so that it must be a value of its own.
fn holds(arena: &Arena, stmt: &Stmt) -> Vec<Id> {
    match stmt {
        Stmt::Let(id) => match arena.op(*id) {
            Op::Tuple(parts) | Op::Array(parts) | Op::Struct(_, parts) | Op::Apply(_, parts) => parts.clone(),
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
            | Op::Still(_)
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
