//! Calls that give lists of other lengths.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn grow(a: &[f64], k: f64) -> Vec<f64> {
    let mut c = a.to_vec();
    c.push(k * a[0]);
    c
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    p.iter().product()
}
#[test]
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut p = vec![x[0]];
    for r in x {
        p = grow(&p, *r);
    }
    p.iter().product()
}
#[test]
fn t_a2() {
    every!(nums(3); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    let mut s = 0.0;
    for v in &p {
        s += v * v;
    }
    s
}
#[test]
fn t_a3() {
    every!(nums(3); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    p[0] * p[2]
}
#[test]
fn t_a4() {
    every!(nums(3); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut p: Vec<f64> = vec![1.0];
    for i in 0..3 {
        let q = grow(&p, x[i]);
        p = q;
    }
    p[0] * p[2]
}
#[test]
fn t_a5() {
    every!(nums(3); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut p = x.to_vec();
    for i in 0..3 {
        p = grow(&p, x[i]);
    }
    p.iter().product()
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for i in 0..3 {
        let mut c = p.clone();
        c.push(x[i] * p[0]);
        p = c;
    }
    p.iter().product()
}
#[test]
fn t_a7() {
    every!(nums(3); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for i in 0..3 {
        p = p.iter().map(|v| v * x[i]).chain(std::iter::once(x[i])).collect();
    }
    p.iter().product()
}
#[test]
fn t_a8() {
    every!(nums(3); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn shrink(a: &[f64]) -> Vec<f64> {
    a.windows(2).map(|w| w[0] * w[1] + w[0]).collect()
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut p = x.to_vec();
    while p.len() > 1 {
        p = shrink(&p);
    }
    p[0]
}
#[test]
fn t_a9() {
    every!(nums(4); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    for r in x {
        p = grow(&p, *r);
    }
    grow(&p, 2.0).iter().product()
}
#[test]
fn t_b1() {
    every!(nums(3); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let p = vec![1.0];
    let q = grow(&p, x[0]);
    let r = grow(&q, x[1]);
    r.iter().product()
}
#[test]
fn t_b2() {
    every!(nums(3); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    p = grow(&p, x[0]);
    p = grow(&p, x[1]);
    p.iter().product()
}
#[test]
fn t_b3() {
    every!(nums(3); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut p = vec![1.0];
    if x[0] > -5.0 {
        p = grow(&p, x[0]);
    }
    p.iter().product()
}
#[test]
fn t_b4() {
    every!(nums(3); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b5(x: &[f64], n: usize) -> f64 {
    let mut p = vec![1.0];
    for i in 0..n {
        p = grow(&p, x[i]);
    }
    p.len() as f64 * p[p.len() - 1]
}
#[test]
fn t_b5() {
    every!(nums(3); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p, 3));
}
#[test]
fn t_b52() {
    every!(nums(3); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p, 0));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut p = vec![x[0]];
    p.push(x[1]);
    for i in 0..3 {
        p = grow(&p, x[i]);
        p.push(x[i]);
    }
    p.iter().product()
}
#[test]
fn t_b6() {
    every!(nums(3); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn gen_<T: Float, const N: usize>(x: [T; N]) -> T {
    let mut s = T::ZERO;
    for v in x {
        s += v * v;
    }
    s
}
#[differentiate]
fn g1<T: Float>(x: T) -> T {
    x * x
}
#[differentiate]
fn c1(x: f64) -> f64 {
    g1::<f64>(x)
}
#[test]
fn t_c1() {
    every!(nums(1); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p[0]));
}
#[differentiate]
fn c2(x: [f64; 2]) -> f64 {
    gen_::<f64, 2>(x)
}
#[test]
fn t_c2() {
    every!(nums(2); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (arr(p)));
}
#[differentiate]
fn c3(x: [f64; 2]) -> f64 {
    gen_::<_, 2>([x[0], x[1]])
}
#[test]
fn t_c3() {
    every!(nums(2); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (arr(p)));
}
