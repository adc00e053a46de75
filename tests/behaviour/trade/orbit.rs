//! Astronomy: orbital elements and radial velocities.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::f64::consts::{PI, TAU};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Orbit {
    period: f64,
    eccentricity: f64,
    omega: f64,
    t_peri: f64,
    k: f64,
}

#[derive(Clone, Copy, Debug)]
pub struct Observation {
    time: f64,
    velocity: f64,
    sigma: f64,
}

#[differentiate(wrt(self, mean, e))]
impl Orbit {
    const MAX_ITER: usize = 8;

    fn mean_anomaly(&self, t: f64) -> f64 {
        let phase = (t - self.t_peri) / self.period;
        TAU * (phase - phase.floor())
    }

    fn eccentric_anomaly(mean: f64, e: f64) -> f64 {
        let mut ea = if e > 0.8 { PI } else { mean };
        for _ in 0..Self::MAX_ITER {
            let f = ea - e * ea.sin() - mean;
            let df = 1.0 - e * ea.cos();
            ea -= f / df;
            if f.abs() < 1e-14 {
                break;
            }
        }
        ea
    }

    pub fn true_anomaly(&self, t: f64) -> f64 {
        let ea = Self::eccentric_anomaly(self.mean_anomaly(t), self.eccentricity);
        let half = ((1.0 + self.eccentricity) / (1.0 - self.eccentricity)).sqrt() * (ea / 2.0).tan();
        2.0 * half.atan()
    }

    pub fn radial_velocity(&self, t: f64) -> f64 {
        let nu = self.true_anomaly(t);
        self.k * ((nu + self.omega).cos() + self.eccentricity * self.omega.cos())
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct PlanetarySystem {
    planets: Vec<Orbit>,
    offset: f64,
    ln_jitter: f64,
}

#[differentiate(wrt(self))]
impl PlanetarySystem {
    pub fn velocity(&self, t: f64) -> f64 {
        self.offset + self.planets.iter().map(|p| p.radial_velocity(t)).sum::<f64>()
    }

    pub fn log_likelihood(&self, data: &[Observation]) -> f64 {
        let jitter2 = (2.0 * self.ln_jitter).exp();
        data.iter()
            .map(|o| {
                let variance = o.sigma * o.sigma + jitter2;
                let residual = o.velocity - self.velocity(o.time);
                -0.5 * (residual * residual / variance + (TAU * variance).ln())
            })
            .sum()
    }
}

#[test]
fn fitted() {
    let system = PlanetarySystem {
        planets: vec![
            Orbit { period: 3.1, eccentricity: 0.2, omega: 0.7, t_peri: 0.3, k: 2.0 },
            Orbit { period: 7.7, eccentricity: 0.05, omega: 2.0, t_peri: 1.3, k: 0.8 },
        ],
        offset: 0.1,
        ln_jitter: -1.0,
    };
    let data: Vec<Observation> = (0..6)
        .map(|i| Observation { time: 0.45 + 0.9 * i as f64, velocity: (i as f64).sin(), sigma: 0.6 })
        .collect();
    check(&system, |s| s.log_likelihood(&data), &system.log_likelihood_grad(&data));
}
