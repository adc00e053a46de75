//! Layers of different widths, lists of lists.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn dense(w: &[Vec<f64>], x: &[f64]) -> Vec<f64> {
    w.iter().map(|r| r.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh()).collect()
}
#[differentiate]
fn a1(x: &[f64], w: &[Vec<Vec<f64>>]) -> f64 {
    let mut h = x.to_vec();
    for l in w {
        h = dense(l, &h);
    }
    h[0]
}
#[test]
fn t_a1() {
    every!(nums(10); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (&p[..2], &[vec![p[2..4].to_vec(), p[4..6].to_vec()], vec![p[6..8].to_vec(), p[8..].to_vec()]].iter().map(|l| l.clone()).collect::<Vec<_>>()));
}
#[differentiate]
fn dense2(w: &[f64], x: &[f64]) -> Vec<f64> {
    let n = x.len();
    w.chunks(n).map(|r| r.iter().zip(x).map(|(a, b)| a * b).sum::<f64>().tanh()).collect()
}
#[differentiate]
fn a2(x: &[f64], w: &[f64], sizes: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut off = 0;
    for &m in sizes {
        let n = h.len() * m;
        h = dense2(&w[off..off + n], &h);
        off += n;
    }
    h[0]
}
#[test]
fn t_a2() {
    every!(nums(13); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (&p[..2], &p[2..], &[3, 1]));
}
#[differentiate]
fn a3(x: &[f64], w: &[f64], sizes: &[usize]) -> f64 {
    let mut h = x.to_vec();
    let mut rest = 0;
    for &m in sizes {
        let n = h.len();
        let mut next = vec![0.0; m];
        for i in 0..m {
            for j in 0..n {
                next[i] += w[rest + i * n + j] * h[j];
            }
            next[i] = next[i].tanh();
        }
        rest += n * m;
        h = next;
    }
    h[0]
}
#[test]
fn t_a3() {
    every!(nums(13); |p| a3, a3_value_and_grad, a3_grad, a3_vjp; (&p[..2], &p[2..], &[3, 1]));
}
#[differentiate]
fn a4(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    let mut t = 0.0;
    for k in 0..3 {
        let y: Vec<f64> = h.iter().step_by(2).map(|v| v * v + k as f64).collect();
        t += y[0];
        h = y;
    }
    t * h[0]
}
#[test]
fn t_a4() {
    every!(nums(9); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p));
}
#[differentiate]
fn a5(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    for _ in 0..2 {
        let (a, b) = h.split_at(h.len() / 2);
        h = a.iter().zip(b).map(|(p, q)| p * q + p).collect();
    }
    h[0] * h[1]
}
#[test]
fn t_a5() {
    every!(nums(8); |p| a5, a5_value_and_grad, a5_grad, a5_vjp; (p));
}
#[differentiate]
fn a6(x: &[f64]) -> f64 {
    let mut h = x.to_vec();
    while h.len() > 1 {
        h = h.chunks(2).map(|c| c.iter().sum::<f64>().sin()).collect();
    }
    h[0]
}
#[test]
fn t_a6() {
    every!(nums(8); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p));
}
#[differentiate]
fn a7(x: &[f64]) -> f64 {
    let mut h = vec![x[0]];
    for i in 1..4 {
        h = vec![x[i]; i + 1];
        h[0] *= 2.0;
    }
    h.iter().product()
}
#[test]
fn t_a7() {
    every!(nums(8); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p));
}
#[differentiate]
fn a8(x: &[f64]) -> f64 {
    let mut h = vec![x[0]];
    if x[1] < 5.0 {
        h = x.to_vec();
    }
    h[1] * h[0]
}
#[test]
fn t_a8() {
    every!(nums(8); |p| a8, a8_value_and_grad, a8_grad, a8_vjp; (p));
}
#[differentiate]
fn a9(x: &[f64], n: usize) -> f64 {
    let h = if n > 2 { vec![x[0]; n] } else { x[..2].to_vec() };
    let mut g = h;
    g[1] *= 2.0;
    g.iter().product()
}
#[test]
fn t_a9() {
    every!(nums(8); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p, 1));
}
#[test]
fn t_a92() {
    every!(nums(8); |p| a9, a9_value_and_grad, a9_grad, a9_vjp; (p, 3));
}
#[differentiate]
fn b1(x: &[f64]) -> f64 {
    let mut rows = vec![vec![x[0]]];
    for i in 1..4 {
        let last = rows[rows.len() - 1].clone();
        let mut r = last;
        r.push(x[i] * r[0]);
        rows.push(r);
    }
    rows[3].iter().product::<f64>() * rows[1][1]
}
#[test]
fn t_b1() {
    every!(nums(4); |p| b1, b1_value_and_grad, b1_grad, b1_vjp; (p));
}
#[differentiate]
fn b2(x: &[f64]) -> f64 {
    let mut rows = vec![vec![0.0; 1]; 3];
    for i in 0..3 {
        rows[i] = x[..=i].to_vec();
        rows[i][0] += 1.0;
    }
    rows.iter().map(|r| r.iter().product::<f64>()).sum()
}
#[test]
fn t_b2() {
    every!(nums(4); |p| b2, b2_value_and_grad, b2_grad, b2_vjp; (p));
}
#[cfg(any())] // FOUND
#[differentiate]
fn b6(x: &[f64]) -> f64 {
    let mut o = vec![];
    b5(x, &mut o);
    b5(&x[1..], &mut o);
    o.iter().sum()
}
#[cfg(any())] // FOUND
#[test]
fn t_b6() {
    every!(nums(4); |p| b6, b6_value_and_grad, b6_grad, b6_vjp; (p));
}
#[differentiate]
fn b7(x: &[f64], k: usize) -> Vec<f64> {
    if k == 0 {
        return x.to_vec();
    }
    let y = b7(x, k - 1);
    let mut z = b7(&y[1..], 0);
    z.push(y[0]);
    z
}
#[test]
fn t_b7() {
    vjp!(nums(4); |p| b7, b7_vjp; (p, 3));
}
#[differentiate]
fn b8(x: &[f64]) -> f64 {
    let mut p: Vec<f64> = Vec::new();
    for r in x {
        p = if p.is_empty() { vec![*r] } else { p.iter().map(|v| v * r).chain([*r]).collect() };
    }
    p.iter().sum()
}
#[test]
fn t_b8() {
    every!(nums(4); |p| b8, b8_value_and_grad, b8_grad, b8_vjp; (p));
}
#[differentiate]
fn two(x: &[f64]) -> (Vec<f64>, f64) {
    let mut y = x.to_vec();
    y.push(x[0] * x[0]);
    (y, x[0])
}
#[differentiate]
fn b9(x: &[f64]) -> f64 {
    let (a, s) = two(x);
    let (b, t) = two(&a);
    b.iter().product::<f64>() * s * t
}
#[test]
fn t_b9() {
    every!(nums(3); |p| b9, b9_value_and_grad, b9_grad, b9_vjp; (p));
}
#[differentiate]
fn tr(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    (0..a[0].len()).map(|j| a.iter().map(|r| r[j] * 2.0).collect::<Vec<f64>>()).collect::<Vec<_>>()
}
#[differentiate]
fn c1(x: &[Vec<f64>]) -> f64 {
    let mut m = x.to_vec();
    for _ in 0..3 {
        m = tr(&m);
    }
    m[2][1] * m[0][0]
}
#[test]
fn t_c1() {
    every!(nums(6); |p| c1, c1_value_and_grad, c1_grad, c1_vjp; (&[p[..3].to_vec(), p[3..].to_vec()]));
}
#[differentiate]
fn matmul(a: &[Vec<f64>], b: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let mut c = vec![vec![0.0; b[0].len()]; a.len()];
    for i in 0..a.len() {
        for j in 0..b[0].len() {
            for k in 0..b.len() {
                c[i][j] += a[i][k] * b[k][j];
            }
        }
    }
    c
}
#[differentiate]
fn c2(x: &[Vec<f64>], n: usize) -> f64 {
    let mut m = x.to_vec();
    for _ in 0..n {
        m = matmul(&m, x);
    }
    m[0][1]
}
#[test]
fn t_c2() {
    every!(nums(4); |p| c2, c2_value_and_grad, c2_grad, c2_vjp; (&[p[..2].to_vec(), p[2..].to_vec()], 3));
}
#[differentiate]
fn c3(x: &[Vec<f64>]) -> f64 {
    let t = tr(x);
    let g = matmul(x, &t);
    g[0][0] * g[1][1] - g[0][1] * g[1][0]
}
#[test]
fn t_c3() {
    every!(nums(6); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (&[p[..3].to_vec(), p[3..].to_vec()]));
}
