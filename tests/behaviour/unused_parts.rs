//! Parts of what a callee returns that nobody uses: their cotangent is zero in the shape of the part.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate]
fn two(x: &[f64], k: f64) -> (Vec<f64>, f64) {
    let v: Vec<f64> = x.iter().map(|x| x * k).collect();
    let s = v.iter().sum();
    (v, s)
}
#[differentiate]
fn only_second(x: &[f64], k: f64) -> f64 {
    let (_, s) = two(x, k);
    s * s
}
#[differentiate]
fn two_idx(x: &[f64], k: f64) -> (Vec<f64>, f64) {
    let mut v = vec![0.0; x.len()];
    let mut s = 0.0;
    for i in 0..x.len() {
        v[i] = x[i] * k;
        s += v[i];
    }
    (v, s)
}
#[differentiate]
fn only_second_idx(x: &[f64], k: f64) -> f64 {
    let (_, s) = two_idx(x, k);
    s * s
}
#[differentiate]
fn maybe_idx(x: &[f64], k: f64) -> f64 {
    let (v, s) = two_idx(x, k);
    if s > 100.0 { v[0] } else { s }
}
#[test]
fn seconds() {
    println!("{:?}", only_second_grad(&[1.0, 2.0], 3.0));
    println!("{:?}", maybe_idx_grad(&[1.0, 2.0], 3.0));
    println!("{:?}", only_second_idx_grad(&[1.0, 2.0], 3.0));
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct S {
    w: Vec<f64>,
}
#[derive(Clone, Debug, PartialEq)]
struct Log {
    n: String,
}
#[differentiate(vjp)]
fn struct_first(x: &[f64]) -> (S, f64, [f64; 2], Vec<Vec<f64>>) {
    (S { w: x.to_vec() }, x[0] * x[1], [x[0], x[1]], vec![x.to_vec(); 2])
}
#[differentiate]
fn only_number(x: &[f64]) -> f64 {
    let (_, s, _, _) = struct_first(x);
    s
}
#[differentiate]
fn only_nested(x: &[f64]) -> f64 {
    let (_, s, [a, _], l) = struct_first(x);
    s * a + l.len() as f64
}
#[differentiate(aux)]
fn logged(x: f64) -> (f64, Log) {
    (x * x, Log { n: format!("{x}") })
}
#[differentiate]
fn drops_log(x: f64) -> f64 {
    let (v, _) = logged(x);
    v * v
}
#[differentiate(grad, jvp, hvp)]
fn drops(x: f64) -> f64 {
    let (v, _) = logged_2(x);
    v * x
}
#[differentiate(aux, jvp)]
fn logged_2(x: f64) -> (f64, Log) {
    (x * x, Log { n: format!("{x}") })
}
#[differentiate]
fn looped(x: &[f64], k: f64) -> f64 {
    let mut t = 0.0;
    for i in 0..2 {
        let (_, s) = two_idx(&x[i..], k + t);
        t += s.sin();
    }
    t
}
#[test]
fn unused() {
    assert_eq!(only_number_grad(&[3.0, 2.0]), [2.0, 3.0]);
    assert_eq!(only_nested_grad(&[3.0, 2.0]), [12.0, 9.0]);
    assert_eq!(drops_log_grad(2.0), 32.0);
    assert_eq!(drops_hvp(2.0, 1.0), 12.0);
    assert_eq!(drops_jvp(2.0, 1.0), (8.0, 12.0));
    let (x, k, e) = ([0.3, 0.7, -0.2], 0.9, 1e-6);
    let (_, dk) = looped_grad(&x, k);
    let want = (looped(&x, k + e) - looped(&x, k - e)) / (2.0 * e);
    assert!((dk - want).abs() < 1e-7, "{dk} {want}");
}
