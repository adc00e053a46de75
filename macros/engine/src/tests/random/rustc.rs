//! The same random programs through rustc: value to the bit and gradients, as the dual numbers of the interpreter have
//! them. `DIFFERENTIATE_FUNCTIONS` says how many functions; a long run stands in docs/trust.md.

use super::check::{Expected, Verdict, expected};
use super::source::{Kind, Program, tapes};
use super::{Tally, generator, seed, setting};
use crate::ir::interpret::Value;
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeSet;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// In a run of the tests.
const FUNCTIONS: u64 = 300;
/// In one file.
const BATCH: usize = 160;

#[test]
fn random_programs_through_rustc() {
    let (seed, wanted) = (seed(), setting("DIFFERENTIATE_FUNCTIONS").unwrap_or(FUNCTIONS));
    println!("DIFFERENTIATE_SEED={seed}");
    let mut runner = TestRunner::new_with_rng(Config::default(), generator(seed, 1));
    let (mut tally, mut batch, mut done) = (Tally::new(), Vec::new(), 0);
    while done < wanted {
        let tape = tapes().new_tree(&mut runner).expect("a tape").current();
        let program = Program::read(&tape);
        // Some more would only be the same again.
        if program.functions.last().is_none_or(|main| main.text.lines().count() < 6) {
            continue;
        }
        match expected(&program).unwrap_or_else(|error| panic!("{error}\n{}", program.text())) {
            Err(verdict) => *tally.entry(verdict.to_string()).or_default() += 1,
            Ok(_) if !is_plain(&program) => {}
            Ok(expected) => {
                *tally.entry(Verdict::Right.to_string()).or_default() += 1;
                batch.push((program, expected));
            }
        }
        if batch.len() == BATCH {
            done += run(&std::mem::take(&mut batch), seed) as u64;
        }
    }
    println!("{done} functions through rustc, seed {seed}: {tally:#?}");
}

/// One float comes out, and nothing by `&mut`.
fn is_plain(program: &Program) -> bool {
    program
        .functions
        .last()
        .is_some_and(|main| main.result == Kind::Float && !main.params.iter().any(|kind| kind.is_exchanged()))
}

/// Compiles a batch and runs it; gives how many of the functions are Rust.
fn run(batch: &[(Program, Expected)], seed: u64) -> usize {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    let folder = target.join("random-rust");
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"random-rust\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\ndifferentiate = {{ path = {root:?} }}\n[workspace]\n[profile.dev]\ndebug = false\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest");
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions");
    let cargo = |arguments: &[&str], text: &str| {
        std::fs::write(folder.join("src/main.rs"), text).expect("the program");
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let mut command = Command::new(cargo);
        command.args(arguments).current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target"));
        command.output().expect("cargo runs")
    };
    // What is no Rust without the attribute says nothing about the attribute.
    let plain: Vec<String> = batch.iter().map(|(program, _)| program.text().replace('\n', " ")).collect();
    let text: String =
        plain.iter().enumerate().map(|(at, text)| format!("mod m{at} {{ {USES} {text} }}\n")).collect();
    let checked = cargo(&["check", "--quiet", "--message-format=short"], &format!("{text}fn main() {{}}"));
    let shown = String::from_utf8_lossy(&checked.stderr).into_owned();
    let mut wrong = BTreeSet::new();
    for line in shown.lines().filter(|line| line.contains(": error")) {
        wrong.extend(line.split(':').nth(1).and_then(|number| number.parse::<usize>().ok()));
    }
    assert!(wrong.len() * 4 < batch.len(), "too little of this is Rust:\n{shown}");
    let mut text = "#![allow(warnings)]\n".to_owned();
    let mut calls = String::new();
    for (at, (program, expected)) in batch.iter().enumerate().filter(|(at, _)| !wrong.contains(&(at + 1))) {
        let _ = write!(text, "mod m{at} {{\n{}}}\n", module(program, expected));
        let _ = writeln!(calls, "    m{at}::check();");
    }
    let _ = write!(text, "fn main() {{\n{calls}}}\n");
    let output = cargo(&["run", "--quiet"], &text);
    let shown = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "DIFFERENTIATE_SEED={seed}, {}:\n{shown}", folder.display());
    batch.len() - wrong.len()
}

const USES: &str = "use differentiate::{differentiate, stop_gradient};";

