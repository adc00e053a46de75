//! Every function of the behaviour tests, in process: all companions under all switches, run by the reference interpreter
//! and held against forward derivatives.

use super::annotated;
use crate::adjoint::Mode;
use crate::analysis::scratch;
use crate::diagnostics::Sink;
use crate::ir::interpret::{Callee, Value};
use crate::ir::{Arena, Block, Body, Id, Op, Plain, Stmt};
use crate::lower::Primal;
use crate::options::Options;
use crate::tests::random::check::{Case, OFFERED, callee, in_forward_mode, modes, verified};
use crate::types::Ty;
use crate::{Switches, alone};
use proc_macro2::TokenStream;
use std::collections::BTreeMap;
use std::rc::Rc;

pub(super) const FILES: [&str; 24] = [
    "meaning.rs",
    "straight_line.rs",
    "options.rs",
    "integers.rs",
    "jumps.rs",
    "moved.rs",
    "referring.rs",
    "branches.rs",
    "calls.rs",
    "checkpoints.rs",
    "exchange.rs",
    "kinks.rs",
    "symmetric.rs",
    "lists.rs",
    "loops.rs",
    "memory.rs",
    "mistakes.rs",
    "programs.rs",
    "restored.rs",
    "scratch.rs",
    "spellings.rs",
    "hygiene.rs",
    "methods.rs",
    "gmm/model.rs",
];

/// What the tests call as it stands.
const CALLED: &str = "fn total(h: &[f64]) -> f64 { h.iter().sum() }";

/// Each function is called with so many different arguments.
const VARIANTS: u32 = 10;

/// A run with fewer random programs has fewer of them, the ties among these.
fn variants() -> Vec<u32> {
    match super::random::setting("DIFFERENTIATE_PROGRAMS") {
        Some(..1000) => vec![0, 3, 8, 9],
        _ => (0..VARIANTS).collect(),
    }
}

pub(super) fn lowered(arguments: TokenStream, function: &syn::ItemFn) -> Option<Primal> {
    let mut sink = Sink::default();
    let options = Options::parse(arguments, &mut sink);
    let primal = crate::lower::lower_for(
        function,
        options.wrt.as_deref(),
        options.asked(),
        &crate::method::Home::Module,
        &mut sink,
    );
    let accepted = sink.is_empty();
    let _ = sink.into_tokens();
    accepted.then_some(primal)
}

/// An argument of a type, with lists of a length; `None` for a type that only rustc knows.
fn argument(ty: &Ty, length: usize, variant: u32, count: &mut u32) -> Option<Value<f64>> {
    let list = |elem: &Ty, n: usize, count: &mut u32| {
        let elems = (0..n).map(|_| argument(elem, length, variant, count));
        elems.collect::<Option<Vec<_>>>().map(Value::list)
    };
    *count += 1;
    Some(match ty {
        Ty::Float(_) => {
            let at = (f64::from(*count) * 0.618_034 + f64::from(variant) * 0.173_1 + 0.123_456).fract();
            // On both sides of zero, and where logarithms and roots are.
            // The last two are ties, where kinks are.
            Value::Float(match variant {
                8 => 1.0,
                9 => 0.0,
                _ if variant.is_multiple_of(2) => at * 3.0 - 1.5,
                _ => at * 1.9 + 0.05,
            })
        }
        Ty::Int(_) => Value::Int(i128::from((variant + *count) % 5)),
        Ty::Bool => Value::Bool((variant / 2 + *count).is_multiple_of(2)),
        Ty::Tuple(elems) => Value::Tuple(
            elems.iter().map(|elem| argument(elem, length, variant, count)).collect::<Option<_>>()?,
        ),
        Ty::Array(elem, len) => list(elem, len.value? as usize, count)?,
        Ty::Slice(elem) | Ty::Vec(elem) => list(elem, length, count)?,
        Ty::Ref(inner) => argument(inner, length, variant, count)?,
        Ty::Outcome(..)
        | Ty::Status
        | Ty::Discrete
        | Ty::Named(_)
        | Ty::Pullback
        | Ty::Maybe
        | Ty::At
        | Ty::Infer(_) => return None,
    })
}

