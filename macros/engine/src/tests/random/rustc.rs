//! The same random programs through rustc: each is compiled with the attribute and without it, and beside it the same text
//! over dual numbers (`rustc/dual.rs`), which know nothing of the engine. Values agree to the bit, gradients with the dual numbers.
//! `DIFFERENTIATE_FUNCTIONS` says how many functions; a long run stands in docs/trust.md. `DIFFERENTIATE_REDUCE=1` reduces what fails.

use super::{Tally, generator, seed, setting};
use crate::ir::interpret::Value;
use crate::tests::random::check::{Expected, Verdict, expected};
use crate::tests::random::source::{Checker, Function, Kind, Program, Style, Tape, on_duals, tapes};
use proptest::strategy::{Strategy, ValueTree};
use proptest::test_runner::{Config, TestRunner};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

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
    let mut failures = Vec::new();
    while done < wanted {
        let tape = tapes().new_tree(&mut runner).expect("a tape").current();
        match drawn(&tape) {
            Ok(None) => {}
            Ok(Some(case)) => batch.push(case),
            Err(Failed::Refused(why)) => *tally.entry(why).or_default() += 1,
            Err(Failed::Wrong(why)) => failures.push(why),
        }
        if batch.len() < BATCH.min((wanted - done) as usize + 20) {
            continue;
        }
        let batch = std::mem::take(&mut batch);
        for (case, outcome) in batch.iter().zip(run(&batch)) {
            let kind = outcome.split(':').next().unwrap_or_default();
            *tally.entry(kind.to_owned()).or_default() += 1;
            done += u64::from(COMPARED.contains(&kind));
            if kind.starts_with("no ") {
                println!("{outcome}");
            }
            if is_failure(&outcome) {
                let held = case.program.held.join(" ");
                let text = format!(
                    "{outcome}\n// holds: {held}; compared before it: {done}\n{}",
                    case.program.text()
                );
                println!("{text}");
                let small = setting("DIFFERENTIATE_REDUCE").map(|_| reduced(case, &outcome));
                failures.push(small.unwrap_or(text));
            }
        }
    }
    println!("{done} functions through rustc, seed {seed}: {tally:#?}");
    assert!(failures.is_empty(), "DIFFERENTIATE_SEED={seed}\n{}", failures.join("\n"));
    let lost = tally.get(NO_RUST).copied().unwrap_or(0);
    assert!(u64::from(lost) * 4 < done, "{lost} programs are no Rust, {done} were compared");
}

/// What counts as a function that was compared.
const COMPARED: [&str; 3] = ["right", "kink", "WRONG"];
/// Are functions that panic held against their companions?
const PANICS: bool = true;
/// What rustc says where core has told it what is due; a refusal in words of ours.
const IN_OUR_WORDS: [&str; 5] = [
    "a closure captures a number whose type is not written",
    "differentiated values go through this operator",
    "annotate_midway_with_differentiate",
    "is calculated with as if it were a float",
    "is iterated in the order of its indices is not known",
];
const NO_RUST: &str = "no Rust without the attribute";

fn is_failure(outcome: &str) -> bool {
    ["WRONG", "REFUSED BY RUSTC"].iter().any(|word| outcome.starts_with(word))
}

/// A program that is to be compiled.
struct Case {
    tape: Tape,
    program: Program,
    expected: Expected,
}

/// Why there is nothing to compile.
enum Failed {
    Refused(String),
    Wrong(String),
}

/// The program of a tape; none where it is too short to tell anything.
fn drawn(tape: &Tape) -> Result<Option<Case>, Failed> {
    let program = Program::read(tape, Checker::Rustc);
    if program.functions.last().is_none_or(|main| main.text.lines().count() < 6) {
        return Ok(None);
    }
    case(tape, program).map(Some)
}

