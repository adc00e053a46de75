//! Numerical analysis: polynomials, quadrature, Newton's method.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, Mul};

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Polynomial {
    coefficients: Vec<f64>,
}

#[differentiate(wrt(self, coefficients, x))]
impl Polynomial {
    pub fn new(coefficients: Vec<f64>) -> Self {
        assert!(!coefficients.is_empty());
        Self { coefficients }
    }

    pub fn degree(&self) -> usize {
        self.coefficients.len() - 1
    }

    pub fn eval(&self, x: f64) -> f64 {
        self.coefficients.iter().rev().fold(0.0, |acc, &c| acc * x + c)
    }

    pub fn derivative(&self) -> Polynomial {
        let coefficients = self.coefficients.iter().enumerate().skip(1).map(|(i, c)| i as f64 * c).collect();
        Polynomial { coefficients }
    }

    pub fn root_near(&self, x: f64) -> f64 {
        let slope = self.derivative();
        let mut x = x;
        for _ in 0..20 {
            let dx = self.eval(x) / slope.eval(x);
            x -= dx;
            if dx.abs() < 1e-13 {
                break;
            }
        }
        x
    }
}

#[differentiate]
impl Add<&Polynomial> for &Polynomial {
    type Output = Polynomial;
    fn add(self, other: &Polynomial) -> Polynomial {
        let n = self.coefficients.len().max(other.coefficients.len());
        let mut sum = vec![0.0; n];
        for (i, c) in self.coefficients.iter().enumerate() {
            sum[i] += c;
        }
        for (i, c) in other.coefficients.iter().enumerate() {
            sum[i] += c;
        }
        Polynomial::new(sum)
    }
}

#[differentiate]
impl Mul<&Polynomial> for &Polynomial {
    type Output = Polynomial;
    fn mul(self, other: &Polynomial) -> Polynomial {
        let mut product = vec![0.0; self.degree() + other.degree() + 1];
        for (i, a) in self.coefficients.iter().enumerate() {
            for (j, b) in other.coefficients.iter().enumerate() {
                product[i + j] += a * b;
            }
        }
        Polynomial::new(product)
    }
}

pub struct GaussLegendre {
    nodes: [f64; 3],
    weights: [f64; 3],
}

impl GaussLegendre {
    pub const THREE: GaussLegendre = GaussLegendre {
        nodes: [-0.774_596_669_241_483_4, 0.0, 0.774_596_669_241_483_4],
        weights: [5.0 / 9.0, 8.0 / 9.0, 5.0 / 9.0],
    };

    #[differentiate(wrt(p, a, b))]
    pub fn integrate(&self, p: &Polynomial, a: f64, b: f64) -> f64 {
        let (mid, half) = (0.5 * (a + b), 0.5 * (b - a));
        let mut sum = 0.0;
        for (x, w) in self.nodes.iter().zip(&self.weights) {
            sum += w * p.eval(mid + half * x);
        }
        half * sum
    }
}

#[differentiate(wrt(p, q))]
fn combined(p: &Polynomial, q: &Polynomial, a: f64) -> f64 {
    let r = &(p * q) + q;
    let rule = GaussLegendre::THREE;
    rule.integrate(&r, a, 1.0) + r.derivative().eval(0.3)
}

#[test]
fn polynomials() {
    let p = Polynomial::new(vec![-0.7, 0.3, 1.0]);
    let q = Polynomial::new(vec![0.2, -0.5]);
    check(&(p.clone(), q.clone()), |(p, q)| combined(p, q, -0.4), &combined_grad(&p, &q, -0.4));
    check(&p, |p| p.root_near(1.0), &p.root_near_grad(1.0).0);
    // The integral of the product of x² + 0.3 x - 0.7 with itself is of degree 5: exact.
    let (d_p, d_a, d_b) = GaussLegendre::THREE.integrate_grad(&p, 0.0, 1.0);
    assert!((d_p.coefficients[2] - 1.0 / 3.0).abs() < 1e-12);
    assert!((d_a - 0.7).abs() < 1e-12 && (d_b - 0.6).abs() < 1e-12);
}
