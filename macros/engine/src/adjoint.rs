//! The reverse transformation: a function to its forward and reverse sweep.
//!
//! The reverse sweep mirrors the structure of the function and mentions primal values freely, also
//! those that the forward sweep computed inside an arm; `record` makes them reachable. Where a
//! block ends in a branch, the reverse of an arm runs right after its forward, in the same arm.
//!
//! Each value that varies has an *adjoint*. Projections (`a.0`, `a[i]`, `&a`) have none of their own but
//! share that of the value they start from, their *root*. The adjoint of a root is a value for each
//! part that was used, or one accumulator ([`Stmt::Var`]) where parts are picked at run time.

mod demand;

use crate::ir::{
    Arena, Arm, Block, Body, Branch, Call, Carried, Counter, Flow, Id, Literal, Loop, Member, Node, Op, Part,
    Pattern, Place, Plain, Pull, Pullback, Slot, Step, Stmt, Var,
};
use crate::lower::Primal;
use crate::rules::Rule;
use crate::term::{Cond, Term};
use crate::types::Ty;
use proc_macro2::Span;
use std::collections::BTreeMap;

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
    /// The value and the reverse sweep as a closure, for the callers among differentiated functions.
    Forward,
}

/// Transforms a function.
pub fn reverse(primal: &Primal, mode: Mode) -> Body {
    let result = primal.block.results[0];
    let mut sweep = Sweep::new(primal);
    let params = sweep.params(primal);
    let cotangent = match mode {
        Mode::Grad | Mode::ValueAndGrad | Mode::Accumulate => {
            sweep.node(Op::Literal(Literal::Float(1.0, None)), primal.arena.ty(result).clone())
        }
        Mode::Vjp => sweep.named(Op::Param(params.len()), primal.signature.result.clone(), "d_value"),
        Mode::Forward => sweep.named(Op::Bound, primal.signature.result.clone(), "d_value"),
    };
    if mode == Mode::Forward {
        return sweep.split(primal, &params, cotangent);
    }
    let active =
        primal.signature.params.iter().zip(&params).filter(|(param, _)| param.active && !param.exchanged);
    let active: Vec<Id> = active.map(|(_, id)| *id).collect();
    if mode == Mode::Accumulate {
        sweep.buffers(&active);
    }
    let nodes: Vec<Id> = primal.arena.params(params.len()).into_iter().flatten().collect();
    sweep.both(&primal.block, &[(result, Adjoint::whole(cotangent))], &nodes);
    let mut results = match mode {
        Mode::ValueAndGrad | Mode::Accumulate => vec![result],
        Mode::Grad | Mode::Vjp | Mode::Forward => Vec::new(),
    };
    match mode {
        Mode::Accumulate => active.into_iter().for_each(|id| sweep.hand_over(id)),
        _ => results.extend(active.into_iter().map(|id| sweep.gradient(id))),
    }
    let external = sweep.external(primal);
    let sweep_lent = sweep.lent.iter().map(|(id, var)| (*id, *var)).collect();
    let sweep_memory = names_of(primal, &sweep.memory);
    let block = Block { stmts: sweep.out, results, diverges: primal.block.diverges, part: primal.block.part };
    Body {
        roots: sweep.vars.into_iter().collect(),
        arena: sweep.arena,
        block,
        pullback: None,
        tapes: Vec::new(),
        memory: sweep_memory,
        external,
        lent: sweep_lent,
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

    fn is_empty(&self) -> bool {
        self.whole.is_none() && self.parts.is_empty()
    }
}

/// What was added inside one block, to roots inside and outside of it.
type Frame = BTreeMap<Id, Adjoint>;

struct Sweep {
    arena: Arena,
    /// Statements of the block being written.
    out: Vec<Stmt>,
    frames: Vec<Frame>,
    /// The roots whose adjoint is an accumulator.
    vars: BTreeMap<Id, Var>,
    /// The adjoint of each variable that is changed in place.
    memory: BTreeMap<Var, Var>,
    /// The last number given to a block.
    parts: u32,
    /// The accumulators that are the caller's buffers.
    lent: BTreeMap<Id, Var>,
    /// The reverse sweep runs in a closure, so what is run again for it was run before.
    split: bool,
}

impl Sweep {
    fn new(primal: &Primal) -> Sweep {
        let mut arena = primal.arena.clone();
        let vars = demand::accumulators(&mut arena, &primal.block);
        let varying = primal.memory.iter().filter(|memory| memory.varies).map(|memory| memory.var);
        let memory = varying.map(|var| (var, arena.var())).collect();
        Sweep {
            arena,
            out: Vec::new(),
            frames: vec![Frame::new()],
            vars,
            memory,
            lent: BTreeMap::new(),
            parts: primal.parts,
            split: false,
        }
    }

    // Nodes.

    fn node(&mut self, op: Op, ty: Ty) -> Id {
        let span = Span::call_site();
        let id = self.arena.add(Node {
            op,
            ty,
            flow: Flow::default(),
            span,
            name: None,
            role: None,
            adjoint: true,
        });
        if !self.arena.is_free(id) && !matches!(self.arena.op(id), Op::Bound) {
            self.out.push(Stmt::Let(id));
        }
        id
    }

    fn named(&mut self, op: Op, ty: Ty, name: &str) -> Id {
        let id = self.node(op, ty);
        self.arena.get_mut(id).role = Some(name.to_owned());
        id
    }

    /// What to call the adjoint of a node, or a part of it.
    fn role(&self, id: Id) -> Option<String> {
        let node = self.arena.get(id);
        node.name.as_ref().or(node.role.as_ref()).map(|name| format!("d_{name}"))
    }

    fn apply(&mut self, rule: &str, args: Vec<Id>, ty: Ty) -> Id {
        self.node(Op::Apply(Rule::named(rule), args), ty)
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
                let at = self.node(Op::Literal(literal), Ty::Int(None));
                Op::Index(id, at)
            }
            _ => match self.arena.op(id) {
                Op::Tuple(parts) if (index as usize) < parts.len() => return parts[index as usize],
                _ => Op::Field(id, Member::Index(index)),
            },
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
        self.frames.last_mut()?.remove(&root).filter(|adjoint| !adjoint.is_empty())
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
                let parts = (0..arity).map(|index| self.component(adjoint, index, ty)).collect();
                self.aggregate(parts, ty.clone())
            }
            _ => {
                let like = like.filter(|_| !ty.has_known_shape());
                self.node(Op::Zero(like), ty.clone())
            }
        }
    }

    /// One part of an adjoint as a value.
    fn component(&mut self, adjoint: &Adjoint, index: u32, ty: &Ty) -> Id {
        let part = ty.part(index).unwrap_or_else(|| ty.clone());
        let whole = adjoint.whole.map(|whole| self.projection(whole, index, part.clone(), Flow::default()));
        let own = adjoint.parts.get(&index).map(|own| self.assemble(own, &part, None));
        match (whole, own) {
            (Some(whole), Some(own)) => self.sum(whole, own),
            (Some(one), None) | (None, Some(one)) => one,
            (None, None) => self.node(Op::Zero(None), part),
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

    /// Makes the caller's buffers the accumulators of the parameters that have one.
    fn buffers(&mut self, params: &[Id]) {
        for id in params {
            let var = match self.vars.get(id) {
                Some(var) => *var,
                None => self.arena.var(),
            };
            self.lent.insert(*id, var);
        }
    }

    /// Adds the gradient of a parameter to the caller's buffer, where it has not been added there all along.
    fn hand_over(&mut self, param: Id) {
        let Some(var) = self.lent.get(&param).copied() else { return };
        if !self.vars.contains_key(&param) {
            let gradient = self.gradient(param);
            self.out.push(Stmt::Add(Place { var, path: Vec::new() }, gradient));
        }
    }

    /// The variables that are the caller's.
    fn external(&self, primal: &Primal) -> Vec<Var> {
        let params = primal.memory.iter().filter(|memory| memory.param.is_some());
        let mut external: Vec<Var> = params
            .flat_map(|memory| [Some(memory.var), self.memory.get(&memory.var).copied()])
            .flatten()
            .collect();
        external.extend(self.lent.values());
        external
    }

    /// Declares the adjoints of the variables that the block declares.
    fn declare_memory(&mut self, stmts: &[Stmt]) {
        for stmt in stmts {
            let Stmt::Var(var, init) = stmt else { continue };
            let Some(own) = self.memory.get(var).copied() else { continue };
            let ty = self.arena.ty(*init).referent().clone();
            let zero = match *self.arena.op(*init) {
                Op::List(elem, len) => {
                    let elem = self.arena.ty(elem).clone();
                    let zero = self.node(Op::Zero(None), elem);
                    self.node(Op::List(zero, len), ty)
                }
                Op::ToVec(inner) if matches!(self.arena.ty(inner).referent(), Ty::Array(..)) => {
                    let array = self.arena.ty(inner).referent().clone();
                    let zero = self.node(Op::Zero(None), array);
                    self.node(Op::ToVec(zero), ty)
                }
                Op::ToVec(inner) => self.node(Op::Zero(Some(inner)), ty),
                _ => {
                    let like = (!ty.has_known_shape()).then_some(*init);
                    self.node(Op::Zero(like), ty)
                }
            };
            self.out.push(Stmt::Var(own, zero));
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

    /// The forward sweep as the function, the reverse sweep as a closure.
    fn split(mut self, primal: &Primal, params: &[Id], cotangent: Id) -> Body {
        self.split = true;
        let result = primal.block.results[0];
        let mut block = primal.block.clone();
        block.results = vec![result];
        let mut inputs = vec![cotangent];
        let mut slots = Vec::new();
        for (param, id) in primal.signature.params.iter().zip(params) {
            let slot = self.named(Op::Bound, Ty::Tuple(Vec::new()), &format!("into_{}", param.ident));
            inputs.push(slot);
            slots.push((
                slot,
                *id,
                param.active && !param.exchanged,
                matches!(param.ty, Ty::Ref(_)),
                param.exchanged,
            ));
        }
        let nodes: Vec<Id> = primal.arena.params(params.len()).into_iter().flatten().collect();
        self.declare(&nodes);
        self.back(&primal.block, &[(result, Adjoint::whole(cotangent))]);
        let mut results = Vec::new();
        for (slot, id, active, by_reference, exchanged) in slots {
            if exchanged {
                let nothing = self.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()));
                results.push(nothing);
                continue;
            }
            let unit = |sweep: &mut Self| sweep.node(Op::Tuple(Vec::new()), Ty::Tuple(Vec::new()));
            let entry = match (active, by_reference) {
                (true, false) => self.gradient(id),
                (true, true) => {
                    let gradient = self.gradient(id);
                    self.out.push(Stmt::Give(slot, gradient));
                    unit(&mut self)
                }
                // Its type says whether it has no gradient or is held constant.
                (false, false) => {
                    let held =
                        Op::Plain(Plain::Call(quote::quote!(::core::default::Default::default)), Vec::new());
                    self.node(held, Ty::Maybe)
                }
                (false, true) => unit(&mut self),
            };
            results.push(entry);
        }
        let part = reverse_of(primal.block.part);
        let memory = names_of(primal, &self.memory);
        let external = self.external(primal);
        let body = Block { stmts: self.out, results, diverges: primal.block.diverges, part };
        let roots = self.vars.into_iter().collect();
        Body {
            arena: self.arena,
            block,
            pullback: Some(Pullback { params: inputs, body }),
            roots,
            tapes: Vec::new(),
            memory,
            external,
            lent: Vec::new(),
        }
    }

    fn stmt(&mut self, stmt: &Stmt) {
        match stmt {
            Stmt::Let(id) => self.node_back(*id),
            Stmt::Branch(branch) => self.branch(branch, false),
            Stmt::Loop(l) => self.looped(l),
            Stmt::Call(call) => self.call(call),
            Stmt::Store(place, value) => self.store(place, *value),
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
            | Stmt::Effect(..) => {}
        }
    }

    /// An assignment: the adjoint of what was there ends here, and what it was goes to the value assigned.
    fn store(&mut self, place: &Place, value: Id) {
        let Some(var) = self.memory.get(&place.var).copied() else { return };
        let place = Place { var, path: place.path.clone() };
        let ty = self.arena.ty(value).referent().clone();
        let taken = self.node(Op::Load(place.clone()), ty.clone());
        let like = (!ty.has_known_shape()).then_some(value);
        let zero = self.node(Op::Zero(like), ty);
        self.out.push(Stmt::Store(place, zero));
        self.add(value, taken);
    }

    /// The chain rule for one node.
    fn node_back(&mut self, id: Id) {
        let is_root = demand::step(&self.arena, id).is_none();
        if !self.arena.varies(id) || !is_root {
            return;
        }
        let Some(adjoint) = self.take(id) else { return };
        match self.arena.op(id).clone() {
            Op::Apply(rule, args) => {
                let cotangent = self.value(&adjoint, id);
                self.chain(rule, &args, id, cotangent);
            }
            Op::Convert(inner) => {
                let cotangent = self.value(&adjoint, id);
                let ty = self.arena.ty(inner).clone();
                let back = self.node(Op::Convert(cotangent), ty);
                self.add(inner, back);
            }
            Op::Tuple(parts) | Op::Array(parts) => {
                let ty = self.arena.ty(id).clone();
                for (index, part) in (0..).zip(parts) {
                    let touched = adjoint.whole.is_some() || adjoint.parts.contains_key(&index);
                    if touched && self.arena.varies(part) {
                        match (&adjoint.whole, adjoint.parts.get(&index)) {
                            (None, Some(own)) => self.add_all(part, &own.clone()),
                            _ => {
                                let component = self.component(&adjoint, index, &ty);
                                self.add(part, component);
                            }
                        }
                    }
                }
            }
            Op::Repeat(inner, _) | Op::List(inner, _) => self.repeat(inner, &adjoint, id),
            Op::ToVec(inner) => {
                let whole = self.value(&adjoint, id);
                self.add(inner, whole);
            }
            Op::Load(place) => {
                if let Some(var) = self.memory.get(&place.var).copied() {
                    let value = self.value(&adjoint, id);
                    self.out.push(Stmt::Add(Place { var, ..place }, value));
                }
            }
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
            | Op::Lvalue(_)
            | Op::Share(_)
            | Op::Bound => {}
        }
    }

    /// `[a; n]`: the adjoint of `a` is the sum over the elements'.
    fn repeat(&mut self, inner: Id, adjoint: &Adjoint, id: Id) {
        let ty = self.arena.ty(id).clone();
        match ty.arity() {
            Some(arity) => {
                for index in 0..arity {
                    if adjoint.whole.is_some() || adjoint.parts.contains_key(&index) {
                        let component = self.component(adjoint, index, &ty);
                        self.add(inner, component);
                    }
                }
            }
            None => {
                let whole = self.value(adjoint, id);
                let elem = self.arena.ty(inner).clone();
                let method =
                    |name| Plain::Method(proc_macro2::Ident::new(name, Span::call_site()), quote::quote!());
                let elements = self.node(Op::Plain(method("iter"), vec![whole]), Ty::Named("Iter".into()));
                let float = elem.tangent();
                let sum = Plain::Method(
                    proc_macro2::Ident::new("sum", Span::call_site()),
                    quote::quote!(::<#float>),
                );
                let total = self.node(Op::Plain(sum, vec![elements]), elem);
                self.add(inner, total);
            }
        }
    }

    /// Adds to each argument its partial times the cotangent.
    fn chain(&mut self, rule: &'static Rule, args: &[Id], value: Id, cotangent: Id) {
        let partials = (rule.partials)();
        for (arg, partial) in args.iter().zip(&partials) {
            if !self.arena.varies(*arg) || matches!(partial, Term::Number(0.0)) {
                continue;
            }
            let ty = self.arena.ty(value).clone();
            let partial = self.term(partial, args, value, &ty);
            let mut product = self.apply("mul", vec![cotangent, partial], ty.clone());
            if rule.singular {
                let zero = self.node(Op::Zero(None), ty.clone());
                let nothing = self.compare("==", cotangent, zero);
                product = self.node(Op::Select(nothing, zero, product), ty);
            }
            self.add(*arg, product);
        }
    }

    /// A formula of the derivative table at a node.
    fn term(&mut self, term: &Term, args: &[Id], value: Id, ty: &Ty) -> Id {
        match term {
            Term::Arg(index) => args[*index],
            Term::Value => value,
            Term::Number(number) => self.node(Op::Literal(Literal::Float(*number, None)), ty.clone()),
            Term::Apply(rule, terms) => {
                let terms = terms.iter().map(|term| self.term(term, args, value, ty)).collect();
                self.apply(rule, terms, ty.clone())
            }
            Term::If(cond, yes, no) => {
                let cond = self.cond(cond, args, value, ty);
                let yes = self.term(yes, args, value, ty);
                let no = self.term(no, args, value, ty);
                self.node(Op::Select(cond, yes, no), ty.clone())
            }
            Term::FromInt(term) => {
                let inner = self.term(term, args, value, ty);
                match self.arena.integer(inner) {
                    Some(known) => self.node(Op::Literal(Literal::Float(known as f64, None)), ty.clone()),
                    None => self.node(Op::Convert(inner), ty.clone()),
                }
            }
            Term::Predecessor(term) => {
                let inner = self.term(term, args, value, ty);
                let ty = self.arena.ty(inner).clone();
                match self.arena.integer(inner) {
                    Some(known) => self.integer(known - 1),
                    None => {
                        let one = self.integer(1);
                        self.node(Op::Plain(Plain::Binary(syn::parse_quote!(-)), vec![inner, one]), ty)
                    }
                }
            }
        }
    }

    fn integer(&mut self, value: i128) -> Id {
        let tokens = proc_macro2::Literal::i128_unsuffixed(value.abs());
        let tokens = if value < 0 { quote::quote!(-#tokens) } else { quote::quote!(#tokens) };
        self.node(Op::Literal(Literal::Int(Some(value), tokens)), Ty::Int(None))
    }

    fn cond(&mut self, cond: &Cond, args: &[Id], value: Id, ty: &Ty) -> Id {
        let binary = |sweep: &mut Self, op: &str, a: &Term, b: &Term| {
            let (a, b) = (sweep.term(a, args, value, ty), sweep.term(b, args, value, ty));
            sweep.compare(op, a, b)
        };
        match cond {
            Cond::Less(a, b) => binary(self, "<", a, b),
            Cond::Greater(a, b) => binary(self, ">", a, b),
            Cond::AtMost(a, b) => binary(self, "<=", a, b),
            Cond::AtLeast(a, b) => binary(self, ">=", a, b),
            Cond::Equal(a, b) => binary(self, "==", a, b),
            Cond::IsIntZero(a) => {
                let (a, zero) = (self.term(a, args, value, ty), self.integer(0));
                self.compare("==", a, zero)
            }
            Cond::IsNan(a) => self.question("is_nan", a, args, value, ty),
            Cond::Or(a, b) | Cond::And(a, b) => {
                let op = if let Cond::Or(..) = cond { "||" } else { "&&" };
                let (a, b) = (self.cond(a, args, value, ty), self.cond(b, args, value, ty));
                self.compare(op, a, b)
            }
            Cond::Not(a) => {
                let inner = self.cond(a, args, value, ty);
                self.node(Op::Plain(Plain::Unary(syn::parse_quote!(!)), vec![inner]), Ty::Bool)
            }
        }
    }

    fn question(&mut self, method: &str, of: &Term, args: &[Id], value: Id, ty: &Ty) -> Id {
        let inner = self.term(of, args, value, ty);
        let method = proc_macro2::Ident::new(method, Span::call_site());
        self.node(Op::Plain(Plain::Method(method, quote::quote!()), vec![inner]), Ty::Bool)
    }

    fn compare(&mut self, op: &str, a: Id, b: Id) -> Id {
        let op = syn::parse_str(op).expect("operators are written in this file");
        self.node(Op::Plain(Plain::Binary(op), vec![a, b]), Ty::Bool)
    }

    /// The reverse of a branch: the same decision, and in each arm the reverse of that arm. What the
    /// arms add to values from outside is yielded and added once after the branch.
    fn branch(&mut self, branch: &Branch, with_forward: bool) {
        let mut seeds = Vec::new();
        for (index, result) in branch.results.iter().enumerate() {
            if self.arena.varies(*result)
                && let Some(adjoint) = self.take(*result)
            {
                seeds.push((index, adjoint));
            }
        }
        let touched = branch.arms.iter().any(|arm| self.touches(&arm.body));
        if seeds.is_empty() && !with_forward && !touched {
            return;
        }
        let mut arms = Vec::new();
        let mut frames = Vec::new();
        for arm in &branch.arms {
            let outer = std::mem::take(&mut self.out);
            self.frames.push(Frame::new());
            let body = &arm.body;
            if !body.diverges {
                let own: Vec<_> =
                    seeds.iter().map(|(i, adjoint)| (body.results[*i], adjoint.clone())).collect();
                match with_forward {
                    true => self.both(body, &own, &[]),
                    false => self.back(body, &own),
                }
            } else if with_forward {
                self.out.extend(body.stmts.iter().cloned());
            }
            let inside: Vec<Id> = defined_within(body, &arm.pattern);
            let mut frame = self.frames.pop().unwrap_or_default();
            frame.retain(|root, _| !inside.contains(root));
            let stmts = std::mem::replace(&mut self.out, outer);
            let diverges = body.diverges && with_forward;
            let results = if with_forward { body.results.clone() } else { Vec::new() };
            let part = if with_forward { body.part } else { reverse_of(body.part) };
            let body = Block { stmts, results, diverges, part };
            let guard = arm.guard.clone().map(|guard| if with_forward { guard } else { self.again(guard) });
            arms.push(Arm { pattern: arm.pattern.clone(), guard, body });
            frames.push(frame);
        }
        let results = if with_forward { branch.results.clone() } else { Vec::new() };
        self.join(Branch { on: branch.on, arms, results }, frames);
    }

    /// The same computation in new nodes, since a guard stands in both sweeps.
    fn again(&mut self, block: Block) -> Block {
        let mut copies: BTreeMap<Id, Id> = BTreeMap::new();
        self.copy(block, &mut copies)
    }

    /// A node of its own for a copy; an accumulator of its own where the original has one.
    fn fresh(&mut self, id: &mut Id, copies: &mut BTreeMap<Id, Id>) {
        let node = self.arena.get(*id).clone();
        let op = node.op.clone().map(|arg| copies.get(&arg).copied().unwrap_or(arg));
        let copy = self.arena.add(Node { op, ..node });
        if self.arena.is_settled(*id) {
            self.arena.settle(copy);
        }
        if self.vars.contains_key(id) {
            let var = self.arena.var();
            self.vars.insert(copy, var);
        }
        copies.insert(*id, copy);
        *id = copy;
    }

    fn copy(&mut self, mut block: Block, copies: &mut BTreeMap<Id, Id>) -> Block {
        if let Part::Forward(_) = block.part {
            self.parts += 1;
            block.part = Part::Forward(self.parts);
        }
        // What only prints or checks has done so.
        block.stmts.retain(|stmt| !matches!(stmt, Stmt::Effect(..)) || block.diverges);
        for stmt in &mut block.stmts {
            match stmt {
                Stmt::Let(id) => self.fresh(id, copies),
                Stmt::Call(call) => {
                    self.fresh(&mut call.value, copies);
                    self.fresh(&mut call.pullback, copies);
                    call.args.iter_mut().for_each(|id| *id = copies.get(id).copied().unwrap_or(*id));
                }
                Stmt::Branch(branch) => {
                    branch.results.iter_mut().for_each(|id| self.fresh(id, copies));
                    branch.on = copies.get(&branch.on).copied().unwrap_or(branch.on);
                    for arm in &mut branch.arms {
                        arm.body = self.copy(std::mem::take(&mut arm.body), copies);
                    }
                }
                Stmt::Loop(l) => {
                    let swap = |copies: &BTreeMap<Id, Id>, id: Id| copies.get(&id).copied().unwrap_or(id);
                    if let Some(counter) = &mut l.counter {
                        (counter.from, counter.to) = (swap(copies, counter.from), swap(copies, counter.to));
                        self.fresh(&mut counter.index, copies);
                    }
                    for carried in &mut l.carried {
                        carried.init = swap(copies, carried.init);
                        self.fresh(&mut carried.inner, copies);
                    }
                    l.body = self.copy(std::mem::take(&mut l.body), copies);
                    l.exit = l.exit.map(|id| swap(copies, id));
                    for carried in &mut l.carried {
                        self.fresh(&mut carried.out, copies);
                    }
                    l.trips = l.trips.map(|id| swap(copies, id));
                }
                Stmt::Pull(_)
                | Stmt::Push(..)
                | Stmt::Pop(..)
                | Stmt::Var(..)
                | Stmt::Add(..)
                | Stmt::Store(..)
                | Stmt::Give(..)
                | Stmt::Effect(..) => {}
            }
        }
        block.results.iter_mut().for_each(|id| *id = copies.get(id).copied().unwrap_or(*id));
        block
    }

    /// Writes a branch, and adds what its arms added to values outside.
    fn join(&mut self, mut branch: Branch, frames: Vec<Frame>) {
        let mut cells: Vec<(Id, Vec<u32>)> = Vec::new();
        for frame in &frames {
            for (root, adjoint) in frame {
                cells_of(adjoint, &mut Vec::new(), &mut |path| {
                    let cell = (*root, path.to_vec());
                    if !cells.contains(&cell) {
                        cells.push(cell);
                    }
                });
            }
        }
        let mut joins = Vec::new();
        for (root, path) in cells {
            let ty =
                path.iter().fold(self.arena.ty(root).referent().clone(), |ty, i| ty.part(*i).unwrap_or(ty));
            let id = self.node(Op::Bound, ty.clone());
            self.arena.get_mut(id).role = self.role(root);
            for (arm, frame) in branch.arms.iter_mut().zip(&frames) {
                let given = frame.get(&root).and_then(|adjoint| cell(adjoint, &path));
                let outer = std::mem::replace(&mut self.out, std::mem::take(&mut arm.body.stmts));
                let like = (!ty.has_known_shape() && path.is_empty()).then_some(root);
                let value = given.unwrap_or_else(|| self.node(Op::Zero(like), ty.clone()));
                arm.body.stmts = std::mem::replace(&mut self.out, outer);
                arm.body.results.push(value);
            }
            branch.results.push(id);
            joins.push((root, path, id));
        }
        self.out.push(Stmt::Branch(branch));
        for (root, path, id) in joins {
            self.add_at(root, path, id);
        }
    }

    /// The reverse of a loop.
    fn looped(&mut self, l: &Loop) {
        let mut outer = Vec::new();
        for (index, carried) in l.carried.iter().enumerate() {
            if self.arena.varies(carried.out)
                && let Some(adjoint) = self.take(carried.out)
            {
                let value = self.value(&adjoint, carried.out);
                outer.push((index, value));
            }
        }
        let touched = self.touches(&l.body);
        if outer.is_empty() && !touched {
            return;
        }
        match self.is_sum(l) && !touched {
            true => self.loop_again(l, &outer),
            false => self.loop_back(l, &outer),
        }
    }

    /// Does the loop only add to what it carries? Then the adjoint of what it carries is the same in every iteration,
    /// and an iteration can be reversed right after it is run again: nothing is recorded.
    fn is_sum(&self, l: &Loop) -> bool {
        let mut uses = BTreeMap::new();
        uses_of(&self.arena, &l.body, &mut uses);
        let only_added = l.carried.iter().zip(&l.body.results).all(|(carried, next)| {
            if !self.arena.varies(carried.inner) {
                return true;
            }
            let once = uses.get(&carried.inner).copied().unwrap_or(0) == 1;
            match self.arena.op(*next) {
                Op::Apply(rule, args) => match rule.name {
                    "add" => once && args.contains(&carried.inner),
                    "sub" => once && args[0] == carried.inner,
                    _ => false,
                },
                // Not changed at all.
                _ => *next == carried.inner,
            }
        });
        // To run a callee again in a closure would double the cost at each level of calls.
        // Run again, a variable that is changed in place may have changed.
        only_added && l.exit.is_none() && !(self.split && calls(&l.body)) && !self.uses_memory(&l.body)
    }

    /// Does the block use a variable that is changed in place and has an adjoint?
    fn touches(&self, block: &Block) -> bool {
        block.stmts.iter().any(|stmt| match stmt {
            Stmt::Let(id) => match self.arena.op(*id) {
                Op::Load(place) => self.memory.contains_key(&place.var),
                _ => false,
            },
            Stmt::Store(place, _) => self.memory.contains_key(&place.var),
            Stmt::Var(var, _) => self.memory.contains_key(var),
            Stmt::Branch(branch) => branch.arms.iter().any(|arm| self.touches(&arm.body)),
            Stmt::Loop(l) => self.touches(&l.body),
            Stmt::Call(call) => {
                call.args.iter().any(|arg| matches!(self.arena.op(*arg), Op::Lvalue(_) | Op::Share(_)))
            }
            Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Effect(..) => false,
        })
    }

    /// Does the block use any variable that is changed in place?
    fn uses_memory(&self, block: &Block) -> bool {
        block.stmts.iter().any(|stmt| match stmt {
            Stmt::Let(id) => match self.arena.op(*id) {
                Op::Load(_) => !self.arena.is_settled(*id),
                Op::Lvalue(_) => true,
                _ => false,
            },
            Stmt::Store(..) | Stmt::Var(..) => true,
            Stmt::Branch(branch) => branch.arms.iter().any(|arm| self.uses_memory(&arm.body)),
            Stmt::Loop(l) => self.uses_memory(&l.body),
            Stmt::Call(call) => call.args.iter().any(|arg| matches!(self.arena.op(*arg), Op::Lvalue(_))),
            Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Add(..)
            | Stmt::Give(..)
            | Stmt::Effect(..) => false,
        })
    }

    /// Each iteration again, and its reverse right after it.
    fn loop_again(&mut self, l: &Loop, outer: &[(usize, Id)]) {
        let mut copies = BTreeMap::new();
        let mut block =
            self.copy(Block { stmts: vec![Stmt::Loop(l.clone())], ..Block::default() }, &mut copies);
        let Some(Stmt::Loop(again)) = block.stmts.pop() else { return };
        let seeds: Vec<_> =
            outer.iter().map(|(index, value)| (again.body.results[*index], Adjoint::whole(*value))).collect();
        let stmts = std::mem::take(&mut self.out);
        self.frames.push(Frame::new());
        let inner = again.binds();
        self.both(&again.body, &seeds, &inner);
        let frame = self.frames.pop().unwrap_or_default();
        let body = Block { stmts: std::mem::replace(&mut self.out, stmts), ..again.body.clone() };
        let looped = Loop { body, ..again.clone() };
        self.finish_loop(
            looped,
            frame,
            outer.iter().map(|(index, value)| (l.carried[*index].init, *value)).collect(),
            &again,
        );
    }

    /// The iterations backwards, with what the forward sweep recorded.
    fn loop_back(&mut self, l: &Loop, outer: &[(usize, Id)]) {
        let stmts = std::mem::take(&mut self.out);
        self.frames.push(Frame::new());
        let mut seeds = Vec::new();
        let mut carried = Vec::new();
        let mut next = Vec::new();
        for (index, own) in l.carried.iter().enumerate() {
            if !self.arena.varies(own.out) {
                continue;
            }
            let ty = self.arena.ty(own.out).referent().clone();
            let role = self.role(own.inner).or_else(|| self.role(own.out));
            let (inner, out) = (self.node(Op::Bound, ty.clone()), self.node(Op::Bound, ty.clone()));
            self.arena.get_mut(inner).role = role.clone();
            self.arena.get_mut(out).role = role;
            seeds.push((l.body.results[index], Adjoint::whole(inner)));
            let init = outer.iter().find(|(i, _)| *i == index).map(|(_, value)| *value);
            carried.push((init, inner, out, own, ty));
        }
        let roots = l.binds();
        self.declare(&roots);
        self.back(&l.body, &seeds);
        for (_, _, _, own, _) in &carried {
            let adjoint = self.take(own.inner).unwrap_or_default();
            let value = self.value(&adjoint, own.inner);
            next.push(value);
        }
        let frame = self.frames.pop().unwrap_or_default();
        let body = Block {
            stmts: std::mem::replace(&mut self.out, stmts),
            results: next,
            diverges: false,
            part: reverse_of(l.body.part),
        };
        let mut back =
            Loop { counter: self.backwards(l), carried: Vec::new(), body, exit: None, trips: None };
        let mut after = Vec::new();
        for (init, inner, out, own, ty) in carried {
            let like = (!ty.has_known_shape()).then_some(own.init);
            let init = init.unwrap_or_else(|| self.node(Op::Zero(like), ty));
            back.carried.push(Carried { init, inner, out });
            after.push((own.init, out));
        }
        self.finish_loop(back, frame, after, l);
    }

    /// The same iterations, last first.
    fn backwards(&mut self, l: &Loop) -> Option<Counter> {
        let Some(trips) = l.trips else {
            return l.counter.clone().map(|counter| Counter { backwards: !counter.backwards, ..counter });
        };
        match &l.counter {
            Some(counter) => {
                // Where the loop was left early, the range is as long as it got.
                let op =
                    |op: &str| Plain::Binary(syn::parse_str(op).expect("operators are written in this file"));
                let known = [counter.from, counter.to].map(|id| self.arena.ty(id).clone());
                let named = known.iter().find_map(|ty| match ty {
                    Ty::Int(Some(name)) if name != "usize" => syn::parse_str::<syn::Type>(name).ok(),
                    _ => None,
                });
                let ty = self.arena.ty(counter.from).clone();
                let trips = match named {
                    Some(name) => self.node(Op::Plain(Plain::Cast(name), vec![trips]), ty.clone()),
                    None => trips,
                };
                let (from, to) = match counter.backwards {
                    false => (counter.from, self.node(Op::Plain(op("+"), vec![counter.from, trips]), ty)),
                    true => (self.node(Op::Plain(op("-"), vec![counter.to, trips]), ty), counter.to),
                };
                Some(Counter { index: counter.index, from, to, backwards: !counter.backwards })
            }
            None => {
                let index = self.node(Op::Bound, Ty::Int(Some("usize".into())));
                let from = self.integer(0);
                Some(Counter { index, from, to: trips, backwards: false })
            }
        }
    }

    /// Writes a loop of the reverse sweep; what its iterations add to values outside is carried along and added once.
    fn finish_loop(&mut self, mut back: Loop, mut frame: Frame, after: Vec<(Id, Id)>, original: &Loop) {
        let mut inside = defined(&original.body.stmts);
        inside.extend(original.binds());
        frame.retain(|root, _| !inside.contains(root));
        let mut sums = Vec::new();
        for (root, adjoint) in &frame {
            cells_of(adjoint, &mut Vec::new(), &mut |path| sums.push((*root, path.to_vec())));
        }
        let mut cells = Vec::new();
        for (root, path) in sums {
            let Some(given) = frame.get(&root).and_then(|adjoint| cell(adjoint, &path)) else { continue };
            let ty =
                path.iter().fold(self.arena.ty(root).referent().clone(), |ty, i| ty.part(*i).unwrap_or(ty));
            let role = self.role(root);
            let init = self.node(Op::Zero(None), ty.clone());
            let (inner, out) = (self.node(Op::Bound, ty.clone()), self.node(Op::Bound, ty));
            self.arena.get_mut(inner).role = role.clone();
            self.arena.get_mut(out).role = role;
            let outer = std::mem::replace(&mut self.out, std::mem::take(&mut back.body.stmts));
            let next = self.sum(inner, given);
            back.body.stmts = std::mem::replace(&mut self.out, outer);
            back.body.results.push(next);
            back.carried.push(Carried { init, inner, out });
            cells.push((root, path, out));
        }
        self.out.push(Stmt::Loop(back));
        for (root, path, out) in cells {
            self.add_at(root, path, out);
        }
        for (init, out) in after {
            self.add(init, out);
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

    /// The reverse of a call: the callee's own reverse sweep.
    fn call(&mut self, call: &Call) {
        let exchanges = call.args.iter().any(|arg| matches!(self.arena.op(*arg), Op::Lvalue(_)));
        let adjoint = match self.take(call.value) {
            Some(adjoint) => adjoint,
            None if exchanges => Adjoint::default(),
            None => return,
        };
        let cotangent = self.value(&adjoint, call.value);
        let mut slots = Vec::new();
        let mut results = Vec::new();
        let mut contributions = Vec::new();
        let mut lent = Vec::new();
        let mut copies = Vec::new();
        for arg in &call.args {
            let ty = self.arena.ty(*arg).clone();
            let shared = match self.arena.op(*arg) {
                Op::Share(place) => {
                    self.memory.get(&place.var).map(|own| Place { var: *own, path: place.path.clone() })
                }
                _ => None,
            };
            let var = match &shared {
                Some(place) => Some(place.var),
                None => self.vars.get(&self.locate(*arg).0).copied(),
            };
            if let Op::Lvalue(place) = self.arena.op(*arg).clone()
                && let Some(var) = self.memory.get(&place.var).copied()
            {
                slots.push(Slot::Exchange(Place { var, ..place }));
                results.push(None);
                continue;
            }
            let (slot, result) = match (self.arena.varies(*arg), &ty, var) {
                (true, Ty::Ref(_), Some(var)) => {
                    let mut place = shared.unwrap_or_else(|| Place { var, path: self.locate(*arg).1 });
                    if lent.contains(&var) {
                        // Lent twice in one call: the second time a buffer of its own, added afterwards.
                        let own = self.buffer(*arg);
                        copies.push((
                            std::mem::replace(&mut place, Place { var: own, path: Vec::new() }),
                            own,
                            *arg,
                        ));
                    }
                    lent.push(var);
                    (Slot::Into(*arg, place), None)
                }
                (_, Ty::Ref(_), _) => (Slot::Lent(*arg), None),
                (false, Ty::Infer(_), _) => (Slot::Unknown(*arg), None),
                (false, _, _) => (Slot::Value, None),
                (true, _, _) => {
                    let id = self.node(Op::Bound, ty);
                    self.arena.get_mut(id).role = self.role(self.locate(*arg).0);
                    contributions.push((*arg, id));
                    (Slot::Value, Some(id))
                }
            };
            slots.push(slot);
            results.push(result);
        }
        self.out.push(Stmt::Pull(Pull { pullback: call.pullback, cotangent, slots, results }));
        for (place, own, arg) in copies {
            let ty = self.arena.ty(arg).referent().clone();
            let read = self.node(Op::Read(own), ty);
            self.out.push(Stmt::Add(place, read));
        }
        for (arg, id) in contributions {
            self.add(arg, id);
        }
    }

    /// A new accumulator in the shape of what a reference refers to.
    fn buffer(&mut self, reference: Id) -> Var {
        let var = self.arena.var();
        let ty = self.arena.ty(reference).referent().clone();
        let zero = self.node(Op::Zero((!ty.has_known_shape()).then_some(reference)), ty);
        self.out.push(Stmt::Var(var, zero));
        var
    }
}

/// What variables that are changed in place, and their adjoints, are called.
fn names_of(primal: &Primal, adjoints: &BTreeMap<Var, Var>) -> Vec<(Var, String)> {
    let mut names = Vec::new();
    for memory in &primal.memory {
        names.push((memory.var, memory.name.clone()));
        names.extend(adjoints.get(&memory.var).map(|own| (*own, format!("d_{}", memory.name))));
    }
    names
}

fn reverse_of(part: Part) -> Part {
    match part {
        Part::Forward(number) => Part::Reverse(number),
        other => other,
    }
}

/// How often each node is used in a block, at any depth.
fn uses_of(arena: &Arena, block: &Block, uses: &mut BTreeMap<Id, usize>) {
    for stmt in &block.stmts {
        stmt.uses(arena).into_iter().for_each(|id| *uses.entry(id).or_default() += 1);
        match stmt {
            Stmt::Branch(branch) => {
                for arm in &branch.arms {
                    arm.guard.iter().for_each(|guard| uses_of(arena, guard, uses));
                    uses_of(arena, &arm.body, uses);
                }
            }
            Stmt::Loop(l) => {
                l.exit.iter().for_each(|id| *uses.entry(*id).or_default() += 1);
                uses_of(arena, &l.body, uses);
            }
            Stmt::Let(_)
            | Stmt::Call(_)
            | Stmt::Pull(_)
            | Stmt::Push(..)
            | Stmt::Pop(..)
            | Stmt::Var(..)
            | Stmt::Add(..)
            | Stmt::Store(..)
            | Stmt::Give(..)
            | Stmt::Effect(..) => {}
        }
    }
    block.results.iter().for_each(|id| *uses.entry(*id).or_default() += 1);
}

/// Does the block call another differentiated function?
fn calls(block: &Block) -> bool {
    block.stmts.iter().any(|stmt| match stmt {
        Stmt::Call(_) => true,
        Stmt::Branch(branch) => branch.arms.iter().any(|arm| calls(&arm.body)),
        Stmt::Loop(l) => calls(&l.body),
        Stmt::Let(_)
        | Stmt::Pull(_)
        | Stmt::Push(..)
        | Stmt::Pop(..)
        | Stmt::Var(..)
        | Stmt::Add(..)
        | Stmt::Store(..)
        | Stmt::Give(..)
        | Stmt::Effect(..) => false,
    })
}

/// The nodes that a block's own statements define.
fn defined(stmts: &[Stmt]) -> Vec<Id> {
    stmts.iter().flat_map(Stmt::defines).collect()
}

fn defined_within(block: &Block, pattern: &Pattern) -> Vec<Id> {
    let mut ids = defined(&block.stmts);
    if let Pattern::Rust(_, bound) = pattern {
        ids.extend(bound.iter().map(|(_, id)| *id));
    }
    ids
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
