//! Conditions that guard a read of what changes.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn guard_reads_past_the_end(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let k = h.len();
    match k {
        k if k < h.len() && h[k] > 0.0 => h[k],
        k if k < 9 => h[0],
        _ => 0.0,
    }
}
#[test]
fn t_guard_reads_past_the_end() {
    every!(nums(2); |p| guard_reads_past_the_end, guard_reads_past_the_end_value_and_grad, guard_reads_past_the_end_grad, guard_reads_past_the_end_vjp; (p));
}
#[differentiate]
fn any_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let any = (0..5).any(|i| i < h.len() && h[i] > 10.0);
    if any { h[0] } else { h[1] * h[0] }
}
#[test]
fn t_any_in_bounds() {
    every!(nums(2); |p| any_in_bounds, any_in_bounds_value_and_grad, any_in_bounds_grad, any_in_bounds_vjp; (p));
}
#[differentiate]
fn squares_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    (0..5).filter(|&i| i < h.len() && h[i] > -10.0).map(|i| h[i] * h[i]).sum()
}
#[test]
fn t_squares_in_bounds() {
    every!(nums(2); |p| squares_in_bounds, squares_in_bounds_value_and_grad, squares_in_bounds_grad, squares_in_bounds_vjp; (p));
}
#[differentiate]
fn while_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let mut i = 0;
    while i < h.len() && h[i] > -10.0 {
        h[i] *= h[0];
        i += 1;
    }
    h[1]
}
#[test]
fn t_while_in_bounds() {
    every!(nums(2); |p| while_in_bounds, while_in_bounds_value_and_grad, while_in_bounds_grad, while_in_bounds_vjp; (p));
}
#[differentiate]
fn loop_in_bounds(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut i = 0;
    loop {
        if i >= h.len() || h[i] < -10.0 {
            break;
        }
        h[i] *= h[0];
        i += 1;
    }
    h[1]
}
#[test]
fn t_loop_in_bounds() {
    every!(nums(2); |p| loop_in_bounds, loop_in_bounds_value_and_grad, loop_in_bounds_grad, loop_in_bounds_vjp; (p));
}
#[differentiate]
fn get_in_a_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h[0] *= 1.5;
        if let Some(v) = h.get(i) {
            h[1] = h[0] * v;
        }
    }
    h[1]
}
#[test]
fn t_get_in_a_loop() {
    every!(nums(2); |p| get_in_a_loop, get_in_a_loop_value_and_grad, get_in_a_loop_grad, get_in_a_loop_vjp; (p));
}
#[differentiate]
fn element_or_zero_in_a_loop(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h[0] *= 1.5;
        let v = if i < h.len() { h[i] } else { 0.0 };
        h[1] += v * v;
    }
    h[1]
}
#[test]
fn t_element_or_zero_in_a_loop() {
    every!(nums(2); |p| element_or_zero_in_a_loop, element_or_zero_in_a_loop_value_and_grad, element_or_zero_in_a_loop_grad, element_or_zero_in_a_loop_vjp; (p));
}
#[differentiate]
fn block_behind_a_test(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..2 {
        h[0] *= 1.5;
        let l = if i == 0 { h[1] } else { h[i - 1] };
        let c = i > 0 && {
            let t = h[i - 1];
            t > 0.1
        };
        h[1] += if c { l * l } else { 0.3 };
    }
    h[1]
}
#[test]
fn t_block_behind_a_test() {
    every!(nums(2); |p| block_behind_a_test, block_behind_a_test_value_and_grad, block_behind_a_test_grad, block_behind_a_test_vjp; (p));
}
#[differentiate]
fn running_maximum_from_behind(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut n = h.len();
    h[1] *= 2.0;
    let mut s = 0.0;
    while n > 0 {
        n -= 1;
        s += if n > 0 && h[n - 1] > h[n] { h[n - 1] } else { h[n] };
        h[n] = s;
    }
    s
}
#[test]
fn t_running_maximum_from_behind() {
    every!(nums(4); |p| running_maximum_from_behind, running_maximum_from_behind_value_and_grad, running_maximum_from_behind_grad, running_maximum_from_behind_vjp; (p));
}
#[differentiate]
fn all_and_a_quotient(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut h = [0.0; 3];
    for (i, v) in x.iter().enumerate() {
        h[i % 3] += v;
        let big = h.iter().all(|e| e.abs() < 3.0) && i > 0 && h[i % 3] / x[i - 1] > 0.0;
        if big {
            s *= h[0];
        }
    }
    s
}
#[test]
fn t_all_and_a_quotient() {
    every!(nums(4); |p| all_and_a_quotient, all_and_a_quotient_value_and_grad, all_and_a_quotient_grad, all_and_a_quotient_vjp; (p));
}
#[differentiate]
fn rising_ones(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for a in x {
        if v.is_empty() || v[v.len() - 1] < *a {
            v.push(*a);
        }
    }
    v.iter().sum()
}
#[test]
fn t_rising_ones() {
    every!(nums(4); |p| rising_ones, rising_ones_value_and_grad, rising_ones_grad, rising_ones_vjp; (p));
}
#[differentiate]
fn monotone_stack(x: &[f64]) -> f64 {
    let mut st: Vec<f64> = vec![];
    for a in x {
        while !st.is_empty() && st[st.len() - 1] > *a {
            st.pop();
        }
        st.push(a * 2.0);
    }
    st.iter().sum()
}
#[test]
fn t_monotone_stack() {
    every!(nums(4); |p| monotone_stack, monotone_stack_value_and_grad, monotone_stack_grad, monotone_stack_vjp; (p));
}
#[differentiate]
fn best_three(x: &[f64]) -> f64 {
    let mut best = vec![0.0; 3];
    let mut n = 0;
    for &a in x {
        if n < 3 && a > 0.0 {
            best[n] = a;
            n += 1;
        } else if n > 0 && best[n - 1] < a.abs() {
            best[n - 1] = a * a;
        }
    }
    best.iter().sum::<f64>() * n as f64
}
#[test]
fn t_best_three() {
    every!(nums(6); |p| best_three, best_three_value_and_grad, best_three_grad, best_three_vjp; (p));
}
