//! Maps of constants, whose keys are fields of differentiated structs.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};
use std::collections::HashMap;
#[derive(Differentiable, Clone, Debug)]
struct Asset {
    name: String,
    weight: f64,
    id: usize,
}
#[derive(Differentiable, Clone, Debug)]
struct Portfolio {
    assets: Vec<Asset>,
    cash: f64,
}
#[differentiate]
impl Portfolio {
    #[differentiate(wrt(self))]
    fn value(&self, prices: &HashMap<String, f64>) -> f64 {
        let mut total = self.cash;
        for asset in &self.assets {
            if let Some(price) = prices.get(&asset.name) {
                total += asset.weight * price;
            }
        }
        total
    }
    #[differentiate(wrt(self))]
    fn value2(&self, prices: &HashMap<String, f64>, table: &[f64]) -> f64 {
        self.assets
            .iter()
            .map(|a| {
                a.weight * prices.get(&a.name).copied().unwrap_or(0.0) * prices[&a.name]
                    + a.weight.powi(2) * table[a.id]
            })
            .sum()
    }
}
#[test]
fn of_parameter() {
    let prices: HashMap<String, f64> = [("a".to_string(), 2.0), ("b".to_string(), 5.0)].into();
    let make = |p: &[f64]| Portfolio {
        assets: vec![
            Asset { name: "a".into(), weight: p[0], id: 1 },
            Asset { name: "b".into(), weight: p[1], id: 0 },
        ],
        cash: p[2],
    };
    let flat = |g: &PortfolioGradient| vec![g.assets[0].weight, g.assets[1].weight, g.cash];
    crate::check::agrees(
        &[0.8, 0.7, 0.4],
        |p| make(p).value(&prices),
        |p| {
            let (v, g) = make(p).value_value_and_grad(&prices);
            (v, flat(&g))
        },
        1e-6,
    );
    crate::check::agrees(
        &[0.8, 0.7, 0.4],
        |p| make(p).value2(&prices, &[3.0, 4.0]),
        |p| {
            let (v, g) = make(p).value2_value_and_grad(&prices, &[3.0, 4.0]);
            (v, flat(&g))
        },
        1e-6,
    );
}

struct Market {
    prices: HashMap<String, f64>,
    open: std::collections::BTreeSet<usize>,
}

#[differentiate]
impl Market {
    #[differentiate(wrt(portfolio))]
    fn value(&self, portfolio: &Portfolio) -> f64 {
        let mut sum = 0.0;
        for asset in portfolio.assets.iter() {
            if self.open.contains(&asset.id) {
                sum += asset.weight * asset.weight;
            }
            sum += match self.prices.get(&asset.name) {
                Some(price) if *price > 3.0 => price * asset.weight,
                Some(price) => price * asset.weight.powi(2),
                None => asset.weight.sin(),
            };
        }
        sum + portfolio.cash
    }
}

#[test]
fn of_field() {
    let prices = [("a".to_string(), 2.0), ("b".to_string(), 5.0)].into();
    let market = Market { prices, open: [1].into() };
    let asset = |name: &str, weight, id| Asset { name: name.into(), weight, id };
    let make = |p: &[f64]| Portfolio {
        assets: vec![asset("a", p[0], 1), asset("b", p[1], 0), asset("c", p[2], 2)],
        cash: p[3],
    };
    crate::check::agrees(
        &[0.8, 0.7, 0.4, 1.5],
        |p| market.value(&make(p)),
        |p| {
            let (value, g) = market.value_value_and_grad(&make(p));
            (value, vec![g.assets[0].weight, g.assets[1].weight, g.assets[2].weight, g.cash])
        },
        1e-8,
    );
    // 2 w + 4 w at the first, which is open.
    let g = market.value_grad(&make(&[0.5, 0.25, 0.0, 1.0]));
    assert_eq!((g.assets[0].weight, g.assets[1].weight, g.assets[2].weight), (3.0, 5.0, 1.0));
}
