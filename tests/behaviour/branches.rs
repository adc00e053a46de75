//! `if`, `match`, early `return`, `let … else`, short-circuiting: the derivative of the branch taken.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative, gradient};
use differentiate::differentiate;

#[differentiate]
fn written_relu(z: f64) -> f64 {
    if z > 0.0 { z } else { 0.0 }
}

#[test]
fn a_written_relu_follows_the_branch_taken() {
    assert_eq!([2.0, 0.0, -1.0].map(written_relu_grad), [1.0, 0.0, 0.0]);
}

#[differentiate]
fn chain(x: f64, y: f64) -> f64 {
    let z = if x > 2.0 {
        x * y
    } else if x > 1.0 {
        x.powi(3) - y
    } else if x > 0.0 {
        y.sin() * x
    } else {
        -x
    };
    z * z + y
}

#[test]
fn a_chain_of_ifs() {
    for x in [2.5, 1.5, 0.5, -0.5] {
        let (dx, dy) = chain_grad(x, 0.7);
        assert_close([dx, dy], gradient(|[x, y]| chain(x, y), [x, 0.7]));
    }
    assert_eq!(chain_grad(3.0, 2.0), (2.0 * 6.0 * 2.0, 2.0 * 6.0 * 3.0 + 1.0));
}

#[differentiate]
fn guarded_root(x: f64) -> f64 {
    if x > 0.0 { x.sqrt() * x.ln() } else { x }
}

#[test]
fn a_branch_not_taken_leaks_no_nan() {
    assert_eq!(guarded_root_grad(-1.0), 1.0);
    assert_eq!(guarded_root_grad(0.0), 1.0);
}

#[differentiate]
fn assigned_in_branches(x: f64, flag: bool) -> f64 {
    let mut a = x;
    let mut b = 2.0 * x;
    if flag {
        a *= x;
        b = a + b;
    } else {
        a = 1.0;
    }
    if x > 1.0 {
        b -= a * a;
    }
    a * b
}

#[test]
fn scalars_assigned_in_one_branch_or_both() {
    for flag in [true, false] {
        for x in [0.5, 1.5] {
            let ours = assigned_in_branches_grad(x, flag);
            assert_close([ours], [derivative(|x| assigned_in_branches(x, flag), x)]);
        }
    }
}

#[differentiate]
fn early(x: f64, n: i32) -> f64 {
    if n < 0 {
        return 3.0 * x;
    }
    let y = x * x;
    if n == 0 {
        return y.exp();
    }
    let z = if y > 4.0 { return y } else { y + x };
    z * y
}

#[test]
fn early_returns() {
    assert_eq!(early_grad(5.0, -1), 3.0);
    for (x, n) in [(0.5, 0), (3.0, 1), (1.5, 1), (-1.2, 2)] {
        assert_close([early_grad(x, n)], [derivative(|x| early(x, n), x)]);
    }
}

#[differentiate]
fn nested_returns(x: f64, a: bool, b: bool) -> f64 {
    let mut y = x * x;
    if a {
        if b {
            return y * x;
        }
        y += 1.0;
    } else {
        y = x.sin();
    }
    y *= x;
    match (a, b) {
        (true, false) => {
            if x > 1.0 {
                return y + 10.0 * x;
            }
            y -= x;
        }
        (false, _) => y = y * y,
        _ => {}
    }
    y.exp()
}

#[test]
fn returns_from_some_arms_only() {
    for a in [true, false] {
        for b in [true, false] {
            for x in [0.6, 1.3] {
                let ours = nested_returns_grad(x, a, b);
                assert_close([ours], [derivative(|x| nested_returns(x, a, b), x)]);
                assert_eq!(nested_returns_value_and_grad(x, a, b).0, nested_returns(x, a, b));
            }
        }
    }
}

#[differentiate]
fn integers(x: f64, n: usize) -> f64 {
    match n {
        0 => x,
        1 | 2 => x * x,
        3..=5 if x > 0.0 => x.sqrt(),
        k if k % 2 == 0 => x * k as f64,
        _ => {
            let y = x.exp();
            y * y
        }
    }
}

