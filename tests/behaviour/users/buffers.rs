//! Buffers, scratch and parts of arrays lent to calls.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn fill(out: &mut [f64], a: f64) {
    for (i, o) in out.iter_mut().enumerate() {
        *o = a * (i + 1) as f64;
    }
}
#[differentiate]
fn addto(out: &mut [f64], a: &[f64]) {
    for (o, v) in out.iter_mut().zip(a) {
        *o += v * v;
    }
}
#[differentiate]
fn dot_(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| x * y).sum()
}
#[differentiate]
fn bump(a: &mut f64, k: f64) -> f64 {
    *a += k;
    *a * k
}
#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut t = [0.0; 3];
    let mut s = 0.0;
    for v in x {
        fill(&mut t, *v);
        addto(&mut t[1..], &x[..2]);
        s += t[0] * t[1] - t[2];
    }
    s
}
#[test]
fn t_a1() {
    every!(nums(4); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut t = [0.0; 3];
    let mut s = 0.0;
    for v in x {
        fill(&mut t[..2], *v);
        s += t[0] * t[1] + t[2];
        t[2] += s;
    }
    s
}
#[test]
fn t_a2() {
    every!(nums(4); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut t = vec![0.0; 3];
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 0 {
            fill(&mut t, *v);
        } else {
            addto(&mut t, x);
        }
        s += dot_(&t, &x[1..]);
    }
    s
}
#[test]
fn t_a3() {
    every!(nums(4); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 2];
    for i in 0..2 {
        fill(&mut m[i], x[i]);
        for j in 0..2 {
            let r = bump(&mut m[i][j], x[j]);
            m[j][1 - i] += r;
        }
    }
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
#[test]
fn t_a4() {
    every!(nums(4); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64], out: &mut [f64]) {
    fill(out, x[0]);
    addto(&mut out[1..], x);
    let t = out[0];
    addto(&mut *out, &[t, x[1]]);
    out[0] *= 0.5;
}
#[differentiate]
fn a7(x: f64, y: f64) -> f64 {
    dot_(&[x, y, 1.0], &[y, 2.0, x])
        + dot_(&vec![x; 3], &[y; 3])
        + dot_(&[x, y].map(|v| v * v), &(0..2).map(|i| x * i as f64).collect::<Vec<_>>())
}
#[test]
fn t_a7() {
    every!(nums(2); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0], p[1]));
}
#[differentiate]
fn a9(x: f64, y: f64) -> f64 {
    let mut t = ((x, [y, 1.0]), y);
    let r = bump(&mut t.0.0, y) + bump(&mut t.0.1[1], x);
    fill(&mut t.0.1, t.1);
    r * t.0.0 + t.0.1[1]
}
#[test]
fn t_a9() {
    every!(nums(2); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], p[1]));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b1(x: f64, n: usize) -> f64 {
    let mut s = x;
    let mut acc = 0.0;
    for i in 0..n {
        acc += bump(&mut s, dot_(&[s, x], &[0.1, i as f64]));
    }
    acc * s
}
#[cfg(any())] // FOUND
#[test]
fn t_b1() {
    every!(nums(1); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0], 3));
}
#[differentiate]
fn b2(x: f64, y: f64) -> f64 {
    let mut s = x;
    let f = |k: f64, s: &mut f64| {
        let r = bump(s, k);
        *s *= 2.0;
        r
    };
    let a = f(y, &mut s);
    let b = f(a, &mut s);
    a * b + s
}
#[test]
fn t_b2() {
    every!(nums(2); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0], p[1]));
}
#[differentiate]
fn b3(x: f64, y: f64) -> f64 {
    let mut s = x;
    let mut f = |k: f64| bump(&mut s, k);
    let a = f(y);
    let b = f(a);
    a * b + s
}
#[test]
fn t_b3() {
    every!(nums(2); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0], p[1]));
}
#[differentiate]
fn b4(x: f64, y: f64) -> f64 {
    let mut s = [x, y];
    let r = &mut s[0];
    let a = bump(r, 2.0);
    *r += a;
    let b = bump(r, *r);
    s[0] * a * b + s[1]
}
#[test]
fn t_b4() {
    every!(nums(2); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p[0], p[1]));
}
#[differentiate]
fn b5(s: &mut f64, t: &mut f64) {
    let a = bump(s, *t);
    let b = bump(t, a);
    *s = b;
    std::mem::swap(s, t);
}
#[differentiate]
fn b6(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x, y);
    b5(&mut a, &mut b);
    b5(&mut b, &mut a);
    a * b + a
}
#[test]
fn t_b6() {
    every!(nums(2); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p[0], p[1]));
}
#[differentiate]
fn b7(s: &mut [f64], lo: usize, hi: usize) -> f64 {
    if lo >= hi {
        return 0.0;
    }
    s[lo] += s[hi];
    let r = b7(s, lo + 1, hi - 1);
    s[hi] *= r + 1.0;
    r + s[lo] * s[hi]
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let r = b7(&mut v, 0, 4);
    r * v.iter().sum::<f64>()
}
#[test]
fn t_b8() {
    every!(nums(5); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn step<const N: usize>(s: &mut [f64; N], f: &[f64; N], dt: f64) {
    for i in 0..N {
        s[i] += dt * f[i];
    }
}
#[differentiate]
fn rhs<const N: usize>(s: &[f64; N], k: f64) -> [f64; N] {
    let mut o = [0.0; N];
    for i in 0..N {
        o[i] = -k * s[i] + if i > 0 { s[i - 1] } else { 0.0 };
    }
    o
}
#[differentiate]
fn b9(x: [f64; 3], k: f64) -> f64 {
    let mut s = x;
    for _ in 0..3 {
        let f = rhs(&s, k);
        step(&mut s, &f, 0.1);
        let g = rhs(&s, k);
        step(&mut s, &g, 0.05);
    }
    s[2] * s[0]
}
#[test]
fn t_b9() {
    every!(nums(4); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (arr(p), p[3]));
}
#[differentiate]
fn gstep<T: Float>(s: &mut [T], k: T) -> T {
    let mut m = T::ZERO;
    for v in s.iter_mut() {
        *v *= k;
        m += *v;
    }
    m
}
#[differentiate]
fn c1(x: &[f64], k: f64) -> f64 {
    let mut s = x.to_vec();
    let mut t = 0.0;
    for i in 0..2 {
        t += gstep(&mut s[i..], k) * s[0];
    }
    t
}
#[test]
fn t_c1() {
    every!(nums(4); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (&p[..3], p[3]));
}
#[differentiate]
fn c2(x: &[f64], out: &mut [[f64; 2]; 2]) -> f64 {
    for (row, v) in out.iter_mut().zip(x) {
        fill(row, *v);
        row[0] += 1.0;
    }
    let [a, b] = out;
    addto(a, b);
    a[0] * b[1]
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
    let mut o = [[1.0; 2]; 2];
    let r = c2(x, &mut o);
    r + o[0][0] * o[1][1]
}
#[test]
fn t_c3() {
    every!(nums(2); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(a: &[f64], b: &[f64], c: &mut [f64], n: usize) {
    if n == 1 {
        c[0] += a[0] * b[0];
        return;
    }
    let h = n / 2;
    c4(&a[..h], &b[..h], &mut c[..n], h);
    c4(&a[h..], &b[h..], &mut c[n..], h);
    c4(&a[..h], &b[h..], &mut c[h..], h);
    c4(&a[h..], &b[..h], &mut c[h..], h);
}
#[differentiate]
fn c5(a: &[f64], b: &[f64]) -> f64 {
    let mut c = vec![0.0; 8];
    c4(a, b, &mut c, 4);
    c.iter().enumerate().map(|(i, v)| v * (i + 1) as f64).sum()
}
#[test]
fn t_c5() {
    every!(nums(8); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (&p[..4], &p[4..]));
}
#[differentiate]
fn c6(re: &mut [f64], im: &mut [f64]) {
    let n = re.len();
    if n == 1 {
        return;
    }
    let (mut er, mut ei, mut or, mut oi) = (vec![], vec![], vec![], vec![]);
    for i in 0..n / 2 {
        er.push(re[2 * i]);
        ei.push(im[2 * i]);
        or.push(re[2 * i + 1]);
        oi.push(im[2 * i + 1]);
    }
    c6(&mut er, &mut ei);
    c6(&mut or, &mut oi);
    for k in 0..n / 2 {
        let (s, c) = (-std::f64::consts::TAU * k as f64 / n as f64).sin_cos();
        let (tr, ti) = (c * or[k] - s * oi[k], c * oi[k] + s * or[k]);
        re[k] = er[k] + tr;
        im[k] = ei[k] + ti;
        re[k + n / 2] = er[k] - tr;
        im[k + n / 2] = ei[k] - ti;
    }
}
#[differentiate]
fn c7(x: &[f64], y: &[f64]) -> f64 {
    let (mut re, mut im) = (x.to_vec(), y.to_vec());
    c6(&mut re, &mut im);
    re.iter().zip(&im).enumerate().map(|(i, (a, b))| (a * a + b * b) * i as f64 + a).sum()
}
#[test]
fn t_c7() {
    every!(nums(8); |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (&p[..4], &p[4..]));
}
