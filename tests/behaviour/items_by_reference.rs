//! Items of lists that other code gives by reference or by value, passed on to functions that take them by either.

#![allow(clippy::all, reason = "people write it")]

use differentiate::differentiate;
use std::collections::BTreeMap;
#[derive(Clone, Debug)]
struct Quote {
    strike: f64,
    price: f64,
}
struct Market {
    quotes: BTreeMap<String, Vec<Quote>>,
    forward: f64,
}
fn scale(q: &Quote) -> f64 {
    q.strike / q.price
}
impl Quote {
    fn ratio(&self) -> f64 {
        self.price / self.strike
    }
}
#[differentiate(wrt(v))]
fn model(q: &Quote, v: f64) -> f64 {
    q.strike * v * v
}
#[differentiate(wrt(v))]
fn by_value(q: Quote, v: f64) -> f64 {
    q.strike * v * v
}
impl Market {
    fn of(&self, name: &str) -> Vec<Quote> {
        self.quotes[name].clone()
    }
    fn lent(&self, name: &str) -> &[Quote] {
        &self.quotes[name]
    }
}
#[differentiate]
impl Market {
    #[differentiate(wrt(v))]
    fn black(&self, q: &Quote, v: f64) -> f64 {
        self.forward * v - q.strike * v * v
    }
    #[differentiate(wrt(v))]
    fn black_of(&self, q: Quote, v: f64) -> f64 {
        self.forward * v - q.strike * v * v
    }
    #[differentiate(wrt(v))]
    fn error(&self, v: f64, name: &str) -> Result<f64, String> {
        let quotes = self.quotes.get(name).ok_or("none")?;
        let mut sum = 0.0;
        for quote in quotes {
            let m = self.black(quote, v) + model(quote, v);
            sum += (m - quote.price).powi(2) * scale(quote) + quote.ratio() * v;
        }
        Ok(sum / quotes.len() as f64)
    }
    #[differentiate(wrt(v))]
    fn error_lent(&self, v: f64, name: &str) -> f64 {
        let mut sum = 0.0;
        for quote in self.lent(name) {
            sum += (self.black(quote, v) - quote.price).powi(2) * scale(quote) + model(quote, v);
        }
        sum + self.lent(name).iter().map(|q| self.black(q, v)).sum::<f64>()
    }
    #[differentiate(wrt(v))]
    fn error_owned(&self, v: f64, name: &str) -> f64 {
        let mut sum = 0.0;
        for quote in self.of(name) {
            sum += (self.black(&quote, v) - quote.price).powi(2) * scale(&quote) + by_value(quote, v);
        }
        for quote in self.of(name) {
            sum += self.black_of(quote, v);
        }
        sum
    }
}
#[test]
fn errors_of_quotes() {
    let quotes = vec![Quote { strike: 2.0, price: 1.5 }, Quote { strike: 3.0, price: 0.5 }];
    let m = Market { quotes: BTreeMap::from([("a".to_string(), quotes)]), forward: 1.5 };
    crate::check::agrees(
        &[0.7],
        |v| m.error(v[0], "a").unwrap(),
        |v| {
            let (y, g) = m.error_value_and_grad(v[0], "a").unwrap();
            (y, vec![g])
        },
        1e-7,
    );
    assert!(m.error_grad(0.2, "b").is_err());
    crate::check::agrees(
        &[0.7],
        |v| m.error_lent(v[0], "a"),
        |v| {
            let (y, g) = m.error_lent_value_and_grad(v[0], "a");
            (y, vec![g])
        },
        1e-7,
    );
    crate::check::agrees(
        &[0.7],
        |v| m.error_owned(v[0], "a"),
        |v| {
            let (y, g) = m.error_owned_value_and_grad(v[0], "a");
            (y, vec![g])
        },
        1e-7,
    );
    // (1.5 v − 1)² · 2 + v / 2, of one quote.
    let one = Market {
        quotes: BTreeMap::from([("a".to_string(), vec![Quote { strike: 2.0, price: 1.0 }])]),
        forward: 1.5,
    };
    assert!((one.error_grad(2.0, "a").unwrap() - (2.0 * (1.5 * 2.0 - 1.0) * 1.5 * 2.0 + 0.5)).abs() < 1e-12);
}
