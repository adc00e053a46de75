//! Learning: a network of an enum of layers.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Matrix {
    rows: usize,
    cols: usize,
    data: Vec<f64>,
}

impl Matrix {
    pub fn from_fn(rows: usize, cols: usize, f: impl Fn(usize, usize) -> f64) -> Self {
        let data = (0..rows * cols).map(|k| f(k / cols, k % cols)).collect();
        Self { rows, cols, data }
    }

    pub fn row(&self, i: usize) -> &[f64] {
        &self.data[i * self.cols..(i + 1) * self.cols]
    }

    #[differentiate(wrt(self, x))]
    pub fn mul_vec(&self, x: &[f64]) -> Vec<f64> {
        assert_eq!(x.len(), self.cols);
        (0..self.rows).map(|i| (0..self.cols).map(|j| self.data[i * self.cols + j] * x[j]).sum()).collect()
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub enum Layer {
    Dense { weights: Matrix, bias: Vec<f64> },
    Scale(f64),
    Relu,
    Tanh,
}

impl Layer {
    #[differentiate(wrt(self, x))]
    pub fn forward(&self, x: Vec<f64>) -> Vec<f64> {
        match self {
            Layer::Dense { weights, bias } => {
                let mut out = weights.mul_vec(&x);
                for (o, b) in out.iter_mut().zip(bias) {
                    *o += b;
                }
                out
            }
            Layer::Scale(s) => x.iter().map(|v| v * s).collect(),
            Layer::Relu => x.iter().map(|v| v.max(0.0)).collect(),
            Layer::Tanh => x.into_iter().map(f64::tanh).collect(),
        }
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Network {
    layers: Vec<Layer>,
}

#[differentiate(wrt(self))]
impl Network {
    pub fn predict(&self, x: &[f64]) -> Vec<f64> {
        let mut h = x.to_vec();
        for layer in &self.layers {
            h = layer.forward(h);
        }
        h
    }

    pub fn mse(&self, inputs: &[Vec<f64>], targets: &[Vec<f64>]) -> f64 {
        let mut total = 0.0;
        for (x, t) in inputs.iter().zip(targets) {
            let y = self.predict(x);
            total += y.iter().zip(t).map(|(a, b)| (a - b).powi(2)).sum::<f64>();
        }
        total / inputs.len() as f64
    }
}

#[test]
fn trained() {
    let dense = |r, c, s: f64| Layer::Dense {
        weights: Matrix::from_fn(r, c, |i, j| ((i * 3 + j * 5) % 7) as f64 * 0.2 - s),
        bias: (0..r).map(|i| 0.1 * i as f64 - 0.05).collect(),
    };
    let net = Network {
        layers: vec![
            dense(4, 2, 0.5),
            Layer::Tanh,
            dense(3, 4, 0.55),
            Layer::Relu,
            Layer::Scale(0.7),
            dense(2, 3, 0.4),
        ],
    };
    let inputs = vec![vec![0.3, -0.5], vec![1.0, 0.2], vec![-0.7, 0.9]];
    let targets = vec![vec![0.1, 0.2], vec![-0.5, 1.0], vec![0.3, 0.0]];
    check(&net, |n| n.mse(&inputs, &targets), &net.mse_grad(&inputs, &targets));
}
