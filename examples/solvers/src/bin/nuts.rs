//! Samples a posterior with the gradient of its log density: the eight schools of Rubin, a hierarchical model.

use differentiate::differentiate;
use nuts_rs::rand::{Rng, SeedableRng, rngs::StdRng};
use nuts_rs::{Chain, CpuLogpFunc, CpuMath, CpuMathError, DiagNutsSettings, HasDims, LogpError, Settings};
use std::collections::HashMap;
use std::fmt;

const EFFECT: [f64; 8] = [28.0, 8.0, -3.0, 7.0, -1.0, 1.0, 18.0, 12.0];
const DEVIATION: [f64; 8] = [15.0, 10.0, 16.0, 11.0, 9.0, 11.0, 10.0, 18.0];

/// The effect in a school is `mean + spread * z`; the parameters are `z` of each school, `mean` and `spread.ln()`.
#[differentiate(value_and_grad_into)]
fn log_density(parameters: &[f64]) -> f64 {
    let (z, mean, log_spread) = (&parameters[..8], parameters[8], parameters[9]);
    let spread = log_spread.exp();
    let mut sum = log_spread - (spread / 5.0).powi(2).ln_1p() - 0.5 * (mean / 5.0).powi(2);
    for ((z, y), deviation) in z.iter().zip(EFFECT).zip(DEVIATION) {
        let effect = mean + spread * z;
        sum -= 0.5 * z * z + 0.5 * ((y - effect) / deviation).powi(2);
    }
    sum
}

struct Schools;

/// The density has a value everywhere.
#[derive(Debug)]
enum Never {}

impl fmt::Display for Never {
    fn fmt(&self, _: &mut fmt::Formatter) -> fmt::Result {
        match *self {}
    }
}

impl std::error::Error for Never {}

impl LogpError for Never {
    fn is_recoverable(&self) -> bool {
        match *self {}
    }
}

impl HasDims for Schools {
    fn dim_sizes(&self) -> HashMap<String, u64> {
        HashMap::from([("unconstrained_parameter".to_string(), self.dim() as u64)])
    }
}

impl CpuLogpFunc for Schools {
    type LogpError = Never;
    type FlowParameters = ();
    type ExpandedVector = Vec<f64>;

    fn dim(&self) -> usize {
        10
    }

    fn logp(&mut self, position: &[f64], gradient: &mut [f64]) -> Result<f64, Never> {
        Ok(log_density_value_and_grad_into(position, gradient))
    }

    fn expand_vector<R: Rng + ?Sized>(&mut self, _: &mut R, array: &[f64]) -> Result<Vec<f64>, CpuMathError> {
        Ok(array.to_vec())
    }
}

/// The posterior means of the effect in the first school, of the mean of the effects and of their spread.
fn sample() -> [f64; 3] {
    let settings = DiagNutsSettings { num_tune: 1000, ..Default::default() };
    let mut random = StdRng::seed_from_u64(8);
    let mut chain =
        settings.new_chain(0, CpuMath::new(Schools), &mut random).expect("the settings are valid");
    chain.set_position(&[0.1; 10]).expect("the density is finite");
    let mut sums = [0.0; 3];
    let draws = 4000;
    for draw in 0..1000 + draws {
        let (position, _) = chain.draw().expect("the density is finite");
        if draw >= 1000 {
            let (mean, spread) = (position[8], position[9].exp());
            sums[0] += mean + spread * position[0];
            sums[1] += mean;
            sums[2] += spread;
        }
    }
    sums.map(|sum| sum / f64::from(draws))
}

fn main() {
    let [first, mean, spread] = sample();
    println!("posterior means: effect in school A {first:.2}, mean {mean:.2}, spread {spread:.2}");
}

/// Given mean and spread, the effects can be integrated out, and what is left is integrated on a grid.
#[test]
fn finds_the_posterior_means() {
    let mut sums = [0.0; 4];
    for (m, s) in (0..200).flat_map(|m| (0..400).map(move |s| (m, s))) {
        let (mean, spread) = (f64::from(m) * 0.2 - 16.0, f64::from(s) * 0.125 + 0.0625);
        let mut log = -(spread / 5.0).powi(2).ln_1p() - 0.5 * (mean / 5.0).powi(2);
        for (y, deviation) in EFFECT.iter().zip(DEVIATION) {
            let variance = spread * spread + deviation * deviation;
            log -= 0.5 * (y - mean).powi(2) / variance + 0.5 * variance.ln();
        }
        let share = spread * spread / (spread * spread + DEVIATION[0] * DEVIATION[0]);
        let of = [1.0, mean + share * (EFFECT[0] - mean), mean, spread];
        sums.iter_mut().zip(of).for_each(|(sum, of)| *sum += of * (log + 30.0).exp());
    }
    let found = sample();
    for (own, integrated) in found.iter().zip(&sums[1..]) {
        assert!((own - integrated / sums[0]).abs() < 0.3, "{found:?}, {:?}", sums.map(|sum| sum / sums[0]));
    }
}
