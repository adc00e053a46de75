//! The representation's reference meaning: what each node and statement does, as plainly as it can be said.
//!
//! It runs over any [`Number`]. Over `f64` it says what a function computes; over [`Dual`] it carries derivatives
//! forward along a primal, by formulas of its own rather than the derivative table, which makes it the oracle that
//! adjoints are held against. Whatever cannot be done is an error with a text, never a panic.

mod dual;
mod integer;
mod op;
mod place;
mod stmt;
mod text;
mod value;

use super::{Body, Id, Tape, Var};
use crate::lower::Primal;
use crate::types::Ty;
use std::cell::Cell;
use std::collections::BTreeMap;
use std::rc::Rc;

pub use dual::Dual;
use value::{Lengths, learn};
pub use value::{Number, Value};

/// What went wrong.
pub type Fallible<T> = Result<T, String>;

/// A function that others may call.
pub struct Callee {
    /// How they call it.
    pub name: String,
    /// What it computes.
    pub primal: Primal,
    /// Its forward and reverse sweep.
    pub forward: Body,
    /// The same function with tangents.
    pub with_tangents: Option<Rc<Callee>>,
}

/// What is counted along the way.
pub struct Meter {
    /// Statements that may still run, so that everything ends.
    pub fuel: Cell<u64>,
    /// All decisions so far, mixed into one number: equal traces took the same way.
    pub trace: Cell<u64>,
    /// The largest number so far, to which errors of rounding are in proportion.
    pub size: Cell<f64>,
}

impl Default for Meter {
    fn default() -> Self {
        Meter { fuel: Cell::new(200_000), trace: Cell::new(0), size: Cell::new(1.0) }
    }
}

impl Meter {
    fn burn(&self) -> Fallible<()> {
        match self.fuel.get().checked_sub(1) {
            Some(left) => {
                self.fuel.set(left);
                Ok(())
            }
            None => Err("runs too long".into()),
        }
    }

    fn decide(&self, what: u64) {
        self.trace.set((self.trace.get() ^ what).wrapping_mul(0x0100_0000_01b3).rotate_left(17));
    }

    fn saw(&self, size: f64) {
        // What is no number on the way may not be taken; what comes out is looked at again.
        if size.is_finite() && size > self.size.get() {
            self.size.set(size);
        }
    }
}

/// Everything a run refers to but does not change.
#[derive(Clone, Copy)]
pub struct World<'w> {
    /// The functions that can be called.
    pub callees: &'w [Rc<Callee>],
    /// What is counted.
    pub meter: &'w Meter,
}

/// The storage of a function while it runs. A closure is a copy of it.
#[derive(Clone)]
struct Store<N> {
    values: Vec<Option<Value<N>>>,
    /// A reference that was not handed over again is not there.
    args: Vec<Option<Value<N>>>,
    vars: BTreeMap<Var, Value<N>>,
    lengths: Lengths,
    tapes: BTreeMap<Tape, Vec<Vec<Value<N>>>>,
    /// The caller's buffers, which [`super::Stmt::Give`] adds to.
    buffers: Vec<Value<N>>,
    /// The buffers that are accumulators meanwhile.
    adopted: Vec<(Var, usize)>,
}

/// A pullback: the callee, and what its forward sweep left.
pub struct Closure<N> {
    callee: Rc<Callee>,
    store: Store<N>,
}

/// What a pullback is given for a parameter.
pub enum Handed<N> {
    /// Nothing: by value.
    Value,
    /// The reference again, and a buffer if the gradient is wanted.
    Reference(Value<N>, Option<Value<N>>),
    /// The adjoint of what the callee left there.
    Exchange(Value<N>),
}

/// What a pullback gives back for a parameter.
#[derive(Debug)]
pub enum Returned<N> {
    /// The gradient of a value.
    Entry(Value<N>),
    /// The buffer, added to.
    Buffer(Value<N>),
}

/// A function in the middle of its execution.
struct Machine<'m, N> {
    world: World<'m>,
    /// The function whose primal or companion it is.
    primal: &'m Primal,
    arena: &'m super::Arena,
    /// A primal calls primals; generated code calls forward sweeps.
    is_primal: bool,
    store: Store<N>,
    /// The variables that the open blocks declared, innermost last.
    declared: Vec<Vec<Var>>,
}

