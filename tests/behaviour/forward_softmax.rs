//! Forward mode through `softmax`, `log_softmax` and `cross_entropy`, against central differences and derivatives by hand.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;

#[differentiate(grad, jvp, hvp)]
fn arr(x: f64) -> f64 {
    let v = [x, x * x, 0.3];
    let p = softmax(&v);
    p[0] * p[1] + p[2] * x
}
#[differentiate(grad, jvp, hvp)]
fn list(x: &[f64]) -> f64 {
    let p = softmax(x);
    let q = log_softmax(&p);
    p.iter().zip(&q).map(|(p, q)| -p * q).sum()
}
#[differentiate(grad, jvp, hvp, hessian)]
fn ce(x: &[f64], n: usize) -> f64 {
    let v: Vec<f64> = x.iter().map(|x| x * x).collect();
    cross_entropy(&v, n) + cross_entropy(&[x[0], x[1]], 1)
}
#[differentiate(grad, jvp, hvp)]
fn lsv(x: &[f64; 3]) -> f64 {
    let v = vec![x[0], x[1] * x[2], x[2]];
    let l = log_softmax(&v);
    l[1] * l[0]
}
#[differentiate(jvp, jacobian)]
fn soft(x: [f64; 3]) -> [f64; 3] {
    softmax(&x)
}
#[differentiate(grad, jvp, hvp)]
fn gen_t<T: Float>(x: &[T]) -> T {
    let p = softmax(x);
    cross_entropy(&p, 0) + p[1] * log_softmax(x)[1]
}
fn near(a: f64, b: f64) {
    assert!((a - b).abs() < 2e-6 * b.abs().max(1.0), "{a} {b}");
}
macro_rules! t { ($f:ident $g:ident $j:ident $h:ident $n:literal ($($e:expr),*)) => {{
  let x: [f64; $n] = std::array::from_fn(|i| 0.3 + 0.4 * i as f64); let t: [f64; $n] = std::array::from_fn(|i| 1.0 - 0.7 * i as f64); let e = 1e-5;
  let m = |h: f64| -> [f64; $n] { std::array::from_fn(|i| x[i] + h * t[i]) };
  let (v, tv) = $j(&x $(, $e)*, &t); assert_eq!(v, $f(&x $(, $e)*));
  near(tv, ($f(&m(e) $(, $e)*) - $f(&m(-e) $(, $e)*)) / (2.0 * e));
  let h = $h(&x $(, $e)*, &t); let (u, d) = ($g(&m(e) $(, $e)*), $g(&m(-e) $(, $e)*));
  for i in 0..$n { near(h[i], (u[i] - d[i]) / (2.0 * e)); }
}}; }
#[test]
fn softmaxes() {
    let e = 1e-5;
    near(arr_jvp(0.7, 1.0).1, arr_grad(0.7));
    near(arr_hvp(0.7, 2.0), 2.0 * (arr_grad(0.7 + e) - arr_grad(0.7 - e)) / (2.0 * e));
    t!(list list_grad list_jvp list_hvp 4 ());
    t!(ce ce_grad ce_jvp ce_hvp 3 (2));
    t!(lsv lsv_grad lsv_jvp lsv_hvp 3 ());
    t!(gen_t gen_t_grad gen_t_jvp gen_t_hvp 3 ());
    let p = softmax(&[0.1, 0.2, -0.4]);
    let j = soft_jacobian([0.1, 0.2, -0.4]);
    for a in 0..3 {
        for b in 0..3 {
            near(j[a][b], p[a] * (f64::from(a == b) - p[b]));
        }
    }
    let h = ce_hessian(&[0.0, 0.0], 0);
    assert_eq!(h, [[0.25 - 1.0 * 0.0 + (2.0 * 0.5 - 2.0), -0.25], [-0.25, 0.25 + 1.0]]);
}
