//! `push`, `truncate` and `clear` on a `Vec` in a field of `&mut self`.

#![allow(clippy::all, reason = "people write it")]

use crate::common::{assert_close, derivative};
use differentiate::{Differentiable, differentiate};

#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Log {
    values: Vec<f64>,
    k: f64,
}

#[differentiate(wrt(self, v))]
impl Log {
    fn note(&mut self, v: f64) -> f64 {
        self.values.push(v * self.k);
        self.k * v
    }
    fn note_some(&mut self, v: f64) {
        self.values.push(v);
        if v > 0.0 {
            self.values.push(v * v);
        }
    }
    fn only_last(&mut self, v: f64) -> f64 {
        let sum: f64 = self.values.iter().sum();
        self.values.truncate(1);
        self.values.push(v * sum);
        if v < 0.0 {
            self.values.clear();
        }
        self.values.push(v);
        sum * self.values[0]
    }
    fn mean_square(&self) -> f64 {
        self.values.iter().map(|x| x * x).sum::<f64>() / self.values.len() as f64
    }
}

#[differentiate]
fn noted(x: &[f64], k: f64) -> f64 {
    let mut log = Log { values: Vec::new(), k };
    let mut sum = 0.0;
    for &v in x {
        sum += log.note(v);
        log.note_some(v);
    }
    sum + log.mean_square()
}

#[differentiate(wrt(log, x))]
fn continued(log: &Log, x: &[f64]) -> f64 {
    let mut log = log.clone();
    for &v in x {
        log.note_some(v);
        log.k *= 1.1;
    }
    log.mean_square() * log.k
}

#[differentiate(wrt(log, x))]
fn shortened(log: &Log, x: &[f64]) -> f64 {
    let mut log = log.clone();
    let mut sum = 0.0;
    for &v in x {
        log.note_some(v);
        sum = sum * 0.5 + log.only_last(v);
    }
    sum + log.mean_square()
}

#[test]
fn by_hand() {
    // The list that is left has two entries; the first is that of the value before.
    let mut log = Log { values: vec![3.0], k: 0.5 };
    let mut d_log = Log { values: vec![1.0, 10.0], k: 0.0 };
    assert_eq!(log.note_vjp(2.0, 1.0, &mut d_log), 0.5 + 10.0 * 0.5);
    assert_eq!(log.values, [3.0, 1.0]);
    assert_eq!(d_log, Log { values: vec![1.0], k: 2.0 + 10.0 * 2.0 });
    // x k, then (k² x² + x² + x⁴) / 3.
    let (value, (by_x, by_k)) = noted_value_and_grad(&[2.0], 3.0);
    assert_eq!((value, by_k), (6.0 + (36.0 + 4.0 + 16.0) / 3.0, 2.0 + 2.0 * 3.0 * 4.0 / 3.0));
    assert_close([by_x[0]], [3.0 + (2.0 * 9.0 * 2.0 + 2.0 * 2.0 + 4.0 * 8.0) / 3.0]);
}

#[test]
fn against_differences() {
    let x = [1.0, -0.5, 2.0];
    let changed = |i: usize, v: f64| {
        let mut x = x;
        x[i] = v;
        x
    };
    let (by_x, by_k) = noted_grad(&x, 0.7);
    assert_close([by_k], [derivative(|k| noted(&x, k), 0.7)]);
    let log = Log { values: vec![3.0], k: 0.5 };
    let (by_log, by_inputs) = continued_grad(&log, &x);
    assert_eq!(by_log.values.len(), 1);
    let with = |v: f64, k: f64| continued(&Log { values: vec![v], k }, &x);
    assert_close(
        [by_log.values[0], by_log.k],
        [derivative(|v| with(v, 0.5), 3.0), derivative(|k| with(3.0, k), 0.5)],
    );
    let (by_shortened, by_pushed) = shortened_grad(&log, &x);
    let starting = |v: f64| shortened(&Log { values: vec![v], k: 0.5 }, &x);
    assert_close([by_shortened.values[0], by_shortened.k], [derivative(starting, 3.0), 0.0]);
    for i in 0..3 {
        assert_close([by_pushed[i]], [derivative(|v| shortened(&log, &changed(i, v)), x[i])]);
        assert_close([by_x[i]], [derivative(|v| noted(&changed(i, v), 0.7), x[i])]);
        assert_close([by_inputs[i]], [derivative(|v| continued(&log, &changed(i, v)), x[i])]);
    }
}

#[test]
#[should_panic(expected = "as long as the list that is left, 2, not 1")]
fn a_cotangent_of_another_length() {
    let mut log = Log { values: vec![3.0], k: 0.5 };
    let mut d_log = Log { values: vec![1.0], k: 0.0 };
    let _ = log.note_vjp(2.0, 1.0, &mut d_log);
}
