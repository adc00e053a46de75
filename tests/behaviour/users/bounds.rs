//! Reads that are only made where they are in bounds.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    for i in 0..4 {
        if n > 0 && 10 / n > i {
            s += x[i % 2] * x[i % 2];
        }
    }
    s
}
#[test]
fn t_a1() {
    every!(nums(2); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p, 0));
}
#[differentiate]
fn a2(x: &[f64], n: usize) -> f64 {
    let a = if n > 0 { x[n - 1] } else { 1.0 };
    let b = if n > 0 { x[n - 1] * 2.0 } else { 3.0 };
    a * b * x[0]
}
#[test]
fn t_a2() {
    every!(nums(2); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p, 0));
}
#[differentiate]
fn a3(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    if n >= 1 {
        s *= x[n - 1];
    }
    if n >= 2 {
        s *= x[n - 2] + x[n - 1];
    }
    if n < 1 {
        s += 1.0;
    }
    s
}
#[test]
fn t_a3() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p, 0));
}
#[test]
fn t_a32() {
    every!(nums(2); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p, 1));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..x.len() {
        let l = if i == 0 { x[i] } else { x[i - 1] };
        let r = if i + 1 == x.len() { x[i] } else { x[i + 1] };
        s += (l - 2.0 * x[i] + r).powi(2) * (l * r);
    }
    s
}
#[test]
fn t_a4() {
    every!(nums(4); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut u = x.to_vec();
    for _ in 0..2 {
        let old = u.clone();
        for i in 0..u.len() {
            let l = if i == 0 { 0.0 } else { old[i - 1] };
            let r = if i + 1 == old.len() { 0.0 } else { old[i + 1] };
            u[i] += 0.1 * (l - 2.0 * old[i] + r) * l;
        }
    }
    u.iter().product()
}
#[test]
fn t_a5() {
    every!(nums(4); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64], n: usize) -> f64 {
    let mut s = 0.0;
    let mut i = 0;
    loop {
        if i == n {
            break;
        }
        if x[i] < -0.9 {
            break;
        }
        s += x[i] * s + x[i];
        i += 1;
    }
    s
}
#[test]
fn t_a6() {
    every!(nums(3); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p, 3));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for i in 0..10 {
        if i >= x.len() {
            break;
        }
        let v = x[i];
        if v < 0.0 {
            continue;
        }
        s = s * v + v.sqrt();
    }
    s
}
#[test]
fn t_a7() {
    every!(nums(5); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    for i in 0..10 {
        if i == x.len() {
            return 0.5;
        }
        if x[i] > 0.5 {
            return x[i] * x[i];
        }
    }
    1.0
}
#[test]
fn t_a8() {
    every!(nums(5); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[test]
fn t_a82() {
    every!([0.1, 0.2]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: f64, n: i32) -> f64 {
    let k = if n != 0 { 12 / n } else { 0 };
    let y = if n != 0 { x * (12 / n) as f64 } else { x };
    y * k as f64 + x
}
#[test]
fn t_a9() {
    every!([0.3]; |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p[0], 0));
}
#[differentiate]
fn b1(x: &[f64], i: usize, j: usize) -> f64 {
    let ok = i < x.len() && j < x.len();
    if !ok {
        return -1.0;
    }
    let t = x[i] * x[j];
    if t > 0.0 { t.sqrt() } else { t }
}
#[test]
fn t_b1() {
    every!(nums(2); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p, 0, 5));
}
#[test]
fn t_b12() {
    every!(nums(2); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p, 0, 1));
}
#[differentiate]
fn b2(x: &[f64], i: usize) -> f64 {
    let v = x.get(i).copied().unwrap_or_default();
    v * v + x[0]
}
#[test]
fn t_b2() {
    every!(nums(2); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p, 0));
}
#[test]
fn t_b22() {
    every!(nums(2); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p, 7));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut c = 0;
    let mut s = 0.0;
    while c < 10 {
        c += 1;
        if c > x.len() {
            continue;
        }
        s += x[c - 1] * s.cos();
    }
    s
}
#[test]
fn t_b3() {
    every!(nums(3); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64], idx: &[i32]) -> f64 {
    let mut s = 0.0;
    for &i in idx {
        let v = if i < 0 { 0.0 } else { x[i as usize] };
        s = v * s + v;
    }
    s
}
#[test]
fn t_b4() {
    every!(nums(3); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p, &[-1, 2, 0, -1, 1]));
}
#[differentiate]
fn b5(x: &[f64], idx: &[i32]) -> f64 {
    idx.iter().filter(|&&i| i >= 0).map(|&i| x[i as usize].powi(2)).sum()
}
#[test]
fn t_b5() {
    every!(nums(3); |p| b5, b5_value_and_grad, b5_grad, b5_vjp; (p, &[-1, 2, 0, -1, 1]));
}
#[differentiate]
fn b6(x: &[f64], parent: &[Option<usize>]) -> f64 {
    let mut abs = vec![0.0; x.len()];
    for i in 0..x.len() {
        abs[i] = match parent[i] {
            Some(p) => abs[p] * x[i] + 0.1,
            None => x[i],
        };
    }
    abs.iter().product()
}
#[test]
fn t_b6() {
    every!(nums(3); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p, &[None, Some(0), Some(1)]));
}
#[differentiate]
fn b7(x: &[f64], parent: &[Option<usize>]) -> f64 {
    let mut s = 0.0;
    for (v, p) in x.iter().zip(parent) {
        if let Some(p) = p {
            s += v * x[*p];
        } else {
            s += v;
        }
    }
    s
}
#[test]
fn t_b7() {
    every!(nums(3); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p, &[None, Some(0), Some(1)]));
}
#[differentiate]
fn b9(n: u32, x: f64) -> f64 {
    if n == 0 {
        return 1.0;
    }
    if n % 2 == 0 {
        let h = b9(n / 2, x);
        h * h
    } else {
        x * b9(n - 1, x)
    }
}
#[test]
fn t_b9() {
    every!([1.1]; |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (10, p[0]));
}
#[differentiate]
fn c1(x: &[f64], lo: usize, hi: usize) -> f64 {
    if hi - lo == 1 {
        return x[lo];
    }
    let mid = lo + (hi - lo) / 2;
    let (l, r) = (c1(x, lo, mid), c1(x, mid, hi));
    if l > r { l + 0.1 * r } else { r + 0.2 * l }
}
#[test]
fn t_c1() {
    every!(nums(5); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p, 0, 5));
}
#[differentiate]
fn c2(x: &[f64], depth: usize) -> f64 {
    if depth >= x.len() {
        return 0.0;
    }
    let rest = c2(x, depth + 1);
    match depth % 3 {
        0 => x[depth] + rest,
        1 => x[depth] * rest.exp(),
        _ => (x[depth] - rest).sin(),
    }
}
#[test]
fn t_c2() {
    every!(nums(5); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p, 0));
}
#[differentiate]
fn c3(a: &[f64], acc: f64) -> f64 {
    match a {
        [] => acc,
        [h, t @ ..] => c3(t, acc * 0.5 + h * h),
    }
}
#[test]
fn t_c3() {
    every!(nums(5); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn c4(a: &[f64]) -> f64 {
    if let [x, y, rest @ ..] = a {
        x * y + c4(rest)
    } else if let [x] = a {
        *x
    } else {
        0.0
    }
}
#[test]
fn t_c4() {
    every!(nums(5); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn c5(a: &[f64], b: &[f64]) -> f64 {
    match (a, b) {
        ([], _) | (_, []) => 0.0,
        ([x, xs @ ..], [y, ys @ ..]) => x * y + c5(xs, ys),
    }
}
#[cfg(any())] // FOUND
#[test]
fn t_c5() {
    every!(nums(5); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn c6(m: &[Vec<f64>]) -> f64 {
    let n = m.len();
    if n == 1 {
        return m[0][0];
    }
    let mut d = 0.0;
    for c in 0..n {
        let minor: Vec<Vec<f64>> = m[1..]
            .iter()
            .map(|r| r.iter().enumerate().filter(|(j, _)| *j != c).map(|(_, v)| *v).collect())
            .collect();
        let sign = if c % 2 == 0 { 1.0 } else { -1.0 };
        d += sign * m[0][c] * c6(&minor);
    }
    d
}
#[test]
fn t_c6() {
    every!(nums(9); |p| c6, c6_value_and_grad, c6_grad, c6_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..].to_vec()]));
}
#[differentiate]
fn c7(t: f64, y: f64, h: f64, tol: f64, depth: u32) -> f64 {
    let f = |t: f64, y: f64| -y * y + t;
    let full = y + h * f(t, y);
    let half = y + 0.5 * h * f(t, y);
    let two = half + 0.5 * h * f(t + 0.5 * h, half);
    if depth == 0 || (full - two).abs() < tol {
        two
    } else {
        let mid = c7(t, y, h / 2.0, tol, depth - 1);
        c7(t + h / 2.0, mid, h / 2.0, tol, depth - 1)
    }
}
#[cfg(any())] // the point is a jump: differences do not see the slope
#[test]
fn t_c7() {
    every!([0.1, 0.7, 0.5, 0.001]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0], p[1], p[2], p[3], 4));
}