fn case(tape: &Tape, program: Program) -> Result<Case, Failed> {
    let known = std::panic::catch_unwind(|| expected(&program));
    let known = known.unwrap_or_else(|_| Err("the engine panics".into()));
    match known {
        Err(error) => Err(Failed::Wrong(format!("WRONG: {error}\n{}", program.text()))),
        Ok(Err(verdict @ (Verdict::Refused(_) | Verdict::Wild(_)))) => {
            Err(Failed::Refused(verdict.to_string()))
        }
        Ok(Err(verdict)) => Err(Failed::Wrong(format!("WRONG: {verdict}"))),
        Ok(Ok(expected)) if most_directions(&program, &expected) > 16 => {
            Err(Failed::Refused("wild: has many parameters".into()))
        }
        Ok(Ok(expected)) => Ok(Case { tape: tape.clone(), program, expected }),
    }
}

fn most_directions(program: &Program, expected: &Expected) -> usize {
    let Some(main) = program.functions.last() else { return 0 };
    Check::new(program, main, expected).directions.iter().map(Vec::len).sum()
}

/// A smaller program that fails in the same way.
fn reduced(case: &Case, outcome: &str) -> String {
    let word = |outcome: &str| outcome.split(':').next().unwrap_or_default().to_owned();
    let (mut best, mut told) = (case.tape.clone(), outcome.to_owned());
    for _ in 0..8 {
        let mut smaller = Vec::new();
        for candidate in candidates(&best) {
            let program = Program::read(&candidate, Checker::Rustc);
            if program.text() != Program::read(&best, Checker::Rustc).text()
                && let Ok(case) = self::case(&candidate, program)
            {
                smaller.push(case);
            }
        }
        let mut found = None;
        for chunk in smaller.chunks(BATCH) {
            let outcomes = run(chunk);
            let at = outcomes.iter().position(|other| word(other) == word(outcome));
            found = at.map(|at| (chunk[at].tape.clone(), outcomes[at].clone()));
            if found.is_some() {
                break;
            }
        }
        let Some((tape, outcome)) = found else { break };
        (best, told) = (tape, outcome);
    }
    format!("{told}\n{}", Program::read(&best, Checker::Rustc).text())
}

/// The tape with parts left out, the largest first.
fn candidates((helpers, main, input): &Tape) -> Vec<Tape> {
    let mut all = Vec::new();
    for at in 0..helpers.len() {
        let mut fewer = helpers.clone();
        fewer.remove(at);
        all.push((fewer, main.clone(), *input));
    }
    for (from, to) in [(0, main.1.len() / 2), (main.1.len() / 2, main.1.len())] {
        let mut fewer = main.clone();
        fewer.1.drain(from..to);
        all.push((helpers.clone(), fewer, *input));
    }
    for function in 0..=helpers.len() {
        let own = helpers.get(function).unwrap_or(main);
        let with = |own: super::source::Choices| {
            let mut helpers = helpers.clone();
            match helpers.get_mut(function) {
                Some(helper) => {
                    *helper = own;
                    (helpers, main.clone(), *input)
                }
                None => (helpers, own, *input),
            }
        };
        for at in 0..own.1.len() {
            let mut fewer = own.clone();
            fewer.1.remove(at);
            all.push(with(fewer));
        }
        for at in 0..own.1.len() {
            for byte in 0..24 {
                let mut simpler = own.clone();
                if std::mem::take(&mut simpler.1[at][byte]) != 0 {
                    all.push(with(simpler));
                }
            }
        }
        for byte in 0..32 {
            let mut simpler = own.clone();
            if std::mem::take(&mut simpler.0[byte]) != 0 {
                all.push(with(simpler));
            }
        }
    }
    for at in [4, 5] {
        let mut plain = *input;
        plain[at] = 0;
        all.push((helpers.clone(), main.clone(), plain));
    }
    all
}

fn folder() -> (PathBuf, PathBuf) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..").canonicalize().expect("the workspace");
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root.join("target"), PathBuf::from);
    (root, target.join("random-rust"))
}

