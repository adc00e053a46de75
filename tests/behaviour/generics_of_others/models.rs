//! Models, solvers and filters as people of the trade write them.

use super::arr;
use crate::check::nums;
use differentiate::{Differentiable, differentiate};
use num_traits::Float;
use std::fmt::Display;
use std::ops::*;

#[differentiate]
fn every_method<T: Float>(x: T, y: T) -> T {
    let a = x.mul_add(y, x) + x.hypot(y) + x.atan2(y) + x.exp_m1() + x.ln_1p() + x.log(T::from(3.0).unwrap());
    let b =
        x.cbrt() + y.recip() + x.fract() + x.to_degrees() * y.to_radians() + x.exp2() + x.log2() + x.log10();
    let c = x.sinh()
        + y.cosh()
        + x.tanh()
        + x.asinh()
        + (T::one() + y).acosh()
        + (x * y).atanh()
        + x.tan()
        + x.asin()
        + x.acos()
        + x.atan();
    let d = x.powf(y)
        + x.powi(-2)
        + x.signum() * y
        + x.floor()
        + x.ceil() * y
        + x.round()
        + x.trunc()
        + x.copysign(y)
        + x.clamp(T::zero(), y);
    a + b * c - d % y
}
#[differentiate]
fn trapezoid<T: Float, F>(f: F, a: T, b: T, n: usize) -> T
where
    F: Fn(T) -> T,
{
    let h = (b - a) / T::from(n).unwrap();
    let mut s = T::zero();
    for i in 1..n {
        s = s + T::from(i).unwrap() * h;
    }
    s * f(T::one()) + h
}
#[differentiate]
fn lotka_volterra<T: Float>(p: [T; 4], y0: [T; 2], h: T, n: usize) -> T {
    let f = |y: [T; 2]| [p[0] * y[0] - p[1] * y[0] * y[1], p[3] * y[0] * y[1] - p[2] * y[1]];
    let two = T::from(2.0).unwrap();
    let axpy = |y: [T; 2], k: [T; 2], s: T| [y[0] + s * k[0], y[1] + s * k[1]];
    let mut y = y0;
    for _ in 0..n {
        let k1 = f(y);
        let k2 = f(axpy(y, k1, h / two));
        let k3 = f(axpy(y, k2, h / two));
        let k4 = f(axpy(y, k3, h));
        for j in 0..2 {
            y[j] = y[j] + h / T::from(6.0).unwrap() * (k1[j] + two * k2[j] + two * k3[j] + k4[j]);
        }
    }
    y[0] * y[1]
}
#[differentiate]
fn thomas<T: Float>(a: &[T], b: &[T], c: &[T], d: &[T]) -> Vec<T> {
    let n = d.len();
    let mut cp = vec![T::zero(); n];
    let mut dp = vec![T::zero(); n];
    cp[0] = c[0] / b[0];
    dp[0] = d[0] / b[0];
    for i in 1..n {
        let m = b[i] - a[i] * cp[i - 1];
        cp[i] = c[i] / m;
        dp[i] = (d[i] - a[i] * dp[i - 1]) / m;
    }
    let mut x = vec![T::zero(); n];
    x[n - 1] = dp[n - 1];
    for i in (0..n - 1).rev() {
        x[i] = dp[i] - cp[i] * x[i + 1];
    }
    x
}
#[differentiate]
fn solve<T: Float, const N: usize>(mut a: [[T; N]; N], mut b: [T; N]) -> [T; N] {
    for k in 0..N {
        let mut p = k;
        for i in k + 1..N {
            if a[i][k].abs() > a[p][k].abs() {
                p = i;
            }
        }
        a.swap(k, p);
        b.swap(k, p);
        for i in k + 1..N {
            let f = a[i][k] / a[k][k];
            for j in k..N {
                a[i][j] = a[i][j] - f * a[k][j];
            }
            b[i] = b[i] - f * b[k];
        }
    }
    for i in (0..N).rev() {
        for j in i + 1..N {
            b[i] = b[i] - a[i][j] * b[j];
        }
        b[i] = b[i] / a[i][i];
    }
    b
}
#[differentiate]
fn holt<T: Float>(x: &[T], alpha: T, beta: T) -> T {
    let (mut level, mut trend, mut sse) = (x[0], x[1] - x[0], T::zero());
    for &v in &x[1..] {
        let e = v - (level + trend);
        sse = sse + e * e;
        let last = level;
        level = alpha * v + (T::one() - alpha) * (level + trend);
        trend = beta * (level - last) + (T::one() - beta) * trend;
    }
    sse
}
#[differentiate]
fn binomial<T: Float>(s: T, k: T, vol: T, r: T, steps: usize) -> T {
    let dt = T::one() / T::from(steps).unwrap();
    let u = (vol * dt.sqrt()).exp();
    let d = u.recip();
    let p = ((r * dt).exp() - d) / (u - d);
    let disc = (-r * dt).exp();
    let mut v: Vec<T> =
        (0..=steps).map(|i| (s * u.powi(2 * i as i32 - steps as i32) - k).max(T::zero())).collect();
    for n in (0..steps).rev() {
        for i in 0..=n {
            v[i] = disc * (p * v[i + 1] + (T::one() - p) * v[i]);
        }
    }
    v[0]
}
#[differentiate]
fn soft_dtw<T: Float>(a: &[T], b: &[T], gamma: T) -> T {
    let (n, m) = (a.len(), b.len());
    let mut r = vec![vec![T::from(1e3).unwrap(); m + 1]; n + 1];
    r[0][0] = T::zero();
    for i in 1..=n {
        for j in 1..=m {
            let c = (a[i - 1] - b[j - 1]).powi(2);
            let (x, y, z) = (r[i - 1][j], r[i][j - 1], r[i - 1][j - 1]);
            let lo = x.min(y).min(z);
            let s = ((lo - x) / gamma).exp() + ((lo - y) / gamma).exp() + ((lo - z) / gamma).exp();
            r[i][j] = c + lo - gamma * s.ln();
        }
    }
    r[n][m]
}
#[differentiate]
fn shown<T: Float + Display>(x: T) -> T {
    let y = x * x;
    println!("{y} {}", x.sin());
    y
}
mod blanket {
    use super::*;
    trait Field: Copy + Add<Output = Self> + Mul<Output = Self> {
        const ONE: Self;
        fn lift(x: f64) -> Self;
    }
    impl Field for f64 {
        const ONE: f64 = 1.0;
        fn lift(x: f64) -> f64 {
            x
        }
    }
    impl Field for f32 {
        const ONE: f32 = 1.0;
        fn lift(x: f64) -> f32 {
            x as f32
        }
    }
    #[differentiate(wrt(x))]
    fn poly<K: Field>(x: K, c: &[f64]) -> K {
        let mut y = K::lift(0.0);
        for &c in c {
            y = y * x + K::lift(c) * K::ONE;
        }
        y
    }
    #[test]
    fn t() {
        assert_eq!(poly_grad(2.0, &[1.0, 2.0, 3.0]), 6.0);
    }
}
mod kalman {
    use super::*;
    #[derive(Clone, Debug, Differentiable)]
    struct Kalman<T> {
        x: T,
        p: T,
        q: T,
        r: T,
    }
    #[differentiate]
    impl<T: Float> Kalman<T> {
        #[differentiate(wrt(self, z))]
        fn update(&mut self, z: T) -> T {
            let p = self.p + self.q;
            let k = p / (p + self.r);
            let e = z - self.x;
            self.x = self.x + k * e;
            self.p = (T::one() - k) * p;
            e * e / (p + self.r) + (p + self.r).ln()
        }
        #[differentiate(wrt(self))]
        fn likelihood(self, zs: &[T]) -> T {
            let mut f = self;
            let mut s = T::zero();
            for &z in zs {
                s = s + f.update(z);
            }
            s
        }
    }
    #[test]
    fn t() {
        let f = Kalman { x: 0.1f64, p: 1.0, q: 0.05, r: 0.3 };
        let zs = [0.2, 0.5, 0.1];
        let g = f.clone().likelihood_grad(&zs);
        for (i, g) in [g.x, g.p, g.q, g.r].into_iter().enumerate() {
            let f = f.clone();
            let at = [f.x, f.p, f.q, f.r][i];
            let d = crate::common::derivative(
                |v| {
                    let mut f = f.clone();
                    match i {
                        0 => f.x = v,
                        1 => f.p = v,
                        2 => f.q = v,
                        _ => f.r = v,
                    }
                    f.likelihood(&zs)
                },
                at,
            );
            assert!((g - d).abs() < 1e-8, "{i} {g} {d}");
        }
    }
}
mod quaternion {
    use super::*;
    #[derive(Clone, Copy, Debug, Differentiable)]
    struct Quat<T> {
        w: T,
        v: [T; 3],
    }
    #[differentiate]
    impl<T: Float> Mul for Quat<T> {
        type Output = Quat<T>;
        fn mul(self, o: Quat<T>) -> Quat<T> {
            let (a, b) = (self.v, o.v);
            Quat {
                w: self.w * o.w - a[0] * b[0] - a[1] * b[1] - a[2] * b[2],
                v: [
                    self.w * b[0] + o.w * a[0] + a[1] * b[2] - a[2] * b[1],
                    self.w * b[1] + o.w * a[1] + a[2] * b[0] - a[0] * b[2],
                    self.w * b[2] + o.w * a[2] + a[0] * b[1] - a[1] * b[0],
                ],
            }
        }
    }
    #[differentiate]
    impl<T: Float> Quat<T> {
        #[differentiate(wrt(axis, angle))]
        fn about(axis: [T; 3], angle: T) -> Self {
            let (s, c) = (angle / T::from(2.0).unwrap()).sin_cos();
            Quat { w: c, v: [axis[0] * s, axis[1] * s, axis[2] * s] }
        }
        #[differentiate(wrt(self))]
        fn conj(self) -> Self {
            Quat { w: self.w, v: [-self.v[0], -self.v[1], -self.v[2]] }
        }
    }
    #[differentiate]
    fn rotated_x<T: Float>(axis: [T; 3], angle: T, p: [T; 3]) -> T {
        let q = Quat::about(axis, angle);
        let r = q * Quat { w: T::zero(), v: p } * q.conj();
        r.v[0]
    }
    #[test]
    fn t() {
        every!(nums(7); |p| rotated_x, rotated_x_value_and_grad, rotated_x_grad, rotated_x_vjp; (arr(p), p[3], arr(&p[4..])));
    }
}
#[test]
fn programs() {
    every!([0.4, 0.7]; |p| every_method, every_method_value_and_grad, every_method_grad, every_method_vjp; (p[0], p[1]));
    assert_eq!(trapezoid_grad(|x| 2.0 * x, 0.0, 1.0, 2).1, 1.0 + 0.5);
    every!([0.9, 0.4, 0.7, 0.3, 1.1, 0.8, 0.1]; |p| lotka_volterra, lotka_volterra_value_and_grad, lotka_volterra_grad, lotka_volterra_vjp; (arr(p), arr(&p[4..]), p[6], 3));
    vjp!([0.0, 0.2, 0.3, 2.0, 2.1, 1.9, 0.4, 0.1, 0.0, 0.3, 0.9, -0.2]; |p| thomas, thomas_vjp; (&p[..3], &p[3..6], &p[6..9], &p[9..]));
    vjp!(1e-6, nums(6); |p| solve, solve_vjp; ([arr::<_, 2>(p), arr(&p[2..])], arr(&p[4..])));
    every!(nums(7); |p| holt, holt_value_and_grad, holt_grad, holt_vjp; (&p[..5], p[5], p[6]));
    every!([1.1, 0.97, 0.3, 0.02]; |p| binomial, binomial_value_and_grad, binomial_grad, binomial_vjp; (p[0], p[1], p[2], p[3], 4));
    every!([0.4, 0.7, 0.1, 0.5, 0.9, 0.2, 0.6]; |p| soft_dtw, soft_dtw_value_and_grad, soft_dtw_grad, soft_dtw_vjp; (&p[..3], &p[3..6], p[6]));
    assert_eq!(shown_grad(2.0), 4.0);
}
