//! Methods of the user's types that are called like methods of floats.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};
use std::ops::Mul;

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Radians(f64);

#[differentiate]
impl Radians {
    #[differentiate(wrt(self), vjp, grad, jvp, pullback)]
    fn sin(self) -> f64 {
        self.0.sin() * 2.0
    }
    #[differentiate(wrt(self))]
    fn exp(self) -> Radians {
        Radians(self.0.exp())
    }
}

#[differentiate(wrt(a), grad, jvp, pullback)]
fn sine(a: Radians) -> f64 {
    a.sin()
}

#[differentiate(wrt(a))]
fn sine_of_exponential(a: &Radians, by: f64) -> f64 {
    let power = a.exp();
    power.sin() * by + a.sin()
}

#[differentiate(wrt(a))]
fn sines_in_a_loop(a: &[Radians]) -> f64 {
    let mut sum = 0.0;
    for a in a {
        sum += a.sin() * 3.0;
    }
    sum
}

#[test]
fn float_methods_of_a_newtype() {
    let (a, two_sin) = (Radians(0.7), |x: f64| 2.0 * x.sin());
    let slope = derivative(two_sin, 0.7);
    assert_close([sine_grad(a).0], [slope]);
    assert_eq!(sine_jvp(a, Radians(1.0)), (sine(a), sine_grad(a).0));
    assert_eq!(sine_pullback(a).1(1.0), sine_grad(a));
    let theirs = derivative(|x| sine_of_exponential(&Radians(x), 3.0), 0.7);
    assert_close([sine_of_exponential_grad(&a, 3.0).0], [theirs]);
    let ours = sines_in_a_loop_grad(&[a, Radians(0.2)]);
    assert_close([ours[0].0, ours[1].0], [3.0 * slope, 3.0 * derivative(two_sin, 0.2)]);
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Pair {
    x: f64,
    y: f64,
}

#[differentiate]
impl Mul for Pair {
    type Output = Pair;
    fn mul(self, other: Pair) -> Pair {
        Pair { x: self.x * other.x, y: self.y + other.y }
    }
}

#[differentiate]
impl Pair {
    #[differentiate(wrt(self))]
    fn max(&self) -> f64 {
        if self.x > self.y { self.x } else { self.y }
    }
    #[differentiate(wrt(self))]
    fn clamp(self, at: f64) -> Pair {
        Pair { x: self.x.min(at), y: self.y * at }
    }
    #[differentiate(wrt(self))]
    fn log(&self) -> [f64; 2] {
        [self.x.ln(), self.x * self.y]
    }
    #[differentiate(wrt(self))]
    fn atan2(&self) -> f64 {
        self.y.atan2(self.x)
    }
}

#[differentiate(wrt(v))]
fn greater(v: Pair) -> f64 {
    v.max()
}

#[differentiate(wrt(v))]
fn clamped(v: Pair) -> f64 {
    let v = v.clamp(2.5).clamp(2.0);
    v.max() * v.atan2()
}

#[differentiate(wrt(a, b))]
fn logarithm_of_product(a: Pair, b: Pair) -> f64 {
    let log = (a * b).log();
    log[0] + log[1]
}

struct Segment {
    from: Pair,
}

#[differentiate(wrt(k))]
fn of_constants(segment: &Segment, pairs: &[Pair], k: f64) -> f64 {
    let mut sum = segment.from.max() * k;
    for pair in pairs {
        sum += pair.max() * k * k;
    }
    sum
}

#[test]
fn other_numbers_of_arguments() {
    let pair = |x, y| Pair { x, y };
    assert_eq!(greater_grad(pair(1.0, 2.0)), pair(0.0, 1.0));
    let theirs = crate::common::gradient(|[x, y]| clamped(pair(x, y)), [1.5, 0.2]);
    let ours = clamped_grad(pair(1.5, 0.2));
    assert_close([ours.x, ours.y], theirs);
    let at = [1.0, 2.0, 3.0, 4.0];
    let theirs = crate::common::gradient(|[a, b, c, d]| logarithm_of_product(pair(a, b), pair(c, d)), at);
    let (a, b) = logarithm_of_product_grad(pair(1.0, 2.0), pair(3.0, 4.0));
    assert_close([a.x, a.y, b.x, b.y], theirs);
    let segment = Segment { from: pair(1.0, 2.0) };
    assert_eq!(of_constants_grad(&segment, &[pair(3.0, 1.0)], 2.0), 14.0);
}

type Real = f64;

#[differentiate(wrt(x), grad, jvp, pullback)]
fn of_an_alias(x: Real) -> Real {
    x.sin()
}

#[differentiate(wrt(x, y))]
fn products_of_aliases(x: Real, y: Real) -> Real {
    x.exp() * y.sqrt() + (x * y).cos().abs()
}

#[differentiate(wrt(x))]
fn of_aliases_in_a_slice(x: &[Real]) -> f64 {
    x.iter().map(|x| x.tanh()).sum::<f64>() + x[0].powi(2)
}

#[test]
fn float_methods_of_another_name_of_a_float() {
    assert_eq!(of_an_alias_grad(0.5), 0.5f64.cos());
    assert_eq!(of_an_alias_jvp(0.5, 2.0).1, 2.0 * 0.5f64.cos());
    assert_eq!(of_an_alias_pullback(0.5).1(1.0), 0.5f64.cos());
    let (x, y) = products_of_aliases_grad(0.5, 1.5);
    let theirs = crate::common::gradient(|[x, y]| products_of_aliases(x, y), [0.5, 1.5]);
    assert_close([x, y], theirs);
    let ours = of_aliases_in_a_slice_grad(&[0.5, 1.5]);
    let theirs = crate::common::gradient(|x| of_aliases_in_a_slice(&x), [0.5, 1.5]);
    assert_close(ours.try_into().unwrap(), theirs);
}