fn cargo(arguments: &[&str], text: &str) -> Output {
    let (root, folder) = folder();
    std::fs::create_dir_all(folder.join("src")).expect("a folder");
    let manifest = format!(
        "[package]\nname = \"random-rust\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\
         [dependencies]\ndifferentiate = {{ path = {root:?} }}\n[workspace]\n[profile.dev]\ndebug = false\n"
    );
    std::fs::write(folder.join("Cargo.toml"), manifest).expect("the manifest");
    std::fs::copy(root.join("Cargo.lock"), folder.join("Cargo.lock")).expect("the versions");
    std::fs::write(folder.join("src/dual.rs"), include_str!("rustc/dual.rs")).expect("the dual numbers");
    std::fs::write(folder.join("src/outside.rs"), include_str!("rustc/outside.rs")).expect("the items");
    std::fs::write(folder.join("src/main.rs"), text).expect("the program");
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(arguments).current_dir(&folder).env("CARGO_TARGET_DIR", folder.join("target"));
    command.output().expect("cargo runs")
}

/// The first error of each line of a program's text.
fn errors(output: &Output) -> BTreeMap<usize, String> {
    let shown = String::from_utf8_lossy(&output.stderr).into_owned();
    let mut errors = BTreeMap::new();
    let mut last = "";
    for line in shown.lines() {
        if line.contains(": error") {
            last = line;
        }
        // What is found out when code is generated is an error in core, and a note where that was called.
        let called = line.contains(": note: the above error was encountered while instantiating");
        if !line.starts_with("src/main.rs") || !called && last != line {
            continue;
        }
        if let Some(number) = line.split(':').nth(1).and_then(|number| number.parse::<usize>().ok()) {
            // What follows from an error in our words may be reported before it.
            let ours = IN_OUR_WORDS.iter().any(|words| last.contains(words));
            if ours || !errors.contains_key(&number) {
                errors.insert(number, last.to_owned());
            }
        }
    }
    assert!(output.status.success() || !errors.is_empty(), "{shown}");
    errors
}

/// Compiles a batch and runs it; says of each program what came of it.
fn run(batch: &[Case]) -> Vec<String> {
    let mut outcomes: BTreeMap<usize, String> = BTreeMap::new();
    // A line a module, so that the line of an error says whose it is.
    let program = |outcomes: &BTreeMap<usize, String>, of: &dyn Fn(&Case) -> String, main: &str| {
        let one = |(at, case): (usize, &Case)| match outcomes.contains_key(&at) {
            true => "\n".to_owned(),
            false => format!("mod m{at} {{ {} }}\n", of(case).replace('\n', " ")),
        };
        let modules: String = batch.iter().enumerate().map(one).collect();
        format!("{modules}{TYPES}{main}")
    };
    // What is no Rust without the attribute says nothing about the attribute, nor what the dual numbers do not know.
    let plain = |case: &Case| format!("{USES} {}", case.program.text());
    let arguments = ["check", "--quiet", "--message-format=short"];
    loop {
        // Errors of one kind hide those of the next: types before borrows.
        let checked = cargo(&arguments, &program(&outcomes, &plain, "fn main() {}\n"));
        if checked.status.success() {
            break;
        }
        for (line, error) in errors(&checked) {
            outcomes.insert(line - 1, format!("{NO_RUST}: {error}"));
        }
    }
    loop {
        let main = calls(batch.len(), &outcomes);
        let compiled =
            cargo(&["build", "--quiet", "--message-format=short"], &program(&outcomes, &module, &main));
        if compiled.status.success() {
            break;
        }
        // Is it the attribute's, or do the dual numbers not know something?
        let found = errors(&compiled);
        let mut bare = outcomes.clone();
        for at in (0..batch.len()).filter(|at| !found.contains_key(&(at + 1))) {
            bare.insert(at, String::new());
        }
        let without = |case: &Case| duals(&case.program);
        let oracle = errors(&cargo(&arguments, &program(&bare, &without, "fn main() {}\n")));
        for (line, error) in found {
            outcomes.insert(
                line - 1,
                match oracle.get(&line) {
                    Some(error) => format!("no dual numbers: {error}"),
                    None if IN_OUR_WORDS.iter().any(|words| error.contains(words)) => {
                        format!("refused in our words: {error}")
                    }
                    None => format!("REFUSED BY RUSTC: {error}"),
                },
            );
        }
    }
    let (_, folder) = folder();
    let output = Command::new(folder.join("target/debug/random-rust")).output().expect("it runs");
    let shown = String::from_utf8_lossy(&output.stdout).into_owned();
    for line in shown.lines() {
        if let Some((at, outcome)) = line.split_once(' ')
            && let Ok(at) = at.parse()
        {
            outcomes.insert(at, outcome.to_owned());
        }
    }
    let missing = || format!("WRONG: does not end: {}", String::from_utf8_lossy(&output.stderr));
    (0..batch.len()).map(|at| outcomes.remove(&at).unwrap_or_else(missing)).collect()
}

