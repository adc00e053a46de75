//! Physics: a pair potential with a builder and a cutoff.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct LennardJones {
    epsilon: f64,
    sigma: f64,
    #[differentiate(constant)]
    cutoff: f64,
    shifted: bool,
}

impl Default for LennardJones {
    fn default() -> Self {
        LennardJones { epsilon: 1.0, sigma: 1.0, cutoff: 2.5, shifted: false }
    }
}

impl LennardJones {
    const SIX: i32 = 6;

    pub fn new(epsilon: f64, sigma: f64) -> Self {
        Self { epsilon, sigma, ..Default::default() }
    }

    pub fn with_cutoff(mut self, cutoff: f64) -> Self {
        self.cutoff = cutoff;
        self
    }

    pub fn shifted(mut self) -> Self {
        self.shifted = true;
        self
    }

    #[differentiate(wrt(self, r))]
    fn bare(&self, r: f64) -> f64 {
        let s6 = (self.sigma / r).powi(Self::SIX);
        4.0 * self.epsilon * (s6 * s6 - s6)
    }

    #[differentiate(wrt(self, r))]
    pub fn energy(&self, r: f64) -> f64 {
        if r >= self.cutoff * self.sigma {
            return 0.0;
        }
        let shift = if self.shifted { self.bare(self.cutoff * self.sigma) } else { 0.0 };
        self.bare(r) - shift
    }

    #[differentiate(wrt(self, positions))]
    pub fn total(&self, positions: &[[f64; 3]]) -> f64 {
        let mut total = 0.0;
        for (i, a) in positions.iter().enumerate() {
            for b in &positions[i + 1..] {
                let r = a.iter().zip(b).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
                total += self.energy(r);
            }
        }
        total
    }
}

#[test]
fn pairs() {
    let lj = LennardJones::new(0.8, 1.1).with_cutoff(2.2).shifted();
    for r in [0.9, 1.2, 2.0, 3.0] {
        check(&(lj.clone(), r), |(lj, r)| lj.energy(*r), &lj.energy_grad(r));
    }
}

#[test]
fn clusters() {
    let lj = LennardJones::new(0.8, 1.1);
    let at = vec![[0.0, 0.0, 0.1], [1.2, 0.1, 0.0], [0.3, 1.1, -0.2], [3.0, 3.1, 0.0]];
    check(&(lj.clone(), at.clone()), |(lj, x)| lj.total(x), &lj.total_grad(&at));
}
