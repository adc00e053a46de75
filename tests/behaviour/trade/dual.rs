//! Numerical analysis: dual numbers of one's own, differentiated once more.

use crate::structs::check;
use differentiate::{Differentiable, Float, differentiate};
use std::ops::{Add, Mul, Neg, Rem, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Dual<T> {
    re: T,
    eps: T,
}

#[differentiate]
impl<T: Float> Dual<T> {
    #[differentiate(wrt(re))]
    pub fn constant(re: T) -> Self {
        Dual { re, eps: T::from_f64(0.0) }
    }

    #[differentiate(wrt(re))]
    pub fn variable(re: T) -> Self {
        Dual { re, eps: T::from_f64(1.0) }
    }

    #[differentiate(wrt(self))]
    pub fn sin(self) -> Self {
        Dual { re: self.re.sin(), eps: self.eps * self.re.cos() }
    }

    #[differentiate(wrt(self))]
    pub fn exp(self) -> Self {
        let e = self.re.exp();
        Dual { re: e, eps: self.eps * e }
    }
}

#[differentiate]
impl<T: Float> Add for Dual<T> {
    type Output = Self;
    fn add(self, o: Self) -> Self {
        Dual { re: self.re + o.re, eps: self.eps + o.eps }
    }
}

#[differentiate]
impl<T: Float> Sub for Dual<T> {
    type Output = Self;
    fn sub(self, o: Self) -> Self {
        Dual { re: self.re - o.re, eps: self.eps - o.eps }
    }
}

#[differentiate]
impl<T: Float> Mul for Dual<T> {
    type Output = Self;
    fn mul(self, o: Self) -> Self {
        Dual { re: self.re * o.re, eps: self.re * o.eps + self.eps * o.re }
    }
}

#[differentiate]
impl<T: Float> Neg for Dual<T> {
    type Output = Self;
    fn neg(self) -> Self {
        Dual { re: -self.re, eps: -self.eps }
    }
}

#[differentiate]
impl Rem<f64> for Dual<f64> {
    type Output = Self;
    fn rem(self, m: f64) -> Self {
        Dual { re: self.re % m, eps: self.eps }
    }
}

/// The slope of `sin(x²) exp(-a x)`.
#[differentiate]
fn slope(x: f64, a: f64) -> f64 {
    let x = Dual::variable(x);
    let a = Dual::constant(a);
    let y = (x * x).sin() * (-(a * x)).exp() - a % 0.7;
    y.eps
}

#[test]
fn second_derivatives() {
    check(&(0.6, 0.9), |(x, a)| slope(*x, *a), &slope_grad(0.6, 0.9));
}