const USES: &str = "use crate::*; use differentiate::*;";

const TYPES: &str = "#[allow(warnings)] mod dual;\n\
    #[allow(warnings)] pub mod outside; pub use outside::*; pub use outside::real::*;\n\
    #[derive(Clone, Copy)] pub enum Way { Left, Right(usize), Both { n: usize, on: bool } }\n\
    #[derive(Clone, Copy)] pub struct Config { pub n: usize, pub on: bool }\n";

fn calls(count: usize, outcomes: &BTreeMap<usize, String>) -> String {
    let mut text =
        "fn main() { std::panic::set_hook(Box::new(|_| ()));\n    let told = |at: usize, outcome: Result<String, String>| { \
         println!(\"{at} {}\", outcome.unwrap_or_else(|error| error).replace('\\n', \" \")) };\n"
            .to_owned();
    for at in (0..count).filter(|at| !outcomes.contains_key(at)) {
        let _ = writeln!(text, "    told({at}, m{at}::check());");
    }
    text + "}\n"
}

/// The functions over dual numbers.
fn duals(program: &Program) -> String {
    let functions: Vec<String> =
        program.functions.iter().map(|function| on_duals(&function.text, program.style)).collect();
    format!(
        "pub mod dual {{ #![allow(warnings, arithmetic_overflow, unconditional_panic)] use crate::{{Config, Way, dual::*, outside::*}}; pub(crate) use crate::dual::{{D64 as f64, D32 as f32, D64 as T}}; {} }}",
        functions.join(" ")
    )
}

/// The functions, and a check of the last one.
fn module(case: &Case) -> String {
    let Case { program, expected, .. } = case;
    let Some(main) = program.functions.last() else { return String::new() };
    let scalar = main.result == Kind::Float && !main.params.iter().any(|kind| kind.is_exchanged());
    let exchanges: Vec<&Kind> = main.params.iter().filter(|kind| kind.is_exchanged()).collect();
    let mut functions = String::new();
    for (at, function) in program.functions.iter().enumerate() {
        let mut wanted = Vec::new();
        if at + 1 == program.functions.len() && scalar {
            wanted.push("grad, value_and_grad, vjp, accumulate_grad".to_owned());
        }
        if let Some(names) = program.wrt(at) {
            wanted.extend((wanted.is_empty() && function.result == Kind::Float).then(|| "grad".to_owned()));
            wanted.extend((wanted.is_empty()).then(|| "vjp".to_owned()));
            wanted.push(format!("wrt({})", names.join(", ")));
        }
        let _ = writeln!(functions, "#[differentiate({})] pub {}", wanted.join(", "), function.text);
    }
    // It has no `wrt` to say that what is of no known type is constant.
    let unknown = main.params.iter().any(|kind| matches!(kind, Kind::Config | Kind::Way));
    let called = !main.names.contains(&main.name) && (exchanges.is_empty() || !unknown);
    if called {
        let _ = writeln!(functions, "{}", outer(program, main));
    }
    format!(
        "#![allow(warnings, arithmetic_overflow, unconditional_panic)] use crate::*; {} pub mod own {{ #![allow(warnings, arithmetic_overflow, unconditional_panic)] {USES} {functions} }} \
         pub fn check() -> Result<String, String> {{ {} }}",
        duals(program),
        Check::new(program, main, expected).text(scalar, called)
    )
}

