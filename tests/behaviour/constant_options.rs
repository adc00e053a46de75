//! `Option`s and `Result`s without a differentiated value, and what is made of them with one: parameters, fields, elements of lists, results of ordinary functions.

#![allow(clippy::all, clippy::pedantic, reason = "people write it")]

use differentiate::differentiate;

struct Prior {
    mean: Option<f64>,
    seen: Vec<Option<f64>>,
    name: Option<String>,
}

fn prior(mean: Option<f64>) -> Prior {
    Prior { mean, seen: vec![None, Some(2.0)], name: Some("ab".into()) }
}

#[differentiate]
impl Prior {
    #[differentiate(wrt(x))]
    fn mapped(&self, x: &[f64]) -> f64 {
        self.mean.map_or(x[0], |m| m * x[1] * x[1])
    }

    #[differentiate(wrt(x))]
    fn filtered(&self, x: &[f64]) -> f64 {
        self.mean.filter(|m| *m > 0.1).map(|m| m * x[1]).unwrap_or(x[0])
    }

    #[differentiate(wrt(x))]
    fn residual(&self, x: &[f64]) -> f64 {
        self.seen.iter().zip(x).filter_map(|(seen, x)| seen.map(|seen| (x - seen).powi(2))).sum()
    }

    #[differentiate(wrt(x))]
    fn defaults(&self, x: f64) -> f64 {
        let decided = if self.mean.is_some_and(|m| x > m) { x } else { 0.0 };
        self.mean.unwrap_or_default() * x
            + self.mean.unwrap_or_else(|| x)
            + self.mean.unwrap_or(x * x)
            + decided
    }

    #[differentiate(wrt(x))]
    fn letters(&self, x: f64) -> f64 {
        let short = self.name.as_deref().map_or(x, |name| name.len() as f64 * x);
        short + self.name.as_ref().map(|name| name.len() as f64 * x * x).unwrap_or(x)
    }
}

#[test]
fn fields() {
    let (some, none) = (prior(Some(0.5)), prior(None));
    assert_eq!(some.mapped_grad(&[2.0, 3.0]), [0.0, 3.0]);
    assert_eq!(none.mapped_grad(&[2.0, 3.0]), [1.0, 0.0]);
    assert_eq!(some.filtered_grad(&[2.0, 3.0]), [0.0, 0.5]);
    assert_eq!(prior(Some(0.01)).filtered_grad(&[2.0, 3.0]), [1.0, 0.0]);
    assert_eq!(some.residual_grad(&[2.0, 3.0]), [0.0, 2.0]);
    assert_eq!(some.defaults_value_and_grad(3.0), (5.5, 1.5));
    assert_eq!(none.defaults_value_and_grad(3.0), (12.0, 7.0));
    assert_eq!(some.letters_grad(3.0), 14.0);
}

#[differentiate(wrt(x))]
fn found(at: Option<usize>, x: &[f64]) -> f64 {
    at.and_then(|at| x.get(at)).map(|v| v * v).unwrap_or(0.0)
}

#[differentiate(wrt(x))]
fn missing(x: &[f64], seen: &[Option<f64>]) -> f64 {
    seen.iter().zip(x).map(|(seen, x)| seen.map_or(0.0, |seen| (x - seen).powi(2))).sum()
}

#[differentiate(wrt(x))]
fn by_array(all: [Option<f64>; 2], x: f64) -> f64 {
    let mut y = 0.0;
    for one in all {
        y += one.map_or(x, |one| one * x);
    }
    for one in &all {
        y += one.map(|one| one * x).unwrap_or(x);
    }
    y + all[0].map_or(x, |one| one * x)
}

#[differentiate(wrt(x))]
fn signed(of: Option<f64>, x: f64) -> f64 {
    match of.map(|of| of * x) {
        Some(v) if v > 0.0 => v,
        Some(v) => -v,
        None => x,
    }
}

#[differentiate(wrt(x))]
fn squared(of: Option<f64>, x: f64) -> Option<f64> {
    let v = of.map(|of| of * x)?;
    Some(v * v)
}

#[differentiate(wrt(x))]
fn explained(of: Result<f64, String>, x: f64) -> f64 {
    of.map(|of| of * x).unwrap_or_else(|why| x * why.len() as f64)
}

#[differentiate(wrt(x))]
fn at_comma(text: &str, x: &[f64]) -> f64 {
    text.find(',').map(|at| x[at]).unwrap_or(0.0) + text.find(',').map_or(0.0, |at| x[at] * x[at])
}

