//! `write!` and `writeln!` of constants into what the function is given, or makes itself.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;

#[differentiate]
fn steps(x: f64, log: &mut String) -> f64 {
    use std::fmt::Write;
    let mut s = 0.0;
    for k in 0..3 {
        write!(log, "{k};").unwrap();
        s += x.powi(k) * k as f64;
    }
    s
}

#[test]
fn each_step_is_written_once() {
    let mut log = String::new();
    assert_eq!(steps_value_and_grad(2.0, &mut log), (2.0 + 8.0, 1.0 + 8.0));
    assert_eq!(log, "0;1;2;");
    assert_eq!(steps_grad(2.0, &mut log), 9.0);
    assert_eq!(log, "0;1;2;0;1;2;");
}

#[differentiate]
fn bytes(x: f64, log: &mut Vec<u8>, n: usize) -> f64 {
    use std::io::Write;
    writeln!(log, "n = {}", n).expect("memory");
    let _ = writeln!(log);
    write!(log, "{n:>3} {a}", a = n + 1).unwrap();
    x * x * log.len() as f64
}

#[test]
fn the_length_of_what_was_written() {
    let mut log = vec![];
    assert_eq!(bytes_value_and_grad(2.0, &mut log, 3), (48.0, 48.0));
    assert_eq!(log, b"n = 3\n\n  3 4");
}

#[differentiate]
fn negatives(x: &[f64]) -> f64 {
    use std::fmt::Write as _;
    let mut out = String::new();
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if *v < 0.0 {
            let _ = write!(&mut out, "{i},");
        } else {
            s += v * v;
        }
    }
    s * out.len() as f64
}

#[differentiate]
fn or_fails(x: f64, log: &mut String) -> Result<f64, std::fmt::Error> {
    use std::fmt::Write as _;
    write!(log, "a{}", 3)?;
    Ok(x * x)
}

#[test]
fn what_is_written_in_an_arm_or_may_fail() {
    assert_eq!(negatives_value_and_grad(&[2.0, -1.0, 3.0]), (26.0, vec![8.0, 0.0, 12.0]));
    check!([2.0, -1.0, 3.0]; |p| negatives, negatives_value_and_grad; (p));
    let mut log = String::new();
    assert_eq!(or_fails_value_and_grad(3.0, &mut log), Ok((9.0, 6.0)));
    assert_eq!(log, "a3");
}
