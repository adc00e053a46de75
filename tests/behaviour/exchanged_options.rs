//! `Option`s in locals that get something else, and that are looked at: `insert`, `get_or_insert`, `mem::take`, `mem::replace`, `inspect`, and one in a field that a
//! pattern has taken out.

#![allow(clippy::all, clippy::pedantic, unused_must_use, reason = "people write it")]

use crate::common::{assert_close, gradient};
use differentiate::{Differentiable, differentiate};

#[differentiate]
fn inserted(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    best.insert(x[0]);
    let _ = best.insert(best.unwrap() * x[1]);
    best.unwrap() * x[0]
}

#[differentiate]
fn inserted_in_a_loop(x: &[f64]) -> f64 {
    let mut best: Option<f64> = None;
    let mut y = 0.0;
    for v in x {
        if *v > 1.0 {
            best.insert(v * v);
        } else {
            best.get_or_insert(v * 3.0);
        }
        best.get_or_insert_with(|| 7.0 * v);
        y += best.unwrap() * v;
    }
    y
}

#[differentiate]
fn replaced(x: &[f64]) -> f64 {
    let mut slot: Option<f64> = None;
    let mut y = 0.0;
    for v in x {
        let old = std::mem::replace(&mut slot, Some(v * v));
        if let Some(old) = old {
            y += old * v;
        }
    }
    let last = std::mem::take(&mut slot);
    std::mem::take(&mut slot);
    y += last.unwrap_or(0.0) + slot.unwrap_or(1.0);
    y += std::mem::replace(&mut slot, Some(x[0])).map_or(x[1], |s| s * 2.0);
    y + slot.unwrap() * std::mem::take(&mut slot).unwrap()
}

#[differentiate]
fn looked_at(x: &[f64]) -> f64 {
    let mut times = 0;
    let first = x.first().inspect(|v| assert!(!v.is_nan())).map_or(0.0, |v| v * v);
    if x.last().inspect(|_| times += 1).is_some() {
        times += 10;
    }
    let none: Option<f64> = None;
    none.inspect(|_| times += 100);
    first * times as f64
}

#[test]
fn gradients_of_exchanged_options() {
    for x in [[0.5, 2.0, 0.25], [3.0, 0.5, 1.5]] {
        assert_close(inserted_grad(&x).try_into().unwrap(), gradient(|x| inserted(&x), x));
        assert_close(
            inserted_in_a_loop_grad(&x).try_into().unwrap(),
            gradient(|x| inserted_in_a_loop(&x), x),
        );
        assert_close(replaced_grad(&x).try_into().unwrap(), gradient(|x| replaced(&x), x));
        assert_eq!(replaced_value_and_grad(&x).0, replaced(&x));
        assert_close(looked_at_grad(&x).try_into().unwrap(), gradient(|x| looked_at(&x), x));
        assert_eq!(looked_at_value_and_grad(&x).0, 11.0 * x[0] * x[0]);
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
struct Layer {
    v: Vec<f64>,
    bias: Option<f64>,
}

#[differentiate]
impl Layer {
    #[differentiate(wrt(self))]
    fn biased(&self) -> f64 {
        let Layer { v, bias } = self;
        v[0] * bias.unwrap_or(2.0)
    }
}

#[test]
fn an_option_that_a_pattern_takes_out_of_a_struct() {
    let some = Layer { v: vec![5.0], bias: Some(3.0) };
    assert_eq!(some.biased_grad(), LayerGradient { v: vec![3.0], bias: Some(5.0) });
    let none = Layer { v: vec![5.0], bias: None };
    assert_eq!(none.biased_grad(), LayerGradient { v: vec![2.0], bias: None });
}
