//! Runs what a user runs first.

use std::process::{Command, Output};

/// What a program prints, and how it exits.
fn run(program: &str, arguments: &[&str]) -> Output {
    Command::new(program).args(arguments).output().expect("the example starts")
}

/// Printed bytes as text.
fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

#[test]
fn neuron_prints_the_chapters_numbers() {
    let output = run(env!("CARGO_BIN_EXE_neuron"), &[]);
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

#[test]
fn train_learns_to_tell_irises_apart() {
    let folder = tempfile::tempdir().expect("a folder");
    for seed in ["1", "2", "3"] {
        let svg = folder.path().join(format!("{seed}.svg"));
        let path = svg.to_str().expect("a path in UTF-8");
        let output = run(env!("CARGO_BIN_EXE_train"), &["--seed", seed, "--svg", path]);
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
    let help = run(env!("CARGO_BIN_EXE_train"), &["--help"]);
    assert!(help.status.success() && text(&help.stdout).contains("--epochs"));
    for (arguments, message) in [
        (["--rate", "-1"].as_slice(), "a positive number is expected"),
        (&["--batch", "0"], "0 is not in 1.."),
        (&["--batch", "500"], "--batch 500 is more than the 120 flowers to train on"),
        (&["--rate", "1e300"], "the loss diverges with --rate 1e300"),
        (&["--svg", "/no/such/folder/loss.svg", "--epochs", "1"], "/no/such/folder/loss.svg"),
    ] {
        let output = run(env!("CARGO_BIN_EXE_train"), arguments);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{said}");
        assert!(said.contains(message), "{message:?} is missing in\n{said}");
    }
}