/// Are the callees that a body trusts worth it?
fn trusted(body: &Body, callees: &[Rc<Callee>]) -> bool {
    body.trusts.iter().all(|trust| {
        let name = trust.callee.name().map(ToString::to_string);
        let callee = callees.iter().find(|callee| Some(&callee.name) == name.as_ref());
        callee.is_some_and(|callee| scratch::overwritten(&callee.primal)[trust.argument])
    })
}

/// How often the user's own code stands in blocks.
fn foreign(arena: &Arena, blocks: &[&Block]) -> usize {
    let mut count = 0;
    // An arm that hands something out wraps it.
    let wraps = |id: Id| match arena.op(id) {
        Op::Plain(Plain::Call(path), _) => path.to_string().contains("option :: Option"),
        _ => false,
    };
    let ours = |id: Id| arena.get(id).adjoint || wraps(id);
    for block in blocks {
        block.each(&mut |stmt| {
            count += usize::from(matches!(stmt, Stmt::Let(id) if arena.is_foreign(*id) && !ours(*id)));
        });
    }
    count
}

/// What is the user's own runs as often as it stands there.
fn runs_once(main: &Primal, body: &Body) -> Result<(), String> {
    let mut blocks = vec![&body.block];
    blocks.extend(body.pullback.as_ref().map(|pullback| &pullback.body));
    let (ours, theirs) = (foreign(&body.arena, &blocks), foreign(&main.arena, &[&main.block]));
    if ours > theirs {
        Err(format!("the user's own code stands there {ours} times, not {theirs}"))
    } else {
        Ok(())
    }
}

/// Forward mode rests on no callee and records nothing, so the usual setting will do; the random programs take the others.
fn with_forward_mode(switches: Switches) -> bool {
    let usual = Switches::default();
    switches.simplify && !switches.trust && switches.sink && switches.cheap == usual.cheap
}

/// All companions of a function, for each of the arguments.
fn check(
    main: &Rc<Callee>,
    callees: &[Rc<Callee>],
    switches: Switches,
    arguments: &[Vec<Value<f64>>],
) -> Result<(u32, Option<String>), String> {
    let mut cases = Vec::new();
    let mut unchecked = None;
    for args in arguments {
        match Case::new(&main.primal, callees, args.clone()) {
            Ok(Ok(case)) => cases.push(case),
            Ok(Err(why)) => unchecked = Some(why.to_owned()),
            // What the interpreter does not know it says of the primal.
            Err(why) if why.starts_with("the primal") => unchecked = Some(why),
            Err(why) => return Err(why),
        }
    }
    for mode in if cases.is_empty() { &[] } else { modes(&main.primal) } {
        let context = |error: String| format!("{mode:?} {switches:?}: {error}");
        let body = alone(&main.primal, *mode, switches);
        verified(&body).map_err(context)?;
        runs_once(&main.primal, &body).map_err(context)?;
        if trusted(&body, callees) {
            cases.iter().try_for_each(|case| case.companion(&body, *mode)).map_err(context)?;
        }
    }
    if with_forward_mode(switches) {
        in_forward_mode(&main.primal, switches, &cases)?;
    }
    let context = |error: String| format!("Forward {switches:?}: {error}");
    runs_once(&main.primal, &main.forward).map_err(context)?;
    cases.iter().try_for_each(|case| case.forward(main)).map_err(context)?;
    Ok((cases.len() as u32, unchecked))
}

