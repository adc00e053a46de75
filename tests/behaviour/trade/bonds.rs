//! Finance: bonds on curves.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[differentiate]
pub trait YieldCurve {
    #[differentiate(wrt(self))]
    fn zero_rate(&self, t: f64) -> f64;

    #[differentiate(wrt(self))]
    fn discount(&self, t: f64) -> f64 {
        (-self.zero_rate(t) * t).exp()
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct NelsonSiegel {
    pub level: f64,
    pub slope: f64,
    pub curvature: f64,
    pub tau: f64,
}

#[differentiate]
impl YieldCurve for NelsonSiegel {
    #[differentiate(wrt(self))]
    fn zero_rate(&self, t: f64) -> f64 {
        let x = t / self.tau;
        let decay = (1.0 - (-x).exp()) / x;
        self.level + self.slope * decay + self.curvature * (decay - (-x).exp())
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Interpolated {
    #[differentiate(constant)]
    pub times: Vec<f64>,
    pub rates: Vec<f64>,
}

#[differentiate]
impl YieldCurve for Interpolated {
    #[differentiate(wrt(self))]
    fn zero_rate(&self, t: f64) -> f64 {
        let n = self.times.len();
        if t <= self.times[0] {
            return self.rates[0];
        }
        if t >= self.times[n - 1] {
            return self.rates[n - 1];
        }
        let i = self.times.iter().position(|&s| s > t).unwrap();
        let w = (t - self.times[i - 1]) / (self.times[i] - self.times[i - 1]);
        self.rates[i - 1] * (1.0 - w) + self.rates[i] * w
    }
}

#[derive(Clone, Debug)]
pub struct Bond {
    pub face: f64,
    pub coupon: f64,
    pub maturity: usize,
}

impl Bond {
    #[differentiate(wrt(curve))]
    pub fn price<C: YieldCurve>(&self, curve: &C) -> f64 {
        let mut pv = 0.0;
        for year in 1..=self.maturity {
            pv += self.face * self.coupon * curve.discount(year as f64);
        }
        pv + self.face * curve.discount(self.maturity as f64)
    }
}

#[differentiate(wrt(curve))]
fn calibration_error<C: YieldCurve>(curve: &C, bonds: &[Bond], quotes: &[f64]) -> f64 {
    bonds.iter().zip(quotes).map(|(bond, quote)| (bond.price(curve) - quote).powi(2)).sum::<f64>()
        / bonds.len() as f64
}

#[test]
fn calibrated() {
    let bonds = [
        Bond { face: 1.0, coupon: 0.03, maturity: 2 },
        Bond { face: 1.0, coupon: 0.04, maturity: 5 },
        Bond { face: 1.0, coupon: 0.05, maturity: 10 },
    ];
    let quotes = [0.99, 1.01, 1.05];
    let ns = NelsonSiegel { level: 0.04, slope: -0.02, curvature: 0.01, tau: 1.8 };
    check(&ns, |c| calibration_error(c, &bonds, &quotes), &calibration_error_grad(&ns, &bonds, &quotes));
    let linear = Interpolated { times: vec![1.0, 3.0, 7.0], rates: vec![0.02, 0.03, 0.035] };
    check(
        &linear,
        |c| calibration_error(c, &bonds, &quotes),
        &calibration_error_grad(&linear, &bonds, &quotes),
    );
}
