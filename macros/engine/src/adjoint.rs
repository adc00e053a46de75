//! The reverse transformation: a function to its forward and reverse sweep.
//!
//! The reverse sweep mirrors the structure of the function and mentions primal values freely, also
//! those that the forward sweep computed inside an arm; `record` makes them reachable. Where a
//! block ends in a branch, the reverse of an arm runs right after its forward, in the same arm.
//!
//! Each value that varies has an *adjoint*. Projections (`a.0`, `a[i]`, `&a`) have none of their own but
//! share that of the value they start from, their *root*. The adjoint of a root is a value for each
//! part that was used, or one accumulator ([`Stmt::Var`]) where parts are picked at run time.

mod branch;
mod call;
mod chain;
mod copy;
mod demand;
mod guard;
mod loops;
mod memory;
mod reads;
mod saturation;
mod singular;
mod split;
mod status;
mod steps;

use crate::analysis::scratch::Scratch;
use crate::ir::{
    Arena, Argument, Block, Body, Flow, Id, Ids, Literal, Member, Op, Part, Place, Step, Stmt, Var, Variable,
};
use crate::lower::Primal;
use crate::passes::Switches;
use crate::restore::Restored;
use crate::tables::formula::Formulas;
use crate::types::{Int, Ty};
pub use status::shapes_of_values;
use std::collections::BTreeMap;

pub use guard::{Guards, guards};
pub use saturation::find as saturated;
pub use singular::Singular;

/// What the generated function is to take and to give.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Mode {
    /// The gradient of a scalar.
    Grad,
    /// The value, then the gradient.
    ValueAndGrad,
    /// The gradient for a cotangent that is the last parameter.
    Vjp,
    /// The value; the gradient of a scalar is added to buffers of the caller's.
    Accumulate,
    /// The same without the value.
    Fill,
    /// The value and the reverse sweep as a closure, for the callers among differentiated functions.
    Forward,
    /// The value and the reverse sweep as a closure, for users.
    Pullback,
}

/// What runs once: a loop with such code in it is not run again for its reverse.
#[derive(Clone, Copy, Default, PartialEq, Eq)]
pub struct Once {
    /// The user's own code.
    pub foreign: bool,
    /// Differentiated functions, which may call the user's own code.
    pub calls: bool,
}

