//! `pullback` through calls: of functions, methods, functions of traits, operators, sums, rules of one's own, functions of core.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::*;
#[differentiate(vjp, pullback)]
fn square(x: f64) -> f64 {
    x * x
}
#[differentiate(vjp, pullback)]
fn norm(x: &[f64]) -> f64 {
    let mut s = 0.0;
    for v in x {
        s += square(*v);
    }
    s.sqrt()
}
#[differentiate(vjp, pullback)]
fn all(x: &[f64], k: f64) -> [f64; 2] {
    let mut v = x.to_vec();
    v.iter_mut().for_each(|v| *v *= k * *v);
    let n = norm(&v);
    let p = softmax(&v);
    let mut s = k;
    for i in 0..3 {
        if s > 0.5 {
            s = s * norm(&v) * 0.1 + tanh_of(s);
        } else {
            s += p[i] + sigmoid(s);
        }
    }
    [n * s, s * cross_entropy(&v, 1) + dot(&v, x)]
}
#[differentiate(vjp, pullback)]
fn tanh_of(x: f64) -> f64 {
    x.tanh()
}
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Net {
    w: Vec<f64>,
    b: f64,
}
#[differentiate]
impl Net {
    #[differentiate(vjp, pullback, wrt(self, x))]
    fn layer(&self, x: &[f64]) -> Vec<f64> {
        x.iter().zip(&self.w).map(|(x, w)| (x * w + self.b).tanh()).collect()
    }
    #[differentiate(grad, pullback, wrt(self, x))]
    fn run(&self, x: &[f64]) -> f64 {
        let mut y = x.to_vec();
        for _ in 0..3 {
            y = self.layer(&y);
        }
        norm(&y)
    }
}
#[differentiate]
trait Energy {
    #[differentiate(vjp, pullback, wrt(x))]
    fn energy(&self, x: &[f64]) -> f64;
}
struct Spring(f64);
#[differentiate]
impl Energy for Spring {
    #[differentiate(pullback, wrt(x))]
    fn energy(&self, x: &[f64]) -> f64 {
        self.0 * norm(x) * x[0]
    }
}
#[differentiate(grad, pullback, wrt(x))]
fn both<E: Energy>(e: &E, x: &[f64]) -> f64 {
    e.energy(x) * e.energy(&[x[1], x[0]])
}
#[differentiate(of = f64::exp_m1, partial(x) = x.exp(), vjp, pullback)]
fn my_exp(x: f64) -> f64;
#[differentiate(grad, pullback)]
fn of_rule(x: f64) -> f64 {
    my_exp(my_exp(x)) * x
}
#[differentiate(grad, pullback)]
fn maybe(x: f64) -> Option<f64> {
    if x > 0.0 { Some(square(x) * tanh_of(x)) } else { None }
}
#[differentiate(vjp, pullback)]
fn gen_norm<T: Float>(x: &[T]) -> T {
    let mut s = T::ZERO;
    for v in x {
        s = s + *v * *v;
    }
    s.sqrt()
}
#[differentiate(grad, pullback)]
fn uses_gen(x: &[f64]) -> f64 {
    gen_norm(x) * gen_norm::<f64>(&x[1..])
}
#[test]
fn pulled_more_than_once() {
    let x = [0.3, -0.8, 1.2];
    let k = 0.9;
    let (v, pull) = all_pullback(&x, k);
    assert_eq!(v, all(&x, k));
    for d in [[1.0, 0.0], [0.0, 1.0], [0.5, -2.0], [1.0, 0.0]] {
        assert_eq!(pull(d), all_vjp(&x, k, d));
    }
    let n = Net { w: vec![0.5, -0.2, 0.8], b: 0.1 };
    let (v, pull) = n.run_pullback(&x);
    assert_eq!(v, n.run(&x));
    for _ in 0..2 {
        assert_eq!(pull(1.0), n.run_grad(&x));
    }
    let (v, pull) = both_pullback(&Spring(2.0), &x);
    assert_eq!(v, both(&Spring(2.0), &x));
    for _ in 0..2 {
        assert_eq!(pull(1.0), both_grad(&Spring(2.0), &x));
    }
    let (_, pull) = of_rule_pullback(0.3);
    for _ in 0..2 {
        assert_eq!(pull(1.0), of_rule_grad(0.3));
    }
    assert_eq!(my_exp_pullback(0.3).1(2.0), 2.0 * 0.3f64.exp());
    let (_, pull) = maybe_pullback(0.3).unwrap();
    for _ in 0..2 {
        assert_eq!(Some(pull(1.0)), maybe_grad(0.3));
    }
    assert!(maybe_pullback(-1.0).is_none());
    let (_, pull) = uses_gen_pullback(&x);
    for _ in 0..2 {
        assert_eq!(pull(1.0), uses_gen_grad(&x));
    }
    let (_, pull) = Spring(1.0).energy_pullback(&x);
    assert_eq!(pull(1.0), Spring(1.0).energy_vjp(&x, 1.0));
}
#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct V2 {
    x: f64,
    y: f64,
}
#[differentiate(pullback)]
impl std::ops::Add for V2 {
    type Output = V2;
    fn add(self, o: V2) -> V2 {
        V2 { x: self.x + o.x, y: self.y + o.y }
    }
}
#[differentiate(pullback)]
impl std::ops::Mul<f64> for V2 {
    type Output = V2;
    fn mul(self, o: f64) -> V2 {
        V2 { x: self.x * o, y: self.y * o }
    }
}
#[differentiate(pullback)]
impl std::ops::AddAssign for V2 {
    fn add_assign(&mut self, o: V2) {
        self.x += o.x;
        self.y += o.y;
    }
}
#[differentiate(pullback)]
impl std::iter::Sum for V2 {
    fn sum<I: Iterator<Item = V2>>(i: I) -> V2 {
        i.fold(V2 { x: 0.0, y: 0.0 }, |a, b| a + b)
    }
}
#[differentiate(vjp, pullback, wrt(a, s))]
fn ops(a: V2, s: f64) -> f64 {
    let mut b = a + a * s;
    b += a;
    let c: V2 = [a, b].iter().map(|v| *v * s).sum();
    c.x * b.y + c.y.sin()
}
#[test]
fn operators() {
    let a = V2 { x: 0.3, y: 0.7 };
    let (v, pull) = ops_pullback(a, 0.6);
    assert_eq!(v, ops(a, 0.6));
    for _ in 0..2 {
        assert_eq!(pull(1.5), ops_vjp(a, 0.6, 1.5));
    }
}
