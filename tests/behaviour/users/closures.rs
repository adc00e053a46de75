//! Blocks and early returns in the closures of chains.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a3(x: &[f64]) -> f64 {
    (0..x.len())
        .map(|i| {
            let a = x[i];
            a * a
        })
        .filter(|v| *v > 0.1)
        .map(|v| v.sqrt())
        .fold(0.0, |a, b| a + b)
}
#[test]
fn t_a3() {
    every!(nums(4); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64], b: bool) -> f64 {
    let s: f64 = if b { x.iter().sum() } else { x.iter().map(|v| v * v).sum() };
    s * s
}
#[test]
fn t_a6() {
    every!(nums(4); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, true));
}
#[test]
fn t_a62() {
    every!(nums(4); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, false));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    x.iter()
        .zip({
            let n = x.len();
            &x[1..n]
        })
        .map(|(a, b)| a * b)
        .sum()
}
#[test]
fn t_a7() {
    every!(nums(4); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let w = {
        let k = 1;
        &x[k..]
    };
    w[0] * w[1]
}
#[test]
fn t_a8() {
    every!(nums(4); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    x.iter()
        .filter_map(|v| {
            let y = v * v;
            if y > 0.1 { Some(y.sqrt()) } else { None }
        })
        .sum()
}
#[test]
fn t_a9() {
    every!(nums(4); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    x.iter()
        .filter_map(|v| {
            if *v < 0.0 {
                return None;
            }
            Some(v.sqrt())
        })
        .sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_b1() {
    every!(nums(4); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| match v {
            v if *v > 0.0 => {
                let t = v * 2.0;
                t.sin()
            }
            _ => 0.0,
        })
        .sum()
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    x.iter()
        .scan(0.0, |s, v| {
            if *v < -0.9 {
                return None;
            }
            *s += v;
            Some(*s)
        })
        .sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_b3() {
    every!(nums(4); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    x.iter()
        .map(|v| {
            let mut t = *v;
            for _ in 0..2 {
                if t > 0.9 {
                    break;
                }
                t = t * t + 0.1;
            }
            t
        })
        .sum()
}
#[test]
fn t_b5() {
    every!(nums(4); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut c = 0;
    let r: Vec<f64> = x
        .iter()
        .map(|v| {
            c += 1;
            v * c as f64
        })
        .collect();
    r.iter().sum::<f64>() * c as f64
}
#[test]
fn t_b6() {
    every!(nums(4); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let s = x
        .iter()
        .map(|v| {
            let w: Vec<f64> = x.iter().map(|u| (u - v).powi(2)).collect();
            w.iter().cloned().fold(f64::MIN, f64::max)
        })
        .sum::<f64>();
    s
}
#[test]
fn t_b7() {
    every!(nums(4); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let (mut a, mut b) = (0.0, 1.0);
    x.iter().enumerate().for_each(|(i, v)| {
        if i % 2 == 0 {
            a += v;
        } else {
            b *= v;
        }
    });
    a * b
}
#[test]
fn t_b8() {
    every!(nums(4); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    (0..2).map(|i| (0..2).map(|j| x[2 * i + j] * (j + 1) as f64).sum::<f64>()).product()
}
#[test]
fn t_b9() {
    every!(nums(4); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
