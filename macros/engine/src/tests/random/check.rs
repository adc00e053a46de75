//! One program: every companion, under some switches, against the forward derivatives of the primal.

mod forward_mode;

pub(in crate::tests) use forward_mode::{callee, in_forward_mode};

use crate::adjoint::Mode;
use crate::diagnostics::Sink;
use crate::ir::interpret::{
    Callee, Closure, Dual, Handed, Meter, Number, Returned, Value, World, run_body, run_forward, run_primal,
};
use crate::ir::{Arena, Body, Op, Var, print, verify};
use crate::lower::Primal;
use crate::tests::random::source::{Kind, Program, interpreted};
use crate::types::{Float, Ty};
use crate::{Switches, alone};
use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;
use std::rc::Rc;

/// In so many directions the oracle differentiates at once.
const DIRECTIONS: usize = 16;
type Oracle = Dual<DIRECTIONS>;

/// Beyond this, rounding says more than the derivative.
const WILD: f64 = 1e6;

/// How a program ended that is not wrong.
pub enum Verdict {
    /// All companions agree with the oracle.
    Right,
    /// And the oracle with central differences.
    RightByDifferences,
    /// Lowering refused it, with that code.
    Refused(String),
    /// It panics, runs long, or leaves the range in which numbers mean something.
    Wild(&'static str),
}

impl fmt::Display for Verdict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Verdict::Right => f.write_str("right"),
            Verdict::RightByDifferences => f.write_str("right, also by differences"),
            Verdict::Refused(code) => write!(f, "refused: {code}"),
            Verdict::Wild(why) => write!(f, "wild: {why}"),
        }
    }
}

/// The function under test, and what it should give.
pub(in crate::tests) struct Case<'c> {
    primal: &'c Primal,
    callees: &'c [Rc<Callee>],
    args: Vec<Value<f64>>,
    /// What the oracle says: the value, and the gradient of each parameter.
    value: Vec<f64>,
    result: Value<f64>,
    /// What it leaves in parameters by `&mut`.
    left: Vec<(usize, Vec<f64>)>,
    scale: f64,
    /// The cotangents of the value, and of what it leaves.
    weights: Vec<f64>,
    /// The derivatives of the value and of what is left, one after the other, in each direction.
    slopes: Vec<[f64; DIRECTIONS]>,
    /// The directions of each parameter.
    directions: Vec<Vec<usize>>,
}

/// The functions of a program, ready to be called; an inner error says why it is not checked.
fn lowered(program: &Program, switches: Switches) -> Result<Result<Vec<Rc<Callee>>, Verdict>, String> {
    let mut callees = offered(switches);
    let before = callees.len();
    for function in &program.functions {
        let parsed: syn::ItemFn = syn::parse_str(&function.text).map_err(|error| format!("{error}"))?;
        let ident = |name: &String| syn::parse_str::<syn::Ident>(name).expect("a name");
        let wrt = program.wrt(callees.len() - before);
        let wrt = wrt.map(|names| names.iter().map(ident).collect::<Vec<_>>());
        let mut sink = Sink::default();
        let primal = crate::lower::lower(&parsed, wrt.as_deref(), &mut sink);
        if !sink.is_empty() {
            let text = sink.into_tokens().to_string();
            let code = text.split_once('[').and_then(|(_, rest)| rest.split_once(']'));
            return Ok(Err(Verdict::Refused(code.map_or(text.clone(), |(code, _)| code.to_owned()))));
        }
        if primal.refused {
            return Err(format!("{} is taken for one that rustc refuses", function.name));
        }
        let forward = alone(&primal, Mode::Forward, switches);
        verified(&forward).map_err(|error| format!("{} Forward {switches:?}: {error}", function.name))?;
        callees.push(callee(function.name.clone(), primal, forward, switches));
    }
    Ok(Ok(callees))
}

/// What a program is called with, and its gradient, where the interpreter knows all that it does.
pub struct Expected {
    /// The arguments.
    pub args: Vec<Value<f64>>,
    /// By each number that is differentiated, where the results are weighed by [`weights`].
    pub gradient: Option<Vec<f64>>,
}