/// A caller, so that the hidden rule is compiled too.
fn outer(program: &Program, main: &Function) -> String {
    let wrt = program
        .wrt(program.functions.len() - 1)
        .map(|names| format!("vjp, wrt({})", names.join(", ")))
        .unwrap_or_else(|| "vjp".into());
    let (head, _) = main.text.split_once('{').unwrap_or_default();
    let rest = head.split_once('(').map(|(_, rest)| rest).unwrap_or_default();
    let rest = main
        .names
        .iter()
        .fold(rest.to_owned(), |rest, name| rest.replace(&format!("mut {name}:"), &format!("{name}:")));
    let generics = head.split_once('(').and_then(|(before, _)| before.split_once('<'));
    let generics = generics.map(|(_, inner)| format!("<{inner}")).unwrap_or_default();
    let call = format!("{}({})", main.name, main.names.join(", "));
    let scalar = main.result == Kind::Float && !main.params.iter().any(|kind| kind.is_exchanged());
    let value = match (scalar, program.style) {
        (true, Style::Generic) => format!("{call} * T::from_f64(3.0)"),
        (true, _) => format!("{call} * 3.0"),
        _ => call,
    };
    format!("#[differentiate({wrt})] pub fn outer_fn{generics}({rest} {{ {value} }}")
}

/// The check of one function.
struct Check<'c> {
    program: &'c Program,
    main: &'c Function,
    expected: &'c Expected,
    /// The directions of each parameter.
    directions: Vec<Vec<usize>>,
}

impl<'c> Check<'c> {
    fn new(program: &'c Program, main: &'c Function, expected: &'c Expected) -> Self {
        let wrt = program.wrt(program.functions.len() - 1);
        let mut count = 0;
        let mut directions = Vec::new();
        for ((name, kind), value) in main.names.iter().zip(&main.params).zip(&expected.args) {
            let active = !kind.is_discrete() && wrt.as_ref().is_none_or(|names| names.contains(name));
            let from = count;
            if active {
                shown(*kind, value, &mut |_| {
                    count += 1;
                    String::new()
                });
            }
            directions.push((from..count).collect());
        }
        Check { program, main, expected, directions }
    }

    /// What stands before a call, and its arguments; floats are written as that says.
    fn call(&self, on_duals: bool) -> (String, String) {
        let ty = self.program.style.name();
        let (mut before, mut args, mut at) = (String::new(), Vec::new(), 0);
        for (index, (kind, value)) in self.main.params.iter().zip(&self.expected.args).enumerate() {
            let active = !self.directions[index].is_empty();
            let text = shown(*kind, value, &mut |n| {
                at += usize::from(active);
                match (on_duals, active) {
                    (false, _) => format!("{n:?}_{ty}"),
                    (true, true) => format!("dual::{ty}::seed({n:?}, {})", at - 1),
                    (true, false) => format!("dual::{ty}::of({n:?})"),
                }
            });
            match kind.is_exchanged() {
                true => {
                    let _ = write!(before, "let mut a{index} = {text}; ");
                    args.push(format!("&mut a{index}"));
                }
                false => args.push(text),
            }
        }
        (before, args.join(", "))
    }

