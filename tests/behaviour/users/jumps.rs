//! An assignment whose value leaves the loop.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
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
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let r = loop {
        s = if s < 4.0 { s + x[0].abs() } else { break s * 2.0 };
    };
    r * s
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_b1() {
    every!(nums(3); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
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
fn t_b2() {
    every!(nums(8); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut a = [1.0; 2];
    for i in 0..5 {
        a = if i < 2 { [a[1] * x[i], a[0]] } else { break };
    }
    a[0] + 2.0 * a[1]
}
#[test]
fn t_b5() {
    every!(nums(8); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..4 {
        let t;
        t = if i == 2 { continue } else { x[i % 3] };
        s *= t;
    }
    s
}
#[test]
fn t_b9() {
    every!(nums(3); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
