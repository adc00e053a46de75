//! The network and its loss, written as differentiated functions, and one step of gradient descent.

use crate::data::Flower;
use differentiate::{differentiate, logsumexp};
use rand::RngExt;
use rand::rngs::StdRng;

const INPUTS: usize = 4;
const HIDDEN: usize = 8;
const SPECIES: usize = 3;
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

/// The scores of the three species: two dense layers with a tanh between them.
#[differentiate]
fn scores(w: &[f64], x: &[f64; INPUTS]) -> [f64; SPECIES] {
    let mut hidden = [0.0; HIDDEN];
    let mut scores = [0.0; SPECIES];
    dense(&w[..SECOND], x, &mut hidden);
    for h in hidden.iter_mut() {
        *h = h.tanh();
    }
    dense(&w[SECOND..], &hidden, &mut scores);
    scores
}

/// The cross-entropy of the softmax of the scores with the flower's species as the target.
#[differentiate(accumulate_grad, wrt(w))]
fn loss(w: &[f64], x: &[f64; INPUTS], species: usize) -> f64 {
    let z = scores(w, x);
    logsumexp(&z) - z[species]
}

/// The weights of both layers, in one buffer.
pub struct Network {
    weights: Vec<f64>,
}

impl Network {
    /// How many weights there are.
    pub const WEIGHTS: usize = SECOND + SPECIES * (HIDDEN + 1);

    /// Small random weights.
    pub fn new(random: &mut StdRng) -> Network {
        Network { weights: (0..Self::WEIGHTS).map(|_| random.random_range(-0.5..0.5)).collect() }
    }

    /// Takes one step of gradient descent on the mean loss of the given flowers, and returns that loss.
    pub fn descend(&mut self, flowers: &[Flower], rate: f64) -> f64 {
        let mut gradient = vec![0.0; Self::WEIGHTS];
        let add = |flower: &Flower| {
            loss_accumulate_grad(&self.weights, &flower.measurements, flower.species, &mut gradient)
        };
        let total: f64 = flowers.iter().map(add).sum();
        let count = flowers.len() as f64;
        for (w, g) in self.weights.iter_mut().zip(&gradient) {
            *w -= rate / count * g;
        }
        total / count
    }

    /// The fraction of the flowers whose species has the highest score.
    pub fn accuracy(&self, flowers: &[Flower]) -> f64 {
        let right = |flower: &&Flower| {
            let z = scores(&self.weights, &flower.measurements);
            (0..SPECIES).max_by(|a, b| z[*a].total_cmp(&z[*b])) == Some(flower.species)
        };
        flowers.iter().filter(right).count() as f64 / flowers.len() as f64
    }
}
