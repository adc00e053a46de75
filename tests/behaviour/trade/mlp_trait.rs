//! Learning: layers generic over an activation, which is a trait of types without data.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::marker::PhantomData;

#[differentiate]
pub trait Activation {
    const NAME: &'static str;
    #[differentiate]
    fn apply(x: f64) -> f64;
}

#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tanh;
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Softplus;

#[differentiate]
impl Activation for Tanh {
    const NAME: &'static str = "tanh";
    #[differentiate]
    fn apply(x: f64) -> f64 {
        x.tanh()
    }
}

#[differentiate]
impl Activation for Softplus {
    const NAME: &'static str = "softplus";
    #[differentiate]
    fn apply(x: f64) -> f64 {
        x.max(0.0) + (-x.abs()).exp().ln_1p()
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Dense<A, const IN: usize, const OUT: usize> {
    weights: [[f64; IN]; OUT],
    bias: [f64; OUT],
    #[differentiate(constant)]
    activation: PhantomData<A>,
}

impl<A: Activation, const IN: usize, const OUT: usize> Dense<A, IN, OUT> {
    pub fn new(seed: f64) -> Self {
        let mut s = seed;
        let mut next = || {
            s = (s * 7.13 + 0.37) % 1.9;
            s - 0.9
        };
        let weights = [(); OUT].map(|_| [(); IN].map(|_| next()));
        Self { weights, bias: [(); OUT].map(|_| next()), activation: PhantomData }
    }

    #[differentiate(wrt(self, x))]
    pub fn forward(&self, x: &[f64; IN]) -> [f64; OUT] {
        let mut y = self.bias;
        for i in 0..OUT {
            for j in 0..IN {
                y[i] += self.weights[i][j] * x[j];
            }
            y[i] = A::apply(y[i]);
        }
        y
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Autoencoder {
    encoder: Dense<Tanh, 4, 2>,
    decoder: Dense<Softplus, 2, 4>,
}

impl Autoencoder {
    #[differentiate(wrt(self, x))]
    pub fn reconstruct(&self, x: &[f64; 4]) -> [f64; 4] {
        let code = self.encoder.forward(x);
        self.decoder.forward(&code)
    }

    #[differentiate(wrt(self))]
    pub fn loss(&self, batch: &[[f64; 4]]) -> f64 {
        batch
            .iter()
            .map(|x| {
                let y = self.reconstruct(x);
                x.iter().zip(y.iter()).map(|(a, b)| (a - b).powi(2)).sum::<f64>()
            })
            .sum::<f64>()
            / batch.len() as f64
    }
}

#[test]
fn reconstructed() {
    let net = Autoencoder { encoder: Dense::new(0.3), decoder: Dense::new(0.8) };
    let batch = [[0.1, 0.5, -0.3, 1.0], [0.7, -0.2, 0.4, 0.0]];
    check(&net, |n| n.loss(&batch), &net.loss_grad(&batch));
    assert_eq!(Tanh::NAME.len() + Softplus::NAME.len(), 12);
}