    fn text(&self, scalar: bool, called: bool) -> String {
        let name = &self.main.name;
        let plain = name.trim_start_matches("r#");
        let exchanged: Vec<usize> =
            (0..self.main.params.len()).filter(|at| self.main.params[*at].is_exchanged()).collect();
        let left: String =
            exchanged.iter().map(|at| format!("crate::dual::Parts::parts(&a{at}, out); ")).collect();
        let (before, args) = self.call(true);
        let mut text = format!(
            "use crate::dual::{{Parts, as_called, known, runs, same, close}}; \
             let known = known(|out| {{ {before} let value = dual::{name}({args}); Parts::parts(&value, out); {left} }}); "
        );
        let (before, args) = self.call(false);
        let panics = if PANICS && scalar { self.panics(&args) } else { String::new() };
        let _ = write!(
            text,
            "let value = runs(|out| {{ {before} let value = own::{name}({args}); Parts::parts(&value, out); {left} }}); \
             let calls = crate::calls(); \
             let known = match (known, &value) {{ \
                 (Err(why), Err(_)) => {{ {panics} return Ok(format!(\"wild panics: {{why}}\")) }}, \
                 (Err(why), Ok(_)) if why == \"runs long\" => return Ok(\"wild runs long\".into()), \
                 (Err(why), Ok(_)) => return Err(format!(\"no dual numbers: {{why}}\")), \
                 (Ok(_), Err(why)) => return Err(format!(\"WRONG: only the function panics: {{why}}\")), \
                 (Ok(known), Ok(_)) => known }}; \
             if !(known.scale <= 1e6) {{ return Ok(\"wild large numbers\".into()); }} \
             same(\"the value\", &value.unwrap_or_default(), &known)?; "
        );
        let returned: Vec<usize> = (0..self.directions.len())
            .filter(|at| !exchanged.contains(at))
            .flat_map(|at| self.directions[at].clone())
            .collect();
        let lent: Vec<usize> = exchanged.iter().flat_map(|at| self.directions[*at].clone()).collect();
        let single = self.program.style == Style::Single || self.program.held.contains(&"single");
        let tolerance = if single { 1e-3 } else { 1e-9 };
        let gradient = self.expected.gradient.as_deref().unwrap_or(&[]);
        let mut compare = |what: &str,
                           call: &str,
                           parts: &str,
                           directions: &[usize],
                           [by, ratio, before]: [f64; 3]| {
            let _ = write!(
                text,
                "let numbers = runs(|out| {{ let mut next = crate::dual::weights({scalar}, {by:?}); {call} {parts} }})\
                     .map_err(|why| format!(\"WRONG: {what} panics: {{why}}\"))?; \
                 as_called(\"{what}\", crate::calls(), &calls)?; \
                 close(\"{what}\", &numbers, &known, &{directions:?}, {scalar}, [{ratio:?}, {before:?}, {tolerance:?}], &{gradient:?})?; "
            );
        };
        let all = "Parts::parts(&d, out);";
        if scalar {
            compare("grad", &format!("let d = own::{plain}_grad({args});"), all, &returned, [1.0, 1.0, 0.0]);
            compare(
                "value_and_grad",
                &format!("let (_, d) = own::{plain}_value_and_grad({args});"),
                all,
                &returned,
                [1.0, 1.0, 0.0],
            );
            let (mut buffers, mut given, mut parts) = (String::new(), args.clone(), String::new());
            for at in (0..self.directions.len()).filter(|at| !self.directions[*at].is_empty()) {
                let buffer = self.buffer(at, "2.0");
                let _ = write!(buffers, "let mut d{at} = {buffer}; ");
                let _ = write!(given, ", &mut d{at}");
                let _ = write!(parts, "Parts::parts(&d{at}, out); ");
            }
            let call = format!("{buffers} own::{plain}_accumulate_grad({given});");
            compare("accumulate_grad", &call, &parts, &returned, [1.0, 1.0, 2.0]);
        }
        let factor = if scalar { 3.0 } else { 1.0 };
        let both = [(plain, 2.0, 2.0), ("outer_fn", -0.5, -0.5 * factor)];
        for (of, by, ratio) in both.into_iter().take(1 + usize::from(called)) {
            let mut buffers = before.clone();
            let mut given: Vec<String> = vec![args.clone()];
            if let Some(cotangent) = self.cotangent(lent.len()) {
                let _ = write!(buffers, "let cotangent = {cotangent}; ");
                given.push("cotangent".into());
            }
            for at in &exchanged {
                let next = format!("next() as {}", self.program.style.name());
                let _ = write!(buffers, "let mut d{at} = {}; ", self.buffer(*at, &next));
                given.push(format!("&mut d{at}"));
            }
            let call = format!("{buffers} let d = own::{of}_vjp({});", given.join(", "));
            let parts: String = exchanged.iter().map(|at| format!("Parts::parts(&d{at}, out); ")).collect();
            let both: Vec<usize> = returned.iter().chain(&lent).copied().collect();
            compare(&format!("{of}_vjp"), &call, &format!("{all} {parts}"), &both, [by, ratio, 0.0]);
        }
        text + "Ok(if known.kink { \"kink\".into() } else { \"right\".into() })"
    }