#[allow(clippy::type_complexity, reason = "what comes back is taken apart at once")]
/// Runs a primal; gives its value, and what it left in each of its parameters by `&mut`.
pub fn run_primal<N: Number>(
    world: World<'_>,
    primal: &Primal,
    args: &[Value<N>],
) -> Fallible<(Value<N>, Vec<(usize, Value<N>)>)> {
    let mut machine = Machine::new(world, primal, &primal.arena, true, args);
    machine.exchanged(primal, args)?;
    let results = machine.block(&primal.block)?;
    let left = machine.left(primal)?;
    Ok((results.into_iter().next().ok_or("no result")?, left))
}

#[allow(clippy::type_complexity, reason = "what comes back is taken apart at once")]
/// Runs a companion of a function; variables of the caller's are given, and given back as they are afterwards.
pub fn run_body<N: Number>(
    world: World<'_>,
    primal: &Primal,
    body: &Body,
    args: &[Value<N>],
    external: BTreeMap<Var, Value<N>>,
) -> Fallible<(Vec<Value<N>>, BTreeMap<Var, Value<N>>)> {
    let mut machine = Machine::new(world, primal, &body.arena, false, args);
    machine.store.vars = external;
    let results = machine.block(&body.block)?;
    machine.all_popped()?;
    Ok((results, machine.store.vars))
}

/// Runs a forward sweep; gives the value, what it left in parameters by `&mut`, and the pullback.
#[allow(clippy::type_complexity, reason = "three things come back, and are taken apart at once")]
pub fn run_forward<N: Number>(
    world: World<'_>,
    callee: &Rc<Callee>,
    args: &[Value<N>],
) -> Fallible<(Value<N>, Vec<(usize, Value<N>)>, Closure<N>)> {
    let mut machine = Machine::new(world, &callee.primal, &callee.forward.arena, false, args);
    machine.exchanged(&callee.primal, args)?;
    machine.declared.push(Vec::new());
    let results = machine.open_block(&callee.forward.block)?;
    let left = machine.left(&callee.primal)?;
    let mut store = machine.store;
    // A closure cannot keep references to locals, nor what it got by `&mut`.
    for (id, value) in store.values.iter_mut().enumerate() {
        let id = Id(u32::try_from(id).unwrap_or(u32::MAX));
        if matches!(callee.forward.arena.ty(id), Ty::Ref(_)) {
            *value = None;
        }
    }
    for (param, arg) in callee.primal.signature.params.iter().zip(&mut store.args) {
        if param.exchanged || matches!(param.ty, Ty::Ref(_)) {
            *arg = None;
        }
    }
    for variable in callee.primal.memory.iter().filter(|variable| variable.param.is_some()) {
        store.vars.remove(&variable.var);
    }
    let closure = Closure { callee: callee.clone(), store };
    Ok((results.into_iter().next().ok_or("no result")?, left, closure))
}

impl<N: Number> Closure<N> {
    /// Is the parameter a reference, which must be handed over again?
    fn takes_reference(&self, index: usize) -> bool {
        let params = &self.callee.primal.signature.params;
        params.get(index).is_some_and(|param| matches!(param.ty, Ty::Ref(_)))
    }

