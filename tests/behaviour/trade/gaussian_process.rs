//! Statistics: a Gaussian process with kernels behind a trait.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[differentiate]
pub trait Kernel {
    #[differentiate(wrt(self, a, b))]
    fn eval(&self, a: &[f64], b: &[f64]) -> f64;
}

#[differentiate]
fn squared_distance(a: &[f64], b: &[f64]) -> f64 {
    a.iter().zip(b).map(|(x, y)| (x - y) * (x - y)).sum()
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Rbf {
    pub variance: f64,
    pub length_scale: f64,
}

#[differentiate]
impl Kernel for Rbf {
    #[differentiate(wrt(self, a, b))]
    fn eval(&self, a: &[f64], b: &[f64]) -> f64 {
        self.variance * (-0.5 * squared_distance(a, b) / self.length_scale.powi(2)).exp()
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Matern32 {
    pub variance: f64,
    pub length_scale: f64,
}

#[differentiate]
impl Kernel for Matern32 {
    #[differentiate(wrt(self, a, b))]
    fn eval(&self, a: &[f64], b: &[f64]) -> f64 {
        let r = (squared_distance(a, b) + 1e-12).sqrt() * 3.0_f64.sqrt() / self.length_scale;
        self.variance * (1.0 + r) * (-r).exp()
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct SumKernel<A, B> {
    pub first: A,
    pub second: B,
}

#[differentiate]
impl<A: Kernel, B: Kernel> Kernel for SumKernel<A, B> {
    #[differentiate(wrt(self, a, b))]
    fn eval(&self, a: &[f64], b: &[f64]) -> f64 {
        self.first.eval(a, b) + self.second.eval(a, b)
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct GaussianProcess<K> {
    pub kernel: K,
    pub noise: f64,
}

#[differentiate]
fn cholesky(a: &[Vec<f64>]) -> Vec<Vec<f64>> {
    let n = a.len();
    let mut l = vec![vec![0.0; n]; n];
    for i in 0..n {
        for j in 0..=i {
            let mut sum = a[i][j];
            for k in 0..j {
                sum -= l[i][k] * l[j][k];
            }
            l[i][j] = if i == j { sum.sqrt() } else { sum / l[j][j] };
        }
    }
    l
}

impl<K: Kernel> GaussianProcess<K> {
    #[differentiate(wrt(self, xs))]
    fn covariance(&self, xs: &[Vec<f64>]) -> Vec<Vec<f64>> {
        let n = xs.len();
        let mut cov = vec![vec![0.0; n]; n];
        for i in 0..n {
            for j in 0..n {
                cov[i][j] = self.kernel.eval(&xs[i], &xs[j]);
            }
            cov[i][i] += self.noise * self.noise;
        }
        cov
    }

    #[differentiate(wrt(self))]
    pub fn log_marginal_likelihood(&self, xs: &[Vec<f64>], ys: &[f64]) -> f64 {
        let l = cholesky(&self.covariance(xs));
        let n = ys.len();
        let mut z = vec![0.0; n];
        for i in 0..n {
            let mut s = ys[i];
            for j in 0..i {
                s -= l[i][j] * z[j];
            }
            z[i] = s / l[i][i];
        }
        let fit: f64 = z.iter().map(|v| v * v).sum();
        let log_det: f64 = (0..n).map(|i| l[i][i].ln()).sum();
        -0.5 * fit - log_det - 0.5 * n as f64 * (2.0 * std::f64::consts::PI).ln()
    }
}

#[test]
fn marginal_likelihoods() {
    let xs: Vec<Vec<f64>> = (0..5).map(|i| vec![0.4 * i as f64, (i as f64).sin()]).collect();
    let ys = [0.1, 0.5, 0.2, -0.3, -0.8];
    fn go<K: Kernel + Clone>(gp: &GaussianProcess<K>, xs: &[Vec<f64>], ys: &[f64])
    where
        GaussianProcess<K>: Differentiable<Tangent: Differentiable>,
    {
        check(gp, |g| g.log_marginal_likelihood(xs, ys), &gp.log_marginal_likelihood_grad(xs, ys));
    }
    let rbf = Rbf { variance: 1.1, length_scale: 0.7 };
    let matern = Matern32 { variance: 0.9, length_scale: 1.3 };
    go(&GaussianProcess { kernel: rbf.clone(), noise: 0.3 }, &xs, &ys);
    go(&GaussianProcess { kernel: matern.clone(), noise: 0.3 }, &xs, &ys);
    go(&GaussianProcess { kernel: SumKernel { first: rbf, second: matern }, noise: 0.4 }, &xs, &ys);
}
