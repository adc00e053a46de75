//! Forward mode: a function to the function that carries a *tangent* beside each value that varies. The tangent of a value is
//! its directional derivative; what does not vary has none, and none stands for zero.
//!
//! The statements of the function stay as they are. Behind each stand those that compute the tangents of what it defines: a
//! branch yields the tangents of its results too, a loop carries those of what it carries, and a variable has a second one
//! beside it. The result is a function like any other, so that it can be differentiated again: `hvp` is the adjoint of the tangent.

mod call;
mod node;
mod statement;

use crate::ir::{Arena, Body, Flow, Id, Ids, Literal, Member, Node, Op, Place, Stmt, Table, Var, Variable};
use crate::lower::{Outcome, Primal, Signature};
use crate::tables::formula::Formulas;
use crate::types::Ty;
use proc_macro2::Span;
use std::collections::{BTreeMap, BTreeSet};

/// The directions in which parameters are moved.
#[derive(Clone, Copy)]
pub enum Direction {
    /// A tangent for each differentiated parameter, as a further parameter of the function.
    Given,
    /// The same, and zero for each but the one of that number.
    Along(usize),
    /// A tangent for each parameter, differentiated itself, for callers: what has no derivative has `()`.
    Rule,
}

/// A function with tangents.
pub struct Tangent {
    /// The function, which yields its result and then the tangent of its value.
    pub primal: Primal,
    /// The value of the result.
    pub value: Id,
    /// Its tangent.
    pub tangent: Id,
    /// The variables in which tangents of structs are made.
    structs: Vec<Var>,
    /// What has no tangent, though something differentiated flows into it.
    pub refused: Vec<(Span, &'static str)>,
}

/// Transforms a function.
pub fn forward(primal: &Primal, direction: Direction) -> Tangent {
    let mut arena = primal.arena.clone();
    crate::analysis::panics::mark(&mut arena, primal, true);
    let vars = primal.memory.iter().filter_map(|variable| Some((variable.var, variable.adjoint?)));
    let mut sweep = Sweep {
        vars: vars.collect(),
        arena,
        out: Vec::new(),
        tangents: Table::default(),
        structs: Vec::new(),
        saturated: crate::adjoint::saturated(&primal.arena, &primal.block, false),
        huge: Ids::new(),
        refused: Vec::new(),
    };
    sweep.parameters(primal, direction);
    let mut block = sweep.block(&primal.block);
    // What the tangents of parameters are taken from stands before everything else.
    block.stmts.splice(0..0, std::mem::take(&mut sweep.out));
    let value = match direction {
        // A caller gets an `Option` or a `Result` as the pair of its status and its value.
        Direction::Rule => block.results[0],
        Direction::Given | Direction::Along(_) => {
            let outcome = primal.outcome.map(|outcome| outcome.value);
            outcome.or(primal.aux).unwrap_or(block.results[0])
        }
    };
    let tangent = sweep.within(&mut block, |sweep| match (direction, primal.aux) {
        (Direction::Rule, Some(of)) => sweep.pair_of_tangents(&primal.signature, value, of),
        _ => {
            let tangent = sweep.tangent_or_zero(value);
            sweep.owned(tangent)
        }
    });
    block.results.push(tangent);
    Tangent {
        primal: Primal { arena: sweep.arena, block, ..primal.clone() },
        value,
        tangent,
        structs: sweep.structs,
        refused: sweep.refused,
    }
}

impl Tangent {
    /// The companion that gives the value and its tangent.
    pub fn companion(self, alloc: bool) -> Body {
        let Tangent { primal, value, tangent, .. } = self;
        let mut memory = primal.memory;
        for index in 0..memory.len() {
            let variable = &mut memory[index];
            // The tangent of a parameter by `&mut` is the caller's too.
            if let (Some(own), None) = (variable.adjoint, variable.param) {
                variable.adjoint = None;
                let name = format!("t_{}", variable.name);
                let tangent =
                    Variable { var: own, name, adjoint: None, param: None, shape: None, tangent: true };
                memory.push(tangent);
            }
        }
        let mut block = primal.block;
        let status = primal.outcome.map(|outcome| outcome.status);
        // What comes with the value is returned beside it.
        let value = if primal.aux.is_some() { block.results[0] } else { value };
        block.results = status.into_iter().chain([value, tangent]).collect();
        let external = memory.iter().filter(|variable| variable.param.is_some());
        Body {
            alloc,
            external: external
                .flat_map(|variable| [Some(variable.var), variable.adjoint])
                .flatten()
                .collect(),
            arena: primal.arena,
            block,
            memory,
            pullback: None,
            roots: Vec::new(),
            lent: Vec::new(),
            again: Vec::new(),
            restored: BTreeSet::new(),
            stands: Vec::new(),
            lost: None,
            trusts: Vec::new(),
            quiet: Vec::new(),
            tapes: Vec::new(),
        }
    }

