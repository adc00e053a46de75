//! Programs as physicists and engineers write them, in forward mode and second order: generic vectors, matrices, traits, state that methods change, adaptive steps, kinks.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::{Differentiable, Float, differentiate};
use std::ops::*;
#[track_caller]
fn near(a: f64, b: f64, w: &str) {
    assert!((a - b).abs() < 3e-6 * b.abs().max(1.0), "{w}: {a} {b}");
}
macro_rules! t { ($n:ident $f:ident $g:ident $j:ident $h:ident $hs:ident [$($x:expr),*] ($($e:expr),*)) => {
#[test] fn $n() {
  let x = [$($x),*]; let n = x.len(); let t: Vec<f64> = (0..n).map(|i| 1.0 - 0.7 * i as f64).collect(); let e = 1e-4;
  let m = |h: f64| -> Vec<f64> { (0..n).map(|i| x[i] + h * t[i]).collect() };
  let g = $g(&x $(, $e)*);
  for i in 0..n { let at = |h: f64| { let mut y = x.to_vec(); y[i] += h; $f(&y $(, $e)*) }; near(g[i], (8.0 * (at(e) - at(-e)) - (at(2.0 * e) - at(-2.0 * e))) / (12.0 * e), "grad"); }
  let (v, tv) = $j(&x $(, $e)*, &t); assert_eq!(v.to_bits(), $f(&x $(, $e)*).to_bits());
  near(tv, g.iter().zip(&t).map(|(a, b)| a * b).sum(), "jvp");
  let h = $h(&x $(, $e)*, &t); let (u, d) = ($g(&m(e) $(, $e)*), $g(&m(-e) $(, $e)*));
  let hs = $hs(&x $(, $e)*);
  for i in 0..n { near(h[i], (u[i] - d[i]) / (2.0 * e), "hvp"); near(h[i], hs[i].iter().zip(&t).map(|(a, b)| a * b).sum(), "hessian"); for j in 0..n { near(hs[i][j], hs[j][i], "symmetric"); } }
}}}
// generic vectors with operators
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V<T> {
    x: T,
    y: T,
}
#[differentiate]
impl<T: Float> Add for V<T> {
    type Output = V<T>;
    fn add(self, o: V<T>) -> V<T> {
        V { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate]
impl<T: Float> Sub for V<T> {
    type Output = V<T>;
    fn sub(self, o: V<T>) -> V<T> {
        V { x: self.x - o.x, y: self.y - o.y }
    }
}
#[differentiate]
impl<T: Float> Mul<T> for V<T> {
    type Output = V<T>;
    fn mul(self, o: T) -> V<T> {
        V { x: self.x * o, y: self.y * o }
    }
}
#[differentiate]
impl<T: Float> Div<T> for V<T> {
    type Output = V<T>;
    fn div(self, o: T) -> V<T> {
        V { x: self.x / o, y: self.y / o }
    }
}
#[differentiate]
impl<T: Float> Neg for V<T> {
    type Output = V<T>;
    fn neg(self) -> V<T> {
        V { x: -self.x, y: -self.y }
    }
}
#[differentiate]
impl<T: Float> SubAssign for V<T> {
    fn sub_assign(&mut self, o: V<T>) {
        self.x -= o.x;
        self.y -= o.y;
    }
}
#[differentiate]
impl<T: Float> V<T> {
    #[differentiate(vjp, jvp, wrt(self, o))]
    fn dot(self, o: V<T>) -> T {
        self.x * o.x + self.y * o.y
    }
    #[differentiate(grad, jvp, hvp, wrt(self))]
    fn norm(self) -> T {
        self.dot(self).sqrt()
    }
    #[differentiate(vjp, jvp, wrt(x, y))]
    fn new(x: T, y: T) -> V<T> {
        V { x, y }
    }
}
#[differentiate(grad, jvp, hvp, hessian)]
fn nbody(x: &[f64]) -> f64 {
    let mut p: Vec<V<f64>> = x.chunks(2).map(|c| V { x: c[0], y: c[1] }).collect();
    let mut v = vec![V { x: 0.1, y: 0.0 }; p.len()];
    let dt = 0.05;
    for _ in 0..3 {
        for i in 0..p.len() {
            let mut a = V { x: 0.0, y: 0.0 };
            for j in 0..p.len() {
                if i != j {
                    let d = p[j] - p[i];
                    let r = d.norm() + 0.1;
                    a = a + d / (r * r * r);
                }
            }
            v[i] = v[i] + a * dt;
        }
        for i in 0..p.len() {
            p[i] = p[i] + v[i] * dt;
        }
    }
    let mut e = 0.0;
    for i in 0..p.len() {
        e += 0.5 * v[i].dot(v[i]) + p[i].norm();
    }
    e
}
t!(r1 nbody nbody_grad nbody_jvp nbody_hvp nbody_hessian [0.0, 1.0, 1.0, 0.2, -0.7, -0.5] ());
#[differentiate(grad, jvp, hvp, hessian)]
fn springs(x: &[f64]) -> f64 {
    let a = V::new(x[0], x[1]);
    let mut b = V::new(x[1] * x[2], x[0]);
    b -= a * x[2];
    let c = -(a - b) * 2.0;
    (c.dot(a) / c.norm()) * b.x
}
t!(r2 springs springs_grad springs_jvp springs_hvp springs_hessian [0.3, 1.0, 0.8] ());
// operators by reference on matrices
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Mat {
    r: usize,
    c: usize,
    d: Vec<f64>,
}
#[differentiate(jvp)]
impl<'a> Mul<&'a Mat> for &Mat {
    type Output = Mat;
    fn mul(self, o: &'a Mat) -> Mat {
        let mut d = vec![0.0; self.r * o.c];
        for i in 0..self.r {
            for j in 0..o.c {
                for k in 0..self.c {
                    d[i * o.c + j] += self.d[i * self.c + k] * o.d[k * o.c + j];
                }
            }
        }
        Mat { r: self.r, c: o.c, d }
    }
}
#[differentiate(jvp)]
impl Add for Mat {
    type Output = Mat;
    fn add(self, o: Mat) -> Mat {
        Mat { r: self.r, c: self.c, d: self.d.iter().zip(&o.d).map(|(a, b)| a + b).collect() }
    }
}
#[differentiate]
impl Mat {
    #[differentiate(grad, jvp, wrt(self))]
    fn total(&self) -> f64 {
        self.d.iter().sum()
    }
    #[differentiate(vjp, jvp, wrt(self))]
    fn map_tanh(&self) -> Mat {
        Mat { r: self.r, c: self.c, d: self.d.iter().map(|v| v.tanh()).collect() }
    }
}
#[differentiate(grad, jvp, hvp, hessian)]
fn matnet(x: &[f64]) -> f64 {
    let a = Mat { r: 2, c: 2, d: x.to_vec() };
    let b = Mat { r: 2, c: 1, d: vec![x[0], 0.5] };
    let h = (&a * &b).map_tanh();
    let g = &a * &h;
    (g + h).total()
}
t!(r3 matnet matnet_grad matnet_jvp matnet_hvp matnet_hessian [0.3, 1.0, 0.8, -0.4] ());
// traits: activation static, associated function, generic struct
#[differentiate]
trait Act {
    #[differentiate(grad, jvp, wrt(x))]
    fn act(x: f64) -> f64;
}
struct Tanh;
struct Square;
#[differentiate(jvp)]
impl Act for Tanh {
    #[differentiate(jvp, wrt(x))]
    fn act(x: f64) -> f64 {
        x.tanh()
    }
}
#[differentiate(jvp)]
impl Act for Square {
    #[differentiate(jvp, wrt(x))]
    fn act(x: f64) -> f64 {
        x * x
    }
}
#[differentiate(grad, jvp, hvp)]
fn stack<A: Act, B: Act>(x: &[f64]) -> f64 {
    x.iter().map(|v| A::act(B::act(*v) + 0.1)).sum()
}
#[test]
fn r4() {
    let x = [0.3, -0.8];
    let e = 1e-5;
    let (_, t) = stack_jvp::<Tanh, Square>(&x, &[1.0, 2.0]);
    let at = |h: f64| [0.3 + h, -0.8 + 2.0 * h];
    near(t, (stack::<Tanh, Square>(&at(e)) - stack::<Tanh, Square>(&at(-e))) / (2.0 * e), "jvp");
    let h = stack_hvp::<Tanh, Square>(&x, &[1.0, 2.0]);
    let (u, d) = (stack_grad::<Tanh, Square>(&at(e)), stack_grad::<Tanh, Square>(&at(-e)));
    for i in 0..2 {
        near(h[i], (u[i] - d[i]) / (2.0 * e), "hvp");
    }
}
// module imports
mod act {
    use differentiate::differentiate;
    #[differentiate(grad, jvp)]
    pub fn swish(x: f64) -> f64 {
        x / (1.0 + (-x).exp())
    }
    pub mod deep {
        use differentiate::differentiate;
        #[differentiate(vjp, jvp)]
        pub fn affine(w: &[f64], x: &[f64], b: f64) -> f64 {
            w.iter().zip(x).map(|(a, b)| a * b).sum::<f64>() + b
        }
    }
}
use act::{deep, swish};
#[differentiate(grad, jvp, hvp, hessian)]
fn imported(w: &[f64]) -> f64 {
    let h: Vec<f64> = w.chunks(2).map(|c| swish(deep::affine(c, &[0.5, -1.0], w[0]))).collect();
    act::swish(deep::affine(&h, &w[..h.len()], 0.1))
}
t!(r5 imported imported_grad imported_jvp imported_hvp imported_hessian [0.3, 1.0, 0.8, -0.4] ());
// adaptive step size ODE with while and struct state
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct State {
    x: f64,
    v: f64,
    t: f64,
}
#[differentiate]
impl State {
    #[differentiate(vjp, jvp, wrt(self, k, h))]
    fn step(&self, k: f64, h: f64) -> State {
        let a = -k * self.x;
        let v = self.v + h * a;
        State { x: self.x + h * v, v, t: self.t + h }
    }
    #[differentiate(vjp, jvp, wrt(self, k))]
    fn advance(&mut self, k: f64, h: f64) {
        self.v -= h * k * self.x;
        self.x += h * self.v;
        self.t += h;
    }
}
#[differentiate(grad, jvp, hvp, hessian)]
fn adaptive(p: &[f64]) -> f64 {
    let mut s = State { x: p[0], v: 0.0, t: 0.0 };
    let mut h = 0.1;
    while s.t < 1.0 {
        let full = s.step(p[1], h);
        let half = s.step(p[1], h / 2.0).step(p[1], h / 2.0);
        let err = (full.x - half.x).abs();
        if err > 1e-3 {
            h *= 0.5;
        } else {
            s = half;
            if err < 1e-4 {
                h *= 1.5;
            }
        }
    }
    let mut u = s.clone();
    for _ in 0..4 {
        u.advance(p[1] * s.x, 0.05);
    }
    s.x * s.v + u.x
}
t!(r6 adaptive adaptive_grad adaptive_jvp adaptive_hvp adaptive_hessian [1.0, 3.0] ());
// hessian of several parameters of different kinds
#[differentiate(grad, hessian, hvp)]
fn mixed(a: f64, x: [f64; 2], w: &[f64], n: usize) -> f64 {
    let mut s = a;
    for i in 0..n {
        s += x[i % 2] * w[i].sin() * a;
    }
    s * x[0]
}
#[test]
fn r7() {
    let (a, x, w) = (0.7, [0.3, -0.5], [0.2, 0.9, 1.4]);
    let ((aa, ax, aw), (xa, xx, xw), (wa, wx, ww)) = mixed_hessian(a, x, &w, 3);
    let e = 1e-5;
    let u = mixed_grad(a + e, x, &w, 3);
    let d = mixed_grad(a - e, x, &w, 3);
    near(aa, (u.0 - d.0) / (2.0 * e), "aa");
    for i in 0..2 {
        near(ax[i], (u.1[i] - d.1[i]) / (2.0 * e), "ax");
        near(xa[i], ax[i], "xa");
    }
    for i in 0..3 {
        near(aw[i], (u.2[i] - d.2[i]) / (2.0 * e), "aw");
        near(wa[i], aw[i], "wa");
    }
    for k in 0..2 {
        let mut y = x;
        y[k] += e;
        let u = mixed_grad(a, y, &w, 3);
        y[k] -= 2.0 * e;
        let d = mixed_grad(a, y, &w, 3);
        for i in 0..2 {
            near(xx[k][i], (u.1[i] - d.1[i]) / (2.0 * e), "xx");
        }
        for i in 0..3 {
            near(xw[k][i], (u.2[i] - d.2[i]) / (2.0 * e), "xw");
            near(wx[i][k], xw[k][i], "wx");
        }
    }
    near(ww[0][0], -x[0] * w[0].sin() * a * x[0], "ww");
}
// jacobian with several parameters, result Result
#[differentiate(jvp, jacobian, vjp)]
fn safe_div(a: &[f64], b: &[f64]) -> Result<Vec<f64>, String> {
    if a.len() != b.len() {
        return Err(format!("{} {}", a.len(), b.len()));
    }
    let mut out = Vec::new();
    for (x, y) in a.iter().zip(b) {
        if *y == 0.0 {
            return Err("zero".into());
        }
        out.push(x / y);
    }
    Ok(out)
}
#[test]
fn r8() {
    let (ja, jb) = safe_div_jacobian(&[1.0, 2.0], &[4.0, 5.0]).unwrap();
    assert_eq!(ja, vec![vec![0.25, 0.0], vec![0.0, 0.2]]);
    near(jb[1][1], -2.0 / 25.0, "b");
    assert!(safe_div_jacobian(&[1.0], &[0.0]).is_err());
    let (v, t) = safe_div_jvp(&[1.0, 2.0], &[4.0, 5.0], &[1.0, 0.0], &[0.0, 1.0]).unwrap();
    assert_eq!(v, safe_div(&[1.0, 2.0], &[4.0, 5.0]).unwrap());
    near(t[1], -0.08, "t");
}
// Vec<Vec>> result through jvp and tuple result
#[differentiate(vjp, jvp)]
fn outer(a: &[f64], b: &[f64]) -> (Vec<Vec<f64>>, f64) {
    let m: Vec<Vec<f64>> = a.iter().map(|x| b.iter().map(|y| x * y).collect()).collect();
    let t = m.iter().enumerate().map(|(i, r)| r[i]).sum();
    (m, t)
}
#[differentiate(grad, jvp, hvp, hessian)]
fn uses_outer(x: &[f64]) -> f64 {
    let (m, t) = outer(x, x);
    let mut s = t * t;
    for r in &m {
        for (j, v) in r.iter().enumerate() {
            s += v * x[j];
        }
    }
    s
}
t!(r9 uses_outer uses_outer_grad uses_outer_jvp uses_outer_hvp uses_outer_hessian [0.3, 1.0] ());
// kinks in forward mode agree with the documented conventions
#[differentiate(grad, jvp)]
fn k1(x: f64) -> f64 {
    x.max(0.0)
}
#[differentiate(grad, jvp)]
fn k2(x: f64) -> f64 {
    x.abs()
}
#[differentiate(grad, jvp)]
fn k3(x: f64, y: f64) -> f64 {
    x.max(y)
}
#[differentiate(grad, jvp)]
fn k4(x: f64) -> f64 {
    x.sqrt()
}
#[differentiate(grad, jvp)]
fn k5(x: f64) -> f64 {
    (x * x).sqrt()
}
#[differentiate(grad, jvp)]
fn k6(x: f64) -> f64 {
    x.clamp(0.0, 1.0)
}
#[differentiate(grad, jvp)]
fn k7(x: f64, y: f64) -> f64 {
    (x * x + y * y).sqrt()
}
#[differentiate(grad, jvp, symmetric)]
fn k8(x: f64) -> f64 {
    x.max(0.0)
}
#[test]
fn r10() {
    assert_eq!(k1_jvp(0.0, 1.0).1, k1_grad(0.0));
    assert_eq!(k2_jvp(0.0, 1.0).1, 0.0);
    assert_eq!(k3_jvp(1.0, 1.0, 1.0, 0.0).1, 0.5);
    assert_eq!(k4_jvp(0.0, 1.0).1, f64::INFINITY);
    assert_eq!(k4_jvp(0.0, 0.0).1, 0.0);
    assert_eq!(k5_jvp(0.0, 1.0).1, k5_grad(0.0));
    assert_eq!(k6_jvp(1.0, 1.0).1, k6_grad(1.0));
    assert_eq!(k7_jvp(0.0, 0.0, 1.0, 2.0).1, 0.0);
    assert_eq!(k7_grad(0.0, 0.0), (0.0, 0.0));
    assert_eq!(k8_jvp(0.0, 1.0).1, 0.5);
}
