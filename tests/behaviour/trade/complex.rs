//! Signals: the response of a filter, in complex numbers of one's own.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Div, Mul, Sub};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Complex {
    pub re: f64,
    pub im: f64,
}

#[differentiate(wrt(self, re, im, r, theta))]
impl Complex {
    pub const fn new(re: f64, im: f64) -> Self {
        Complex { re, im }
    }
    pub fn from_polar(r: f64, theta: f64) -> Self {
        Complex::new(r * theta.cos(), r * theta.sin())
    }
    pub fn conj(self) -> Self {
        Complex::new(self.re, -self.im)
    }
    pub fn norm_sqr(&self) -> f64 {
        self.re * self.re + self.im * self.im
    }
    pub fn abs(&self) -> f64 {
        self.norm_sqr().sqrt()
    }
    pub fn arg(&self) -> f64 {
        self.im.atan2(self.re)
    }
    pub fn exp(self) -> Self {
        Self::from_polar(self.re.exp(), self.im)
    }
}

#[differentiate]
impl Add for Complex {
    type Output = Complex;
    fn add(self, o: Complex) -> Complex {
        Complex::new(self.re + o.re, self.im + o.im)
    }
}
#[differentiate]
impl Sub for Complex {
    type Output = Complex;
    fn sub(self, o: Complex) -> Complex {
        Complex::new(self.re - o.re, self.im - o.im)
    }
}
#[differentiate]
impl Mul for Complex {
    type Output = Complex;
    fn mul(self, o: Complex) -> Complex {
        Complex::new(self.re * o.re - self.im * o.im, self.re * o.im + self.im * o.re)
    }
}
#[differentiate]
impl Mul<f64> for Complex {
    type Output = Complex;
    fn mul(self, k: f64) -> Complex {
        Complex::new(self.re * k, self.im * k)
    }
}
#[differentiate]
impl Add<f64> for Complex {
    type Output = Complex;
    fn add(self, k: f64) -> Complex {
        Complex { re: self.re + k, ..self }
    }
}
#[differentiate]
impl Div for Complex {
    type Output = Complex;
    fn div(self, o: Complex) -> Complex {
        let d = o.norm_sqr();
        let n = self * o.conj();
        Complex::new(n.re / d, n.im / d)
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Filter {
    numerator: Vec<f64>,
    denominator: Vec<f64>,
}

#[differentiate(wrt(self, coefficients))]
impl Filter {
    fn polynomial(coefficients: &[f64], z: Complex) -> Complex {
        let mut sum = Complex::new(0.0, 0.0);
        for &c in coefficients.iter().rev() {
            sum = sum * z + c;
        }
        sum
    }

    pub fn response(&self, omega: f64) -> Complex {
        let z = Complex::new(0.0, -omega).exp();
        Self::polynomial(&self.numerator, z) / Self::polynomial(&self.denominator, z)
    }

    pub fn gain_db(&self, omega: f64) -> f64 {
        20.0 * self.response(omega).abs().log10()
    }

    pub fn design_error(&self, targets: &[(f64, f64)]) -> f64 {
        let mut error = 0.0;
        for &(omega, db) in targets {
            error += (self.gain_db(omega) - db).powi(2) + 0.01 * self.response(omega).arg();
        }
        error / targets.len() as f64
    }
}

#[test]
fn designed() {
    let filter = Filter { numerator: vec![0.2, 0.4, 0.2], denominator: vec![1.0, -0.4, 0.2] };
    let targets = [(0.1, 0.0), (0.8, -1.0), (2.0, -12.0)];
    check(&filter, |f| f.design_error(&targets), &filter.design_error_grad(&targets));
}
