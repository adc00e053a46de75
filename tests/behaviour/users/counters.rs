//! Counters that do not step by one.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 0;
    let mut step = 1;
    while i < x.len() {
        s = s * x[i] + 1.0;
        i += step;
        step += 1;
    }
    s
}
#[test]
fn t_a1() {
    every!(nums(8); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 1;
    while i < x.len() {
        s = s * x[i] + x[0];
        i *= 2;
    }
    s
}
#[test]
fn t_a2() {
    every!(nums(9); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a3(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut k = 0b1011usize;
    while k > 0 {
        s = s * x[k & 1] + x[2];
        k >>= 1;
    }
    s
}
#[test]
fn t_a3() {
    every!(nums(3); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 2;
    for _ in 0..7 {
        i = (i + 3) % x.len();
        s = s * x[i] + 0.5;
    }
    s
}
#[test]
fn t_a4() {
    every!(nums(5); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i = 0;
    for k in 0..6 {
        i = x.len() - 1 - i;
        s = s * x[i] + k as f64;
    }
    s
}
#[test]
fn t_a5() {
    every!(nums(5); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i: usize = x.len();
    while i >= 2 {
        i -= 2;
        s = s * x[i] + x[i + 1];
    }
    s
}
#[test]
fn t_a6() {
    every!(nums(5); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut i: u8 = 250;
    for _ in 0..8 {
        i = i.wrapping_add(1);
        s = s * x[i as usize % 3] + 0.1;
    }
    s
}
#[cfg(any())] // FOUND
#[test]
fn t_a7() {
    every!(nums(3); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let (mut i, mut j) = (0, 0);
    let mut s = 1.0;
    while i < 3 && j < 3 {
        s = s * x[i] * x[3 + j] + 0.3;
        if x[i] < x[3 + j] {
            i += 1;
        } else {
            j += 1;
        }
    }
    s + i as f64
}
#[test]
fn t_a8() {
    every!(nums(6); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64]) -> f64 {
    let mut s = 1.0;
    let mut n = 7u32;
    loop {
        s = s * x[(n % 3) as usize] + 0.2;
        if n == 1 {
            break;
        }
        n = if n % 2 == 0 { n / 2 } else { 3 * n + 1 };
    }
    s
}
#[test]
fn t_a9() {
    every!(nums(3); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut i = 0;
    while i < v.len() {
        let mut j = i;
        while j < v.len() {
            v[j] = v[j] * v[i] + 0.1;
            j += i + 1;
        }
        i += 1;
    }
    v.iter().sum()
}
#[test]
fn t_b1() {
    every!(nums(5); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut t: i32 = -1;
    while t.abs() < 4 {
        let k = t.unsigned_abs() as usize;
        v[k % 3] *= v[(k + 1) % 3] + 1.0;
        t = -t + t.signum();
        if t > 0 {
            t += 1;
        }
    }
    v.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_b2() {
    every!(nums(3); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut c = 0.0;
    while c < 1.0 {
        v[(c * 4.0) as usize % 3] *= 1.5;
        c += 0.25;
    }
    v.iter().product::<f64>() * c
}
#[test]
fn t_b3() {
    every!(nums(3); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b4(x: &[f64]) -> f64 {
    let mut t = 0.0;
    let dt = 0.3;
    let mut y = x[0];
    let mut n = 0;
    while t < 1.0 {
        let h = if t + dt > 1.0 { 1.0 - t } else { dt };
        y += h * (x[1] * t - y * y);
        t += h;
        n += 1;
    }
    y * n as f64
}
#[test]
fn t_b4() {
    every!(nums(2); |p| b4, b4_value_and_grad, b4_grad, b4_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let d = [(0i32, 1i32), (1, 0), (0, -1), (-1, 0)];
    let (mut r, mut c) = (1i32, 1i32);
    let mut s = 1.0;
    for k in 0..8 {
        let (dr, dc) = d[k % 4];
        r = (r + dr).clamp(0, 2);
        c = (c + dc).rem_euclid(3);
        s = s * x[(r * 3 + c) as usize] + 0.5;
    }
    s
}
#[test]
fn t_b6() {
    every!(nums(9); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64], n: usize) -> f64 {
    let mut s = x[0];
    for i in (0..n).rev().skip(1).step_by(2) {
        s = s * x[i] + 0.3;
    }
    for i in (1..=n).step_by(3) {
        s *= x[i - 1] + 1.0;
    }
    s
}
#[test]
fn t_b7() {
    every!(nums(6); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p, 6));
}
#[test]
fn t_b72() {
    every!(nums(6); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p, 5));
}
#[test]
fn t_b73() {
    every!(nums(6); |p| b7, b7_value_and_grad, b7_grad, b7_vjp; (p, 0));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let mut s = 1.0;
    for (i, j) in (0..3).zip((0..3).rev()) {
        for (k, l) in (i..4).zip(j..) {
            s = s * x[k] + x[l % 4];
        }
    }
    s
}
#[test]
fn t_b8() {
    every!(nums(4); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let mut stack = vec![(0usize, x.len())];
    let mut s = 1.0;
    while let Some((lo, hi)) = stack.pop() {
        if hi - lo <= 1 {
            if hi > lo {
                s = s * x[lo] + 0.2;
            }
            continue;
        }
        let mid = (lo + hi) / 2;
        stack.push((lo, mid));
        stack.push((mid, hi));
        s += 0.01 * x[mid];
    }
    s
}
#[test]
fn t_b9() {
    every!(nums(5); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c1(x: &[f64]) -> f64 {
    let mut seen = vec![false; 6];
    let mut i = 0;
    let mut s = 1.0;
    while !seen[i] {
        seen[i] = true;
        s = s * x[i] + 0.1;
        i = (i * 2 + 1) % 6;
    }
    s * i as f64 + s
}
#[test]
fn t_c1() {
    every!(nums(6); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64], adj: &[Vec<usize>]) -> f64 {
    let mut q = vec![0usize];
    let mut dist = vec![usize::MAX; x.len()];
    dist[0] = 0;
    let mut head = 0;
    let mut s = 0.0;
    while head < q.len() {
        let u = q[head];
        head += 1;
        s += x[u] / (dist[u] + 1) as f64 * (s + 1.0);
        for &v in &adj[u] {
            if dist[v] == usize::MAX {
                dist[v] = dist[u] + 1;
                q.push(v);
            }
        }
    }
    s
}
#[test]
fn t_c2() {
    every!(nums(4); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p, &[vec![1, 2], vec![3], vec![3], vec![]]));
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let mut n = a.len();
    loop {
        let mut swapped = false;
        let mut i = 1;
        while i < n {
            if a[i - 1] > a[i] {
                a.swap(i - 1, i);
                swapped = true;
            }
            i += 1;
        }
        n -= 1;
        if !swapped {
            break;
        }
    }
    a.iter().enumerate().map(|(i, v)| v * i as f64).sum()
}
#[test]
fn t_c3() {
    every!(nums(6); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(x: &[f64]) -> f64 {
    let mut v = x.to_vec();
    let mut len = v.len();
    while len > 1 {
        let half = len.div_ceil(2);
        for i in 0..len / 2 {
            v[i] = v[i] * v[half + i] + v[i];
        }
        len = half;
    }
    v[0]
}
#[test]
fn t_c4() {
    every!(nums(7); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p));
}
