//! Methods of lists and slices.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    let mut k = 0;
    v.iter_mut().for_each(|e| {
        *e *= 2.0;
        k += 1;
    });
    v.truncate(n - 1);
    let t = v.clone();
    v.clear();
    v.extend(t.iter().rev().map(|e| e * k as f64));
    v[0] * v[1]
}
#[test]
fn t_a1() {
    every!(nums(3); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let m = v.iter().cloned().fold(0.0, f64::max);
        v[i] = m * v[i] + 0.1;
    }
    v.iter().sum()
}
#[test]
fn t_a2() {
    every!(nums(5); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..v.len() {
        let s: f64 = v[..i].iter().sum();
        v[i] += s * s;
    }
    v[v.len() - 1]
}
#[test]
fn t_a3() {
    every!(nums(5); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for w in (1..v.len()).rev() {
        let (l, r) = v.split_at_mut(w);
        for (a, b) in l.iter_mut().zip(r.iter()) {
            *a += 0.5 * b;
        }
        r[0] *= l[0];
    }
    v.iter().product()
}
#[test]
fn t_a4() {
    every!(nums(5); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks_exact_mut(2) {
        let t = c[0];
        c[0] = t * c[1];
        c[1] = t + c[0];
    }
    v.iter().product()
}
#[test]
fn t_a6() {
    every!(nums(4); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let n = v.len();
    v[1..n - 1].swap(0, 1);
    v[..2].copy_from_slice(&[x[2], x[1] * x[0]]);
    v[2..].fill(x[0]);
    v[1..].reverse();
    v.iter().enumerate().map(|(i, a)| a * i as f64).sum()
}
#[test]
fn t_a7() {
    every!(nums(5); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut m = vec![vec![0.0; 2]; 2];
    m[0].copy_from_slice(&x[..2]);
    m[1][..1].copy_from_slice(&x[1..2]);
    for r in &mut m {
        r.reverse();
    }
    let t = m[0].clone();
    for (a, b) in m[1].iter_mut().zip(&t) {
        *a += b;
    }
    m[1].iter().product::<f64>() * m[0][0]
}
#[test]
fn t_a8() {
    every!(nums(2); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 2];
    for (r, c) in m.iter_mut().zip(x.chunks(3)) {
        r.copy_from_slice(c);
    }
    m.swap(0, 1);
    m.reverse();
    m[0].swap(0, 2);
    let [a, b] = m;
    a.iter().zip(b).map(|(p, q)| p * q).sum::<f64>() * m[0][0]
}
#[test]
fn t_a9() {
    every!(nums(6); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 2];
    for i in 0..2 {
        let row = &mut m[i];
        for j in 0..3 {
            row[j] = x[i * 3 + j];
        }
        row[0] *= row[2];
    }
    for j in 0..3 {
        for r in m.iter_mut() {
            r[j] += 1.0;
        }
    }
    m[0][0] * m[1][2]
}
#[test]
fn t_b1() {
    every!(nums(6); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut t = vec![(0.0, 0.0); 3];
    for (i, q) in t.iter_mut().enumerate() {
        q.0 = x[i];
        q.1 = x[i] * x[(i + 1) % 3];
    }
    for (a, b) in t.iter_mut() {
        *a += *b;
        *b *= 2.0;
    }
    t.swap(0, 2);
    t.iter().map(|&(a, b)| a * b).sum()
}
#[test]
fn t_b2() {
    every!(nums(3); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut t = [(0.0, [0.0; 2]); 2];
    for (i, (a, b)) in t.iter_mut().enumerate() {
        *a = x[i];
        b[i] = *a * 2.0;
    }
    t[0].1[1] = t[1].0;
    t[1].0 = 7.0;
    t[0].1.iter().sum::<f64>() * t[1].1[1] + t[0].0 * t[1].0
}
#[test]
fn t_b3() {
    every!(nums(3); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn c7(x: &[f64]) -> f64 {
    x.rchunks(2).map(|c| c[0] * c[c.len() - 1]).sum()
}
#[test]
fn t_c7() {
    every!(nums(5); |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p));
}