/// What the interpreter says of a program.
pub fn expected(program: &Program) -> Result<Result<Expected, Verdict>, String> {
    let callees = match lowered(program, Switches::default())? {
        Ok(callees) => callees,
        Err(verdict) => return Ok(Err(verdict)),
    };
    let Some((main, callees)) = callees.split_last() else { return Ok(Err(Verdict::Wild("empty"))) };
    let function = program.functions.last().map_or(&[][..], |function| &function.params);
    let args = arguments(function, program.input);
    if !interpreted(&program.held) {
        return Ok(Ok(Expected { args, gradient: None }));
    }
    let case = match Case::new(&main.primal, callees, args.clone())? {
        Ok(case) => case,
        Err(NOT_INTERPRETED) => return Ok(Ok(Expected { args, gradient: None })),
        Err(why) => return Ok(Err(Verdict::Wild(why))),
    };
    let gradient = (0..args.len()).flat_map(|param| case.gradient(param, 1.0)).collect();
    Ok(Ok(Expected { args, gradient: Some(gradient) }))
}

const NOT_INTERPRETED: &str = "not interpreted";

/// What the crate offers, as a user would write it: the rules of its own are tested there.
pub(in crate::tests) const OFFERED: &str = "
    fn relu(x: f64) -> f64 { x.max(0.0) }
    fn leaky_relu(x: f64, slope: f64) -> f64 { if x > 0.0 { x } else { slope * x } }
    fn sigmoid(x: f64) -> f64 { 1.0 / (1.0 + (-x).exp()) }
    fn softplus(x: f64) -> f64 { (1.0 + x.exp()).ln() }
    fn silu(x: f64) -> f64 { x / (1.0 + (-x).exp()) }
    fn dot(a: &[f64], b: &[f64]) -> f64 { a.iter().zip(b).map(|(x, y)| x * y).sum() }
    fn norm_squared(a: &[f64]) -> f64 { a.iter().map(|x| x * x).sum() }
    fn logsumexp(a: &[f64]) -> f64 { a.iter().map(|x| x.exp()).sum::<f64>().ln() }
    fn gelu(x: f64) -> f64 { 0.5 * x * (1.0 + (0.797_884_560_802_865_4 * (x + 0.044_715 * x * x * x)).tanh()) }
    fn step(x: f64) -> f64 { if x > 0.0 { 1.0 } else { 0.0 } }
    fn softmax(a: &[f64]) -> Vec<f64> {
        let total: f64 = a.iter().map(|x| x.exp()).sum();
        a.iter().map(|x| x.exp() / total).collect()
    }
";

thread_local! {
    /// The same, for each setting of the switches.
    static LOWERED: RefCell<BTreeMap<String, Vec<Rc<Callee>>>> = const { RefCell::new(BTreeMap::new()) };
}

fn offered(switches: Switches) -> Vec<Rc<Callee>> {
    let lowered = || {
        let file = syn::parse_file(OFFERED).expect("Rust");
        let lowered = |item: syn::Item| {
            let syn::Item::Fn(function) = item else { return None };
            let mut sink = Sink::default();
            let primal = crate::lower::lower(&function, None, &mut sink);
            let forward = alone(&primal, Mode::Forward, switches);
            assert!(sink.is_empty(), "{} is refused", function.sig.ident);
            Some(callee(function.sig.ident.to_string(), primal, forward, switches))
        };
        file.items.into_iter().filter_map(lowered).collect()
    };
    LOWERED.with_borrow_mut(|all| all.entry(format!("{switches:?}")).or_insert_with(lowered).clone())
}

/// By what results are weighed: a single one counts as it is.
pub fn weights(results: usize, single: bool) -> Vec<f64> {
    match single {
        true => vec![1.0; results],
        false => (0..results).map(|k| 0.7 + 0.4 * k as f64).collect(),
    }
}

