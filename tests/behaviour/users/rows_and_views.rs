//! Many small functions: rows, swaps, views, collections.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn return_one(x: f64) -> f64 {
    x / x + x * 0.0
}
#[differentiate]
fn q0(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.swap(0, 1);
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t0() {
    check!(X; |p| q0, q0_value_and_grad; (p));
}
#[differentiate]
fn q1(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.reverse();
        r[0] *= 2.0;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t1() {
    check!(X; |p| q1, q1_value_and_grad; (p));
}
#[differentiate]
fn q2(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in m.iter_mut() {
        r.fill(x[4]);
        r[0] += 0.5;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t2() {
    check!(X; |p| q2, q2_value_and_grad; (p));
}
#[differentiate]
fn q3(x: &[f64]) -> f64 {
    let mut m = [[x[0], x[1]], [x[2], x[3]]];
    for r in &mut m {
        r.copy_from_slice(&x[2..4]);
        r[0] += 0.5;
    }
    m[0][0] * m[1][1] * m[0][0]
}
#[test]
fn t3() {
    check!(X; |p| q3, q3_value_and_grad; (p));
}
#[differentiate]
fn q4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut w = vec![x[0]; 3];
    std::mem::swap(&mut v[0], &mut w[1]);
    v[0] * w[1] * v[1]
}
#[test]
fn t4() {
    check!(X; |p| q4, q4_value_and_grad; (p));
}
#[differentiate]
fn q5(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    v[1..4].swap(0, 2);
    v[2..].reverse();
    v[0] * v[1] + v[2] * v[2] + v[5] * v[3]
}
#[test]
fn t5() {
    check!(X; |p| q5, q5_value_and_grad; (p));
}
#[differentiate]
fn q6(x: &[f64]) -> f64 {
    let mut m = vec![vec![x[0], x[1]], vec![x[2], x[3]]];
    m.swap(0, 1);
    m[0].swap(0, 1);
    m[1][0] *= m[0][0];
    m[1][0] * m[0][1]
}
#[test]
fn t6() {
    check!(X; |p| q6, q6_value_and_grad; (p));
}
#[differentiate]
fn q7(x: &[f64]) -> f64 {
    let mut m = vec![vec![0.0; 2]; 3];
    for (i, r) in m.iter_mut().enumerate() {
        for (j, v) in r.iter_mut().enumerate() {
            *v = x[i] * x[j];
        }
    }
    m[2].reverse();
    m.reverse();
    m[0][0] * m[1][1] + m[2][1]
}
#[test]
fn t7() {
    check!(X; |p| q7, q7_value_and_grad; (p));
}
#[differentiate]
fn q8(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 3];
    let mut n = [[1.0; 2]; 3];
    for i in 0..3 {
        m[i][0] = x[i];
        std::mem::swap(&mut m, &mut n);
    }
    m[0][0] * n[1][0] + m[2][0] * n[2][0]
}
#[test]
fn t8() {
    check!(X; |p| q8, q8_value_and_grad; (p));
}
#[differentiate]
fn q10(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let b = std::mem::replace(&mut a, [x[2], x[3]]);
    let c = std::mem::replace(&mut a[1], b[0]);
    a[0] * a[1] * c + b[1]
}
#[test]
fn t10() {
    check!(X; |p| q10, q10_value_and_grad; (p));
}
#[differentiate]
fn q11(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut().rev().skip(1).step_by(2) {
        *e *= *e;
    }
    for e in &mut v[1..3] {
        *e += x[0];
    }
    for e in v[..2].iter_mut() {
        *e *= 3.0;
    }
    v[0] * v[1] + v[2] * v[4] + v[3]
}
#[test]
fn t11() {
    check!(X; |p| q11, q11_value_and_grad; (p));
}
#[differentiate]
fn q12(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for (a, b) in v.iter_mut().zip(x.iter().rev()) {
        *a -= b * *a;
    }
    for w in x.windows(2) {
        v[0] *= w[0];
        v[1] += w[1] * v[0];
    }
    v[0] * v[1] + v[3]
}
#[test]
fn t12() {
    check!(X; |p| q12, q12_value_and_grad; (p));
}
#[differentiate]
fn q16(x: &[f64]) -> f64 {
    let mut t = 1.0;
    for (i, c) in x.chunks(2).enumerate().rev() {
        t = t * c[0] + c[1] * i as f64;
    }
    t
}
#[test]
fn t16() {
    check!(X; |p| q16, q16_value_and_grad; (p));
}
#[differentiate]
fn q17(x: &[f64]) -> f64 {
    let mut v = vec![0.0; 3];
    v[0] = x[0];
    v.clone_from_slice(&[x[1], x[2], x[0]]);
    let w = v.clone();
    v[0] = w[1] * w[2];
    v[0] * w[0]
}
#[test]
fn t17() {
    check!(X; |p| q17, q17_value_and_grad; (p));
}
#[differentiate]
fn q18(x: &[f64]) -> f64 {
    let v = [x[0]; 4];
    let w = [[x[1]; 2]; 2];
    v[0] * w[1][0] + v[3] * w[0][1]
}
#[test]
fn t18() {
    check!(X; |p| q18, q18_value_and_grad; (p));
}
#[differentiate]
fn q19(x: &[f64]) -> f64 {
    let n = x.len();
    let mut acc = vec![0.0; n];
    for i in 0..n {
        let (l, r) = x.split_at(i);
        acc[i] = l.iter().sum::<f64>() * r.iter().map(|v| v * v).sum::<f64>();
    }
    acc.iter().sum()
}
#[test]
fn t19() {
    check!(X; |p| q19, q19_value_and_grad; (p));
}
#[differentiate]
fn q20(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..3 {
        let a = &x[i..];
        let b = &a[..2];
        let c = [b[0], a[1]];
        for (p, q) in b.iter().zip(c.iter()) {
            s += p * q;
        }
    }
    s
}
#[test]
fn t20() {
    check!(X; |p| q20, q20_value_and_grad; (p));
}
#[differentiate]
fn q24(x: &[f64]) -> f64 {
    let (mn, mx) = x.iter().fold((f64::MAX, f64::MIN), |(a, b), &v| (a.min(v), b.max(v)));
    (mx - mn) * mx
}
#[test]
fn t24() {
    check!(X; |p| q24, q24_value_and_grad; (p));
}
#[differentiate]
fn q25(x: &[f64]) -> f64 {
    let i = x.iter().enumerate().max_by(|a, b| a.1.partial_cmp(b.1).unwrap()).map(|(i, _)| i).unwrap();
    x[i] * x[0]
}
#[test]
fn t25() {
    check!(X; |p| q25, q25_value_and_grad; (p));
}
#[differentiate]
fn q26(x: &[f64]) -> f64 {
    let m = x.iter().cloned().fold(f64::NAN, f64::max);
    m * m
}
#[test]
fn t26() {
    check!(X; |p| q26, q26_value_and_grad; (p));
}
#[differentiate]
fn q27(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = x.iter().map(|a| a * a).collect();
    v.push(x[0]);
    v.pop();
    if let Some(l) = v.last() {
        return l * v[0];
    }
    0.0
}
#[test]
fn t27() {
    check!(X; |p| q27, q27_value_and_grad; (p));
}
#[differentiate]
fn q28(x: &[f64]) -> f64 {
    let mut v: Vec<f64> = vec![];
    for i in 0..4 {
        v.push(x[i]);
        if v.len() > 2 {
            v.clear();
        }
    }
    v.iter().sum::<f64>() + v.len() as f64
}
#[test]
fn t28() {
    check!(X; |p| q28, q28_value_and_grad; (p));
}
#[differentiate]
fn q29(x: &[f64]) -> f64 {
    let r: f64 = [x[0], x[1] * x[2], x[3]].iter().sum();
    let q: f64 = [x[0], x[1]].iter().map(|v| v * v).product();
    r * q
}
#[test]
fn t29() {
    check!(X; |p| q29, q29_value_and_grad; (p));
}
#[differentiate]
fn q30(x: &[f64]) -> f64 {
    let f = |a: f64, b: &[f64]| -> f64 {
        let mut t = a;
        for v in b {
            t = t * 0.5 + v;
        }
        t
    };
    f(x[0], &x[1..3]) * f(f(x[1], x), &x[..2])
}
#[test]
fn t30() {
    check!(X; |p| q30, q30_value_and_grad; (p));
}
#[differentiate]
fn q31(x: &[f64]) -> f64 {
    let mut best = f64::INFINITY;
    let mut arg = [0.0; 2];
    for a in x {
        for b in x {
            let c = (a - b * 2.0).powi(2) + a;
            if c < best {
                best = c;
                arg = [*a, *b];
            }
        }
    }
    best + arg[0] * arg[1]
}
#[test]
fn t31() {
    check!(X; |p| q31, q31_value_and_grad; (p));
}
#[differentiate]
fn q32(x: &[f64]) -> f64 {
    let s: f64 = x
        .iter()
        .map(|v| {
            let mut t = *v;
            for _ in 0..3 {
                t = t.sin() + 0.1;
            }
            t
        })
        .sum();
    s * s
}
#[test]
fn t32() {
    check!(X; |p| q32, q32_value_and_grad; (p));
}
#[differentiate]
fn q33(x: &[f64]) -> f64 {
    let s: f64 = x.iter().map(|&v| if v > 1.0 { return_one(v) } else { v }).sum();
    s * s
}
#[test]
fn t33() {
    check!(X; |p| q33, q33_value_and_grad; (p));
}
#[differentiate]
fn q34(x: &[f64]) -> f64 {
    let v: Vec<[f64; 2]> = x.chunks(2).map(|c| [c[0], c[1]]).collect();
    v.iter().map(|p| p[0] * p[1]).sum::<f64>() * v[0][1]
}
#[test]
fn t34() {
    check!(X; |p| q34, q34_value_and_grad; (p));
}
#[differentiate]
fn q36(x: &[f64]) -> f64 {
    let v: Vec<f64> = x.iter().zip(x[1..].iter()).map(|(a, b)| a - b).collect();
    let w = &v[1..4];
    w.iter().map(|d| d.abs()).sum::<f64>() + w[0] * v[4]
}
#[test]
fn t36() {
    check!(X; |p| q36, q36_value_and_grad; (p));
}
