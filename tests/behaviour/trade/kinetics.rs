//! Chemistry: a network of reactions with rates after Arrhenius.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Arrhenius {
    ln_a: f64,
    activation_energy: f64,
}

impl Arrhenius {
    /// J / (mol K)
    pub const GAS_CONSTANT: f64 = 8.314;
    const REFERENCE: f64 = 298.15;

    pub fn new(a: f64, activation_energy: f64) -> Self {
        Self { ln_a: a.ln(), activation_energy }
    }

    #[differentiate(wrt(self, temperature))]
    pub fn rate(&self, temperature: f64) -> f64 {
        let inverse = 1.0 / temperature - 1.0 / Self::REFERENCE;
        (self.ln_a - self.activation_energy / Self::GAS_CONSTANT * inverse).exp()
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Reaction {
    rate: Arrhenius,
    reactants: Vec<(usize, i32)>,
    products: Vec<(usize, i32)>,
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Mechanism {
    species: usize,
    reactions: Vec<Reaction>,
}

#[differentiate(wrt(self, concentrations, temperature, initial))]
impl Mechanism {
    fn production(&self, concentrations: &[f64], temperature: f64) -> Vec<f64> {
        let mut net = vec![0.0; self.species];
        for reaction in &self.reactions {
            let mut flux = reaction.rate.rate(temperature);
            for &(species, order) in &reaction.reactants {
                flux *= concentrations[species].powi(order);
            }
            for &(species, n) in &reaction.reactants {
                net[species] -= n as f64 * flux;
            }
            for &(species, n) in &reaction.products {
                net[species] += n as f64 * flux;
            }
        }
        net
    }

    pub fn integrate(&self, initial: &[f64], temperature: f64, dt: f64, steps: usize) -> Vec<f64> {
        let mut c = initial.to_vec();
        for _ in 0..steps {
            let rate = self.production(&c, temperature);
            for (c, r) in c.iter_mut().zip(&rate) {
                *c = (*c + dt * r).max(0.0);
            }
        }
        c
    }

    pub fn yield_of(&self, target: usize, initial: &[f64], temperature: f64) -> f64 {
        let end = self.integrate(initial, temperature, 0.05, 20);
        end[target] / initial.iter().sum::<f64>()
    }
}

#[test]
fn reacted() {
    let m = Mechanism {
        species: 3,
        reactions: vec![
            Reaction { rate: Arrhenius::new(0.8, 12000.0), reactants: vec![(0, 2)], products: vec![(1, 1)] },
            Reaction {
                rate: Arrhenius::new(0.3, 20000.0),
                reactants: vec![(1, 1)],
                products: vec![(2, 1), (0, 1)],
            },
        ],
    };
    let initial = vec![1.0, 0.2, 0.1];
    check(
        &(m.clone(), initial.clone(), 310.0),
        |(m, c, t)| m.yield_of(1, c, *t),
        &m.yield_of_grad(1, &initial, 310.0),
    );
}