/// Holds all companions of a program against the oracle.
///
/// # Errors
/// Says what is wrong with the program's companions.
pub fn check(program: &Program) -> Result<Verdict, String> {
    let switches = [
        Switches::default(),
        Switches { cheap: 0, ..Switches::default() },
        Switches { simplify: false, ..Switches::default() },
        Switches { simplify: false, cheap: 0, ..Switches::default() },
        // What masks a singular value relies on sinking.
        Switches { sink: program.held.contains(&"masked"), ..Switches::default() },
        Switches { checkpoints: true, ..Switches::default() },
        Switches { restores: true, ..Switches::default() },
        Switches { restores: true, simplify: false, cheap: 0, ..Switches::default() },
    ];
    let switches = switches[usize::from(program.input[2]) % switches.len()];
    let callees = match lowered(program, switches)? {
        Ok(callees) => callees,
        Err(verdict) => return Ok(verdict),
    };
    let Some((main, callees)) = callees.split_last() else { return Ok(Verdict::Wild("empty")) };
    let function = program.functions.last().map_or(&[][..], |function| &function.params);
    let args = arguments(function, program.input);
    let case = Case::new(&main.primal, callees, args)?;
    for mode in modes(&main.primal) {
        let context = |error: String| format!("{mode:?} {switches:?}: {error}");
        let body = alone(&main.primal, *mode, switches);
        verified(&body).map_err(context)?;
        if let Ok(case) = &case {
            case.companion(&body, *mode).map_err(context)?;
        }
    }
    let case = match case {
        Ok(case) => case,
        Err(why) => return Ok(Verdict::Wild(why)),
    };
    case.forward(main).map_err(|error| format!("Forward {switches:?}: {error}"))?;
    in_forward_mode(&main.primal, switches, std::slice::from_ref(&case))?;
    // What is held constant on purpose has differences all the same.
    let held = program.text().contains("stop_gradient");
    match program.input[0].wrapping_add(program.input[1]) % 16 {
        0 if !held && case.agrees_with_differences()? => Ok(Verdict::RightByDifferences),
        _ => Ok(Verdict::Right),
    }
}

/// The companions that a function can have.
pub(in crate::tests) fn modes(primal: &Primal) -> &'static [Mode] {
    let scalar = matches!(primal.signature.result, Ty::Float(_));
    match scalar && !primal.signature.params.iter().any(|param| param.exchanged) {
        true => &[Mode::Grad, Mode::ValueAndGrad, Mode::Accumulate, Mode::Fill, Mode::Vjp],
        false => &[Mode::Vjp],
    }
}

pub(in crate::tests) fn verified(body: &Body) -> Result<(), String> {
    let shown = |error| {
        let pullback = body.pullback.as_ref().map(|back| print(&body.arena, &back.body)).unwrap_or_default();
        format!("{error}\n{}pullback\n{pullback}", print(&body.arena, &body.block))
    };
    match body.lost {
        Some(id) => Err(shown(format!("the adjoint of {id:?} is lost"))),
        None => verify(body).map_err(shown),
    }
}

/// Arguments that lie on no kink.
pub fn arguments(params: &[Kind], input: [u8; 8]) -> Vec<Value<f64>> {
    let mut count = 0;
    let mut next = || {
        count += 1;
        let at = f64::from(input[0]) * 0.317 + f64::from(input[1]) * 0.0731 + f64::from(count) * 0.618_034;
        Value::Float((at + 0.123_456).fract() * 3.0 - 1.5)
    };
    // A struct or a variant, and which of these fields it has.
    let named = |name: &str, fields: &[&str]| {
        let value = |field: &str| match field {
            "on" => Value::Bool(input[2] % 2 == 1),
            _ => Value::Int(i128::from(input[2] / 3 % 3)),
        };
        let fields = fields.iter().map(|field| ((*field).to_owned(), value(field)));
        Value::Named(name.to_owned(), fields.collect())
    };
    let mut arguments = Vec::new();
    for (index, kind) in params.iter().enumerate() {
        let mut list = |n: usize| Value::list((0..n).map(|_| next()).collect());
        arguments.push(match kind {
            Kind::Slice | Kind::Rest | Kind::List | Kind::SliceMut => {
                list(1 + (usize::from(input[3]) / 8 + index) % 4)
            }
            Kind::Array(n) | Kind::ArrayRef(n) | Kind::ArrayMut(n) => list(*n),
            Kind::Matrix | Kind::MatrixMut => Value::list(vec![list(2), list(2)]),
            Kind::Rows | Kind::Lists => {
                Value::list((0..1 + usize::from(input[2]) % 2).map(|_| list(2)).collect())
            }
            Kind::Generic => list(1 + usize::from(input[2]) % 3),
            Kind::Nested => {
                let first = next();
                Value::Tuple(vec![first, Value::list(vec![next(), next()])])
            }
            Kind::Bool => Value::Bool(input[2].is_multiple_of(2)),
            Kind::Depth => Value::Int(i128::from(input[2] % 3)),
            Kind::Config => named("Config", &["n", "on"]),
            Kind::Way => match input[2] % 3 {
                0 => named("Left", &[]),
                1 => named("Right", &["0"]),
                _ => named("Both", &["n", "on"]),
            },
            Kind::Pair => Value::Tuple(vec![next(), next()]),
            Kind::Int | Kind::Whole(_) => Value::Int(i128::from(input[3] % 4)),
            Kind::Float | Kind::Ref | Kind::FloatMut | Kind::Closure | Kind::Maybe => next(),
            Kind::Unit => Value::unit(),
        });
    }
    arguments
}