/// Transforms a function.
pub fn reverse(
    primal: &Primal,
    mode: Mode,
    switches: Switches,
    guards: &Guards,
    scratch: Scratch,
    restored: Restored,
    once: Once,
) -> Body {
    // The hidden rule gives the result as it is, the other companions differentiate the value in it.
    let outcome = primal.outcome.filter(|_| mode != Mode::Forward);
    let whole = primal.block.results[0];
    let aux = primal.aux.filter(|_| mode != Mode::Forward);
    let result = outcome.map(|outcome| outcome.value).or(aux).unwrap_or(whole);
    let result_type = match mode {
        Mode::Forward => primal.signature.result.clone(),
        _ => primal.signature.value(),
    };
    let mut sweep = Sweep::new(primal, switches.alloc, scratch);
    sweep.restored = restored;
    let gives_value = match mode {
        Mode::ValueAndGrad | Mode::Accumulate | Mode::Forward | Mode::Pullback => true,
        Mode::Grad | Mode::Fill | Mode::Vjp => false,
    };
    crate::analysis::panics::mark(&mut sweep.arena, primal, gives_value);
    sweep.once = Once { foreign: once.foreign || matches!(mode, Mode::Forward | Mode::Pullback), ..once };
    sweep.saturated = saturation::find(&primal.arena, &primal.block, false);
    sweep.guards.clone_from(guards);
    let params = sweep.params(primal);
    let cotangent = match mode {
        Mode::Grad | Mode::ValueAndGrad | Mode::Accumulate | Mode::Fill => {
            sweep.node(Op::Literal(Literal::Float(1.0, None)), primal.arena.ty(result).clone())
        }
        // Nothing is handed in for what is nothing.
        Mode::Vjp if primal.signature.is_without_cotangent() => {
            sweep.node(Op::Zero(None), Ty::Tuple(Vec::new()))
        }
        Mode::Vjp => sweep.named(Op::Param(params.len()), result_type.clone(), "d_value"),
        Mode::Forward | Mode::Pullback => sweep.named(Op::Bound, result_type.clone(), "d_value"),
    };
    if let (Mode::Vjp | Mode::Forward | Mode::Pullback, Ty::Float(_)) = (mode, &result_type) {
        sweep.incoming = Some(cotangent);
        sweep.handed_out = saturation::find(&primal.arena, &primal.block, true);
    }
    if mode == Mode::Forward {
        return sweep.split(primal, &params, cotangent);
    }
    let active =
        primal.signature.params.iter().zip(&params).filter(|(param, _)| param.active && !param.exchanged);
    let active: Vec<Id> = active.map(|(_, id)| *id).collect();
    if mode == Mode::Pullback {
        let given = if aux.is_some() { whole } else { result };
        let results = outcome.map(|outcome| outcome.status).into_iter().chain([given]).collect();
        return sweep.pullback(primal, cotangent, result, results, &active);
    }
    if let Mode::Accumulate | Mode::Fill = mode {
        sweep.buffers(&active);
    }
    let nodes: Vec<Id> = primal.arena.params(params.len()).into_iter().flatten().collect();
    sweep.both(&primal.block, &[(result, Adjoint::whole(cotangent))], &nodes);
    let mut results: Vec<Id> = outcome.map(|outcome| outcome.status).into_iter().collect();
    match mode {
        // What comes with the value is returned beside it.
        Mode::ValueAndGrad | Mode::Accumulate => results.push(if aux.is_some() { whole } else { result }),
        Mode::Grad | Mode::Fill | Mode::Vjp | Mode::Forward | Mode::Pullback => {}
    }
    match mode {
        Mode::Accumulate | Mode::Fill => active.into_iter().for_each(|id| sweep.hand_over(id)),
        _ => results.extend(active.into_iter().map(|id| sweep.gradient(id))),
    }
    let external = sweep.external(primal);
    let lent = sweep.lent.iter().map(|(id, var)| (*id, *var)).collect();
    let block = Block { stmts: sweep.out, results, diverges: primal.block.diverges, part: primal.block.part };
    Body {
        alloc: switches.alloc,
        roots: sweep.vars.into_iter().collect(),
        arena: sweep.arena,
        block,
        pullback: None,
        tapes: Vec::new(),
        memory: sweep.variables,
        external,
        lent,
        again: sweep.again,
        restored: sweep.restored.vars,
        stands: sweep.stands,
        lost: sweep.lost,
        trusts: sweep.trusts,
        quiet: Vec::new(),
    }
}

impl Formulas for Sweep {
    fn arena(&mut self) -> &mut Arena {
        &mut self.arena
    }

    fn write(&mut self, stmt: Stmt) {
        self.out.push(stmt);
    }
}

/// The adjoint of a root that is not an accumulator: what was added to all of it and to its parts.
#[derive(Clone, Default)]
struct Adjoint {
    whole: Option<Id>,
    parts: BTreeMap<u32, Adjoint>,
}

impl Adjoint {
    fn whole(id: Id) -> Adjoint {
        Adjoint { whole: Some(id), parts: BTreeMap::new() }
    }
}

/// What was added inside one block, to roots inside and outside of it.
type Frame = BTreeMap<Id, Adjoint>;

/// Where the shape of a part of an adjoint is found.
#[derive(Clone, Copy)]
enum Shape {
    /// The value of the part has it.
    Of(Id),
    /// The part of this value has it.
    InWhole(Option<Id>),
}