    /// Where the function panics, what has its value panics too, and has called what the function called.
    fn panics(&self, args: &str) -> String {
        let name = self.main.name.trim_start_matches("r#");
        let (mut buffers, mut given) = (String::new(), args.to_owned());
        for at in (0..self.directions.len()).filter(|at| !self.directions[*at].is_empty()) {
            let _ = write!(buffers, "let mut d{at} = {}; ", self.buffer(at, "2.0"));
            let _ = write!(given, ", &mut d{at}");
        }
        let calls = [
            ("value_and_grad", format!("own::{name}_value_and_grad({args});")),
            ("accumulate_grad", format!("{buffers} own::{name}_accumulate_grad({given});")),
        ];
        let one = |(what, call): &(&str, String)| {
            format!(
                "if runs(|_| {{ {call} }}).is_ok() {{ return Err(\"WRONG: {what} does not panic\".into()); }} \
                 as_called(\"{what}\", crate::calls(), &calls)?; "
            )
        };
        calls.iter().map(one).collect()
    }

    /// A buffer for the gradient of a parameter.
    fn buffer(&self, at: usize, number: &str) -> String {
        let text = shown(self.main.params[at], &self.expected.args[at], &mut |_| number.to_owned());
        text.trim_start_matches('&').to_owned()
    }

    /// The cotangent of the result, if that has one; so many numbers come out by `&mut`.
    fn cotangent(&self, left: usize) -> Option<String> {
        let next = format!("next() as {}", self.program.style.name());
        Some(match self.main.result {
            Kind::Unit => return None,
            Kind::Pair => format!("({next}, {next})"),
            Kind::Array(_) => format!("[{next}, {next}]"),
            Kind::Nested => format!("({next}, [{next}, {next}])"),
            Kind::List => format!("(0..known.numbers.len() - {left}).map(|_| {next}).collect::<Vec<_>>()"),
            _ => next,
        })
    }
}

/// An argument as Rust.
fn shown(kind: Kind, value: &Value<f64>, float: &mut dyn FnMut(f64) -> String) -> String {
    let of = match (kind, value) {
        (_, Value::Named(name, fields)) => {
            let fields =
                fields.iter().map(|(field, value)| format!("{field}: {}", shown(Kind::Int, value, float)));
            let before = if kind == Kind::Config { "&" } else { "Way::" };
            return format!("{before}{name} {{ {} }}", fields.collect::<Vec<_>>().join(", "));
        }
        (_, Value::Float(n)) => float(*n),
        (_, Value::Int(n)) => n.to_string(),
        (_, Value::Bool(b)) => b.to_string(),
        (_, Value::Tuple(parts)) => {
            let parts: Vec<String> = parts.iter().map(|part| shown(Kind::Float, part, float)).collect();
            format!("({})", parts.join(", "))
        }
        (_, other) => {
            let parts = other.parts().unwrap_or_default();
            let parts: Vec<String> = parts.iter().map(|part| shown(Kind::Float, part, float)).collect();
            format!("[{}]", parts.join(", "))
        }
    };
    match kind {
        Kind::List => format!("vec!{of}"),
        Kind::Slice | Kind::ArrayRef(_) | Kind::Ref | Kind::Rows => format!("&{of}"),
        _ => of,
    }
}
