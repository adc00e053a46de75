//! The network and its loss, written as functions that are differentiated, and one step of gradient descent.

use crate::data::Flower;
use differentiate::{Tangent, differentiate, logsumexp};
use rand::RngExt;
use rand::rngs::StdRng;

/// One hidden unit.
#[differentiate]
fn hidden(x: &[f64; 4], w: &[f64; 4], b: f64) -> f64 {
    (x[0] * w[0] + x[1] * w[1] + x[2] * w[2] + x[3] * w[3] + b).tanh()
}

/// One output, before the softmax.
#[differentiate]
fn output(h: &[f64; 5], w: &[f64; 5], b: f64) -> f64 {
    h[0] * w[0] + h[1] * w[1] + h[2] * w[2] + h[3] * w[3] + h[4] * w[4] + b
}

/// The scores of the three kinds.
#[differentiate]
fn scores(x: &[f64; 4], w1: &[[f64; 4]; 5], b1: &[f64; 5], w2: &[[f64; 5]; 3], b2: &[f64; 3]) -> [f64; 3] {
    let h = [
        hidden(x, &w1[0], b1[0]),
        hidden(x, &w1[1], b1[1]),
        hidden(x, &w1[2], b1[2]),
        hidden(x, &w1[3], b1[3]),
        hidden(x, &w1[4], b1[4]),
    ];
    [output(&h, &w2[0], b2[0]), output(&h, &w2[1], b2[1]), output(&h, &w2[2], b2[2])]
}

/// The cross-entropy between the softmax of the scores and the kind that the flower is.
#[differentiate(value_and_grad, wrt(w1, b1, w2, b2))]
fn loss(
    x: &[f64; 4],
    kind: usize,
    w1: &[[f64; 4]; 5],
    b1: &[f64; 5],
    w2: &[[f64; 5]; 3],
    b2: &[f64; 3],
) -> f64 {
    let z = scores(x, w1, b1, w2, b2);
    logsumexp(&z) - z[kind]
}

/// The weights.
pub struct Network {
    w1: [[f64; 4]; 5],
    b1: [f64; 5],
    w2: [[f64; 5]; 3],
    b2: [f64; 3],
}

impl Network {
    /// How many weights there are.
    pub const WEIGHTS: usize = 4 * 5 + 5 + 5 * 3 + 3;

    /// Small random weights, and biases of zero.
    pub fn new(random: &mut StdRng) -> Network {
        let mut small = || random.random_range(-0.5..0.5);
        Network {
            w1: std::array::from_fn(|_| std::array::from_fn(|_| small())),
            b1: [0.0; 5],
            w2: std::array::from_fn(|_| std::array::from_fn(|_| small())),
            b2: [0.0; 3],
        }
    }

    /// One step of gradient descent on the mean loss of some flowers, which it gives back.
    pub fn descend(&mut self, flowers: &[Flower], rate: f64) -> f64 {
        let mut total = 0.0;
        let mut gradient = ([[0.0; 4]; 5], [0.0; 5], [[0.0; 5]; 3], [0.0; 3]);
        for flower in flowers {
            let (value, of_one) =
                loss_value_and_grad(&flower.measures, flower.kind, &self.w1, &self.b1, &self.w2, &self.b2);
            total += value;
            gradient.accumulate(&of_one);
        }
        let count = flowers.len() as f64;
        let step = |weights: &mut [f64], gradient: &[f64]| {
            weights.iter_mut().zip(gradient).for_each(|(w, g)| *w -= rate / count * g);
        };
        step(self.w1.as_flattened_mut(), gradient.0.as_flattened());
        step(&mut self.b1, &gradient.1);
        step(self.w2.as_flattened_mut(), gradient.2.as_flattened());
        step(&mut self.b2, &gradient.3);
        total / count
    }

    /// The part of the flowers whose kind has the highest score.
    pub fn accuracy(&self, flowers: &[Flower]) -> f64 {
        let right = |flower: &&Flower| {
            let z = scores(&flower.measures, &self.w1, &self.b1, &self.w2, &self.b2);
            (0..3).max_by(|a, b| z[*a].total_cmp(&z[*b])) == Some(flower.kind)
        };
        flowers.iter().filter(right).count() as f64 / flowers.len() as f64
    }
}
