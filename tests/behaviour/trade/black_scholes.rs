//! Finance: European options.

use crate::structs::check;
use differentiate::{Differentiable, differentiate, norm_cdf};

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OptionKind {
    Call,
    Put,
}

#[derive(Clone, Copy, Debug)]
pub struct Contract {
    pub kind: OptionKind,
    pub strike: f64,
    pub expiry: f64,
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Market {
    pub spot: f64,
    pub rate: f64,
    pub dividend: f64,
    pub vol: f64,
}

#[differentiate(wrt(self))]
impl Market {
    fn forward(&self, t: f64) -> f64 {
        self.spot * ((self.rate - self.dividend) * t).exp()
    }

    fn discount(&self, t: f64) -> f64 {
        (-self.rate * t).exp()
    }

    fn d1(&self, c: &Contract) -> f64 {
        let f = self.forward(c.expiry);
        ((f / c.strike).ln() + 0.5 * self.vol * self.vol * c.expiry) / (self.vol * c.expiry.sqrt())
    }

    fn d2(&self, c: &Contract) -> f64 {
        self.d1(c) - self.vol * c.expiry.sqrt()
    }

    pub fn price(&self, c: &Contract) -> f64 {
        let (d1, d2) = (self.d1(c), self.d2(c));
        let (f, df) = (self.forward(c.expiry), self.discount(c.expiry));
        match c.kind {
            OptionKind::Call => df * (f * norm_cdf(d1) - c.strike * norm_cdf(d2)),
            OptionKind::Put => df * (c.strike * norm_cdf(-d2) - f * norm_cdf(-d1)),
        }
    }

    pub fn portfolio(&self, positions: &[(Contract, f64)]) -> f64 {
        positions.iter().map(|(c, quantity)| quantity * self.price(c)).sum()
    }
}

#[test]
fn greeks() {
    let market = Market { spot: 100.0, rate: 0.03, dividend: 0.01, vol: 0.2 };
    let call = Contract { kind: OptionKind::Call, strike: 105.0, expiry: 0.75 };
    let put = Contract { kind: OptionKind::Put, ..call };
    check(&market, |m| m.price(&call), &market.price_grad(&call));
    check(&market, |m| m.price(&put), &market.price_grad(&put));
    // The delta of a call.
    let delta = market.price_grad(&call).spot;
    assert!((delta - (-0.01_f64 * 0.75).exp() * norm_cdf(market.d1(&call))).abs() < 1e-12);
    let book = [(call, 2.0), (put, -1.0)];
    check(&market, |m| m.portfolio(&book), &market.portfolio_grad(&book));
}
