//! Biology: an epidemic with a builder.

use crate::structs::check;
use differentiate::{Differentiable, differentiate};
use std::ops::{Add, AddAssign, Mul};

#[derive(Differentiable, Clone, Copy, Debug, Default, PartialEq)]
pub struct Compartments {
    s: f64,
    e: f64,
    i: f64,
    r: f64,
}

#[differentiate]
impl Add for Compartments {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { s: self.s + other.s, e: self.e + other.e, i: self.i + other.i, r: self.r + other.r }
    }
}

#[differentiate]
impl Mul<Compartments> for f64 {
    type Output = Compartments;
    fn mul(self, c: Compartments) -> Compartments {
        Compartments { s: self * c.s, e: self * c.e, i: self * c.i, r: self * c.r }
    }
}

#[differentiate]
impl AddAssign for Compartments {
    fn add_assign(&mut self, rhs: Self) {
        *self = *self + rhs;
    }
}

#[differentiate(wrt(self))]
impl Compartments {
    pub fn total(&self) -> f64 {
        self.s + self.e + self.i + self.r
    }
}

#[derive(Differentiable, Clone, Copy, Debug, PartialEq)]
pub struct Seir {
    beta: f64,
    sigma: f64,
    gamma: f64,
    lockdown: Option<f64>,
    #[differentiate(constant)]
    lockdown_day: f64,
}

impl Default for Seir {
    fn default() -> Self {
        Self { beta: 0.4, sigma: 0.2, gamma: 0.1, lockdown: None, lockdown_day: 0.0 }
    }
}

impl Seir {
    pub fn new() -> Self {
        Self::default()
    }

    pub fn with_beta(mut self, beta: f64) -> Self {
        self.beta = beta;
        self
    }

    pub fn with_lockdown(mut self, day: f64, factor: f64) -> Self {
        self.lockdown = Some(factor);
        self.lockdown_day = day;
        self
    }

    #[differentiate(wrt(self))]
    fn contact_rate(&self, day: f64) -> f64 {
        if day < self.lockdown_day {
            return self.beta;
        }
        match self.lockdown {
            Some(factor) => self.beta * factor,
            None => self.beta,
        }
    }

    #[differentiate(wrt(self, c))]
    fn flow(&self, c: &Compartments, day: f64) -> Compartments {
        let infections = self.contact_rate(day) * c.s * c.i / c.total();
        let onset = self.sigma * c.e;
        let recoveries = self.gamma * c.i;
        Compartments { s: -infections, e: infections - onset, i: onset - recoveries, r: recoveries }
    }

    #[differentiate(wrt(self, start))]
    pub fn peak(&self, start: Compartments, days: usize) -> f64 {
        let dt = 0.5;
        let mut state = start;
        let mut peak = start.i;
        for step in 0..2 * days {
            let day = step as f64 * dt;
            let half = state + 0.5 * dt * self.flow(&state, day);
            state += dt * self.flow(&half, day + 0.5 * dt);
            peak = peak.max(state.i);
        }
        peak
    }

    #[differentiate(wrt(self, start))]
    pub fn misfit(&self, start: Compartments, cases: &[f64]) -> f64 {
        let mut state = start;
        let mut misfit = 0.0;
        for (day, observed) in cases.iter().enumerate() {
            let before = state;
            state += self.flow(&state, day as f64);
            let new_cases = before.s - state.s;
            misfit += (new_cases - observed).powi(2) / (observed + 1.0);
        }
        misfit
    }
}

#[test]
fn fitted() {
    let start = Compartments { s: 990.0, e: 5.0, i: 5.0, r: 0.0 };
    let cases = [2.0, 3.0, 3.0, 4.0, 6.0, 5.0];
    for model in [Seir::new().with_beta(0.5), Seir::new().with_lockdown(3.0, 0.6)] {
        check(&(model, start), |(m, s)| m.misfit(*s, &cases), &model.misfit_grad(start, &cases));
        check(&(model, start), |(m, s)| m.peak(*s, 20), &model.peak_grad(start, 20));
    }
}
