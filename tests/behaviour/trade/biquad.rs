//! Signals: a cascade of filters with state.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Coefficients {
    b: [f64; 3],
    a: [f64; 2],
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Biquad {
    coefficients: Coefficients,
    z1: f64,
    z2: f64,
}

impl Coefficients {
    #[differentiate(wrt(frequency, q))]
    pub fn low_pass(frequency: f64, q: f64, sample_rate: f64) -> Self {
        let w = 2.0 * std::f64::consts::PI * frequency / sample_rate;
        let alpha = w.sin() / (2.0 * q);
        let cos = w.cos();
        let a0 = 1.0 + alpha;
        Self {
            b: [(1.0 - cos) / 2.0 / a0, (1.0 - cos) / a0, (1.0 - cos) / 2.0 / a0],
            a: [-2.0 * cos / a0, (1.0 - alpha) / a0],
        }
    }
}

impl From<Coefficients> for Biquad {
    fn from(coefficients: Coefficients) -> Self {
        Biquad { coefficients, z1: 0.0, z2: 0.0 }
    }
}

impl Biquad {
    #[differentiate(wrt(coefficients))]
    pub fn new(coefficients: Coefficients) -> Self {
        Self { coefficients, z1: 0.0, z2: 0.0 }
    }

    #[differentiate(wrt(self, x))]
    pub fn process(&mut self, x: f64) -> f64 {
        let Coefficients { b, a } = &self.coefficients;
        let y = b[0] * x + self.z1;
        self.z1 = b[1] * x - a[0] * y + self.z2;
        self.z2 = b[2] * x - a[1] * y;
        y
    }

    #[differentiate(wrt(self))]
    pub fn reset(&mut self) {
        self.z1 = 0.0;
        self.z2 = 0.0;
    }
}

#[derive(Differentiable, Clone, Debug, PartialEq)]
pub struct Cascade {
    stages: Vec<Biquad>,
    gain: f64,
}

impl Cascade {
    #[differentiate(wrt(self, x))]
    pub fn process(&mut self, x: f64) -> f64 {
        let mut y = x;
        for stage in self.stages.iter_mut() {
            y = stage.process(y);
        }
        self.gain * y
    }

    #[differentiate(wrt(self, signal))]
    pub fn error(&self, signal: &[f64], target: &[f64]) -> f64 {
        let mut filter = self.clone();
        signal.iter().zip(target).map(|(&x, t)| (filter.process(x) - t).powi(2)).sum()
    }
}

#[differentiate]
fn ringing(frequency: f64, q: f64) -> f64 {
    let mut filter = Biquad::new(Coefficients::low_pass(frequency, q, 48.0));
    let mut energy = 0.0;
    for n in 0..20 {
        let y = filter.process(if n == 0 { 1.0 } else { 0.0 });
        energy += n as f64 * y * y;
    }
    energy
}

#[test]
fn filtered() {
    let stage = |f, q| Biquad::from(Coefficients::low_pass(f, q, 48.0));
    let cascade = Cascade { stages: vec![stage(4.0, 0.7), stage(9.0, 1.2)], gain: 1.1 };
    let signal: Vec<f64> = (0..12).map(|i| (0.7 * i as f64).sin()).collect();
    let target: Vec<f64> = (0..12).map(|i| (0.6 * i as f64).cos()).collect();
    check(
        &(cascade.clone(), signal.clone()),
        |(c, s)| c.error(s, &target),
        &cascade.error_grad(&signal, &target),
    );
    check(&(5.0, 0.9), |(f, q)| ringing(*f, *q), &ringing_grad(5.0, 0.9));
}
