//! Evaluation order, assignments and sums in many small functions.

use crate::check::{arr, mat};
use differentiate::differentiate;
const X: [f64; 6] = [0.7, 1.2, 0.4, 1.1, -0.3, 0.6];
#[differentiate]
fn q0(x: &[f64]) -> f64 {
    let mut a = x[0];
    a += {
        a *= 2.0;
        a
    };
    a * x[1]
}
#[test]
fn t0() {
    check!(X; |p| q0, q0_value_and_grad; (p));
}
#[differentiate]
fn q1(x: &[f64]) -> f64 {
    let mut a = x[0];
    let b = a * {
        a += x[1];
        a
    } + a;
    b * a
}
#[test]
fn t1() {
    check!(X; |p| q1, q1_value_and_grad; (p));
}
#[differentiate]
fn q2(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    v[i] = {
        i += 1;
        v[i] * x[2]
    };
    v[i] += {
        i += 1;
        v[i]
    };
    v[0] * v[1] + v[2] * i as f64
}
#[test]
fn t2() {
    check!(X; |p| q2, q2_value_and_grad; (p));
}
#[differentiate]
fn q3(x: &[f64]) -> f64 {
    let (mut a, mut b) = (x[0], x[1]);
    (a, b) = (b * a, a);
    (a, b) = (b, a + b);
    a * b
}
#[test]
fn t3() {
    check!(X; |p| q3, q3_value_and_grad; (p));
}
#[differentiate]
fn q4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    (v[0], v[1]) = (v[1] * v[2], v[0]);
    v[0] * v[1] * v[1]
}
#[test]
fn t4() {
    check!(X; |p| q4, q4_value_and_grad; (p));
}
#[differentiate]
fn q5(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for i in 0..3 {
        (v[i], v[i + 1]) = (v[i + 1], v[i] * v[i]);
    }
    v[0] * v[3] + v[1]
}
#[test]
fn t5() {
    check!(X; |p| q5, q5_value_and_grad; (p));
}
#[differentiate]
fn q9(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in v.iter_mut().filter(|e| **e > 0.5) {
        *e = *e * *e;
    }
    v[0] * v[1] + v[2]
}
#[test]
fn t9() {
    check!(X; |p| q9, q9_value_and_grad; (p));
}
#[differentiate]
fn q10(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let total = &mut s;
    for v in x {
        *total += v * v;
    }
    s * s
}
#[test]
fn t10() {
    check!(X; |p| q10, q10_value_and_grad; (p));
}
#[differentiate]
fn q11(x: &[f64]) -> f64 {
    let mut h = [0.0; 3];
    let mut add = |i: usize, v: f64| h[i % 3] += v * v;
    for i in 0..6 {
        add(i, x[i]);
    }
    h[0] * h[1] + h[2]
}
#[test]
fn t11() {
    check!(X; |p| q11, q11_value_and_grad; (p));
}
#[differentiate]
fn q12(x: &[f64]) -> f64 {
    let mut h = [0.0; 3];
    {
        let mut add = |i: usize, v: f64| {
            h[i % 3] += v;
            h[0] *= 1.1;
        };
        add(0, x[0]);
        add(1, x[1]);
    }
    h[0] * h[1]
}
#[test]
fn t12() {
    check!(X; |p| q12, q12_value_and_grad; (p));
}
#[differentiate]
fn q15(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    while {
        i += 1;
        i < x.len()
    } {
        s = s * x[i] + 1.0;
    }
    s
}
#[test]
fn t15() {
    check!(X; |p| q15, q15_value_and_grad; (p));
}
#[differentiate]
fn q16(x: &[f64]) -> f64 {
    let mut s = x[0];
    loop {
        let t = match s > 2.0 {
            true => break,
            false => s * s,
        };
        s = t + 0.5;
    }
    s
}
#[test]
fn t16() {
    check!(X; |p| q16, q16_value_and_grad; (p));
}
#[differentiate]
fn q17(x: &[f64]) -> f64 {
    let mut s = x[0];
    let r = loop {
        s = s * 1.5 + x[1];
        if s > 10.0 {
            break s - x[2];
        } else if s < -10.0 {
            return s;
        }
    };
    r * s
}
#[test]
fn t17() {
    check!(X; |p| q17, q17_value_and_grad; (p));
}
#[differentiate]
fn q18(x: &[f64]) -> f64 {
    let s = x[0];
    let s = {
        let s = s * s;
        s + x[1]
    };
    let f = |s: f64| s * s;
    let t = f(s) + s;
    {
        let s = t;
        let _ = s;
    }
    t * s
}
#[test]
fn t18() {
    check!(X; |p| q18, q18_value_and_grad; (p));
}
#[differentiate]
fn q19(x: &[f64]) -> f64 {
    let mut a = [x[0]; 3];
    let b = a;
    a[1] = b[0] * x[1];
    let c = a;
    a[2] = c[1] + b[2];
    a.iter().zip(b).zip(c).map(|((p, q), r)| p * q * r).sum()
}
#[test]
fn t19() {
    check!(X; |p| q19, q19_value_and_grad; (p));
}
#[differentiate]
fn q20(x: &[f64]) -> f64 {
    let mut a = [[x[0], x[1]]; 2];
    let row = a[0];
    a[1] = row;
    a[1][0] *= row[1];
    a[0] = [a[1][0], row[0]];
    a[0][0] * a[1][1] + a[0][1]
}
#[test]
fn t20() {
    check!(X; |p| q20, q20_value_and_grad; (p));
}
#[differentiate]
fn q22(x: &[f64]) -> f64 {
    let mut a = [(x[0], x[1]), (x[2], x[3])];
    for i in 0..2 {
        a[i].0 *= a[1 - i].1;
        let (p, q) = a[i];
        a[1 - i] = (q, p);
    }
    a[0].0 * a[1].1
}
#[test]
fn t22() {
    check!(X; |p| q22, q22_value_and_grad; (p));
}
#[differentiate]
fn q23(x: &[f64]) -> f64 {
    let mut i = 0usize;
    let mut s = 0.0;
    while i < 6 {
        let w = &x[i..(i + 2).min(6)];
        s += w.iter().product::<f64>();
        i += w.len();
    }
    s
}
#[test]
fn t23() {
    check!(X; |p| q23, q23_value_and_grad; (p));
}
#[differentiate]
fn q24(x: &[f64]) -> f64 {
    let mut p = 1.0;
    for i in (0..6).rev() {
        if i == 4 {
            continue;
        }
        p = p * x[i] + i as f64;
        if p > 20.0 {
            break;
        }
    }
    p
}
#[test]
fn t24() {
    check!(X; |p| q24, q24_value_and_grad; (p));
}
#[differentiate]
fn q25(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for (i, j) in (0..3).zip((3..6).rev()) {
        s += x[i] * x[j];
    }
    for (i, j) in [(0, 1), (2, 3)] {
        s *= x[i] + x[j];
    }
    for i in [5, 3, 1] {
        s -= x[i];
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
    for i in 0..6 {
        s += match i {
            0 | 5 => x[i],
            1..=2 => x[i] * x[i],
            _ if x[i] > 0.0 => x[i].ln(),
            _ => continue,
        };
    }
    s
}
#[test]
fn t26() {
    check!(X; |p| q26, q26_value_and_grad; (p));
}
#[differentiate]
fn q27(x: &[f64]) -> f64 {
    let mut u = x.to_vec();
    for k in 0..3 {
        let prev = u.clone();
        for i in 1..5 {
            u[i] = 0.5 * (prev[i - 1] + prev[i + 1]) * prev[i];
        }
        u[0] = u[4];
        u[5] = u[1];
        if k == 1 {
            u.swap(2, 3);
        }
    }
    u.iter().map(|v| v * v).sum()
}
#[test]
fn t27() {
    check!(X; |p| q27, q27_value_and_grad; (p));
}
#[differentiate]
fn q28(x: &[f64]) -> f64 {
    let mut best = x[0];
    let mut second = x[1];
    for &v in &x[1..] {
        if v > best {
            second = best;
            best = v;
        } else if v > second {
            second = v;
        }
    }
    best * best - second
}
#[test]
fn t28() {
    check!(X; |p| q28, q28_value_and_grad; (p));
}
#[differentiate]
fn q29(x: &[f64]) -> f64 {
    let mut y = x[0];
    let mut n = 0;
    let r = loop {
        if n == 3 {
            break y;
        }
        y = (y + x[n]).sin();
        n += 1;
    };
    let mut z = r;
    for _ in 0..n {
        z *= y;
    }
    z
}
#[test]
fn t29() {
    check!(X; |p| q29, q29_value_and_grad; (p));
}
#[differentiate]
fn q30(x: &[f64]) -> f64 {
    let mut f = [1.0; 6];
    for i in 2..6 {
        f[i] = f[i - 1] * x[0] + f[i - 2] * x[1];
    }
    let mut g = f;
    g[5] = f[4] * f[3];
    g[5] + f[5]
}
#[test]
fn t30() {
    check!(X; |p| q30, q30_value_and_grad; (p));
}
#[differentiate]
fn q31(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..2 {
        for j in 0..2 {
            for k in 0..2 {
                s += x[i] * x[j + 1] * x[k + 2] * if i == j { 1.0 } else { x[5] };
            }
        }
    }
    s
}
#[test]
fn t31() {
    check!(X; |p| q31, q31_value_and_grad; (p));
}
#[differentiate]
fn q32(x: &[f64]) -> f64 {
    let mut m = [[0.0; 3]; 3];
    for i in 0..3 {
        for j in 0..i {
            m[i][j] = x[i] * x[j];
            m[j][i] = m[i][j] + x[5];
        }
        m[i][i] = x[i];
    }
    let mut t = 0.0;
    for r in &m {
        t += r.iter().sum::<f64>() * r[0];
    }
    t
}
#[test]
fn t32() {
    check!(X; |p| q32, q32_value_and_grad; (p));
}
#[differentiate]
fn q33(x: &[f64]) -> f64 {
    let mut a = x[0];
    let mut b = x[1];
    for _ in 0..4 {
        let t = a;
        a = b;
        b = t * b + 0.1;
    }
    a * b
}
#[test]
fn t33() {
    check!(X; |p| q33, q33_value_and_grad; (p));
}
#[differentiate]
fn q34(x: &[f64]) -> f64 {
    let mut c = 0.0;
    let mut s = 0.0;
    for (k, v) in x.iter().enumerate() {
        c = if k % 2 == 0 { c + v } else { c * v };
        s += c;
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
    let mut acc = [0.0; 2];
    for v in x {
        acc[0] += v;
        acc[1] += acc[0];
        s += acc[1] * v;
    }
    s
}
#[test]
fn t35() {
    check!(X; |p| q35, q35_value_and_grad; (p));
}
#[differentiate]
fn q36(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut p = 1.0;
    for v in x {
        p *= v;
        s += p;
    }
    s
}
#[test]
fn t36() {
    check!(X; |p| q36, q36_value_and_grad; (p));
}
#[differentiate]
fn q37(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut p = x[0];
    for i in 1..6 {
        p -= x[i];
        s -= p * p;
    }
    s
}
#[test]
fn t37() {
    check!(X; |p| q37, q37_value_and_grad; (p));
}
#[differentiate]
fn q38(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    let mut u = 0.0;
    for v in x {
        t += v;
        u += t;
        s += u * t;
    }
    s
}
#[test]
fn t38() {
    check!(X; |p| q38, q38_value_and_grad; (p));
}
#[differentiate]
fn q39(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    for v in x {
        for w in x {
            t += v * w;
            s += t;
        }
    }
    s
}
#[test]
fn t39() {
    check!(X; |p| q39, q39_value_and_grad; (p));
}
#[differentiate]
fn q40(x: &[f64]) -> f64 {
    let mut s = 0.0;
    let mut t = 0.0;
    for v in x {
        let k = t;
        t += v;
        s += k * t;
    }
    s
}
#[test]
fn t40() {
    check!(X; |p| q40, q40_value_and_grad; (p));
}
#[differentiate]
fn q41(x: &[f64]) -> f64 {
    let mut e = 0.0;
    let mut z = x[0];
    for i in 0..x.len() {
        if x[i] > 0.5 {
            z += x[i];
        } else {
            e += z;
        }
        e += z * z;
    }
    e
}
#[test]
fn t41() {
    check!(X; |p| q41, q41_value_and_grad; (p));
}
#[differentiate]
fn q42(x: &[f64]) -> f64 {
    let mut y = x[0];
    let mut s = 0.0;
    let dt = x[1];
    for i in 0..5 {
        y += dt * (i as f64);
        s += dt * y;
    }
    s
}
#[test]
fn t42() {
    check!(X; |p| q42, q42_value_and_grad; (p));
}
#[differentiate]
fn q43(x: &[f64]) -> f64 {
    let mut t = 0.0;
    let mut s = 0.0;
    let h = x[0];
    for _ in 0..5 {
        t += h;
        s += h * t.sin();
    }
    s
}
#[test]
fn t43() {
    check!(X; |p| q43, q43_value_and_grad; (p));
}
#[differentiate]
fn q44(x: &[f64]) -> f64 {
    let mut ph = 0.0;
    let mut out = vec![];
    for v in x {
        ph += v;
        out.push(f64::sin(ph));
    }
    out.iter().map(|o| o * o).sum()
}
#[test]
fn t44() {
    check!(X; |p| q44, q44_value_and_grad; (p));
}
#[differentiate]
fn q45(x: &[f64]) -> f64 {
    let mut lo = 0.0;
    let mut area = 0.0;
    for w in x.chunks(2) {
        let hi = lo + w[0].abs();
        area += (hi - lo) * w[1];
        lo = hi;
    }
    area * lo
}
#[test]
fn t45() {
    check!(X; |p| q45, q45_value_and_grad; (p));
}
