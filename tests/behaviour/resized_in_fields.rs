//! Methods that change the length of a `Vec` in a field of `&mut self`.

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

/// A stack and a window: what is taken out of a `Vec` in a field is used.
#[derive(Clone, Debug, PartialEq, Differentiable)]
struct Machine {
    stack: Vec<f64>,
    window: Vec<f64>,
    points: Vec<Point>,
    #[differentiate(constant)]
    seen: Vec<f64>,
    size: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Differentiable)]
struct Point {
    x: f64,
    y: f64,
}

#[differentiate]
impl Machine {
    fn new(size: usize) -> Self {
        Machine { stack: Vec::new(), window: Vec::new(), points: Vec::new(), seen: vec![0.5], size }
    }
    #[differentiate(wrt(self))]
    fn multiply(&mut self) {
        let b = self.stack.pop().unwrap();
        let a = self.stack.pop().expect("two operands");
        self.stack.push(a * b);
    }
    #[differentiate(wrt(self))]
    fn drain_sum(&mut self) -> f64 {
        let mut sum = 0.0;
        let mut weight = 1.0;
        while let Some(top) = self.stack.pop() {
            sum += weight * top * top;
            weight *= 0.5;
        }
        sum
    }
    #[differentiate(wrt(self, x))]
    fn mean(&mut self, x: f64) -> f64 {
        self.window.push(x);
        if self.window.len() > self.size {
            let old = self.window.remove(0);
            return (self.window.iter().sum::<f64>() - 0.1 * old) / self.size as f64;
        }
        self.window.iter().sum::<f64>() / self.window.len() as f64
    }
    #[differentiate(wrt(self, x))]
    fn fill(&mut self, x: &[f64]) {
        self.window.extend(x.iter().map(|x| 2.0 * x));
        self.window.extend_from_slice(&x[1..]);
        self.window.insert(1, x[0] * x[1]);
        self.window.pop();
        let first = self.window.swap_remove(0);
        self.window[1] += first * first;
        self.seen.push(1.0);
        self.seen.push(1.0);
    }
    #[differentiate(wrt(self, x))]
    fn last_point(&mut self, x: f64) -> f64 {
        self.points.push(Point { x, y: x * x });
        self.points.insert(0, Point { x: 2.0 * x, y: 1.0 });
        match self.points.pop() {
            Some(point) => point.x * point.y + self.points[0].x,
            None => 0.0,
        }
    }
}

#[differentiate]
fn machine(x: &[f64]) -> f64 {
    let mut machine = Machine::new(2);
    let mut sum = 0.0;
    for &v in x {
        sum += machine.mean(v).powi(2);
        machine.stack.push(v);
    }
    machine.multiply();
    sum += machine.last_point(x[0]);
    machine.fill(x);
    for (i, v) in machine.window.iter().enumerate() {
        sum += v * (i + 1) as f64;
    }
    sum + machine.drain_sum()
}

#[test]
fn taken_out_of_fields() {
    let at = [0.7, -0.4, 1.3, 0.2];
    crate::check::agrees(&at, machine, machine_value_and_grad, 1e-8);
    let mut machine = Machine { stack: vec![2.0, 3.0, 5.0], ..Machine::new(1) };
    let (window, points) = (vec![], vec![]);
    let mut d_machine = MachineGradient { stack: vec![1.0, 10.0], window, points, seen: (), size: () };
    machine.multiply_vjp(&mut d_machine);
    assert_eq!((machine.stack, d_machine.stack), (vec![2.0, 15.0], vec![1.0, 50.0, 30.0]));
}
