//! Effects inside of expressions, conditions and closures.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn bump(y: &mut f64) -> f64 {
    *y *= 2.0;
    *y + 0.1
}
#[differentiate]
fn fill(y: &mut [f64], k: f64) -> f64 {
    y[0] = k;
    0.0
}
#[differentiate]
fn q0(x: &[f64]) -> f64 {
    let mut a = x[0];
    if x[1] > 5.0 && bump(&mut a) > 0.0 {
        a += 1.0;
    }
    if x[1] > 0.0 || bump(&mut a) > 0.0 {
        a *= 3.0;
    }
    a * a
}
#[test]
fn t0() {
    check!(X; |p| q0, q0_value_and_grad; (p));
}
#[differentiate]
fn q1(x: &[f64]) -> f64 {
    let mut a = x[0];
    if bump(&mut a) > 1.0 {
        a = a * a;
    }
    a
}
#[test]
fn t1() {
    check!(X; |p| q1, q1_value_and_grad; (p));
}
#[differentiate]
fn q2(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut n = 0;
    while bump(&mut a) < 20.0 {
        a += x[1];
        n += 1;
    }
    a * n as f64
}
#[test]
fn t2() {
    check!(X; |p| q2, q2_value_and_grad; (p));
}
#[differentiate]
fn q3(x: &[f64]) -> f64 {
    let mut a = x[0];
    let _ = bump(&mut a);
    bump(&mut a);
    a
}
#[test]
fn t3() {
    check!(X; |p| q3, q3_value_and_grad; (p));
}
#[differentiate]
fn q4(x: &[f64]) -> f64 {
    let mut a = x[0];
    match bump(&mut a) > 1.0 {
        true => a * 2.0,
        false => a,
    }
}
#[test]
fn t4() {
    check!(X; |p| q4, q4_value_and_grad; (p));
}
#[differentiate]
fn q5(x: &[f64]) -> f64 {
    let mut a = x[0];
    let v = [bump(&mut a), a, bump(&mut a)];
    v[0] * v[1] * v[2]
}
#[test]
fn t5() {
    check!(X; |p| q5, q5_value_and_grad; (p));
}
#[differentiate]
fn q6(x: &[f64]) -> f64 {
    let mut a = x[0];
    bump(&mut a).max(a) * bump(&mut a).min(a)
}
#[test]
fn t6() {
    check!(X; |p| q6, q6_value_and_grad; (p));
}
#[differentiate]
fn q7(x: &[f64]) -> f64 {
    let mut i = 0;
    let s = x[{
        i += 1;
        i
    }] * x[{
        i += 2;
        i
    }];
    s * x[i]
}
#[test]
fn t7() {
    check!(X; |p| q7, q7_value_and_grad; (p));
}
#[differentiate]
fn q8(x: &[f64]) -> f64 {
    let mut a = x[0];
    let s: f64 = x.iter().map(|v| bump(&mut a) * v).sum();
    s * a
}
#[test]
fn t8() {
    check!(X; |p| q8, q8_value_and_grad; (p));
}
#[differentiate]
fn q9(x: &[f64]) -> f64 {
    let mut a = x[0];
    let s = x.iter().fold(0.0, |s, v| s + bump(&mut a) * v);
    s * a
}
#[test]
fn t9() {
    check!(X; |p| q9, q9_value_and_grad; (p));
}
#[differentiate]
fn q10(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = -bump(&mut a) / a;
    b + a
}
#[test]
fn t10() {
    check!(X; |p| q10, q10_value_and_grad; (p));
}
#[differentiate]
fn q11(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = a.powf(bump(&mut a));
    b + a
}
#[test]
fn t11() {
    check!(X; |p| q11, q11_value_and_grad; (p));
}
#[differentiate]
fn q12(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = bump(&mut a).powf(a);
    b + a
}
#[test]
fn t12() {
    check!(X; |p| q12, q12_value_and_grad; (p));
}
#[differentiate]
fn q13(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = if {
        a += 1.0;
        a
    } > 1.5
    {
        a * a
    } else {
        a
    };
    b + a
}
#[test]
fn t13() {
    check!(X; |p| q13, q13_value_and_grad; (p));
}
#[differentiate]
fn q14(x: &[f64]) -> f64 {
    let mut a = x[0];
    let (b, c) = (
        {
            a += x[1];
            a
        },
        {
            a *= x[2];
            a
        },
    );
    b * c + a
}
#[test]
fn t14() {
    check!(X; |p| q14, q14_value_and_grad; (p));
}
#[differentiate]
fn q15(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b;
    {
        b = a;
        a = b * b;
    }
    a = a - b;
    a * b
}
#[test]
fn t15() {
    check!(X; |p| q15, q15_value_and_grad; (p));
}
#[differentiate]
fn q16(x: &[f64]) -> f64 {
    let mut a = x[0];
    a = {
        let t = a;
        a = x[1];
        t * a
    };
    a
}
#[test]
fn t16() {
    check!(X; |p| q16, q16_value_and_grad; (p));
}
#[differentiate]
fn q17(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = {
        let t = a;
        a = x[1];
        t
    } * a;
    b
}
#[test]
fn t17() {
    check!(X; |p| q17, q17_value_and_grad; (p));
}
#[differentiate]
fn q18(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s = v[0] + {
        v[0] = 3.0;
        x[1]
    } * v[0];
    s
}
#[test]
fn t18() {
    check!(X; |p| q18, q18_value_and_grad; (p));
}
#[differentiate]
fn q19(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let s = fill(&mut v, x[3]) + v[0];
    let t = v[0] * {
        fill(&mut v, x[4]);
        v[0]
    };
    s * t
}
#[test]
fn t19() {
    check!(X; |p| q19, q19_value_and_grad; (p));
}
#[differentiate]
fn q20(x: &[f64]) -> f64 {
    let mut n = 0;
    let mut s = 0.0;
    for v in x {
        n += 1;
        s += v * n as f64;
        n += 1;
    }
    s * n as f64
}
#[test]
fn t20() {
    check!(X; |p| q20, q20_value_and_grad; (p));
}
#[differentiate]
fn q22(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for i in 0..x.len() {
        s *= x[i];
        let n = {
            s += 0.1;
            x.len()
        };
        if i + 1 >= n {
            s = s * s;
        }
    }
    s
}
#[test]
fn t22() {
    check!(X; |p| q22, q22_value_and_grad; (p));
}
#[differentiate]
fn q23(x: &[f64]) -> f64 {
    let mut s = x[0];
    for (i, v) in x.iter().enumerate() {
        s = s * v;
        if i == 2 {
            s += 1.0;
            continue;
        }
        s -= 0.5;
    }
    s
}
#[test]
fn t23() {
    check!(X; |p| q23, q23_value_and_grad; (p));
}
#[differentiate]
fn q24(x: &[f64]) -> f64 {
    let mut k = 2;
    let mut s = 0.0;
    for i in 0..k {
        k += 1;
        s += x[i + k - 3] * k as f64;
    }
    s
}
#[test]
fn t24() {
    check!(X; |p| q24, q24_value_and_grad; (p));
}
#[differentiate]
fn q25(x: &[f64]) -> f64 {
    let mut a = [x[0], x[1]];
    let b = {
        a[0] *= 2.0;
        a
    };
    a[1] += b[0];
    a[0] * b[1] + a[1]
}
#[test]
fn t25() {
    check!(X; |p| q25, q25_value_and_grad; (p));
}
#[differentiate]
fn q26(x: &[f64]) -> f64 {
    let mut t = (x[0], x[1]);
    let u = t;
    t.0 = t.1 * u.0;
    let w = {
        t.1 += 1.0;
        t
    };
    w.0 * w.1 + u.1 * t.0
}
#[test]
fn t26() {
    check!(X; |p| q26, q26_value_and_grad; (p));
}
#[differentiate]
fn q27(x: &[f64]) -> f64 {
    let mut s = x[0];
    let mut f = |k: f64| {
        s = s * k;
        s + k
    };
    let a = f(x[1]);
    let b = f(a);
    a * b * s
}
#[test]
fn t27() {
    check!(X; |p| q27, q27_value_and_grad; (p));
}
#[differentiate]
fn q28(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let mut tick = || {
        c += x[0];
        c * c
    };
    let a = tick();
    let b = tick() * tick();
    a + b + c
}
#[test]
fn t28() {
    check!(X; |p| q28, q28_value_and_grad; (p));
}
#[differentiate]
fn q29(x: &[f64]) -> f64 {
    let mut v = vec![x[0]];
    let n = v.len();
    v.push(v[n - 1] * x[1]);
    v.push(x[2]);
    v.push(v[1]);
    v[2] * v[3] + v[0]
}
#[test]
fn t29() {
    check!(X; |p| q29, q29_value_and_grad; (p));
}
#[differentiate]
fn q30(x: &[f64]) -> f64 {
    let mut v = vec![x[0], x[1]];
    let a = v.pop().unwrap() * v.len() as f64 + v.pop().unwrap();
    a * x[2]
}
#[test]
fn t30() {
    check!(X; |p| q30, q30_value_and_grad; (p));
}
#[differentiate]
fn q31(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let r = (0..3)
        .map(|i| {
            s += x[i];
            s
        })
        .filter(|t| *t > 1.0)
        .map(|t| t * t)
        .sum::<f64>();
    r * s
}
#[test]
fn t31() {
    check!(X; |p| q31, q31_value_and_grad; (p));
}
#[differentiate]
fn q32(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let any = x.iter().any(|v| {
        s += v;
        *v > 1.0
    });
    if any { s * s } else { s }
}
#[test]
fn t32() {
    check!(X; |p| q32, q32_value_and_grad; (p));
}
#[differentiate]
fn q33(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let r = x
        .iter()
        .take_while(|v| {
            s += **v * **v;
            **v > 0.5
        })
        .map(|v| v * 2.0)
        .sum::<f64>();
    r * s
}
#[test]
fn t33() {
    check!(X; |p| q33, q33_value_and_grad; (p));
}
#[differentiate]
fn q34(x: &[f64]) -> f64 {
    let mut s = 1.0;
    x.iter().enumerate().filter(|(i, _)| i % 2 == 0).for_each(|(_, v)| s = s * v + 1.0);
    s
}
#[test]
fn t34() {
    check!(X; |p| q34, q34_value_and_grad; (p));
}
#[differentiate]
fn q35(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let a = std::mem::replace(&mut v[0], x[1]) * v[0];
    let b = std::mem::replace(&mut v[1], a);
    v[1] * b + v[0]
}
#[test]
fn t35() {
    check!(X; |p| q35, q35_value_and_grad; (p));
}