#[test]
fn parameters() {
    assert_eq!(found_grad(Some(1), &[1.0, 4.0]), [0.0, 8.0]);
    assert_eq!(found_grad(Some(2), &[1.0, 4.0]), [0.0, 0.0]);
    assert_eq!(found_grad(None, &[1.0, 4.0]), [0.0, 0.0]);
    assert_eq!(missing_grad(&[1.0, 2.0], &[None, Some(5.0)]), [0.0, -6.0]);
    assert_eq!(by_array_grad([None, Some(3.0)], 2.0), 9.0);
    assert_eq!(signed_grad(Some(-2.0), 1.0), 2.0);
    assert_eq!(signed_grad(None, 1.0), 1.0);
    assert_eq!(squared_grad(Some(2.0), 1.0), Some(8.0));
    assert_eq!(squared_grad(None, 1.0), None);
    assert_eq!(explained_grad(Ok(2.0), 1.0), 2.0);
    assert_eq!(explained_grad(Err("why".into()), 1.0), 3.0);
    assert_eq!(at_comma_grad("a,b", &[1.0, 2.0]), [0.0, 5.0]);
}

#[differentiate]
fn parents(x: &[f64]) -> f64 {
    let parents = [None, Some(0usize), Some(1)];
    parents.iter().enumerate().filter_map(|(i, parent)| parent.map(|parent| x[i] * x[parent])).sum()
}

#[differentiate]
fn subtracted(x: f64) -> f64 {
    let few = Some(3u8);
    let left = few.and_then(|k| k.checked_sub(1)).unwrap_or_default();
    x * left as f64 + x * Some(3u8).and_then(|k| k.checked_sub(4)).unwrap_or_default() as f64
}

#[test]
fn locals() {
    assert_eq!(parents_grad(&[1.0, 2.0, 3.0]), [2.0, 4.0, 2.0]);
    assert_eq!(subtracted_grad(5.0), 2.0);
}

fn weight(k: usize) -> Option<f64> {
    [0.5, 1.5, 2.5].get(k).copied()
}

fn checked_weight(k: usize) -> Result<f64, String> {
    weight(k).ok_or("no weight".to_string())
}

#[differentiate]
fn weighted(x: f64) -> f64 {
    let annotated: Option<f64> = weight(1).map(|w| w * x);
    let other = weight(2).map(|w| w * x);
    annotated.unwrap_or(x) + other.unwrap_or(x) + weight(5).map_or(x * x, |w| w * x)
}

#[differentiate]
fn weight_of_two(x: f64) -> f64 {
    let both = weight(1).zip(weight(2)).map(|(a, b)| a * b * x).unwrap_or(0.0);
    both + weight(7).or(weight(2)).map(|a| a * x).unwrap_or(0.0)
}

#[differentiate]
fn weighted_or_none(x: f64) -> Option<f64> {
    weight(1).map(|w| w * x)
}

#[differentiate]
fn weighted_or_why(x: f64, k: usize) -> Result<f64, String> {
    let v = checked_weight(k).map(|w| w * x)?;
    let w = weight(k).map(|w| w * x).ok_or("none")?;
    Ok(v * w)
}

#[differentiate]
fn all_weighted(x: &[f64]) -> Option<f64> {
    x.iter().map(|v| weight(1).map(|w| w * v)).sum::<Option<f64>>()
}

#[test]
fn results_of_ordinary_functions() {
    assert_eq!(weighted_grad(3.0), 1.5 + 2.5 + 6.0);
    assert_eq!(weight_of_two_grad(3.0), 1.5 * 2.5 + 2.5);
    assert_eq!(weighted_or_none_grad(3.0), Some(1.5));
    assert_eq!(weighted_or_why_grad(2.0, 1), Ok(9.0));
    assert_eq!(weighted_or_why_grad(2.0, 4), Err("no weight".into()));
    assert_eq!(all_weighted_grad(&[1.0, 2.0]), Some(vec![1.5, 1.5]));
}

/// How often it is asked.
#[derive(Default)]
struct Meter(std::cell::Cell<u32>);

impl Meter {
    fn read(&self) -> Option<f64> {
        self.0.set(self.0.get() + 1);
        (self.0.get() < 3).then_some(2.0)
    }
}

#[differentiate(wrt(x))]
fn metered(meter: &Meter, x: f64) -> f64 {
    let mut y = x;
    for _ in 0..4 {
        y += meter.read().map(|m| m * y * x).unwrap_or(y);
    }
    y
}

#[test]
fn what_is_asked_is_asked_as_often_as_it_is_written() {
    let meter = Meter::default();
    let (value, slope) = metered_value_and_grad(&meter, 1.5);
    assert_eq!(meter.0.get(), 4);
    assert_eq!(value, metered(&Meter::default(), 1.5));
    let theirs = crate::common::derivative(|x| metered(&Meter::default(), x), 1.5);
    crate::common::assert_close([slope], [theirs]);
}
