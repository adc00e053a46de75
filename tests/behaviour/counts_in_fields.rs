//! Integers in fields of differentiated structs, calculated with and passed to what holds them constant.

#![allow(clippy::all, reason = "people write it")]

use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug)]
struct Tensor {
    rows: usize,
    data: Vec<f64>,
}

#[differentiate]
impl Tensor {
    #[differentiate(wrt(self))]
    fn first(&self, s: f64) -> f64 {
        self.data[0] * s
    }

    #[differentiate(wrt(self))]
    fn scaled(&self, s: f64) -> Tensor {
        Tensor { rows: self.rows, data: self.data.iter().map(|x| x * s).collect() }
    }

    #[differentiate(wrt(self, s))]
    fn times(&self, s: f64) -> f64 {
        self.data[1] * s
    }

    #[differentiate(wrt(self))]
    fn mean(&self) -> f64 {
        let n = self.rows as f64;
        self.first(1.0 / n) + self.times(2.0 / n)
    }

    #[differentiate(wrt(self))]
    fn normalised(&self) -> Tensor {
        self.scaled(1.0 / (self.rows as f64).sqrt())
    }
}

#[differentiate(wrt(x))]
fn powered(x: f64, k: f64) -> f64 {
    x * k * k
}

#[differentiate(wrt(w))]
fn quotient(w: &Tensor) -> f64 {
    let n = w.rows as f64;
    w.first(1.0 / n)
}

#[differentiate(wrt(w))]
fn shared(w: &Tensor) -> f64 {
    let s = 2.0 * w.rows as f64;
    w.first(s) + w.data[1] * s * w.data[1]
}

#[differentiate(wrt(w))]
fn in_a_loop(w: &Tensor) -> f64 {
    let mut total = 0.0;
    for i in 0..w.rows {
        let n = w.rows as f64 - 1.0;
        total += powered(w.data[i].sin(), n * 0.5) + w.first(n / (i + 1) as f64) * total;
    }
    total
}

#[differentiate(wrt(w))]
fn of_a_root(w: &Tensor) -> f64 {
    let s = 1.0 / (w.rows as f64).sqrt();
    let t = w.scaled(s);
    t.data[1] * t.normalised().data[0]
}

fn tensor([a, b]: [f64; 2]) -> Tensor {
    Tensor { rows: 2, data: vec![a, b] }
}

const AT: [f64; 2] = [0.7, -1.3];

fn agrees(value_and_grad: impl Fn(&Tensor) -> (f64, TensorGradient), f: impl Fn(&Tensor) -> f64) {
    let (value, slope) = value_and_grad(&tensor(AT));
    assert_eq!(value.to_bits(), f(&tensor(AT)).to_bits());
    crate::common::assert_close(
        slope.data.try_into().unwrap(),
        crate::common::gradient(|x| f(&tensor(x)), AT),
    );
}

#[test]
fn counts_as_constant_arguments() {
    agrees(quotient_value_and_grad, quotient);
    agrees(shared_value_and_grad, shared);
    agrees(in_a_loop_value_and_grad, in_a_loop);
    agrees(of_a_root_value_and_grad, of_a_root);
    agrees(Tensor::mean_value_and_grad, Tensor::mean);
}