/// The floats in a value.
fn floats<N: Number>(value: &Value<N>) -> Result<Vec<N>, String> {
    let mut all = Vec::new();
    value.map(&mut |n| {
        all.push(n);
        n
    })?;
    Ok(all)
}

/// A value in the shape of the tangent of another.
fn shaped(like: &Value<f64>, numbers: &mut dyn Iterator<Item = f64>) -> Result<Value<f64>, String> {
    like.zero()?.map(&mut |_| numbers.next().unwrap_or(f64::NAN))
}

impl<'c> Case<'c> {
    /// Asks the oracle; an inner error says why there is no case.
    pub(in crate::tests) fn new(
        primal: &'c Primal,
        callees: &'c [Rc<Callee>],
        args: Vec<Value<f64>>,
    ) -> Result<Result<Self, &'static str>, String> {
        let mut count = 0;
        let mut directions = Vec::new();
        let mut seeded = Vec::new();
        for (param, arg) in primal.signature.params.iter().zip(&args) {
            let from = count;
            seeded.push(arg.map(&mut |n| {
                count += usize::from(param.active);
                if param.active { Oracle::seed(n, count - 1) } else { Oracle::constant(n) }
            })?);
            directions.push((from..count).collect());
        }
        if count > DIRECTIONS {
            return Ok(Err("has many parameters"));
        }
        let meter = Meter::default();
        meter.fuel.set(20_000);
        let world = World { callees, meter: &meter };
        let plain = run_primal(world, primal, &args);
        let (value, left) = match (plain, run_primal(world, primal, &seeded)) {
            (Ok(_), Ok(outcome)) => outcome,
            (Err(why), Err(_)) if why == "runs too long" => return Ok(Err("runs long")),
            (Err(why), Err(_))
                if why.starts_with("no part")
                    || why.starts_with("no range")
                    || ["is no index", "arithmetic overflow"].iter().any(|what| why.contains(what)) =>
            {
                return Ok(Err("index out of bounds"));
            }
            (Err(why), Err(_)) if ["None is unwrapped", "panics"].iter().any(|what| why.contains(what)) => {
                return Ok(Err("panics"));
            }
            (_, Err(why)) | (Err(why), Ok(_)) => {
                let unknown = ["not known", "not understood", "unknown", "the struct"]
                    .iter()
                    .any(|what| why.contains(what));
                return if unknown { Ok(Err(NOT_INTERPRETED)) } else { Err(format!("the primal: {why}")) };
            }
        };
        let mut slopes: Vec<[f64; DIRECTIONS]> = floats(&value)?.iter().map(|dual| dual.slopes).collect();
        let numbers = |value: &Value<Oracle>| {
            Ok::<_, String>(floats(value)?.iter().map(|dual| dual.value).collect::<Vec<f64>>())
        };
        let (result, value) = (value.map(&mut |dual| dual.value)?, numbers(&value)?);
        let mut all = Vec::new();
        for (param, value) in &left {
            slopes.extend(floats(value)?.iter().map(|dual| dual.slopes));
            all.push((*param, numbers(value)?));
        }
        let scale = meter.size.get();
        let finite = slopes.iter().flatten().chain(&value).chain(all.iter().flat_map(|(_, left)| left));
        let finite = finite.into_iter().all(|number| number.is_finite());
        if !finite || scale > WILD {
            return Ok(Err("large numbers"));
        }
        let weights = weights(slopes.len(), all.is_empty() && primal.signature.result.is_float());
        Ok(Ok(Case { primal, callees, args, value, result, left: all, scale, weights, slopes, directions }))
    }

    /// The gradient of a parameter for cotangents in a ratio.
    fn gradient(&self, param: usize, ratio: f64) -> Vec<f64> {
        let along = |at: &usize| {
            let terms = self.slopes.iter().zip(&self.weights).map(|(slopes, weight)| slopes[*at] * weight);
            ratio * terms.sum::<f64>()
        };
        self.directions[param].iter().map(along).collect()
    }

    fn close(&self, what: &str, ours: &[f64], theirs: &[f64]) -> Result<(), String> {
        // Constants of an `f32` are folded to that precision; all else is computed in `f64`.
        let single = |primal: &Primal| {
            primal.arena.iter().any(|(_, node)| matches!(node.ty.referent(), Ty::Float(Float::F32)))
        };
        let single = single(self.primal) || self.callees.iter().any(|callee| single(&callee.primal));
        let precision = if single { 1e-6 } else { 1e-9 };
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= precision * self.scale;
        match ours.len() == theirs.len() && ours.iter().zip(theirs).all(near) {
            true => Ok(()),
            false => Err(format!("{what} is {ours:?}, should be {theirs:?}")),
        }
    }

    fn same(&self, what: &str, ours: &Value<f64>, theirs: &[f64]) -> Result<(), String> {
        let ours = floats(ours)?;
        let same = |(a, b): (&f64, &f64)| a.to_bits() == b.to_bits();
        match ours.len() == theirs.len() && ours.iter().zip(theirs).all(same) {
            true => Ok(()),
            false => Err(format!("{what} is {ours:?}, should be {theirs:?}")),
        }
    }

    /// A gradient as it came, which must have the shape of its parameter.
    fn close_value(&self, param: usize, ours: &Value<f64>, ratio: f64, more: f64) -> Result<(), String> {
        let name = &self.primal.signature.params[param].ident;
        let theirs: Vec<f64> = self.gradient(param, ratio).iter().map(|slope| slope + more).collect();
        let flat = floats(ours)?;
        // A zero of a type that only rustc knows.
        let flat =
            if let (true, Value::Default) = (flat.is_empty(), ours) { vec![0.0; theirs.len()] } else { flat };
        self.close(&format!("the gradient of {name} ({ours:?})"), &flat, &theirs)
    }

    /// What a function's own result is weighed by.
    fn cotangent(&self, ratio: f64) -> Result<Value<f64>, String> {
        shaped(&self.result, &mut self.weights.iter().map(|weight| weight * ratio))
    }

    /// The cotangents of what is left in parameters by `&mut`.
    fn cotangents_left(&self, ratio: f64) -> Result<Vec<(usize, Value<f64>)>, String> {
        let mut numbers = self.weights[self.value.len()..].iter().map(|weight| weight * ratio);
        self.left.iter().map(|(param, _)| Ok((*param, shaped(&self.args[*param], &mut numbers)?))).collect()
    }

    /// Runs a companion that is no forward sweep.
    pub(in crate::tests) fn companion(&self, body: &Body, mode: Mode) -> Result<(), String> {
        let meter = Meter::default();
        let world = World { callees: self.callees, meter: &meter };
        let mut args = self.args.clone();
        let ratio = if mode == Mode::Vjp { -1.75 } else { 1.0 };
        if mode == Mode::Vjp {
            args.push(self.cotangent(ratio)?);
        }
        let mut external = BTreeMap::new();
        let adjoints = self.cotangents_left(ratio)?;
        for variable in &self.primal.memory {
            let Some(param) = variable.param else { continue };
            external.insert(variable.var, self.args[param].clone());
            if let (Some(own), Some((_, value))) =
                (variable.adjoint, adjoints.iter().find(|(index, _)| *index == param))
            {
                external.insert(own, value.clone());
            }
        }
        const BEFORE: f64 = 2.0;
        let mut lent: Vec<(usize, Var)> = Vec::new();
        for (id, var) in &body.lent {
            let Op::Param(param) = Arena::op(&body.arena, *id) else {
                return Err("lent is no parameter".into());
            };
            lent.push((*param, *var));
            external.insert(*var, shaped(&self.args[*param], &mut std::iter::repeat(BEFORE))?);
        }
        let wanted = self.primal.signature.params.iter().filter(|param| param.active && !param.exchanged);
        if let Mode::Accumulate | Mode::Fill = mode
            && lent.len() != wanted.count()
        {
            return Err("a parameter has no buffer".into());
        }
        let (results, external) = run_body(world, self.primal, body, &args, external)?;
        let mut results = results.into_iter();
        if let Mode::ValueAndGrad | Mode::Accumulate = mode {
            self.same("the value", &results.next().ok_or("no value")?, &self.value)?;
        }
        let after = |var: Var| external.get(&var).ok_or("the caller's variable is gone");
        for (param, var) in lent {
            self.close_value(param, after(var)?, ratio, BEFORE)?;
        }
        for variable in &self.primal.memory {
            let Some(param) = variable.param else { continue };
            let left = self.left.iter().find(|(index, _)| *index == param);
            self.same("what is left", after(variable.var)?, left.map_or(&[], |(_, left)| left))?;
            if let Some(own) = variable.adjoint {
                self.close_value(param, after(own)?, ratio, 0.0)?;
            }
        }
        if !matches!(mode, Mode::Accumulate | Mode::Fill) {
            for (index, param) in self.primal.signature.params.iter().enumerate() {
                if param.active && !param.exchanged {
                    self.close_value(index, &results.next().ok_or("no gradient")?, ratio, 0.0)?;
                }
            }
        }
        Ok(())
    }

    /// Runs the forward sweep and its pullback.
    pub(in crate::tests) fn forward(&self, callee: &Rc<Callee>) -> Result<(), String> {
        const BEFORE: f64 = -3.0;
        let ratio = 0.6;
        let meter = Meter::default();
        let world = World { callees: self.callees, meter: &meter };
        let (value, left, pullback): (_, _, Closure<f64>) = run_forward(world, callee, &self.args)?;
        self.same("the value", &value, &self.value)?;
        for ((_, ours), (_, theirs)) in left.iter().zip(&self.left) {
            self.same("what is left", ours, theirs)?;
        }
        let adjoints = self.cotangents_left(ratio)?;
        let params = &self.primal.signature.params;
        let mut slots = Vec::new();
        for (index, param) in params.iter().enumerate() {
            slots.push(match (param.exchanged, &param.ty, param.active) {
                (true, ..) => {
                    let own = adjoints.iter().find(|(at, _)| *at == index);
                    Handed::Exchange(own.ok_or("no adjoint of what is left")?.1.clone())
                }
                (_, Ty::Ref(_), true) => {
                    let buffer = shaped(&self.args[index], &mut std::iter::repeat(BEFORE))?;
                    Handed::Reference(self.args[index].clone(), Some(buffer))
                }
                (_, Ty::Ref(_), false) => Handed::Reference(self.args[index].clone(), None),
                _ => Handed::Value,
            });
        }
        let returned = pullback.pull(world, self.cotangent(ratio)?, slots)?;
        for (index, (param, back)) in params.iter().zip(returned).enumerate().filter(|(_, (p, _))| p.active) {
            match back {
                Returned::Entry(value) => self.close_value(index, &value, ratio, 0.0)?,
                Returned::Buffer(value) if param.exchanged => self.close_value(index, &value, ratio, 0.0)?,
                Returned::Buffer(value) => self.close_value(index, &value, ratio, BEFORE)?,
            }
        }
        Ok(())
    }

    /// Is the oracle right? `false` where a step changes the way the program takes.
    fn agrees_with_differences(&self) -> Result<bool, String> {
        const STEP: f64 = 1e-5;
        let run = |moved: Option<usize>, step: f64| {
            let meter = Meter::default();
            let mut at = 0;
            let mut args = Vec::new();
            for (arg, directions) in self.args.iter().zip(&self.directions) {
                let active = !directions.is_empty();
                args.push(arg.map(&mut |n| {
                    let own = active && Some(at) == moved;
                    at += usize::from(active);
                    if own { n + step } else { n }
                })?);
            }
            let (value, left) =
                run_primal(World { callees: self.callees, meter: &meter }, self.primal, &args)?;
            let mut numbers = floats(&value)?;
            for (_, value) in &left {
                numbers.extend(floats(value)?);
            }
            Ok::<_, String>((numbers, meter.trace.get()))
        };
        let (_, trace) = run(None, 0.0)?;
        for direction in self.directions.iter().flatten() {
            let ((up, above), (down, below)) = (run(Some(*direction), STEP)?, run(Some(*direction), -STEP)?);
            if above != trace || below != trace {
                return Ok(false);
            }
            for ((up, down), slopes) in up.iter().zip(&down).zip(&self.slopes) {
                let (ours, theirs) = (slopes[*direction], (up - down) / (2.0 * STEP));
                if (ours - theirs).abs() > 1e-4 * self.scale * self.scale {
                    return Err(format!(
                        "the oracle says {ours} in direction {direction}, differences {theirs}"
                    ));
                }
            }
        }
        Ok(true)
    }
}