/// The functions of a file, under the switches: how many cases each was right in.
fn file(
    name: &str,
    functions: Vec<(TokenStream, syn::ItemFn)>,
    switches: Switches,
    wrong: &mut Vec<String>,
) -> BTreeMap<String, u32> {
    let offered = format!("{CALLED}{OFFERED}");
    let offered = syn::parse_file(&offered).expect("Rust").items.into_iter().filter_map(|item| match item {
        syn::Item::Fn(function) => Some((TokenStream::new(), function)),
        _ => None,
    });
    let mut callees = Vec::new();
    for (arguments, function) in functions.into_iter().chain(offered) {
        let Some(primal) = lowered(arguments, &function) else { continue };
        // A rule is written before its callees are known.
        let forward = alone(&primal, Mode::Forward, Switches { trust: false, ..switches });
        let name = function.sig.ident.to_string();
        callees.push(match with_forward_mode(switches) {
            true => callee(name, primal, forward, switches),
            false => Rc::new(Callee { name, primal, forward, with_tangents: None }),
        });
    }
    let mut right = BTreeMap::new();
    for callee in &callees {
        let params = &callee.primal.signature.params;
        let arguments: Vec<Vec<Value<f64>>> = variants()
            .into_iter()
            .filter_map(|variant| {
                let mut count = 0;
                let length = [3, 2, 4, 1, 3][variant as usize / 2];
                params.iter().map(|param| argument(&param.ty, length, variant, &mut count)).collect()
            })
            .collect();
        let full = format!("{name}: {}", callee.name);
        match verified(&callee.forward).and_then(|()| check(callee, &callees, switches, &arguments)) {
            Err(error) => wrong.push(format!("{full}: {error}")),
            Ok((cases, unchecked)) => {
                if cases == 0 && switches.trust {
                    println!("{full}: {}", unchecked.unwrap_or_else(|| "unknown arguments".into()));
                }
                *right.entry(full).or_default() += cases;
            }
        }
    }
    right
}

/// All of them under one setting of the switches: so the settings are tests that run side by side.
fn every_function(switches: Switches) {
    let mut wrong = Vec::new();
    let mut right = BTreeMap::new();
    for name in FILES {
        right.extend(file(name, annotated(name), switches, &mut wrong));
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }
    let checked = right.values().filter(|cases| **cases > 0).count();
    println!("{checked} of {} functions, {} cases", right.len(), right.values().sum::<u32>());
    assert!(checked * 10 > right.len() * 8, "only {checked} of {} functions", right.len());
}

macro_rules! settings {
    ($($name:ident { $($switch:ident: $value:expr),* })*) => {$(
        #[test]
        fn $name() {
            every_function(Switches { $($switch: $value,)* ..Switches::default() });
        }
    )*};
}

settings! {
    every_function_in_the_interpreter {}
    every_function_trusting_its_callees { trust: true }
    every_function_recording_all { cheap: 0 }
    every_function_repeating_much { cheap: 12 }
    every_function_unsimplified { simplify: false }
    every_function_unsunk { sink: false }
    every_function_with_checkpoints { checkpoints: true }
    every_function_with_restored_variables { restores: true }
    every_function_unsimplified_recording_all { simplify: false, trust: true, cheap: 0 }
}

/// The functions with structs, which the interpreter does not know: every pass leaves something well-formed, and in second
/// derivatives no adjoint is lost.
#[test]
fn structs_stay_well_formed() {
    for file in [
        "structs.rs",
        "structs_adverse.rs",
        "structs_made.rs",
        "structs_more.rs",
        "structs_programs.rs",
        "structs_used.rs",
    ] {
        for (arguments, function) in annotated(file) {
            let expanded = |arguments: TokenStream| {
                crate::expand_for(true, arguments, quote::quote!(#function)).to_string()
            };
            assert!(!expanded(arguments.clone()).contains("compile_error"), "{file}: {}", function.sig.ident);
            let forward = expanded(quote::quote!(jvp, hvp, #arguments));
            let wrong = forward.contains("[internal]")
                || forward.contains("this operation on a differentiated value");
            assert!(!wrong, "{file}: {}", function.sig.ident);
        }
    }
}
