//! `&mut` parameters with early returns and recursion.

use crate::check::{arr, mat};
use differentiate::differentiate;
#[differentiate]
fn sw(a: &mut f64, b: &mut f64) {
    std::mem::swap(a, b);
}
#[differentiate]
fn t1(x: f64, y: f64) -> f64 {
    let (mut a, mut b) = (x * y, y);
    sw(&mut a, &mut b);
    a * a * b
}
#[test]
fn u1() {
    check!([0.3, 0.8]; |p| t1, t1_value_and_grad; (p[0], p[1]));
}
#[differentiate]
fn ret_mut(x: &mut [f64; 3], n: usize) -> f64 {
    for i in 0..3 {
        if i == n {
            return x[i];
        }
        x[i] *= x[(i + 1) % 3];
    }
    x[0]
}
#[differentiate]
fn t2(x: &[f64], n: usize) -> f64 {
    let mut a = [x[0], x[1], x[2]];
    let r = ret_mut(&mut a, n);
    r * a[0] + a[1] * a[2]
}
#[test]
fn u2() {
    for n in 0..4 {
        check!([0.3, 0.8, -0.6]; |p| t2, t2_value_and_grad; (p, n));
    }
}
#[differentiate]
fn rec(a: &mut [f64], lo: usize, hi: usize) -> f64 {
    if hi - lo < 2 {
        a[lo] *= 1.5;
        return a[lo];
    }
    let m = (lo + hi) / 2;
    let l = rec(a, lo, m);
    let r = rec(a, m, hi);
    a[lo] += l * r;
    l + r * a[lo]
}
#[differentiate]
fn t3(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let n = a.len();
    let r = rec(&mut a, 0, n);
    r + a[0] * a[1]
}
#[test]
fn u3() {
    check!([0.3, 0.8, -0.6, 0.5, 0.2]; |p| t3, t3_value_and_grad; (p));
}
#[differentiate]
fn rec2(a: &mut [f64]) -> f64 {
    if a.len() < 2 {
        a[0] *= 1.5;
        return a[0];
    }
    let m = a.len() / 2;
    let l = rec2(&mut a[..m]);
    let r = rec2(&mut a[m..]);
    a[0] += l * r;
    l + r * a[0]
}
#[differentiate]
fn t4(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let r = rec2(&mut a);
    r + a[0] * a[1]
}
#[test]
fn u4() {
    check!([0.3, 0.8, -0.6, 0.5, 0.2]; |p| t4, t4_value_and_grad; (p));
}
#[differentiate]
fn ev(a: &mut [f64], n: usize) {
    if n == 0 {
        return;
    }
    a[0] *= a[1];
    od(a, n - 1);
    a[0] += 0.5;
}
#[differentiate]
fn od(a: &mut [f64], n: usize) {
    if n > 0 {
        a[1] += a[0].sin();
        ev(a, n - 1);
    }
}
#[differentiate]
fn t5(x: &[f64], n: usize) -> f64 {
    let mut a = x.to_vec();
    ev(&mut a, n);
    a[0] * a[1]
}
#[test]
fn u5() {
    for n in 0..6 {
        check!([0.3, 0.8]; |p| t5, t5_value_and_grad; (p, n));
    }
}
#[differentiate]
fn hanoi(n: u32, from: &mut f64, to: &mut f64, k: f64) {
    if n == 0 {
        return;
    }
    hanoi(n - 1, from, to, k * 0.5);
    *to += k * *from;
    *from *= 0.9;
    hanoi(n - 1, to, from, k);
}
#[differentiate]
fn t6(x: f64, y: f64, k: f64) -> f64 {
    let mut a = x;
    let mut b = y;
    hanoi(3, &mut a, &mut b, k);
    a * b
}
#[test]
fn u6() {
    check!([0.3, 0.8, 0.7]; |p| t6, t6_value_and_grad; (p[0], p[1], p[2]));
}
#[differentiate]
fn in_loop(x: &[f64], n: usize) -> f64 {
    let mut m = [[0.0; 3]; 2];
    let mut s = 0.0;
    for i in 0..n {
        for (k, r) in m.iter_mut().enumerate() {
            for (j, v) in r.iter_mut().enumerate() {
                *v = *v * 0.5 + x[(i + j + k) % 3];
            }
        }
        s += ret_mut(&mut m[i % 2], i % 4) * m[0][0];
    }
    s
}
#[test]
fn u7() {
    for n in 0..6 {
        check!([0.3, 0.8, -0.6]; |p| in_loop, in_loop_value_and_grad; (p, n));
    }
}
#[differentiate]
fn mt(mut v: Vec<f64>, mut k: f64, mut a: [f64; 2], mut n: usize) -> f64 {
    while n > 0 {
        v[n % 3] *= k;
        k += a[n % 2];
        a.swap(0, 1);
        v.reverse();
        n -= 1;
    }
    v[0] * v[1] * k + a[0]
}
#[test]
fn u8() {
    for n in 0..6 {
        check!([0.3, 0.8, -0.6, 0.7, 0.2, 0.9]; |p| mt, mt_value_and_grad; (p[..3].to_vec(), p[3], arr(&p[4..]), n));
    }
}
