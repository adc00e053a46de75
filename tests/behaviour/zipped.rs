//! `zip` where one of the two leaves items out.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::differentiate;

#[differentiate(grad, value_and_grad, jvp)]
fn names_of_the_library_are_not_those_of_the_user(x: &[f64]) -> f64 {
    let at = [1.0, 2.0, 3.0, 4.0];
    let mut it = x.iter();
    let mut s = 0.0;
    let z = it.next().unwrap();
    for (a, b) in it.by_ref().zip(at.iter()) {
        s += a * b;
        if s > 100.0 {
            break;
        }
    }
    s + z
}
#[differentiate(grad, value_and_grad, jvp)]
fn behind_a_filter(x: &[f64]) -> f64 {
    let w = [1.0, 2.0, 3.0];
    x.iter().filter(|v| **v > 0.0).zip(w.iter()).map(|(a, b)| a * b).sum()
}
#[differentiate(grad, value_and_grad, jvp)]
fn before_a_filter(x: &[f64]) -> f64 {
    let w = [1.0, 2.0];
    w.iter().zip(x.iter().filter(|v| **v > 0.0)).map(|(a, b)| a * b * b).sum()
}
#[differentiate(grad, value_and_grad, jvp)]
fn with_numbers(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, (a, b)) in x.iter().map(|v| v * 2.0).skip_while(|v| *v < 2.0).zip(1..).enumerate() {
        s += a * b as f64 + i as f64 * a;
    }
    s
}
#[differentiate(grad, value_and_grad, jvp)]
fn three(x: &[f64]) -> f64 {
    let first = [1.0, 2.0, 3.0, 5.0];
    x.iter()
        .filter(|v| **v > 0.0)
        .zip(first.iter().rev())
        .zip(x.iter())
        .filter(|((a, _), _)| **a > 0.6)
        .map(|((a, b), c)| a * b * c)
        .sum()
}
#[differentiate(grad, value_and_grad, jvp)]
fn with_a_copy(x: &[f64]) -> f64 {
    let v: Vec<f64> = x
        .iter()
        .filter_map(|v| if *v > 0.0 { Some(v * v) } else { None })
        .zip(x.to_vec())
        .map(|(a, b)| a * b)
        .collect();
    v.iter().sum()
}
#[differentiate(grad, value_and_grad, jvp)]
fn more_names(x: &[f64]) -> f64 {
    let item = 1.8;
    let mut it = x.iter();
    let a: f64 = it.by_ref().take_while(|v| **v < item).sum();
    let at = 2;
    let b: f64 = it.step_by(at).sum();
    a * 3.0 + b
}
#[differentiate(grad, value_and_grad, jvp)]
fn with_a_cycle(x: &[f64]) -> f64 {
    let (a, b): (Vec<f64>, Vec<f64>) = x.iter().partition(|v| **v > 0.0);
    a.iter().zip(b.iter().cycle()).map(|(p, q)| p * q).sum()
}

mod gradients {
    by_differences! {
        [[0.5, 1.5, -0.7, 2.0], [0.3, -0.4, 1.2, 0.9], [-1.0, 2.5, 0.25, 1.75]];
        names_of_the_library_are_not_those_of_the_user names_of_the_library_are_not_those_of_the_user_value_and_grad, behind_a_filter behind_a_filter_value_and_grad, before_a_filter before_a_filter_value_and_grad, with_numbers with_numbers_value_and_grad, three three_value_and_grad, with_a_copy with_a_copy_value_and_grad, more_names more_names_value_and_grad, with_a_cycle with_a_cycle_value_and_grad
    }
}

#[test]
fn forward() {
    type Of = (fn(&[f64]) -> Vec<f64>, fn(&[f64], &[f64]) -> (f64, f64));
    let all: [Of; 8] = [
        (
            names_of_the_library_are_not_those_of_the_user_grad,
            names_of_the_library_are_not_those_of_the_user_jvp,
        ),
        (behind_a_filter_grad, behind_a_filter_jvp),
        (before_a_filter_grad, before_a_filter_jvp),
        (with_numbers_grad, with_numbers_jvp),
        (three_grad, three_jvp),
        (with_a_copy_grad, with_a_copy_jvp),
        (more_names_grad, more_names_jvp),
        (with_a_cycle_grad, with_a_cycle_jvp),
    ];
    let (x, t) = ([0.5, 1.5, -0.7, 2.0], [0.3, -0.2, 0.7, 0.4]);
    for (grad, jvp) in all {
        let along: f64 = grad(&x).iter().zip(t).map(|(d, t)| d * t).sum();
        assert!((jvp(&x, &t).1 - along).abs() < 1e-12);
    }
}
