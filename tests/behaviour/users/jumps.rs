//! An assignment whose value leaves the loop.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn breaks_at_none(x: &[f64]) -> f64 {
    let mut k = 1.0;
    for i in 0..5 {
        k += match x.get(i) {
            Some(v) => k * v,
            None => break,
        };
    }
    k
}
#[test]
fn t_breaks_at_none() {
    every!(nums(3); |p| breaks_at_none, breaks_at_none_value_and_grad, breaks_at_none_grad, breaks_at_none_vjp; (p));
}
#[differentiate]
fn loop_with_a_value(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let r = loop {
        s = if s < 4.0 { s + x[0].abs() } else { break s * 2.0 };
    };
    r * s
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_loop_with_a_value() {
    every!(nums(3); |p| loop_with_a_value, loop_with_a_value_value_and_grad, loop_with_a_value_grad, loop_with_a_value_vjp; (p));
}
#[differentiate]
fn returns_from_a_for(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for v in x {
        s = if *v < -0.5 {
            return s * 2.0;
        } else {
            s * v
        };
    }
    s
}
#[test]
fn t_returns_from_a_for() {
    every!(nums(8); |p| returns_from_a_for, returns_from_a_for_value_and_grad, returns_from_a_for_grad, returns_from_a_for_vjp; (p));
}
#[differentiate]
fn breaks_instead_of_an_array(x: &[f64]) -> f64 {
    let mut a = [1.0; 2];
    for i in 0..5 {
        a = if i < 2 { [a[1] * x[i], a[0]] } else { break };
    }
    a[0] + 2.0 * a[1]
}
#[test]
fn t_breaks_instead_of_an_array() {
    every!(nums(8); |p| breaks_instead_of_an_array, breaks_instead_of_an_array_value_and_grad, breaks_instead_of_an_array_grad, breaks_instead_of_an_array_vjp; (p));
}
#[differentiate]
fn continues_instead_of_a_binding(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        let t;
        t = if i == 2 { continue } else { x[i % 3] };
        s *= t;
    }
    s
}
#[test]
fn t_continues_instead_of_a_binding() {
    every!(nums(3); |p| continues_instead_of_a_binding, continues_instead_of_a_binding_value_and_grad, continues_instead_of_a_binding_grad, continues_instead_of_a_binding_vjp; (p));
}
