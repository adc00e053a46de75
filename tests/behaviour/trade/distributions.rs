//! Statistics: distributions behind a trait, a likelihood for all of them.

use crate::structs::check;
use differentiate::{Differentiable, differentiate, ln_gamma};

#[differentiate]
pub trait Distribution {
    #[differentiate(wrt(self, x))]
    fn log_pdf(&self, x: f64) -> f64;

    #[differentiate(wrt(self))]
    fn mean(&self) -> f64;

    #[differentiate(wrt(self, x))]
    fn pdf(&self, x: f64) -> f64 {
        self.log_pdf(x).exp()
    }

    #[differentiate(wrt(self))]
    fn log_likelihood(&self, data: &[f64]) -> f64 {
        data.iter().map(|&x| self.log_pdf(x)).sum()
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Normal {
    mu: f64,
    sigma: f64,
}

impl Normal {
    const LN_SQRT_2PI: f64 = 0.918_938_533_204_672_7;
}

#[differentiate(wrt(self, x))]
impl Distribution for Normal {
    fn log_pdf(&self, x: f64) -> f64 {
        let z = (x - self.mu) / self.sigma;
        -0.5 * z * z - self.sigma.ln() - Self::LN_SQRT_2PI
    }

    fn mean(&self) -> f64 {
        self.mu
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Gamma {
    shape: f64,
    rate: f64,
}

#[differentiate(wrt(self, x))]
impl Distribution for Gamma {
    fn log_pdf(&self, x: f64) -> f64 {
        if x <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let Gamma { shape, rate } = *self;
        shape * rate.ln() + (shape - 1.0) * x.ln() - rate * x - ln_gamma(shape)
    }

    fn mean(&self) -> f64 {
        self.shape / self.rate
    }
}

/// A mixture of two of a kind.
#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Mixture<D> {
    logit: f64,
    first: D,
    second: D,
}

#[differentiate]
impl<D: Distribution + Differentiable> Distribution for Mixture<D> {
    #[differentiate(wrt(self, x))]
    fn log_pdf(&self, x: f64) -> f64 {
        let w = 1.0 / (1.0 + (-self.logit).exp());
        (w * self.first.pdf(x) + (1.0 - w) * self.second.pdf(x)).ln()
    }

    #[differentiate(wrt(self))]
    fn mean(&self) -> f64 {
        let w = 1.0 / (1.0 + (-self.logit).exp());
        w * self.first.mean() + (1.0 - w) * self.second.mean()
    }
}

#[differentiate(wrt(d))]
fn objective<D: Distribution>(d: &D, data: &[f64], target: f64) -> f64 {
    d.log_likelihood(data) - 10.0 * (d.mean() - target).powi(2)
}

#[test]
fn likelihoods() {
    let data = [0.3, 1.2, 0.8, 2.5];
    let n = Normal { mu: 0.4, sigma: 1.2 };
    check(&n, |d| objective(d, &data, 1.0), &objective_grad(&n, &data, 1.0));
    let g = Gamma { shape: 1.7, rate: 1.1 };
    check(&g, |d| objective(d, &data, 1.0), &objective_grad(&g, &data, 1.0));
    let m = Mixture { logit: 0.3, first: n, second: Normal { mu: 2.0, sigma: 0.5 } };
    check(&m, |d| objective(d, &data, 1.0), &objective_grad(&m, &data, 1.0));
}