#[test]
fn a_match_on_an_integer() {
    for n in 0..9 {
        for x in [0.7, -0.7] {
            assert_close([integers_grad(x, n)], [derivative(|x| integers(x, n), x)]);
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Activation {
    Identity,
    Relu,
    Leaky(bool),
    Power { exponent: i32 },
}

#[differentiate]
fn activate(x: f64, activation: Activation) -> f64 {
    match activation {
        Activation::Identity => x,
        Activation::Relu => x.max(0.0),
        Activation::Leaky(steep) => {
            if x > 0.0 {
                x
            } else if steep {
                0.5 * x
            } else {
                0.01 * x
            }
        }
        Activation::Power { exponent } => x.powi(exponent),
    }
}

#[test]
fn an_enum_parameter_decides_and_takes_no_gradient() {
    assert_eq!(activate_grad(2.0, Activation::Identity), 1.0);
    assert_eq!(activate_grad(-2.0, Activation::Relu), 0.0);
    assert_eq!(activate_grad(-2.0, Activation::Leaky(true)), 0.5);
    assert_eq!(activate_grad(-2.0, Activation::Leaky(false)), 0.01);
    assert_eq!(activate_grad(2.0, Activation::Power { exponent: 3 }), 12.0);
    assert_eq!(activate_grad(0.0, Activation::Power { exponent: 0 }), 0.0);
}

#[differentiate]
fn by_reference(x: f64, activation: &Activation) -> f64 {
    if *activation == Activation::Relu && x > 1.0 || matches!(activation, Activation::Identity) {
        x * x
    } else {
        3.0 * x
    }
}

#[test]
fn an_enum_by_reference() {
    assert_eq!(by_reference_grad(2.0, &Activation::Relu), 4.0);
    assert_eq!(by_reference_grad(0.5, &Activation::Relu), 3.0);
    assert_eq!(by_reference_grad(0.5, &Activation::Identity), 1.0);
}

#[differentiate]
fn tuples(point: (f64, f64), kind: (u8, bool)) -> f64 {
    match (kind, point) {
        ((0, _), (x, y)) => x * y,
        ((_, true), (x, _)) if x > 1.0 => x * x,
        ((k, _), (_, y)) => y * f64::from(k),
    }
}

#[test]
fn a_match_on_tuples_with_guards_and_bindings() {
    assert_eq!(tuples_grad((2.0, 5.0), (0, false)), (5.0, 2.0));
    assert_eq!(tuples_grad((2.0, 5.0), (1, true)), (4.0, 0.0));
    assert_eq!(tuples_grad((0.5, 5.0), (7, true)), (0.0, 7.0));
}

#[differentiate]
fn optional(x: f64, shift: Option<i32>, scale: Option<u32>) -> f64 {
    let shifted = if let Some(s) = shift { x + s as f64 } else { x };
    let Some(k) = scale else { return shifted };
    shifted * shifted * k as f64
}

#[test]
fn if_let_and_let_else() {
    assert_eq!(optional_grad(2.0, Some(1), Some(3)), 18.0);
    assert_eq!(optional_grad(2.0, None, Some(3)), 12.0);
    assert_eq!(optional_grad(2.0, Some(1), None), 1.0);
}

#[differentiate]
fn guarded_index(x: [f64; 3], i: usize) -> f64 {
    if i < 3 && x[i] > 0.0 { x[i] * x[i] } else { x[0] }
}

#[test]
fn the_right_side_of_and_is_evaluated_only_where_the_left_holds() {
    assert_eq!(guarded_index_grad([1.0, 2.0, -3.0], 7), [1.0, 0.0, 0.0]);
    assert_eq!(guarded_index_grad([1.0, 2.0, -3.0], 1), [0.0, 4.0, 0.0]);
    assert_eq!(guarded_index_grad([1.0, 2.0, -3.0], 2), [1.0, 0.0, 0.0]);
}

#[differentiate]
fn refuses(x: f64, n: u8) -> f64 {
    assert!(x > 0.0, "x is {x}");
    debug_assert_ne!(n, 9);
    match n {
        0 => x.ln(),
        1 => x * x,
        other => panic!("no kind {other}"),
    }
}

#[test]
fn assertions_and_panics_stay() {
    assert_eq!(refuses_grad(2.0, 0), 0.5);
    assert_eq!(refuses_grad(2.0, 1), 4.0);
    assert!(std::panic::catch_unwind(|| refuses_grad(-1.0, 1)).is_err());
    assert!(std::panic::catch_unwind(|| refuses_grad(1.0, 2)).is_err());
}

#[differentiate]
fn declared_later(x: f64, up: bool) -> f64 {
    let y;
    if up {
        y = x * x;
    } else {
        y = x.cos();
    }
    y * x
}

#[test]
fn a_variable_initialised_in_both_branches() {
    for up in [true, false] {
        assert_close([declared_later_grad(0.8, up)], [derivative(|x| declared_later(x, up), 0.8)]);
    }
}

#[differentiate]
fn returned_before_a_loop(x: f64, n: usize) -> f64 {
    if x > 0.0 {
        if n == 0 {
            return x * x;
        }
    }
    let mut y = x;
    for _ in 0..n {
        y *= x;
    }
    if n == 2 {
        return 3.0 * y;
    }
    y.sin()
}

#[test]
fn a_value_returned_from_a_nested_if_is_kept() {
    for n in 0..4 {
        for x in [0.8, -0.6] {
            let (value, dx) = returned_before_a_loop_value_and_grad(x, n);
            assert_eq!(value, returned_before_a_loop(x, n));
            assert_close([dx], [derivative(|x| returned_before_a_loop(x, n), x)]);
        }
    }
}

/// A branch that chooses between references to what is changed in place: the gradient was zero.
mod chosen_references {
    use super::*;

    #[differentiate]
    fn arrays(x: [f64; 2], first: bool) -> f64 {
        let mut u = x;
        u[0] *= 2.0;
        let mut v = [0.0; 2];
        v[0] = x[1];
        v[1] = x[0] * x[1];
        let p = if first { &u } else { &v };
        p[0] * p[1]
    }

    #[differentiate]
    fn exchanged_in_a_loop(x: [f64; 2], steps: usize) -> f64 {
        let mut u = x.to_vec();
        u[0] *= 2.0;
        let mut v = x.to_vec();
        for i in 0..steps {
            let (from, other) = if i % 2 == 0 { (&u, &v) } else { (&v, &u) };
            let next = from[0] * from[1] + other[0];
            v[1] += 0.3 * next;
            u[0] = 0.5 * next;
        }
        u[0] + v[1]
    }

    #[differentiate]
    fn of_a_parameter(x: &[f64], changed: bool) -> f64 {
        let mut u = x.to_vec();
        u[0] *= 3.0;
        let p = match changed {
            true => &u[..],
            false => x,
        };
        p[0].sin() * p[1]
    }

    #[test]
    fn against_differences() {
        let at = [0.7, -1.3];
        for first in [true, false] {
            assert_close(arrays_grad(at, first), gradient(|x| arrays(x, first), at));
            let ours = of_a_parameter_grad(&at, first);
            assert_close([ours[0], ours[1]], gradient(|x| of_a_parameter(&x, first), at));
        }
        for steps in 0..4 {
            let theirs = gradient(|x| exchanged_in_a_loop(x, steps), at);
            assert_close(exchanged_in_a_loop_grad(at, steps), theirs);
        }
    }
}

#[differentiate]
fn guarded(x: f64, n: usize) -> f64 {
    let mut y = x;
    let z = match n {
        0 => x * x,
        k if y > 0.5 => {
            y = x.sin();
            y * k as f64
        }
        _ => y.cos(),
    };
    y * z
}

#[test]
fn what_a_guard_reads_changes() {
    for n in 0..3 {
        for x in [0.3, 0.9] {
            assert_close([guarded_grad(x, n)], [derivative(|x| guarded(x, n), x)]);
        }
    }
}

/// What an arm computed is the gradient as it is.
#[differentiate]
fn handed_out(x: f64, z: f64) -> f64 {
    let y = if x > 0.0 {
        let t = x.sin();
        t * z
    } else {
        z
    };
    y + x
}

#[test]
fn an_arm_hands_out_the_gradient() {
    for x in [0.7, -0.7] {
        let (dx, dz) = handed_out_grad(x, 0.4);
        assert_close([dx, dz], gradient(|[x, z]| handed_out(x, z), [x, 0.4]));
    }
}

fn close(x: f64, y: f64) -> bool {
    (x - y).abs() < 1.0
}

/// What is negated decides, also in a local.
#[differentiate]
fn square_where_far(x: f64) -> f64 {
    let far = !close(x, 1.0);
    let near = !far;
    if far && !near { x * x } else { x }
}

#[test]
fn negated_decisions() {
    assert_eq!([5.0, 1.25].map(square_where_far_grad), [10.0, 1.0]);
}

#[derive(Clone, Copy, PartialEq)]
struct Mode {
    stage: usize,
}

/// A struct that is written in a condition has parentheses around it there too.
#[differentiate]
fn staged(x: f64, stage: usize, xs: &[f64]) -> f64 {
    let now = Mode { stage };
    if (Mode { stage: 1 }) == now {
        return x * x;
    }
    match xs {
        [a, ..] if *a > 1.0 || stage > 2 => a * x,
        [a, b] if (Mode { stage: 0 }) == now => a * b * x * x,
        _ => x.sin(),
    }
}

#[test]
fn structs_and_alternatives_in_conditions() {
    for (stage, xs) in [(1, &[2.0][..]), (0, &[2.0, 3.0]), (3, &[0.5]), (0, &[0.5, 3.0]), (2, &[0.5])] {
        let (of_x, of_xs) = staged_grad(0.7, stage, xs);
        assert_close([of_x], [derivative(|x| staged(x, stage, xs), 0.7)]);
        for (i, of_x) in of_xs.into_iter().enumerate() {
            let moved = |v| staged(0.7, stage, &[&xs[..i], &[v], &xs[i + 1..]].concat());
            assert_close([of_x], [derivative(moved, xs[i])]);
        }
    }
}
