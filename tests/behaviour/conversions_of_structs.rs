//! `impl From` with the attribute, and what converts by it.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::ops::Mul;
#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
struct Dual {
    v: f64,
    d: f64,
}
#[differentiate]
impl From<f64> for Dual {
    fn from(v: f64) -> Self {
        Dual { v, d: 0.0 }
    }
}
#[differentiate]
impl From<[f64; 2]> for Dual {
    fn from(a: [f64; 2]) -> Self {
        Dual { v: a[0], d: a[1] * a[0] }
    }
}
#[differentiate]
impl Mul for Dual {
    type Output = Dual;
    fn mul(self, o: Dual) -> Dual {
        Dual { v: self.v * o.v, d: self.v * o.d + self.d * o.v }
    }
}
#[differentiate]
fn f(x: f64, a: [f64; 2]) -> f64 {
    let p = Dual::from(x) * Dual::from(a);
    let q: Dual = x.into();
    p.v * p.d + (q * p).d
}
#[derive(Differentiable, Clone, Copy)]
struct Polar {
    r: f64,
    phi: f64,
}
#[derive(Differentiable, Clone, Copy)]
struct Point<T> {
    x: T,
    y: T,
}
#[differentiate]
impl From<Polar> for Point<f64> {
    fn from(p: Polar) -> Self {
        Point { x: p.r * p.phi.cos(), y: p.r * p.phi.sin() }
    }
}
impl From<&Polar> for Point<f64> {
    fn from(p: &Polar) -> Self {
        Self { x: p.r * p.phi.cos(), y: p.r * p.phi.sin() }
    }
}
#[differentiate]
impl<T: differentiate::Float> From<(T, T)> for Point<T> {
    fn from((x, y): (T, T)) -> Self {
        Self { x, y: y * x }
    }
}
#[differentiate]
impl From<Vec<f64>> for Point<f64> {
    fn from(v: Vec<f64>) -> Self {
        Self { x: v[0], y: v[1] * v[0] }
    }
}
#[differentiate(wrt(p))]
fn g(p: &Polar, x: f64) -> f64 {
    let q = Point::from(*p);
    let a: Point<f64> = Point::from((x, q.x));
    let c: Point<f64> = (*p).into();
    q.x * q.y + a.y + c.x * c.x
}
#[differentiate]
fn h(v: &[f64]) -> f64 {
    let p: Point<f64> = v.to_vec().into();
    let q = Point::from(v[1..].to_vec());
    let r = Point::<f64>::from(v.iter().map(|x| x * x).collect::<Vec<_>>());
    p.x * p.y + q.y + r.x
}
#[test]
fn types_of_ones_own() {
    let (dx, da) = f_grad(0.7, [0.3, 0.4]);
    let cd = |f: &dyn Fn(f64) -> f64| (f(1e-6) - f(-1e-6)) / 2e-6;
    assert!((dx - cd(&|h| f(0.7 + h, [0.3, 0.4]))).abs() < 1e-8);
    assert!((da[0] - cd(&|h| f(0.7, [0.3 + h, 0.4]))).abs() < 1e-8);
    assert!((da[1] - cd(&|h| f(0.7, [0.3, 0.4 + h]))).abs() < 1e-8);
    let p = Polar { r: 1.3, phi: 0.4 };
    let d = g_grad(&p, 0.6);
    assert!((d.r - cd(&|h| g(&Polar { r: p.r + h, ..p }, 0.6))).abs() < 1e-8);
    assert!((d.phi - cd(&|h| g(&Polar { phi: p.phi + h, ..p }, 0.6))).abs() < 1e-8);
    let v = [0.3, 0.8, 1.2];
    let d = h_grad(&v);
    for i in 0..3 {
        let c = cd(&|e| {
            let mut v = v;
            v[i] += e;
            h(&v)
        });
        assert!((d[i] - c).abs() < 1e-8);
    }
}