/// The functions, and a check of the last one.
fn module(program: &Program, expected: &Expected) -> String {
    let mut text = format!("{USES}\n");
    for (at, function) in program.functions.iter().enumerate() {
        let wrt = program.wrt(at).map(|name| format!("(grad, value_and_grad, vjp, wrt({name}))"));
        let _ = writeln!(text, "#[differentiate{}]\n{}", wrt.unwrap_or_default(), function.text);
    }
    let Some(main) = program.functions.last() else { return text };
    let args: Vec<String> =
        main.params.iter().zip(&expected.args).map(|(kind, value)| argument(*kind, value)).collect();
    let (name, args) = (&main.name, args.join(", "));
    let held = program.wrt(program.functions.len() - 1);
    let active: Vec<usize> = (0..main.params.len())
        .filter(|at| {
            main.params[*at] != Kind::Int && held.as_ref().is_none_or(|name| *name == format!("p{at}"))
        })
        .collect();
    let part = |gradient: &str, at: usize| match active.len() {
        1 => gradient.to_owned(),
        _ => format!("{gradient}.{at}"),
    };
    let mut compared = String::new();
    for (at, param) in active.iter().enumerate() {
        let theirs = &expected.gradients[*param];
        for (gradient, ratio) in [("d", 1.0), ("both.1", 1.0), ("pulled", 2.0), ("outer", 3.0)] {
            let ours = flat(main.params[*param], &part(gradient, at));
            let _ = writeln!(
                compared,
                "close(\"{name} {gradient} p{param}\", &{ours}, &{theirs:?}, {ratio:?}, {:?});",
                expected.scale
            );
        }
    }
    // A caller, so that the hidden rule is compiled too.
    let by_name = |at: usize| match main.text.contains(&format!("p{at}: ")) {
        true => format!("p{at}"),
        false => "p9".to_owned(),
    };
    let params: Vec<String> = (0..main.params.len()).map(by_name).collect();
    let (head, _) = main.text.split_once(" -> ").unwrap_or_default();
    let head = head.replacen(&format!("fn {name}("), "fn outer(", 1).replace("mut p", "p");
    let wrt = held.map(|name| format!("(grad, wrt({name}))")).unwrap_or_default();
    let given = params.join(", ");
    let value = expected.value.to_bits();
    let _ = write!(
        text,
        "#[differentiate{wrt}]\n{head} -> f64 {{ {name}({given}) * 3.0 }}\n\
         fn close(what: &str, ours: &[f64], theirs: &[f64], ratio: f64, scale: f64) {{\n\
             assert_eq!(ours.len(), theirs.len(), \"{{what}}\");\n\
             for (a, b) in ours.iter().zip(theirs) {{\n\
                 assert!((a - ratio * b).abs() <= 1e-9 * ratio * scale, \"{{what}}: {{ours:?}} for {{ratio}} times {{theirs:?}}\");\n\
             }}\n\
         }}\n\
         pub fn check() {{\n\
             assert_eq!({name}({args}).to_bits(), {value}, \"{name}\");\n\
             let both = {name}_value_and_grad({args});\n\
             assert_eq!(both.0.to_bits(), {value}, \"{name}_value_and_grad\");\n\
             let (d, pulled, outer) = ({name}_grad({args}), {name}_vjp({args}, 2.0), outer_grad({args}));\n\
             {compared}}}\n"
    );
    text
}

/// An argument as Rust.
fn argument(kind: Kind, value: &Value<f64>) -> String {
    match kind {
        Kind::List => format!("vec!{}", shown(value)),
        Kind::Slice | Kind::ArrayRef(_) | Kind::Ref => format!("&{}", shown(value)),
        _ => shown(value),
    }
}

fn shown(value: &Value<f64>) -> String {
    let all = |parts: &[Value<f64>]| parts.iter().map(shown).collect::<Vec<_>>().join(", ");
    match value {
        Value::Float(n) => format!("{n:?}"),
        Value::Int(n) => n.to_string(),
        Value::Tuple(parts) => format!("({})", all(parts)),
        other => format!("[{}]", other.parts().map(all).unwrap_or_default()),
    }
}

/// The numbers of a gradient.
fn flat(kind: Kind, gradient: &str) -> String {
    match kind {
        Kind::Float | Kind::Ref => format!("[{gradient}]"),
        Kind::Pair => format!("[{gradient}.0, {gradient}.1]"),
        Kind::Matrix => format!("{gradient}.concat()"),
        _ => format!("{gradient}[..]"),
    }
}
