//! Constructors of generic types whose generic arguments an annotation or a later use tells.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::marker::PhantomData;

#[derive(Differentiable, Clone, Debug)]
pub struct Poly<const N: usize> {
    c: [f64; N],
}
#[differentiate]
impl<const N: usize> Poly<N> {
    #[differentiate(wrt(s))]
    pub fn constant(s: f64) -> Self {
        let mut c = [0.0; N];
        c[0] = s;
        Poly { c }
    }
    #[differentiate(wrt(self))]
    pub fn total(&self) -> f64 {
        self.c.iter().sum()
    }
}
#[differentiate]
fn told_by_a_let(t: f64) -> f64 {
    let p: Poly<3> = Poly::constant(t * t);
    p.total()
}
#[differentiate(wrt(p))]
fn given(p: Poly<3>) -> f64 {
    p.total()
}
#[differentiate]
fn told_by_a_parameter(t: f64) -> f64 {
    given(Poly::constant(t * t))
}
#[differentiate]
fn told_later(t: f64) -> f64 {
    let p = Poly::constant(t * t);
    given(p)
}
#[derive(Clone, Copy, Debug)]
pub struct Second;
#[derive(Differentiable, Clone, Debug)]
pub struct Quantity<U> {
    v: f64,
    #[differentiate(constant)]
    u: PhantomData<U>,
}
#[differentiate]
impl<U> Quantity<U> {
    #[differentiate(wrt(v))]
    pub fn new(v: f64) -> Self {
        Quantity { v, u: PhantomData }
    }
    #[differentiate(wrt(self))]
    pub fn value(&self) -> f64 {
        self.v
    }
}
#[differentiate]
fn of_a_unit(t: f64) -> f64 {
    let s: Quantity<Second> = Quantity::new(t);
    s.value() * s.value()
}
#[differentiate]
fn in_a_loop(t: f64) -> f64 {
    let mut a = 0.0;
    for i in 0..3 {
        let p: Poly<2> = Poly::constant(t * a + 1.0);
        a += p.total() * t;
    }
    a
}

#[test]
fn generic_arguments_of_constructors() {
    assert_eq!(told_by_a_let_grad(3.0), 6.0);
    assert_eq!(told_by_a_parameter_grad(3.0), 6.0);
    assert_eq!(told_later_grad(3.0), 6.0);
    assert_eq!(of_a_unit_grad(3.0), 6.0);
    // 3t + 3t³ + t⁵
    assert_eq!(in_a_loop_grad(0.5), 5.5625);
}
