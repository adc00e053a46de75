//! Forward mode against the oracle: `jvp` in one direction, and `hvp` against the oracle's derivative of the gradient.

use super::{Case, floats, modes, shaped, verified};
use crate::adjoint::Mode;
use crate::ir::interpret::{Callee, Meter, Value, World, run_body};
use crate::ir::{Body, Op, Plain};
use crate::lower::Primal;
use crate::{Switches, alone};
use std::collections::BTreeMap;
use std::rc::Rc;

/// How far each number moves.
fn step(at: usize) -> f64 {
    let size = 0.5 + 0.3 * at as f64;
    if at % 3 == 1 { -size } else { size }
}

/// A function that others may call, also with tangents.
pub(in crate::tests) fn callee(
    name: String,
    primal: Primal,
    forward: Body,
    switches: Switches,
) -> Rc<Callee> {
    let prepared = crate::Prepared::of(&primal, switches.sink);
    let tangent = crate::tangent::forward(&prepared.primal, crate::tangent::Direction::Rule);
    let with_tangents = tangent.refused.is_empty().then(|| {
        let primal = tangent.rule();
        let forward = alone(&primal, Mode::Forward, Switches { trust: false, ..switches });
        Rc::new(Callee { name: name.clone(), primal, forward, with_tangents: None })
    });
    Rc::new(Callee { name, primal, forward, with_tangents })
}

