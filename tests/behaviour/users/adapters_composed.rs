//! Chains of adapters in many orders.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn q0(x: &[f64]) -> f64 {
    let b = (0..10).any(|i| x[i] > 1.0);
    if b { x[0] * x[1] } else { 0.0 }
}
#[test]
fn t0() {
    check!(X; |p| q0, q0_value_and_grad; (p));
}
#[differentiate]
fn q1(x: &[f64]) -> f64 {
    let b = (0..10).all(|i| x[i] > 0.5);
    if b { x[0] * x[1] } else { x[2] * x[2] }
}
#[test]
fn t1() {
    check!(X; |p| q1, q1_value_and_grad; (p));
}
#[differentiate]
fn q2(x: &[f64]) -> f64 {
    let s: f64 = (0..10).take_while(|&i| i < x.len()).map(|i| x[i] * x[i]).sum();
    s
}
#[test]
fn t2() {
    check!(X; |p| q2, q2_value_and_grad; (p));
}
#[differentiate]
fn q3(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map_while(|i| if i < x.len() { Some(x[i] * x[i]) } else { None }).sum();
    s
}
#[test]
fn t3() {
    check!(X; |p| q3, q3_value_and_grad; (p));
}
#[differentiate]
fn q4(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map(|i| x[i % 6]).take(4).skip(1).sum();
    s * s
}
#[test]
fn t4() {
    check!(X; |p| q4, q4_value_and_grad; (p));
}
#[differentiate]
fn q5(x: &[f64]) -> f64 {
    let s: f64 = (0..10).map(|i| x[i]).take(4).sum();
    s * s
}
#[test]
fn t5() {
    check!(X; |p| q5, q5_value_and_grad; (p));
}
#[differentiate]
fn q6(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .take(3)
        .sum();
    s * k
}
#[test]
fn t6() {
    check!(X; |p| q6, q6_value_and_grad; (p));
}
#[cfg(any())] /* refused: how often the closure runs, only `zip` knows */
#[differentiate]
fn q7(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .zip(0..3)
        .map(|(a, i)| a * i as f64)
        .sum();
    s * k
}
#[cfg(any())]
#[test]
fn t7() {
    check!(X; |p| q7, q7_value_and_grad; (p));
}
#[cfg(any())] /* FOUND W8 */
#[differentiate]
fn q8(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .skip(2)
        .step_by(2)
        .sum();
    s * k
}
#[cfg(any())] /* FOUND W8 */
#[test]
fn t8() {
    check!(X; |p| q8, q8_value_and_grad; (p));
}
#[differentiate]
fn q9(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .rev()
        .sum();
    s * k
}
#[test]
fn t9() {
    check!(X; |p| q9, q9_value_and_grad; (p));
}
#[differentiate]
fn q10(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let n = x
        .iter()
        .map(|v| {
            k *= v;
            k
        })
        .count();
    n as f64 * k
}
#[test]
fn t10() {
    check!(X; |p| q10, q10_value_and_grad; (p));
}
#[differentiate]
fn q12(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x
        .iter()
        .zip(x[3..].iter().map(|v| {
            k += v;
            k
        }))
        .map(|(a, b)| a * b)
        .sum();
    s * k
}
#[test]
fn t12() {
    check!(X; |p| q12, q12_value_and_grad; (p));
}
#[differentiate]
fn q13(x: &[f64]) -> f64 {
    let mut k = 1.0;
    let s: f64 = x.iter().flat_map(|v| (0..2).map(move |j| v * j as f64 + v)).take(3).sum();
    s * k
}
#[test]
fn t13() {
    check!(X; |p| q13, q13_value_and_grad; (p));
}
#[differentiate]
fn q14(x: &[f64]) -> f64 {
    let mut k = 0;
    for v in x.iter().take_while(|v| **v > 0.5) {
        k += 1;
    }
    x[k] * x[0]
}
#[test]
fn t14() {
    check!(X; |p| q14, q14_value_and_grad; (p));
}
#[differentiate]
fn q15(x: &[f64]) -> f64 {
    let i = x.iter().take_while(|v| **v > 0.5).count();
    x[i] * x[0]
}
#[test]
fn t15() {
    check!(X; |p| q15, q15_value_and_grad; (p));
}
#[differentiate]
fn q16(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let m = x[i..].iter().fold(0.0, |a: f64, b| a + b * b);
        if m < 1.5 {
            break;
        }
        s += m;
    }
    s
}
#[test]
fn t16() {
    check!(X; |p| q16, q16_value_and_grad; (p));
}
#[differentiate]
fn q17(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..x.len()).filter(|i| x[*i] > 0.5) {
        s += x[i] * x[i];
    }
    s
}
#[test]
fn t17() {
    check!(X; |p| q17, q17_value_and_grad; (p));
}
#[differentiate]
fn q18(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().filter(|v| **v > 0.5) {
        s = s * v + v;
    }
    s
}
#[test]
fn t18() {
    check!(X; |p| q18, q18_value_and_grad; (p));
}
#[differentiate]
fn q19(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().map(|v| v * v).filter(|v| *v > 0.2) {
        s = s * v + v;
    }
    s
}
#[test]
fn t19() {
    check!(X; |p| q19, q19_value_and_grad; (p));
}
#[differentiate]
fn q20(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (a, b) in x.iter().map(|v| v * v).zip(x) {
        s = s * a + b;
    }
    s
}
#[test]
fn t20() {
    check!(X; |p| q20, q20_value_and_grad; (p));
}
#[differentiate]
fn q22(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().filter_map(|v| if *v > 0.5 { Some(v.ln()) } else { None }) {
        s = s * 0.5 + v;
    }
    s
}
#[test]
fn t22() {
    check!(X; |p| q22, q22_value_and_grad; (p));
}
#[differentiate]
fn q23(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for w in x.windows(2).rev().skip(1).step_by(2) {
        s = s * w[0] + w[1];
    }
    s
}
#[test]
fn t23() {
    check!(X; |p| q23, q23_value_and_grad; (p));
}
#[differentiate]
fn q24(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for c in x.chunks(4).rev() {
        s = s * c[0] + c.iter().sum::<f64>();
    }
    s
}
#[test]
fn t24() {
    check!(X; |p| q24, q24_value_and_grad; (p));
}
#[differentiate]
fn q25(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, c) in x.chunks_exact(2).skip(1).enumerate() {
        s = s * c[0] + c[1] * i as f64;
    }
    s
}
#[test]
fn t25() {
    check!(X; |p| q25, q25_value_and_grad; (p));
}
#[differentiate]
fn q26(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..=10).rev().step_by(4).take(2) {
        s = s * 2.0 + x[i % 6];
    }
    s
}
#[test]
fn t26() {
    check!(X; |p| q26, q26_value_and_grad; (p));
}
#[differentiate]
fn q27(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (1..6).step_by(2).rev() {
        s = s * 2.0 + x[i];
    }
    s
}
#[test]
fn t27() {
    check!(X; |p| q27, q27_value_and_grad; (p));
}
#[differentiate]
fn q28(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in (0..6).skip(2).rev() {
        s = s * 2.0 + x[i];
    }
    s
}
#[test]
fn t28() {
    check!(X; |p| q28, q28_value_and_grad; (p));
}
#[differentiate]
fn q29(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, v) in x.iter().rev().enumerate().skip(1).step_by(2) {
        s = s * 2.0 + v * i as f64;
    }
    s
}
#[test]
fn t29() {
    check!(X; |p| q29, q29_value_and_grad; (p));
}
#[differentiate]
fn q30(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (v, i) in x.iter().step_by(2).zip((0..5).rev()) {
        s = s * 2.0 + v * i as f64;
    }
    s
}
#[test]
fn t30() {
    check!(X; |p| q30, q30_value_and_grad; (p));
}
#[differentiate]
fn q31(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, (a, b)) in x.iter().skip(1).zip(x.iter().rev().take(3)).enumerate().rev() {
        s = s * 2.0 + a * b * i as f64;
    }
    s
}
#[test]
fn t31() {
    check!(X; |p| q31, q31_value_and_grad; (p));
}
#[differentiate]
fn q32(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x.iter().rev().skip(1).rev().take(3) {
        s = s * 2.0 + v;
    }
    s
}
#[test]
fn t32() {
    check!(X; |p| q32, q32_value_and_grad; (p));
}
#[differentiate]
fn q33(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 5..2 {
        s += x[i];
    }
    for i in (2..5).skip(7) {
        s += x[i];
    }
    for w in x.windows(9) {
        s += w[0];
    }
    s + x[0]
}
#[test]
fn t33() {
    check!(X; |p| q33, q33_value_and_grad; (p));
}
#[differentiate]
fn q34(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in -2i32..3 {
        s = s * 0.5 + x[(i + 2) as usize] * f64::from(i);
    }
    s
}
#[test]
fn t34() {
    check!(X; |p| q34, q34_value_and_grad; (p));
}
#[differentiate]
fn q35(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for b in 0u8..=3 {
        s = s * 0.5 + x[usize::from(b)];
    }
    s
}
#[test]
fn t35() {
    check!(X; |p| q35, q35_value_and_grad; (p));
}
#[differentiate]
fn q36(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for (i, e) in v.iter_mut().enumerate().skip(1).step_by(2) {
        *e *= i as f64;
    }
    for e in v.iter_mut().rev().take(2) {
        *e += x[0];
    }
    v.iter().map(|e| e * e).sum()
}
#[test]
fn t36() {
    check!(X; |p| q36, q36_value_and_grad; (p));
}
#[differentiate]
fn q37(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for c in v.chunks(2) {
        if c[0] > 1.0 {
            return c[1] * c[0];
        }
    }
    v[0] = 2.0;
    v[0]
}
#[test]
fn t37() {
    check!(X; |p| q37, q37_value_and_grad; (p));
}
#[differentiate]
fn q38(x: &[f64]) -> f64 {
    let s: f64 = x.iter().copied().map(|v| v * v).rev().skip(1).sum();
    let p: f64 = x.iter().step_by(4).product();
    s * p
}
#[test]
fn t38() {
    check!(X; |p| q38, q38_value_and_grad; (p));
}
