//! The network and its loss, written as functions that are differentiated, and one step of gradient descent.

use crate::data::Flower;
use differentiate::{differentiate, logsumexp};
use rand::RngExt;
use rand::rngs::StdRng;

const INPUTS: usize = 4;
const HIDDEN: usize = 8;
const KINDS: usize = 3;
/// Where the weights of the second layer begin.
const SECOND: usize = HIDDEN * (INPUTS + 1);

/// A dense layer: each output has a row of weights, one for each input and a bias.
#[differentiate]
fn dense(w: &[f64], x: &[f64], out: &mut [f64]) {
    for (i, y) in out.iter_mut().enumerate() {
        let row = &w[i * (x.len() + 1)..(i + 1) * (x.len() + 1)];
        let mut sum = row[x.len()];
        for (w, x) in row.iter().zip(x) {
            sum += w * x;
        }
        *y = sum;
    }
}

/// The scores of the three kinds: two dense layers with a tanh between them.
#[differentiate]
fn scores(w: &[f64], x: &[f64; INPUTS]) -> [f64; KINDS] {
    let mut hidden = [0.0; HIDDEN];
    let mut scores = [0.0; KINDS];
    dense(&w[..SECOND], x, &mut hidden);
    for h in hidden.iter_mut() {
        *h = h.tanh();
    }
    dense(&w[SECOND..], &hidden, &mut scores);
    scores
}

/// The cross-entropy between the softmax of the scores and the kind that the flower is.
#[differentiate(accumulate_grad, wrt(w))]
fn loss(w: &[f64], x: &[f64; INPUTS], kind: usize) -> f64 {
    let z = scores(w, x);
    logsumexp(&z) - z[kind]
}

/// The weights, in one buffer.
pub struct Network {
    weights: Vec<f64>,
}

impl Network {
    /// How many weights there are.
    pub const WEIGHTS: usize = SECOND + KINDS * (HIDDEN + 1);

    /// Small random weights.
    pub fn new(random: &mut StdRng) -> Network {
        Network { weights: (0..Self::WEIGHTS).map(|_| random.random_range(-0.5..0.5)).collect() }
    }

    /// One step of gradient descent on the mean loss of some flowers, which it gives back.
    pub fn descend(&mut self, flowers: &[Flower], rate: f64) -> f64 {
        let mut gradient = vec![0.0; Self::WEIGHTS];
        let add = |flower: &Flower| {
            loss_accumulate_grad(&self.weights, &flower.measures, flower.kind, &mut gradient)
        };
        let total: f64 = flowers.iter().map(add).sum();
        let count = flowers.len() as f64;
        for (w, g) in self.weights.iter_mut().zip(&gradient) {
            *w -= rate / count * g;
        }
        total / count
    }

    /// The part of the flowers whose kind has the highest score.
    pub fn accuracy(&self, flowers: &[Flower]) -> f64 {
        let right = |flower: &&Flower| {
            let z = scores(&self.weights, &flower.measures);
            (0..KINDS).max_by(|a, b| z[*a].total_cmp(&z[*b])) == Some(flower.kind)
        };
        flowers.iter().filter(right).count() as f64 / flowers.len() as f64
    }
}