/// The tangent, and the derivative of the gradient, of a function in each of the cases.
pub(in crate::tests) fn in_forward_mode(
    primal: &Primal,
    switches: Switches,
    cases: &[Case<'_>],
) -> Result<(), String> {
    let prepared = crate::Prepared::of(primal, switches.sink);
    let tangent = || crate::tangent::forward(&prepared.primal, crate::tangent::Direction::Given);
    if !tangent().refused.is_empty() {
        return Ok(());
    }
    let context = |error: String| format!("jvp {switches:?}: {error}");
    let body = crate::passes::polished(tangent().companion(true), switches);
    verified(&body).map_err(context)?;
    // A constant of a type of the user's in a call, which rustc refuses there, since it has no zero tangent.
    let told = |outcome: Result<(), String>| match outcome {
        Err(why) if why.contains("has no tangent") => Ok(()),
        other => other,
    };
    cases.iter().try_for_each(|case| told(case.jvp(&body))).map_err(context)?;
    // What is held constant on purpose has differences all the same.
    let held = |op: &Op| matches!(op, Op::Plain(Plain::Call(path), _) if path.to_string().ends_with("stop_gradient"));
    let holds = |primal: &Primal| primal.arena.iter().any(|(_, node)| held(&node.op));
    let mut callees = cases.iter().flat_map(|case| case.callees);
    if !modes(primal).contains(&Mode::Grad) || holds(primal) || callees.any(|callee| holds(&callee.primal)) {
        return Ok(());
    }
    let context = |error: String| format!("hvp {switches:?}: {error}");
    let second = tangent().function();
    let body = alone(&second, Mode::Grad, switches);
    verified(&body).map_err(context)?;
    let gradient = alone(primal, Mode::Grad, switches);
    cases.iter().try_for_each(|case| told(case.hvp(&second, &body, &gradient))).map_err(context)
}

impl Case<'_> {
    /// The tangents of the parameters that have one, in order, each with its parameter.
    fn tangents(&self) -> Result<Vec<(usize, Value<f64>)>, String> {
        let mut numbers = (0..).map(step);
        let params = self.primal.signature.params.iter().enumerate();
        let active = params.filter(|(_, param)| param.active);
        active.map(|(index, _)| Ok((index, shaped(&self.args[index], &mut numbers)?))).collect()
    }

    /// Runs the companion that gives the value and its tangent.
    pub(in crate::tests) fn jvp(&self, body: &Body) -> Result<(), String> {
        let meter = Meter::default();
        let world = World { callees: self.callees, meter: &meter };
        let tangents = self.tangents()?;
        let mut args = self.args.clone();
        args.extend(tangents.iter().map(|(_, tangent)| tangent.clone()));
        let mut external = BTreeMap::new();
        for variable in &self.primal.memory {
            let Some(param) = variable.param else { continue };
            external.insert(variable.var, self.args[param].clone());
            if let (Some(own), Some((_, value))) =
                (variable.adjoint, tangents.iter().find(|(index, _)| *index == param))
            {
                external.insert(own, value.clone());
            }
        }
        let (results, external) = run_body(world, self.primal, body, &args, external)?;
        let [value, tangent] = results.as_slice() else { return Err("a value and a tangent".into()) };
        self.same("the value", value, &self.value)?;
        let slope = |slopes: &[f64; super::DIRECTIONS]| {
            slopes.iter().enumerate().map(|(at, slope)| slope * step(at)).sum::<f64>()
        };
        let expected: Vec<f64> = self.slopes.iter().map(slope).collect();
        let mut ours = if expected.is_empty() { Vec::new() } else { floats(tangent)? };
        let after = |var| external.get(&var).ok_or("the caller's variable is gone");
        for (param, left) in &self.left {
            let variable = self.primal.memory.iter().find(|variable| variable.param == Some(*param));
            let variable = variable.ok_or("no variable of a parameter")?;
            self.same("what is left", after(variable.var)?, left)?;
            match variable.adjoint {
                Some(own) => ours.extend(floats(after(own)?)?),
                None => ours.extend(vec![0.0; left.len()]),
            }
        }
        self.close("the tangent", &ours, &expected)
    }

    /// Runs the derivative of the gradient in a direction, and holds it against differences of the gradient.
    pub(in crate::tests) fn hvp(&self, of: &Primal, body: &Body, gradient: &Body) -> Result<(), String> {
        let meter = Meter::default();
        let world = World { callees: self.callees, meter: &meter };
        let mut args = self.args.clone();
        args.extend(self.tangents()?.into_iter().map(|(_, tangent)| tangent));
        let (ours, _) = run_body(world, of, body, &args, BTreeMap::new())?;
        let numbers = |values: &[Value<f64>]| {
            Ok::<_, String>(values.iter().map(floats).collect::<Result<Vec<_>, _>>()?.concat())
        };
        let at = |far: f64| {
            let (mut at, mut moved) = (0, Vec::new());
            for (param, arg) in self.primal.signature.params.iter().zip(&self.args) {
                moved.push(arg.map(&mut |n| {
                    let own = if param.active { step(at) * far } else { 0.0 };
                    at += usize::from(param.active);
                    n + own
                })?);
            }
            let meter = Meter::default();
            let world = World { callees: self.callees, meter: &meter };
            let (gradient, _) = run_body(world, self.primal, gradient, &moved, BTreeMap::new())?;
            Ok::<_, String>((numbers(&gradient)?, meter.trace.get()))
        };
        let here = at(0.0)?.1;
        let quotient = |far: f64| {
            let ((above, one), (below, other)) = (at(far)?, at(-far)?);
            if one != here || other != here {
                return Err("a kink".into());
            }
            let slopes = above.iter().zip(&below).map(|(above, below)| (above - below) / (2.0 * far));
            Ok::<Vec<f64>, String>(slopes.collect())
        };
        // At a kink, or beside one, there is no second derivative, and where a panic is near there are no differences.
        let (Ok(wide), Ok(narrow)) = (quotient(1e-4), quotient(3e-5)) else { return Ok(()) };
        let size = narrow.iter().fold(self.scale, |size, slope| size.max(slope.abs()));
        let near = |(a, b): (&f64, &f64)| (a - b).abs() <= 1e-5 * size;
        let smooth = wide.len() == narrow.len() && wide.iter().zip(&narrow).all(near);
        if !smooth || size > super::WILD {
            return Ok(());
        }
        let ours = numbers(&ours)?;
        match ours.len() == narrow.len() && ours.iter().zip(&narrow).all(near) {
            true => Ok(()),
            false => Err(format!("the derivative of the gradient is {ours:?}, should be {narrow:?}")),
        }
    }
}
