//! Runs the examples by the commands that README gives.

use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Output, Stdio};

/// `cargo run --example NAME -- ARGUMENTS` in the root of the repository.
fn example(name: &str, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO"));
    command.current_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join(".."));
    command.args(["run", "--quiet", "--example", name]);
    if !cfg!(debug_assertions) {
        command.arg("--release");
    }
    command.arg("--").args(arguments);
    command
}

/// What an example prints, and how it exits.
fn run(name: &str, arguments: &[&str]) -> Output {
    example(name, arguments).output().expect("cargo starts")
}

/// Printed bytes as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn neuron_prints_the_chapters_numbers() {
    let output = run("neuron", &[]);
    let printed = text(&output.stdout);
    assert!(output.status.success(), "{printed}");
    for line in [
        "x0 w0 = -3   x1 w1 = 2   x2 w2 = 6",
        "z = 6",
        "drelu/dz    = 1.0",
        "dx  = -3 -1 2        -3 -1 2",
        "dw  = 1 -2 3         1 -2 3",
        "db  = 1              1",
    ] {
        assert!(printed.contains(line), "{line:?} is missing in\n{printed}");
    }
}

/// Cargo builds all dependencies of a package for an example, dev-dependencies included.
#[test]
fn neuron_needs_nothing_but_the_facade() {
    let mut tree = Command::new(env!("CARGO"));
    tree.current_dir(env!("CARGO_MANIFEST_DIR")).args(["tree", "--quiet", "--offline", "--prefix", "none"]);
    let output = tree.output().expect("cargo starts");
    assert!(output.status.success(), "{}", text(&output.stderr));
    let listed = text(&output.stdout);
    let names: BTreeSet<&str> = listed.lines().filter_map(|line| line.split(' ').next()).collect();
    let (own, others): (BTreeSet<&str>, _) =
        names.into_iter().partition(|name| name.starts_with("differentiate"));
    assert!(own.contains("differentiate"));
    assert_eq!(others, BTreeSet::from(["proc-macro2", "quote", "syn", "unicode-ident"]));
}

#[test]
fn train_learns_to_tell_irises_apart() {
    for seed in ["1", "2", "3"] {
        let svg = Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("learns-{seed}.svg"));
        let path = svg.to_str().expect("a path in UTF-8");
        let output = run("train", &["--seed", seed, "--svg", path]);
        let printed = text(&output.stdout);
        assert!(output.status.success(), "{printed}{}", text(&output.stderr));
        let accuracy = printed.lines().find_map(|line| line.strip_prefix("Held-out accuracy: "));
        let accuracy: f64 = accuracy.and_then(|a| a.parse().ok()).expect("an accuracy");
        assert!(accuracy > 0.9, "seed {seed}: {accuracy}");
        assert!(printed.contains(path));
        let drawing = std::fs::read_to_string(&svg).expect("the SVG file");
        assert!(drawing.contains("<svg") && drawing.contains("<polyline"));
    }
}

#[test]
fn train_explains_itself() {
    let help = run("train", &["--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("--epochs"));
    for (arguments, message) in [
        (["--rate", "-1"].as_slice(), "a positive number is expected"),
        (&["--batch", "0"], "0 is not in 1.."),
        (&["--batch", "500"], "--batch 500 is more than the 120 flowers to train on"),
        (&["--rate", "1e300"], "the loss diverges with --rate 1e300"),
        (&["--svg", "/no/such/folder/loss.svg", "--epochs", "1"], "/no/such/folder/loss.svg"),
    ] {
        let output = run("train", arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(message), "{message:?} is missing in\n{said}");
    }
}

#[test]
fn train_ends_quietly_when_its_reader_stops() {
    let svg = Path::new(env!("CARGO_TARGET_TMPDIR")).join("reader-stops.svg");
    let _ = std::fs::remove_file(&svg);
    let mut command = example("train", &["--svg", svg.to_str().expect("a path in UTF-8")]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("cargo starts");
    drop(child.stdout.take());
    let output = child.wait_with_output().expect("it ends");
    assert!(output.status.success() && output.stderr.is_empty(), "{}", text(&output.stderr));
    assert!(svg.exists());
}
