//! Generic and narrow floats, unusual signatures.

use crate::check::{arr, mat, nums};
use differentiate::{Float, differentiate, stop_gradient};

#[differentiate]
fn a1<T: Float>(x: &[T]) -> T {
    let mut s = T::ZERO;
    for (i, v) in x.iter().enumerate() {
        if i % 2 == 0 {
            s += *v * *v;
        } else {
            s -= v.sin();
        }
    }
    s
}
#[test]
fn t_a1() {
    every!(nums(5); |p| a1, a1_value_and_grad, a1_grad, a1_vjp; (p));
}
#[differentiate]
fn a2<T: Float>(x: &[T], k: T) -> T {
    x.iter().fold(T::ZERO, |a, &v| a * k + v)
}
#[test]
fn t_a2() {
    every!(nums(5); |p| a2, a2_value_and_grad, a2_grad, a2_vjp; (&p[..4], p[4]));
}
#[differentiate]
fn a3<T: Float, const N: usize>(a: &[[T; N]; N], b: [T; N]) -> [T; N] {
    let mut m = *a;
    let mut x = b;
    for k in 0..N {
        for i in k + 1..N {
            let f = m[i][k] / m[k][k];
            for j in k..N {
                let t = m[k][j];
                m[i][j] -= f * t;
            }
            let t = x[k];
            x[i] -= f * t;
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            let t = m[i][j] * x[j];
            x[i] -= t;
        }
        x[i] = x[i] / m[i][i];
    }
    x
}
#[test]
fn t_a3() {
    vjp!(1e-5, [2.0, 0.3, 0.1, 1.5, 0.7, 0.9]; |p| a3, a3_vjp; (&mat::<2, 2>(p), arr(&p[4..])));
}
#[differentiate]
fn a4<T>(x: T, y: T) -> T
where
    T: Float,
{
    let d = (x * x + y * y).sqrt();
    if d > T::ONE { d.ln() } else { d - T::ONE }
}
#[test]
fn t_a4() {
    every!(nums(2); |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0], p[1]));
}
#[test]
fn t_a42() {
    every!([1.3, 0.4]; |p| a4, a4_value_and_grad, a4_grad, a4_vjp; (p[0], p[1]));
}
#[differentiate]
fn a5<T: Float>(w: &[T], x: &[T]) -> Vec<T> {
    x.iter()
        .map(|&v| {
            let mut h = v;
            for &c in w {
                h = (h * c).tanh();
            }
            h
        })
        .collect()
}
#[test]
fn t_a5() {
    vjp!(nums(5); |p| a5, a5_vjp; (&p[..2], &p[2..]));
}
#[differentiate]
fn a6<T: Float>(x: T) -> T {
    let half = T::from_f64(0.5);
    half * x * x
}
#[test]
fn t_a6() {
    every!(nums(1); |p| a6, a6_value_and_grad, a6_grad, a6_vjp; (p[0]));
}
#[differentiate]
fn a7<T: Float + From<f32>>(x: T) -> T {
    let half: T = 0.5f32.into();
    half * x * x
}
#[test]
fn t_a7() {
    every!(nums(1); |p| a7, a7_value_and_grad, a7_grad, a7_vjp; (p[0]));
}
#[differentiate]
fn b1(x: &[f32]) -> f32 {
    let mut s = 0.0;
    for (i, v) in x.iter().enumerate() {
        s += v * (i as f32).sqrt();
        s *= 0.9;
    }
    s
}
#[differentiate]
fn b2(x: &[f32], lr: f32) -> f32 {
    let mut w = x.to_vec();
    for _ in 0..3 {
        let loss: f32 = w.iter().map(|v| v * v).sum();
        for v in w.iter_mut() {
            *v -= lr * 2.0 * *v * loss;
        }
    }
    w.iter().sum()
}
#[differentiate]
fn b3(x: f32) -> f64 {
    let y = x as f64;
    y.sin() * f64::from(x)
}
#[differentiate]
fn b4(x: f64) -> f32 {
    let y = x as f32;
    y * y
}
#[differentiate]
fn b5(x: [f32; 3]) -> f32 {
    let n = x.iter().map(|v| v.powi(2)).sum::<f32>().sqrt().max(1e-6);
    x.map(|v| v / n).iter().enumerate().map(|(i, v)| v * i as f32).sum()
}
#[differentiate]
fn b6(x: f32, n: usize) -> f32 {
    let mut acc = 1.0;
    let mut term = 1.0;
    for k in 1..n {
        term *= x / k as f32;
        acc += term;
    }
    acc
}
#[differentiate]
fn b7(x: f32) -> f32 {
    let a = if x > 0.5 { 2.0 } else { 3.0 };
    let b = a * 0.1;
    b * x
}
#[differentiate]
fn b8(x: f32) -> f32 {
    let mut m = [[0.0; 2]; 2];
    m[0][1] = x;
    m[1][0] = 0.1 * x;
    let d = m[0][1] * m[1][0];
    d + std::f32::consts::PI * x
}
#[differentiate]
fn b9(x: &[f32]) -> f32 {
    let m = x.iter().fold(f32::NEG_INFINITY, |a, &b| a.max(b));
    let e: Vec<f32> = x.iter().map(|v| (v - m).exp()).collect();
    let z: f32 = e.iter().sum();
    -(e[0] / z).ln()
}
macro_rules! close32 { ($f:ident, $g:ident, $at:expr, $($r:tt)*) => {{ let at: Vec<f32> = $at; let (v, g) = $g(&at $($r)*); assert_eq!(v, $f(&at $($r)*)); let g: Vec<f32> = g; let h = 1e-2; for i in 0..at.len() { let mut p = at.clone(); p[i] += h; let mut q = at.clone(); q[i] -= h; let d = ($f(&p $($r)*) - $f(&q $($r)*)) / (2.0 * h); assert!((d - g[i]).abs() < 2e-3 * d.abs().max(1.0), "{i}: {} {d}", g[i]); } }} }
fn b2l(x: &[f32]) -> f32 {
    b2(x, 0.1)
}
fn b2g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, (g, _)) = b2_value_and_grad(x, 0.1);
    (v, g)
}
fn b5l(x: &[f32]) -> f32 {
    b5([x[0], x[1], x[2]])
}
fn b5g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = b5_value_and_grad([x[0], x[1], x[2]]);
    (v, g.to_vec())
}
fn b6l(x: &[f32]) -> f32 {
    b6(x[0], 8)
}
fn b6g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = b6_value_and_grad(x[0], 8);
    (v, vec![g])
}
fn b7l(x: &[f32]) -> f32 {
    b7(x[0])
}
fn b7g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = b7_value_and_grad(x[0]);
    (v, vec![g])
}
fn b8l(x: &[f32]) -> f32 {
    b8(x[0])
}
fn b8g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = b8_value_and_grad(x[0]);
    (v, vec![g])
}
fn b4l(x: &[f32]) -> f32 {
    b4(x[0] as f64)
}
fn b4g(x: &[f32]) -> (f32, Vec<f32>) {
    let (v, g) = b4_value_and_grad(x[0] as f64);
    (v, vec![g as f32])
}
#[test]
fn f32s() {
    let n = || nums(4).iter().map(|v| *v as f32).collect::<Vec<f32>>();
    close32!(b1, b1_value_and_grad, n(),);
    close32!(b2l, b2g, n(),);
    close32!(b5l, b5g, n()[..3].to_vec(),);
    close32!(b6l, b6g, vec![0.7],);
    close32!(b7l, b7g, vec![0.7],);
    close32!(b8l, b8g, vec![0.7],);
    close32!(b9, b9_value_and_grad, n(),);
    close32!(b4l, b4g, vec![0.7],);
    let (v, d) = b3_value_and_grad(0.7);
    assert_eq!(v, b3(0.7));
    assert!((d as f64 - (0.7f64.cos() * 0.7 + 0.7f64.sin())).abs() < 1e-5);
}
#[differentiate(grad, wrt(b))]
fn c1(a: f64, b: f64) -> f64 {
    let mut s = a;
    for i in 0..3 {
        s = s * a + b * i as f64;
    }
    s
}
#[test]
fn w1() {
    let g = c1_grad(0.3, 0.4);
    assert!((g - (0.3 + 2.0)).abs() < 1e-12, "{g}");
}
#[differentiate(value_and_grad, wrt(w))]
fn c2(w: &[f64], data: &[Vec<f64>], y: &[f64], lambda: f64) -> f64 {
    let mut l = 0.0;
    for (row, t) in data.iter().zip(y) {
        let e = row.iter().zip(w).map(|(a, b)| a * b).sum::<f64>() - t;
        l += e * e;
    }
    l / data.len() as f64 + lambda * w.iter().map(|v| v.abs()).sum::<f64>()
}
#[test]
fn t_c2() {
    check!(nums(2); |p| c2, c2_value_and_grad; (p, &[vec![0.3, 0.4], vec![0.5, -0.2]], &[1.0, 2.0], 0.1));
}
#[differentiate]
fn c3(x: &Vec<f64>) -> f64 {
    x.iter().map(|v| v * v).sum()
}
#[test]
fn t_c3() {
    every!(nums(2); |p| c3, c3_value_and_grad, c3_grad, c3_vjp; (&p.to_vec()));
}
#[differentiate]
fn c4(x: &&[f64]) -> f64 {
    x.iter().map(|v| v * v).sum()
}
#[test]
fn t_c4() {
    every!(nums(2); |p| c4, c4_value_and_grad, c4_grad, c4_vjp; (&p));
}
#[differentiate]
fn c7(x: f64) -> f64 {
    {
        {
            return x * x;
        }
    }
}
#[test]
fn t_c7() {
    every!(nums(1); |p| c7, c7_value_and_grad, c7_grad, c7_vjp; (p[0]));
}
#[differentiate]
fn c8(x: f64) -> (f64,) {
    (x * x,)
}
#[differentiate]
fn c9(x: f64) -> f64 {
    let (a,) = (x * x,);
    a
}
#[test]
fn t_c9() {
    every!(nums(1); |p| c9, c9_value_and_grad, c9_grad, c9_vjp; (p[0]));
}
#[differentiate]
fn d1(x: f64, _: f64) -> f64 {
    x * x
}
#[differentiate]
fn d2(mut x: [f64; 2], mut n: usize) -> f64 {
    while n > 0 {
        x[n % 2] *= x[0];
        n -= 1;
    }
    x[0] + x[1]
}
#[test]
fn t_d2() {
    every!(nums(2); |p| d2, d2_value_and_grad, d2_grad, d2_vjp; (arr(p), 3));
}
#[differentiate]
fn d3(x: [[[f64; 2]; 2]; 2]) -> [[f64; 2]; 2] {
    let mut y = [[1.0; 2]; 2];
    for p in x {
        for (r, q) in y.iter_mut().zip(p) {
            for (a, b) in r.iter_mut().zip(q) {
                *a *= b;
            }
        }
    }
    y
}
#[test]
fn t_d3() {
    vjp!(nums(8); |p| d3, d3_vjp; ([mat(p), mat(&p[4..])]));
}
