//! Closures, moves, conditions, tuples: small functions, each with something that is easy to get wrong.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: f64) -> f64 {
    let mut k = 1.0;
    let f = move |v: f64| v * k;
    k = 2.0;
    f(x) + k * x
}
#[test]
fn t_a1() {
    every!([0.3]; |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p[0]));
}
#[differentiate]
fn a3(x: f64) -> f64 {
    let mut a = [x, 2.0 * x];
    let b = a;
    a[0] = x * x;
    b[0] * a[0]
}
#[test]
fn t_a3() {
    every!([0.3]; |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p[0]));
}
#[differentiate]
fn a7(x: f64) -> f64 {
    let mut n = 3;
    let mut y = x;
    for i in 0..n {
        n += 1;
        y *= x + i as f64;
    }
    y * n as f64
}
#[test]
fn t_a7() {
    every!([0.3]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn a8(x: f64) -> f64 {
    let mut y = 0.0;
    for i in (-3..=3).rev().step_by(2) {
        y = y * x + i as f64;
    }
    y
}
#[test]
fn t_a8() {
    every!([0.3]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p[0]));
}
#[differentiate]
fn a9(x: f64, n: i32) -> f64 {
    let mut y = x;
    for i in n..-n {
        y *= x + i as f64 * 0.1;
    }
    y
}
#[test]
fn t_a9() {
    every!([0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], -2));
}
#[test]
fn t_a92() {
    every!([0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], 2));
}
#[differentiate]
fn b1(x: f64) -> f64 {
    let mut y = 0.0;
    for k in 0..=255u8 {
        y += x * f64::from(k) * 0.01;
    }
    y
}
#[test]
fn t_b1() {
    every!([0.3]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p[0]));
}
#[differentiate]
fn b2(x: f64) -> f64 {
    let mut y = 0.0;
    for c in 'a'..='e' {
        y = y * x + (c as u8 - b'a') as f64;
    }
    y
}
#[test]
fn t_b2() {
    every!([0.3]; |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p[0]));
}
#[differentiate]
fn b3(x: f64) -> f64 {
    let mut n = 0;
    let y = if {
        n += 1;
        n > 0
    } {
        x
    } else {
        1.0
    };
    y * n as f64
}
#[test]
fn t_b3() {
    every!([0.3]; |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p[0]));
}
#[differentiate]
fn b5(x: f64) -> f64 {
    let mut a = x;
    let v = [
        a,
        {
            a *= 2.0;
            a
        },
        a + 1.0,
        {
            a -= 0.5;
            a * a
        },
    ];
    v[0] * v[1] + v[2] * v[3] * a
}
#[test]
fn t_b5() {
    every!([0.3]; |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p[0]));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    v[{
        i += 1;
        i
    }] = v[0] * 2.0;
    v[i] * v[0] + {
        i = 2;
        v[i]
    }
}
#[test]
fn t_b6() {
    every!([0.3, 0.5, 0.7]; |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    (a[0], a[1]) = (a[1] * 2.0, a[0]);
    a[0] * a[0] + a[1]
}
#[test]
fn t_b7() {
    every!([0.3, 0.5, 0.7]; |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let v = &x[1..][..2];
    v[0] * v[1] + x[..2].iter().sum::<f64>()
}
#[test]
fn t_b9() {
    every!([0.3, 0.5, 0.7]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    for e in &mut v[1..][..2] {
        *e *= 3.0;
    }
    v[..].iter().product()
}
#[test]
fn t_c1() {
    every!([0.3, 0.5, 0.7, 0.2]; |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: f64, y: f64) -> f64 {
    use std::cmp::Ordering;
    match x.partial_cmp(&y) {
        Some(Ordering::Less) => x * y,
        Some(Ordering::Greater) => x - y,
        _ => 0.0,
    }
}
#[test]
fn t_c2() {
    every!([0.3, 0.5]; |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p[0], p[1]));
}
#[differentiate]
fn c3(x: f64) -> f64 {
    match x {
        v if v < 0.0 => -v,
        0.0..=1.0 => x * x,
        _ => x.sqrt(),
    }
}
#[test]
fn t_c3() {
    every!([0.3]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[test]
fn t_c32() {
    every!([-0.3]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[test]
fn t_c33() {
    every!([1.3]; |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p[0]));
}
#[differentiate]
fn c4(x: f64, n: usize) -> f64 {
    let mut m = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..n {
            m[i][j] = match (i, j) {
                (0, _) | (_, 0) => x,
                _ => m[i - 1][j] * x + m[i][j - 1],
            };
        }
    }
    m[n - 1][n - 1]
}
#[test]
fn t_c4() {
    every!([0.3]; |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p[0], 4));
}
#[differentiate]
fn c5(x: f64, y: f64) -> f64 {
    let v;
    let w;
    if x > y {
        v = x * x;
        w = 1.0;
    } else {
        v = y;
        w = x;
    }
    v * w
}
#[test]
fn t_c5() {
    every!([0.3, 0.5]; |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p[0], p[1]));
}
#[differentiate]
fn c6(x: &[f64]) -> f64 {
    let mut m: Vec<Vec<f64>> = vec![x.to_vec()];
    for k in 0..3 {
        let last = m.last().unwrap();
        let next: Vec<f64> = last.iter().map(|v| v * v + k as f64).collect();
        m.push(next);
    }
    m[3][0] * m[1][1]
}
#[test]
fn t_c6() {
    every!([0.3, 0.5]; |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (p));
}
#[differentiate]
fn c7(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), vec![1.0; 2]];
    m.swap(0, 1);
    m[0][1] *= m[1][0];
    m[0].swap(0, 1);
    let r = m[0].clone();
    m[1] = r;
    m[1][0] * m[0][0]
}
#[test]
fn t_c7() {
    every!([0.3, 0.5]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p));
}
#[differentiate]
fn c8(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    for row in m.iter_mut() {
        for v in row.iter_mut() {
            *v *= 2.0;
        }
        row[0] += row[1];
    }
    m.iter().map(|r| r[0] * r[1]).sum()
}
#[test]
fn t_c8() {
    every!([0.3, 0.5]; |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (p));
}
#[differentiate]
fn c9(x: &[f64]) -> f64 {
    let mut m = vec![x.to_vec(), x.to_vec()];
    for k in 0..2 {
        m[k] = m[1 - k].iter().map(|v| v * v).collect();
    }
    m[0][0] * m[1][1]
}
#[test]
fn t_c9() {
    every!([0.3, 0.5]; |p| c9, c9_value_and_grad, c9_grad, c9_vjp; (p));
}
#[differentiate]
fn d1(x: f64) -> f64 {
    fn helper(n: u32) -> f64 {
        (0..n).map(|k| k as f64).sum()
    }
    x * helper(4)
}
#[test]
fn t_d1() {
    every!([0.3]; |p| d1, d1_value_and_grad, d1_grad, d1_vjp; (p[0]));
}
#[differentiate]
fn d2(x: f64) -> f64 {
    const K: f64 = 2.0;
    let a = {
        const K: f64 = 3.0;
        x * K
    };
    a * K
}
#[test]
fn t_d2() {
    every!([0.3]; |p| d2, d2_value_and_grad, d2_grad, d2_vjp; (p[0]));
}
#[differentiate]
fn d3(x: f64, n: usize) -> f64 {
    debug_assert!(n > 0);
    let b = matches!(n, 1 | 3);
    if b { x.sin() } else { x }
}
#[test]
fn t_d3() {
    every!([0.3]; |p| d3, d3_value_and_grad, d3_grad, d3_vjp; (p[0], 3));
}
#[differentiate]
fn d4<'a>(x: &'a [f64], y: &'a [f64]) -> f64 where {
    x.iter().zip(y.iter()).map(|(&a, &b)| a.max(b)).sum()
}
#[test]
fn t_d4() {
    every!([0.3, 0.5]; |p| d4, d4_value_and_grad, d4_grad, d4_vjp; (&p[..1], &p[1..]));
}
#[differentiate]
fn d5(x: f64) -> f64 {
    let a = x.rem_euclid(0.7) + (5.0 * x) % 0.4;
    a * x.fract() - x.trunc()
}
#[test]
fn t_d5() {
    every!([1.3]; |p| d5, d5_value_and_grad, d5_grad, d5_vjp; (p[0]));
}
#[test]
fn t_d52() {
    every!([-1.3]; |p| d5, d5_value_and_grad, d5_grad, d5_vjp; (p[0]));
}
#[differentiate]
fn d6(x: &[f64]) -> f64 {
    let mut it = 0;
    let mut s = 0.0;
    loop {
        let v = match x.get(it) {
            Some(v) => v,
            None => break,
        };
        it += 1;
        if *v < 0.0 {
            continue;
        }
        s += v * v;
    }
    s
}
#[test]
fn t_d6() {
    every!([0.3, -0.5, 0.8]; |p| d6, d6_value_and_grad, d6_grad, d6_vjp; (p));
}
#[differentiate]
fn d7(x: &[f64]) -> f64 {
    let mut best = f64::MIN;
    let mut arg = usize::MAX;
    for (i, &v) in x.iter().enumerate() {
        if v > best {
            (best, arg) = (v, i);
        }
    }
    best * arg as f64 + x[arg]
}
#[test]
fn t_d7() {
    every!([0.3, 0.9, 0.8]; |p| d7, d7_value_and_grad, d7_grad, d7_vjp; (p));
}
#[differentiate]
fn d8(x: f64) -> f64 {
    let s: f64 = (1..=5).map(f64::from).map(|k| x / k).sum();
    s
}
#[test]
fn t_d8() {
    every!([0.3]; |p| d8, d8_value_and_grad, d8_grad, d8_vjp; (p[0]));
}
#[differentiate]
fn d9(x: &[f64]) -> f64 {
    let n = x.len() as f64;
    let m = x.iter().sum::<f64>() / n;
    (x.iter().map(|v| (v - m).powi(2)).sum::<f64>() / (n - 1.)).sqrt()
}
#[test]
fn t_d9() {
    every!([0.3, 0.9, 0.8]; |p| d9, d9_value_and_grad, d9_grad, d9_vjp; (p));
}