struct Sweep {
    arena: Arena,
    /// Statements of the block being written.
    out: Vec<Stmt>,
    frames: Vec<Frame>,
    /// The roots whose adjoint is an accumulator.
    vars: BTreeMap<Id, Var>,
    /// The values that may be infinite where their cotangent is 0.
    saturated: Ids,
    /// Those that are so where the cotangent of the result is 0, and that cotangent.
    handed_out: Ids,
    incoming: Option<Id>,
    /// The adjoint of each variable that is changed in place.
    memory: BTreeMap<Var, Var>,
    /// Operations that a cotangent of zero must not pass.
    guards: Guards,
    /// Reads of variables whose reverse is simple.
    reads: reads::Reads,
    /// The user's variables, and those of copies.
    variables: Vec<Variable>,
    /// The loops that are run again: what each carried out the first time, and the second time.
    again: Vec<Vec<(Id, Id)>>,
    /// Nodes of the forward sweep that a node of the reverse sweep is equal to, where that is in scope.
    stands: Vec<(Id, Id)>,
    /// An operation without a derivative that an adjoint reached.
    lost: Option<Id>,
    /// The variables that are scratch for a loop.
    scratch: Scratch,
    /// Those whose elements are given back what they held.
    restored: Restored,
    /// What callees must overwrite for that.
    trusts: Vec<Argument>,
    /// The shapes of variables at the end of their blocks, where they may not be those they began with.
    shapes: BTreeMap<Var, Id>,
    /// The last number given to a block.
    parts: u32,
    /// The accumulators that are the caller's buffers.
    lent: BTreeMap<Id, Var>,
    /// The reverse sweep runs in a closure, so what is run again for it was run before.
    split: bool,
    /// What runs once inside of a loop.
    once: Once,
    /// Is there an allocator?
    alloc: bool,
}

impl Sweep {
    fn new(primal: &Primal, alloc: bool, scratch: Scratch) -> Sweep {
        let mut arena = primal.arena.clone();
        let mut reads = reads::Reads::default();
        reads.scan(&arena, &primal.block);
        let mut vars = demand::accumulators(&mut arena, &primal.block);
        vars.retain(|root, _| !reads.lent.contains(root));
        let varying = primal.memory.iter().filter_map(|variable| Some((variable.var, variable.adjoint?)));
        let memory = varying.collect();
        let shapes =
            primal.memory.iter().filter_map(|variable| Some((variable.var, variable.shape?))).collect();
        Sweep {
            arena,
            out: Vec::new(),
            frames: vec![Frame::new()],
            vars,
            saturated: Ids::new(),
            handed_out: Ids::new(),
            incoming: None,
            memory,
            guards: Guards::default(),
            reads,
            variables: primal.memory.clone(),
            again: Vec::new(),
            stands: Vec::new(),
            lost: None,
            scratch,
            restored: Restored::default(),
            trusts: Vec::new(),
            shapes,
            lent: BTreeMap::new(),
            parts: primal.parts,
            split: false,
            once: Once::default(),
            alloc,
        }
    }

    /// What to call the adjoint of a node, or a part of it.
    fn role(&self, id: Id) -> Option<String> {
        let node = self.arena.get(id);
        node.name.as_ref().or(node.role.as_ref()).map(|name| format!("d_{name}"))
    }

    /// The parameter nodes, found or made.
    fn params(&mut self, primal: &Primal) -> Vec<Id> {
        let nodes = primal.arena.params(primal.signature.params.len());
        // A parameter by `&mut` is a variable and has no node of its own.
        nodes.into_iter().map(|node| node.unwrap_or(primal.block.results[0])).collect()
    }

    // Adjoints.

    /// A root and the steps to the part of it that a node is.
    fn locate(&self, id: Id) -> (Id, Vec<Step>) {
        demand::locate(&self.arena, id)
    }

    /// Adds to the adjoint of a node.
    fn add(&mut self, id: Id, value: Id) {
        if !self.arena.varies(id) {
            return;
        }
        let (root, path) = self.locate(id);
        match self.vars.get(&root) {
            Some(var) => self.out.push(Stmt::Add(Place { var: *var, path }, value)),
            None => {
                let path: Vec<u32> = path
                    .iter()
                    .map(|step| demand::constant(&self.arena, step))
                    .map(Option::unwrap_or_default)
                    .collect();
                let mut frame = std::mem::take(self.frames.last_mut().expect("a frame is open"));
                let mut adjoint = frame.entry(root).or_default();
                for index in path {
                    adjoint = adjoint.parts.entry(index).or_default();
                }
                adjoint.whole = Some(match adjoint.whole {
                    Some(before) => self.sum(before, value),
                    None => value,
                });
                *self.frames.last_mut().expect("a frame is open") = frame;
            }
        }
    }

    fn add_all(&mut self, id: Id, adjoint: &Adjoint) {
        if let Some(whole) = adjoint.whole {
            self.add(id, whole);
        }
        for (index, part) in &adjoint.parts {
            let ty = self.arena.ty(id).part(*index).unwrap_or_else(|| self.arena.ty(id).clone());
            let projection = self.projection(id, *index, ty, self.arena.get(id).flow);
            self.add_all(projection, part);
        }
    }