    /// The function that gives the tangent alone: what is differentiated again.
    pub fn function(self) -> Primal {
        let Tangent { mut primal, tangent, structs, .. } = self;
        primal.block.results = vec![tangent];
        primal.outcome = primal.outcome.map(|outcome| Outcome { value: tangent, ..outcome });
        primal.aux = None;
        twice(&mut primal, structs, |_| None);
        primal
    }

    /// The function that gives the value and the tangent, with a tangent for each parameter behind the parameters: what callers
    /// with tangents call.
    pub fn rule(self) -> Primal {
        let Tangent { mut primal, value, tangent, structs, .. } = self;
        let count = primal.signature.params.len();
        let types = [value, tangent].map(|id| primal.arena.ty(id).clone());
        let pair =
            Node::new(Op::Tuple(vec![value, tangent]), Ty::Tuple(types.to_vec()), VARIES, Span::call_site());
        let pair = primal.arena.add(pair);
        primal.block.stmts.push(Stmt::Let(pair));
        primal.block.results = vec![pair];
        twice(&mut primal, structs, |param| Some(count + param));
        (primal.outcome, primal.aux) = (None, None);
        primal.signature = primal.signature.with_tangents();
        primal
    }
}

/// The zero of a tangent is that of its value: of the tangent of a value of generic type only this is known. Behind `count` parameters
/// stand their tangents.
pub fn zeros_of_values(body: &mut Body, count: usize) {
    let params = body.arena.params(2 * count);
    let value_of = |arena: &Arena, id: Id| {
        let id = if let Op::Deref(inner) = arena.op(id) { *inner } else { id };
        match arena.op(id) {
            Op::Param(at) => at.checked_sub(count).and_then(|at| params[at]),
            _ => None,
        }
    };
    let found = body.arena.iter().filter_map(|(id, node)| match node.op {
        Op::Zero(Some(like)) => Some((id, value_of(&body.arena, like)?)),
        _ => None,
    });
    for (id, value) in found.collect::<Vec<_>>() {
        body.arena.get_mut(id).op = Op::Zero(Some(value));
    }
}

/// Gives the variables of a function, and their tangents, adjoints of their own.
fn twice(primal: &mut Primal, structs: Vec<Var>, param: impl Fn(usize) -> Option<usize>) {
    let mut tangents = Vec::new();
    for var in structs {
        let adjoint = Some(primal.arena.var());
        tangents.push(Variable {
            var,
            name: "tangent".into(),
            adjoint,
            param: None,
            shape: None,
            tangent: true,
        });
    }
    for variable in &mut primal.memory {
        let Some(own) = variable.adjoint else { continue };
        variable.adjoint = Some(primal.arena.var());
        tangents.push(Variable {
            var: own,
            name: format!("t_{}", variable.name),
            adjoint: Some(primal.arena.var()),
            param: variable.param.and_then(&param),
            shape: variable.shape,
            tangent: true,
        });
    }
    primal.memory.extend(tangents);
}

struct Sweep {
    arena: Arena,
    /// Statements of the block being written.
    out: Vec<Stmt>,
    /// The tangents of nodes that have one.
    tangents: Table<Id>,
    /// The tangent of each variable that is changed in place.
    vars: BTreeMap<Var, Var>,
    /// The variables in which tangents of structs are made.
    structs: Vec<Var>,
    /// The values that may overflow where that makes no difference.
    saturated: Ids,
    /// The values whose tangent may therefore be infinite.
    huge: Ids,
    refused: Vec<(Span, &'static str)>,
}

impl Formulas for Sweep {
    fn arena(&mut self) -> &mut Arena {
        &mut self.arena
    }

    fn write(&mut self, stmt: Stmt) {
        self.out.push(stmt);
    }

    fn flow(&self, op: &Op) -> Flow {
        if op.place().is_some() || matches!(op, Op::Bound | Op::Read(_)) {
            return VARIES;
        }
        op.args().into_iter().map(|arg| self.arena.get(arg).flow).fold(Flow::default(), Flow::and)
    }
}

/// What may vary with the parameters does.
const VARIES: Flow = Flow { varies: true, parameter: true, undecided: 0 };

impl Sweep {
    /// The tangents of the parameters.
    fn parameters(&mut self, primal: &Primal, direction: Direction) {
        let params = &primal.signature.params;
        let nodes = primal.arena.params(params.len());
        let mut active = 0;
        for (position, (param, node)) in params.iter().zip(nodes).enumerate() {
            let number = active;
            active += usize::from(param.active);
            // A parameter by `&mut` is a variable, and so is its tangent.
            let Some(node) = node.filter(|_| param.active && !param.exchanged) else { continue };
            let ty = self.arena.ty(node).clone();
            let name = format!("t_{}", param.name());
            let tangent = match direction {
                Direction::Along(along) if along != number => continue,
                // The only direction there is.
                Direction::Along(_) if ty.referent().is_float() => {
                    let one = Op::Literal(Literal::Float(1.0, None));
                    let one = self.node(one, ty.referent().clone());
                    match ty {
                        Ty::Ref(_) => self.node(Op::Borrow(one), ty),
                        _ => one,
                    }
                }
                Direction::Given | Direction::Along(_) => {
                    self.named(Op::Param(params.len() + number), ty, &name)
                }
                Direction::Rule => {
                    let passed = param.type_of_tangent(&ty, &primal.signature.home);
                    let by_reference = passed != ty;
                    let tangent = self.named(Op::Param(params.len() + position), passed, &name);
                    self.arena.get_mut(tangent).flow = VARIES;
                    self.refers(tangent);
                    if by_reference { self.node(Op::Deref(tangent), ty) } else { tangent }
                }
            };
            self.refers(tangent);
            self.tangents.insert(node, tangent);
        }
    }

