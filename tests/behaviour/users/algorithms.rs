//! Algorithms of textbooks: dynamic programming, sorting, graphs.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1(x: &[f64]) -> f64 {
    let n = x.len();
    let mut c = vec![0usize; 3];
    for i in 0..n {
        c[i % 3] += 1;
    }
    x.iter().enumerate().map(|(i, v)| v / c[i % 3] as f64).sum()
}
#[test]
fn t_a1() {
    every!(nums(7); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2(x: &[f64]) -> f64 {
    let mut lut = [0i32; 8];
    for i in 0..8 {
        lut[i] = (i as i32 * 5) % 7 - 3;
    }
    x.iter().zip(lut).map(|(v, k)| v.powi(k)).sum()
}
#[test]
fn t_a2() {
    every!(nums(5); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (p));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut order: Vec<usize> = (0..x.len()).collect();
    order.reverse();
    order.push(0);
    let mut s = 1.0;
    for &i in &order {
        s = s * 0.5 + x[i];
    }
    s
}
#[test]
fn t_a4() {
    every!(nums(5); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64], k: usize) -> f64 {
    let mut used = vec![false; x.len()];
    let mut s = 0.0;
    for r in 0..k {
        let mut best = usize::MAX;
        for i in 0..x.len() {
            if !used[i] && (best == usize::MAX || x[i] > x[best]) {
                best = i;
            }
        }
        used[best] = true;
        s += x[best] / (r + 1) as f64;
    }
    s
}
#[test]
fn t_a5() {
    every!(nums(5); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p, 3));
}
#[differentiate]
fn a6(d: &[Vec<f64>], src: usize) -> f64 {
    let n = d.len();
    let mut dist = vec![f64::INFINITY; n];
    let mut done = vec![false; n];
    dist[src] = 0.0;
    for _ in 0..n {
        let mut u = n;
        for i in 0..n {
            if !done[i] && (u == n || dist[i] < dist[u]) {
                u = i;
            }
        }
        done[u] = true;
        for v in 0..n {
            let alt = dist[u] + d[u][v];
            if alt < dist[v] {
                dist[v] = alt;
            }
        }
    }
    dist.iter().sum()
}
#[test]
fn t_a6() {
    every!([9.0, 0.3, 0.9, 0.3, 9.0, 0.4, 0.9, 0.4, 9.0]; |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (&[p[..3].to_vec(), p[3..6].to_vec(), p[6..].to_vec()], 0));
}
#[differentiate]
fn a7(d: &[[f64; 3]; 3]) -> f64 {
    let mut m = *d;
    for k in 0..3 {
        for i in 0..3 {
            for j in 0..3 {
                m[i][j] = m[i][j].min(m[i][k] + m[k][j]);
            }
        }
    }
    m[0][2] + m[1][2] * m[2][0]
}
#[test]
fn t_a7() {
    every!([9.0, 0.3, 0.9, 0.35, 9.0, 0.4, 0.9, 0.45, 9.0]; |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (&mat(p)));
}
#[differentiate]
fn a8(x: &[f64], cap: usize, w: &[usize]) -> f64 {
    let mut dp = vec![0.0; cap + 1];
    for (v, &wi) in x.iter().zip(w) {
        for c in (wi..=cap).rev() {
            let cand = dp[c - wi] + v;
            if cand > dp[c] {
                dp[c] = cand;
            }
        }
    }
    dp[cap]
}
#[test]
fn t_a8() {
    every!([1.3, 2.1, 0.7]; |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p, 5, &[2, 3, 1]));
}
#[differentiate]
fn a9(a: &[f64], b: &[f64]) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut prev: Vec<f64> = (0..=m).map(|j| j as f64).collect();
    for i in 1..=n {
        let mut cur = vec![i as f64; m + 1];
        for j in 1..=m {
            let sub = prev[j - 1] + (a[i - 1] - b[j - 1]).abs();
            cur[j] = sub.min(prev[j] + 1.0).min(cur[j - 1] + 1.0);
        }
        prev = cur;
    }
    prev[m]
}
#[test]
fn t_a9() {
    every!(nums(7); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (&p[..3], &p[3..]));
}
#[differentiate]
fn b1(a: &[f64], b: &[f64], g: f64) -> f64 {
    let (n, m) = (a.len(), b.len());
    let mut r = vec![vec![f64::INFINITY; m + 1]; n + 1];
    r[0][0] = 0.0;
    let softmin = |x: f64, y: f64, z: f64| {
        let lo = x.min(y).min(z);
        let s = ((lo - x) / g).exp() + ((lo - y) / g).exp() + ((lo - z) / g).exp();
        lo - g * s.ln()
    };
    for i in 1..=n {
        for j in 1..=m {
            let d = (a[i - 1] - b[j - 1]).powi(2);
            r[i][j] = d + softmin(r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]);
        }
    }
    r[n][m]
}
#[cfg(any())] // the gradient by `g` is NaN, 0 · ∞ at the border
#[test]
fn t_b1() {
    every!([0.3, 0.5, 0.7, 0.2, 0.9, 0.4, 0.3]; |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (&p[..3], &p[3..6], p[6]));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut heap = x.to_vec();
    let n = heap.len();
    for start in (0..n / 2).rev() {
        let mut i = start;
        loop {
            let mut m = i;
            let l = 2 * i + 1;
            if l < n && heap[l] > heap[m] {
                m = l;
            }
            if l + 1 < n && heap[l + 1] > heap[m] {
                m = l + 1;
            }
            if m == i {
                break;
            }
            heap.swap(i, m);
            i = m;
        }
    }
    heap[0] * heap[n - 1] + heap[1]
}
#[test]
fn t_b2() {
    every!(nums(6); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[differentiate]
fn b3(x: &[f64]) -> f64 {
    let mut a = x.to_vec();
    let n = a.len();
    let mut gap = n / 2;
    while gap > 0 {
        for i in gap..n {
            let t = a[i];
            let mut j = i;
            while j >= gap && a[j - gap] > t {
                a[j] = a[j - gap];
                j -= gap;
            }
            a[j] = t;
        }
        gap /= 2;
    }
    a.iter().enumerate().map(|(i, v)| v * i as f64).sum()
}
#[test]
fn t_b3() {
    every!(nums(8); |p| b3, b3_value_and_grad, b3_grad, b3_vjp; (p));
}
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let [a, b, c] = x[..3] else { panic!() };
    a * b - c
}
#[test]
fn t_b6() {
    every!(nums(6); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let (first, rest) = x.split_first().unwrap();
    let (last, mid) = rest.split_last().unwrap();
    first * last + mid.iter().map(|v| v * first).sum::<f64>()
}
#[test]
fn t_b9() {
    every!(nums(6); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn c2(x: &[f64]) -> f64 {
    let mut acc = [0.0f64; 2];
    for (k, v) in x.iter().enumerate() {
        let slot = &mut acc[k % 2];
        *slot += v * v;
        *slot *= 0.9;
    }
    acc[0] - acc[1]
}
#[test]
fn t_c2() {
    every!(nums(6); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (p));
}
#[differentiate]
fn c3(x: &[f64]) -> f64 {
    let mut m = [[0.0; 2]; 2];
    for (k, v) in x.iter().enumerate() {
        let row = &mut m[k % 2];
        row[k / 3] += v * v;
    }
    m[0][0] * m[1][1] - m[0][1] * m[1][0]
}
#[test]
fn t_c3() {
    every!(nums(6); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (p));
}
#[differentiate]
fn c4(x: &[f64]) -> f64 {
    let mut m = vec![vec![1.0; 2]; 2];
    for (k, v) in x.iter().enumerate() {
        let row = &mut m[k % 2];
        row[k / 3] *= v;
    }
    let r = &m[0];
    r[0] * r[1] + m[1].iter().sum::<f64>()
}
#[test]
fn t_c4() {
    every!(nums(6); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (p));
}
#[differentiate]
fn c5(x: &[f64]) -> f64 {
    let mut total = 0.0;
    let t = &mut total;
    for v in x {
        *t += v * v;
    }
    *t *= 2.0;
    total
}
#[test]
fn t_c5() {
    every!(nums(6); |p| c5, c5_value_and_grad, c5_grad, c5_vjp; (p));
}
#[differentiate]
fn c7(x: f64, y: f64) -> f64 {
    let (a, b) = (x * 2.0, y * 3.0);
    let p = if a > b { &a } else { &b };
    let q = p;
    *q * **&p
}
#[test]
fn t_c7() {
    every!([0.3, 0.4]; |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0], p[1]));
}
#[differentiate]
fn c8(x: &[f64], y: &[f64]) -> f64 {
    let (s, l) = if x.len() < y.len() { (x, y) } else { (y, x) };
    s.iter().zip(&l[1..]).map(|(a, b)| a * b * b).sum()
}
#[test]
fn t_c8() {
    every!(nums(5); |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (&p[..2], &p[2..]));
}
#[test]
fn t_c82() {
    every!(nums(5); |p| c8, c8_value_and_grad, c8_grad, c8_vjp; (&p[..4], &p[4..]));
}
