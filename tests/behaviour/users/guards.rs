//! Conditions that guard a read of what changes.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
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
fn t_a1() {
    every!(nums(2); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    let any = (0..5).any(|i| i < h.len() && h[i] > 10.0);
    if any { h[0] } else { h[1] * h[0] }
}
#[test]
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    h[0] *= 2.0;
    (0..5).filter(|&i| i < h.len() && h[i] > -10.0).map(|i| h[i] * h[i]).sum()
}
#[test]
fn t_a3() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
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
fn t_a4() {
    every!(nums(2); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
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
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
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
fn t_a6() {
    every!(nums(2); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for i in 0..3 {
        h[0] *= 1.5;
        let v = if i < h.len() { h[i] } else { 0.0 };
        h[1] += v * v;
    }
    h[1]
}
#[test]
fn t_a7() {
    every!(nums(2); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
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
fn t_a8() {
    every!(nums(2); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
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
fn t_a9() {
    every!(nums(4); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
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
fn t_b1() {
    every!(nums(4); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut v = Vec::new();
    for a in x {
        if v.is_empty() || v[v.len() - 1] < *a {
            v.push(*a);
        }
    }
    v.iter().sum()
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
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
fn t_b3() {
    every!(nums(4); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
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
fn t_b4() {
    every!(nums(6); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