mod more {
    use super::*;
    #[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
    struct Dual {
        v: f64,
        d: f64,
    }
    #[differentiate(jvp, pullback)]
    impl From<f64> for Dual {
        fn from(v: f64) -> Self {
            Dual { v, d: v.sin() }
        }
    }
    #[differentiate(jvp, pullback)]
    impl Mul for Dual {
        type Output = Dual;
        fn mul(self, o: Dual) -> Dual {
            Dual { v: self.v * o.v, d: self.v * o.d + self.d * o.v }
        }
    }
    #[differentiate(jvp, hvp, pullback, grad, hessian)]
    fn f(x: f64, y: f64) -> f64 {
        let p = Dual::from(x) * Dual::from(x * y);
        p.v * p.d
    }
    #[differentiate]
    impl From<Dual> for [f64; 2] {
        fn from(d: Dual) -> [f64; 2] {
            [d.v, d.d * d.v]
        }
    }
    #[differentiate]
    impl From<Dual> for f64 {
        fn from(d: Dual) -> f64 {
            d.v * d.d
        }
    }
    #[differentiate(wrt(d))]
    fn a(d: Dual) -> f64 {
        let q: [f64; 2] = d.into();
        q[0] * q[1]
    }
    #[differentiate(wrt(d))]
    fn b(d: Dual) -> f64 {
        f64::from(d) * d.v
    }
    #[differentiate(wrt(d))]
    fn b2(d: Dual) -> f64 {
        let k: f64 = d.into();
        k * k
    }
    #[differentiate]
    fn c(x: &[f64]) -> f64 {
        x.iter().map(|x| Dual::from(*x)).map(|d| d.v * d.d).sum()
    }
    #[differentiate]
    fn c2(x: &[f64]) -> f64 {
        x.iter().copied().map(Dual::from).map(|d| d.v * d.d).sum()
    }
    #[differentiate]
    fn c3(x: &[f64]) -> f64 {
        let ds: Vec<Dual> = x.iter().map(|&x| Dual::from(x)).collect();
        ds[0].v * ds[1].d
    }
    #[derive(Differentiable, Clone, Copy)]
    struct In {
        v: f64,
    }
    #[differentiate]
    impl In {
        fn from(v: f64) -> In {
            In { v: v * v }
        }
        #[differentiate(wrt(self))]
        fn get(&self) -> f64 {
            self.v
        }
    }
    #[differentiate]
    fn e(x: f64) -> f64 {
        In::from(x).v * x
    }
    #[test]
    fn to_numbers_in_chains_and_twice() {
        let cd = |f: &dyn Fn(f64) -> f64| (f(1e-6) - f(-1e-6)) / 2e-6;
        let (dx, dy) = f_grad(0.7, 0.3);
        assert!((dx - cd(&|h| f(0.7 + h, 0.3))).abs() < 1e-8 && (dy - cd(&|h| f(0.7, 0.3 + h))).abs() < 1e-8);
        let (hx, hy) = f_hvp(0.7, 0.3, 1.0, 0.5);
        assert!(
            (hx - cd(&|h| f_grad(0.7 + h, 0.3 + 0.5 * h).0)).abs() < 1e-7
                && (hy - cd(&|h| f_grad(0.7 + h, 0.3 + 0.5 * h).1)).abs() < 1e-7
        );
        let (_, pull) = f_pullback(0.7, 0.3);
        assert_eq!(pull(1.0), (dx, dy));
        assert_eq!(pull(1.0), (dx, dy));
        let d = Dual { v: 0.4, d: 1.3 };
        for (f, g) in [(a as fn(Dual) -> f64, a_grad(d)), (b, b_grad(d)), (b2, b2_grad(d))] {
            assert!((g.v - cd(&|h| f(Dual { v: d.v + h, ..d }))).abs() < 1e-8);
            assert!((g.d - cd(&|h| f(Dual { d: d.d + h, ..d }))).abs() < 1e-8);
        }
        let x = [0.4, 0.8];
        for (f, g) in [(c as fn(&[f64]) -> f64, c_grad(&x)), (c2, c2_grad(&x)), (c3, c3_grad(&x))] {
            for i in 0..2 {
                assert!(
                    (g[i]
                        - cd(&|h| {
                            let mut x = x;
                            x[i] += h;
                            f(&x)
                        }))
                    .abs()
                        < 1e-8
                );
            }
        }
        assert!((e_grad(0.7) - 3.0 * 0.49).abs() < 1e-12);
    }
}