    /// The tangent of a value, if it has one.
    fn tangent(&self, id: Id) -> Option<Id> {
        self.tangents.get(&id).copied()
    }

    /// The same, or a zero.
    fn tangent_or_zero(&mut self, id: Id) -> Id {
        match self.tangent(id) {
            Some(tangent) => tangent,
            None => self.zero(id),
        }
    }

    /// The tangent of a pair by `aux`: that of the value, and for a caller that of what comes with it, which is zero.
    fn pair_of_tangents(&mut self, signature: &Signature, whole: Id, value: Id) -> Id {
        let of_value = self.tangent_or_zero(value);
        let ty = self.arena.ty(whole).part(1).unwrap_or(Ty::Discrete);
        let of_aux = match signature.aux_cotangent {
            Some(_) => {
                let aux = self.node(Op::Field(whole, Member::Index(1)), ty.clone());
                self.zero(aux)
            }
            None => self.nothing(),
        };
        let types = [of_value, of_aux].map(|id| self.arena.ty(id).clone());
        self.node(Op::Tuple(vec![of_value, of_aux]), Ty::Tuple(types.to_vec()))
    }

    /// The tangent of a result by reference is no reference.
    fn owned(&mut self, tangent: Id) -> Id {
        match self.arena.ty(tangent).clone() {
            Ty::Ref(to) => match (*to, self.arena.op(tangent).clone()) {
                (Ty::Slice(elem) | Ty::Vec(elem), _) => self.node(Op::ToVec(tangent), Ty::Vec(elem)),
                (_, Op::Borrow(of)) => of,
                (to, _) => self.node(Op::Deref(tangent), to),
            },
            ty @ Ty::Tuple(_) if ty.refers() => {
                let part = |sweep: &mut Self, (index, ty): (u32, &Ty)| {
                    let member = Member::Index(index);
                    let part = sweep.arena.member(tangent, &member);
                    let part = part.unwrap_or_else(|| sweep.node(Op::Field(tangent, member), ty.clone()));
                    sweep.owned(part)
                };
                let parts: Vec<Id> = (0..).zip(ty.values()).map(|at| part(self, at)).collect();
                let types = parts.iter().map(|id| self.arena.ty(*id).clone()).collect();
                self.node(Op::Tuple(parts), Ty::Tuple(types))
            }
            _ => tangent,
        }
    }

    /// The zero tangent of a value.
    fn zero(&mut self, id: Id) -> Id {
        let ty = self.arena.ty(id).clone();
        // What only fills a place has no shape of its own.
        let zero = match self.arena.op(id) {
            Op::Zero(None) => self.node(Op::Zero(None), ty.referent().clone()),
            // Nothing says of which type the value is that is not there.
            none @ Op::Plain(..) if self.arena.is_none(id) => self.node(none.clone(), ty.clone()),
            _ => self.zero_like(id),
        };
        match ty {
            Ty::Ref(_) => {
                let reference = self.node(Op::Borrow(zero), ty);
                self.refers(reference);
                reference
            }
            _ => zero,
        }
    }

    /// The tangent of a reference is one itself, where the adjoint of a reference is a value.
    fn refers(&mut self, tangent: Id) {
        let node = self.arena.get_mut(tangent);
        node.adjoint &= !matches!(node.ty, Ty::Ref(_));
    }

    /// What to call the tangent of a node.
    fn role(&self, id: Id) -> Option<String> {
        let node = self.arena.get(id);
        node.name.as_ref().or(node.role.as_ref()).map(|name| format!("t_{name}"))
    }

    /// Says what the tangent of a node is.
    fn stands(&mut self, id: Id, tangent: Id) {
        let free = self.arena.is_free(tangent);
        let role = self.role(id);
        let node = self.arena.get_mut(tangent);
        if node.role.is_none() && node.adjoint && !free {
            node.role = role;
        }
        self.refers(tangent);
        self.tangents.insert(id, tangent);
    }

    /// The same part of the tangent of a variable.
    fn place(&self, place: &Place) -> Option<Place> {
        self.vars.get(&place.var).map(|own| Place { var: *own, path: place.path.clone() })
    }
}
