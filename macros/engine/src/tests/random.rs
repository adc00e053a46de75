//! Random programs, in process: lowered, transformed, and run by the reference interpreter, which holds their
//! adjoints against forward derivatives and these against central differences.
//!
//! Without `DIFFERENTIATE_SEED` the programs are the same in each run, so that a failure is the last change's; `DIFFERENTIATE_PROGRAMS` says how many programs each test takes,
//! `DIFFERENTIATE_SHRINK` how many steps a failing one may take to become smaller.

pub(super) mod check;
mod rustc;
pub(super) mod source;

use check::{Verdict, check};
use proptest::test_runner::{Config, RngAlgorithm, TestCaseError, TestError, TestRng, TestRunner};
use source::{Checker, Program, Tape, tapes};
use std::collections::BTreeMap;
use std::sync::Mutex;

/// How many programs a run takes where nobody says otherwise.
const PROGRAMS: u32 = 10_000;
const THREADS: u32 = 2;

pub(super) fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// The seed of this run.
pub(super) fn seed() -> u64 {
    setting("DIFFERENTIATE_SEED").unwrap_or(20_261_125)
}

/// Random numbers of a seed; each test has its own stream of them.
pub(super) fn generator(seed: u64, stream: u8) -> TestRng {
    let mut bytes = [stream; 32];
    bytes[..8].copy_from_slice(&seed.to_le_bytes());
    TestRng::from_seed(RngAlgorithm::ChaCha, &bytes)
}

/// How many programs ended how.
type Tally = BTreeMap<String, u32>;

/// A panic of the engine's is a failure of the program, and shrinks like one.
fn verdict(tape: &Tape) -> Result<Verdict, String> {
    let panicked = |panic: Box<dyn std::any::Any + Send>| {
        let text = panic.downcast_ref::<String>().cloned();
        let text = text.or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()));
        Err(format!("panics: {}", text.unwrap_or_default()))
    };
    std::panic::catch_unwind(|| check(&Program::read(tape, Checker::Interpreter))).unwrap_or_else(panicked)
}

/// Runs one thread's share; gives what the smallest failing program is, if any.
fn share(seed: u64, programs: u32, tally: &Mutex<Tally>) -> Option<String> {
    let max_shrink_iters = setting("DIFFERENTIATE_SHRINK").map_or(20_000, |most| most as u32);
    let config = Config { cases: programs, failure_persistence: None, max_shrink_iters, ..Config::default() };
    let rng = generator(seed, 0);
    let outcome = TestRunner::new_with_rng(config, rng).run(&tapes(), |tape| {
        let verdict = verdict(&tape).map_err(TestCaseError::fail)?;
        let mut tally = tally.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        *tally.entry(verdict.to_string()).or_default() += 1;
        Ok(())
    });
    match outcome {
        Ok(()) => None,
        Err(TestError::Fail(why, tape)) => {
            Some(format!("{why}\n{}", Program::read(&tape, Checker::Interpreter).text()))
        }
        Err(TestError::Abort(why)) => Some(why.to_string()),
    }
}

#[test]
fn adjoints_of_random_programs_are_forward_derivatives() {
    let seed = seed();
    let programs = setting("DIFFERENTIATE_PROGRAMS").map_or(PROGRAMS, |programs| programs as u32);
    println!("DIFFERENTIATE_SEED={seed}");
    let tally = Mutex::new(Tally::new());
    let began = std::time::Instant::now();
    let failures: Vec<String> = std::thread::scope(|scope| {
        let one = |at: u32| {
            let tally = &tally;
            scope.spawn(move || share(seed.wrapping_add(u64::from(at)), programs.div_ceil(THREADS), tally))
        };
        let threads: Vec<_> = (0..THREADS).map(one).collect();
        threads.into_iter().filter_map(|thread| thread.join().expect("a panic is caught")).collect()
    });
    let tally = tally.into_inner().unwrap_or_default();
    println!("{programs} programs in {:.1} s: {tally:#?}", began.elapsed().as_secs_f64());
    assert!(failures.is_empty(), "DIFFERENTIATE_SEED={seed}\n{}", failures.join("\n"));
    let checked =
        tally.iter().filter(|(verdict, _)| verdict.starts_with("right")).map(|(_, n)| n).sum::<u32>();
    assert!(checked * 10 > programs * 8, "of {programs} programs only {checked} could be checked");
}