    /// The part of a value; only looked through, never evaluated, unless something uses it.
    fn projection(&mut self, id: Id, index: u32, ty: Ty, flow: Flow) -> Id {
        let op = match self.arena.ty(id).referent() {
            Ty::Array(..) => {
                let tokens = proc_macro2::Literal::u32_unsuffixed(index);
                let literal = Literal::Int(Some(index.into()), quote::quote!(#tokens));
                let at = self.node(Op::Literal(literal), Ty::Int(Int::Any));
                Op::Index(id, at)
            }
            _ => Op::Field(id, Member::Index(index)),
        };
        let projection = self.node(op, ty);
        self.arena.get_mut(projection).flow = flow;
        projection
    }

    /// The sum of two adjoints of the same type.
    fn sum(&mut self, a: Id, b: Id) -> Id {
        let ty = self.arena.ty(a).clone();
        match ty.arity() {
            Some(arity) => {
                let parts: Vec<Id> = (0..arity)
                    .map(|index| {
                        let part = ty.part(index).unwrap_or_else(|| ty.clone());
                        let x = self.projection(a, index, part.clone(), Flow::default());
                        let y = self.projection(b, index, part, Flow::default());
                        self.sum(x, y)
                    })
                    .collect();
                self.aggregate(parts, ty)
            }
            None if ty.is_discrete() => a,
            None => self.apply("add", vec![a, b], ty),
        }
    }

    fn aggregate(&mut self, parts: Vec<Id>, ty: Ty) -> Id {
        let op = match ty.referent() {
            Ty::Array(..) => Op::Array(parts),
            _ => Op::Tuple(parts),
        };
        self.node(op, ty)
    }

    /// Takes a root's adjoint, at its definition.
    fn take(&mut self, root: Id) -> Option<Adjoint> {
        if let Some(var) = self.vars.get(&root).copied() {
            let ty = self.arena.ty(root).clone();
            let read = self.node(Op::Read(var), ty);
            return Some(Adjoint::whole(read));
        }
        self.frames.last_mut()?.remove(&root)
    }

    /// An adjoint as one value, called after its primal.
    fn value(&mut self, adjoint: &Adjoint, primal: Id) -> Id {
        let ty = self.arena.ty(primal).referent().clone();
        let id = self.assemble(adjoint, &ty, Some(primal));
        let name = self.role(primal);
        let free = self.arena.is_free(id);
        let node = self.arena.get_mut(id);
        if node.role.is_none() && node.adjoint && !free {
            node.role = name;
        }
        id
    }

    fn assemble(&mut self, adjoint: &Adjoint, ty: &Ty, like: Option<Id>) -> Id {
        match (adjoint.whole, adjoint.parts.is_empty(), ty.arity()) {
            (Some(whole), true, _) => whole,
            (_, false, Some(arity)) => {
                let parts = (0..arity)
                    .map(|index| self.component(adjoint, index, ty, Shape::InWhole(like)))
                    .collect();
                self.aggregate(parts, ty.clone())
            }
            _ => {
                let like = like.filter(|_| !ty.has_known_shape());
                self.node(Op::Zero(like), ty.clone())
            }
        }
    }

    /// One part of an adjoint as a value.
    fn component(&mut self, adjoint: &Adjoint, index: u32, ty: &Ty, shape: Shape) -> Id {
        let part = ty.part(index).unwrap_or_else(|| ty.clone());
        // A zero of a shape that is not known is made after the value.
        let zero = adjoint.whole.is_none() && adjoint.parts.get(&index).is_none_or(|own| own.whole.is_none());
        let like = match shape {
            _ if !zero || part.has_known_shape() => None,
            Shape::Of(value) => Some(value),
            Shape::InWhole(whole) => {
                whole.map(|whole| self.projection(whole, index, part.clone(), Flow::default()))
            }
        };
        let whole = adjoint.whole.map(|whole| self.projection(whole, index, part.clone(), Flow::default()));
        let own = adjoint.parts.get(&index).map(|own| self.assemble(own, &part, like));
        match (whole, own) {
            (Some(whole), Some(own)) => self.sum(whole, own),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.node(Op::Zero(like), part),
        }
    }

    /// Declares the accumulators of roots that are defined in the block whose reverse sweep begins here.
    fn declare(&mut self, roots: &[Id]) {
        for root in roots {
            if self.lent.contains_key(root) {
                continue;
            }
            if let Some(var) = self.vars.get(root).copied() {
                let ty = self.arena.ty(*root).referent().clone();
                let like = (!ty.has_known_shape()).then_some(*root);
                let zero = self.node(Op::Zero(like), ty);
                self.out.push(Stmt::Var(var, zero));
            }
        }
    }

    /// The gradient of a parameter.
    fn gradient(&mut self, param: Id) -> Id {
        let adjoint = self.take(param).unwrap_or_default();
        self.value(&adjoint, param)
    }

    // Sweeps.

    /// The forward and then the reverse sweep of a block, for the adjoints of some of its values.
    fn both(&mut self, block: &Block, seeds: &[(Id, Adjoint)], params: &[Id]) {
        let (before, tail) = match block.stmts.split_last() {
            Some((Stmt::Branch(branch), before)) => (before, Some(branch)),
            _ => (block.stmts.as_slice(), None),
        };
        self.out.extend(before.iter().cloned());
        self.declare(params);
        self.declare(&defined(&block.stmts));
        self.declare_memory(&block.stmts);
        seeds.iter().for_each(|(id, seed)| self.add_all(*id, seed));
        if let Some(branch) = tail {
            self.branch(branch, true);
        }
        before.iter().rev().for_each(|stmt| self.stmt(stmt));
    }

    /// The reverse sweep of a block whose forward sweep ran before.
    fn back(&mut self, block: &Block, seeds: &[(Id, Adjoint)]) {
        self.declare(&defined(&block.stmts));
        self.declare_memory(&block.stmts);
        seeds.iter().for_each(|(id, seed)| self.add_all(*id, seed));
        block.stmts.iter().rev().for_each(|stmt| self.stmt(stmt));
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let(id) if self.restored.before.contains(id) => self.restore(*id),
            Stmt::Let(id) => self.node_back(*id),
            Stmt::Branch(branch) => self.branch(branch, false),
            Stmt::Loop(l) => self.looped(l),
            Stmt::Call(call) => self.call(call),
            Stmt::Store(place, value) => self.store(place, *value),
            Stmt::Replace(place, value, length) => self.replace(place, *value, *length),
            Stmt::Grow(place, value) => self.grow(place, *value),
            Stmt::Shrink(place, id) => self.shrink(place, *id),
            Stmt::Var(var, init) => {
                if let (Some(own), true) = (self.memory.get(var).copied(), self.arena.varies(*init)) {
                    let ty = self.arena.ty(*init).clone();
                    let whole = self.node(Op::Load(Place { var: own, path: Vec::new() }), ty);
                    self.add(*init, whole);
                }
            }
            // None of these is in a primal, or carries a derivative.
            Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Adopt(..)
            | Stmt::Effect(..) => {}
        }
    }

    /// Adds to a part of a root.
    fn add_at(&mut self, root: Id, path: Vec<u32>, value: Id) {
        let mut at = root;
        for index in path {
            let ty = self.arena.ty(at).part(index).unwrap_or_else(|| self.arena.ty(at).clone());
            let flow = self.arena.get(at).flow;
            at = self.projection(at, index, ty, flow);
        }
        self.add(at, value);
    }
}

fn reverse_of(part: Part) -> Part {
    match part {
        Part::Forward(number) => Part::Reverse(number),
        other => other,
    }
}

/// The nodes that a block's own statements define.
fn defined(stmts: &[Stmt]) -> Vec<Id> {
    stmts.iter().flat_map(Stmt::defines).collect()
}

/// Visits the paths of an adjoint's values.
fn cells_of(adjoint: &Adjoint, path: &mut Vec<u32>, visit: &mut impl FnMut(&[u32])) {
    if adjoint.whole.is_some() {
        visit(path);
    }
    for (index, part) in &adjoint.parts {
        path.push(*index);
        cells_of(part, path, visit);
        path.pop();
    }
}

/// The value at a path.
fn cell(adjoint: &Adjoint, path: &[u32]) -> Option<Id> {
    match path.split_first() {
        None => adjoint.whole,
        Some((index, rest)) => cell(adjoint.parts.get(index)?, rest),
    }
}
