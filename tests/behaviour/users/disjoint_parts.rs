//! Two parts of one array lent to one call.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn addto(out: &mut [f64], a: &[f64]) {
    for (o, v) in out.iter_mut().zip(a) {
        *o += v * v;
    }
}
#[differentiate]
fn sw(a: &mut [f64; 2], b: &mut [f64; 2]) {
    a[0] *= b[1];
    b[0] += a[0];
}
#[differentiate]
fn sw1(a: &mut f64, b: &mut f64) {
    *a *= *b;
    *b += *a;
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let [a, b] = &mut m;
    addto(a, b);
    m[0][0] * m[1][1]
}
#[test]
fn t_a1() {
    every!(nums(2); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    let [a, b] = &mut m;
    sw(a, b);
    m[0][0] * m[1][0]
}
#[test]
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut m = [x[0], x[1]];
    let [a, b] = &mut m;
    sw1(a, b);
    m[0] * m[1]
}
#[test]
fn t_a3() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut m = [x[0], x[1]];
    let (l, r) = m.split_at_mut(1);
    sw1(&mut l[0], &mut r[0]);
    m[0] * m[1]
}
#[test]
fn t_a4() {
    every!(nums(2); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut m = vec![[x[0], x[1]], [x[1], x[0]]];
    let (l, r) = m.split_at_mut(1);
    sw(&mut l[0], &mut r[0]);
    m[0][0] * m[1][0]
}
#[test]
fn t_a5() {
    every!(nums(2); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    let (l, r) = m.split_at_mut(1);
    addto(&mut l[0], &r[0]);
    m[0][0] * m[1][0]
}
#[test]
fn t_a6() {
    every!(nums(2); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut t = (x[0], x[1]);
    sw1(&mut t.0, &mut t.1);
    t.0 * t.1
}
#[test]
fn t_a7() {
    every!(nums(2); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut t = ([x[0], x[1]], [x[1], 1.0]);
    sw(&mut t.0, &mut t.1);
    t.0[0] * t.1[0]
}
#[test]
fn t_a8() {
    every!(nums(2); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut w = vec![1.0; 2];
    for (a, b) in v.iter_mut().zip(w.iter_mut()) {
        sw1(a, b);
    }
    v[0] * w[1]
}
#[test]
fn t_a9() {
    every!(nums(2); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_mut(2) {
        let (a, b) = c.split_at_mut(1);
        sw1(&mut a[0], &mut b[0]);
    }
    v.iter().product()
}
#[test]
fn t_b1() {
    every!(nums(4); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_mut(2) {
        let (a, b) = c.split_at_mut(1);
        addto(a, b);
    }
    v.iter().product()
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let (a, b) = v.split_at_mut(2);
    for (p, q) in a.iter_mut().zip(b.iter_mut()) {
        sw1(p, q);
    }
    v.iter().product()
}
#[test]
fn t_b3() {
    every!(nums(4); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(m: &mut [[f64; 2]; 2]) {
    let [a, b] = m;
    sw(a, b);
}
#[differentiate]
fn b5(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[1], x[0]]];
    b4(&mut m);
    m[0][0] * m[1][0]
}
#[test]
fn t_b5() {
    every!(nums(2); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let (before, after) = v.split_at_mut(i);
        if let Some(last) = before.last() {
            after[0] += last * 0.5;
        }
    }
    v.iter().product()
}
#[test]
fn t_b6() {
    every!(nums(4); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 1..v.len() {
        let (done, rest) = v.split_at_mut(i);
        for d in done.iter() {
            rest[0] -= 0.1 * d;
        }
        addto(&mut rest[1..], &[1.0, 2.0]);
    }
    v.iter().product()
}
#[test]
fn t_b7() {
    every!(nums(4); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