    /// Runs the reverse sweep.
    pub fn pull(
        &self,
        world: World<'_>,
        cotangent: Value<N>,
        slots: Vec<Handed<N>>,
    ) -> Fallible<Vec<Returned<N>>> {
        let Callee { primal, forward, .. } = &*self.callee;
        let pullback = forward.pullback.as_ref().ok_or("no pullback")?;
        let mut store = self.store.clone();
        let mut params = pullback.params.iter();
        let mut bind = |store: &mut Store<N>, value| {
            let id = params.next().ok_or("a slot too many")?;
            store.set(*id, value);
            Fallible::Ok(())
        };
        bind(&mut store, cotangent.in_shape(&primal.signature.result, &self.store.lengths)?)?;
        let mut buffers = Vec::new();
        for (index, slot) in slots.into_iter().enumerate() {
            let param = primal.signature.params.get(index).ok_or("a slot too many")?;
            let adjoint = || primal.memory.iter().find(|v| v.param == Some(index)).and_then(|v| v.adjoint);
            let by_reference = matches!(param.ty, Ty::Ref(_));
            let (content, buffer) = match slot {
                Handed::Value if !by_reference && !param.exchanged => (Value::unit(), None),
                Handed::Reference(value, buffer) if by_reference => {
                    store.args[index] = Some(value);
                    let at = store.buffers.len();
                    let given = buffer.is_some();
                    store.buffers.extend(buffer);
                    (Value::Slot(given.then_some(at)), given.then_some(Kept::Buffer(at)))
                }
                Handed::Exchange(value) if param.exchanged => match adjoint() {
                    Some(var) => {
                        store.vars.insert(var, value);
                        (Value::unit(), Some(Kept::Var(var)))
                    }
                    // Held constant.
                    None => (Value::unit(), None),
                },
                Handed::Value | Handed::Reference(..) | Handed::Exchange(_) => {
                    return Err(format!("parameter {} is given a slot of the wrong kind", param.ident));
                }
            };
            bind(&mut store, content)?;
            buffers.push(buffer);
        }
        let mut machine =
            Machine { world, primal, arena: &forward.arena, is_primal: false, store, declared: Vec::new() };
        let entries = machine.block(&pullback.body)?;
        machine.all_popped()?;
        for (var, at) in std::mem::take(&mut machine.store.adopted) {
            machine.store.buffers[at] = machine.store.vars.get(&var).cloned().ok_or("a buffer is gone")?;
        }
        if entries.len() != buffers.len() {
            return Err("a pullback gives an entry for each parameter".into());
        }
        let returned = entries.into_iter().zip(buffers).map(|(entry, buffer)| match buffer {
            None => Ok(Returned::Entry(entry)),
            Some(Kept::Buffer(at)) => Ok(Returned::Buffer(machine.store.buffers[at].clone())),
            Some(Kept::Var(var)) => Ok(Returned::Buffer(
                machine.store.vars.get(&var).cloned().ok_or("the caller's variable is gone")?,
            )),
        });
        returned.collect()
    }
}

/// Where the caller's buffer is while a pullback runs.
enum Kept {
    Buffer(usize),
    Var(Var),
}

impl<N: Number> Store<N> {
    fn set(&mut self, id: Id, value: Value<N>) {
        let at = id.0 as usize;
        if self.values.len() <= at {
            self.values.resize(at + 1, None);
        }
        self.values[at] = Some(value);
    }
}

impl<'m, N: Number> Machine<'m, N> {
    fn new(
        world: World<'m>,
        primal: &'m Primal,
        arena: &'m super::Arena,
        is_primal: bool,
        args: &[Value<N>],
    ) -> Self {
        let mut lengths = Lengths::new();
        for (param, arg) in primal.signature.params.iter().zip(args) {
            learn(&param.ty, arg, &mut lengths);
        }
        let store = Store {
            values: vec![None; arena.nodes.len()],
            args: args.iter().cloned().map(Some).collect(),
            vars: BTreeMap::new(),
            lengths,
            tapes: BTreeMap::new(),
            buffers: Vec::new(),
            adopted: Vec::new(),
        };
        Machine { world, primal, arena, is_primal, store, declared: Vec::new() }
    }

    /// Parameters by `&mut` are variables; the caller takes them back afterwards.
    fn exchanged(&mut self, primal: &Primal, args: &[Value<N>]) -> Fallible<()> {
        for variable in &primal.memory {
            if let Some(param) = variable.param {
                let value = args.get(param).cloned().ok_or("an argument is missing")?;
                self.store.vars.insert(variable.var, value);
            }
        }
        Ok(())
    }

    fn left(&self, primal: &Primal) -> Fallible<Vec<(usize, Value<N>)>> {
        let exchanged = primal.memory.iter().filter_map(|variable| Some((variable.param?, variable.var)));
        exchanged
            .map(|(param, var)| Ok((param, self.store.vars.get(&var).cloned().ok_or("a parameter is gone")?)))
            .collect()
    }

    /// What was kept for the reverse sweep has been taken.
    fn all_popped(&self) -> Fallible<()> {
        match self.store.tapes.iter().find(|(_, values)| !values.is_empty()) {
            None => Ok(()),
            Some((tape, values)) => Err(format!("{} values are left on stack {}", values.len(), tape.0)),
        }
    }
}
